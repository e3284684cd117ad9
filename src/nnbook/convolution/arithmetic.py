r"""How many places a window has, and what visiting them costs: the bookkeeping of convolution and pooling."""

from dataclasses import dataclass
from math import prod

from nnbook import checks

PADDINGS = ("valid", "same", "full")


@checks.arguments(n_in=checks.size(), kernel_size=checks.size(), stride=checks.size())
def output_size(n_in, kernel_size, *, stride=1, padding=0):
    r"""Return how many positions a window has along one axis.

    .. math:: n_\mathrm{out} = \frac{n_\mathrm{in} + P - F}{S} + 1

    with F = `kernel_size`, S = `stride` and P the cells added at both ends together. Libraries round the
    fraction down and so ignore the last cells silently; here a stride that does not fit is refused.

    Parameters
    ----------
    n_in, kernel_size, stride : int
        Cells of the input, of the window, and from one window to the next.
    padding : int or {"valid", "same", "full"}
        Cells added at *each* end, or their name: none; F - 1 in all, so that stride 1 keeps the size; F - 1
        at each end. With an even F, "same" puts the odd cell in front, as `numpy.convolve` does (torch: at
        the end).

    Returns
    -------
    n_out : int

    Raises
    ------
    ValueError
        If the window is larger than the padded input, or the stride leaves cells over. The message says which
        settings would fit.

    References
    ----------
    .. [1] V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", 2016,
       arXiv:1603.07285, relation 6 (with the fraction rounded down).

    Examples
    --------
    >>> output_size(227, 11, stride=4)
    55
    >>> output_size(224, 11, stride=4)
    Traceback (most recent call last):
    ...
    ValueError: stride=4 does not fit n_in=224, padding 0 and kernel_size=11: 224 + 0 - 11 = 213 = 53*4 + 1
    leaves 1 over; what fits: n_in=223 or 227, stride=3 or 71
    """
    added = sum(padding_ends(padding, kernel_size))
    if kernel_size > n_in + added:
        raise ValueError(f"need kernel_size <= n_in + padding = {n_in} + {added}, got {kernel_size=}")
    steps, left_over = divmod(n_in + added - kernel_size, stride)  # (n_in + P − F) / S
    if left_over:
        raise ValueError(_misfit(n_in, kernel_size, stride, added))
    return steps + 1


def _misfit(n_in, kernel_size, stride, added):
    """Say why a stride does not fit, and what would."""
    free = n_in + added - kernel_size
    steps, left_over = divmod(free, stride)
    return (
        f"{stride=} does not fit {n_in=}, padding {added} and {kernel_size=}: {n_in} + {added} -"
        f" {kernel_size} = {free} = {steps}*{stride} + {left_over} leaves {left_over} over; what fits:"
        f" {_what_fits(n_in, kernel_size, stride, free)}"
    )


def _what_fits(n_in, kernel_size, stride, free):
    """List the nearest settings under which no cell is left over."""
    sizes = [n for n in (n_in - free % stride, n_in + stride - free % stride) if n > 0]
    smaller = next(s for s in range(min(stride, free), 0, -1) if free % s == 0)
    larger = next((s for s in range(stride + 1, free + 1) if free % s == 0), None)
    paddings = (p for p in range(stride) if n_in + 2 * p >= kernel_size)
    pad = next((p for p in paddings if (n_in + 2 * p - kernel_size) % stride == 0), None)
    found = [f"n_in={' or '.join(map(str, sizes))}"]
    found += [f"stride={smaller}" + (f" or {larger}" if larger else "")]
    return ", ".join(found + ([f"padding={pad} at each end"] if pad is not None else []))


@dataclass(frozen=True)
class OperationCount:
    """What one filter costs, as a convolution and as a matrix without structure; see `count_operations`.

    Attributes
    ----------
    n_in, n_out : int
        Cells of the input and of the output.
    n_taps : int
        Cells of the kernel.
    """

    n_in: int
    n_out: int
    n_taps: int

    @property
    def multiplications(self):
        """Number of multiplications: one for each kernel cell and output."""
        return self.n_out * self.n_taps

    @property
    def additions(self):
        """Number of additions: for every output one fewer than multiplications."""
        return self.n_out * (self.n_taps - 1)

    @property
    def operations(self):
        """Number of multiplications and additions of the convolution."""
        return self.multiplications + self.additions

    @property
    def dense_entries(self):
        """Number of entries of the matrix from all inputs to all outputs, one multiplication each."""
        return self.n_in * self.n_out

    @property
    def dense_operations(self):
        """Number of multiplications and additions of the product with that matrix."""
        return self.n_out * (2 * self.n_in - 1)


def count_operations(input_shape, kernel_size, *, padding="valid", stride=1):
    """Count the arithmetic of one filter; cells of the padding count as if they were multiplied.

    Parameters
    ----------
    input_shape : int or tuple of int
        Shape of the signal or picture.
    kernel_size, padding, stride
        As in `nnbook.convolution.im2col`.

    Returns
    -------
    OperationCount

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, figure 9.6.

    Examples
    --------
    >>> edge = count_operations((280, 320), (1, 2))      # each pixel minus its left neighbour
    >>> edge.operations, edge.dense_entries
    (267960, 8003072000)
    """
    ndim = len(checks.shape("input_shape", input_shape)) if isinstance(input_shape, (tuple, list)) else 1
    shape, size, n_out, _, _ = window_geometry(input_shape, kernel_size, padding, stride, ndim)
    return OperationCount(prod(shape), prod(n_out), prod(size))


def window_geometry(input_shape, kernel_size, padding, stride, ndim):
    """Return, with one value per axis, the input's shape, window size, output size, stride and padding.

    Parameters
    ----------
    input_shape, kernel_size, padding, stride : int or tuple
        As in `output_size`, for all axes or for each.
    ndim : int
        How many axes there are.

    Returns
    -------
    shape, size, n_out, stride : tuple of int
        One number per axis.
    ends : tuple of (int, int)
        Cells of padding before and after, per axis.

    Examples
    --------
    >>> window_geometry((5, 7), 3, "same", (1, 2), ndim=2)
    ((5, 7), (3, 3), (5, 4), (1, 2), ((1, 1), (1, 1)))
    """
    settings = {"input_shape": input_shape, "kernel_size": kernel_size, "stride": stride}
    shape, size, stride = (
        tuple(checks.size(name, value) for value in each_axis(name, values, ndim))
        for name, values in settings.items()
    )
    padding = each_axis("padding", padding, ndim)
    axes = zip(shape, size, stride, padding, strict=True)
    n_out = tuple(output_size(n, f, stride=s, padding=p) for n, f, s, p in axes)
    return shape, size, n_out, stride, tuple(padding_ends(p, f) for p, f in zip(padding, size, strict=True))


def padding_ends(padding, kernel_size):
    """Return the cells that `padding` adds before and after, along one axis.

    Parameters
    ----------
    padding : int or {"valid", "same", "full"}
        As in `output_size`.
    kernel_size : int
        Cells of the window.

    Returns
    -------
    before, after : int

    Examples
    --------
    >>> padding_ends("same", 4), padding_ends("full", 4), padding_ends(1, 4)
    ((2, 1), (3, 3), (1, 1))
    """
    if isinstance(padding, str):
        checks.one_of("padding", padding, PADDINGS)
        named = {"valid": (0, 0), "same": (kernel_size // 2, (kernel_size - 1) // 2)}
        return named.get(padding, (kernel_size - 1, kernel_size - 1))
    padding = checks.size("padding", padding, low=0)
    return padding, padding


def each_axis(name, value, ndim):
    """Return a tuple with one value per axis, from such a tuple or from one value for all of them.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : object or tuple
        One value, or one per axis.
    ndim : int
        How many axes there are.

    Returns
    -------
    tuple
        `ndim` values.

    Examples
    --------
    >>> each_axis("stride", 2, ndim=2)
    (2, 2)
    """
    if not isinstance(value, (tuple, list)):
        return (value,) * ndim
    if len(value) != ndim:
        raise ValueError(f"need {name} with one value for each of {ndim} axes, got {name}={value!r}")
    return tuple(value)
