r"""Convolution: a layer whose weights are few, local and the same everywhere.

Seen through its tiles (`nnbook.layers.tiles`) it is a dense layer: z = T x + b with a band matrix T that
holds copies of a small kernel W. So backward has the three lines of `Dense`, and a sum over the copies.
"""

import numpy as np

from nnbook import checks
from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.protocol import inputs, output_grad
from nnbook.layers.settings import checked_activation, drawn
from nnbook.layers.sliding import Sliding
from nnbook.layers.tiles import tiling


class Conv2d:
    r"""A layer of feature maps, each made by sliding its own kernel over all maps below.

    .. math::
        z^{o}_{mn} = b^o + \sum_c \sum_{a,b} w^{oc}_{ab}\; x^{c}_{Sm+Da,\;Sn+Db}, \qquad y = f(z)

    with S the stride, D the dilation and x padded with zeros. This is a cross-correlation, as in every
    deep-learning library: the kernel is not flipped.

    Parameters
    ----------
    in_channels, out_channels : int
        Number of maps below, and of maps made.
    kernel_size : int or tuple of int
        Height and width of the kernels.
    activation : activation
        f, any object of `nnbook.activations`; the identity by default.
    stride : int or tuple of int
        S, cells from one position to the next.
    padding : {"valid", "same", "full"} or int or tuple
        Zeros added at each end, see `nnbook.convolution_arithmetic.output_size`. A stride that leaves cells
        over is refused.
    dilation : int or tuple of int
        D, cells from one tap of a kernel to the next.
    groups : int
        The channels are divided into so many groups that do not see one another.
    init : callable
        An initialiser of `nnbook.initializers` for W.
    rng : numpy.random.Generator
        Source of the first weights.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    W : ndarray, shape (out_channels, in_channels // groups, height, width)
    b : ndarray, shape (out_channels,)
        Zero at first.

    Raises
    ------
    TypeError, ValueError
        If a setting is not what it has to be.

    Notes
    -----
    With an even kernel "same" puts the odd row of zeros in front, PyTorch behind. A NaN or infinity in x
    reaches all outputs of its tile, since 0 · ∞ is not 0.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document
       recognition", Proceedings of the IEEE 86 (1998), doi:10.1109/5.726791.

    Examples
    --------
    >>> conv = Conv2d(1, 1, 3, rng=np.random.default_rng(0), dtype=float)
    >>> conv.W[:] = [[1, 4, 1], [1, 4, 3], [3, 3, 1]]
    >>> x = [[4, 5, 8, 7], [1, 8, 8, 8], [3, 6, 6, 4], [6, 5, 7, 8]]
    >>> y, cache = conv.forward([[x]])
    >>> y[0, 0]
    array([[122., 148.],
           [126., 134.]])
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, activation=identity, *, stride=1, padding="valid",
        dilation=1, groups=1, init=glorot_uniform, rng, dtype=np.float32,
    ):  # fmt: skip
        self.sliding = Sliding(kernel_size, stride, padding, dilation)
        self.groups = checked_groups(in_channels, out_channels, groups)
        self.activation = checked_activation(activation)
        shape = (out_channels, in_channels // self.groups, *self.sliding.kernel_size)
        W = drawn(init, shape, rng=rng, dtype=dtype)
        self.params = [W, np.zeros(out_channels, W.dtype)]

    def __repr__(self):
        return f"Conv2d({self.in_channels}, {len(self.b)}, {self.settings})"

    @property
    def W(self):
        """The kernels."""
        return self.params[0]

    @property
    def b(self):
        """The biases, one for each map."""
        return self.params[1]

    @property
    def in_channels(self):
        """Number of maps below."""
        return self.groups * self.W.shape[1]

    @property
    def settings(self):
        """What it was made with, in words."""
        groups = f", groups={self.groups}" if self.groups > 1 else ""
        return f"{self.sliding}{groups}, {self.activation}"

    def _tiling(self, size):
        """Return the `Tiling` for maps below of that `size`, their height and width."""
        return tiling(self.sliding, tuple(size), (self.W.shape[1], len(self.W) // self.groups))

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, out_channels, n_rows, n_cols), and the cache for `backward`.

        x has the shape (n_samples, in_channels, height, width); `rng` is not used.
        """
        W, b = self.params
        x = inputs(x, W.dtype, ndim=(4,), axis=1, length=self.in_channels)
        plan = self._tiling(x.shape[2:])
        tiles = plan.inputs.cut(x, self.groups)
        T = plan.matrix(W, self.groups)
        z = plan.outputs.paste(tiles @ T.swapaxes(1, 2))
        z += b[:, None, None]
        a = self.activation(z)
        return a, (plan, tiles, T, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y.

        A weight is used at every position m, n: its gradient is the sum over the positions of the error there
        times the input that *that position* saw.
        """
        (W, _), f = self.params, self.activation
        plan, tiles, T, z, a = cache
        delta = output_grad(grad, a) * f.prime(z, a)
        rows = plan.outputs.cut(delta, self.groups)
        dW = plan.kernel_gradient(rows.swapaxes(1, 2) @ tiles, W.shape)
        db = delta.sum(axis=0).sum(axis=(1, 2))
        dx = plan.inputs.paste(rows @ T) if input_grad else None
        return dx, [dW, db]


class Conv1d:
    r"""A convolution along time or any other line: a picture of one row.

    .. math:: z^o_n = b^o + \sum_c \sum_a w^{oc}_a\, x^c_{Sn+Da}, \qquad y = f(z)

    Parameters
    ----------
    in_channels, out_channels, kernel_size, activation, stride, padding, dilation, groups, init, rng, dtype
        As in `Conv2d`, with one number for each of kernel_size, stride, padding and dilation.

    Attributes
    ----------
    W : ndarray, shape (out_channels, in_channels // groups, 1, kernel_size)
    b : ndarray, shape (out_channels,)

    Raises
    ------
    TypeError, ValueError
        As `Conv2d`.

    References
    ----------
    .. [1] A. Waibel et al., "Phoneme recognition using time-delay neural networks", IEEE Transactions on
       Acoustics, Speech, and Signal Processing 37 (1989), doi:10.1109/29.21701.

    Examples
    --------
    >>> difference = Conv1d(1, 1, 2, rng=np.random.default_rng(0), dtype=float)
    >>> difference.W[:] = [-1, 1]
    >>> difference.forward([[[1, 2, 4, 8]]])[0]
    array([[[1., 2., 4.]]])
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, activation=identity, *, stride=1, padding="valid",
        dilation=1, groups=1, init=glorot_uniform, rng, dtype=np.float32,
    ):  # fmt: skip
        kernel_size = checks.size("kernel_size", kernel_size)
        stride = checks.size("stride", stride)
        dilation = checks.size("dilation", dilation)
        self.row = Conv2d(
            in_channels, out_channels, (1, kernel_size), activation, stride=(1, stride), padding=(0, padding),
            dilation=(1, dilation), groups=groups, init=init, rng=rng, dtype=dtype,
        )  # fmt: skip

    def __repr__(self):
        return repr(self.row).replace("Conv2d", "Conv1d", 1)

    @property
    def params(self):
        """The list [W, b]."""
        return self.row.params

    @property
    def W(self):
        """The kernels."""
        return self.row.W

    @property
    def b(self):
        """The biases, one for each map."""
        return self.row.b

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, out_channels, n_out), and the cache for `backward`.

        x has the shape (n_samples, in_channels, length); `rng` is not used.
        """
        x = inputs(x, self.W.dtype, ndim=(3,), axis=1, length=self.row.in_channels)
        y, cache = self.row.forward(x[:, :, None])
        return y[:, :, 0], cache

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y."""
        *_, y = cache
        grad = output_grad(grad, y[:, :, 0])
        dx, dparams = self.row.backward(grad[:, :, None], cache, input_grad=input_grad)
        return (dx[:, :, 0] if input_grad else None), dparams


def checked_groups(in_channels, out_channels, groups):
    """Return `groups` if it divides both numbers of channels.

    Examples
    --------
    >>> checked_groups(6, 4, 2)
    2
    """
    groups = checks.integer("groups", groups, low=1)
    for name, n in (("in_channels", in_channels), ("out_channels", out_channels)):
        if checks.size(name, n) % groups:
            raise ValueError(f"need groups to divide {name}, got {groups=} and {name}={n}")
    return groups
