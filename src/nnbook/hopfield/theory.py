"""How much a Hebbian memory can hold: theory for random patterns, to be compared with simulation."""

import math
from functools import cache

import numpy as np

from nnbook import checks

_erf = np.vectorize(math.erf, otypes=[float])
_erfc = np.vectorize(math.erfc, otypes=[float])


def _positive(name, value):
    value = checks.array(name, value)
    if (value <= 0).any():
        raise ValueError(f"need {name} > 0, got {value[value <= 0].flat[0]:g}")
    return value


def error_probability(load):
    r"""Return the chance that a unit of a stored pattern turns over at its first update.

    .. math:: P = \tfrac12 \operatorname{erfc}\sqrt{\frac{n}{2p}}

    for p random patterns in n units, both large: the crosstalk is then normal, of variance p n beside a
    signal of n.

    Parameters
    ----------
    load : float or array_like
        p / n, positive.

    Returns
    -------
    P : float or ndarray, shape of load

    Raises
    ------
    TypeError, ValueError
        If `load` is not made of positive numbers.

    References
    ----------
    .. [1] J. Hertz, A. Krogh, R. G. Palmer, "Introduction to the Theory of Neural Computation" (1991),
       equation 2.17.

    Examples
    --------
    >>> round(error_probability(0.138), 4)
    0.0036
    """
    load = _positive("load", load)
    y = math.sqrt(0.5) / np.sqrt(load)
    P = _erfc(y) / 2
    return float(P) if P.ndim == 0 else P


def safe_capacity(n, *, every=True):
    r"""Return how many random patterns are all stored without a single wrong bit, for large n.

    .. math:: p = \frac{n}{4 \ln n}

    As n grows, the chance that every bit of every pattern is stable goes to 1 below this number. If it is
    enough that a given pattern be stable, n / (2 ln n) patterns fit.

    Parameters
    ----------
    n : int
        Number of units, at least 2.
    every : bool
        Whether all patterns have to be stable, or nearly all.

    Returns
    -------
    p : float

    Raises
    ------
    TypeError, ValueError
        If `n` is not an integer of at least 2.

    References
    ----------
    .. [1] R. J. McEliece, E. C. Posner, E. R. Rodemich, S. S. Venkatesh, "The capacity of the Hopfield
       associative memory", IEEE Trans. Inf. Theory 33 (1987) 461.

    Examples
    --------
    >>> round(safe_capacity(120), 2)
    6.27
    """
    n = checks.integer("n", n, low=2, high=10**300)
    every = checks.flag("every", every)
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

    The largest alpha = p / n for which the equation of `retrieval_overlap` has a solution.

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


def retrieval_overlap(load):
    r"""Return the overlap with which a memory of random patterns settles near a stored one, without noise.

    .. math:: m = \operatorname{erf}(y), \qquad
              y \Bigl( \sqrt{2\alpha} + \tfrac{2}{\sqrt\pi} e^{-y^2} \Bigr) = \operatorname{erf}(y),

    the largest root y; 0 where there is none but y = 0, above alpha = 0.138. Errors that breed errors are
    counted here, not in `error_probability`. This is the replica-symmetric solution.

    Parameters
    ----------
    load : float or array_like
        alpha = p / n, positive.

    Returns
    -------
    m : float or ndarray, shape of load

    Raises
    ------
    TypeError, ValueError
        If `load` is not made of positive numbers.

    References
    ----------
    .. [1] D. J. Amit, H. Gutfreund, H. Sompolinsky, "Statistical mechanics of neural networks near
       saturation", Ann. Phys. 173 (1987) 30.

    Examples
    --------
    >>> retrieval_overlap([0.05, 0.1, 0.13, 0.2]).round(4)
    array([1.    , 0.998 , 0.9872, 0.    ])
    """
    load = _positive("load", load)
    target = math.sqrt(2) * np.sqrt(load)
    low, high = np.full(load.shape, _critical()), np.clip(1 / target, _critical(), 30)  # erf(30) = 1
    for _ in range(60):  # _root_load falls from the critical y on
        y = (low + high) / 2
        above = _root_load(y) > target
        low, high = np.where(above, y, low), np.where(above, high, y)
    m = np.where(load <= critical_load()[0], _erf((low + high) / 2), 0.0)
    return float(m) if m.ndim == 0 else m


def mean_field_overlap(beta):
    r"""Return the overlap at which noise and memory balance, for few patterns in a large network.

    .. math:: m = \tanh(\beta m)

    with weights divided by n. Above the temperature 1 / beta = 1 the only solution is 0: memory has melted.

    Parameters
    ----------
    beta : float or array_like
        Inverse temperature, positive.

    Returns
    -------
    m : float or ndarray, shape of beta

    Raises
    ------
    TypeError, ValueError
        If `beta` is not made of positive numbers.

    References
    ----------
    .. [1] D. J. Amit, H. Gutfreund, H. Sompolinsky, "Spin-glass models of neural networks", Phys. Rev. A 32
       (1985) 1007.

    Examples
    --------
    >>> mean_field_overlap([0.5, 2.0]).round(4)
    array([0.    , 0.9575])
    """
    beta = _positive("beta", beta)
    low, high = np.zeros(beta.shape), np.ones(beta.shape)
    for _ in range(60):
        m = (low + high) / 2
        above = np.tanh(beta * m) > m
        low, high = np.where(above, m, low), np.where(above, high, m)
    m = np.where(beta > 1, high, 0.0)
    return float(m) if m.ndim == 0 else m
