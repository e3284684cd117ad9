"""What an input does to a membrane: potentials that add, and conductances that do not."""

import math
from dataclasses import dataclass, fields

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import as_step


@dataclass(frozen=True)
class PostsynapticPotential:
    r"""The voltage that one input adds, a difference of two exponentials.

    .. math::
        \varepsilon(s) = w\, \frac{e^{-s/\tau_m} - e^{-s/\tau_s}}{N}, \qquad
        s^* = \frac{\tau_m \tau_s}{\tau_m-\tau_s} \ln\frac{\tau_m}{\tau_s}, \qquad
        N = e^{-s^*/\tau_m} - e^{-s^*/\tau_s}

    for times :math:`s \ge 0` after the input's arrival. It is the response of a linear membrane to a current
    that decays with the time constant of the synapse, scaled to the peak `w`, which it has at :math:`s^*`.

    Parameters
    ----------
    peak : float
        Height w [mV]; negative for inhibition.
    tau_m : float
        Time constant of the membrane [ms].
    tau_s : float
        Time constant of the synapse's current [ms], below `tau_m`.

    References
    ----------
    .. [1] W. Gerstner, W. M. Kistler, R. Naud and L. Paninski, "Neuronal Dynamics", 2014, chapter 1.

    Examples
    --------
    >>> epsp = PostsynapticPotential(peak=0.5, tau_m=10.0, tau_s=2.0)
    >>> round(epsp.peak_time, 2), epsp.total([epsp.peak_time], np.zeros(30)).round(3)
    (4.02, array([15.]))
    """

    peak: float = 0.5
    tau_m: float = 10.0
    tau_s: float = 2.0

    def __post_init__(self):
        for name in (f.name for f in fields(self)):
            low, high = (-1e6, 1e6) if name == "peak" else (1e-3, 1e6)
            object.__setattr__(self, name, checks.number(name, getattr(self, name), low=low, high=high))
        if self.tau_s > 0.999 * self.tau_m:
            raise ValueError(f"need tau_s below tau_m, got tau_s={self.tau_s} and tau_m={self.tau_m}")

    @property
    def peak_time(self):
        """When the potential is highest [ms after the arrival]."""
        return self.tau_m * self.tau_s / (self.tau_m - self.tau_s) * math.log(self.tau_m / self.tau_s)

    @property
    def norm(self):
        """Height of the plain difference of the two exponentials."""
        return math.exp(-self.peak_time / self.tau_m) - math.exp(-self.peak_time / self.tau_s)

    @property
    def area(self):
        """Integral over time [mV ms]; times a rate of inputs [1/ms], the mean voltage that they hold."""
        return self.peak * (self.tau_m - self.tau_s) / self.norm

    def at(self, s):
        """Return the potential [mV] at times `s` [ms] after the arrival; 0 before it."""
        return self._at(checks.array("s", s))

    def _at(self, s):
        later = np.maximum(s, 0.0)
        return self.peak / self.norm * (np.exp(-later / self.tau_m) - np.exp(-later / self.tau_s))

    def total(self, t, arrivals):
        """Return the sum [mV] at times `t` [ms] of the potentials of inputs that arrive at `arrivals` [ms].

        Both have one dimension; the result has the shape of `t`.
        """
        t = checks.array("t", t, ndim=1)
        arrivals = checks.array("arrivals", arrivals, ndim=1)
        return self._at(t[:, None] - arrivals).sum(axis=1)  # v(t) = Σ ε(t − t_i)

    def integrate(self, counts, *, dt, threshold):
        """Sum the potentials step by step; where the sum reaches `threshold`, note a spike and start at 0.

        Parameters
        ----------
        counts : array_like, shape (n_steps,)
            How many inputs arrive in each step; one that is twice as strong counts twice.
        dt : float
            Step [ms].
        threshold : float
            Above rest [mV]; positive.

        Returns
        -------
        v : ndarray, shape (n_steps,)
            Voltage above rest [mV] at the end of each step, before a reset.
        spike_times : ndarray, shape (n_spikes,)
            Ends of the steps with a spike [ms].
        """
        counts, dt = checks.array("counts", counts, ndim=1, low=-1e9, high=1e9), as_step(dt)
        threshold = checks.number("threshold", threshold, low=0, open_low=True)
        decay_m, decay_s = math.exp(-dt / self.tau_m), math.exp(-dt / self.tau_s)
        scale = self.peak / self.norm
        slow = fast = 0.0
        v, spike_times = np.zeros(len(counts)), []
        for k, count in enumerate(counts.tolist()):
            slow = decay_m * (slow + scale * count)  # Σ w/N e^(−s/τ_m)
            fast = decay_s * (fast + scale * count)  # Σ w/N e^(−s/τ_s)
            v[k] = slow - fast
            if v[k] >= threshold:
                spike_times.append((k + 1) * dt)
                slow = fast = 0.0
        return v, np.array(spike_times)


@checks.arguments(s=checks.array(), tau=checks.number(low=1e-3, high=1e6))
def alpha_conductance(s, tau):
    r"""Return how open a synapse is after an input: the alpha function, whose peak is 1 at `tau`.

    .. math:: g(s) = \frac{s}{\tau}\, e^{1 - s/\tau}, \qquad s \ge 0

    Parameters
    ----------
    s : array_like
        Times after the input [ms]; before it the synapse is closed.
    tau : float
        Time of the peak [ms].

    Returns
    -------
    ndarray
        The conductance in units of its peak, of the shape of `s`.

    Examples
    --------
    >>> alpha_conductance([-1.0, 0.0, 2.0, 4.0], 2.0).round(3)
    array([0.   , 0.   , 1.   , 0.736])
    """
    later = np.maximum(s, 0.0) / tau
    return later * np.exp(1.0 - later)


@checks.arguments(g=checks.array(ndim=2, low=0, high=1e6), reversal=checks.array(ndim=1, low=-1e4, high=1e4))
def conductance_response(g, reversal, *, dt, tau_m=10.0, v_rest=-65.0):
    r"""Return the voltage of a membrane without channels of its own under synaptic conductances.

    .. math:: \tau_m \dot v = v_{rest} - v + \sum_k g_k(t)\,(E_k - v)

    Each conductance is in units of the leak. Within a step all are constant, and the equation, then linear,
    is solved exactly.

    Parameters
    ----------
    g : array_like, shape (n_kinds, n_steps)
        Conductance of each kind of synapse in each step, in units of the leak.
    reversal : array_like, shape (n_kinds,)
        Reversal potential of each kind [mV].
    dt, tau_m : float
        Step and time constant at rest [ms].
    v_rest : float
        Resting potential [mV].

    Returns
    -------
    ndarray, shape (n_steps + 1,)
        Voltage [mV], from rest.

    References
    ----------
    .. [1] C. Koch, T. Poggio and V. Torre, PNAS 80, 2799–2802, 1983.

    Examples
    --------
    >>> conductance_response(np.ones((1, 1000)), [-65.0], dt=0.1)[-1].round(1)  # inhibition that none sees
    np.float64(-65.0)
    >>> conductance_response(np.ones((1, 1000)), [0.0], dt=0.1)[-1].round(1)
    np.float64(-32.5)
    """
    if len(reversal) != len(g):
        raise ValueError(f"need one reversal for each row of g, got {reversal.shape} and {g.shape}")
    dt, tau_m = as_step(dt), checks.number("tau_m", tau_m, low=1e-3, high=1e6)
    v = [checks.number("v_rest", v_rest, low=-1e4, high=1e4)]
    total = 1.0 + g.sum(axis=0)
    v_inf = (v_rest + reversal @ g) / total
    decay = np.exp(-dt / tau_m * total)  # the membrane is faster, the more conductances are open
    for end, keep in zip(v_inf.tolist(), decay.tolist(), strict=True):
        v.append(end + (v[-1] - end) * keep)
    return np.array(v)
