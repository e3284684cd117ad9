"""How a window slides over feature maps: the settings that convolution and pooling layers share."""

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache

from nnbook import checks
from nnbook.convolution_arithmetic import PADDINGS, each_axis, padding_ends, window_geometry


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
        Cells added at each end, see `nnbook.convolution_arithmetic.output_size`.
    dilation : int or tuple of int
        Cells from one tap to the next.

    Raises
    ------
    TypeError, ValueError
        If a setting is not a positive integer (the padding: a name or an integer from 0 on).

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
