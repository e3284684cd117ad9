"""Leaky integrate-and-fire neurons that push each other by pulses, after a delay, and fall into step."""

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import Trace, as_steps
from nnbook.neurons.statistics import as_trains


@checks.arguments(
    W=checks.array(ndim=2, empty=False, low=-1e9),
    v=checks.array(ndim=1, empty=False),
    current=checks.number(low=-1e9, high=1e9),
    tau_m=checks.number(low=1e-6, high=1e9),
    delay=checks.number(low=0, high=1e6),
    noise=checks.number(low=0, high=1e9),
)
def pulse_coupled(W, v, *, current=1.2, tau_m=10.0, delay=0.0, duration, dt=0.1, noise=0.0, rng=None):
    r"""Simulate leaky integrate-and-fire neurons whose spikes push the voltages of others.

    .. math::
        \tau_m \dot v_i = -v_i + I + \tau_m\, \sigma\, \xi_i(t)
            + \tau_m \sum_{j} w_{ij} \sum_k \delta(t - t_j^k - d), \qquad
        v_i \ge 1 \Rightarrow \text{spike},\ v_i \to 0

    A pulse that lifts a voltage to the threshold makes a spike in the same step. Without delay this may set
    off others; a neuron that has fired in a step ignores further pulses in it.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Jump w of the voltage *of* neuron i *by* a spike of neuron j.
    v : array_like, shape (n,)
        Voltages at the start, below the threshold 1; the reset is 0.
    current : float
        Constant input I; above 1 a neuron fires on its own, with the period ``tau_m ln(I / (I - 1))``.
    tau_m : float
        Membrane time constant [ms].
    delay : float
        Time d from a spike to its pulse [ms], rounded to whole steps.
    duration, dt : float
        Length of the simulation and its step [ms].
    noise : float
        Strength σ of white noise [1/√ms].
    rng : numpy.random.Generator, optional
        Draws the noise; needed with noise.

    Returns
    -------
    Trace
        With the spike times of each neuron.

    Raises
    ------
    ValueError
        If a voltage at the start is not below the threshold.

    References
    ----------
    .. [1] R. E. Mirollo and S. H. Strogatz, "Synchronization of pulse-coupled biological oscillators",
       SIAM J. Appl. Math. 50, 1645–1662, 1990.
    .. [2] U. Ernst, K. Pawelzik and T. Geisel, "Synchronization induced by temporal delays in pulse-coupled
       oscillators", Phys. Rev. Lett. 74, 1570–1573, 1995.

    Examples
    --------
    >>> trace = pulse_coupled([[0, 0.05], [0.05, 0]], [0.0, 0.5], duration=200)
    >>> bool(np.array_equal(trace.spike_times[0][-3:], trace.spike_times[1][-3:]))  # in step
    True
    """
    W = checks.array("W", W, shape=(len(v), len(v)))
    if v.max() >= 1:
        raise ValueError(f"need v below the threshold 1, got {v=}")
    n_steps, dt = as_steps(duration, dt)
    if noise > 0 or rng is not None:
        rng = checks.generator("rng", rng)
    decay, late = np.exp(-dt / tau_m), round(delay / dt)
    kick = noise * np.sqrt(tau_m / 2 * (1 - decay**2))
    voltage, fired = np.empty((n_steps + 1, len(v))), np.zeros((n_steps + 1, len(v)), bool)
    voltage[0] = v
    for k in range(1, n_steps + 1):
        v = current + (v - current) * decay
        if noise > 0:
            v = v + kick * rng.standard_normal(len(v))
        if late and k > late and fired[k - late].any():
            v = v + W @ fired[k - late]  # pulses that set out a delay ago
        fired[k] = v >= 1
        if not late and fired[k].any():
            fired[k] = _avalanche(W, v, fired[k])
            v = v + W @ fired[k]
        v = voltage[k] = np.where(fired[k], 0.0, v)
    t = dt * np.arange(n_steps + 1)
    trains = tuple(t[of_one] for of_one in fired.T)
    drive = np.full((n_steps, len(v)), current, float)
    return Trace(t=t, v=voltage, spike_times=trains, states={"v": voltage}, current=drive)


def _avalanche(W, v, fired):
    """Return who fires in a step in which spikes act at once: those above threshold, and whom they lift."""
    while ((lifted := fired | (v + W @ fired >= 1)) != fired).any():
        fired = lifted
    return fired


@checks.arguments(spike_times=as_trains, t=checks.array(ndim=1))
def spike_phases(spike_times, t):
    r"""Return the phase of each neuron: how far it has got from one spike to the next.

    .. math:: \phi(t) = 2\pi \frac{t - t^k}{t^{k+1} - t^k}, \qquad t^k \le t < t^{k+1}

    Parameters
    ----------
    spike_times : sequence of array_like
        Times [ms] of each neuron's spikes, increasing.
    t : array_like, shape (n_times,)
        When to ask [ms].

    Returns
    -------
    ndarray, shape (n_neurons, n_times)
        Phases from 0 to below 2π [rad]; NaN before a neuron's first spike and from its last one on.

    Examples
    --------
    >>> np.degrees(spike_phases([[0.0, 20.0]], [0.0, 5.0, 15.0]))
    array([[  0.,  90., 270.]])
    """
    phases = np.full((len(spike_times), len(t)), np.nan)
    for i, train in enumerate(spike_times):
        if (np.diff(train) <= 0).any():
            raise ValueError(f"need spike_times[{i}] in increasing order, got {train}")
        if len(train) > 1:
            k = np.searchsorted(train, t, side="right") - 1
            inside = (k >= 0) & (k < len(train) - 1)
            last, after = train[k[inside]], train[k[inside] + 1]
            phases[i, inside] = 2 * np.pi * (t[inside] - last) / (after - last)
    return phases
