r"""The transpose of a convolution: from few cells to many, as decoders and generators need it."""

import numpy as np

from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.conv import Conv2d, by_group, check_groups
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.sliding import as_maps, as_rows, col2im, im2col


class TransposedConv2d:
    r"""A layer in which every cell sends out a copy of its kernel, scaled by the cell; the copies add up.

    .. math::
        z^{o}_{ij} = b^o + \sum_c \sum_{\substack{m,n,a,b\\ Sm+Da=i,\;Sn+Db=j}} w^{co}_{ab}\; x^{c}_{mn},
        \qquad y = f(z)

    With the matrix T of a convolution from the maps above to those below it is :math:`z = T^\top x + b`:
    what `Conv2d` does when it goes back. It undoes the *shape* of that convolution, not the convolution.

    Parameters
    ----------
    in_channels, out_channels : int
        Number of maps below, and of maps made.
    kernel_size : int or tuple of int
        Height and width of the kernels.
    activation : activation
        f, any object of `nnbook.activations`; the identity by default.
    stride : int or tuple of int
        S, cells from one copy to the next.
    padding : {"valid", "same", "full"} or int or tuple
        What the convolution would add at each end, and is cut off here.
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
    W : ndarray, shape (in_channels, out_channels // groups, height, width)
        The W of the convolution whose transpose this is: its channels have changed roles.
    b : ndarray, shape (out_channels,)

    Raises
    ------
    ValueError
        In a forward pass, if the padding leaves nothing.

    Notes
    -----
    The layer is also called "deconvolution" or "fractionally strided convolution". As strides that leave
    cells over are refused in `Conv2d`, the output size is always clear; libraries that round have an
    `output_padding`.

    References
    ----------
    .. [1] V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", 2016,
       arXiv:1603.07285, chapter 4.

    Examples
    --------
    >>> up = TransposedConv2d(1, 1, 2, rng=np.random.default_rng(0), dtype=float)
    >>> up.W[:] = [[0, 1], [2, 3]]
    >>> up.forward([[[[0, 1], [2, 3]]]])[0][0, 0]
    array([[ 0.,  0.,  1.],
           [ 0.,  4.,  6.],
           [ 4., 12.,  9.]])
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, activation=identity, *, stride=1, padding="valid",
        dilation=1, groups=1, init=glorot_uniform, rng, dtype=np.float32,
    ):  # fmt: skip
        check_groups(in_channels, out_channels, groups)
        self.conv = Conv2d(  # whose transpose this is
            out_channels, in_channels, kernel_size, activation, stride=stride, padding=padding,
            dilation=dilation, groups=groups, init=init, rng=rng, dtype=dtype,
        )  # fmt: skip
        W = self.conv.W
        self.params = [W, np.zeros(out_channels, W.dtype)]

    def __repr__(self):
        return f"TransposedConv2d({len(self.W)}, {len(self.b)}, {self.conv.settings})"

    @property
    def W(self):
        """The kernels."""
        return self.params[0]

    @property
    def b(self):
        """The biases, one for each map."""
        return self.params[1]

    def forward(self, x, *, training=False, rng=None):
        """Return y, shape (n_samples, out_channels, n_rows, n_cols), and the cache for `backward`.

        x has the shape (n_samples, in_channels, height, width).
        """
        (W, b), conv = self.params, self.conv
        x = check_inputs(x, W.dtype, ndim=(4,), axis=1, length=len(W))
        size = conv.sliding.input_shape(x.shape[2:])
        if 0 in x.shape[2:] or min(size) < 1:
            raise ValueError(
                f"need x so large that {conv.sliding} leaves something, got x of shape {x.shape}"
            )
        rows = as_rows(x, conv.groups)
        W_T = by_group(W, conv.groups).swapaxes(1, 2)
        z = col2im(W_T @ rows, conv.sliding, size)  # Σ w^co_ab x^c_mn at Sm+Da, Sn+Db
        z += b[:, None, None]  # + b^o
        a = conv.activation(z)  # y = f(z)
        return a, (x.shape[2:], rows, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y."""
        (W, _), conv = self.params, self.conv
        size, rows, z, a = cache
        delta = check_grad(grad, a) * conv.activation.prime(z, a)  # δ = ∂L/∂y ⊙ f'(z)
        columns = im2col(delta, conv.sliding, conv.groups)  # δ^o_{Sm+Da, Sn+Db}
        dW = (rows @ columns.swapaxes(1, 2)).reshape(W.shape)  # ∂L/∂w^co_ab = Σ_mn x^c_mn δ^o_{Sm+Da, Sn+Db}
        db = delta.sum(axis=(0, 2, 3))  # ∂L/∂b^o = Σ δ^o
        W_rows = by_group(W, conv.groups)
        dx = as_maps(W_rows @ columns, size) if input_grad else None  # Σ w^co_ab δ^o_{Sm+Da, Sn+Db}
        return dx, [dW, db]
