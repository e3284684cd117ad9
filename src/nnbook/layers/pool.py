r"""Pooling inside a network: one number for each neighbourhood, and the way back for gradients.

`nnbook.pooling` has the functions; here they remember what backward needs. A maximum remembers its *switches*:
which cell of each window won. Windows are combined along rows first, then along columns.
"""

from typing import NamedTuple

import numpy as np

from nnbook import checks
from nnbook.convolution_arithmetic import window_geometry
from nnbook.layers.conv import checked_grad, checked_padding
from nnbook.layers.tiles import plane
from nnbook.numerics import floats


class Windows(NamedTuple):
    """Where the windows of a pooling layer lie on maps of one size.

    Parameters
    ----------
    size, kernel_size, n_out, stride : tuple of int
        Of the map, of a window, how many there are, and how far apart, along each axis.
    ends : tuple of (int, int)
        Cells of padding before and after, along each axis.

    Examples
    --------
    >>> pairs = Windows((1, 4), (1, 2), (1, 2), (1, 2), ((0, 0), (0, 0)))
    >>> pairs.strips(np.array([[5, 6, 7, 8]]), axis=-1)      # the first cells of all windows, the second ones
    [array([[5, 7]]), array([[6, 8]])]
    """

    size: tuple
    kernel_size: tuple
    n_out: tuple
    stride: tuple
    ends: tuple

    def strips(self, x, axis):
        """Return views of x: in strip a lies cell a of every window along `axis`, −1 or −2."""
        last = self.stride[axis] * (self.n_out[axis] - 1) + 1
        cells = [slice(a, a + last, self.stride[axis]) for a in range(self.kernel_size[axis])]
        return [x[..., cell, :] if axis == -2 else x[..., cell] for cell in cells]

    def padded(self, x, fill):
        """Return x with its padding; x itself if there is none."""
        if not any(map(any, self.ends)):
            return x
        return np.pad(x, ((0, 0), (0, 0), *self.ends), constant_values=fill)

    def cropped(self, x):
        """Return x without its padding."""
        (top, _), (left, _) = self.ends
        return x[..., top : top + self.size[0], left : left + self.size[1]]

    def spread(self, grad):
        """Return maps in which every window has been given its gradient in all of its cells: adjoint of the sum."""
        for axis in (-2, -1):
            *shape, rows, columns = grad.shape
            n = self.size[axis] + sum(self.ends[axis])
            dx = np.zeros((*shape, n, columns) if axis == -2 else (*shape, rows, n), grad.dtype)
            for strip in self.strips(dx, axis):
                strip += grad
            grad = dx
        return self.cropped(grad)

    def total(self, x):
        """Return the sum of every window of the padded x."""
        for axis in (-1, -2):
            x = sum(self.strips(x, axis))
        return x


class Switches(NamedTuple):
    """Where the maxima came from.

    Parameters
    ----------
    positions : ndarray of int, shape (n_samples, channels, n_rows, n_cols)
        Index of each window's winner in its map, counted row by row.
    size : tuple of int
        Height and width of the map.

    Examples
    --------
    See `MaxPool2d.switches`.

    >>> Switches(np.array([[[[3]]]]), (2, 2)).size
    (2, 2)
    """

    positions: np.ndarray
    size: tuple


class _Pool:
    """What the pooling layers share: settings and geometry, no parameters."""

    def __init__(self, kernel_size, *, stride=None, padding=0):
        self.params = []
        self.kernel_size = plane("kernel_size", kernel_size)
        self.stride = self.kernel_size if stride is None else plane("stride", stride)
        self.padding = checked_padding(padding)
        for p, f in zip(self.padding, self.kernel_size, strict=True):
            if not isinstance(p, str) and p >= f:
                raise ValueError(f"need padding < kernel_size, got {padding=} and {kernel_size=}")

    def windows(self, x):
        """Return x as feature maps of floats, and where the windows lie on them."""
        x = checks.array("x", floats("x", x), ndim=4, dtype=None, finite=False)
        return x, Windows(*window_geometry(x.shape[2:], self.kernel_size, self.padding, self.stride, 2))


class MaxPool2d(_Pool):
    r"""The largest value of every window.

    .. math:: y_{mn} = \max_{a,b} x_{Sm+a,\;Sn+b}, \qquad
              \frac{\partial L}{\partial x_{ij}} = \sum_{mn:\; ij \text{ won } mn} \frac{\partial L}{\partial y_{mn}}

    Parameters
    ----------
    kernel_size : int or tuple of int
    stride : int or tuple of int, optional
        By default `kernel_size`: windows side by side.
    padding : {"valid", "same", "full"} or int or tuple
        Cells at each end that never win; fewer than `kernel_size`.

    Raises
    ------
    TypeError, ValueError
        If a setting is not what it has to be, or the windows do not fit.

    Notes
    -----
    Of equal cells the first in reading order wins and gets the whole gradient, as in PyTorch. Ties are common:
    a rectifier leaves many zeros.

    References
    ----------
    .. [1] J. Weng, N. Ahuja and T. Huang, "Cresceptron: a self-organizing neural network which grows adaptively",
       International Joint Conference on Neural Networks, 1992.

    Examples
    --------
    >>> pool = MaxPool2d(2)
    >>> y, cache = pool.forward([[[[1, 5, 2, 2], [3, 4, 1, 2]]]])
    >>> y
    array([[[[5., 2.]]]])
    >>> pool.backward([[[[10, 20]]]], cache)[0]
    array([[[[ 0., 10., 20.,  0.],
             [ 0.,  0.,  0.,  0.]]]])
    >>> pool.switches(cache).positions
    array([[[[1, 2]]]])
    """

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache; `rng` is not used."""
        x, windows = self.windows(x)
        y, winners = windows.padded(x, -np.inf), []
        for axis in (-1, -2):
            y, *others = windows.strips(y, axis)
            winner = np.zeros(y.shape, np.min_scalar_type(len(others)))
            for a, strip in enumerate(others, 1):
                np.maximum(winner, (strip > y) * winner.dtype.type(a), out=winner)
                y = np.maximum(y, strip)
            winners.append(winner)
        return np.array(y) if y.base is not None else y, (windows, winners)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: each gradient goes to the cell that won."""
        windows, (column, row) = cache
        if not input_grad:
            return None, []
        grad = checked_grad(grad, row.shape, floats("grad", grad))
        height, width = (n + sum(ends) for n, ends in zip(windows.size, windows.ends, strict=True))
        n_maps = row.shape[:2]
        for axis, winner, shape in ((-2, row, column.shape), (-1, column, (*n_maps, height, width))):
            dx = np.zeros(shape, grad.dtype)
            for a, strip in enumerate(windows.strips(dx, axis)):
                strip += grad * (winner == a)
            grad = dx
        return windows.cropped(grad), []

    def switches(self, cache):
        """Return the `Switches` of a forward pass, for `MaxUnpool2d`."""
        windows, (column, row) = cache
        (down, right), ((top, _), (left, _)) = windows.stride, windows.ends
        m, n = np.arange(windows.n_out[0])[:, None], np.arange(windows.n_out[1])
        i = down * m + row
        j = right * n + np.take_along_axis(column, i, axis=2)
        return Switches((i - top) * windows.size[1] + (j - left), windows.size)


class MaxUnpool2d:
    r"""Values put back where the maxima came from, zeros elsewhere: the adjoint of max pooling with its switches.

    .. math:: y_{ij} = \sum_{mn:\; ij \text{ won } mn} x_{mn}

    It is not the inverse: what did not win is lost. Where windows overlap, one cell may have won several times;
    it gets the sum.

    References
    ----------
    .. [1] M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 2.1.

    Examples
    --------
    >>> pool = MaxPool2d(2)
    >>> y, cache = pool.forward([[[[1, 5, 2, 2], [3, 4, 1, 2]]]])
    >>> MaxUnpool2d().forward(y, switches=pool.switches(cache))[0]
    array([[[[0., 5., 2., 0.],
             [0., 0., 0., 0.]]]])
    """

    def __init__(self):
        self.params = []

    def forward(self, x, *, switches, rng=None):
        """Return maps of the size that was pooled, and the cache; `rng` is not used."""
        if not isinstance(switches, Switches):
            raise TypeError(f"need switches from MaxPool2d.switches, got switches of {type(switches).__name__}")
        positions, (height, width) = switches
        x = floats("x", x)
        x = checks.array("x", x, shape=positions.shape, dtype=None, finite=False)
        if positions.size and not 0 <= positions.min() <= positions.max() < height * width:
            raise ValueError(f"need switches inside maps of size {switches.size}, got {positions}")
        n_samples, channels, *_ = x.shape
        first = height * width * np.arange(n_samples * channels).reshape(n_samples, channels, 1, 1)
        y = np.zeros((n_samples, channels, height, width), x.dtype)
        np.add.at(y.reshape(-1), positions + first, x)
        return y, switches

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: every value has the gradient of the cell it was put into."""
        positions, size = cache
        n_maps = positions.shape[:2]
        grad = checked_grad(grad, (*n_maps, *size), floats("grad", grad))
        taken = np.take_along_axis(grad.reshape(*n_maps, -1), positions.reshape(*n_maps, -1), axis=2)
        return (taken.reshape(positions.shape) if input_grad else None), []


class AvgPool2d(_Pool):
    r"""The mean of every window: a convolution with equal weights that are not learned.

    .. math:: y_{mn} = \frac{1}{FG} \sum_{a,b} x_{Sm+a,\;Sn+b}

    Parameters
    ----------
    kernel_size, stride, padding
        As in `MaxPool2d`; cells of the padding are zeros that count.

    Raises
    ------
    TypeError, ValueError
        As `MaxPool2d`.

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

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache; `rng` is not used."""
        x, windows = self.windows(x)
        y = windows.total(windows.padded(x, 0)) / np.prod(self.kernel_size).astype(x.dtype)
        return y, (windows, y.shape)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: every cell of a window gets the same share."""
        windows, shape = cache
        if not input_grad:
            return None, []
        grad = checked_grad(grad, shape, floats("grad", grad))
        return windows.spread(grad / np.prod(self.kernel_size).astype(grad.dtype)), []


class L2Pool2d(_Pool):
    r"""The Euclidean norm of every window.

    .. math:: y_{mn} = \sqrt{\sum_{a,b} x_{Sm+a,\;Sn+b}^2}, \qquad
              \frac{\partial y_{mn}}{\partial x_{ij}} = \frac{x_{ij}}{y_{mn}}

    Where a window is all zeros the norm has no derivative; 0 is taken.

    Parameters
    ----------
    kernel_size, stride, padding
        As in `MaxPool2d`; the padding is zeros.

    Raises
    ------
    TypeError, ValueError
        As `MaxPool2d`.

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

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache; `rng` is not used."""
        x, windows = self.windows(x)
        scale = np.abs(x).max(initial=0) or x.dtype.type(1)  # squares of large or small numbers leave the range
        y = np.sqrt(windows.total(windows.padded((x / scale) ** 2, 0))) * scale
        return y, (windows, x, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []."""
        windows, x, y = cache
        if not input_grad:
            return None, []
        grad = checked_grad(grad, y.shape, y)
        return x * windows.spread(np.divide(grad, y, out=np.zeros_like(y), where=y != 0)), []


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

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, channels), and the cache; `rng` is not used."""
        x = checks.array("x", floats("x", x), ndim=4, dtype=None, finite=False)
        if 0 in x.shape[2:]:
            raise ValueError(f"need x with at least one cell in each map, got x of shape {x.shape}")
        return x.mean(axis=(2, 3)), x.shape

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []."""
        n_samples, channels, height, width = cache
        grad = checked_grad(grad, (n_samples, channels), floats("grad", grad))
        dx = np.zeros(cache, grad.dtype) + (grad / (height * width))[:, :, None, None]
        return (dx if input_grad else None), []
