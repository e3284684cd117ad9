"""Self-checking exercises: an answer is compared with a computed one, and a wrong one earns a hint."""

import numpy as np


def check(answer, truth, *, hints=(), rtol=1e-3, atol=1e-9):
    """Print whether `answer` agrees with `truth`, and a hint if it does not.

    Parameters
    ----------
    answer : object
        What the reader put in; ``...`` means that nothing has been put in yet.
    truth : float, array_like or str
        The right answer, preferably computed by nnbook where the exercise stands.
    hints : sequence of (predicate, str) or str
        Each predicate is called with the answer; the first that is true gives the hint. A bare string is
        the hint when no predicate fits.
    rtol, atol : float
        How near a number must come: ``|answer - truth| <= atol + rtol * |truth|``.

    Examples
    --------
    >>> check(..., 4.0)
    No answer yet: replace the ... above and run the cell again.
    >>> check(2.0, 4.0, hints=[(lambda a: a == 2.0, "You forgot to square."), "Look at equation (1)."])
    Not yet. You forgot to square.
    >>> check("four", 4.0)
    Not yet. The answer is a number.
    >>> check(4.0, 4.0)
    Right.
    """
    if answer is ...:
        print("No answer yet: replace the ... above and run the cell again.")
    elif problem := _difference(answer, truth, rtol, atol):
        print(f"Not yet. {_hint(answer, hints) or problem}")
    else:
        print("Right.")


def _difference(answer, truth, rtol, atol):
    """Say what is wrong with `answer` in general terms; an empty string when nothing is."""
    if isinstance(truth, str):
        same = isinstance(answer, str) and answer.strip().lower() == truth.lower()
        return "" if same else "Look again at the question."
    truth = np.asarray(truth, dtype=float)
    try:
        answer = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        return f"The answer is {'a number' if truth.ndim == 0 else f'an array of shape {truth.shape}'}."
    if answer.shape != truth.shape:
        return f"The answer has shape {truth.shape}, yours has {answer.shape}."
    return "" if np.allclose(answer, truth, rtol=rtol, atol=atol) else "Check the arithmetic step by step."


def _hint(answer, hints):
    """Return the first hint that fits `answer`; a hint that cannot read the answer does not fit."""
    for hint in hints:
        if isinstance(hint, str):
            return hint
        predicate, text = hint
        try:
            if np.all(predicate(answer)):
                return text
        except (TypeError, ValueError, IndexError):
            continue
    return ""
