r"""One number for each neighbourhood of a feature map: coarser, and less sensitive to where things are.

Every function pools the last two axes and leaves the others alone, so that a picture (height, width), its
feature maps (channels, height, width) and a whole batch of them are served by the same lines.
"""

from math import prod

import numpy as np

from nnbook import checks
from nnbook._windows import fold
from nnbook.convolution_arithmetic import window_geometry


def max_pool(x, kernel_size, *, stride=None):
    r"""Return the largest value of every window.

    .. math:: y_{mn} = \max_{0 \le a < F,\; 0 \le b < G} x_{Sm+a,\;Sn+b}

    Parameters
    ----------
    x : array_like, shape (..., height, width)
        At least two axes; the dtype is kept.
    kernel_size : int or tuple of int
        Height F and width G of the window.
    stride : int or tuple of int, optional
        From one window to the next; by default `kernel_size`, so that the windows lie side by side.

    Returns
    -------
    y : ndarray, shape (..., n_rows, n_cols)
        With n_rows and n_cols from `nnbook.convolution_arithmetic.output_size`, without padding.

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` has fewer than two axes, holds NaN or infinity, or the windows do not fit.

    References
    ----------
    .. [1] Y.-L. Boureau, J. Ponce and Y. LeCun, "A theoretical analysis of feature pooling in visual
       recognition", International Conference on Machine Learning, 2010.

    Examples
    --------
    >>> max_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[5, 2]])
    """
    return _fold(np.maximum, _picture(x), kernel_size, stride)


def sum_pool(x, kernel_size, *, stride=None):
    r"""Return the sum of every window: a convolution with a kernel of ones.

    .. math:: y_{mn} = \sum_{a,b} x_{Sm+a,\;Sn+b}

    Parameters
    ----------
    x, kernel_size, stride
        As in `max_pool`; integers are added as int64.

    Returns
    -------
    y : ndarray, shape (..., n_rows, n_cols)

    Raises
    ------
    TypeError, ValueError
        As in `max_pool`.

    Examples
    --------
    >>> sum_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[13,  4]])
    """
    x = _picture(x)
    return _fold(np.add, x if x.dtype.kind == "f" else x.astype(np.int64), kernel_size, stride)


def average_pool(x, kernel_size, *, stride=None):
    r"""Return the mean of every window.

    .. math:: y_{mn} = \frac{1}{FG} \sum_{a,b} x_{Sm+a,\;Sn+b}

    Parameters
    ----------
    x, kernel_size, stride
        As in `max_pool`.

    Returns
    -------
    y : ndarray, shape (..., n_rows, n_cols)

    Raises
    ------
    TypeError, ValueError
        As in `max_pool`.

    Examples
    --------
    >>> average_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[3.25, 1.  ]])
    """
    return sum_pool(x, kernel_size, stride=stride) / prod(_two("kernel_size", kernel_size))


def l2_pool(x, kernel_size, *, stride=None):
    r"""Return the Euclidean norm of every window.

    .. math:: y_{mn} = \sqrt{\sum_{a,b} x_{Sm+a,\;Sn+b}^2}

    Some authors put the mean under the root instead: their values are smaller by the factor
    :math:`\sqrt{FG}`.

    Parameters
    ----------
    x, kernel_size, stride
        As in `max_pool`.

    Returns
    -------
    y : ndarray, shape (..., n_rows, n_cols)

    Raises
    ------
    TypeError, ValueError
        As in `max_pool`.

    Examples
    --------
    >>> l2_pool([[3, 4, 0, 0], [0, 0, 0, 2]], 2)
    array([[5., 2.]])
    """
    x = _picture(x)
    scale = np.max(np.abs(x), initial=0) or 1  # squares of very large or small numbers leave the range
    return np.sqrt(sum_pool((x / scale) ** 2, kernel_size, stride=stride)) * scale


def _fold(combine, x, kernel_size, stride):
    """Check how the windows lie, then `fold`."""
    kernel_size = _two("kernel_size", kernel_size)
    stride = kernel_size if stride is None else stride
    _, kernel_size, _, stride, _ = window_geometry(x.shape[-2:], kernel_size, "valid", stride, 2)
    return fold(combine, x, kernel_size, stride)


def _picture(x):
    """Return `x` as an array of real numbers with a height and a width, both positive."""
    x = checks.array("x", x, dtype=None)
    if x.ndim < 2 or 0 in x.shape[-2:]:
        raise ValueError(
            f"need x with at least 2 dimensions, the last two not empty, got x of shape {x.shape}"
        )
    return x


def _two(name, value):
    """Return one integer for each of the last two axes."""
    values = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(values) != 2:
        raise ValueError(f"need {name} with one value for each of 2 axes, got {name}={value!r}")
    return tuple(checks.size(name, v) for v in values)
