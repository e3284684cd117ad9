r"""The transpose of a convolution: from few cells to many, as decoders and generators need it."""

import numpy as np

from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.conv import Conv2d, checked_groups
from nnbook.layers.protocol import inputs, output_grad


class TransposedConv2d:
    r"""A layer in which every cell sends out a copy of its kernel, scaled by the cell; the copies add up.

    .. math::
        z^{o}_{ij} = b^o + \sum_c \sum_{\substack{m,n,a,b\\ Sm+Da=i,\;Sn+Db=j}} w^{co}_{ab}\; x^{c}_{mn},
        \qquad y = f(z)

    With the band matrix T of a convolution from the maps above to those below it is :math:`z = T^\top x + b`:
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
    TypeError, ValueError
        If a setting is not what it has to be, or the padding leaves nothing.

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
        checked_groups(in_channels, out_channels, groups)
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

    def forward(self, x, *, rng=None):
        """Return y, shape (n_samples, out_channels, n_rows, n_cols), and the cache for `backward`.

        x has the shape (n_samples, in_channels, height, width); `rng` is not used.
        """
        (W, b), conv = self.params, self.conv
        x = inputs(x, W.dtype, ndim=(4,), axis=1, length=len(W))
        size = conv.sliding.input_shape(x.shape[2:])
        if 0 in x.shape[2:] or min(size) < 1:
            raise ValueError(
                f"need x so large that {conv.sliding} leaves something, got x of shape {x.shape}"
            )
        plan = conv._tiling(size)
        tiles = plan.outputs.cut(x, conv.groups)
        T = plan.matrix(W, conv.groups)
        z = plan.inputs.paste(tiles @ T)
        z += b[:, None, None]
        a = conv.activation(z)
        return a, (plan, tiles, T, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂b] from grad = ∂L/∂y."""
        (W, _), f = self.params, self.conv.activation
        plan, tiles, T, z, a = cache
        delta = output_grad(grad, a) * f.prime(z, a)
        rows = plan.inputs.cut(delta, self.conv.groups)
        dW = plan.kernel_gradient(tiles.swapaxes(1, 2) @ rows, W.shape)
        db = delta.sum(axis=0).sum(axis=(1, 2))
        dx = plan.outputs.paste(rows @ T.swapaxes(1, 2)) if input_grad else None
        return dx, [dW, db]
