r"""The simple recurrent network: a layer that hears its own past, unfolded in time."""

import numpy as np

from nnbook import checks
from nnbook.activations import tanh
from nnbook.initializers import glorot_uniform
from nnbook.layers.protocol import check_grad, check_inputs
from nnbook.layers.settings import as_activation, draw_weights


class RNN:
    r"""The vanilla recurrent network of Elman, with backpropagation through time.

    .. math::
        z_t = W x_t + U h_{t-1} + b, \qquad h_t = f(z_t)

    .. math::
        \delta_t = \bigl(\partial L/\partial h_t + U^\top \delta_{t+1}\bigr) \odot f'(z_t), \qquad
        \frac{\partial L}{\partial U} = \sum_t \delta_t\, h_{t-1}^\top

    Parameters
    ----------
    n_in, n_hidden : int
        Numbers of inputs and of hidden units.
    activation : activation
        f, any object of `nnbook.activations`.
    init : callable
        An initialiser of `nnbook.initializers` for both matrices.
    rng : numpy.random.Generator
        Source of the first weights.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    W : ndarray, shape (n_hidden, n_in)
    U : ndarray, shape (n_hidden, n_hidden)
        From the hidden units at one time to those at the next.
    b : ndarray, shape (n_hidden,)
        One bias; PyTorch has two, of which only the sum matters.

    References
    ----------
    .. [1] J. Elman, "Finding structure in time", Cognitive Science 14 (1990),
       doi:10.1207/s15516709cog1402_1.
    .. [2] P. Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the IEEE
       78 (1990), doi:10.1109/5.58337.

    Examples
    --------
    >>> rnn = RNN(1, 1, rng=np.random.default_rng(0), dtype=float)
    >>> rnn.W[:], rnn.U[:] = 1, 0.5
    >>> y, cache = rnn.forward([[[1.0], [0.0], [0.0]]])
    >>> y[0, :, 0].round(4)
    array([0.7616, 0.3634, 0.1797])
    >>> dx, (dW, dU, db) = rnn.backward(np.array([[[0.0], [0.0], [1.0]]]), cache)
    >>> dx.shape
    (1, 3, 1)
    """

    def __init__(self, n_in, n_hidden, activation=tanh, *, init=glorot_uniform, rng, dtype=np.float32):
        n_in = checks.size("n_in", n_in)
        n_hidden = checks.size("n_hidden", n_hidden)
        W = draw_weights(init, (n_hidden, n_in), rng=rng, dtype=dtype)
        U = draw_weights(init, (n_hidden, n_hidden), rng=rng, dtype=dtype)
        self.params = [W, U, np.zeros(n_hidden, W.dtype)]
        self.activation = as_activation(activation)

    def __repr__(self):
        n_hidden, n_in = self.W.shape
        return f"RNN({n_in}, {n_hidden}, {self.activation})"

    @property
    def W(self):
        """The weights of the inputs."""
        return self.params[0]

    @property
    def U(self):
        """The weights of the hidden units' own past."""
        return self.params[1]

    @property
    def b(self):
        """The biases."""
        return self.params[2]

    def forward(self, x, *, training=False, rng=None, state=None):
        """Return the hidden units at all times, shape (batch, time, n_hidden), and the cache.

        x has the shape (batch, time, n_in); `state`, shape (batch, n_hidden), is h before the first step,
        zeros if it is not given.
        """
        W, U, b = self.params
        x = steps_first(x, W)
        n_steps, n_samples, _ = x.shape
        h = np.empty((n_steps + 1, n_samples, len(b)), W.dtype)  # h[t + 1] is h_t: it begins with the state
        h[0] = 0 if state is None else checks.array("state", state, shape=h[0].shape, dtype=W.dtype)
        z = project(x, W, b)  # the inputs of all times at once
        U_T = np.ascontiguousarray(U.T)  # multiplying by a transposed view is slower
        for t in range(n_steps):
            z[t] += h[t] @ U_T
            h[t + 1] = self.activation(z[t])
        return h[1:].swapaxes(0, 1).copy(), (x, h, z)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂U, ∂L/∂b] from grad = ∂L/∂y, going back through time.

        The state before the first step counts as given: that is where truncation cuts.
        """
        x, h, _ = cache
        return sequence_gradients(self._errors(grad, cache), x, h[:-1], self.W, input_grad)

    def backward_through_time(self, grad, cache, state_grad=None, *, input_grad=True):
        """Return what `backward` does, and then ∂L/∂state at the state before the first step.

        `state_grad` is ∂L/∂h after the last step, as far as it comes from later parts of the sequence; zeros
        if it is not given. Both have the shape (batch, n_hidden).
        """
        x, h, _ = cache
        delta = self._errors(grad, cache, state_grad)
        return *sequence_gradients(delta, x, h[:-1], self.W, input_grad), delta[0] @ self.U

    def _errors(self, grad, cache, state_grad=None):
        """Return ∂L/∂z, shape (time, batch, n_hidden)."""
        _, h, z = cache
        prime = self.activation.prime(z, h[1:])
        delta = steps_first_grad(grad, h[1:])
        if state_grad is not None:
            delta[-1] += checks.array("state_grad", state_grad, shape=h[0].shape, dtype=h.dtype, finite=False)
        for t in reversed(range(len(delta))):
            if t + 1 < len(delta):
                delta[t] += delta[t + 1] @ self.U
            delta[t] *= prime[t]
        return delta

    def final_state(self, cache):
        """Return h after the last step, from `cache`: the `state` with which the next part goes on."""
        return cache[1][-1]


def steps_first(x, W):
    """Return sequences (batch, time, n_in) with time as the first axis, in the dtype of the weights.

    Examples
    --------
    >>> steps_first([[[1], [2], [3]]], np.ones((4, 1))).shape
    (3, 1, 1)
    """
    x = check_inputs(x, W.dtype, ndim=(3,), length=W.shape[1])
    if x.shape[1] == 0:
        raise ValueError(f"need x with at least one time step, got x of shape {x.shape}")
    return np.ascontiguousarray(x.swapaxes(0, 1))


def project(x, W, b):
    """Return W x + b for the inputs of all times at once: one product instead of one for each time.

    Examples
    --------
    >>> project(np.ones((3, 1, 2)), np.array([[1.0, 2.0]]), np.array([0.5])).tolist()
    [[[3.5]], [[3.5]], [[3.5]]]
    """
    n_steps, n_samples, n_in = x.shape
    z = x.reshape(-1, n_in) @ W.T
    z += b
    return z.reshape(n_steps, n_samples, len(b))


def steps_first_grad(grad, h):
    """Return a new array of ∂L/∂h_t with time as the first axis, like `h`.

    Examples
    --------
    >>> steps_first_grad([[[1], [2], [3]]], np.ones((3, 1, 1)))[:, 0, 0]
    array([1., 2., 3.])
    """
    return check_grad(grad, h.swapaxes(0, 1)).swapaxes(0, 1).copy()


def sequence_gradients(delta, x, h_before, W, input_grad):
    """Return ∂L/∂x and the gradients of W, U and b: sums over all times of the error times the input.

    Examples
    --------
    >>> one = np.ones((2, 1, 1))
    >>> sequence_gradients(one, one, one, np.ones((1, 1)), True)[1]
    [array([[2.]]), array([[2.]]), array([2.])]
    """
    rows = delta.reshape(-1, delta.shape[-1])
    dW = rows.T @ x.reshape(-1, x.shape[-1])
    dU = rows.T @ h_before.reshape(-1, h_before.shape[-1])
    dx = (delta @ W).swapaxes(0, 1) if input_grad else None
    return dx, [dW, dU, rows.sum(axis=0)]
