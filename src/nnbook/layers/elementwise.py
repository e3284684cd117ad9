"""Activations as layers of their own: for nets that put something between the weights and the activation."""

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.settings import as_activation


class Activation:
    r"""An activation applied to every number, :math:`\partial L/\partial x = f'(x)\,\partial L/\partial y`.

    Parameters
    ----------
    activation : callable with a method prime
        One of `nnbook.activations`.

    Examples
    --------
    >>> from nnbook.activations import relu
    >>> y, cache = Activation(relu).forward([[-1.0, 2.0]])
    >>> y, Activation(relu).backward([[5.0, 5.0]], cache)
    (array([[0., 2.]]), (array([[0., 5.]]), []))
    """

    def __init__(self, activation):
        self.activation = as_activation(activation)
        self.params = []

    def __repr__(self):
        return f"Activation({self.activation})"

    def forward(self, x, *, training=False, rng=None):
        """Return f(x) and the cache."""
        x = check_inputs(x, None)
        y = self.activation(x)
        return y, (x, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and no gradients of parameters."""
        x, y = cache
        grad = check_grad(grad, y)
        return (grad * self.activation.prime(x, y) if input_grad else None), []


class PReLU:
    r"""A leaky rectifier that learns how much it leaks, one α for each feature or channel.

    .. math:: y = \max(x, 0) + \alpha \min(x, 0), \qquad
              \frac{\partial L}{\partial \alpha} = \sum \frac{\partial L}{\partial y} \min(x, 0)

    Parameters
    ----------
    n_features : int
        Length of axis 1: features of (n_samples, n_features), channels of images.
    slope : float
        α at the start; 0.25 in [1]_ and PyTorch.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[alpha]`` of shape (n_features,).

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", ICCV 2015, arXiv:1502.01852.

    Examples
    --------
    >>> y, _ = PReLU(2, slope=0.5).forward([[-1.0, 2.0]])
    >>> y
    array([[-0.5,  2. ]], dtype=float32)
    """

    def __init__(self, n_features, *, slope=0.25, dtype=np.float32):
        self.n_features = checks.size("n_features", n_features)
        dtype = checks.float_type("dtype", dtype)
        limit = float(np.finfo(dtype).max)
        self.params = [np.full(self.n_features, checks.number("slope", slope, low=-limit, high=limit), dtype)]

    def __repr__(self):
        return f"PReLU({self.n_features})"

    def _alpha(self, x):
        return self.params[0].reshape(-1, *(1,) * (x.ndim - 2))

    def forward(self, x, *, training=False, rng=None):
        """Return the rectified input and the cache."""
        x = check_inputs(x, self.params[0].dtype, axis=1, length=self.n_features)
        return np.maximum(x, 0) + self._alpha(x) * np.minimum(x, 0), x

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂α]."""
        x = cache
        grad = check_grad(grad, x)
        d_alpha = (grad * np.minimum(x, 0)).sum(axis=(0, *range(2, x.ndim)))
        return (grad * np.where(x > 0, x.dtype.type(1), self._alpha(x)) if input_grad else None), [d_alpha]
