"""The loop that all rules for single units share, and what it keeps: every weight vector on the way."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks


@checks.arguments(x=checks.array(ndim=2))
def with_bias(x):
    """Return inputs with a column of ones in front, whose weight is the bias.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs.

    Returns
    -------
    ndarray, shape (n_samples, n_in + 1)

    Examples
    --------
    >>> with_bias([[2.0, 3.0]])
    array([[1., 2., 3.]])
    """
    if len(x) == 0:
        raise ValueError(f"need at least one sample in x, got x of shape {x.shape}")
    return np.hstack([np.ones((len(x), 1)), x])


@dataclass(frozen=True, eq=False)
class UnitFit:
    """How a unit learned: every weight vector on the way.

    Attributes
    ----------
    w : ndarray, shape (n_steps + 1, n_in + 1)
        Weights, bias first; row 0 is the start, row t what step t − 1 made of it.
    visited : list of ndarray of int, n_steps long
        The samples that each step looked at.
    n_changes : int
        Steps that changed the weights.
    converged : bool
        Whether training ended because a whole epoch changed nothing.
    diverged_at : int or None
        The step whose weights would not have been finite, where training ended.
    """

    w: np.ndarray
    visited: list
    n_changes: int
    converged: bool = False
    diverged_at: int | None = None


def train_unit(change, n_weights, n_samples, *, n_epochs, start, batch_size=1, order=None, rng=None):
    r"""Visit samples in turn, add ``change(w, batch)`` to the weights each time, and keep them all.

    Parameters
    ----------
    change : callable
        ``change(w, batch) -> ndarray``, of the shape of w, for the indices of a batch.
    n_weights, n_samples : int
        Length of w, and how many samples there are.
    n_epochs : int
        Most passes; one that changes nothing is the last.
    start : array_like, shape (n_weights,), or None
        First weights; zeros if None.
    batch_size : int
        Samples in a step; a smaller rest makes the last batch of an epoch.
    order : array_like of int, optional
        Which samples an epoch visits; all in turn without it.
    rng : numpy.random.Generator, optional
        Draws a new order for each epoch.

    Returns
    -------
    UnitFit

    Examples
    --------
    >>> fit = train_unit(lambda w, batch: np.array([1.0]), 1, n_samples=3, n_epochs=1, start=[5.0])
    >>> fit.w.ravel(), fit.visited
    (array([5., 6., 7., 8.]), [array([0]), array([1]), array([2])])
    """
    w = checks.array("start", np.zeros(n_weights) if start is None else start, shape=(n_weights,))
    n_epochs = checks.integer("n_epochs", n_epochs, low=0)
    batch_size = checks.integer("batch_size", batch_size, low=1)
    order = np.arange(n_samples) if order is None else _as_order(order, n_samples)
    if rng is not None:
        checks.generator("rng", rng)
    ws, visited, n_changes = [w], [], 0
    with np.errstate(over="ignore", invalid="ignore"):  # what diverges ends there and says so
        for _ in range(n_epochs):
            order_now = order if rng is None else rng.permutation(order)
            before = n_changes
            for i in range(0, len(order), batch_size):
                batch = order_now[i : i + batch_size]
                step = change(w, batch)
                if not np.isfinite(w + step).all():
                    return UnitFit(np.array(ws), visited, n_changes, diverged_at=len(visited))
                w = w + step
                n_changes += bool(step.any())
                ws.append(w)
                visited.append(batch)
            if n_changes == before:
                return UnitFit(np.array(ws), visited, n_changes, converged=True)
    return UnitFit(np.array(ws), visited, n_changes)


def _as_order(order, n_samples):
    """Return `order` as indices of samples, at least one; a mask is none."""
    if checks.array("order", order, dtype=None).dtype == bool:
        raise TypeError("need whole numbers in order, got order of dtype bool")
    order = checks.class_indices("order", order, n_samples)
    if order.ndim != 1 or order.size == 0:
        raise ValueError(f"need order with one axis, not empty, got order of shape {order.shape}")
    return order
