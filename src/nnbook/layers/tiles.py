r"""A convolution of many pictures as one matrix product, small enough to be fast.

Written as a matrix, a convolution is a sparse band (a Toeplitz matrix): rows are outputs, columns are inputs,
and the same kernel stands in every row, each time a little further on. For a whole picture that matrix is
mostly zeros; for a *tile* of a few outputs it is mostly kernel. So the pictures are cut into overlapping
tiles, and all tiles of all pictures meet the same small matrix.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil, prod

import numpy as np
from numpy.lib.stride_tricks import as_strided


@dataclass(frozen=True)
class Grid:
    """Windows of equal size over a picture: the inputs, or the outputs, of all tiles.

    Windows overlap where they are larger than the step between them, and may reach over the picture's edges.

    Parameters
    ----------
    size : tuple of int
        Height and width of the picture.
    before : tuple of int
        Rows above and columns left of the picture that the first window covers too: the padding.
    window, step, count : tuple of int
        Height and width of a window, the distance to the next one, and how many there are, along each axis.

    Examples
    --------
    Cutting and pasting are adjoint: pasted back, every cell counts as often as it was cut out.

    >>> pairs = Grid(size=(1, 4), before=(0, 0), window=(1, 2), step=(1, 1), count=(1, 3))
    >>> rows = pairs.cut(np.array([[[[1, 2, 3, 4]]]]), groups=1)
    >>> rows
    array([[[1, 2],
            [2, 3],
            [3, 4]]])
    >>> pairs.paste(rows)
    array([[[[1, 4, 6, 4]]]])
    """

    size: tuple
    before: tuple
    window: tuple
    step: tuple
    count: tuple

    def cut(self, x, groups):
        """Return the windows of x, one in each row: shape (groups, windows of all samples, their cells).

        The channels of a window stand one after the other in its row, those of each group apart.
        """
        n_samples, n_channels, *_ = x.shape
        if self.room == self.size:
            room = np.ascontiguousarray(x)
        else:
            room = np.zeros((n_samples, n_channels, *self.room), x.dtype)
            room[self.inside] = x
        cells = n_channels // groups * prod(self.window)
        return self.windows(room, groups).reshape(groups, n_samples * prod(self.count), cells)

    def paste(self, rows):
        """Return the pictures in which every window has been added at its place: the adjoint of `cut`."""
        groups, n_rows, cells = rows.shape
        n_samples, channels = n_rows // prod(self.count), cells // prod(self.window)
        if self.count == (1, 1) and self.room == self.size:
            return rows.swapaxes(0, 1).reshape(n_samples, groups * channels, *self.size)
        tiles = rows.reshape(groups, n_samples, *self.count, channels, *self.window)
        make = np.empty if self.window == self.step else np.zeros  # side by side they leave nothing out
        room = make((n_samples, groups * channels, *self.room), rows.dtype)
        windows = self.windows(room, groups)
        # A block of the size of the step is in one window only: so those of all windows are added at once.
        (h, w), (down, right) = self.window, self.block
        for i in range(0, h, down):
            for j in range(0, w, right):
                block = (..., slice(i, i + down), slice(j, j + right))
                if i == j == 0:
                    windows[block] = tiles[block]
                else:
                    windows[block] += tiles[block]
        return room[self.inside]

    def windows(self, room, groups):
        """Return a view of the padded pictures in which each window is an array of its own."""
        n_samples, n_channels, *_ = room.shape
        sample, channel, row, column = room.strides
        channels = n_channels // groups
        (down, right) = self.step
        return as_strided(
            room,
            (groups, n_samples, *self.count, channels, *self.window),
            (channels * channel, sample, down * row, right * column, channel, row, column),
        )

    @cached_property
    def room(self):
        """Height and width of the picture with all that its windows cover."""
        return tuple((n - 1) * s + f for n, s, f in zip(self.count, self.step, self.window, strict=True))

    @cached_property
    def inside(self):
        """Where the picture lies in its room."""
        return (..., *(slice(b, b + n) for b, n in zip(self.before, self.size, strict=True)))

    @cached_property
    def block(self):
        """The part of a window that no other one overlaps: all of it where there is only one."""
        return tuple(f if n == 1 else s for n, s, f in zip(self.count, self.step, self.window, strict=True))


@dataclass(frozen=True)
class Tiling:
    """How a convolution is cut into tiles: see `tiling`.

    Parameters
    ----------
    inputs, outputs : Grid
        The inputs under each tile, and its outputs.
    stride, dilation : tuple of int

    Examples
    --------
    The matrix for two neighbouring outputs of a signal, three inputs under them:

    >>> from nnbook.layers.sliding import Sliding
    >>> plan = tiling(Sliding((1, 2)), (1, 4), (1, 1))
    >>> kernel = np.array([[[[5.0, 7.0]]]])
    >>> plan.matrix(kernel, groups=1)[0, :2, :3]
    array([[5., 7., 0.],
           [0., 5., 7.]])
    """

    inputs: Grid
    outputs: Grid
    stride: tuple
    dilation: tuple

    def matrix(self, W, groups):
        """Return the band matrix of one tile, shape (groups, outputs of a tile, inputs under it)."""
        out_channels, channels, *_ = W.shape
        shape = (
            groups,
            out_channels // groups * prod(self.outputs.window),
            channels * prod(self.inputs.window),
        )
        T = np.zeros(shape, W.dtype)
        self.taps(T, W.shape)[...] = W.reshape(groups, -1, *W.shape[1:])[..., None, None]
        return T

    def kernel_gradient(self, dT, kernel_shape):
        """Return ∂L/∂W from ∂L/∂T: a weight collects the gradients of all its copies."""
        return self.taps(dT, kernel_shape).sum(axis=(-1, -2)).reshape(kernel_shape)

    def taps(self, T, kernel_shape):
        """Return a view of T with axes (group, out channel, in channel, a, b, m, n).

        The last two axes hold copies of W. Element (m, n) of it is where output (m, n) of the tile
        meets tap (a, b): in input column (S m + D a, S n + D b), with S the stride and D the dilation.
        """
        groups, _, _ = T.shape
        out_channels, channels, f, g = kernel_shape
        tile, under = self.outputs.window, self.inputs.window
        grid = T.reshape(groups, out_channels // groups, *tile, channels, *under)
        group, o, m, n, c, i, j = grid.strides
        (down, right), (below, beside) = self.stride, self.dilation
        return as_strided(
            grid,
            (groups, out_channels // groups, channels, f, g, *tile),
            (group, o, c, below * i, beside * j, m + down * i, n + right * j),
        )


@lru_cache(maxsize=256)
def tiling(sliding, input_shape, channels):
    """Plan the tiles of a convolution, so that one step of learning takes as little time as can be foreseen.

    Parameters
    ----------
    sliding : Sliding
        Kernel size, stride, padding and dilation.
    input_shape : tuple of int
        Height and width of the pictures.
    channels : tuple of int
        Input and output channels of one group.

    Returns
    -------
    Tiling

    Raises
    ------
    ValueError
        If the kernel does not fit the input.

    Examples
    --------
    >>> from nnbook.layers.sliding import Sliding
    >>> plan = tiling(Sliding(5, padding="same"), (28, 28), (1, 6))
    >>> plan.outputs.size, plan.outputs.window, plan.inputs.window
    ((28, 28), (2, 14), (6, 18))
    """
    n_out, stride = sliding.output_shape(input_shape), sliding.stride

    def under(tile):
        return tuple(s * (t - 1) + r for s, t, r in zip(stride, tile, sliding.reach, strict=True))

    def cost(tile):
        return _nanoseconds(tile, under(tile), n_out, stride, prod(sliding.kernel_size), channels)

    tile = min(((t, u) for t in _parts(n_out[0]) for u in _parts(n_out[1])), key=cost)
    count = tuple(ceil(n / t) for n, t in zip(n_out, tile, strict=True))
    step = tuple(s * t for s, t in zip(stride, tile, strict=True))
    before = tuple(front for front, _ in sliding.ends)
    inputs = Grid(tuple(input_shape), before, under(tile), step, count)
    return Tiling(inputs, Grid(n_out, (0, 0), tile, tile, count), stride, sliding.dilation)


def _parts(n):
    """Return the lengths of which as few as possible cover n with as little as possible to spare."""
    return sorted({ceil(n / count) for count in range(1, n + 1)})


def _nanoseconds(tile, under, n_out, stride, n_taps, channels):
    """Estimate the time of one picture, forward and back, from what each step took on one machine.

    Only the proportions matter. A product is cheap, 80 of them in a nanosecond, so that some with zeros do
    not hurt; what costs is a row of cells that is copied on its own: 5 when it is cut, 7 or 16 when it is
    pasted. The matrix is filled and read back, at 2.5 for an entry, once for a batch of about 32 pictures.
    """
    c, o = channels
    n_tiles = ceil(n_out[0] / tile[0]) * ceil(n_out[1] / tile[1])
    products = 3 * (c * prod(under)) * (o * prod(tile)) / 80
    pieces = ceil(under[1] / (stride[1] * tile[1])) if tile[1] < n_out[1] else 1
    copies = c * under[0] * (5 + 16 * pieces) + o * tile[0] * (5 + 7) if n_tiles > 1 else 0
    filling = 2.5 * c * o * n_taps * prod(tile) / 32
    return n_tiles * (products + copies) + filling
