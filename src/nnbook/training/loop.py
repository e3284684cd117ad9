"""The loop that all nets of the book learn in: batch, forward, loss, backward, step."""

import math
from dataclasses import dataclass, field

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import layer
from nnbook.numerics import floats
from nnbook.training.flat import Flat
from nnbook.training.progress import epochs


@dataclass
class History:
    """What happened during training; `fit` fills it epoch by epoch.

    Attributes
    ----------
    loss : list of float
        Mean training loss of each finished epoch, measured on the way (penalty included).
    validation_loss : list of float
        Loss on the validation data after each epoch, if there are any.
    metric : list of float
        Metric on the validation data after each epoch, if one was asked for.
    n_steps : int
        Steps taken.
    diverged_at : int
        The step at which the loss or a parameter was not finite any more, and training stopped; −1 if none.
    best_epoch : int
        With early stopping the epoch, from 0, whose parameters the model now has; else −1.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    metric: list = field(default_factory=list)
    n_steps: int = 0
    diverged_at: int = -1
    best_epoch: int = -1


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
        parameters of the best epoch.
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
    run = _Run(model, loss, opt, data, n_epochs, batch_size, rng, validation, metric, penalty)
    best = _Best(model.params, patience, validation)
    if callback is not None and not callable(callback):
        raise TypeError(f"need callback to be callable, got callback={callback!r}")
    history = run.history
    for epoch in epochs(progress, run.n_epochs, history):
        run.epoch()
        if history.diverged_at >= 0:
            break
        run.validate()
        if best.is_over(epoch, history) or (callback is not None and callback(epoch, history) is True):
            break
    best.put_back()
    return history


class _Best:
    """The parameters of the epoch with the smallest validation loss, if stopping early was asked for."""

    def __init__(self, params, patience, validation):
        self.params, self.kept, self.loss = params, None, math.inf
        self.patience = None if patience is None else checks.integer("patience", patience, low=1)
        if patience is not None and validation is None:
            raise ValueError(f"need validation data to stop early, got {patience=} and validation=None")

    def is_over(self, epoch, history):
        """Keep the parameters if this epoch is the best so far, and say whether patience is at its end."""
        if self.patience is None:
            return False
        if history.validation_loss[-1] < self.loss:
            self.loss, history.best_epoch = history.validation_loss[-1], epoch
            self.kept = [p.copy() for p in self.params]
        return epoch - history.best_epoch >= self.patience

    def put_back(self):
        """Give the model the parameters that were kept."""
        if self.kept is not None:
            for p, kept in zip(self.params, self.kept, strict=True):
                p[...] = kept


class _Run:
    """The arguments of a call of `fit`, checked, and the two things that are done with them."""

    def __init__(self, model, loss, opt, data, n_epochs, batch_size, rng, validation, metric, penalty):
        self.model = layer("model", model)
        for name, function in (("loss", loss), ("metric", metric), ("penalty", penalty)):
            if not callable(function) and (function is not None or name == "loss"):
                raise TypeError(f"need {name} to be callable, got {name}={function!r}")
        if isinstance(opt, type) or not (hasattr(opt, "init") and hasattr(opt, "step")):
            raise TypeError(f"need opt to be an optimiser with init and step, got opt={opt!r}")
        self.loss, self.opt, self.metric, self.penalty = loss, opt, metric, penalty
        self.flat = Flat(model.params)
        dtype = self.flat.params[0].dtype if self.flat.params else None
        self.x, self.target = _samples("data", data, dtype)
        self.validation = None if validation is None else _samples("validation", validation, dtype)
        if metric is not None and validation is None:
            raise ValueError("need validation data to measure a metric on, got validation=None")
        self.n_epochs = checks.integer("n_epochs", n_epochs, low=0)
        self.batch_size = checks.integer("batch_size", batch_size, low=1)
        self.rng = checks.generator("rng", rng)
        self.state = opt.init(self.flat.params)
        self.history = History()

    def epoch(self):
        """Take every sample once."""
        n, total = len(self.x), 0.0
        order = self.rng.permutation(n)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # divergence is reported instead
            for start in range(0, n, self.batch_size):
                batch = order[start : start + self.batch_size]
                value = self.step(self.x.take(batch, axis=0), self.target.take(batch, axis=0))
                if not math.isfinite(value):
                    self.history.diverged_at = self.history.n_steps
                    return
                total += value * len(batch)
                self.history.n_steps += 1
        if not all(np.isfinite(p).all() for p in self.flat.params):
            self.history.diverged_at = self.history.n_steps
            return
        self.history.loss.append(total / n)

    def step(self, x, target):
        """Take one step, unless the loss is not finite, and return the loss."""
        y, caches = self.model.forward(x, rng=self.rng)
        value, grad = self.loss(y, target)
        _, grads = self.model.backward(grad, caches, input_grad=False)
        if self.penalty is not None:
            price, pulls = self.penalty(self.model.params)
            value += price
            grads = [g + pull for g, pull in zip(grads, pulls, strict=True)]
        if math.isfinite(value):
            self.opt.step(self.flat.params, self.flat.gather(grads), self.state)
            self.flat.scatter()
        return value

    def validate(self):
        """Measure loss and metric on the validation data."""
        if self.validation is None:
            return
        x, target = self.validation
        with np.errstate(over="ignore", invalid="ignore"):
            y = predict(self.model, x)
            self.history.validation_loss.append(self.loss(y, target)[0])
            if self.metric is not None:
                self.history.metric.append(float(self.metric(y, target)))


def predict(model, x, *, batch_size=256):
    """Return the output of any layer for `x`, not as a training pass, in batches to spare memory.

    Parameters
    ----------
    model : Layer
        What to ask.
    x : ndarray, shape (n_samples, ...)
        Inputs.
    batch_size : int
        Samples at a time.

    Raises
    ------
    TypeError, ValueError
        If `model` is no layer or `x` does not fit it.

    Examples
    --------
    >>> from nnbook.layers import Flatten
    >>> predict(Flatten(), np.ones((5, 2, 3)), batch_size=2).shape
    (5, 6)
    """
    layer("model", model)
    batch_size = checks.integer("batch_size", batch_size, low=1)
    x = checks.array("x", x, dtype=None, finite=False)
    if x.ndim == 0:
        raise ValueError(f"need x with samples first, got the number {x=}")
    batches = range(0, max(len(x), 1), batch_size)
    return np.concatenate([model.forward(x[start : start + batch_size])[0] for start in batches])


def _samples(name, data, dtype):
    """Return (x, target) as arrays of equal length, floats as those of the model."""
    if not isinstance(data, (tuple, list)) or len(data) != 2:
        raise TypeError(f"need {name} to be a tuple (x, target), got {type(data).__name__}")
    x, target = (checks.array(f"{name}[{i}]", part, dtype=None) for i, part in enumerate(data))
    if x.ndim == 0 or target.ndim == 0 or len(x) != len(target) or len(x) == 0:
        raise ValueError(f"need {name} with as many targets as samples, got {x.shape} and {target.shape}")
    if x.dtype.kind == "f":
        x = checks.array(f"{name}[0]", floats("x", x, dtype), dtype=None)  # finite in that precision too
    return x, target if target.dtype.kind != "f" else floats("target", target, dtype)
