"""Storing: from patterns to weights, and the energy that the weights give to every state."""

import numpy as np

from nnbook import checks
from nnbook.hopfield.states import signs


def network(W, theta=0.0):
    """Return weights and thresholds as arrays of shapes (n, n) and (n,).

    Parameters
    ----------
    W : array_like, shape (n, n)
        ``W[i, j]`` leads from unit j to unit i.
    theta : float or array_like, shape (n,)
        Thresholds, one for all or one for each unit.

    Raises
    ------
    TypeError, ValueError
        If `W` is not square, or either is not made of finite numbers.

    Examples
    --------
    >>> network([[0, 1], [1, 0]], 0.5)[1]
    array([0.5, 0.5])
    """
    W = checks.array("W", W, ndim=2)
    if W.shape[0] != W.shape[1] or W.size == 0:
        raise ValueError(f"need a square W of at least one unit, got W of shape {W.shape}")
    theta = checks.array("theta", theta, ndim=(0, 1))
    if theta.ndim == 1 and theta.shape != W.shape[:1]:
        raise ValueError(f"need one threshold or {len(W)} in theta, got theta of shape {theta.shape}")
    return W, np.broadcast_to(theta, W.shape[:1])


def hebb_weights(patterns):
    r"""Store patterns by Hebb's rule: each pattern casts one vote on every pair of units.

    .. math:: w_{ij} = \sum_{\mu=1}^{p} \xi^\mu_i \xi^\mu_j \quad (i \ne j), \qquad w_{ii} = 0

    A pattern votes +1 for a pair that it shows equal and -1 for a pair that it shows opposite. Many texts
    divide by n; `nnbook.hopfield` says why not here.

    Parameters
    ----------
    patterns : array_like, shape (p, n) or (n,)
        What to store, +1 and -1.

    Returns
    -------
    W : ndarray, shape (n, n)
        Symmetric, with zero diagonal.

    Raises
    ------
    TypeError, ValueError
        If `patterns` is not made of +1 and -1.

    References
    ----------
    .. [1] J. J. Hopfield, "Neural networks and physical systems with emergent collective computational
       abilities", Proc. Natl. Acad. Sci. USA 79 (1982) 2554, equation 2 (there with units 0 and 1).

    Examples
    --------
    >>> hebb_weights([1, -1, 1])
    array([[ 0., -1.,  1.],
           [-1.,  0., -1.],
           [ 1., -1.,  0.]])
    """
    xi = np.atleast_2d(signs("patterns", patterns))
    W = xi.T @ xi
    np.fill_diagonal(W, 0)
    return W


def projection_weights(patterns):
    r"""Store patterns that resemble each other: n times the projection on their span, without its diagonal.

    .. math:: w_{ij} = n \bigl( X^\top (X X^\top)^{-1} X \bigr)_{ij} \quad (i \ne j), \qquad w_{ii} = 0

    with the patterns in the rows of X. Every pattern is a fixed point, however strongly it overlaps the
    others. For orthogonal patterns this is Hebb's rule.

    Parameters
    ----------
    patterns : array_like, shape (p, n) or (n,)
        Linearly independent patterns of +1 and -1.

    Returns
    -------
    W : ndarray, shape (n, n)
        Symmetric, with zero diagonal.

    Raises
    ------
    TypeError, ValueError
        If `patterns` is not made of +1 and -1, or one is a combination of the others.

    References
    ----------
    .. [1] L. Personnaz, I. Guyon, G. Dreyfus, "Information storage and retrieval in spin-glass like neural
       networks", J. Physique Lett. 46 (1985) 359.

    Examples
    --------
    >>> projection_weights([1, -1, 1]).round(12) + 0.0
    array([[ 0., -1.,  1.],
           [-1.,  0., -1.],
           [ 1., -1.,  0.]])
    """
    xi = np.atleast_2d(signs("patterns", patterns))
    if (rank := np.linalg.matrix_rank(xi)) < len(xi):
        raise ValueError(f"need linearly independent patterns, got patterns of shape {xi.shape}, rank {rank}")
    W = xi.shape[1] * xi.T @ np.linalg.solve(xi @ xi.T, xi)
    np.fill_diagonal(W, 0)
    return (W + W.T) / 2  # symmetric to the last bit


def energy(W, x, theta=0.0):
    r"""Return the energy, which no asynchronous update raises if W is symmetric with a non-negative diagonal.

    .. math:: E(\mathbf{x}) = -\tfrac12 \sum_{ij} w_{ij} x_i x_j + \sum_i \theta_i x_i

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; only their symmetric part counts.
    x : array_like, shape (n,) or (n_states, n)
        States.
    theta : float or array_like, shape (n,)
        Thresholds.

    Returns
    -------
    E : float or ndarray, shape (n_states,)
        In votes, if W counts votes.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or `x` is not made of +1 and -1.

    References
    ----------
    .. [1] J. J. Hopfield, "Neural networks and physical systems with emergent collective computational
       abilities", Proc. Natl. Acad. Sci. USA 79 (1982) 2554.

    Examples
    --------
    >>> energy(hebb_weights([1, -1, 1]), [[1, -1, 1], [-1, 1, -1], [1, 1, 1]])
    array([-3., -3.,  1.])
    """
    W, theta = network(W, theta)
    x = signs("x", x, n=len(W))
    E = -0.5 * np.sum((x @ W) * x, axis=-1) + x @ theta
    return float(E) if x.ndim == 1 else E
