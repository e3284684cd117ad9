r"""Long short-term memory: a recurrent network with a cell that keeps what it is told to keep."""

import numpy as np

from nnbook import checks
from nnbook.initializers import glorot_uniform
from nnbook.layers.rnn import project, sequence_gradients, steps_first, steps_first_grad
from nnbook.layers.settings import draw_weights


class LSTM:
    r"""Long short-term memory, with each of its three gates present or left out.

    .. math::
        i_t, f_t, o_t &= \sigma(W_{i,f,o}\, x_t + U_{i,f,o}\, h_{t-1} + b_{i,f,o}) \\
        g_t &= \tanh(W_g x_t + U_g h_{t-1} + b_g) \\
        c_t &= f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh c_t

    The error in the cell passes from t to t − 1 by the factor f_t alone,
    :math:`\partial c_t / \partial c_{t-1} = f_t` (for fixed h), which no weight matrix can make vanish.

    Parameters
    ----------
    n_in, n_hidden : int
        Numbers of inputs and of hidden units.
    input_gate, forget_gate, output_gate : bool
        A gate that is left out is always open: its value is 1 and it has no weights. All False: the constant
        error carousel. Without the forget gate: the network of 1997. All three, the default: the network of
        1999.
    forget_bias : float
        First bias of the forget gate. 1 lets a new network remember (σ(1) = 0.73), 0 is PyTorch's.
    init : callable
        An initialiser of `nnbook.initializers` for every block of W and U.
    rng : numpy.random.Generator
        Source of the first weights.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    W : ndarray, shape (n_blocks · n_hidden, n_in)
        The blocks i, f, g, o below one another (PyTorch's order; others write i, f, o, g), without the gates
        that are left out.
    U : ndarray, shape (n_blocks · n_hidden, n_hidden)
    b : ndarray, shape (n_blocks · n_hidden,)
        One bias; PyTorch has two, of which only the sum matters.

    References
    ----------
    .. [1] S. Hochreiter and J. Schmidhuber, "Long short-term memory", Neural Computation 9 (1997),
       doi:10.1162/neco.1997.9.8.1735.
    .. [2] F. Gers, J. Schmidhuber and F. Cummins, "Learning to forget: continual prediction with LSTM",
       Neural Computation 12 (2000), doi:10.1162/089976600300015015.
    .. [3] R. Jozefowicz, W. Zaremba and I. Sutskever, "An empirical exploration of recurrent network
       architectures", ICML 2015 (on the forget gate's bias).

    Examples
    --------
    A carousel without recurrent weights adds up what it hears, for ever:

    >>> cell = LSTM(1, 1, input_gate=False, forget_gate=False, output_gate=False,
    ...             rng=np.random.default_rng(0), dtype=float)
    >>> cell.W[:], cell.U[:] = 1, 0
    >>> y, cache = cell.forward([[[0.5], [0.0], [0.0]]])
    >>> y[0, :, 0].round(4)
    array([0.4318, 0.4318, 0.4318])
    """

    def __init__(
        self, n_in, n_hidden, *, input_gate=True, forget_gate=True, output_gate=True, forget_bias=1.0,
        init=glorot_uniform, rng, dtype=np.float32,
    ):  # fmt: skip
        n_in = checks.size("n_in", n_in)
        n_hidden = checks.size("n_hidden", n_hidden)
        forget_bias = checks.number("forget_bias", forget_bias)
        gates = {"input_gate": input_gate, "forget_gate": forget_gate, "output_gate": output_gate}
        for name, present in gates.items():
            checks.flag(name, present)
        present = (input_gate, forget_gate, True, output_gate)
        self.blocks = [block for block, here in zip("ifgo", present, strict=True) if here]
        W, U = (
            np.concatenate([draw_weights(init, (n_hidden, n), rng=rng, dtype=dtype) for _ in self.blocks])
            for n in (n_in, n_hidden)
        )
        b = np.zeros((len(self.blocks), n_hidden), W.dtype)
        if forget_gate:
            b[self.blocks.index("f")] = forget_bias
        self.params = [W, U, b.ravel()]

    def __repr__(self):
        n_hidden, n_in = self.U.shape[1], self.W.shape[1]
        names = {"i": "input_gate", "f": "forget_gate", "o": "output_gate"}
        closed = "".join(f", {name}=False" for block, name in names.items() if block not in self.blocks)
        return f"LSTM({n_in}, {n_hidden}{closed})"

    @property
    def W(self):
        """The weights of the inputs, block below block."""
        return self.params[0]

    @property
    def U(self):
        """The weights of the hidden units' own past, block below block."""
        return self.params[1]

    @property
    def b(self):
        """The biases, block after block."""
        return self.params[2]

    def forward(self, x, *, training=False, rng=None, state=None):
        """Return the hidden units at all times, shape (batch, time, n_hidden), and the cache.

        x has the shape (batch, time, n_in); `state` is the pair (h, c) before the first step, each of shape
        (batch, n_hidden), zeros if it is not given.
        """
        W, U, b = self.params
        x = steps_first(x, W)
        n_steps, n_samples, _ = x.shape
        h = np.empty((n_steps + 1, n_samples, U.shape[1]), W.dtype)  # h[t + 1] is h_t; h[0] is the state
        c, tanh_c = np.empty_like(h), np.empty_like(h[1:])
        h[0], c[0] = (0, 0) if state is None else self._pair("state", state, h[0].shape)
        z = self._blockwise(project(x, W, b))  # W x_t + b at all times, axes (time, block, batch, n_hidden)
        a = np.empty_like(z)
        i, f, g, o = self._split(a)
        n_gates = self.blocks.index("g")  # that stand before g
        U_T = self._blocks_of_U().swapaxes(1, 2).copy()  # multiplying by a transposed view is slower
        for t in range(n_steps):
            z[t] += h[t] @ U_T  # z_t = W x_t + U h_{t−1} + b
            a[t] = sigma(z[t])  # i_t, f_t, o_t = σ(z_t)
            g[t] = np.tanh(z[t, n_gates])  # g_t = tanh(z_t)
            c[t + 1] = f[t] * c[t] + i[t] * g[t]
            tanh_c[t] = np.tanh(c[t + 1])
            h[t + 1] = o[t] * tanh_c[t]
        return h[1:].swapaxes(0, 1).copy(), (x, h, c, tanh_c, a)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x (or None) and [∂L/∂W, ∂L/∂U, ∂L/∂b] from grad = ∂L/∂y, going back through time.

        The state before the first step counts as given: that is where truncation cuts.
        """
        x, h, *_ = cache
        delta, _ = self._errors(grad, cache)
        return sequence_gradients(delta, x, h[:-1], self.W, input_grad)

    def backward_through_time(self, grad, cache, state_grad=None, *, input_grad=True):
        """Return what `backward` does, and then the pair (∂L/∂h, ∂L/∂c) at the state before the first step.

        `state_grad` is such a pair after the last step, as far as it comes from later parts of the sequence;
        zeros if it is not given. All four have the shape (batch, n_hidden).
        """
        x, h, *_ = cache
        delta, dc = self._errors(grad, cache, state_grad)
        return *sequence_gradients(delta, x, h[:-1], self.W, input_grad), (delta[0] @ self.U, dc)

    def _errors(self, grad, cache, state_grad=None):
        """Return ∂L/∂z, shape (time, batch, n_blocks · n_hidden), and ∂L/∂c before the first step."""
        _, h, c, tanh_c, a = cache
        grad = steps_first_grad(grad, h[1:])
        dc = np.zeros_like(grad[0])
        if state_grad is not None:
            dh, dc[:] = self._pair("state_grad", state_grad, dc.shape, finite=False)
            grad[-1] += dh
        i, f, g, o = self._split(a)
        dh_dc = o * (1 - tanh_c**2)
        by_z = {  # ∂c/∂z of i, f and g, and ∂h/∂z of o, at all times at once
            "i": g * i * (1 - i), "f": c[:-1] * f * (1 - f), "g": i * (1 - g**2), "o": tanh_c * o * (1 - o),
        }  # fmt: skip
        delta = np.stack([by_z[block] for block in self.blocks], axis=1)
        U, n_cell = self._blocks_of_U(), self.blocks.index("g") + 1
        for t in reversed(range(len(grad))):
            dh = grad[t]  # ∂L/∂h_t, to which the step after adds
            if t + 1 < len(grad):
                dh += (delta[t + 1] @ U).sum(axis=0)
            dc += dh * dh_dc[t]  # ∂L/∂c_t
            delta[t, :n_cell] *= dc  # ∂L/∂z of i, f, g
            delta[t, n_cell:] *= dh  # ∂L/∂z of o
            dc *= f[t]  # ∂L/∂c_{t−1}, but for what comes through h
        return delta.swapaxes(1, 2).reshape(*dh_dc.shape[:2], len(self.b)), dc

    def final_state(self, cache):
        """Return (h, c) after the last step, from `cache`: the `state` with which the next part goes on."""
        _, h, c, *_ = cache
        return h[-1], c[-1]

    def gates(self, cache):
        """Return the values of every block at all times, from `cache`: a dict of (batch, time, n_hidden)."""
        *_, a = cache
        return {block: a[:, k].swapaxes(0, 1) for k, block in enumerate(self.blocks)}

    def _blocks_of_U(self):
        """Return U with an axis for its blocks."""
        n_hidden = self.U.shape[1]
        return self.U.reshape(len(self.blocks), n_hidden, n_hidden)

    def _blockwise(self, z):
        """Return sequences (time, batch, n_blocks · n_hidden) with axes (time, block, batch, n_hidden)."""
        n_steps, n_samples, _ = z.shape
        return z.reshape(n_steps, n_samples, len(self.blocks), self.U.shape[1]).swapaxes(1, 2).copy()

    def _split(self, a):
        """Return the blocks i, f, g, o of a sequence; ones for a gate that is left out."""
        values = dict(zip(self.blocks, a.swapaxes(0, 1), strict=True))
        return [values.get(block, np.ones((len(a), 1, 1), a.dtype)) for block in "ifgo"]

    def _pair(self, name, pair, shape, **more):
        """Return the two parts of a state, or of its gradient, as arrays of that shape."""
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(f"need {name} to be a pair (h, c), got {name} of {type(pair).__name__}")
        return [checks.array(name, part, shape=shape, dtype=self.W.dtype, **more) for part in pair]


def sigma(z):
    """Return the logistic function, which in a loop over time costs least as ½ (1 + tanh ½z).

    Examples
    --------
    >>> sigma(np.array([0.0, np.log(3)]))
    array([0.5 , 0.75])
    """
    return 0.5 + 0.5 * np.tanh(0.5 * z)
