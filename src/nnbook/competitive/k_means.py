"""Centres that move to the middle of what is nearest to them."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks

ROOM = {"low": -1e15, "high": 1e15}  # of which squares can still be added


@dataclass(frozen=True, eq=False)
class KMeans:
    """What `k_means` found.

    Attributes
    ----------
    centres : ndarray, shape (n_centres, n_in)
    labels : ndarray of intp, shape (n_samples,)
        The nearest centre of each sample.
    errors : ndarray, shape (n_steps + 1,)
        Sum of squared distances to the nearest centre, before the first step and after each.
    """

    centres: np.ndarray
    labels: np.ndarray
    errors: np.ndarray


def squared_distances(x, centres):
    """Return the squared distance of each sample from each centre.

    Examples
    --------
    >>> squared_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0]]))
    array([[25.,  1.]])
    """
    return ((x[:, None] - centres[None]) ** 2).sum(axis=-1)


@checks.arguments(
    x=checks.array(ndim=2, empty=False, **ROOM),
    start=checks.array(ndim=2, empty=False, **ROOM),
    n_steps=checks.integer(low=0, high=100_000),
)
def k_means(x, start, *, n_steps=100):
    r"""Move each centre to the mean of the samples that are nearest to it, until nothing changes.

    .. math:: c(n) = \arg\min_k \lVert \mathbf{x}_n - \mathbf{c}_k \rVert, \qquad
              \mathbf{c}_k \leftarrow \frac{1}{N_k} \sum_{n: c(n) = k} \mathbf{x}_n

    Each step lowers the sum of squared distances or leaves it. The end depends on the start and need not be
    the best one.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Samples.
    start : array_like, shape (n_centres, n_in)
        Where the centres begin, such as at some of the samples. A centre that is nearest to no sample stays.
    n_steps : int
        At most so many; it stops earlier when no centre moves.

    Returns
    -------
    KMeans

    References
    ----------
    .. [1] S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28
       (1982), doi:10.1109/TIT.1982.1056489.

    Examples
    --------
    >>> found = k_means([[0.0], [1.0], [10.0], [12.0]], [[0.0], [1.0]])
    >>> found.centres.ravel(), found.labels, found.errors[-1].round(3)
    (array([ 0.5, 11. ]), array([0, 0, 1, 1]), np.float64(2.5))
    """
    checks.array("start", start, shape=(None, x.shape[1]))
    centres, distances = start.copy(), squared_distances(x, start)
    errors = [distances.min(axis=1).sum()]
    for _ in range(n_steps):
        nearest = distances.argmin(axis=1)  # c(n)
        moved = centres.copy()
        for k in np.unique(nearest):
            moved[k] = x[nearest == k].mean(axis=0)  # c_k
        if np.array_equal(moved, centres):
            break
        centres, distances = moved, squared_distances(x, moved)
        errors.append(distances.min(axis=1).sum())
    return KMeans(centres, distances.argmin(axis=1), np.array(errors))
