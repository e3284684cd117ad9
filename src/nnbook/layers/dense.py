"""The fully connected layer, with its activation inside so that the backward pass reads like the lecture."""

import numpy as np

from nnbook import checks
from nnbook.activations import identity
from nnbook.initializers import glorot_uniform
from nnbook.layers.protocol import inputs, output_grad
from nnbook.layers.settings import checked_activation, drawn


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

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that kind; later, if an input does not have n_in columns.

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
        self.activation = checked_activation(activation)
        W = drawn(init, (self.n_out, self.n_in), rng=rng, dtype=dtype)
        self.params = [W, np.zeros(self.n_out, W.dtype)]

    def __repr__(self):
        return f"Dense({self.n_in}, {self.n_out}, {self.activation})"

    def forward(self, x, *, rng=None):
        """Return activations of shape (n_samples, n_out) and the cache."""
        W, b = self.params
        x = inputs(x, W.dtype, length=self.n_in)
        z = rows(x).dot(W.T)
        z += b
        if x.ndim > 2:
            z = z.reshape(*x.shape[:-1], self.n_out)
        a = self.activation(z)
        return a, (x, z, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x and [∂L/∂W, ∂L/∂b]."""
        (W, _), f = self.params, self.activation
        x, z, a = cache
        grad = output_grad(grad, a)
        delta = rows(grad if f is identity else grad * f.prime(z, a))
        dW = delta.T.dot(rows(x))
        db = np.add.reduce(delta)
        dx = delta.dot(W).reshape(x.shape) if input_grad else None
        return dx, [dW, db]


def rows(x):
    """Return x as a matrix: axes between the first and the last are more samples.

    Examples
    --------
    >>> rows(np.ones((16, 25, 60))).shape
    (400, 60)
    """
    return x if x.ndim == 2 else x.reshape(-1, x.shape[-1])
