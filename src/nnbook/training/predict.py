"""What a network answers once it has learned."""

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import as_layer


def predict(model, x, *, batch_size=256):
    """Return the output of any layer for `x`, not as a training pass, in batches to spare memory.

    Parameters
    ----------
    model : Layer
        The network; its parameters are not changed.
    x : ndarray, shape (n_samples, ...)
        Inputs.
    batch_size : int
        Samples at a time.

    Returns
    -------
    ndarray, shape (n_samples, ...)

    Examples
    --------
    >>> from nnbook.layers import Flatten
    >>> predict(Flatten(), np.ones((5, 2, 3)), batch_size=2).shape
    (5, 6)
    """
    as_layer("model", model)
    batch_size = checks.integer("batch_size", batch_size, low=1)
    x = checks.array("x", x, dtype=None, finite=False)
    if x.ndim == 0:
        raise ValueError(f"need x with samples first, got the number {x=}")
    batches = range(0, max(len(x), 1), batch_size)
    return np.concatenate([model.forward(x[start : start + batch_size])[0] for start in batches])
