"""Currents to inject: a background with rectangular pulses on it."""

import numpy as np

from nnbook import checks


def pulses(duration, *events, dt, background=0.0):
    """Return a current that steps from a background to other values and back.

    Parameters
    ----------
    duration : float
        Length of the whole current [ms].
    *events : tuple (start, width, amplitude)
        Start and width [ms] and amplitude [current unit] of each pulse; where pulses overlap, they add.
    dt : float
        Step [ms].
    background : float, optional
        Current outside the pulses, added within them.

    Returns
    -------
    ndarray, shape (n_steps,)
        The current from ``k dt`` to ``(k + 1) dt``, with ``n_steps = round(duration / dt)``.

    Raises
    ------
    ValueError
        If a time is negative, or `dt` is not positive and at most `duration`.

    Examples
    --------
    >>> pulses(5, (1, 2, 10.0), dt=1)
    array([ 0., 10., 10.,  0.,  0.])
    """
    dt = checks.number("dt", dt, low=0, open_low=True)
    duration = checks.number("duration", duration, low=dt)
    current = np.full(round(duration / dt), checks.number("background", background))
    for start, width, amplitude in events:
        first = round(checks.number("start", start, low=0) / dt)
        last = round((start + checks.number("width", width, low=0)) / dt)
        current[first:last] += checks.number("amplitude", amplitude)
    return current
