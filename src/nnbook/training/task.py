"""What a run is given, checked once before it begins."""

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import as_layer
from nnbook.optimizers.settings import as_optimizer


class Task:
    """The checked arguments of a run, by their names in `fit`; of the data `x` and `target`.

    Floats of the data have the precision of the model.

    Examples
    --------
    >>> from nnbook.layers import Dense
    >>> from nnbook.losses import mean_squared_error
    >>> from nnbook.optimizers import SGD
    >>> model, rng = Dense(1, 1, rng=np.random.default_rng(0)), np.random.default_rng(1)
    >>> task = Task(model, mean_squared_error, SGD(0.1), ([[1.0]], [[2.0]]), n_epochs=9, rng=rng)
    >>> task.x.dtype, task.target
    (dtype('float32'), array([[2.]], dtype=float32))
    """

    def __init__(
        self, model, loss, opt, data, *, n_epochs, rng,
        validation=None, metric=None, patience=None, penalty=None, callback=None, progress=None,
    ):  # fmt: skip
        self.model, self.opt = as_layer("model", model), as_optimizer(opt)
        self.loss = checks.function("loss", loss)
        functions = {"metric": metric, "penalty": penalty, "callback": callback}
        for name, function in functions.items():
            setattr(self, name, None if function is None else checks.function(name, function))
        dtype = _precision(model.params)
        self.x, self.target = _samples("data", data, dtype)
        self.validation = None if validation is None else _samples("validation", validation, dtype)
        if metric is not None and validation is None:
            raise ValueError("need validation data to measure a metric on, got validation=None")
        if patience is not None and validation is None:
            raise ValueError(f"need validation data to stop early, got {patience=} and validation=None")
        self.patience = None if patience is None else checks.integer("patience", patience, low=1)
        self.n_epochs = checks.integer("n_epochs", n_epochs, low=0)
        self.rng = checks.generator("rng", rng)
        self.progress = progress


def _precision(params):
    """Return the dtype that all parameters have, None if there are none."""
    for i, p in enumerate(params):
        if not isinstance(p, np.ndarray) or p.dtype.kind != "f" or p.dtype != params[0].dtype:
            got = getattr(p, "dtype", type(p).__name__)
            raise TypeError(f"need parameters of one float dtype in model, got model.params[{i}] of {got}")
    return params[0].dtype if params else None


def _samples(name, data, dtype):
    """Return (x, target) as arrays of equal length, floats as those of the model."""
    if not isinstance(data, (tuple, list)) or len(data) != 2:
        raise TypeError(f"need {name} to be a tuple (x, target), got {type(data).__name__}")
    x, target = (checks.array(f"{name}[{i}]", part, dtype=None) for i, part in enumerate(data))
    if x.ndim == 0 or target.ndim == 0 or len(x) != len(target) or len(x) == 0:
        raise ValueError(f"need {name} with as many targets as samples, got {x.shape} and {target.shape}")
    if x.dtype.kind == "f":
        x = checks.array(f"{name}[0]", checks.floats("x", x, dtype), dtype=None)  # finite in it, too
    return x, target if target.dtype.kind != "f" else checks.floats("target", target, dtype)
