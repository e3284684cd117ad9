"""Firing by chance: a field decides how probable a spike is, and probabilities decide the intervals."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import FLOATS, as_step
from nnbook.numerics import sigmoid


def as_beta(name, beta):
    """Return `beta` as a float that is not negative; infinity, which means no noise, is allowed.

    Examples
    --------
    >>> as_beta("beta", -1)
    Traceback (most recent call last):
    ...
    ValueError: need beta >= 0, got beta=-1
    """
    if isinstance(beta, (float, np.floating)) and beta == math.inf:
        return math.inf
    return checks.number(name, beta, low=0, high=1e6)


@checks.arguments(h=checks.array(finite=False), beta=as_beta)
def firing_probability(h, beta):
    r"""Return the probability of a spike in one time step at field h.

    .. math:: g(\beta h) = \tfrac12\,(1 + \tanh \beta h) = \frac{1}{1 + e^{-2\beta h}}

    Parameters
    ----------
    h : array_like
        Field: input minus whatever holds the neuron back.
    beta : float
        Inverse noise level, in 1 / (unit of h); ``inf`` gives the threshold ``h >= 0``, 0 a fair coin.

    Returns
    -------
    ndarray
        Probabilities of the shape of `h`.

    Examples
    --------
    >>> firing_probability([-1.0, 0.0, 1.0], 2.0).round(3)
    array([0.018, 0.5 , 0.982])
    """
    if np.isnan(h).any():
        raise ValueError(f"need numbers in h, got {h[np.isnan(h)][0]}")
    if beta == math.inf:
        return (h >= 0).astype(float)
    with np.errstate(over="ignore"):  # a field of more than the largest number is as good as infinite
        return sigmoid(2 * beta * h) if beta > 0 else np.full(h.shape, 0.5)


@checks.arguments(probability=checks.array(low=0, high=1))
def interval_distribution(probability):
    r"""Return the distribution of the interval from the firing probability at each age.

    To fire first at step k, the neuron must survive all steps before:

    .. math:: P_k = p_k \prod_{j<k} (1 - p_j), \qquad k = 1, 2, \ldots, n

    Parameters
    ----------
    probability : array_like, shape (n, ...)
        ``p_k``: probability to fire at the k-th step after the last spike, given no spike in between.

    Returns
    -------
    ndarray, shape (n, ...)
        ``P_k``; what is missing to 1 is the probability that the interval is longer than n steps.

    References
    ----------
    .. [1] W. Gerstner, W. M. Kistler, R. Naud and L. Paninski, "Neuronal Dynamics", 2014, section 7.5.

    Examples
    --------
    >>> interval_distribution([0.0, 0.5, 0.5, 1.0])
    array([0.  , 0.5 , 0.25, 0.25])
    """
    p = probability
    if p.ndim == 0 or len(p) == 0:
        raise ValueError(f"need probability with at least one age, got shape {p.shape}")
    survival = np.cumprod(1.0 - p, axis=0)
    return p * np.concatenate([np.ones_like(p[:1]), survival[:-1]])


def firing_rule(beta, exponent, functions):
    """Return ``rule(h, chance) -> fired`` for a step that is `exponent` times the unit of decision.

    Silence for a whole unit has probability ``q = (1 - tanh(beta h)) / 2``, for a part ``q ** exponent``.

    Examples
    --------
    >>> rule = firing_rule(1.0, 1.0, FLOATS)
    >>> rule(0.0, 0.4), rule(0.0, 0.6)  # at threshold q is 1/2
    (False, True)
    """
    if beta == math.inf:
        return lambda h, chance: h >= 0
    tanh = functions.tanh
    return lambda h, chance: chance >= (0.5 - 0.5 * tanh(beta * h)) ** exponent


@dataclass(frozen=True)
class ThresholdUnit:
    """The threshold element: each time step it asks whether its input exceeds the threshold, and forgets.

    Parameters
    ----------
    theta : float
        Threshold, in the unit of the current.
    beta : float
        Inverse noise level; ``inf`` (the start value) makes the unit McCulloch and Pitts' [1]_.

    Notes
    -----
    It knows no time constant: one decision per step of the simulation, whatever `dt` is. Its interval is
    geometric.

    References
    ----------
    .. [1] W. S. McCulloch and W. Pitts, Bull. Math. Biophys. 5, 115–133, 1943.

    Examples
    --------
    >>> ThresholdUnit(theta=1.0, beta=2.0).mean_output([0.5, 1.0, 1.5]).round(3)
    array([0.119, 0.5  , 0.881])
    """

    theta: float = 1.0
    beta: float = math.inf

    variables: ClassVar = ("h",)
    max_current: ClassVar = 1e9

    def __post_init__(self):
        object.__setattr__(self, "theta", checks.number("theta", self.theta, low=-1e9, high=1e9))
        object.__setattr__(self, "beta", as_beta("beta", self.beta))

    @property
    def stochastic(self):
        """Whether firing is by chance."""
        return self.beta < math.inf

    def mean_output(self, current):
        """Return the expected output in a step, ``g(beta (I - theta))``, of the shape of `current`."""
        return firing_probability(checks.array("current", current) - self.theta, self.beta)

    def start(self):
        """Return the state before any input."""
        return (-self.theta,)

    def stepper(self, dt, functions=FLOATS):
        """Return the step; see `simulate`."""
        as_step(dt)
        theta = self.theta
        rule = firing_rule(self.beta, 1.0, functions)

        def step(state, current, chance):
            h = current - theta
            return (h,), rule(h, chance)

        return step
