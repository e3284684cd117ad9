"""Whether a hyperplane separates two classes, with a proof of either answer from their convex hulls."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.activations import heaviside
from nnbook.learning_rules.loop import with_bias


@dataclass(frozen=True, eq=False)
class Separation:
    """Whether a hyperplane separates two classes, and why.

    Attributes
    ----------
    separable : bool
        Whether there is one.
    w : ndarray, shape (n_in + 1,), or None
        The proof that there is: the separating hyperplane with the largest margin, bias first, scaled so that
        the potential of the nearest samples is 1 and −1.
    margin : float
        Distance of the nearest samples from it; 0 if there is none, infinite if there is only one class.
    shares : ndarray, shape (n_samples,)
        Shares of the samples in one point of each class's hull; they are not negative and add up to 1 in each
        class. If no hyperplane separates the classes, both points are the same, which is the proof. Else they
        are the two points of the hulls nearest to each other.
    """

    separable: bool
    w: np.ndarray | None
    margin: float
    shares: np.ndarray


def separate(x, labels):
    r"""Decide whether a hyperplane separates two finite classes, and prove it.

    .. math:: \min \lVert \mathbf{d} \rVert, \qquad
              \mathbf{d} = \sum_{y_k = 1} \lambda_k \mathbf{x}_k - \sum_{y_k = 0} \lambda_k \mathbf{x}_k

    with shares λₖ that are not negative and add up to 1 in each class. Finite classes can be separated if and
    only if their convex hulls have no point in common, that is, if the smallest **d** is not zero. Then **d**
    is at right angles to the hyperplane with the largest margin, ‖d‖/2, which lies halfway between the
    nearest points. Wolfe's algorithm finds the smallest **d** in finitely many steps: it keeps a few pairs of
    samples, takes in the pair that reaches furthest against **d**, moves to the point nearest to the origin
    among all affine combinations, and drops the pairs that this would give a negative share.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes.

    Returns
    -------
    Separation

    Notes
    -----
    Distances below 10⁻⁷ of the size of the data count as zero.

    References
    ----------
    .. [1] P. Wolfe, "Finding the nearest point in a polytope", Mathematical Programming 11 (1976) 128-149,
       doi:10.1007/BF01580381.

    Examples
    --------
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> found = separate(corners, [0, 0, 0, 1])  # AND
    >>> found.separable, found.w.round(9), round(found.margin, 4)
    (True, array([-3.,  2.,  2.]), 0.3536)
    >>> found = separate(corners, [0, 1, 1, 0])  # XOR: the middle of both diagonals
    >>> found.separable, found.shares.round(9)
    (False, array([0.5, 0.5, 0.5, 0.5]))
    """
    X = with_bias(x)
    if X.shape[1] == 1:
        raise ValueError(f"need at least one input in x, got x of shape {X[:, 1:].shape}")
    x, y = X[:, 1:], checks.binary("labels", labels, shape=(len(X),)).astype(bool)
    if y.all() or not y.any():
        w = np.zeros(X.shape[1])
        w[0] = 1.0 if y.all() else -1.0
        return Separation(True, w, np.inf, np.full(len(X), 1 / len(X)))
    unit = np.abs(x - x.mean(axis=0)).max() or 1.0  # the size of the data
    ones, zeros = (x[y] - x.mean(axis=0)) / unit, (x[~y] - x.mean(axis=0)) / unit
    d, pairs, lam = _nearest(ones, zeros)
    shares = np.zeros(len(X))
    for side, column in ((y, 0), (~y, 1)):
        shares[side] = np.bincount(pairs[:, column], lam, side.sum())
    points = [shares[side] @ x[side] for side in (y, ~y)]
    normal = 2 * d / (d @ d) / unit if d @ d > 0 else np.zeros_like(d)  # h = ±1 at the nearest points
    w = np.concatenate([[-normal @ (points[0] + points[1]) / 2], normal])
    if np.linalg.norm(d) < 1e-7 or (heaviside(X @ w) != y).any():
        return Separation(False, None, 0.0, shares)
    return Separation(True, w, 1 / float(np.linalg.norm(normal)), shares)


@checks.arguments(Z=checks.array(ndim=2, empty=False))
def certify(Z):
    r"""Decide whether some weights give every row a positive potential, and prove it.

    .. math:: \min \lVert \mathbf{d} \rVert, \qquad \mathbf{d} = \sum_k \lambda_k \mathbf{z}_k, \quad
              \lambda_k \ge 0, \quad \sum_k \lambda_k = 1

    If the rows are samples times the signs of their classes, such as `signed` makes, this asks whether the
    perceptron rule ends. Either the shortest mixture **d** is not zero, then w = **d** has w · zₖ ≥ ‖d‖² for
    all rows and the largest margin ‖d‖ of all hyperplanes through the origin. Or it is zero, then no w
    exists, because its potentials, mixed with these shares, give 0.

    Parameters
    ----------
    Z : array_like, shape (n_samples, n)
        Signed samples, with the bias input if there is one.

    Returns
    -------
    Separation
        ``w`` of shape (n,), scaled so that the smallest potential is 1; ``margin``, the smallest distance of
        a row from the hyperplane through the origin; ``shares``, which add up to 1 over all rows.

    See Also
    --------
    separate : leaves the bias out of the margin, and finds the nearest points of both classes.

    Notes
    -----
    Distances below 10⁻⁷ of the size of the data count as zero.

    References
    ----------
    .. [1] P. Wolfe, "Finding the nearest point in a polytope", Mathematical Programming 11 (1976) 128-149,
       doi:10.1007/BF01580381.

    Examples
    --------
    >>> found = certify([[1, 2], [2, -1]])
    >>> found.separable, found.w.round(9), round(found.margin, 4)
    (True, array([0.6, 0.2]), 1.5811)
    >>> certify([[1, 0], [-2, 0]]).shares.round(4)  # 2/3 of one and 1/3 of the other are 0
    array([0.6667, 0.3333])
    """
    size = np.abs(Z).max() or 1.0
    d, pairs, lam = _nearest(Z / size, np.zeros((1, Z.shape[1])))
    shares = np.bincount(pairs[:, 0], lam, len(Z))
    length = float(np.linalg.norm(d))
    if length < 1e-7:
        return Separation(False, None, 0.0, shares)
    w = d / length**2 / size
    if (Z @ w <= 0).any():
        return Separation(False, None, 0.0, shares)
    return Separation(True, w, length * float(size), shares)


def _nearest(a, b):
    """Return the shortest d = Σ λ (aᵢ − bⱼ), the pairs (i, j), and their shares λ."""
    pairs, lam = np.zeros((1, 2), dtype=int), np.ones(1)
    while True:
        points = a[pairs[:, 0]] - b[pairs[:, 1]]
        d = lam @ points
        new = np.argmin(a @ d), np.argmax(b @ d)  # reaches furthest against d
        gain = d @ d - d @ (a[new[0]] - b[new[1]])
        if gain <= 1e-12 * (1 + d @ d) or (pairs == new).all(axis=1).any():
            return d, pairs, lam
        pairs, lam = np.vstack([pairs, new]), np.append(lam, 0.0)
        while True:
            best = _affine(a[pairs[:, 0]] - b[pairs[:, 1]])
            if (best > 1e-12).all():
                lam = best
                break
            low = best <= 1e-12
            step = np.min(lam[low] / np.maximum(lam[low] - best[low], 1e-300), initial=1.0)
            lam = lam + step * (best - lam)  # until the first share is zero
            keep = lam > 1e-12
            pairs, lam = pairs[keep], lam[keep] / lam[keep].sum()


def _affine(points):
    """Return the shares, of any sign, of the affine combination of points nearest to the origin."""
    n = len(points)
    A = np.ones((n + 1, n + 1))
    A[0, 0], A[1:, 1:] = 0.0, points @ points.T
    return np.linalg.lstsq(A, np.eye(n + 1)[0], rcond=None)[0][1:]
