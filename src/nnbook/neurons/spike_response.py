"""The spike-response model: the voltage is a sum of kernels, one per input and one per own spike."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import FLOATS, as_step
from nnbook.neurons.stochastic import as_beta, firing_rule


@dataclass(frozen=True)
class SpikeResponse:
    r"""The spike-response model with exponential kernels.

    .. math::
        v(t) = v_{rest} + \eta(t - \hat t) + \int_0^\infty \kappa(s)\, I(t-s)\, ds, \qquad
        \eta(s) = -\eta_0 e^{-s/\tau_r}, \quad \kappa(s) = \tfrac{R}{\tau_m} e^{-s/\tau_m}

    with the last spike at :math:`\hat t` (SRM₀), or with the sum of the etas of all spikes (`cumulative`).
    The neuron fires when v reaches the threshold, or at random: within a millisecond with probability
    ``g(beta (v - v_threshold))``.

    Parameters
    ----------
    tau_m : float
        Time constant of the response to input [ms].
    r_m : float
        Resistance [MΩ], so that currents are in nA.
    v_rest, v_threshold : float
        Voltages [mV].
    eta_0 : float
        Depth of the after-potential [mV].
    tau_r : float
        Its time constant [ms].
    t_ref : float
        Absolute refractory time [ms].
    cumulative : bool
        Whether after-potentials of all spikes add up, or the last one alone counts.
    beta : float
        Inverse noise level [1/mV]; ``inf`` means none.

    Notes
    -----
    With ``cumulative=True``, ``tau_r = tau_m``, ``t_ref = 0`` and ``eta_0 = v_threshold - v_reset`` this *is*
    the leaky integrate-and-fire neuron, up to the overshoot within one step.

    References
    ----------
    .. [1] W. Gerstner, W. M. Kistler, R. Naud and L. Paninski, "Neuronal Dynamics", 2014, section 6.4.

    Examples
    --------
    >>> from nnbook.neurons import simulate
    >>> simulate(SpikeResponse(), np.full(500, 2.0), dt=0.1).spike_times
    array([13.9, 27.8, 39.6])
    """

    tau_m: float = 10.0
    r_m: float = 10.0
    v_rest: float = -65.0
    v_threshold: float = -50.0
    eta_0: float = 15.0
    tau_r: float = 10.0
    t_ref: float = 2.0
    cumulative: bool = False
    beta: float = math.inf

    variables: ClassVar = ("v", "psp", "eta", "waiting")
    max_current: ClassVar = 1e9

    def __post_init__(self):
        for name in (f.name for f in fields(self) if f.name not in ("beta", "cumulative")):
            low = -1e6 if name.startswith("v_") else 0
            is_time = name in ("tau_m", "tau_r")
            value = checks.number(name, getattr(self, name), low=low, high=1e6, open_low=is_time)
            object.__setattr__(self, name, value)
        checks.flag("cumulative", self.cumulative)
        object.__setattr__(self, "beta", as_beta("beta", self.beta))

    @property
    def stochastic(self):
        """Whether firing is by chance."""
        return self.beta < math.inf

    def eta(self, s):
        """Return the after-potential [mV] at times `s` [ms] after a spike; 0 before it."""
        s = checks.array("s", s)
        return np.where(s >= 0, -self.eta_0 * np.exp(-np.maximum(s, 0) / self.tau_r), 0.0)

    def kappa(self, s):
        """Return the response [mV/(nA ms)] at times `s` [ms] after a unit pulse of current; 0 before it."""
        s = checks.array("s", s)
        return np.where(s >= 0, self.r_m / self.tau_m * np.exp(-np.maximum(s, 0) / self.tau_m), 0.0)

    def start(self):
        """Return the resting state (v, input part, after-potential, steps left to wait)."""
        return self.v_rest, 0.0, 0.0, 0.0

    def stepper(self, dt, functions=FLOATS):
        """Return the step of length `dt` [ms]; see `simulate`."""
        dt = as_step(dt)
        decay_m, decay_r = functions.exp(-dt / self.tau_m), functions.exp(-dt / self.tau_r)
        gain = self.r_m * (1.0 - decay_m)
        v_rest, v_threshold, eta_0 = self.v_rest, self.v_threshold, self.eta_0
        n_ref = float(round(self.t_ref / dt))
        kept = 1.0 if self.cumulative else 0.0
        rule = firing_rule(self.beta, dt, functions)

        def step(state, current, chance):
            _, psp, eta, waiting = state
            psp = decay_m * psp + gain * current  # the integral of kappa(s) I(t - s)
            eta = decay_r * eta
            v = v_rest + eta + psp
            fired = rule(v - v_threshold, chance) & (waiting <= 0)
            # the new spike's kernel replaces the old, or joins it
            eta = eta + ((kept - 1.0) * eta - eta_0) * fired
            return (v, psp, eta, waiting - (waiting > 0) + n_ref * fired), fired

        return step
