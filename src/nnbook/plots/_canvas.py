"""What every drawing is given first: axes, made by the caller."""

import numpy as np
from matplotlib.axes import Axes


def one(axes):
    """Return `axes` if it is a matplotlib Axes.

    Raises
    ------
    TypeError
        If it is anything else.

    Examples
    --------
    >>> one("left")
    Traceback (most recent call last):
    ...
    TypeError: need axes to be a matplotlib Axes, got axes='left'
    """
    if not isinstance(axes, Axes):
        raise TypeError(f"need axes to be a matplotlib Axes, got {axes=}")
    return axes


def several(axes, n):
    """Return `axes` if they are a row or column of `n` Axes.

    Raises
    ------
    TypeError
        If they are anything else.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> several(Figure().subplots(2), 3)
    Traceback (most recent call last):
    ...
    TypeError: need axes to be an array of 3 matplotlib Axes, got ndarray of shape (2,)
    """
    given = isinstance(axes, (np.ndarray, list, tuple))
    if not given or len(axes) != n or not all(isinstance(one, Axes) for one in axes):
        shape = f" of shape {np.shape(axes)}" if given else ""
        raise TypeError(f"need axes to be an array of {n} matplotlib Axes, got {type(axes).__name__}{shape}")
    return axes
