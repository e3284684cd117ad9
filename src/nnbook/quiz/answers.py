"""Answers in code: what the reader computed is compared with the truth, and a wrong answer earns a hint."""

import numpy as np


def check(answer, truth, *, hints=(), rtol=1e-3, atol=1e-9):
    """Print whether `answer` agrees with `truth`, and a hint if it does not.

    For an answer that is computed by code. A number or a choice that is typed in is asked for by `ask`.

    Parameters
    ----------
    answer : object
        What the reader put in; ``...`` means that nothing has been put in yet.
    truth : float, array_like or str
        The right answer, preferably computed by nnbook where the exercise stands.
    hints : sequence of (predicate, str) or str
        Each predicate is called with the answer; the first that is true gives the hint. A bare string is
        the hint when no predicate fits. An answer of another kind or shape than `truth` gets no hint but
        is told so.
    rtol, atol : float
        How near a number must come: ``|answer - truth| <= atol + rtol * |truth|``.

    Examples
    --------
    >>> check(..., 4.0)
    No answer yet: replace the ... above and run the cell again.
    >>> check(2.0, 4.0, hints=[(lambda a: a == 2.0, "You forgot to square."), "Look at equation (1)."])
    Not yet. You forgot to square.
    >>> check("four", 4.0)
    Not yet. A number, please.
    >>> check(4.0, 4.0)
    Right.
    """
    if answer is ...:
        print("No answer yet: replace the ... above and run the cell again.")
    elif isinstance(truth, str):
        same = isinstance(answer, str) and answer.strip().lower() == truth.lower()
        print("Right." if same else f"Not yet. {_hint(answer, hints) or 'Look again at the question.'}")
    elif problem := _misfit(answer, truth := np.asarray(truth, dtype=float)):
        print(f"Not yet. {problem}")
    elif np.allclose(np.asarray(answer, dtype=float), truth, rtol=rtol, atol=atol):
        print("Right.")
    else:
        print(f"Not yet. {_hint(answer, hints) or 'Check the arithmetic step by step.'}")


def _misfit(answer, truth):
    """Say why `answer` cannot be compared with the array `truth`; an empty string when it can."""
    wanted = "A number, please." if truth.ndim == 0 else f"An array of shape {truth.shape}, please."
    if answer is None or isinstance(answer, np.ma.MaskedArray):
        return wanted
    try:
        kind = np.asarray(answer).dtype.kind
        number = np.asarray(answer, dtype=float) if kind not in "cSUMmV" else None
    except OverflowError:
        return "That is a larger number than a computer can calculate with."
    except Exception:  # whatever an object of the reader's does when it is asked to be a number
        return wanted
    if number is None or (kind == "O" and any(part is None for part in np.ravel(answer))):
        return wanted
    if number.shape != truth.shape:
        return f"The answer has shape {truth.shape}, yours has {number.shape}."
    return "Your answer is NaN: no number came out." if np.isnan(number).any() else ""


def _hint(answer, hints):
    """Return the first hint that fits `answer`; a hint that cannot read the answer does not fit."""
    for hint in hints:
        if isinstance(hint, str):
            return hint
        predicate, text = hint
        try:
            if np.all(predicate(answer)):
                return text
        except Exception:  # a reader must not meet the error of an author's predicate
            continue
    return ""
