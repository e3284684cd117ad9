"""The renewal neuron: all that it remembers is how long ago it fired."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import FLOATS, as_step, as_steps
from nnbook.neurons.stochastic import as_beta, firing_rule, interval_distribution
from nnbook.numerics import softplus

CLOSEST = 1e-9  # [ms] least distance to t_abs in a simulation, so that J_r = c / distance stays a number


@dataclass(frozen=True)
class RenewalNeuron:
    r"""A threshold whose height depends on the time µ since the last spike.

    .. math::
        h = I - J_r(\mu) - \theta, \qquad
        J_r(\mu) = \begin{cases} \infty & \mu \le t_{abs} \\ c / (\mu - t_{abs}) & \mu > t_{abs} \end{cases}

    Without noise it fires as soon as ``h >= 0``; with noise it fires within a millisecond with probability
    ``g(beta h)``, see `firing_probability`.

    Parameters
    ----------
    theta : float
        Threshold, in the unit of the current (dimensionless here).
    c : float
        Strength of relative refractoriness [current · ms].
    t_abs : float
        Absolute refractory time [ms]; a simulation rounds it to whole steps.
    beta : float
        Inverse noise level; ``inf`` means none.

    Notes
    -----
    A simulation starts as if the last spike were long past. The random model is stated for steps of 1 ms; for
    another `dt` the probability to survive a step is ``(1 - g) ** (dt / 1 ms)``, which leaves the survival of
    a millisecond unchanged, and amounts to the hazard ``ln(1 + exp(2 beta h))`` per ms.

    References
    ----------
    .. [1] W. Gerstner and J. L. van Hemmen, "Associative memory in a network of 'spiking' neurons",
       Network 3, 139–164, 1992.

    Examples
    --------
    >>> neuron = RenewalNeuron(theta=1.0, c=10.0, t_abs=2.0)
    >>> neuron.interval([1.0, 2.0, 3.0])
    array([inf, 12.,  7.])
    """

    theta: float = 1.0
    c: float = 10.0
    t_abs: float = 2.0
    beta: float = math.inf

    variables: ClassVar = ("h", "age")
    max_current: ClassVar = 1e9

    def __post_init__(self):
        for name in (f.name for f in fields(self) if f.name != "beta"):
            low = -1e9 if name == "theta" else 0
            object.__setattr__(self, name, checks.number(name, getattr(self, name), low=low, high=1e9))
        object.__setattr__(self, "beta", as_beta("beta", self.beta))

    @property
    def stochastic(self):
        """Whether firing is by chance."""
        return self.beta < math.inf

    def refractory(self, mu):
        """Return J_r(µ) at times `mu` [ms] since the last spike; infinite up to `t_abs`."""
        mu = checks.array("mu", mu)
        late = mu > self.t_abs
        return np.where(late, self.c / np.where(late, mu - self.t_abs, 1.0), np.inf)

    def interval(self, current):
        r"""Return the time [ms] between spikes at constant `current` without noise.

        .. math:: \tau = t_{abs} + \frac{c}{I - \theta} \quad (I > \theta), \qquad \infty \text{ otherwise}
        """
        excess = checks.array("current", current) - self.theta
        return np.where(excess > 0, self.t_abs + self.c / np.where(excess > 0, excess, 1.0), np.inf)

    def interval_distribution(self, current, *, duration, dt=1.0):
        """Return the interval's distribution at constant current: ``(tau, probability)``.

        Parameters
        ----------
        current : float or array_like
            Constant current, or several.
        duration : float
            Longest interval asked for [ms].
        dt : float, optional
            Step [ms].

        Returns
        -------
        tau : ndarray, shape (n_steps,)
            Intervals ``dt, 2 dt, ...`` [ms].
        probability : ndarray, shape (n_steps,) + current.shape
            The probability of each.
        """
        n_steps, dt = as_steps(duration, dt)
        tau, p = self._firing_by_age(checks.array("current", current), n_steps, dt)
        return tau, interval_distribution(p)

    def interval_moments(self, current, *, dt=0.25, n_steps=4000):
        r"""Return mean [ms] and coefficient of variation of the interval at constant current.

        With :math:`S_k` the probability to survive k steps,
        :math:`\langle k\rangle = \sum_{k\ge0} S_k` and :math:`\langle k^2\rangle = \sum_{k\ge0} (2k+1) S_k`.
        Beyond `n_steps` the probability to fire is taken as constant, and the sums are geometric.

        Parameters
        ----------
        current : float or array_like
            Constant current, or several.
        dt : float, optional
            Step [ms].
        n_steps : int, optional
            Ages to be summed one by one.

        Returns
        -------
        mean, cv : ndarray
            Of the shape of `current`; infinite and NaN for a neuron that never fires.

        Examples
        --------
        >>> mean, cv = RenewalNeuron(beta=1.0).interval_moments(2.0, dt=1.0)
        >>> print(f"{mean:.2f} {cv:.2f}")
        9.47 0.22
        """
        current = checks.array("current", current)
        dt = as_step(dt)
        n_steps = checks.size("n_steps", n_steps)
        if not self.stochastic:
            mean = self.interval(current)
            return mean, np.where(np.isfinite(mean), 0.0, np.nan)
        _, p = self._firing_by_age(current, n_steps, dt)
        quiet = np.cumprod(1.0 - p, axis=0)
        survival = np.concatenate([np.ones_like(p[:1]), quiet[:-1]])  # S_0 ... S_(n-1)
        last, p = quiet[-1], p[-1]
        fires = p > 1e-290  # a smaller one has no reciprocal
        p = np.where(fires, p, 1.0)
        weight = (2.0 * np.arange(n_steps) + 1.0).reshape(-1, *[1] * current.ndim)
        first = survival.sum(axis=0) + last / p
        second = (weight * survival).sum(axis=0) + last * (2 * n_steps + 1) / p  # but for last 2 (1 − p)/p²
        square = second / first / first + 2 * last * (1 - p) * (1 / p / first) ** 2  # ⟨k²⟩/⟨k⟩²
        cv = np.sqrt(np.maximum(square - 1, 0.0))
        return np.where(fires, dt * first, np.inf), np.where(fires, cv, np.nan)

    def rate(self, current, *, dt=0.25, n_steps=4000):
        """Return the firing rate [Hz] at constant `current`: 1000 over the mean of `interval_moments`.

        `dt` and `n_steps` are passed on to it.
        """
        mean, _ = self.interval_moments(current, dt=dt, n_steps=n_steps)
        with np.errstate(divide="ignore"):  # an interval of 0 when t_abs = c = 0
            return 1000.0 / mean

    def _firing_by_age(self, current, n_steps, dt):
        """Ages dt, 2 dt, ... and the probability to fire at each, for every current."""
        age = np.arange(1, n_steps + 1).reshape(-1, *[1] * current.ndim)
        late = age - round(self.t_abs / dt)  # steps since the absolute refractory time
        h = current - self.theta - self.c / (np.maximum(late, 1) * dt)
        p = h >= 0
        if self.stochastic:
            with np.errstate(over="ignore"):  # an infinite hazard is a certain spike
                p = -np.expm1(-dt * softplus(2 * self.beta * h))  # 1 − (1 − g)^dt, of hazard ln(1 + e^2βh)
        return age.ravel() * dt, np.where(late > 0, p, 0.0)

    def start(self):
        """Return the state long after the last spike: the field at zero current, and the age in steps."""
        return -self.theta, 1e12

    def stepper(self, dt, functions=FLOATS):
        """Return the step of length `dt` [ms]; see `simulate`."""
        dt = as_step(dt)
        theta, c, maximum = self.theta, self.c, functions.maximum
        n_abs = round(self.t_abs / dt)
        rule = firing_rule(self.beta, dt, functions)

        def step(state, current, chance):
            age = state[1] + 1.0
            h = current - c / maximum((age - n_abs) * dt, CLOSEST) - theta  # h = I - J_r(mu) - theta
            fired = rule(h, chance) & (age > n_abs)
            return (h, age - age * fired), fired

        return step
