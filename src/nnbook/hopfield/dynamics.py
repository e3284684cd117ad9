"""Watching a memory at work: every state on the way, with groups deciding together, and with noise."""

import math

import numpy as np

from nnbook import checks
from nnbook.hopfield.weights import as_thresholds, as_weights


def _decided(beta, h, noise):
    """Return +1 with probability ½ (1 + tanh βh), else −1; `noise` is uniform from −1 to 1."""
    with np.errstate(over="ignore"):  # tanh of infinity is 1
        return np.where(noise < np.tanh(beta * h), 1, -1)


@checks.arguments(
    W=as_weights,
    n_steps=checks.size(low=0),
    group=checks.integer(low=1),
    beta=checks.number(low=0, infinite=True),
    rng=checks.generator(),
)
def update_path(W, x, *, n_steps, group=1, theta=0.0, beta=math.inf, rng=None):
    r"""Return every state on the way when `group` units at a time decide together.

    Step t = 0, 1, 2, ... lets the next `group` units in the circle 1, ..., n read their fields and then
    change at once. With ``group=1`` this is asynchronous updating in cyclic order, unit (t mod n) + 1 being
    visited at step t; with ``group=n`` it is synchronous updating. At a finite inverse temperature a unit
    becomes +1 with probability

    .. math:: g(\beta h_j) = \tfrac12 (1 + \tanh \beta h_j).

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights.
    x : array_like, shape (n,)
        The first state. It is not changed.
    n_steps : int
        Number of steps.
    group : int
        Number of units that decide together, from 1 to n.
    theta : float or array_like, shape (n,)
        Thresholds.
    beta : float
        Inverse temperature, in the inverse unit of the weights; ``math.inf`` means no noise.
    rng : numpy.random.Generator
        Draws the noise; needed unless `beta` is infinite.

    Returns
    -------
    path : ndarray, shape (n_steps + 1, n)
        ``path[t]`` is the state before step t.

    Examples
    --------
    >>> update_path([[0, 1], [1, 0]], [1, -1], n_steps=2)
    array([[ 1., -1.],
           [-1., -1.],
           [-1., -1.]])
    >>> update_path([[0, 1], [1, 0]], [1, -1], n_steps=2, group=2)
    array([[ 1., -1.],
           [-1.,  1.],
           [ 1., -1.]])
    """
    n = len(W)
    x, theta = checks.signs("x", x, ndim=1, n=n), as_thresholds(theta, n)
    checks.integer("group", group, high=n)
    visited = np.arange(n_steps * group).reshape(n_steps, group) % n
    noise = None if beta == math.inf else checks.generator("rng", rng).uniform(-1, 1, visited.shape)
    path = np.empty((n_steps + 1, n))
    path[0] = x
    for t, j in enumerate(visited):
        path[t + 1] = path[t]
        x = path[t + 1]
        h = W[j] @ x - theta[j]
        x[j] = np.where(h != 0, np.sign(h), x[j]) if noise is None else _decided(beta, h, noise[t])
    return path


@checks.arguments(
    W=as_weights,
    beta=checks.number(low=0, infinite=True),
    n_sweeps=checks.size(low=0),
    rng=checks.generator(),
)
def glauber(W, x, *, beta, n_sweeps, rng, theta=0.0):
    r"""Let units decide one after the other by chance: the stronger its field, the surer a unit.

    .. math:: P(x_j \leftarrow +1) = g(\beta h_j) = \tfrac12 (1 + \tanh \beta h_j)
              = \frac{1}{1 + e^{-2 \beta h_j}}

    Units are visited in cyclic order. If the weights are symmetric and their diagonal is zero, the frequency
    of a state becomes proportional to :math:`e^{-\beta E(\mathbf{x})}` in the long run.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``hebb_weights(patterns) / n`` puts the temperature 1 / beta on the scale of the literature,
        where memory of few patterns melts at 1.
    x : array_like, shape (n,) or (n_states, n)
        First state, or several in rows; they are not changed. Each state has its own noise.
    beta : float
        Inverse temperature; ``math.inf`` makes the updates deterministic.
    n_sweeps : int
        Number of visits to every unit.
    rng : numpy.random.Generator
        Draws the noise.
    theta : float or array_like, shape (n,)
        Thresholds.

    Returns
    -------
    states : ndarray, shape (n_sweeps + 1, n) or (n_sweeps + 1, n_states, n)
        The start and the state after each sweep.

    References
    ----------
    .. [1] R. J. Glauber, "Time-dependent statistics of the Ising model", J. Math. Phys. 4 (1963) 294.

    Examples
    --------
    >>> pair = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> states = glauber(pair, np.ones((4000, 2)), beta=0.5, n_sweeps=20, rng=np.random.default_rng(1))
    >>> float(states[-1].prod(axis=1).mean().round(1)), float(np.tanh(0.5).round(1))  # measured and exact
    (0.5, 0.5)
    """
    x, theta = checks.signs("x", x, n=len(W)), as_thresholds(theta, len(W))
    X = np.array(np.atleast_2d(x).T, order="C")
    states = np.empty((n_sweeps + 1, *X.T.shape))
    states[0] = X.T
    for sweep in range(n_sweeps):
        noise = rng.uniform(-1, 1, X.shape)
        for j in range(len(W)):
            h = W[j] @ X - theta[j]
            if beta == math.inf:
                np.copyto(X[j], np.sign(h), where=h != 0)
            else:
                X[j] = _decided(beta, h, noise[j])
        states[sweep + 1] = X.T
    return states[:, 0] if x.ndim == 1 else states
