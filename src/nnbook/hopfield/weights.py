"""Storing: from patterns to weights, and the energy that the weights give to every state."""

import numpy as np

from nnbook import checks


def as_weights(name, W):
    """Return the weights of a network as an array of shape (n, n).

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    W : array_like, shape (n, n)
        ``W[i, j]`` leads from unit j to unit i.

    Returns
    -------
    ndarray, shape (n, n)

    Examples
    --------
    >>> as_weights("W", [[0, 1]])
    Traceback (most recent call last):
    ...
    ValueError: need a square W of at least one unit, got W of shape (1, 2)
    """
    W = checks.array(name, W, ndim=2)
    if W.shape[0] != W.shape[1] or W.size == 0:
        raise ValueError(f"need a square {name} of at least one unit, got {name} of shape {W.shape}")
    return W


def as_thresholds(theta, n):
    """Return thresholds, one for all units or one for each, as an array of shape (n,).

    Parameters
    ----------
    theta : float or array_like, shape (n,)
        Thresholds.
    n : int
        Number of units.

    Returns
    -------
    ndarray, shape (n,)

    Examples
    --------
    >>> as_thresholds(0.5, 2)
    array([0.5, 0.5])
    """
    theta = checks.array("theta", theta, ndim=(0, 1))
    if theta.ndim == 1 and theta.shape != (n,):
        raise ValueError(f"need one threshold or {n} in theta, got theta of shape {theta.shape}")
    return np.broadcast_to(theta, (n,))


@checks.arguments(patterns=checks.signs())
def hebb_weights(patterns):
    r"""Store patterns by Hebb's rule: each pattern casts one vote on every pair of units.

    .. math:: w_{ij} = \sum_{\mu=1}^{p} \xi^\mu_i \xi^\mu_j \quad (i \ne j), \qquad w_{ii} = 0

    A pattern votes +1 for a pair that it shows equal and -1 for a pair that it shows opposite. Many texts
    divide by n; `nnbook.hopfield` says why not here.

    Parameters
    ----------
    patterns : array_like, shape (p, n) or (n,)
        Patterns of +1 and -1 to store.

    Returns
    -------
    W : ndarray, shape (n, n)
        Symmetric, with zero diagonal.

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
    xi = np.atleast_2d(patterns)
    W = xi.T @ xi  # w_ij = Σ ξ_i ξ_j
    np.fill_diagonal(W, 0)
    return W


@checks.arguments(patterns=checks.signs())
def projection_weights(patterns):
    r"""Store patterns that resemble each other: n times the projection on their span, without its diagonal.

    .. math:: w_{ij} = n \bigl( X^\top (X X^\top)^{-1} X \bigr)_{ij} \quad (i \ne j), \qquad w_{ii} = 0

    The patterns are the rows of X. Every pattern is a fixed point, however strongly it overlaps the others.
    For orthogonal patterns this is Hebb's rule.

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
    ValueError
        If one pattern is a combination of the others.

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
    X = np.atleast_2d(patterns)
    if (rank := np.linalg.matrix_rank(X)) < len(X):
        raise ValueError(f"need linearly independent patterns, got patterns of shape {X.shape}, rank {rank}")
    W = X.shape[1] * X.T @ np.linalg.solve(X @ X.T, X)  # n Xᵀ (X Xᵀ)⁻¹ X
    np.fill_diagonal(W, 0)
    return (W + W.T) / 2  # symmetric to the last bit


@checks.arguments(W=as_weights)
def energy(W, x, theta=0.0):
    r"""Return the energy, which no asynchronous update raises if W is symmetric with a non-negative diagonal.

    .. math:: E(\mathbf{x}) = -\tfrac12 \sum_{ij} w_{ij} x_i x_j + \sum_i \theta_i x_i

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights, of which only the symmetric part counts.
    x : array_like, shape (n,) or (n_states, n)
        States.
    theta : float or array_like, shape (n,)
        Thresholds.

    Returns
    -------
    E : float or ndarray, shape (n_states,)
        In votes, if W counts votes.

    References
    ----------
    .. [1] J. J. Hopfield, "Neural networks and physical systems with emergent collective computational
       abilities", Proc. Natl. Acad. Sci. USA 79 (1982) 2554.

    Examples
    --------
    >>> energy(hebb_weights([1, -1, 1]), [[1, -1, 1], [-1, 1, -1], [1, 1, 1]])
    array([-3., -3.,  1.])
    """
    x, theta = checks.signs("x", x, n=len(W)), as_thresholds(theta, len(W))
    E = -0.5 * np.sum((x @ W) * x, axis=-1) + x @ theta  # −½ Σ w_ij x_i x_j + Σ θ_i x_i
    return float(E) if x.ndim == 1 else E
