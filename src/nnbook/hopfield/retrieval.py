"""Recalling: units follow their fields, one after the other or all at once, until nothing changes."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.hopfield.states import signs
from nnbook.hopfield.weights import network


@dataclass(frozen=True)
class Recall:
    """How a recall ended.

    Attributes
    ----------
    states : ndarray, shape of the cue
        The last states.
    n_sweeps : int
        Sweeps made, the last of which only confirmed that nothing changes; for synchronous recall, steps.
    period : int or ndarray of int, shape (n_states,)
        1 for a fixed point, 2 for a state that flips to and fro for ever (synchronous updates only), 0 for
        one that was still moving when the sweeps ran out.
    """

    states: np.ndarray
    n_sweeps: int
    period: np.ndarray | int


def _finish(X, n_sweeps, period, single):
    """Return the columns of X as the states of a `Recall`."""
    return Recall(X[:, 0].copy() if single else X.T.copy(), n_sweeps, int(period[0]) if single else period)


def recall(W, x, *, theta=0.0, max_sweeps=100, rng=None):
    r"""Let one unit after the other follow its field, until a whole sweep changes nothing.

    .. math:: x_j \leftarrow \operatorname{sign}(h_j), \qquad h_j = \sum_i w_{ji} x_i - \theta_j,

    a tie :math:`h_j = 0` keeping :math:`x_j`. Visit t = 0, 1, 2, ... goes to unit j = (t mod n) + 1, or each
    sweep to all units in a new random order. The states of a batch are updated side by side, never mixed.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Symmetric weights with zero (or positive) diagonal: then the end is certain. Others are allowed.
    x : array_like, shape (n,) or (n_states, n)
        Where to start; not changed.
    theta : float or array_like, shape (n,)
        Thresholds.
    max_sweeps : int
        When to give up.
    rng : numpy.random.Generator, optional
        Draws the order of each sweep; the cyclic order when it is not given.

    Returns
    -------
    Recall

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, `x` is not made of +1 and -1, or a setting is out of range.

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
    W, theta = network(W, theta)
    x = signs("x", x, n=len(W))
    max_sweeps = checks.integer("max_sweeps", max_sweeps, low=1)
    draw_order = None if rng is None else checks.generator("rng", rng).permutation
    X = np.array(np.atleast_2d(x).T, order="C")  # a unit's row holds its state in every recall of the batch
    n_sweeps, moving = 0, True
    while np.any(moving) and n_sweeps < max_sweeps:
        before = X.copy()
        for j in draw_order(len(W)) if draw_order else range(len(W)):
            h = W[j] @ X - theta[j]
            np.copyto(X[j], np.sign(h), where=h != 0)
        moving = (before != X).any(axis=0)
        n_sweeps += 1
    return _finish(X, n_sweeps, np.where(moving, 0, 1), x.ndim == 1)


def recall_synchronous(W, x, *, theta=0.0, max_sweeps=100):
    r"""Let all units follow their fields at once, until each state stands still or flips to and fro.

    .. math:: \mathbf{x}(t+1) = \operatorname{sign}\bigl(W \mathbf{x}(t) - \boldsymbol\theta\bigr)

    with ties keeping the state. With symmetric weights, of whatever diagonal, nothing but fixed points and
    cycles of length two can come at the end.

    Parameters
    ----------
    W, x, theta, max_sweeps
        As in `recall`.

    Returns
    -------
    Recall
        For a cycle, `states` holds one of its two states.

    Raises
    ------
    TypeError, ValueError
        As in `recall`.

    References
    ----------
    .. [1] E. Goles-Chacc, F. Fogelman-Soulie, D. Pellegrin, "Decreasing energy functions as a tool for
       studying threshold networks", Discrete Applied Mathematics 12 (1985) 261.

    Examples
    --------
    >>> recall_synchronous([[0, 1], [1, 0]], [1, -1]).period
    2
    """
    W, theta = network(W, theta)
    x = signs("x", x, n=len(W))
    max_sweeps = checks.integer("max_sweeps", max_sweeps, low=1)
    now = np.array(np.atleast_2d(x).T, order="C")
    before, period, n_steps = np.zeros_like(now), np.zeros(now.shape[1], int), 0
    while not period.all() and n_steps < max_sweeps:
        h = W @ now - theta[:, np.newaxis]
        after = np.where(h != 0, np.sign(h), now)
        period = np.where((after == now).all(axis=0), 1, np.where((after == before).all(axis=0), 2, 0))
        before, now = now, after
        n_steps += 1
    return _finish(now, n_steps, period, x.ndim == 1)
