"""How a window slides over feature maps: what convolution and pooling layers share."""

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import product
from math import prod

import numpy as np

from nnbook import checks
from nnbook.convolution.arithmetic import PADDINGS, each_axis, padding_ends, window_geometry


@dataclass(frozen=True)
class Sliding:
    """The settings of a sliding window, one value for each of two axes.

    Parameters
    ----------
    kernel_size : int or tuple of int
        Taps of the window.
    stride : int or tuple of int
        Cells from one position to the next.
    padding : {"valid", "same", "full"} or int or tuple
        Cells added at each end, see `nnbook.convolution.output_size`.
    dilation : int or tuple of int
        Cells from one tap to the next.

    Examples
    --------
    >>> half = Sliding(4, stride=2, padding=1)
    >>> half.output_shape((8, 6)), half.input_shape((4, 3))
    ((4, 3), (8, 6))
    """

    kernel_size: tuple
    stride: tuple = (1, 1)
    padding: tuple = (0, 0)
    dilation: tuple = (1, 1)

    def __post_init__(self):
        for name in ("kernel_size", "stride", "dilation"):
            values = each_axis(name, getattr(self, name), 2)
            object.__setattr__(self, name, tuple(checks.size(name, v) for v in values))
        values = each_axis("padding", self.padding, 2)
        for value in values:
            if isinstance(value, str):
                checks.one_of("padding", value, PADDINGS)
            else:
                checks.size("padding", value, low=0)
        object.__setattr__(self, "padding", tuple(0 if v == "valid" else v for v in values))

    @cached_property
    def reach(self):
        """Cells from the first tap to the last, both included."""
        return tuple(d * (f - 1) + 1 for d, f in zip(self.dilation, self.kernel_size, strict=True))

    @cached_property
    def ends(self):
        """Cells of padding before and after, along each axis."""
        return tuple(padding_ends(p, f) for p, f in zip(self.padding, self.reach, strict=True))

    def output_shape(self, input_shape):
        """Return how many positions there are along each axis; a stride that does not fit is refused."""
        return _positions(self, tuple(input_shape))

    def input_shape(self, output_shape):
        """Return the size of the map that has so many positions."""
        axes = zip(output_shape, self.stride, self.reach, self.ends, strict=True)
        return tuple(s * (n - 1) + f - sum(ends) for n, s, f, ends in axes)

    def __str__(self):
        parts = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                parts.append(f"{field.name}={value[0] if value[0] == value[1] else value}")
        return ", ".join(parts)


@lru_cache(maxsize=256)
def _positions(sliding, input_shape):
    """Return how many positions there are; a layer asks at every pass."""
    if 0 in input_shape:
        lengths = ", ".join(map(str, input_shape))
        raise ValueError(f"need x with at least one cell in each map, got x of shape (..., {lengths})")
    return window_geometry(input_shape, sliding.reach, sliding.padding, sliding.stride, 2)[2]


def padded(x, sliding, fill=0):
    """Return maps with cells of value `fill` around them; `x` itself if there is no padding.

    Examples
    --------
    >>> padded(np.array([[[[5]]]]), Sliding((1, 2), padding=(0, 1)))
    array([[[[0, 5, 0]]]])
    """
    sliding.output_shape(x.shape[2:])  # refuses a window that does not fit
    if not any(map(any, sliding.ends)):
        return x
    room = np.full_like(x, fill, shape=room_for(x.shape, sliding))
    cropped(room, sliding)[...] = x
    return room


def cropped(room, sliding):
    """Return maps without their padding, as a view.

    Examples
    --------
    >>> cropped(np.array([[[[0, 5, 0]]]]), Sliding((1, 2), padding=(0, 1)))
    array([[[[5]]]])
    """
    rows, cols = (slice(b, n - e) for n, (b, e) in zip(room.shape[2:], sliding.ends, strict=True))
    return room[:, :, rows, cols]


def room_for(shape, sliding):
    """Return the shape of maps with their padding.

    Examples
    --------
    >>> room_for((2, 3, 8, 8), Sliding(5, padding=2))
    (2, 3, 12, 12)
    """
    return (*shape[:2], *(n + sum(ends) for n, ends in zip(shape[2:], sliding.ends, strict=True)))


def taps(room, sliding):
    """Return, for each tap (a, b) of the window in reading order, what it sees: x_{Sm+Da, Sn+Db} at all m, n.

    They are views of the padded maps `room`: what is added to them is added there.

    Examples
    --------
    >>> taps(np.array([[[[5, 6, 7, 8]]]]), Sliding((1, 2), stride=(1, 2)))
    [array([[[[5, 7]]]]), array([[[[6, 8]]]])]
    """
    (F, G), (S, T), (D, E) = sliding.kernel_size, sliding.stride, sliding.dilation
    height, width = (n - f + 1 for n, f in zip(room.shape[2:], sliding.reach, strict=True))
    return [
        room[:, :, D * a : D * a + height : S, E * b : E * b + width : T]
        for a, b in product(range(F), range(G))
    ]


def as_rows(maps, groups):
    """Return a row for each map, of shape (groups, channels of a group, positions · samples).

    Samples come last, so that neighbours in a row of a map are neighbours in memory for a whole batch.

    Examples
    --------
    >>> as_rows(np.array([[[[1, 2]], [[3, 4]]]]), groups=1)
    array([[[1, 2],
            [3, 4]]])
    """
    n_samples, channels, height, width = maps.shape
    return maps.transpose(1, 2, 3, 0).reshape(groups, channels // groups, height * width * n_samples)


def as_maps(rows, size):
    """Return the maps (n_samples, channels, height, width) of `size` height and width: undo `as_rows`.

    Examples
    --------
    >>> as_maps(np.array([[[1, 2], [3, 4]]]), (1, 2)).tolist()
    [[[[1, 2]], [[3, 4]]]]
    """
    groups, channels, n = rows.shape
    return rows.reshape(groups * channels, *size, n // prod(size)).transpose(3, 0, 1, 2)


def im2col(x, sliding, groups):
    """Return what all taps see, of shape (groups, channels of a group · taps, positions · samples).

    Examples
    --------
    >>> im2col(np.array([[[[5, 6, 7]]]]), Sliding((1, 2)), groups=1)
    array([[[5, 6],
            [6, 7]]])
    """
    x = padded(as_maps(as_rows(x, 1), x.shape[2:]), sliding)
    rolled = [tap.transpose(1, 2, 3, 0) for tap in taps(x, sliding)]
    seen = np.stack(rolled, axis=1)  # axes c, ab, m, n, sample
    return seen.reshape(groups, seen.shape[0] * seen.shape[1] // groups, -1)


def col2im(columns, sliding, size):
    """Return maps of that `size` in which all taps have put down their columns: the adjoint of `im2col`.

    Examples
    --------
    >>> col2im(np.array([[[5, 6], [6, 7]]]), Sliding((1, 2)), (1, 3)).tolist()
    [[[[5, 12, 7]]]]
    """
    positions = sliding.output_shape(size)
    groups, n_rows, n = columns.shape
    channels, n_samples = groups * n_rows // prod(sliding.kernel_size), n // prod(positions)
    parts = columns.reshape(channels, prod(sliding.kernel_size), *positions, n_samples)
    _, _, height, width = room_for((n_samples, channels, *size), sliding)
    room = np.zeros((channels, height, width, n_samples), columns.dtype).transpose(3, 0, 1, 2)
    for k, tap in enumerate(taps(room, sliding)):
        tap += parts[:, k].transpose(3, 0, 1, 2)
    return cropped(room, sliding)
