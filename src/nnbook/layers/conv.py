r"""Convolution: a layer whose weights are few, local and the same everywhere.

Written out, the inputs that each position sees become the columns of a matrix (*im2col*), and the layer is a
dense one: z = W x + b, with a column for each position instead of one for each sample.
"""

import numpy as np

from nnbook import checks
from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.settings import as_activation, draw_weights
from nnbook.layers.sliding import Sliding, as_maps, as_rows, col2im, im2col


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
        Zeros added at each end, see `nnbook.convolution.output_size`. A stride that leaves cells
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

    Notes
    -----
    With an even kernel "same" puts the odd row of zeros in front, PyTorch behind.

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
        self.groups = check_groups(in_channels, out_channels, groups)
        self.activation = as_activation(activation)
        shape = (out_channels, in_channels // self.groups, *self.sliding.kernel_size)
        W = draw_weights(init, shape, rng=rng, dtype=dtype)
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
        """The settings, as the layer shows them."""
        groups = f", groups={self.groups}" if self.groups > 1 else ""
        return f"{self.sliding}{groups}, {self.activation}"

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, out_channels, n_rows, n_cols), and the cache for `backward`.

        x has the shape (n_samples, in_channels, height, width).
        """
        W, b = self.params
        x = check_inputs(x, W.dtype, ndim=(4,), axis=1, length=self.in_channels)
        size, n_out = x.shape[2:], self.sliding.output_shape(x.shape[2:])
        columns = im2col(x, self.sliding, self.groups)  # x^c_{Sm+Da, Sn+Db}: a column for each m, n, sample
        z = as_maps(by_group(W, self.groups) @ columns, n_out)  # Σ w^oc_ab x^c_{Sm+Da, Sn+Db}
        z += b[:, None, None]  # + b^o
        a = self.activation(z)  # y = f(z)
        return a, (size, columns, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y.

        A weight is used at every position m, n: its gradient is the sum over the positions of the error there
        times the input that *that position* saw.
        """
        (W, _), f = self.params, self.activation
        size, columns, z, a = cache
        delta = check_grad(grad, a) * f.prime(z, a)  # δ = ∂L/∂y ⊙ f'(z)
        rows = as_rows(delta, self.groups)
        dW_T = columns @ rows.swapaxes(1, 2)  # ∂L/∂w^oc_ab = Σ_mn δ^o_mn x^c_{Sm+Da, Sn+Db}
        db = rows.sum(axis=2).ravel()  # ∂L/∂b^o = Σ_mn δ^o_mn
        W_T = by_group(W, self.groups).swapaxes(1, 2)
        dx = col2im(W_T @ rows, self.sliding, size) if input_grad else None  # Σ w^oc_ab δ^o_mn
        return dx, [dW_T.swapaxes(1, 2).reshape(W.shape), db]


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

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, out_channels, n_out), and the cache for `backward`.

        x has the shape (n_samples, in_channels, length).
        """
        x = check_inputs(x, self.W.dtype, ndim=(3,), axis=1, length=self.row.in_channels)
        y, cache = self.row.forward(x[:, :, None])
        return y[:, :, 0], cache

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y."""
        *_, y = cache
        grad = check_grad(grad, y[:, :, 0])
        dx, dparams = self.row.backward(grad[:, :, None], cache, input_grad=input_grad)
        return (dx[:, :, 0] if input_grad else None), dparams


def by_group(W, groups):
    """Return the kernels as a matrix for each group, with a row for each kernel.

    Examples
    --------
    >>> by_group(np.ones((6, 2, 5, 5)), groups=3).shape
    (3, 2, 50)
    """
    n_kernels = len(W) // groups
    return W.reshape(groups, n_kernels, W[0].size)


def check_groups(in_channels, out_channels, groups):
    """Return `groups` if it divides both numbers of channels.

    Examples
    --------
    >>> check_groups(6, 4, 2)
    2
    """
    groups = checks.integer("groups", groups, low=1)
    for name, n in (("in_channels", in_channels), ("out_channels", out_channels)):
        if checks.size(name, n) % groups:
            raise ValueError(f"need groups to divide {name}, got {groups=} and {name}={n}")
    return groups
