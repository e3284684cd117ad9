"""How far training got: one line of text, or any progress bar that wraps an iterable."""

import sys

import numpy as np


def epochs(progress, n_epochs, history):
    """Return an iterator over epochs that shows how far training got.

    Parameters
    ----------
    progress : bool, callable or None
        True for one line of text, kept up to date; a callable wraps the range of epochs, as ``tqdm`` does.
    n_epochs : int
        Number of epochs.
    history : History
        The record of the run; the line shows its last losses.

    Examples
    --------
    >>> list(epochs(None, 3, None)), list(epochs(reversed, 3, None))
    ([0, 1, 2], [2, 1, 0])
    """
    numbers = range(n_epochs)
    if callable(progress):
        return progress(numbers)
    if progress is not None and not isinstance(progress, (bool, np.bool_)):
        raise TypeError(f"need progress to be a bool or to wrap an iterable, got progress={progress!r}")
    return _one_line(numbers, history) if progress else numbers


def _one_line(numbers, history):
    """Yield epochs, and keep one line on the terminal or under the cell up to date."""
    try:
        for epoch in numbers:
            try:
                yield epoch
            finally:  # also of the epoch in which training ends
                sys.stderr.write(f"\r{_text(epoch + 1, len(numbers), history)}   ")
                sys.stderr.flush()
    finally:
        sys.stderr.write("\n")


def _text(epoch, n_epochs, history):
    """Say how far training got."""
    text = f"epoch {epoch}/{n_epochs}"
    if history.loss:
        text += f", loss {history.loss[-1]:.4g}"
    if history.validation_loss:
        text += f", validation {history.validation_loss[-1]:.4g}"
    return text if history.diverged_at < 0 else f"{text}, diverged at step {history.diverged_at}"
