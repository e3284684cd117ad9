"""The fully connected layer, with its activation inside so that the backward pass reads like the lecture."""

import numpy as np

from nnbook import checks
from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.settings import as_activation, draw_weights


class Dense:
    r"""Every unit sees every input.

    .. math::
        Z &= X W^\top + \mathbf{b}, & A &= f(Z) \\
        \Delta &= \frac{\partial L}{\partial A} \odot f'(Z), &
        \frac{\partial L}{\partial W} &= \Delta^\top X, \quad
        \frac{\partial L}{\partial \mathbf{b}} = \textstyle\sum_n \Delta_n, \quad
        \frac{\partial L}{\partial X} = \Delta W

    Rows of X are samples; axes between the first and the last, such as time, count as more samples.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and units.
    activation : callable with a method prime
        f, one of `nnbook.activations`.
    init : callable
        An initialiser of `nnbook.initializers` for W, of shape (n_out, n_in). Biases **b** start at 0.
    rng : numpy.random.Generator
        Draws the weights.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[W, b]`` of shapes (n_out, n_in) and (n_out,).

    References
    ----------
    .. [1] D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by back-propagating
       errors", Nature 323 (1986), doi:10.1038/323533a0.

    Examples
    --------
    >>> layer = Dense(2, 1, rng=np.random.default_rng(0), dtype=np.float64)
    >>> layer.params[0][:] = [[1.0, -2.0]]
    >>> y, cache = layer.forward([[3.0, 1.0]])
    >>> dx, (dW, db) = layer.backward([[1.0]], cache)
    >>> y, dx, dW, db
    (array([[1.]]), array([[ 1., -2.]]), array([[3., 1.]]), array([1.]))
    """

    def __init__(self, n_in, n_out, activation=identity, *, init=glorot_uniform, rng, dtype=np.float32):
        self.n_in = checks.size("n_in", n_in)
        self.n_out = checks.size("n_out", n_out)
        self.activation = as_activation(activation)
        W = draw_weights(init, (self.n_out, self.n_in), rng=rng, dtype=dtype)
        self.params = [W, np.zeros(self.n_out, W.dtype)]

    def __repr__(self):
        return f"Dense({self.n_in}, {self.n_out}, {self.activation})"

    def forward(self, x, *, training=False, rng=None):
        """Return activations of shape (n_samples, n_out) and the cache."""
        W, b = self.params
        x = check_inputs(x, W.dtype, length=self.n_in)
        z = x @ W.T + b  # Z = X Wᵀ + b
        a = self.activation(z)  # A = f(Z)
        return a, (x, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂W, ∂L/∂b]."""
        W, _ = self.params
        x, z, a = cache
        delta = check_grad(grad, a) * self.activation.prime(z, a)  # Δ = ∂L/∂A ⊙ f'(Z)
        dW = rows(delta).T @ rows(x)  # ∂L/∂W = Δᵀ X
        db = rows(delta).sum(axis=0)  # ∂L/∂b = Σ Δ_n
        dx = delta @ W if input_grad else None  # ∂L/∂X = Δ W
        return dx, [dW, db]


def rows(x):
    """Return x as a matrix: axes between the first and the last are more samples.

    Examples
    --------
    >>> rows(np.ones((16, 25, 60))).shape
    (400, 60)
    """
    return x if x.ndim == 2 else x.reshape(-1, x.shape[-1])
