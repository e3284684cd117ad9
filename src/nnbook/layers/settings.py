"""What layers are given when they are made, checked in one place."""

import numpy as np

from nnbook import checks
from nnbook.checks.arrays import PRECISIONS


def as_activation(activation):
    """Return `activation` if it can be called and has a derivative.

    Examples
    --------
    >>> as_activation(abs)
    Traceback (most recent call last):
    ...
    TypeError: need an activation with a method prime, got activation=<built-in function abs>
    """
    if not callable(activation) or not hasattr(activation, "prime") or isinstance(activation, type):
        raise TypeError(f"need an activation with a method prime, got activation={activation!r}")
    return activation


def draw_weights(init, shape, *, rng, dtype):
    """Return the weights that an initialiser draws.

    Raises
    ------
    TypeError, ValueError
        If `init` returns anything but floats of that shape.

    Examples
    --------
    >>> draw_weights(lambda shape, rng, dtype: np.zeros(3), (2, 1), rng=None, dtype=float)
    Traceback (most recent call last):
    ...
    ValueError: need init to return floats of shape (2, 1), got an array of shape (3,) and dtype float64
    """
    W = checks.function("init", init)(shape, rng=rng, dtype=dtype)
    if not isinstance(W, np.ndarray):
        raise TypeError(f"need init to return an array, got {type(W).__name__}")
    if W.shape != shape or W.dtype not in PRECISIONS:
        got = f"an array of shape {W.shape} and dtype {W.dtype}"
        raise ValueError(f"need init to return floats of shape {shape}, got {got}")
    return W
