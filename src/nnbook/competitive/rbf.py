"""Radial-basis-function networks: a bump around each centre, and a linear output."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.competitive.k_means import ROOM, squared_distances

WIDTH = checks.number(low=1e-15, high=1e15)
POINTS = checks.array(ndim=2, empty=False, **ROOM)


@checks.arguments(x=POINTS, centres=POINTS, width=WIDTH)
def gaussian_features(x, centres, width):
    r"""Return how near each sample is to each centre, from 1 at the centre to 0 far away.

    .. math:: \Phi_{nk} = \exp\Bigl(-\frac{\lVert \mathbf{x}_n - \mathbf{c}_k \rVert^2}{2\sigma^2}\Bigr)

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Samples.
    centres : array_like, shape (n_centres, n_in)
        Centres **c**.
    width : float
        σ > 0. Some books write ε = 1/(σ√2), or leave out the 2.

    Returns
    -------
    ndarray, shape (n_samples, n_centres)

    Examples
    --------
    >>> gaussian_features([[0.0], [1.0]], [[0.0]], width=1.0).ravel().round(4)
    array([1.    , 0.6065])
    """
    checks.array("centres", centres, shape=(None, x.shape[1]))
    return np.exp(-0.5 * squared_distances(x / width, centres / width))


@dataclass(frozen=True, eq=False)
class RBFNetwork:
    r"""What `fit_rbf` found: a weight for each Gaussian bump.

    .. math:: y(\mathbf{x}) = \sum_k w_k
              \exp\Bigl(-\frac{\lVert \mathbf{x} - \mathbf{c}_k \rVert^2}{2\sigma^2}\Bigr)

    Attributes
    ----------
    centres : ndarray, shape (n_centres, n_in)
    width : float
        σ.
    weights : ndarray, shape (n_centres,) or (n_centres, n_out)

    Examples
    --------
    >>> one = RBFNetwork(np.zeros((1, 2)), 1.0, np.array([3.0]))
    >>> one.predict([[0.0, 0.0], [0.0, 1.0]]).round(3)
    array([3.  , 1.82])
    """

    centres: np.ndarray
    width: float
    weights: np.ndarray

    def predict(self, x):
        """Return the output for `x`, shape (n_samples, n_in): of shape (n_samples,) or (n_samples, n_out)."""
        x = checks.array("x", x, shape=(None, self.centres.shape[1]))
        return gaussian_features(x, self.centres, self.width) @ self.weights  # y = Φ w


@checks.arguments(
    x=POINTS,
    y=checks.array(ndim=(1, 2), empty=False, **ROOM),
    centres=POINTS,
    width=WIDTH,
    ridge=checks.number(low=0, high=1e15),
)
def fit_rbf(x, y, centres, width, *, ridge=0.0):
    r"""Fit the output weights of a network of Gaussian bumps by least squares.

    .. math:: \mathbf{w} = \arg\min_{\mathbf{w}} \lVert \mathbf{y} - \Phi\mathbf{w} \rVert^2
              + \lambda \lVert \mathbf{w} \rVert^2

    With a centre on each sample and λ = 0 the network goes through all samples: exact interpolation.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Samples.
    y : array_like, shape (n_samples,) or (n_samples, n_out)
        Targets.
    centres : array_like, shape (n_centres, n_in)
        Such as all samples, some of them, or what `k_means` found.
    width : float
        σ > 0.
    ridge : float
        λ ≥ 0. It stands beside ΦᵀΦ; in ``scipy.interpolate.RBFInterpolator`` the smoothing stands beside Φ.

    Returns
    -------
    RBFNetwork

    Notes
    -----
    Wide bumps look alike, so that Φ is nearly singular. Without ridge, directions whose singular value is
    below rounding are left out, as `numpy.linalg.lstsq` does.

    References
    ----------
    .. [1] D. S. Broomhead and D. Lowe, "Multivariable functional interpolation and adaptive networks",
       Complex Systems 2 (1988) 321-355.

    Examples
    --------
    >>> x, y = [[0.0], [1.0], [2.0]], [0.0, 1.0, 0.0]
    >>> fit_rbf(x, y, x, width=0.5).predict(x).round(12) + 0
    array([0., 1., 0.])
    """
    checks.array("y", y, shape=(len(x), *y.shape[1:]))
    Phi = gaussian_features(x, centres, width)
    if ridge:  # the same as (ΦᵀΦ + λI) w = Φᵀ y, without squaring the condition number
        Phi = np.concatenate([Phi, np.sqrt(ridge) * np.eye(len(centres))])
        y = np.concatenate([y, np.zeros((len(centres), *y.shape[1:]))])
    return RBFNetwork(centres, width, np.linalg.lstsq(Phi, y)[0])
