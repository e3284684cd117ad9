"""A spike on its way: patches of Hodgkin–Huxley membrane side by side, joined by the axon's inside."""

from dataclasses import dataclass, field

import numpy as np

from nnbook import checks
from nnbook.neurons.hodgkin_huxley import HodgkinHuxley
from nnbook.neurons.simulate import ARRAYS, MOST_STEPS, as_step


@dataclass(frozen=True)
class HodgkinHuxleyCable:
    r"""An axon without myelin: the Hodgkin–Huxley membrane along a cable with sealed ends.

    .. math::
        C\,\frac{\partial v}{\partial t} = \frac{a}{2 R_i}\,\frac{\partial^2 v}{\partial x^2} + I
            - I_{Na} - I_K - I_L

    Parameters
    ----------
    membrane : HodgkinHuxley
        The membrane of each compartment; Hodgkin and Huxley's own cable was at 18.5 °C.
    diameter : float
        Of the axon, 2a [µm].
    resistivity : float
        Of its inside, R_i [Ω cm].
    length : float
        [cm].
    n_compartments : int
        How many patches the length is cut into.

    Notes
    -----
    In each step the voltage spreads along the cable for half the step, then each membrane takes a step of its
    own, then the voltage spreads for the other half. The spread is exact, a matrix exponential, and this is
    Strang's splitting [2]_, of second order in `dt`.

    References
    ----------
    .. [1] A. L. Hodgkin and A. F. Huxley, J. Physiol. 117, 500–544, 1952, part III: 18.8 m/s computed, 21.2
       measured.
    .. [2] G. Strang, SIAM J. Numer. Anal. 5, 506–517, 1968.

    Examples
    --------
    >>> axon = HodgkinHuxleyCable(length=5.0, n_compartments=50)
    >>> current = np.zeros((300, 50))
    >>> current[:30, :3] = 800.0  # a shock at the left end
    >>> v = axon.simulate(current, dt=0.01)
    >>> t = 0.01 * (v[:, [10, 40]] > 0).argmax(axis=0)  # 3 cm apart
    >>> (10 * 3 / (t[1] - t[0])).round()  # m/s
    np.float64(19.0)
    """

    membrane: HodgkinHuxley = field(default_factory=lambda: HodgkinHuxley(temperature=18.5))
    diameter: float = 476.0
    resistivity: float = 35.4
    length: float = 10.0
    n_compartments: int = 200

    def __post_init__(self):
        if not isinstance(self.membrane, HodgkinHuxley):
            raise TypeError(f"need membrane to be a HodgkinHuxley, got membrane={self.membrane!r}")
        for name in ("diameter", "resistivity", "length"):
            value = checks.number(name, getattr(self, name), low=1e-3, high=1e6)
            object.__setattr__(self, name, value)
        n = checks.integer("n_compartments", self.n_compartments, low=2, high=2000)
        object.__setattr__(self, "n_compartments", n)

    @property
    def x(self):
        """Middle of each compartment [cm]."""
        return (np.arange(self.n_compartments) + 0.5) * self.length / self.n_compartments

    @property
    def diffusivity(self):
        """How fast voltage spreads, a/(2 R_i C) [cm²/ms]."""
        radius, kilo_ohm = 0.5e-4 * self.diameter, 1e-3 * self.resistivity
        return radius / (2.0 * kilo_ohm * self.membrane.c_m)

    def spread(self, duration):
        """Return the matrix that lets a voltage spread for `duration` [ms]; its rows sum to 1."""
        return self._spread(checks.number("duration", duration, low=0, high=1e9))

    def _spread(self, duration):
        n = self.n_compartments
        laplacian = np.diag(np.full(n, -2.0)) + np.eye(n, k=1) + np.eye(n, k=-1)
        laplacian[0, 0] = laplacian[-1, -1] = -1.0  # no current leaves at the ends
        values, vectors = np.linalg.eigh(laplacian)
        values[-1] = 0.0  # an even voltage stays
        decay = np.exp(duration * self.diffusivity / (self.length / n) ** 2 * values)
        return (vectors * decay) @ vectors.T

    def simulate(self, current, *, dt):
        """Return the voltage along the axon, from rest.

        Parameters
        ----------
        current : array_like, shape (n_steps, n_compartments)
            Current into each compartment [µA/cm² of membrane], up to the membrane's `max_current`.
        dt : float
            Step [ms].

        Returns
        -------
        ndarray, shape (n_steps + 1, n_compartments)
            Voltage [mV].
        """
        current, dt = checks.array("current", current, ndim=2), as_step(dt)
        if current.shape[1] != self.n_compartments or len(current) > MOST_STEPS:
            need = f"shape (n_steps, {self.n_compartments})"
            raise ValueError(f"need current of {need}, got {current.shape}")
        if current.size and (size := np.abs(current).max()) > self.membrane.max_current:
            raise ValueError(f"need |current| <= {self.membrane.max_current:g}, got |current| = {size:g}")
        half, step = self._spread(0.5 * dt), self.membrane.stepper(dt, ARRAYS)
        state = np.array([np.full(self.n_compartments, x) for x in self.membrane.start()])
        v = [state[0].copy()]
        for now in current:
            state[0] = half @ state[0]
            state, _ = step(state, now, None)
            state[0] = half @ state[0]
            v.append(state[0].copy())
        return np.array(v)
