"""Population codes: how neurons that each prefer a direction say one together, and how to read them."""

import numpy as np

from nnbook import checks
from nnbook.checks.arrays import together


@checks.arguments(n=checks.size(), one_side=checks.number(low=0, high=1), axis=checks.number(low=0, high=1))
def preferred_directions(n, *, one_side=0.0, axis=0.0):
    r"""Return preferred directions, spread as evenly as a density allows.

    .. math:: p(\varphi) = \frac{1 + \varepsilon_1 \cos\varphi + \varepsilon_2 \cos 2\varphi}{2\pi}

    The i-th direction is where the distribution function of this density reaches i/n.

    Parameters
    ----------
    n : int
        Number of neurons.
    one_side : float
        Surplus ε₁ of neurons that prefer 0, from 0 to 1.
    axis : float
        Surplus ε₂ of neurons that prefer 0 or π, from 0 to 1.

    Returns
    -------
    ndarray, shape (n,)
        Directions from 0 to below 2π [rad], increasing.

    Raises
    ------
    ValueError
        If both surpluses add up to more than 1, so that the density could be negative.

    Examples
    --------
    >>> np.degrees(preferred_directions(4))
    array([  0.,  90., 180., 270.])
    """
    if one_side + axis > 1:
        raise ValueError(f"need one_side + axis <= 1, got {one_side=} and {axis=}")
    wanted = np.arange(n) / n
    if one_side == axis == 0:
        return 2 * np.pi * wanted
    phi = np.linspace(0, 2 * np.pi, 20_001)
    reached = (phi + one_side * np.sin(phi) + axis / 2 * np.sin(2 * phi)) / (2 * np.pi)
    return np.interp(wanted, reached, phi)


@checks.arguments(
    theta=checks.array(),
    preferred=checks.array(ndim=1),
    base=checks.number(low=0, high=1e9),
    amplitude=checks.number(low=0, high=1e9),
)
def cosine_tuning(theta, preferred, *, base, amplitude):
    r"""Return the rates of neurons whose tuning curve is a cosine.

    .. math:: f_i(\theta) = \bigl[b + a \cos(\theta - \varphi_i)\bigr]_+

    Parameters
    ----------
    theta : array_like
        Directions shown [rad], of any shape, which the result keeps in front.
    preferred : array_like, shape (n,)
        Preferred directions φ [rad].
    base, amplitude : float
        Mean b and modulation a of the rate [Hz]; with a > b the curve is cut off at 0, which is called
        rectified.

    Returns
    -------
    ndarray, shape (..., n)
        Rates [Hz].

    Examples
    --------
    >>> cosine_tuning(0.0, np.radians([0, 90, 180]), base=20, amplitude=15)
    array([35., 20.,  5.])
    """
    apart = theta[..., None] - preferred
    return np.maximum(base + amplitude * np.cos(apart), 0)


@checks.arguments(
    theta=checks.array(),
    preferred=checks.array(ndim=1),
    base=checks.number(low=0, high=1e9),
    amplitude=checks.number(low=0, high=1e9),
    kappa=checks.number(low=0, high=1e9),
)
def von_mises_tuning(theta, preferred, *, base, amplitude, kappa):
    r"""Return the rates of neurons whose tuning curve is a bump, after von Mises.

    .. math:: f_i(\theta) = b + a\, e^{\kappa(\cos(\theta - \varphi_i) - 1)}

    Parameters
    ----------
    theta : array_like
        Directions shown [rad], of any shape, which the result keeps in front.
    preferred : array_like, shape (n,)
        Preferred directions φ [rad].
    base, amplitude : float
        Rate b far away from the preferred direction, and what the bump adds to it [Hz].
    kappa : float
        Concentration κ: the larger, the narrower.

    Returns
    -------
    ndarray, shape (..., n)
        Rates [Hz].

    Examples
    --------
    >>> von_mises_tuning(0.0, np.radians([0, 90, 180]), base=2, amplitude=50, kappa=2).round(1)
    array([52. ,  8.8,  2.9])
    """
    apart = theta[..., None] - preferred
    return base + amplitude * np.exp(kappa * (np.cos(apart) - 1))


@checks.arguments(counts=checks.array(empty=False), preferred=checks.array(ndim=1, empty=False))
def population_vector(counts, preferred):
    r"""Return the direction to which the preferred directions, weighted with the counts, add up.

    .. math:: \hat\theta = \arg \sum_i k_i\, e^{\mathrm{i}\varphi_i}

    Parameters
    ----------
    counts : array_like, shape (..., n)
        Counts k, or rates, of each neuron.
    preferred : array_like, shape (n,)
        Preferred directions φ [rad].

    Returns
    -------
    ndarray, shape (...)
        Estimates from −π to π [rad]; 0 where the sum vanishes.

    References
    ----------
    .. [1] A. P. Georgopoulos, A. B. Schwartz and R. E. Kettner, "Neuronal population coding of movement
       direction", Science 233, 1416–1419, 1986.

    Examples
    --------
    >>> np.degrees(population_vector([9, 14, 5, 0], np.radians([0, 90, 180, 270]))).round(1)
    np.float64(74.1)
    """
    counts = checks.array("counts", counts, shape=(*counts.shape[:-1], len(preferred)))
    x, y = counts @ np.cos(preferred), counts @ np.sin(preferred)
    vanishes = np.hypot(x, y) <= 1e-12 * np.abs(counts).sum(axis=-1)  # but for rounding
    return np.where(vanishes, 0.0, np.arctan2(y, x))[()]


@checks.arguments(
    rates=checks.array(ndim=2, empty=False),
    theta=checks.array(ndim=1, empty=False),
    variance=checks.number(low=0, high=1e9),
)
def fit_linear_decoder(rates, theta, *, variance=0.0):
    r"""Return the matrix whose product with the rates comes closest to the direction's unit vector.

    .. math:: \min_D \; \frac1M \sum_m \Bigl\lVert \mathbf r_m D - (\cos\theta_m, \sin\theta_m) \Bigr\rVert^2
              + s^2 \lVert D \rVert^2

    which is the optimal linear estimator for noise of variance s² in each neuron; of several solutions
    without noise, the smallest. Estimate a direction as the angle of ``rates @ D``. The paper allows noise
    that is correlated and differs between neurons; there is only one variance here.

    Parameters
    ----------
    rates : array_like, shape (n_samples, n)
        Mean responses to known directions, a baseline subtracted if it shall not matter.
    theta : array_like, shape (n_samples,)
        The directions shown [rad].
    variance : float
        Variance s² of the noise in each response.

    Returns
    -------
    ndarray, shape (n, 2)
        The decoder D.

    References
    ----------
    .. [1] E. Salinas and L. F. Abbott, "Vector reconstruction from firing rates", J. Comput. Neurosci. 1,
       89–107, 1994.

    Examples
    --------
    >>> theta = np.radians([0, 90, 180, 270])
    >>> D = fit_linear_decoder(np.cos(theta[:, None] - theta), theta)
    >>> x, y = np.cos(np.radians(30) - theta) @ D
    >>> np.degrees(np.arctan2(y, x)).round(6)
    np.float64(30.0)
    """
    theta = checks.array("theta", theta, shape=(len(rates),))
    target = np.column_stack([np.cos(theta), np.sin(theta)])
    n = rates.shape[1]
    R = np.vstack([rates / np.sqrt(len(rates)), np.sqrt(variance) * np.eye(n)])
    U = np.vstack([target / np.sqrt(len(rates)), np.zeros((n, 2))])
    return np.linalg.lstsq(R, U, rcond=1e-9)[0]


@checks.arguments(
    counts=checks.array(empty=False, low=0),
    expected=checks.array(ndim=2, empty=False, low=0, open_low=True),
    theta=checks.array(ndim=1, empty=False),
)
def maximum_likelihood(counts, expected, theta):
    r"""Return the direction under which independent Poisson counts are most probable.

    .. math:: \hat\theta = \operatorname{argmax}_\theta \sum_i \bigl(k_i \ln \lambda_i(\theta)
              - \lambda_i(\theta)\bigr)

    Parameters
    ----------
    counts : array_like, shape (..., n)
        Counts k of each neuron.
    expected : array_like, shape (n_theta, n)
        Mean counts λ > 0 at each direction that may be answered.
    theta : array_like, shape (n_theta,)
        These directions [rad].

    Returns
    -------
    ndarray, shape (...)
        The most probable of `theta`; of several, the earliest.

    Examples
    --------
    >>> theta = np.radians(np.arange(360))
    >>> expected = 5 + 4 * np.cos(theta[:, None] - np.radians([0, 90, 180, 270]))
    >>> np.degrees(maximum_likelihood([9, 9, 1, 1], expected, theta))
    np.float64(45.0)
    """
    n_theta, n = expected.shape
    theta = checks.array("theta", theta, shape=(n_theta,))
    counts = checks.array("counts", counts, shape=(*counts.shape[:-1], n))
    log_likelihood = counts @ np.log(expected).T - expected.sum(axis=1)
    return theta[log_likelihood.argmax(axis=-1)]


@checks.arguments(estimate=checks.array(), theta=checks.array())
def angular_error(estimate, theta):
    """Return by how much directions differ, the short way round.

    Parameters
    ----------
    estimate, theta : array_like
        Directions [rad], of shapes that fit together.

    Returns
    -------
    ndarray
        ``estimate - theta`` [rad], from −π to below π.

    Examples
    --------
    >>> np.degrees(angular_error(np.radians(350), np.radians(20))).round(6)
    np.float64(-30.0)
    """
    estimate, theta = together(estimate=estimate, theta=theta)
    return (estimate - theta + np.pi) % (2 * np.pi) - np.pi
