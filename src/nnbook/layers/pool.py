r"""Pooling inside a network: one number for each neighbourhood, and the way back for gradients.

`nnbook.convolution.pooling` has the functions; here they remember what backward needs. A window is a list of
taps: views of the maps, each shifted by one cell, that are combined.
"""

from functools import reduce
from math import prod

import numpy as np

from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.sliding import Sliding, cropped, padded, room_for, taps


def pool_window(kernel_size, stride, padding):
    """Return the settings of a pooling layer; without a stride the windows lie side by side.

    Raises
    ------
    ValueError
        If the padding is so wide that a window could lie in it.

    Examples
    --------
    >>> pool_window(3, None, 1).stride
    (3, 3)
    """
    window = Sliding(kernel_size, kernel_size if stride is None else stride, padding)
    for name, (before, _), f in zip(window.padding, window.ends, window.kernel_size, strict=True):
        if before >= f:
            raise ValueError(f"need padding < kernel_size, got padding={name!r} and {kernel_size=}")
    return window


def share_out(y, sliding, shape):
    """Return maps of that `shape` in which each window has added its value to all of its cells.

    Examples
    --------
    >>> share_out(np.array([[[[3, 7]]]]), Sliding((1, 2), stride=2), (1, 1, 1, 4))
    array([[[[3, 3, 7, 7]]]])
    """
    room = np.zeros(room_for(shape, sliding), y.dtype)
    for tap in taps(room, sliding):
        tap += y
    return cropped(room, sliding)


class AvgPool2d:
    r"""The mean of every window: a convolution with equal weights that are not learned.

    .. math:: y_{mn} = \frac{1}{FG} \sum_{a,b} x_{Sm+a,\;Sn+b}

    Parameters
    ----------
    kernel_size, stride, padding
        As in `nnbook.layers.MaxPool2d`; cells of the padding are zeros that count.

    References
    ----------
    .. [1] Y. LeCun et al., "Handwritten digit recognition with a back-propagation network", NIPS 1989.

    Examples
    --------
    >>> pool = AvgPool2d(2)
    >>> y, cache = pool.forward([[[[1, 5, 2, 0], [3, 4, 1, 1]]]])
    >>> y, pool.backward(np.ones_like(y), cache)[0][0, 0]
    (array([[[[3.25, 1.  ]]]]), array([[0.25, 0.25, 0.25, 0.25],
           [0.25, 0.25, 0.25, 0.25]]))
    """

    def __init__(self, kernel_size, *, stride=None, padding=0):
        self.params = []
        self.window = pool_window(kernel_size, stride, padding)

    def __repr__(self):
        return f"AvgPool2d({self.window})"

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache."""
        x = check_inputs(x, None, ndim=(4,))
        n_cells = prod(self.window.kernel_size)
        y = sum(taps(padded(x, self.window), self.window)) / n_cells  # y_mn = Σ x_{Sm+a, Sn+b} / FG
        return y, (x.shape, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: every cell of a window gets the same share."""
        shape, y = cache
        share = check_grad(grad, y) / prod(self.window.kernel_size)
        return (share_out(share, self.window, shape) if input_grad else None), []


class L2Pool2d:
    r"""The Euclidean norm of every window.

    .. math:: y_{mn} = \sqrt{\sum_{a,b} x_{Sm+a,\;Sn+b}^2}, \qquad
              \frac{\partial y_{mn}}{\partial x_{ij}} = \frac{x_{ij}}{y_{mn}}

    Where a window is all zeros the norm has no derivative; 0 is taken.

    Parameters
    ----------
    kernel_size, stride, padding
        As in `nnbook.layers.MaxPool2d`; the padding is zeros.

    References
    ----------
    .. [1] Y.-L. Boureau, J. Ponce and Y. LeCun, "A theoretical analysis of feature pooling in visual
       recognition", International Conference on Machine Learning, 2010.

    Examples
    --------
    >>> pool = L2Pool2d(2)
    >>> y, cache = pool.forward([[[[3, 4, 0, 0], [0, 0, 0, 2]]]])
    >>> y, pool.backward(np.ones_like(y), cache)[0][0, 0]
    (array([[[[5., 2.]]]]), array([[0.6, 0.8, 0. , 0. ],
           [0. , 0. , 0. , 1. ]]))
    """

    def __init__(self, kernel_size, *, stride=None, padding=0):
        self.params = []
        self.window = pool_window(kernel_size, stride, padding)

    def __repr__(self):
        return f"L2Pool2d({self.window})"

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache."""
        x = check_inputs(x, None, ndim=(4,))
        cells = taps(padded(x, self.window), self.window)
        largest = reduce(np.maximum, map(np.abs, cells))  # of each window: squares may leave the range
        scale = np.where((largest > 0) & (largest < np.inf), largest, 1)
        y = scale * np.sqrt(sum((cell / scale) ** 2 for cell in cells))  # y_mn = √(Σ x²)
        return y, (x, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []."""
        x, y = cache
        share = np.divide(check_grad(grad, y), y, out=np.zeros_like(y), where=y != 0)
        return (x * share_out(share, self.window, x.shape) if input_grad else None), []  # Σ_mn ∂L/∂y x/y


class GlobalAvgPool:
    r"""The mean of every feature map: what is there, wherever it is.

    .. math:: y^c = \frac{1}{HW} \sum_{i,j} x^c_{ij}

    References
    ----------
    .. [1] M. Lin, Q. Chen and S. Yan, "Network in network", ICLR 2014, arXiv:1312.4400, section 3.2.

    Examples
    --------
    >>> pool = GlobalAvgPool()
    >>> y, cache = pool.forward([[[[1, 2], [3, 6]]]])
    >>> y, pool.backward([[4.0]], cache)[0]
    (array([[3.]]), array([[[[1., 1.],
             [1., 1.]]]]))
    """

    def __init__(self):
        self.params = []

    def __repr__(self):
        return "GlobalAvgPool()"

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, channels), and the cache."""
        x = check_inputs(x, None, ndim=(4,))
        if 0 in x.shape[2:]:
            raise ValueError(f"need x with at least one cell in each map, got x of shape {x.shape}")
        y = x.mean(axis=(2, 3))
        return y, (x.shape, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []."""
        shape, y = cache
        share = check_grad(grad, y) / prod(shape[2:])
        return (np.zeros(shape, y.dtype) + share[:, :, None, None] if input_grad else None), []
