"""One training run, whatever its batches are: step by step and epoch by epoch until it is over."""

import math
from dataclasses import dataclass, field

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import buffers, layer
from nnbook.numerics import floats
from nnbook.optimizers.settings import optimizer
from nnbook.training.flat import Flat
from nnbook.training.progress import epochs


@dataclass
class History:
    """What happened during training; it is filled epoch by epoch.

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
        The step, from 0, whose loss or parameters were not finite any more, and where training stopped; −1 if
        none.
    best_epoch : int
        With early stopping the epoch, from 0, whose parameters the model now has; else −1.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    metric: list = field(default_factory=list)
    n_steps: int = 0
    diverged_at: int = -1
    best_epoch: int = -1


class Run:
    r"""A model in training: what `fit` and `fit_sequence` share, arguments checked.

    .. math:: \theta \leftarrow \operatorname{step}\Bigl(\theta,
              \nabla_\theta \bigl[ L_\text{batch}(\theta) + R(\theta) \bigr] \Bigr)

    Parameters
    ----------
    model, loss, opt, data, n_epochs, rng, validation, metric, patience, penalty, callback, progress
        As in `fit`.

    Attributes
    ----------
    x, target : ndarray
        The data, floats in the precision of the model.
    history : History
        What happened so far.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that kind.

    Examples
    --------
    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.optimizers import SGD
    >>> x, rng = np.array([[1.0], [2.0], [3.0]]), np.random.default_rng(0)
    >>> run = Run(Dense(1, 1, rng=rng), mean_squared_error, SGD(0.1), (x, 2 * x), n_epochs=9, rng=rng)
    >>> history = run.train(lambda: [(run.x, run.target, 3)])
    >>> history.n_steps, round(history.loss[-1], 4)
    (9, 0.005)
    """

    def __init__(
        self, model, loss, opt, data, *, n_epochs, rng,
        validation=None, metric=None, patience=None, penalty=None, callback=None, progress=None,
    ):  # fmt: skip
        self.model = layer("model", model)
        functions = {"loss": loss, "metric": metric, "penalty": penalty, "callback": callback}
        for name, function in functions.items():
            if function is not None or name == "loss":
                checks.function(name, function)
        optimizer(opt)
        self.loss, self.opt, self.penalty, self.metric = loss, opt, penalty, metric
        self.flat = Flat(model.params)
        dtype = self.flat.params[0].dtype if self.flat.params else None
        self.x, self.target = _samples("data", data, dtype)
        self.validation = None if validation is None else _samples("validation", validation, dtype)
        if metric is not None and validation is None:
            raise ValueError("need validation data to measure a metric on, got validation=None")
        self.n_epochs = checks.integer("n_epochs", n_epochs, low=0)
        self.rng = checks.generator("rng", rng)
        self.best = _Best([*model.params, *buffers(model)], patience, validation)
        self.callback, self.progress = callback, progress
        self.state = opt.init(self.flat.params)
        self.history = History()

    def train(self, batches, *, carry=False):
        """Go through what `batches()` returns in each epoch, until training is over, and return the history.

        A batch is a tuple (x, target, size); `size` is its weight in the mean loss of the epoch. With `carry`
        a batch goes on from the state in which the one before it left the model.
        """
        history = self.history
        if self.validation is not None:  # what does not fit is said before anything is learned
            x, target = self.validation
            self.loss(predict(self.model, x[:1]), target[:1])
        for epoch in epochs(self.progress, self.n_epochs, history):
            self._epoch(batches(), carry)
            if history.diverged_at >= 0:
                break
            self._validate()
            is_over = self.best.is_over(epoch, history)
            if (self.callback is not None and self.callback(epoch, history) is True) or is_over:
                break
        self.best.put_back()
        return history

    def _epoch(self, batches, carry):
        """Take every batch once."""
        total, n, past = 0.0, 0, {}
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # divergence is reported instead
            for x, target, size in batches:
                value, caches = self._step(x, target, past)
                if not (math.isfinite(value) and all(map(_is_finite, self.flat.params))):
                    self.history.diverged_at = self.history.n_steps
                    return
                if carry:
                    past = {"state": self.model.final_state(caches)}
                caches = None  # its memory serves the next step
                total += value * size
                n += size
                self.history.n_steps += 1
        self.history.loss.append(total / n)

    def _step(self, x, target, past):
        """Take one step, unless the loss is not finite, and return the loss and the caches."""
        y, caches = self.model.forward(x, rng=self.rng, **past)
        value, grad = self.loss(y, target)
        _, grads = self.model.backward(grad, caches, input_grad=False)
        if self.penalty is not None:
            price, pulls = self.penalty(self.model.params)
            value += price
            grads = [g + pull for g, pull in zip(grads, pulls, strict=True)]
        if math.isfinite(value):
            self.opt.step(self.flat.params, self.flat.gather(grads), self.state)
            self.flat.scatter()
        return value, caches

    def _validate(self):
        """Measure loss and metric on the validation data."""
        if self.validation is None:
            return
        x, target = self.validation
        with np.errstate(over="ignore", invalid="ignore"):
            y = predict(self.model, x)
            self.history.validation_loss.append(self.loss(y, target)[0])
            if self.metric is not None:
                self.history.metric.append(float(self.metric(y, target)))


def _is_finite(p):
    """Say whether all numbers are; their squared length costs less to look at, but it may overflow."""
    return math.isfinite(np.vdot(p, p)) or np.isfinite(p).all()


class _Best:
    """The parameters of the epoch with the smallest validation loss, if stopping early was asked for."""

    def __init__(self, arrays, patience, validation):
        self.arrays, self.kept, self.loss = arrays, None, math.inf
        self.patience = None if patience is None else checks.integer("patience", patience, low=1)
        if patience is not None and validation is None:
            raise ValueError(f"need validation data to stop early, got {patience=} and validation=None")

    def is_over(self, epoch, history):
        """Keep the parameters if this epoch is the best so far, and say whether patience is at its end."""
        if self.patience is None:
            return False
        if history.validation_loss[-1] < self.loss:
            self.loss, history.best_epoch = history.validation_loss[-1], epoch
            self.kept = [array.copy() for array in self.arrays]
        return epoch - history.best_epoch >= self.patience

    def put_back(self):
        """Give the model the parameters that were kept."""
        if self.kept is not None:
            for array, kept in zip(self.arrays, self.kept, strict=True):
                array[...] = kept


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

    Returns
    -------
    ndarray, shape (n_samples, ...)

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
