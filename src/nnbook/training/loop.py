"""The training loop: a step for each batch, batch after batch, epoch after epoch."""

import math

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import buffers
from nnbook.training.history import Best, History
from nnbook.training.predict import predict
from nnbook.training.progress import epochs
from nnbook.training.task import Task
from nnbook.training.tied import tied_gradients, untied


def train_step(model, loss, opt, params, state, x, target, *, rng, penalty=None):
    r"""Let `model` learn from one batch: forward, loss, backward, step.

    .. math:: \theta \leftarrow \operatorname{step}\Bigl(\theta,
              \nabla_\theta \bigl[ L_\text{batch}(\theta) + R(\theta) \bigr] \Bigr)

    Nothing is checked here: `fit` does that, once.

    Parameters
    ----------
    model : Layer
        Its parameters are changed in place, unless the loss is not finite.
    loss : callable
        ``loss(output, target) -> (value, grad)``.
    opt : optimiser
        From `nnbook.optimizers`.
    params, state : list of ndarray, dict
        What the optimiser changes, ``untied(model.params)`` (that is ``model.params``, unless weights are
        tied), and ``opt.init(params)``.
    x, target : ndarray, shape (n_samples, ...)
        The batch.
    rng : numpy.random.Generator
        Draws noise of layers such as dropout.
    penalty : callable, optional
        R: ``penalty(params) -> (value, grads)``.

    Returns
    -------
    float
        The loss before the step, penalty included.

    Examples
    --------
    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.optimizers import SGD
    >>> rng, opt = np.random.default_rng(0), SGD(0.1)
    >>> model = Dense(1, 1, rng=rng)
    >>> state = opt.init(model.params)
    >>> x, y = np.float32([[1], [2], [3]]), np.float32([[2], [4], [6]])
    >>> losses = [
    ...     train_step(model, mean_squared_error, opt, model.params, state, x, y, rng=rng) for _ in range(9)
    ... ]
    >>> losses[-1] < 0.01 * losses[0]
    True
    """
    y, caches = model.forward(x, training=True, rng=rng)  # y = f(x; θ)
    value, grad = loss(y, target)  # L, ∂L/∂y
    _, grads = model.backward(grad, caches, input_grad=False)  # ∂L/∂θ
    if penalty is not None:
        price, pulls = penalty(model.params)  # R, ∂R/∂θ
        value, grads = value + price, [g + pull for g, pull in zip(grads, pulls, strict=True)]
    if len(grads) > len(params):
        grads = tied_gradients(params, model.params, grads)  # tied weights add theirs
    if math.isfinite(value):
        opt.step(params, grads, state)  # θ ← step(θ, ∂(L + R)/∂θ)
    return value


def fit(
    model,
    loss,
    opt,
    data,
    *,
    n_epochs,
    batch_size,
    rng,
    validation=None,
    metric=None,
    patience=None,
    penalty=None,
    callback=None,
    progress=None,
):
    r"""Train `model` on mini-batches, each sample once in an epoch, in an order drawn anew.

    .. math:: \theta \leftarrow \operatorname{step}\Bigl(\theta,
              \nabla_\theta \bigl[ L_\text{batch}(\theta) + R(\theta) \bigr] \Bigr)

    Parameters
    ----------
    model : Layer
        Mostly a `Sequential`. Its parameters are changed in place.
    loss : callable
        ``loss(output, target) -> (value, grad)``, from `nnbook.losses`.
    opt : optimiser
        From `nnbook.optimizers`; its settings are numbers or schedules, not arrays.
    data : tuple
        (x, target), both with the samples first.
    n_epochs, batch_size : int
        Passes through the data, and samples in a step. A smaller rest makes the last batch of an epoch.
    rng : numpy.random.Generator
        Draws the order, and noise of layers such as dropout.
    validation : tuple, optional
        (x, target) to measure the loss on after each epoch.
    metric : callable, optional
        ``metric(output, target) -> float``, measured on the validation data too.
    patience : int, optional
        Early stopping: give up after that many epochs without a smaller validation loss, and put back the
        parameters and running statistics of the best epoch.
    penalty : callable, optional
        R: ``penalty(params) -> (value, grads)``, such as ``L2(1e-4)``.
    callback : callable, optional
        ``callback(epoch, history)`` after each epoch; training ends when it returns True.
    progress : bool or callable, optional
        True writes one line that is kept up to date; a callable wraps the range of epochs, as
        ``tqdm.auto.tqdm`` does.

    Returns
    -------
    History
        A record of the run. One that diverges stops there, without warnings, and says so in ``diverged_at``.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.activations import tanh
    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.layers import Sequential
    >>> from nnbook.optimizers import Adam
    >>> x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    >>> rng = np.random.default_rng(1)
    >>> model = Sequential(Dense(2, 8, tanh, rng=rng), Dense(8, 1, rng=rng))
    >>> history = fit(model, mean_squared_error, Adam(0.02), (x, y), n_epochs=300, batch_size=4, rng=rng)
    >>> model.predict(x).round(1).ravel() + 0, history.diverged_at
    (array([0., 1., 1., 0.], dtype=float32), -1)
    """
    task = Task(
        model, loss, opt, data, n_epochs=n_epochs, rng=rng, validation=validation, metric=metric,
        patience=patience, penalty=penalty, callback=callback, progress=progress,
    )  # fmt: skip
    batch_size = checks.integer("batch_size", batch_size, low=1)

    def batches():
        order = rng.permutation(len(task.x))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            yield task.x[batch], task.target[batch], len(batch)

    return learn(task, model, batches)


def learn(task, model, batches):
    """Train `model` on what ``batches()`` returns in each epoch, until training is over; return the history.

    A batch is a tuple (x, target, size); `size` is its weight in the mean loss of the epoch.

    Examples
    --------
    `fit` makes batches, and learns from them:

    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.optimizers import SGD
    >>> x, rng = np.array([[1.0], [2.0], [3.0]]), np.random.default_rng(0)
    >>> task = Task(Dense(1, 1, rng=rng), mean_squared_error, SGD(0.1), (x, 2 * x), n_epochs=9, rng=rng)
    >>> history = learn(task, task.model, lambda: [(task.x, task.target, 3)])
    >>> history.n_steps, round(history.loss[-1], 4)
    (9, 0.005)
    """
    history, params = History(), untied(model.params)
    state = task.opt.init(params)
    best = Best([*params, *buffers(task.model)], task.patience)
    if task.validation is not None:  # what does not fit is said before anything is learned
        x, target = task.validation
        task.loss(predict(task.model, x[:1]), target[:1])
    for epoch in epochs(task.progress, task.n_epochs, history):
        _epoch(task, model, params, state, batches(), history)
        if history.diverged_at >= 0:
            break
        _validate(task, history)
        is_over = best.is_over(epoch, history)
        answer = None if task.callback is None else task.callback(epoch, history)
        if is_over or (isinstance(answer, (bool, np.bool_)) and answer):
            break
    best.put_back()
    return history


def _epoch(task, model, params, state, batches, history):
    """Take a step for every batch, unless one diverges."""
    total, n = 0.0, 0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # divergence is reported instead
        for x, target, size in batches:
            value = train_step(
                model, task.loss, task.opt, params, state, x, target, rng=task.rng, penalty=task.penalty
            )
            if not (math.isfinite(value) and all(map(_is_finite, params))):
                history.diverged_at = history.n_steps
                return
            total, n = total + value * size, n + size
            history.n_steps += 1
    history.loss.append(total / n)


def _validate(task, history):
    """Measure loss and metric on the validation data."""
    if task.validation is None:
        return
    x, target = task.validation
    with np.errstate(over="ignore", invalid="ignore"):
        y = predict(task.model, x)
        history.validation_loss.append(task.loss(y, target)[0])
        if task.metric is not None:
            history.metric.append(float(task.metric(y, target)))


def _is_finite(p):
    """Say whether all numbers are; their squared length costs less to look at, but it may overflow."""
    return math.isfinite(np.vdot(p, p)) or np.isfinite(p).all()
