"""Batch normalisation, the one layer whose training pass depends on the other samples of the batch."""

import numpy as np

from nnbook import checks
from nnbook.layers.norm import standardize, standardize_backward
from nnbook.layers.protocol import check_grad, check_inputs


class BatchNorm:
    r"""Batch normalisation: each feature or channel is standardised over the batch (and over the picture).

    .. math:: y = \gamma \hat{x} + \beta

    A pass with ``training=True`` uses mean and biased variance of its batch and moves the running statistics,

    .. math:: r \leftarrow (1 - \alpha)\, r + \alpha\, s,

    which the other passes use. They are the one thing in this package that a forward pass changes.

    Parameters
    ----------
    n_features : int
        Length of axis 1 of inputs (n_samples, n_features) or (n_samples, channels, height, width).
    momentum : float
        α in [0, 1], the weight of the new batch. (Other texts give that of the old value.)
    eps : float
        ε > 0, inside the root.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[gamma, beta]``, both of shape (n_features,), 1 and 0 at the start.
    running_mean, running_variance : ndarray, shape (n_features,)
        State, 0 and 1 at the start. The variance moves towards the *unbiased* one of the batch, as in
        algorithm 2 of [1]_ and PyTorch.

    Raises
    ------
    ValueError
        In a training pass, if there is a single number for each feature.

    References
    ----------
    .. [1] S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep network training by reducing
       internal covariate shift", ICML 2015, arXiv:1502.03167.

    Examples
    --------
    >>> norm = BatchNorm(1, dtype=np.float64, momentum=1.0)
    >>> y, _ = norm.forward([[1.0], [3.0]], training=True)
    >>> y.round(4).ravel(), norm.running_mean, norm.running_variance
    (array([-1.,  1.]), array([2.]), array([2.]))
    """

    def __init__(self, n_features, *, momentum=0.1, eps=1e-5, dtype=np.float32):
        self.n_features = n = checks.size("n_features", n_features)
        self.momentum = checks.number("momentum", momentum, low=0, high=1)
        self.eps = checks.number("eps", eps, low=0, open_low=True)
        dtype = checks.float_type("dtype", dtype)
        self.params = [np.ones(n, dtype), np.zeros(n, dtype)]
        self.running_mean, self.running_variance = np.zeros(n, dtype), np.ones(n, dtype)

    def __repr__(self):
        return f"BatchNorm({self.n_features})"

    @property
    def buffers(self):
        """The running statistics: what a training pass moves and no optimiser does."""
        return [self.running_mean, self.running_variance]

    def forward(self, x, *, training=False, rng=None):
        """Return the normalised input and the cache; if `training`, move the running statistics."""
        gamma, beta = self.params
        x = check_inputs(x, gamma.dtype, ndim=(2, 3, 4), axis=1, length=self.n_features)
        axes = (0, *range(2, x.ndim)) if checks.flag("training", training) else None
        column = (-1, *(1,) * (x.ndim - 2))
        m = x.size // self.n_features
        if training and m < 2:
            raise ValueError(f"need x with 2 or more numbers for each feature, got x of shape {x.shape}")
        if training:
            x_hat, scale, mean, variance = standardize(x, axes, self.eps)  # (x − μ)/√(σ² + ε)
            self._move(mean.ravel(), variance.ravel(), m)
        else:
            scale = np.sqrt(self.running_variance + gamma.dtype.type(self.eps)).reshape(column)
            x_hat = (x - self.running_mean.reshape(column)) / scale
        y = gamma.reshape(column) * x_hat + beta.reshape(column)  # y = γ x̂ + β
        return y, (x_hat, scale, axes)

    def _move(self, mean, variance, m):
        """Move the running statistics towards those of a batch of m numbers for each feature."""
        self.running_mean += self.momentum * (mean - self.running_mean)  # r ← (1 − α) r + α s
        self.running_variance += self.momentum * (m / (m - 1) * variance - self.running_variance)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂γ, ∂L/∂β]."""
        x_hat, scale, axes_of_batch = cache
        grad = check_grad(grad, x_hat)
        axes = (0, *range(2, grad.ndim))
        grads = [(grad * x_hat).sum(axis=axes), grad.sum(axis=axes)]  # ∂L/∂γ = Σ g x̂, ∂L/∂β = Σ g
        if not input_grad:
            return None, grads
        d_hat = grad * self.params[0].reshape(-1, *(1,) * (grad.ndim - 2))
        if axes_of_batch is None:  # the statistics were constants
            return d_hat / scale, grads
        return standardize_backward(d_hat, x_hat, scale, axes_of_batch), grads
