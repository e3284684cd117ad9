"""The leaky integrate-and-fire neuron: a capacitor, a leak and a threshold that empties it."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import FLOATS, as_step


@dataclass(frozen=True)
class LeakyIntegrateAndFire:
    r"""The leaky integrate-and-fire neuron with absolute refractory time.

    .. math::
        \tau_m \dot v = -(v - v_{rest}) + R I, \qquad
        v \ge v_{threshold} \Rightarrow \text{spike},\ v \to v_{reset}

    After a spike the voltage is held at reset for `t_ref`. A step uses the exact exponential of the linear
    equation.

    Parameters
    ----------
    tau_m : float
        Membrane time constant [ms].
    r_m : float
        Membrane resistance [MΩ]; times a current in nA this is a voltage in mV.
    v_rest, v_threshold, v_reset : float
        Voltages [mV]; both others lie below the threshold.
    t_ref : float
        Absolute refractory time [ms]; a simulation rounds it to whole steps.

    Raises
    ------
    ValueError
        If the threshold is not the highest voltage.

    References
    ----------
    .. [1] N. Brunel and M. C. W. van Rossum, "Lapicque's 1907 paper: from frogs to integrate-and-fire",
       Biol. Cybern. 97, 337–339, 2007.

    Examples
    --------
    >>> neuron = LeakyIntegrateAndFire(tau_m=10, t_ref=2)
    >>> neuron.rate([1.5, 2.0, 3.0]).round(2)
    array([  0.  ,  63.04, 111.96])
    """

    tau_m: float = 10.0
    r_m: float = 10.0
    v_rest: float = -65.0
    v_threshold: float = -50.0
    v_reset: float = -65.0
    t_ref: float = 2.0

    variables: ClassVar = ("v", "waiting")
    max_current: ClassVar = 1e9
    stochastic: ClassVar = False

    def __post_init__(self):
        for name in (f.name for f in fields(self)):
            low = -math.inf if name.startswith("v_") else 0
            value = checks.number(name, getattr(self, name), low=low, open_low=name in ("tau_m", "r_m"))
            object.__setattr__(self, name, value)
        for name in ("v_rest", "v_reset"):
            if getattr(self, name) >= self.v_threshold:
                got = f"{name}={getattr(self, name):g}, v_threshold={self.v_threshold:g}"
                raise ValueError(f"need {name} < v_threshold, got {got}")

    @property
    def rheobase(self):
        """The constant current [nA] that must be exceeded for the neuron to fire."""
        return (self.v_threshold - self.v_rest) / self.r_m

    def interval(self, current):
        r"""Return the time [ms] between spikes at constant current; infinite at or below the rheobase.

        .. math:: T = t_{ref} + \tau_m \ln\frac{R I - (v_{reset} - v_{rest})}{R I - \vartheta}
            = t_{ref} + \tau_m \ln\Bigl(1 + \frac{v_{threshold} - v_{reset}}{R I - \vartheta}\Bigr),
            \qquad \vartheta = v_{threshold} - v_{rest}

        Parameters
        ----------
        current : array_like
            Constant current [nA].

        Returns
        -------
        ndarray
            Interval [ms], of the shape of `current`.
        """
        above = self.r_m * checks.array("current", current) - (self.v_threshold - self.v_rest)  # R I − θ
        fires = above > 0
        way = (self.v_threshold - self.v_reset) / np.where(fires, above, 1.0)
        return np.where(fires, self.t_ref + self.tau_m * np.log1p(way), np.inf)

    def rate(self, current):
        """Return the firing rate [Hz] at constant `current` [nA]: 1000 over its `interval`."""
        return 1000.0 / self.interval(current)

    def start(self):
        """Return the resting state (v, steps left to wait)."""
        return self.v_rest, 0.0

    def stepper(self, dt, functions=FLOATS):
        """Return the step of length `dt` [ms]; see `simulate`."""
        dt = as_step(dt)
        where, decay = functions.where, functions.exp(-dt / self.tau_m)
        n_ref = float(round(self.t_ref / dt))
        v_rest, r_m, v_reset, v_threshold = self.v_rest, self.r_m, self.v_reset, self.v_threshold

        def step(state, current, chance):
            v, waiting = state
            v_inf = v_rest + r_m * current
            v = v_inf + (v - v_inf) * decay  # tau dv/dt = -(v - v_rest) + R I
            held = waiting > 0
            v = where(held, v_reset, v)
            fired = v >= v_threshold
            return (where(fired, v_reset, v), where(fired, n_ref, waiting - held)), fired

        return step
