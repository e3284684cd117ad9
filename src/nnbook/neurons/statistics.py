"""Numbers that sum up a spike train: intervals, their spread, and the rate as a function of current."""

import math

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import drive, steps, whole_steps


def intervals(spike_times):
    """Return the intervals between successive spikes.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Times [ms], not decreasing.

    Returns
    -------
    ndarray, shape (n_spikes - 1,)
        Intervals [ms]; empty for fewer than two spikes.

    Raises
    ------
    TypeError, ValueError
        If `spike_times` is no array of finite numbers in order.

    Examples
    --------
    >>> intervals([2.0, 5.0, 9.0])
    array([3., 4.])
    """
    times = checks.array("spike_times", spike_times, ndim=1)
    gaps = np.diff(times)
    if gaps.size and gaps.min() < 0:
        early, late = times[gaps.argmin() :][:2].tolist()
        raise ValueError(f"need spike_times in increasing order, got {early} before {late}")
    return gaps


def coefficient_of_variation(spike_times):
    """Return the intervals' standard deviation over their mean: 0 for a clock, 1 for a Poisson process.

    Parameters
    ----------
    spike_times : array_like, shape (n_spikes,)
        Times [ms], increasing.

    Returns
    -------
    float
        NaN for fewer than three spikes, when there is no spread to speak of.

    Raises
    ------
    TypeError, ValueError
        As in `intervals`.

    Examples
    --------
    >>> coefficient_of_variation([0.0, 10.0, 20.0, 30.0])
    0.0
    """
    gaps = intervals(spike_times)
    return float(gaps.std() / gaps.mean()) if gaps.size >= 2 and gaps.mean() > 0 else math.nan


def rate_curve(neuron, currents, *, duration, dt, settle=0.0, noise=0.0, rng=None):
    """Return the firing rate at each of several constant currents: the f–I curve.

    All currents are simulated together. What happens before `settle` is ignored, so that a neuron that fires
    once and falls silent counts as silent.

    Parameters
    ----------
    neuron : Neuron
        The model.
    currents : array_like, shape (n,)
        Constant currents.
    duration, dt, settle : float
        Length of the simulation, its step, and the time to ignore [ms].
    noise, rng
        As in `simulate`.

    Returns
    -------
    ndarray, shape (n,)
        Rates [Hz]. Without randomness, the reciprocal of the mean interval (0 for fewer than two spikes),
        which is exact for a regular train; with it, spikes per time.

    Raises
    ------
    TypeError, ValueError
        If `settle` is not less than `duration`, and as `simulate` does.

    Examples
    --------
    >>> from nnbook.neurons import LeakyIntegrateAndFire
    >>> neuron = LeakyIntegrateAndFire()
    >>> rate_curve(neuron, [1.4, 2.0, 3.0], duration=500, dt=0.01).round(1)
    array([  0. ,  63. , 111.9])
    """
    n_steps, dt = whole_steps(duration, dt)
    settle = checks.number("settle", settle, low=0, high=duration, open_high=True)
    currents = checks.array("currents", currents, ndim=1)
    if currents.size == 0:
        raise ValueError(f"need at least one current in currents, got currents of shape {currents.shape}")
    wanted = np.broadcast_to(currents, (n_steps, len(currents)))
    current, chance, dt = drive(neuron, wanted, dt=dt, noise=noise, rng=rng)
    fired = np.array([fired for _, fired in steps(neuron, current, chance, dt)])[round(settle / dt) :]
    count = fired.sum(axis=0)
    if noise > 0 or neuron.stochastic:
        return count / (1e-3 * dt * len(fired))
    first, last = fired.argmax(axis=0), len(fired) - 1 - fired[::-1].argmax(axis=0)
    return np.where(count > 1, 1000.0 * (count - 1) / (dt * np.maximum(last - first, 1)), 0.0)
