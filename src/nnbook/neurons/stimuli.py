"""Currents to inject: a background with rectangular pulses on it."""

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import whole_steps


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
    TypeError, ValueError
        If a time is negative, or `dt` is not positive and at most `duration`.

    Examples
    --------
    >>> pulses(5, (1, 2, 10.0), dt=1)
    array([ 0., 10., 10.,  0.,  0.])
    """
    n_steps, dt = whole_steps(duration, dt)
    current = np.full(n_steps, checks.number("background", background))
    for i, event in enumerate(events):
        if not isinstance(event, (tuple, list)) or len(event) != 3:
            raise TypeError(f"need events[{i}] to be a tuple (start, width, amplitude), got {event!r}")
        start, width, amplitude = event
        first = round(checks.number("start", start, low=0) / dt)
        last = round((start + checks.number("width", width, low=0)) / dt)
        current[first:last] += checks.number("amplitude", amplitude)
    return current
