"""Layers that bring their input to mean 0 and variance 1, and differ only in what they average over."""

import math

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import check_grad, check_inputs


def standardize(x, axes, eps):
    r"""Return x with mean 0 and variance 1 over `axes`, and what it was divided by and shifted by.

    .. math:: \hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}, \qquad
              \sigma^2 = \tfrac1m \textstyle\sum (x - \mu)^2 \quad\text{(biased)}

    Returns
    -------
    x_hat : ndarray, shape of x
    scale, mean, variance : ndarray
        √(σ² + ε), μ and σ² with `axes` of length 1.

    Examples
    --------
    >>> standardize(np.array([[1.0, 3.0]]), (1,), 0.0)[0]
    array([[-1.,  1.]])
    """
    mean = x.mean(axis=axes, keepdims=True)
    x_hat = x - mean
    variance = np.square(x_hat, dtype=float).mean(axis=axes, keepdims=True)  # squares may leave float32
    scale = np.sqrt(variance + eps).astype(x.dtype)  # √(σ² + ε)
    x_hat /= scale
    with np.errstate(over="ignore"):  # a variance that float32 cannot hold is infinite there
        return x_hat, scale, mean, variance.astype(x.dtype)


def standardize_backward(grad, x_hat, scale, axes):
    r"""Return the gradient with respect to the input of `standardize`.

    .. math:: \frac{\partial L}{\partial x} = \frac{1}{\sqrt{\sigma^2 + \varepsilon}}
              \left( g - \langle g \rangle - \hat{x}\, \langle g \hat{x} \rangle \right),
              \qquad g = \frac{\partial L}{\partial \hat{x}}

    The means over `axes` take away what shifting and stretching the input would do: nothing.

    Examples
    --------
    >>> x_hat, scale, _, _ = standardize(np.array([[1.0, 3.0, 8.0]]), (1,), 0.0)
    >>> standardize_backward(np.ones((1, 3)), x_hat, scale, (1,))
    array([[0., 0., 0.]])
    """
    along = (grad * x_hat).mean(axis=axes, keepdims=True)
    return (grad - grad.mean(axis=axes, keepdims=True) - x_hat * along) / scale


class LayerNorm:
    r"""Layer normalisation: each sample is standardised over its own features, whatever the batch.

    .. math:: y = \gamma \odot \hat{x} + \beta

    Parameters
    ----------
    shape : int or tuple of int
        The last axes of the input: (features,) of dense layers and sequences, (channels, height, width).
    eps : float
        ε > 0, inside the root.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[gamma, beta]``, both of that shape.

    References
    ----------
    .. [1] J. L. Ba, J. R. Kiros and G. Hinton, "Layer normalization", 2016, arXiv:1607.06450.

    Examples
    --------
    >>> y, _ = LayerNorm(2, dtype=np.float64).forward([[1.0, 3.0], [10.0, 30.0]])
    >>> y.round(3)
    array([[-1.,  1.],
           [-1.,  1.]])
    """

    def __init__(self, shape, *, eps=1e-5, dtype=np.float32):
        shape = shape if isinstance(shape, (tuple, list)) else (shape,)
        self.shape = checks.shape("shape", shape)
        self.eps = checks.number("eps", eps, low=0, open_low=True)
        dtype = checks.float_type("dtype", dtype)
        self.params = [np.ones(self.shape, dtype), np.zeros(self.shape, dtype)]

    def __repr__(self):
        return f"LayerNorm({self.shape})"

    def forward(self, x, *, training=False, rng=None):
        """Return the normalised input and the cache."""
        gamma, beta = self.params
        x = check_inputs(x, gamma.dtype)
        if x.ndim <= len(self.shape) or x.shape[-len(self.shape) :] != self.shape:
            raise ValueError(f"need x of shape (n_samples, ..., *{self.shape}), got x of shape {x.shape}")
        x_hat, scale, _, _ = standardize(x, tuple(range(-len(self.shape), 0)), self.eps)
        return gamma * x_hat + beta, (x_hat, scale)  # y = γ ⊙ x̂ + β

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂γ, ∂L/∂β]."""
        x_hat, scale = cache
        grad = check_grad(grad, x_hat)
        samples = tuple(range(grad.ndim - len(self.shape)))
        grads = [(grad * x_hat).sum(axis=samples), grad.sum(axis=samples)]
        if not input_grad:
            return None, grads
        axes = tuple(range(-len(self.shape), 0))
        return standardize_backward(grad * self.params[0], x_hat, scale, axes), grads


class GroupNorm:
    r"""Group normalisation: each sample is standardised over groups of channels and their pictures.

    .. math:: y_c = \gamma_c\, \hat{x}_c + \beta_c

    Parameters
    ----------
    n_groups, n_channels : int
        The channels, axis 1 of the input, fall into groups of n_channels / n_groups.
    eps : float
        ε > 0, inside the root.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[gamma, beta]``, both of shape (n_channels,).

    Raises
    ------
    ValueError
        If `n_groups` does not divide `n_channels`.

    References
    ----------
    .. [1] Y. Wu and K. He, "Group normalization", ECCV 2018, arXiv:1803.08494.

    Examples
    --------
    >>> y, _ = GroupNorm(1, 2, dtype=np.float64).forward([[1.0, 3.0]])
    >>> y.round(3)
    array([[-1.,  1.]])
    """

    def __init__(self, n_groups, n_channels, *, eps=1e-5, dtype=np.float32):
        self.n_groups = checks.size("n_groups", n_groups)
        self.n_channels = checks.size("n_channels", n_channels)
        if n_channels % n_groups:
            raise ValueError(f"need n_groups that divides n_channels, got {n_groups=} and {n_channels=}")
        self.eps = checks.number("eps", eps, low=0, open_low=True)
        dtype = checks.float_type("dtype", dtype)
        self.params = [np.ones(self.n_channels, dtype), np.zeros(self.n_channels, dtype)]

    def __repr__(self):
        return f"GroupNorm({self.n_groups}, {self.n_channels})"

    def forward(self, x, *, training=False, rng=None):
        """Return the normalised input and the cache."""
        gamma, beta = self.params
        x = check_inputs(x, gamma.dtype, axis=1, length=self.n_channels)
        if 0 in x.shape[2:]:
            raise ValueError(f"need x with at least one cell in each map, got x of shape {x.shape}")
        x_hat, scale, _, _ = standardize(x.reshape(self._groups(x.shape)), (2,), self.eps)
        x_hat = x_hat.reshape(x.shape)
        columns = (-1, *(1,) * (x.ndim - 2))
        return gamma.reshape(columns) * x_hat + beta.reshape(columns), (x_hat, scale)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂γ, ∂L/∂β]."""
        x_hat, scale = cache
        grad = check_grad(grad, x_hat)
        axes = (0, *range(2, grad.ndim))
        grads = [(grad * x_hat).sum(axis=axes), grad.sum(axis=axes)]
        if not input_grad:
            return None, grads
        d_hat = grad * self.params[0].reshape(-1, *(1,) * (grad.ndim - 2))
        groups = self._groups(grad.shape)
        dx = standardize_backward(d_hat.reshape(groups), x_hat.reshape(groups), scale, (2,))
        return dx.reshape(grad.shape), grads

    def _groups(self, shape):
        """Return the shape (n_samples, n_groups, numbers in a group) of an input of that `shape`."""
        return shape[0], self.n_groups, math.prod(shape[1:]) // self.n_groups


def InstanceNorm(n_channels, *, eps=1e-5, dtype=np.float32):
    r"""Instance normalisation: each channel of each picture is standardised on its own.

    It is group normalisation with one group for each channel, γ and β included.

    Parameters
    ----------
    n_channels : int
        Length of axis 1.
    eps : float
        ε > 0, inside the root.
    dtype : dtype
        float32 or float64.

    Returns
    -------
    GroupNorm

    References
    ----------
    .. [1] D. Ulyanov, A. Vedaldi and V. Lempitsky, "Instance normalization: the missing ingredient for fast
       stylization", 2016, arXiv:1607.08022.

    Examples
    --------
    >>> InstanceNorm(3)
    GroupNorm(3, 3)
    """
    n_channels = checks.size("n_channels", n_channels)
    return GroupNorm(n_channels, n_channels, eps=eps, dtype=dtype)
