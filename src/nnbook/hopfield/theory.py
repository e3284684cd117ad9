"""How much a Hebbian memory can hold: theory for random patterns, to be compared with simulation."""

import math
from functools import cache

import numpy as np

from nnbook import checks

_erf = np.vectorize(math.erf, otypes=[float])
_erfc = np.vectorize(math.erfc, otypes=[float])


@checks.arguments(load=checks.array(low=0, open_low=True))
def error_probability(load):
    r"""Return the chance that a unit of a stored pattern turns over at its first update.

    .. math:: P = \tfrac12 \operatorname{erfc}\sqrt{\frac{n}{2p}}

    This holds for many random patterns p in many units n. The crosstalk between patterns is then normally
    distributed with variance p n, and the signal is n.

    Parameters
    ----------
    load : float or array_like
        p / n, positive.

    Returns
    -------
    P : float or ndarray, shape of load

    References
    ----------
    .. [1] J. Hertz, A. Krogh, R. G. Palmer, "Introduction to the Theory of Neural Computation" (1991),
       equation 2.17.

    Examples
    --------
    >>> round(error_probability(0.138), 4)
    0.0036
    """
    y = math.sqrt(0.5) / np.sqrt(load)  # √(n / 2p), where n / p may not be a number
    P = _erfc(y) / 2  # ½ erfc √(n / 2p)
    return float(P) if P.ndim == 0 else P


@checks.arguments(n=checks.integer(low=2, high=10**300), every=checks.flag())
def safe_capacity(n, *, every=True):
    r"""Return how many random patterns are all stored without a single wrong bit, for large n.

    .. math:: p = \frac{n}{4 \ln n}

    Below this number, the probability that every bit of every pattern is stable goes to 1 as n grows. If only
    nearly all patterns have to be stable, n / (2 ln n) fit.

    Parameters
    ----------
    n : int
        Number of units, at least 2.
    every : bool
        Whether all patterns have to be stable, or nearly all.

    Returns
    -------
    p : float

    References
    ----------
    .. [1] R. J. McEliece, E. C. Posner, E. R. Rodemich, S. S. Venkatesh, "The capacity of the Hopfield
       associative memory", IEEE Trans. Inf. Theory 33 (1987) 461.

    Examples
    --------
    >>> round(safe_capacity(120), 2)
    6.27
    """
    return n / ((4 if every else 2) * math.log(n))


def _root_load(y):
    """Return sqrt(2 alpha) of the retrieval equation at signal-to-noise ratio y."""
    return _erf(y) / y - 2 / math.sqrt(math.pi) * np.exp(-(y**2))


@cache
def _critical():
    """Return the y at which `_root_load` is largest, by golden-section search."""
    low, high, ratio = 0.5, 4.0, (math.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _root_load(left) > _root_load(right):
            high = right
        else:
            low = left
    return (low + high) / 2


def critical_load():
    r"""Return the load at which memory of random patterns collapses, and the last overlap before it does.

    This is the largest alpha = p / n for which the equation of `retrieval_overlap` has a solution.

    Returns
    -------
    load, overlap : float
        About 0.138 and 0.967.

    References
    ----------
    .. [1] D. J. Amit, H. Gutfreund, H. Sompolinsky, "Storing infinite numbers of patterns in a spin-glass
       model of neural networks", Phys. Rev. Lett. 55 (1985) 1530.

    Examples
    --------
    >>> [round(value, 4) for value in critical_load()]
    [0.1379, 0.9674]
    """
    y = _critical()
    return float(_root_load(y) ** 2 / 2), math.erf(y)


@checks.arguments(load=checks.array(low=0, open_low=True))
def retrieval_overlap(load):
    r"""Return the overlap with which a memory of random patterns settles near a stored one, without noise.

    .. math:: m = \operatorname{erf}(y), \qquad
              y \Bigl( \sqrt{2\alpha} + \tfrac{2}{\sqrt\pi} e^{-y^2} \Bigr) = \operatorname{erf}(y)

    Of the roots y the largest counts. Above alpha = 0.138 there is none but y = 0, so that m = 0. Errors that
    cause further errors are counted here, but not in `error_probability`. This is the replica-symmetric
    solution.

    Parameters
    ----------
    load : float or array_like
        alpha = p / n, positive.

    Returns
    -------
    m : float or ndarray, shape of load

    References
    ----------
    .. [1] D. J. Amit, H. Gutfreund, H. Sompolinsky, "Statistical mechanics of neural networks near
       saturation", Ann. Phys. 173 (1987) 30.

    Examples
    --------
    >>> retrieval_overlap([0.05, 0.1, 0.13, 0.2]).round(4)
    array([1.    , 0.998 , 0.9872, 0.    ])
    """
    target = math.sqrt(2) * np.sqrt(load)
    low, high = np.full(load.shape, _critical()), np.clip(1 / target, _critical(), 30)  # erf(30) = 1
    for _ in range(60):  # _root_load falls from the critical y on
        y = (low + high) / 2
        above = _root_load(y) > target
        low, high = np.where(above, y, low), np.where(above, high, y)
    m = np.where(load <= critical_load()[0], _erf((low + high) / 2), 0.0)
    return float(m) if m.ndim == 0 else m


@checks.arguments(beta=checks.array(low=0, open_low=True))
def mean_field_overlap(beta):
    r"""Return the overlap at which noise and memory balance, for few patterns in a large network.

    .. math:: m = \tanh(\beta m)

    This holds for weights that are divided by n. Above the temperature 1 / beta = 1 the only solution is m =
    0, and nothing can be recalled.

    Parameters
    ----------
    beta : float or array_like
        Inverse temperature, positive.

    Returns
    -------
    m : float or ndarray, shape of beta

    References
    ----------
    .. [1] D. J. Amit, H. Gutfreund, H. Sompolinsky, "Spin-glass models of neural networks", Phys. Rev. A 32
       (1985) 1007.

    Examples
    --------
    >>> mean_field_overlap([0.5, 2.0]).round(4)
    array([0.    , 0.9575])
    """
    low, high = np.zeros(beta.shape), np.ones(beta.shape)
    for _ in range(60):
        m = (low + high) / 2
        above = np.tanh(beta * m) > m
        low, high = np.where(above, m, low), np.where(above, high, m)
    m = np.where(beta > 1, high, 0.0)
    return float(m) if m.ndim == 0 else m
