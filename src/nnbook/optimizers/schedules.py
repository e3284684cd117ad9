"""Learning rates that change with the step: callables of t = 0, 1, 2, … that every optimiser takes for `lr`.

The first step has t = 0, as in PyTorch's schedulers (``last_epoch`` is 0 there). A schedule takes a whole
array of steps too, which is how it is plotted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnbook import checks


def _positive(schedule, *names, low=0.0, open_low=True, high=np.inf):
    """Replace settings of `schedule` by checked floats."""
    for name in names:
        value = checks.number(name, getattr(schedule, name), low=low, high=high, open_low=open_low)
        object.__setattr__(schedule, name, value)


at_step = checks.arguments(t=checks.array(low=0))  # above the rate at step(s) t


@dataclass(frozen=True)
class Constant:
    """The same learning rate at every step.

    Parameters
    ----------
    lr : float
        η₀ > 0.

    Examples
    --------
    >>> Constant(0.1)([0, 1, 2])
    array([0.1, 0.1, 0.1])
    """

    lr: float

    def __post_init__(self):
        _positive(self, "lr")

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        return self.lr + 0.0 * t


@dataclass(frozen=True)
class StepDecay:
    r"""A staircase: :math:`\eta_t = \eta_0\, c^{\lfloor t/T \rfloor}`.

    Parameters
    ----------
    lr : float
        η₀ > 0.
    every : int
        Length T of a stair [steps].
    factor : float
        c, 0 < c ≤ 1.

    Examples
    --------
    >>> StepDecay(0.8, every=2, factor=0.5)([0, 1, 2, 3, 4])
    array([0.8, 0.8, 0.4, 0.4, 0.2])
    """

    lr: float
    every: int
    factor: float = 0.1

    def __post_init__(self):
        _positive(self, "lr")
        _positive(self, "factor", high=1)
        checks.integer("every", self.every, low=1)

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        return self.lr * self.factor ** (t // self.every)


@dataclass(frozen=True)
class ExponentialDecay:
    r"""Exponential decay: :math:`\eta_t = \eta_0\, e^{-t/\tau}`.

    Parameters
    ----------
    lr : float
        η₀ > 0.
    tau : float
        Time constant τ > 0 [steps]; PyTorch asks for γ = exp(−1/τ).

    Notes
    -----
    The sum of all η_t is finite, about η₀τ: a parameter can move only so far.

    Examples
    --------
    >>> ExponentialDecay(1.0, tau=10)([0, 10]).round(4)
    array([1.    , 0.3679])
    """

    lr: float
    tau: float

    def __post_init__(self):
        _positive(self, "lr", "tau")

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        return self.lr * np.exp(-t / self.tau)


@dataclass(frozen=True)
class InverseTimeDecay:
    r"""Search, then converge: :math:`\eta_t = \eta_0 / (1 + t/\tau)`.

    Parameters
    ----------
    lr : float
        η₀ > 0.
    tau : float
        Step τ > 0 at which the rate has halved.

    Notes
    -----
    The sum of η_t is infinite and that of η_t² finite: the conditions of Robbins and Monro.

    References
    ----------
    .. [1] H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical
       Statistics 22 (1951), doi:10.1214/aoms/1177729586.

    Examples
    --------
    >>> InverseTimeDecay(1.0, tau=1)([0, 1, 3])
    array([1.  , 0.5 , 0.25])
    """

    lr: float
    tau: float

    def __post_init__(self):
        _positive(self, "lr", "tau")

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        return self.lr / (1 + t / self.tau)


@dataclass(frozen=True)
class CosineDecay:
    r"""Half a cosine from η₀ to η_T, then η_T for ever.

    .. math:: \eta_t = \eta_T + \tfrac12(\eta_0 - \eta_T)(1 + \cos(\pi t/T))

    Parameters
    ----------
    lr : float
        η₀ > 0.
    n_steps : int
        T ≥ 1.
    lr_end : float
        η_T ≥ 0.

    References
    ----------
    .. [1] I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017,
       arXiv:1608.03983, equation 5 (here without restarts).

    Examples
    --------
    >>> CosineDecay(1.0, n_steps=4)([0, 2, 4, 9])
    array([1. , 0.5, 0. , 0. ])
    """

    lr: float
    n_steps: int
    lr_end: float = 0.0

    def __post_init__(self):
        _positive(self, "lr")
        _positive(self, "lr_end", open_low=False)
        checks.integer("n_steps", self.n_steps, low=1)

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        phase = np.minimum(t / self.n_steps, 1.0)
        return self.lr_end + 0.5 * (self.lr - self.lr_end) * (1 + np.cos(np.pi * phase))


@dataclass(frozen=True)
class WarmUp:
    r"""A linear ramp to the first rate of another schedule, which then runs from its beginning.

    .. math:: \eta_t = \frac{t+1}{T}\,\eta'_0 \quad (t < T), \qquad \eta_t = \eta'_{t-T} \quad (t \ge T)

    Parameters
    ----------
    n_steps : int
        Length T ≥ 1 of the ramp.
    then : schedule
        η'; ``Constant(0.1)`` for a plain ramp.

    Notes
    -----
    The first step already moves (t + 1, not t). Some libraries multiply the ramp into the schedule instead,
    which loses its first T steps.

    Examples
    --------
    >>> WarmUp(4, then=Constant(1.0))([0, 1, 3, 9])
    array([0.25, 0.5 , 1.  , 1.  ])
    """

    n_steps: int
    then: Callable

    def __post_init__(self):
        checks.integer("n_steps", self.n_steps, low=1)
        checks.function("then", self.then)

    @at_step
    def __call__(self, t):
        """Return the learning rate at step(s) `t`."""
        ramp = np.minimum((t + 1) / self.n_steps, 1.0)
        return ramp * self.then(np.maximum(t - self.n_steps, 0))
