"""Spike trains drawn at random, with a rate and a regularity that are known."""

import numpy as np

from nnbook import checks

LARGEST = 10_000_000  # spikes in a train


@checks.arguments(
    n_trains=checks.size(),
    rate=checks.number(low=1e-9),
    duration=checks.number(low=0, open_low=True),
    cv=checks.number(low=0, high=10),
    t_ref=checks.number(low=0),
    rng=checks.generator(),
)
def spike_trains(n_trains, rate, duration, *, cv=1.0, t_ref=0.0, rng):
    r"""Return independent spike trains with gamma-distributed intervals after an absolute refractory time.

    .. math:: \text{interval} = t_\text{ref} + \Gamma(k, s), \qquad
              k = \Bigl(\frac{m - t_\text{ref}}{\text{CV}\, m}\Bigr)^{\!2}, \quad
              s = \frac{(\text{CV}\, m)^2}{m - t_\text{ref}}, \quad m = \frac{1}{\text{rate}}

    so that intervals have the mean m and the standard deviation CV · m. CV = 1 without refractory time is a
    Poisson process; CV = 0 is a clock. The trains do not begin with a spike: they had been going on for long.

    Parameters
    ----------
    n_trains : int
        At least 1.
    rate : float
        Mean rate [Hz], at least 10⁻⁹.
    duration : float
        Length > 0 of the trains [ms].
    cv : float
        Coefficient of variation of the intervals, from 0 to 10.
    t_ref : float
        Absolute refractory time [ms], from 0 to 0.99 of the mean interval.
    rng : numpy.random.Generator
        Draws the intervals.

    Returns
    -------
    list of ndarray
        The increasing spike times of each train [ms], from 0 to below `duration`.

    Raises
    ------
    ValueError
        If a train would have more than ten million spikes.

    References
    ----------
    .. [1] D. R. Cox, "Renewal Theory", Methuen, London 1962, chapter 2.

    Examples
    --------
    >>> trains = spike_trains(500, 40.0, 1000.0, rng=np.random.default_rng(0))
    >>> round(np.mean([len(train) for train in trains]))
    40
    """
    mean = 1000 / rate  # [ms]
    checks.number("t_ref", t_ref, high=0.99 * mean)
    if duration / mean > LARGEST:
        raise ValueError(f"need rate and duration for at most {LARGEST} spikes, got {rate=} and {duration=}")
    return [_train(mean, duration, cv * mean, t_ref, rng) for _ in range(n_trains)]


def _train(mean, duration, deviation, t_ref, rng):
    """Return one train; it starts at random, some twenty intervals before time 0."""
    times = [np.array([-mean * rng.uniform(20, 21)])]
    while times[-1][-1] <= duration:
        n = int((duration - times[-1][-1]) / mean) + 10
        intervals = np.full(n, mean)
        if deviation > 1e-6 * mean:  # else a clock
            free = mean - t_ref
            intervals = t_ref + rng.gamma((free / deviation) ** 2, deviation**2 / free, n)
        times.append(times[-1][-1] + np.cumsum(intervals))
    times = np.concatenate(times)
    return times[(times >= 0) & (times < duration)]
