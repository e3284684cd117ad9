"""The squid axon's membrane: sodium, potassium and leak currents behind voltage-dependent gates."""

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.checks.arrays import together
from nnbook.neurons._squids_together import stacked_step
from nnbook.neurons.simulate import ARRAYS, FLOATS, TINY, as_step


def _falling(x, functions):
    """Return x / (exp(x) - 1), accurate near 0, where it is 1."""
    x = x + TINY
    return x / functions.expm1(x)


def _rates(v, functions):
    """Opening and closing rates of m, h, n at voltage `v` [mV] and 6.3 °C, in 1/ms."""
    exp = functions.exp
    above_rest, u = v + 65.0, v / -10.0
    return (
        _falling(u - 4.0, functions),  # alpha_m, of -(v + 40)/10
        4.0 * exp(above_rest / -18.0),  # beta_m
        0.07 * exp(above_rest / -20.0),  # alpha_h
        1.0 / (1.0 + exp(u - 3.5)),  # beta_h
        0.1 * _falling(u - 5.5, functions),  # alpha_n
        0.125 * exp(above_rest / -80.0),  # beta_n
    )


def _settled(v):
    """Where the gates m, h, n settle at voltage `v` [mV], a float."""
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = _rates(v, FLOATS)
    return alpha_m / (alpha_m + beta_m), alpha_h / (alpha_h + beta_h), alpha_n / (alpha_n + beta_n)


@dataclass(frozen=True)
class HodgkinHuxley:
    r"""The Hodgkin–Huxley neuron: one patch of membrane with three currents.

    .. math::
        C\,\dot v &= I - \bar g_{Na} m^3 h\,(v-E_{Na}) - \bar g_K n^4 (v-E_K) - g_L (v-E_L) \\
        \dot x &= \alpha_x(v)\,(1-x) - \beta_x(v)\,x, \qquad x \in \{m, h, n\}

    The voltage is the real one, inside minus outside, with rest near -65 mV; the paper [1]_ counts from rest
    and with the opposite sign. The rates are the paper's, shifted accordingly; rounding of the reversal
    potentials follows the usual modern table [2]_.

    Parameters
    ----------
    c_m : float
        Capacitance [µF/cm²].
    g_na, g_k, g_l : float
        Largest conductances of sodium and potassium, conductance of the leak [mS/cm²].
    e_na, e_k, e_l : float
        Reversal potentials [mV].
    temperature : float
        [°C]; all rates are multiplied by ``3 ** ((temperature - 6.3) / 10)``.

    Notes
    -----
    A step first lets the gates relax at the present voltage and then the voltage at the new gates; either
    equation is linear when the other's variables are held, so each gets its exact exponential. Rush and
    Larsen [3]_ did that for the gates; done for the voltage too, it is called exponential Euler. Read the
    gates as living half a step before the voltage, and this is a centred scheme, of second order in `dt`.
    Currents are in µA/cm².

    References
    ----------
    .. [1] A. L. Hodgkin and A. F. Huxley, J. Physiol. 117, 500–544, 1952, part II.
    .. [2] W. Gerstner, W. M. Kistler, R. Naud and L. Paninski, "Neuronal Dynamics", 2014, section 2.2.
    .. [3] S. Rush and H. Larsen, IEEE Trans. Biomed. Eng. 25, 389–392, 1978.

    Examples
    --------
    >>> from nnbook.neurons import pulses, simulate
    >>> neuron = HodgkinHuxley()
    >>> round(neuron.resting_potential(), 2)
    -65.0
    >>> trace = simulate(neuron, pulses(50, (5, 1, 20.0), dt=0.01), dt=0.01)
    >>> trace.spike_times.round(1), round(trace.v.max())
    (array([6.3]), 41)
    """

    c_m: float = 1.0
    g_na: float = 120.0
    g_k: float = 36.0
    g_l: float = 0.3
    e_na: float = 50.0
    e_k: float = -77.0
    e_l: float = -54.4
    temperature: float = 6.3

    variables: ClassVar = ("v", "m", "h", "n")
    stochastic: ClassVar = False

    def __post_init__(self):
        for name in (f.name for f in fields(self)):
            low, high = (-200, 200) if name.startswith("e_") else (0, 50 if name == "temperature" else 1e6)
            value = getattr(self, name)
            value = checks.number(name, value, low=low, high=high, open_low=name in ("c_m", "g_l"))
            object.__setattr__(self, name, value)

    @property
    def factor(self):
        """How much faster the gates move than at 6.3 °C: ``3 ** ((temperature - 6.3) / 10)``."""
        return 3.0 ** ((self.temperature - 6.3) / 10.0)

    @property
    def max_current(self):
        """What could drive a membrane with closed gates 3 V from rest [µA/cm²]; more is refused."""
        return 3000.0 * self.g_l

    def rates(self, v):
        """Return opening and closing rates [1/ms] at `v` [mV]: a dict by gate, (alpha, beta)."""
        v = checks.array("v", v, low=-3000, high=3000)
        alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = (self.factor * r for r in _rates(v, ARRAYS))
        return {"m": (alpha_m, beta_m), "h": (alpha_h, beta_h), "n": (alpha_n, beta_n)}

    def steady_state(self, v):
        """Return where each gate settles at `v` [mV]: a dict by gate, alpha / (alpha + beta)."""
        return {name: alpha / (alpha + beta) for name, (alpha, beta) in self.rates(v).items()}

    def time_constants(self, v):
        """Return how fast [ms] each gate settles at `v` [mV]: a dict by gate, 1 / (alpha + beta)."""
        return {name: 1.0 / (alpha + beta) for name, (alpha, beta) in self.rates(v).items()}

    def currents(self, v, m, h, n):
        """Return the ionic currents [µA/cm²], outward positive: a dict with "Na", "K" and "leak".

        The voltage `v` [mV] and the gates `m`, `h` and `n`, from 0 to 1, are numbers or arrays that broadcast
        together.
        """
        v, gates = checks.array("v", v), {"m": m, "h": h, "n": n}
        gates = {name: checks.array(name, gate, low=0, high=1) for name, gate in gates.items()}
        together(v=v, **gates)
        return self._currents(v, **gates)

    def _currents(self, v, m, h, n):
        """Return what `currents` does, without looking at its arguments."""
        return {
            "Na": self.g_na * m**3 * h * (v - self.e_na),
            "K": self.g_k * n**4 * (v - self.e_k),
            "leak": self.g_l * (v - self.e_l),
        }

    def steady_current(self, v):
        """Return the current [µA/cm²] that holds the membrane at `v` [mV] once the gates have settled."""
        return sum(self._currents(checks.array("v", v), **self.steady_state(v)).values())

    def resting_potential(self):
        """Return the voltage [mV] at which no net current flows, by bisection."""
        low, high = (f(self.e_na, self.e_k, self.e_l) for f in (min, max))
        for _ in range(60):
            middle = 0.5 * (low + high)
            flow = sum(self.currents(middle, *_settled(middle)).values())
            low, high = (low, middle) if flow > 0 else (middle, high)
        return 0.5 * (low + high)

    def start(self):
        """Return the resting state (v, m, h, n)."""
        v = self.resting_potential()
        return (v, *_settled(v))

    def voltage_clamp(self, t, *, v_hold, v_step):
        """Return the ionic currents after the voltage jumps from `v_hold` to `v_step` and is held there.

        At a fixed voltage each gate relaxes exponentially, so this is a closed form and needs no simulation.

        Parameters
        ----------
        t : array_like, shape (n,)
            Times [ms] after the jump, not negative.
        v_hold, v_step : float
            Voltages [mV] before and after the jump, from -200 to 200.

        Returns
        -------
        dict of str to ndarray, shape (n,)
            "Na", "K" and "leak": outward currents [µA/cm²]; "m", "h" and "n": the gates.
        """
        t = checks.array("t", t, ndim=1, low=0)
        v_hold = checks.number("v_hold", v_hold, low=-200, high=200)
        v_step = checks.number("v_step", v_step, low=-200, high=200)
        before, after = self.steady_state(v_hold), self.steady_state(v_step)
        tau = self.time_constants(v_step)
        gates = {x: after[x] + (before[x] - after[x]) * np.exp(-t / tau[x]) for x in "mhn"}
        return self._currents(np.full(t.shape, v_step), **gates) | gates

    def stepper(self, dt, functions=FLOATS):
        """Return the step of length `dt` [ms]; see `simulate`.

        For arrays the same equations are computed for all gates at once, in less time.
        """
        dt = as_step(dt)
        return stacked_step(self, dt) if functions is ARRAYS else self._stepper(dt, functions)

    def _stepper(self, dt, functions):
        """Return the step, one equation a line."""
        exp = functions.exp
        g_na, g_k, g_l = self.g_na, self.g_k, self.g_l
        e_na, e_k, leak = self.e_na, self.e_k, self.g_l * self.e_l
        per_rate, per_charge = -dt * self.factor, -dt / self.c_m

        def relax(x, alpha, beta):
            total = alpha + beta
            x_inf = alpha / total
            return x_inf + (x - x_inf) * exp(per_rate * total)  # dx/dt = alpha (1 - x) - beta x, at fixed v

        def step(state, current, chance):
            v, m, h, n = state
            alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = _rates(v, functions)
            m = relax(m, alpha_m, beta_m)
            h = relax(h, alpha_h, beta_h)
            n = relax(n, alpha_n, beta_n)
            open_na = g_na * (m * m * m) * h
            n_squared = n * n
            open_k = g_k * (n_squared * n_squared)
            total = open_na + open_k + g_l
            v_inf = (open_na * e_na + open_k * e_k + leak + current) / total
            v_new = v_inf + (v - v_inf) * exp(per_charge * total)  # C dv/dt = I - currents, at fixed gates
            return (v_new, m, h, n), (v_new >= 0.0) & (v < 0.0)  # a spike: 0 mV crossed from below

        return step
