"""Unlearning: a network that dreams, and forgets a little of every dream, loses its phantoms first."""

import numpy as np

from nnbook import checks
from nnbook.hopfield.retrieval import recall
from nnbook.hopfield.weights import network


def unlearn(W, *, n_dreams, strength, rng):
    r"""Let the network start anywhere, and weaken whatever state it settles in.

    .. math:: w_{ij} \leftarrow w_{ij} - \varepsilon\, x_i x_j \quad (i \ne j)

    for the state x that asynchronous updates reach from a random start; `n_dreams` times in a row.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Symmetric weights; not changed.
    n_dreams : int
        How often.
    strength : float
        Epsilon, in the unit of the weights: 0.01 is a hundredth of a pattern stored by `hebb_weights`.
    rng : numpy.random.Generator
        Draws the starts.

    Returns
    -------
    W : ndarray, shape (n, n)

    Raises
    ------
    TypeError, ValueError
        If `W` is not a square array or a setting is out of range.

    References
    ----------
    .. [1] J. J. Hopfield, D. I. Feinstein, R. G. Palmer, "'Unlearning' has a stabilizing effect in collective
       memories", Nature 304 (1983) 158.

    Examples
    --------
    >>> weakened = unlearn([[0, 1], [1, 0]], n_dreams=10, strength=0.05, rng=np.random.default_rng(0))
    >>> float(weakened[0, 1].round(6))  # 1 - 10 * 0.05
    0.5
    """
    W = network(W)[0].copy()
    strength = checks.number("strength", strength, low=0)
    n_dreams = checks.integer("n_dreams", n_dreams, low=0)
    checks.generator("rng", rng)
    for _ in range(n_dreams):
        x = recall(W, rng.choice([-1.0, 1.0], size=len(W))).states
        W -= strength * np.outer(x, x)
        np.fill_diagonal(W, 0)
    return W
