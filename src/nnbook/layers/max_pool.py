"""The maximum of each neighbourhood, and the way back through its switches: which cell of a window won."""

from math import prod
from typing import NamedTuple

import numpy as np

from nnbook.layers.pool import pool_window
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.sliding import cropped, padded, room_for, taps


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


class MaxPool2d:
    r"""The largest value of every window.

    .. math:: y_{mn} = \max_{a,b} x_{Sm+a,\;Sn+b}, \qquad
              \frac{\partial L}{\partial x_{ij}} =
              \sum_{mn:\; ij \text{ won } mn} \frac{\partial L}{\partial y_{mn}}

    Parameters
    ----------
    kernel_size : int or tuple of int
        Height and width of the windows.
    stride : int or tuple of int, optional
        By default `kernel_size`: windows side by side.
    padding : {"valid", "same", "full"} or int or tuple
        Cells at each end that never win; fewer than `kernel_size`.

    Raises
    ------
    ValueError
        If a window could lie in the padding; in a forward pass, if the stride leaves cells over.

    Notes
    -----
    Of equal cells the first in reading order wins and gets the whole gradient, as in PyTorch. Ties are
    common: a rectifier leaves many zeros.

    References
    ----------
    .. [1] J. Weng, N. Ahuja and T. Huang, "Cresceptron: a self-organizing neural network which grows
       adaptively", International Joint Conference on Neural Networks, 1992.

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

    def __init__(self, kernel_size, *, stride=None, padding=0):
        self.params = []
        self.window = pool_window(kernel_size, stride, padding)

    def __repr__(self):
        return f"MaxPool2d({self.window})"

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, channels, n_rows, n_cols), and the cache."""
        x = check_inputs(x, None, ndim=(4,))
        y, *others = taps(padded(x, self.window, -np.inf), self.window)
        y, winner = y.copy("K"), self._first(x.shape, y)
        for k, cell in enumerate(others, 1):
            np.maximum(winner, (cell > y) * winner.dtype.type(k), out=winner)  # of equal cells the first wins
            np.maximum(y, cell, out=y)  # y_mn = max x_{Sm+a, Sn+b}
        return y, (x.shape, winner, y)

    def _first(self, shape, like):
        """Return which tap of each window is the first to see a cell of the maps, not padding."""
        inside = padded(np.ones((1, 1, *shape[2:]), bool), self.window, False)
        first = np.zeros_like(like, np.min_scalar_type(prod(self.window.kernel_size)))
        for k, cell in reversed(list(enumerate(taps(inside, self.window)))):
            np.copyto(first, k, where=cell)
        return first

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: each gradient goes to the cell that won."""
        shape, winner, y = cache
        grad = check_grad(grad, y)
        if not input_grad:
            return None, []
        room = np.zeros_like(y, shape=room_for(shape, self.window))
        for k, cell in enumerate(taps(room, self.window)):
            cell += grad * (winner == k)  # ∂L/∂x_ij = Σ ∂L/∂y_mn over all mn that ij won
        return cropped(room, self.window), []

    def switches(self, cache):
        """Return the `Switches` of the forward pass that returned `cache`, for `MaxUnpool2d`."""
        (*_, height, width), winner, y = cache
        a, b = np.divmod(winner, self.window.kernel_size[1], dtype=np.intp)
        (down, right), ((top, _), (left, _)) = self.window.stride, self.window.ends
        i = down * np.arange(y.shape[2])[:, None] + a - top
        j = right * np.arange(y.shape[3]) + b - left
        return Switches(i * width + j, (height, width))


class MaxUnpool2d:
    r"""Values put back where the maxima came from, zeros elsewhere: the adjoint of max pooling.

    .. math:: y_{ij} = \sum_{mn:\; ij \text{ won } mn} x_{mn}

    It is not the inverse: what did not win is lost. Where windows overlap, one cell may have won several
    times; it gets the sum.

    References
    ----------
    .. [1] M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014,
       section 2.1.

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

    def __repr__(self):
        return "MaxUnpool2d()"

    def forward(self, x, *, switches, training=False, rng=None):
        """Return maps of the size that was pooled, and the cache; `switches` say where each number goes."""
        if not isinstance(switches, Switches):
            raise TypeError(
                f"need switches from MaxPool2d.switches, got switches of {type(switches).__name__}"
            )
        positions, (height, width) = switches
        x = check_inputs(x, None, ndim=(4,))
        if x.shape != positions.shape:
            raise ValueError(f"need x of the shape of switches, {positions.shape}, got x of shape {x.shape}")
        if positions.size and not 0 <= positions.min() <= positions.max() < height * width:
            raise ValueError(f"need switches inside maps of size {switches.size}, got {positions}")
        n_samples, channels, *_ = x.shape
        first = height * width * np.arange(n_samples * channels).reshape(n_samples, channels, 1, 1)
        y = np.zeros((n_samples, channels, height, width), x.dtype)
        np.add.at(y.reshape(-1), positions + first, x)
        return y, (positions, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and []: every value has the gradient of the cell it was put into."""
        positions, y = cache
        grad = check_grad(grad, y)
        if not input_grad:
            return None, []
        taken = np.take_along_axis(
            grad.reshape(*y.shape[:2], -1), positions.reshape(*y.shape[:2], -1), axis=2
        )
        return taken.reshape(positions.shape), []
