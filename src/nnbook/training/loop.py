"""The loop that most nets of the book learn in: small batches of samples, in an order drawn anew."""

from nnbook import checks
from nnbook.training.run import Run


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
        A run that diverges stops there, without warnings, and says so in ``diverged_at``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that kind, data are not finite or their lengths differ.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.activations import tanh
    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.models import Sequential
    >>> from nnbook.optimizers import Adam
    >>> x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    >>> rng = np.random.default_rng(1)
    >>> model = Sequential(Dense(2, 8, tanh, rng=rng), Dense(8, 1, rng=rng))
    >>> history = fit(model, mean_squared_error, Adam(0.02), (x, y), n_epochs=300, batch_size=4, rng=rng)
    >>> model.predict(x).round(1).ravel() + 0, history.diverged_at
    (array([0., 1., 1., 0.], dtype=float32), -1)
    """
    run = Run(
        model, loss, opt, data, n_epochs=n_epochs, rng=rng, validation=validation, metric=metric,
        patience=patience, penalty=penalty, callback=callback, progress=progress,
    )  # fmt: skip
    batch_size = checks.integer("batch_size", batch_size, low=1)

    def batches():
        order = rng.permutation(len(run.x))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            yield run.x.take(batch, axis=0), run.target.take(batch, axis=0), len(batch)

    return run.train(batches)
