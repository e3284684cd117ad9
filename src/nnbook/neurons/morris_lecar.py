"""The Morris–Lecar neuron: two variables are enough to spike, and to see why some neurons can fire slowly."""

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnbook import checks
from nnbook.checks.arrays import together
from nnbook.neurons.simulate import FLOATS, as_step

POTENTIALS = ("e_ca", "e_k", "e_l", "v1", "v3")


@dataclass(frozen=True)
class MorrisLecar:
    r"""A membrane with calcium, potassium and leak currents, of which only the potassium gate takes time.

    .. math::
        C\,\dot v &= I - g_{Ca}\, m_\infty(v)\,(v-E_{Ca}) - g_K w\,(v-E_K) - g_L (v-E_L) \\
        \dot w &= \varphi\,\bigl(w_\infty(v)-w\bigr)\,\cosh\frac{v-V_3}{2V_4} \\
        m_\infty &= \tfrac12\Bigl(1+\tanh\frac{v-V_1}{V_2}\Bigr), \qquad
        w_\infty = \tfrac12\Bigl(1+\tanh\frac{v-V_3}{V_4}\Bigr)

    The model was made for a muscle of the barnacle [1]_. With its default parameters it starts to fire at
    rate zero (type I, by a saddle-node on an invariant circle). With ``g_ca=4.4, v3=2, v4=30, phi=0.04`` it
    starts at a positive rate (type II, by a Hopf bifurcation). Both sets are from [2]_.

    Parameters
    ----------
    c_m : float
        Capacitance C [µF/cm²].
    g_ca, g_k, g_l : float
        Largest conductances of calcium and potassium, conductance of the leak [mS/cm²].
    e_ca, e_k, e_l : float
        Reversal potentials [mV].
    v1, v2, v3, v4 : float
        Where the gates are half open, and how wide their curves are [mV].
    phi : float
        Rate of the potassium gate [1/ms].

    References
    ----------
    .. [1] C. Morris, H. Lecar, "Voltage oscillations in the barnacle giant muscle fiber", Biophysical Journal
       35 (1981), doi:10.1016/S0006-3495(81)84782-0.
    .. [2] J. Rinzel, B. Ermentrout, "Analysis of neural excitability and oscillations", in C. Koch, I. Segev
       (eds.), Methods in Neuronal Modeling, 2nd edition, MIT Press 1998, chapter 7.

    Examples
    --------
    >>> from nnbook.neurons import rate_curve
    >>> slow = rate_curve(MorrisLecar(), [39.0, 40.0, 60.0], duration=2000, settle=500, dt=0.1)
    >>> (slow > 0).tolist()
    [False, True, True]
    """

    c_m: float = 20.0
    g_ca: float = 4.0
    g_k: float = 8.0
    g_l: float = 2.0
    e_ca: float = 120.0
    e_k: float = -84.0
    e_l: float = -60.0
    v1: float = -1.2
    v2: float = 18.0
    v3: float = 12.0
    v4: float = 17.4
    phi: float = 1 / 15

    variables: ClassVar = ("v", "w")
    max_current: ClassVar = 1e6
    stochastic: ClassVar = False

    def __post_init__(self):
        for name in (f.name for f in fields(self)):
            positive = name in ("c_m", "g_k", "g_l", "v2", "v4", "phi")
            low, high = (-200, 200) if name in POTENTIALS else (0, 1e6)
            value = checks.number(name, getattr(self, name), low=low, high=high, open_low=positive)
            object.__setattr__(self, name, value)

    def steady_state(self, v):
        """Return the open fractions m∞ and w∞ at voltage `v` [mV] by name, each of the shape of `v`."""
        v = checks.array("v", v)
        return {
            "m": 0.5 * (1 + np.tanh((v - self.v1) / self.v2)),
            "w": 0.5 * (1 + np.tanh((v - self.v3) / self.v4)),
        }

    def change(self, v, w, current):
        """Return dv/dt [mV/ms] and dw/dt [1/ms] at `v` [mV], `w` and `current` [µA/cm²], which broadcast."""
        v, w, current = _together(v=v, w=w, current=current)
        open_now = self.steady_state(v)
        dv = (current + self._inward(v, open_now["m"]) - self.g_k * w * (v - self.e_k)) / self.c_m
        dw = self.phi * (open_now["w"] - w) * np.cosh((v - self.v3) / (2 * self.v4))
        return dv, dw

    def nullclines(self, v, current):
        """Return w where dv/dt = 0 and where dw/dt = 0, for `v` [mV] (not `e_k`) and `current` [µA/cm²]."""
        v, current = _together(v=v, current=current)
        open_now, drive = self.steady_state(v), v - self.e_k
        if np.any(drive == 0):
            raise ValueError(f"need v other than e_k, where potassium does not flow, got v with {self.e_k:g}")
        return (current + self._inward(v, open_now["m"])) / (self.g_k * drive), open_now["w"]

    def _inward(self, v, m):
        """What calcium and the leak carry inward."""
        return -self.g_ca * m * (v - self.e_ca) - self.g_l * (v - self.e_l)

    def start(self):
        """Return the resting state (v, w) without current: the lowest voltage at which both stand still."""
        v = np.linspace(self.e_k + 1e-6, self.e_ca, 20_001)
        on_v, on_w = self.nullclines(v, 0.0)
        k = int(np.argmax(on_v - on_w < 0)) - 1  # the last place before the first crossing
        gap = on_v[k : k + 2] - on_w[k : k + 2]
        rest = float(v[k] + (v[k + 1] - v[k]) * gap[0] / (gap[0] - gap[1]))
        return rest, float(self.steady_state(rest)["w"])

    def stepper(self, dt, functions=FLOATS):
        """Return the step of length `dt` [ms]; see `simulate`."""
        dt = as_step(dt)
        exp, tanh = functions.exp, functions.tanh
        g_ca, g_k, g_l = self.g_ca, self.g_k, self.g_l
        e_ca, e_k, leak = self.e_ca, self.e_k, self.g_l * self.e_l
        v1, v2, v3, v4 = self.v1, self.v2, self.v3, self.v4
        per_rate, per_charge = -dt * self.phi, -dt / self.c_m

        def step(state, current, chance):
            v, w = state
            u = (v - v3) / v4
            w_inf = 0.5 * (1.0 + tanh(u))
            speed = 0.5 * (exp(0.5 * u) + exp(-0.5 * u))  # cosh
            w = w_inf + (w - w_inf) * exp(per_rate * speed)  # dw/dt = phi (w_inf - w) cosh, at fixed v
            open_ca = g_ca * 0.5 * (1.0 + tanh((v - v1) / v2))
            open_k = g_k * w
            total = open_ca + open_k + g_l
            v_inf = (open_ca * e_ca + open_k * e_k + leak + current) / total
            v_new = v_inf + (v - v_inf) * exp(per_charge * total)  # C dv/dt = I - currents, at fixed gates
            return (v_new, w), (v_new >= 0.0) & (v < 0.0)  # a spike: 0 mV crossed from below

        return step


def _together(**given):
    """Return arrays of the given numbers, which must broadcast together."""
    arrays = {name: checks.array(name, value) for name, value in given.items()}
    if "w" in arrays and arrays["v"].size and np.abs(arrays["v"]).max() > 3000:
        raise ValueError(f"need |v| <= 3000 mV, got v with |v| = {np.abs(arrays['v']).max():g}")
    return together(**arrays)
