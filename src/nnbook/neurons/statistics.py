"""Numbers that sum up a spike train: intervals, their spread, and the rate as a function of current."""

import math

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import as_steps, drive, steps


@checks.arguments(spike_times=checks.array(ndim=1))
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
    ValueError
        If the times do not increase.

    Examples
    --------
    >>> intervals([2.0, 5.0, 9.0])
    array([3., 4.])
    """
    gaps = np.diff(spike_times)
    if gaps.size and gaps.min() < 0:
        early, late = spike_times[gaps.argmin() :][:2].tolist()
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

    Examples
    --------
    >>> coefficient_of_variation([0.0, 10.0, 20.0, 30.0])
    0.0
    """
    gaps = intervals(spike_times)
    return float((gaps / gaps.mean()).std()) if gaps.size >= 2 and gaps.mean() > 0 else math.nan


def as_trains(name, trains):
    """Return the spike trains of several neurons or trials as a list of arrays.

    Examples
    --------
    >>> as_trains("spike_times", [[1.0, 2.0], []])
    [array([1., 2.]), array([], dtype=float64)]
    """
    if not isinstance(trains, (list, tuple, np.ndarray)):
        raise TypeError(f"need {name} to be a list of spike trains, got {name}={trains!r}")
    return [checks.array(f"{name}[{i}]", train, ndim=1) for i, train in enumerate(trains)]


def _trains(spike_times, duration):
    """Return spike trains as arrays, at least one, each from 0 to below `duration`."""
    trains = as_trains("spike_times", spike_times)
    if not trains:
        raise ValueError(f"need spike_times of at least one train, got {spike_times=}")
    for i, train in enumerate(trains):
        if train.size and not 0 <= train.min() <= train.max() < duration:
            raise ValueError(f"need spike_times[{i}] from 0 to below {duration=}, got {train}")
    return trains


def _windows(duration, width, name):
    """Return how many whole windows of `width` fit into `duration`, with room for rounding."""
    n = int(duration / width * (1 + 1e-12))
    if not 1 <= n <= 10_000_000:
        raise ValueError(f"need {name} of which 1 to 10 million fit into the duration, got {name}={width}")
    return n


def _counts(train, width, n):
    """Return how many spikes lie in each of `n` windows, side by side from 0 on, and none after them."""
    edges = np.append(width * np.arange(n + 1), np.inf)  # `histogram` takes the last edge into the last bin
    return np.histogram(train, edges)[0][:-1]


@checks.arguments(duration=checks.number(low=0, open_low=True), width=checks.number(low=0, open_low=True))
def psth(spike_times, duration, width):
    """Return the peri-stimulus time histogram: the rate in each bin, averaged over trials.

    Parameters
    ----------
    spike_times : list of array_like
        Times [ms] of the spikes in each trial, from 0 to below `duration`.
    duration : float
        Length of a trial [ms].
    width : float
        Width of a bin [ms]; a rest at the end that fills no bin is left out.

    Returns
    -------
    ndarray, shape (n_bins,)
        Rates [Hz]: spikes in the bin over trials and width.

    Examples
    --------
    >>> psth([[1.0, 12.0], [3.0]], 20.0, 10.0)
    array([100.,  50.])
    """
    trains, n_bins = _trains(spike_times, duration), _windows(duration, width, "width")
    return 1000 * _counts(np.concatenate(trains), width, n_bins) / (len(trains) * width)


@checks.arguments(duration=checks.number(low=0, open_low=True), window=checks.number(low=0, open_low=True))
def fano_factor(spike_times, duration, window):
    """Return the variance of the number of spikes in a window over its mean.

    All windows that fit into all trials are counted, side by side; the variance is that around their common
    mean (divided by their number, not by one less). It is 1 for a Poisson process of constant rate, and
    depends on the window for other processes.

    Parameters
    ----------
    spike_times : list of array_like
        Times [ms] of the spikes in each trial, from 0 to below `duration`.
    duration : float
        Length of a trial [ms].
    window : float
        Length of the window [ms].

    Returns
    -------
    float
        NaN if there is no spike in the windows.

    Examples
    --------
    >>> fano_factor([[1.0, 12.0], [3.0, 4.0]], 20.0, 10.0)  # counts 1, 1, 2, 0
    0.5
    """
    trains, n = _trains(spike_times, duration), _windows(duration, window, "window")
    counts = np.array([_counts(train, window, n) for train in trains])
    return float(counts.var() / counts.mean()) if counts.any() else math.nan


@checks.arguments(currents=checks.array(ndim=1, empty=False))
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

    Examples
    --------
    >>> from nnbook.neurons import LeakyIntegrateAndFire
    >>> neuron = LeakyIntegrateAndFire()
    >>> rate_curve(neuron, [1.4, 2.0, 3.0], duration=500, dt=0.01).round(1)
    array([  0. ,  63. , 111.9])
    """
    n_steps, dt = as_steps(duration, dt)
    settle = checks.number("settle", settle, low=0, high=duration, open_high=True)
    wanted = np.broadcast_to(currents, (n_steps, len(currents)))
    current, chance, dt = drive(neuron, wanted, dt=dt, noise=noise, rng=rng)
    fired = np.array([fired for _, fired in steps(neuron, current, chance, dt)])[round(settle / dt) :]
    count = fired.sum(axis=0)
    if noise > 0 or neuron.stochastic:
        return count / (1e-3 * dt * len(fired))
    first, last = fired.argmax(axis=0), len(fired) - 1 - fired[::-1].argmax(axis=0)
    return np.where(count > 1, 1000.0 * (count - 1) / (dt * np.maximum(last - first, 1)), 0.0)
