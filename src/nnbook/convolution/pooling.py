r"""One number for each neighbourhood of a feature map: coarser, and less sensitive to where things are.

Every function pools the last two axes and leaves the others alone, so that a picture (height, width), its
feature maps (channels, height, width) and a whole batch of them are served by the same lines.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnbook import checks
from nnbook.convolution.arithmetic import window_geometry


def _as_maps(name, x):
    """Return `x` as an array of real numbers with a height and a width, both positive."""
    x = checks.array(name, x, dtype=None)
    if x.ndim < 2 or 0 in x.shape[-2:]:
        wanted = "at least 2 dimensions, the last two not empty"
        raise ValueError(f"need {name} with {wanted}, got {name} of shape {x.shape}")
    return x


@checks.arguments(x=_as_maps)
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
        With n_rows and n_cols from `nnbook.convolution.output_size`, without padding.

    References
    ----------
    .. [1] Y.-L. Boureau, J. Ponce and Y. LeCun, "A theoretical analysis of feature pooling in visual
       recognition", International Conference on Machine Learning, 2010.

    Examples
    --------
    >>> max_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[5, 2]])
    """
    return _windows(x, kernel_size, stride).max(axis=(-2, -1))  # max x_{Sm+a, Sn+b}


@checks.arguments(x=_as_maps)
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

    Examples
    --------
    >>> sum_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[13,  4]])
    """
    dtype = None if x.dtype.kind == "f" else np.int64
    return _windows(x, kernel_size, stride).sum(axis=(-2, -1), dtype=dtype)  # Σ x_{Sm+a, Sn+b}


@checks.arguments(x=_as_maps)
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

    Examples
    --------
    >>> average_pool([[1, 5, 2, 0], [3, 4, 1, 1]], 2)
    array([[3.25, 1.  ]])
    """
    return _windows(x, kernel_size, stride).mean(axis=(-2, -1))  # Σ x_{Sm+a, Sn+b} / FG


@checks.arguments(x=_as_maps)
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

    Examples
    --------
    >>> l2_pool([[3, 4, 0, 0], [0, 0, 0, 2]], 2)
    array([[5., 2.]])
    """
    windows = _windows(x if x.dtype.kind == "f" else x.astype(float), kernel_size, stride)
    return np.hypot.reduce(np.hypot.reduce(windows, axis=-1), axis=-1)  # √(a² + b²); no square overflows


def _windows(x, kernel_size, stride):
    """Return a view of x, shape (..., n_rows, n_cols, F, G): the cells of every window."""
    stride = kernel_size if stride is None else stride
    _, kernel_size, _, (down, right), _ = window_geometry(x.shape[-2:], kernel_size, "valid", stride, 2)
    return sliding_window_view(x, kernel_size, axis=(-2, -1))[..., ::down, ::right, :, :]
