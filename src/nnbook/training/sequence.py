"""Truncated backpropagation through time: recurrent nets learn from sequences too long to unfold at once."""

from nnbook import checks
from nnbook.training.loop import learn
from nnbook.training.task import Task


def fit_sequence(
    model,
    loss,
    opt,
    data,
    *,
    n_epochs,
    n_steps,
    rng,
    validation=None,
    metric=None,
    patience=None,
    penalty=None,
    callback=None,
    progress=None,
):
    r"""Train a recurrent `model` on parallel sequences, in chunks of T time steps.

    The state goes on from chunk to chunk, the gradient does not:

    .. math:: L_k, \mathbf{s}_{k+1} = L(\mathbf{x}_{kT}, \dots, \mathbf{x}_{kT+T-1}; \mathbf{s}_k, \theta),
              \qquad
              \theta \leftarrow \operatorname{step}\Bigl(\theta,
              \frac{\partial L_k}{\partial \theta}\Big|_{\mathbf{s}_k\ \text{fixed}}\Bigr),
              \qquad \mathbf{s}_0 = \mathbf{0}

    One step is taken for each chunk. In the notation BPTT(h; h') of [1]_, h = h' = T; others call the two
    numbers k₂ and k₁. With T as long as the sequences it is backpropagation through time, not truncated.

    Parameters
    ----------
    model : Layer
        A recurrent layer, or a `Sequential` that contains some: its forward pass takes a `state`, and it has
        `final_state`. Recurrent layers inside of `Residual` or `Concat` begin anew with each chunk.
    loss, opt
        As in `fit`. ``Clip(opt, max_norm)`` clips the gradients, as recurrent nets often need. A loss that
        sums over time, as `mean_squared_error` does, grows with T.
    data : tuple
        (x, target), both of shape (n_streams, time, ...), a target for each time; `streams` cuts one long
        sequence into several.
    n_epochs, n_steps : int
        Passes through the data, each beginning with the state 0, and the length T of a chunk. A rest makes a
        shorter last chunk.
    rng : numpy.random.Generator
        Draws noise of layers such as dropout; chunks come in their order.
    validation : tuple, optional
        (x, target) of that kind, to measure the loss on after each epoch; of one chunk, from the state 0.
    metric, patience, penalty, callback, progress
        As in `fit`.

    Returns
    -------
    History
        Its losses are means over chunks, weighted by their lengths. A run that diverges stops there, without
        warnings, and says so in ``diverged_at``.

    References
    ----------
    .. [1] R. Williams and J. Peng, "An efficient gradient-based algorithm for on-line training of recurrent
       network trajectories", Neural Computation 2 (1990), doi:10.1162/neco.1990.2.4.490.

    Examples
    --------
    The sign that came three steps ago, from chunks of five steps:

    >>> import numpy as np
    >>> from nnbook.layers import RNN, Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.layers import Sequential
    >>> from nnbook.optimizers import Adam, Clip
    >>> rng = np.random.default_rng(0)
    >>> x = rng.choice([-1.0, 1.0], (8, 500, 1))
    >>> model = Sequential(RNN(1, 16, rng=rng), Dense(16, 1, rng=rng))
    >>> history = fit_sequence(model, mean_squared_error, Clip(Adam(0.01), 1.0), (x, np.roll(x, 3, axis=1)),
    ...                        n_epochs=5, n_steps=5, rng=rng)
    >>> history.n_steps, history.loss[0] > 0.2, history.loss[-1] < 0.05
    (500, True, True)
    """
    task = Task(
        model, loss, opt, data, n_epochs=n_epochs, rng=rng, validation=validation, metric=metric,
        patience=patience, penalty=penalty, callback=callback, progress=progress,
    )  # fmt: skip
    if not hasattr(model, "final_state"):
        raise TypeError(f"need model to be recurrent, with a method final_state, got {model=}")
    n_steps = checks.integer("n_steps", n_steps, low=1)
    for name, part in (("data", (task.x, task.target)), ("validation", task.validation)):
        shapes = None if part is None else [array.shape for array in part]
        if shapes and (len(shapes[0]) < 2 or shapes[0][:2] != shapes[1][:2] or shapes[0][1] == 0):
            raise ValueError(f"need {name} with a target for each stream and time, got shapes {shapes}")

    unrolled = Unrolled(model)

    def chunks():
        unrolled.state = None  # s_0 = 0
        for start in range(0, task.x.shape[1], n_steps):
            x = task.x[:, start : start + n_steps]  # x_kT … x_{kT+T−1}
            yield x, task.target[:, start : start + n_steps], x.shape[1]

    return learn(task, unrolled, chunks)


class Unrolled:
    """A recurrent model whose passes go on from the state in which the one before left it.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.layers import RNN
    >>> rnn = RNN(1, 2, rng=np.random.default_rng(0))
    >>> x, unrolled = np.ones((1, 6, 1)), Unrolled(rnn)
    >>> parts = [unrolled.forward(part)[0] for part in (x[:, :2], x[:, 2:])]
    >>> np.allclose(np.concatenate(parts, axis=1), rnn.forward(x)[0])
    True
    """

    def __init__(self, model):
        self.model, self.state = model, None

    @property
    def params(self):
        """Those of the model."""
        return self.model.params

    def forward(self, x, *, training=False, rng=None):
        """Return what the model returns from the present state, and keep the next."""
        y, caches = self.model.forward(x, training=training, rng=rng, state=self.state)
        self.state = self.model.final_state(caches)  # s_{k+1}
        return y, caches

    def backward(self, grad, caches, *, input_grad=True):
        """Return what the model returns: the state counts as given."""
        return self.model.backward(grad, caches, input_grad=input_grad)


def streams(sequence, n_streams):
    """Cut one long sequence into parallel ones of equal length, so that a step sees a batch of them.

    Parameters
    ----------
    sequence : array_like, shape (time, ...)
        Such as the codes of the letters of a text.
    n_streams : int
        How many; what is left over at the end is dropped.

    Returns
    -------
    ndarray, shape (n_streams, time // n_streams, ...)

    Examples
    --------
    >>> streams([0, 1, 2, 3, 4, 5, 6], 3)
    array([[0, 1],
           [2, 3],
           [4, 5]])
    """
    n_streams = checks.integer("n_streams", n_streams, low=1)
    sequence = checks.array("sequence", sequence, dtype=None)
    if sequence.ndim == 0 or len(sequence) < n_streams:
        raise ValueError(f"need a sequence of at least {n_streams=} steps, got shape {sequence.shape}")
    length = len(sequence) // n_streams
    parts = sequence[: n_streams * length].reshape(n_streams, length, *sequence.shape[1:])
    return parts.copy()  # the caller's may change
