"""Recalling: units follow their fields, one after the other or all at once, until nothing changes."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.hopfield.weights import as_thresholds, as_weights


@dataclass(frozen=True)
class Recall:
    """How a recall ended.

    Attributes
    ----------
    states : ndarray, shape of the cue
        The last states.
    n_sweeps : int
        Sweeps made, or steps for synchronous recall. The last one only confirms that nothing changes.
    period : int or ndarray of int, shape (n_states,)
        1 for a fixed point. 2 for a state that flips to and fro for ever, which happens under synchronous
        updates only. 0 for a state that was still moving after the last sweep.
    """

    states: np.ndarray
    n_sweeps: int
    period: np.ndarray | int


def _finish(X, n_sweeps, period, single):
    """Return the columns of X as the states of a `Recall`."""
    return Recall(X[:, 0].copy() if single else X.T.copy(), n_sweeps, int(period[0]) if single else period)


def sweep(W, X, theta, order):
    r"""Let each unit in `order` follow its field, and say which states have changed.

    Parameters
    ----------
    W : ndarray, shape (n, n)
        Weights.
    X : ndarray, shape (n, n_states)
        One state in each column; changed in place.
    theta : ndarray, shape (n,)
        Thresholds.
    order : iterable of int
        The units in the order of their visits.

    Returns
    -------
    ndarray of bool, shape (n_states,)

    Examples
    --------
    >>> X = np.array([[1.0], [-1.0]])
    >>> sweep(np.array([[0, 1], [1, 0]]), X, np.zeros(2), range(2)), X.ravel()
    (array([ True]), array([-1., -1.]))
    """
    before = X.copy()
    for j in order:
        h = W[j] @ X - theta[j]  # h_j = Σ w_ji x_i − θ_j
        np.copyto(X[j], np.sign(h), where=h != 0)  # x_j ← sign(h_j)
    return (before != X).any(axis=0)


@checks.arguments(W=as_weights, max_sweeps=checks.integer(low=1), rng=checks.generator())
def recall(W, x, *, theta=0.0, max_sweeps=100, rng=None):
    r"""Let one unit after the other follow its field, until a whole sweep changes nothing.

    .. math:: x_j \leftarrow \operatorname{sign}(h_j), \qquad h_j = \sum_i w_{ji} x_i - \theta_j

    A tie :math:`h_j = 0` keeps :math:`x_j`. Visit t = 0, 1, 2, ... goes to unit j = (t mod n) + 1. With
    `rng`, each sweep visits all units in a new random order. Several states are updated side by side, each by
    itself.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights. If they are symmetric and the diagonal is not negative, recall is certain to end.
    x : array_like, shape (n,) or (n_states, n)
        The cue, or several in rows. They are not changed.
    theta : float or array_like, shape (n,)
        Thresholds.
    max_sweeps : int
        Most sweeps to make.
    rng : numpy.random.Generator, optional
        Draws the order of each sweep. Without it the order is cyclic.

    Returns
    -------
    Recall

    References
    ----------
    .. [1] J. J. Hopfield, "Neural networks and physical systems with emergent collective computational
       abilities", Proc. Natl. Acad. Sci. USA 79 (1982) 2554, equation 1.

    Examples
    --------
    >>> result = recall([[0, 1, -1], [1, 0, -1], [-1, -1, 0]], [1, 1, 1])
    >>> result.states, result.n_sweeps, result.period
    (array([ 1.,  1., -1.]), 2, 1)
    """
    n = len(W)
    x, theta = checks.signs("x", x, n=n), as_thresholds(theta, n)
    X = np.array(np.atleast_2d(x).T, order="C")  # a unit's row holds its state in every recall of the batch
    n_sweeps, moving = 0, np.array([True])
    while moving.any() and n_sweeps < max_sweeps:
        moving = sweep(W, X, theta, range(n) if rng is None else rng.permutation(n))
        n_sweeps += 1
    return _finish(X, n_sweeps, np.where(moving, 0, 1), x.ndim == 1)


@checks.arguments(W=as_weights, max_sweeps=checks.integer(low=1))
def recall_synchronous(W, x, *, theta=0.0, max_sweeps=100):
    r"""Let all units follow their fields at once, until each state stands still or flips to and fro.

    .. math:: \mathbf{x}(t+1) = \operatorname{sign}\bigl(W \mathbf{x}(t) - \boldsymbol\theta\bigr)

    A tie keeps the state. If the weights are symmetric, whatever their diagonal, every recall ends in a fixed
    point or in a cycle of length two.

    Parameters
    ----------
    W, x, theta, max_sweeps
        As in `recall`.

    Returns
    -------
    Recall
        For a cycle, `states` holds one of its two states.

    References
    ----------
    .. [1] E. Goles-Chacc, F. Fogelman-Soulie, D. Pellegrin, "Decreasing energy functions as a tool for
       studying threshold networks", Discrete Applied Mathematics 12 (1985) 261.

    Examples
    --------
    >>> recall_synchronous([[0, 1], [1, 0]], [1, -1]).period
    2
    """
    x, theta = checks.signs("x", x, n=len(W)), as_thresholds(theta, len(W))
    now = np.array(np.atleast_2d(x).T, order="C")
    before, period, n_steps = np.zeros_like(now), np.zeros(now.shape[1], int), 0
    while not period.all() and n_steps < max_sweeps:
        h = W @ now - theta[:, np.newaxis]
        after = np.where(h != 0, np.sign(h), now)  # x(t+1) = sign(W x(t) − θ)
        period = np.where((after == now).all(axis=0), 1, np.where((after == before).all(axis=0), 2, 0))
        before, now = now, after
        n_steps += 1
    return _finish(now, n_steps, period, x.ndim == 1)
