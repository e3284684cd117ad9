"""Linear least squares: its weights, its bias and variance, and the error that it makes on new data."""

import math

import numpy as np

from nnbook import checks

NUMBERS = checks.array(ndim=(1, 2), low=-1e9, high=1e9)


@checks.arguments(
    X=checks.array(ndim=2, empty=False, low=-1e9, high=1e9), y=NUMBERS, ridge=checks.number(low=0, high=1e15)
)
def ridge_weights(X, y, ridge=0.0):
    r"""Return the weights of linear least squares with a penalty on their length.

    .. math:: \mathbf{w} = \arg\min_{\mathbf{w}} \lVert \mathbf{y} - X\mathbf{w} \rVert^2
              + \lambda \lVert \mathbf{w} \rVert^2

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
        Inputs, with a column of ones if there is to be a bias, which is then penalised too; up to 10⁹.
    y : array_like, shape (n_samples,) or (n_samples, n_sets)
        Targets up to 10⁹; each column is a problem of its own.
    ridge : float
        λ ≥ 0. For λ = 0 these are the weights of least squares, and of the shortest length where several fit
        equally well.

    Returns
    -------
    ndarray, shape (n_features,) or (n_features, n_sets)

    Notes
    -----
    λ stands beside the *sum* of squares. Beside the mean it would be λ / n_samples.

    References
    ----------
    .. [1] A. E. Hoerl and R. W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems",
       Technometrics 12 (1970) 55-67, doi:10.1080/00401706.1970.10488634.

    Examples
    --------
    >>> X, y = [[1.0], [1.0]], [2.0, 4.0]
    >>> ridge_weights(X, y).round(6), ridge_weights(X, y, ridge=2.0).round(6)
    (array([3.]), array([1.5]))

    Of all weights that add up to 2, the shortest:

    >>> ridge_weights([[1.0, 1.0]], [2.0]).round(6)
    array([1., 1.])
    """
    checks.array("y", y, shape=(len(X), *y.shape[1:]))
    if ridge:  # the same as (XᵀX + λI) w = Xᵀ y, without squaring the condition number
        n_features = X.shape[1]
        X = np.concatenate([X, math.sqrt(ridge) * np.eye(n_features)])
        y = np.concatenate([y, np.zeros((n_features, *y.shape[1:]))])
    return np.linalg.lstsq(X, y)[0]


@checks.arguments(x=checks.array(ndim=1, low=-1, high=1), n_features=checks.integer(low=1, high=1000))
def legendre_features(x, n_features):
    r"""Return the polynomials of Legendre, scaled so that they are orthonormal on [−1, 1].

    .. math:: \varphi_k(x) = \sqrt{2k + 1}\, P_k(x), \qquad
              \frac12 \int_{-1}^{1} \varphi_j(x)\, \varphi_k(x)\, dx = \delta_{jk}

    Parameters
    ----------
    x : array_like, shape (n_samples,)
        From −1 to 1.
    n_features : int
        p, from 1 to 1000: the degrees 0 … p − 1, which together make every polynomial of degree p − 1.

    Returns
    -------
    ndarray, shape (n_samples, n_features)

    References
    ----------
    .. [1] NIST Digital Library of Mathematical Functions (2010), section 18.3, https://dlmf.nist.gov/18.3.

    Examples
    --------
    >>> legendre_features([-1.0, 0.0, 1.0], 2).round(3)
    array([[ 1.   , -1.732],
           [ 1.   ,  0.   ],
           [ 1.   ,  1.732]])
    """
    degrees = np.arange(n_features)
    return np.polynomial.legendre.legvander(x, n_features - 1) * np.sqrt(2 * degrees + 1)


@checks.arguments(
    predictions=checks.array(ndim=2, low=-1e9, high=1e9),
    truth=checks.array(ndim=1, low=-1e9, high=1e9),
)
def bias_variance(predictions, truth):
    r"""Return how far predictions are off on average over data sets, and how much they scatter.

    .. math:: b_i^2 = \bigl( \bar f_i - t_i \bigr)^2, \qquad
              v_i = \frac1S \sum_{s=1}^{S} \bigl( f_{si} - \bar f_i \bigr)^2, \qquad
              \bar f_i = \frac1S \sum_{s=1}^{S} f_{si}

    Together they are the mean squared error to the truth: :math:`\frac1S \sum_s (f_{si} - t_i)^2`.

    Parameters
    ----------
    predictions : array_like, shape (n_sets, n_points)
        f, what the model says at each point after learning from each of S ≥ 1 data sets; up to 10⁹.
    truth : array_like, shape (n_points,)
        t, the noise-free value at each point.

    Returns
    -------
    bias_squared, variance : ndarray, shape (n_points,)

    Notes
    -----
    The mean over S independent data sets has an error of its own, which makes b² too large by v / (S − 1) on
    average. The variance is divided by S, so that both add up; S / (S − 1) times it is unbiased.

    References
    ----------
    .. [1] S. Geman, E. Bienenstock and R. Doursat, "Neural networks and the bias/variance dilemma", Neural
       Computation 4 (1992) 1-58, doi:10.1162/neco.1992.4.1.1.

    Examples
    --------
    >>> bias_variance([[1.0, 0.0], [3.0, 0.0]], [1.0, 0.5])
    (array([1.  , 0.25]), array([1., 0.]))
    """
    checks.array("truth", truth, shape=(predictions.shape[1],))
    if not len(predictions):
        raise ValueError(
            f"need at least one set of predictions, got predictions of shape {predictions.shape}"
        )
    mean = predictions.mean(axis=0)
    return (mean - truth) ** 2, ((predictions - mean) ** 2).mean(axis=0)


@checks.arguments(
    n_samples=checks.size(),
    n_in=checks.size(),
    sigma=checks.number(low=0, high=1e100),
    length=checks.number(low=0, high=1e100),
)
def expected_error(n_samples, n_in, sigma, length=1.0):
    r"""Return the mean squared error of least squares on new data, if the inputs are independent and normal.

    .. math:: E = \begin{cases}
              \sigma^2 + \sigma^2 \dfrac{d}{n - d - 1} & n > d + 1 \\
              \sigma^2 + \Bigl(1 - \dfrac{n}{d}\Bigr) \lVert\mathbf{w}\rVert^2
              + \sigma^2 \dfrac{n}{d - n - 1} & n < d - 1
              \end{cases}

    Parameters
    ----------
    n_samples, n_in : int
        n and d. There is no bias.
    sigma : float
        σ ≥ 0, the standard deviation of normal noise on the targets, the new ones too.
    length : float
        ‖w‖, of the true weights. For n < d the fit is the shortest of those that are exact.

    Returns
    -------
    float
        The mean over all data sets; infinite for n from d − 1 to d + 1, unless there is nothing to fit but
        the truth (σ = 0).

    References
    ----------
    .. [1] P. Nakkiran, "More data can hurt for linear regression", arXiv:1912.07242 (2019).
    .. [2] T. Hastie, A. Montanari, S. Rosset and R. J. Tibshirani, "Surprises in high-dimensional ridgeless
       least squares interpolation", Annals of Statistics 50 (2022) 949-986, doi:10.1214/21-AOS2133.

    Examples
    --------
    >>> [round(expected_error(n, 50, sigma=0.5), 4) for n in (25, 48, 50, 75)]
    [1.0104, 12.29, inf, 0.7708]
    """
    missing = max(1 - n_samples / n_in, 0) * length**2  # of the weights, no data speak of this part
    room = abs(n_samples - n_in) - 1
    if sigma == 0:
        return missing
    if room <= 0:
        return math.inf
    return sigma**2 + missing + sigma**2 * min(n_samples, n_in) / room


@checks.arguments(
    n_samples=checks.size(),
    n_in=checks.size(),
    sigma=checks.number(low=0, high=1e9),
    n_sets=checks.size(),
    ridge=checks.number(low=0, high=1e15),
    rng=checks.generator(),
)
def simulate_errors(n_samples, n_in, sigma, *, n_sets, rng, ridge=0.0):
    r"""Learn from many random data sets, and return the error on new data after each.

    .. math:: \mathbf{x} \sim \mathcal N(0, I), \qquad y = \mathbf{w}\cdot\mathbf{x} + \varepsilon, \qquad
              \varepsilon \sim \mathcal N(0, \sigma^2), \qquad
              E = \sigma^2 + \lVert \hat{\mathbf{w}} - \mathbf{w} \rVert^2

    Parameters
    ----------
    n_samples, n_in : int
        n and d, the size of each data set.
    sigma : float
        σ ≥ 0.
    n_sets : int
        How many data sets, each with true weights of length 1 in a direction of its own.
    rng : numpy.random.Generator
        Draws weights, inputs and noise.
    ridge : float
        λ ≥ 0 of `ridge_weights`.

    Returns
    -------
    ndarray, shape (n_sets,)
        Exact expectations over new data, so no test data are drawn.

    Examples
    --------
    >>> errors = simulate_errors(75, 50, 0.5, n_sets=100, rng=np.random.default_rng(0))
    >>> errors.mean().round(1), round(expected_error(75, 50, 0.5), 1)
    (np.float64(0.8), 0.8)
    """
    errors = np.empty(n_sets)
    for s in range(n_sets):
        w = rng.standard_normal(n_in)
        w /= np.linalg.norm(w)
        X = rng.standard_normal((n_samples, n_in))
        y = X @ w + sigma * rng.standard_normal(n_samples)
        errors[s] = sigma**2 + np.sum((ridge_weights(X, y, ridge) - w) ** 2)  # E = σ² + ‖ŵ − w‖²
    return errors
