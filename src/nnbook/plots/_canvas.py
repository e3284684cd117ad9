"""What every drawing is given first: axes, made by the caller."""

import numpy as np
from matplotlib.axes import Axes


def check_axes(axes):
    """Return `axes` if it is a matplotlib Axes.

    Examples
    --------
    >>> check_axes("left")
    Traceback (most recent call last):
    ...
    TypeError: need axes to be a matplotlib Axes, got axes='left'
    """
    if not isinstance(axes, Axes):
        raise TypeError(f"need axes to be a matplotlib Axes, got {axes=}")
    return axes


def check_row(axes, n):
    """Return `axes` if they are a row or column of `n` Axes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> check_row(Figure().subplots(2), 3)
    Traceback (most recent call last):
    ...
    TypeError: need axes to be an array of 3 matplotlib Axes, got ndarray of shape (2,)
    """
    given = isinstance(axes, (np.ndarray, list, tuple))
    if not given or len(axes) != n or not all(isinstance(one, Axes) for one in axes):
        shape = f" of shape {np.shape(axes)}" if given else ""
        raise TypeError(f"need axes to be an array of {n} matplotlib Axes, got {type(axes).__name__}{shape}")
    return axes
