"""Unlearning: a network that weakens what it settles in by itself makes its patterns more equally stable."""

import numpy as np

from nnbook import checks
from nnbook.hopfield.retrieval import sweep
from nnbook.hopfield.weights import as_weights

MAX_SWEEPS = 100  # of a dream: what wanders longer is unlearned where it is


@checks.arguments(
    W=as_weights, n_dreams=checks.integer(low=0), strength=checks.number(low=0), rng=checks.generator()
)
def unlearn(W, *, n_dreams, strength, rng):
    r"""Let the network start anywhere, and weaken whatever state it settles in.

    .. math:: w_{ij} \leftarrow w_{ij} - \varepsilon\, x_i x_j \quad (i \ne j)

    Here x is the state that asynchronous updates reach from a random start. This is done `n_dreams` times in
    a row.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Symmetric weights. They are not changed.
    n_dreams : int
        Number of starts.
    strength : float
        Epsilon, in the unit of the weights: 0.01 is a hundredth of a pattern stored by `hebb_weights`.
    rng : numpy.random.Generator
        Draws the starts.

    Returns
    -------
    W : ndarray, shape (n, n)

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
    n, W = len(W), W.copy()
    for _ in range(n_dreams):
        x = rng.choice([-1.0, 1.0], size=(n, 1))
        for _ in range(MAX_SWEEPS):
            if not sweep(W, x, np.zeros(n), range(n)).any():
                break
        W -= strength * (x @ x.T)  # w_ij ← w_ij − ε x_i x_j
        np.fill_diagonal(W, 0)
    return W
