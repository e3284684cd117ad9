"""Currents to inject: a background with rectangular pulses on it."""

import math

import numpy as np

from nnbook import checks
from nnbook.neurons.simulate import as_steps


@checks.arguments(background=checks.number())
def pulses(duration, *events, dt, background=0.0):
    """Return a current that steps from a background to other values and back.

    Parameters
    ----------
    duration : float
        Length of the whole current [ms].
    *events : tuple (start, width, amplitude)
        Start and width [ms], each rounded to whole steps, and amplitude [current unit] of each pulse. Where
        pulses overlap, they add.
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
        If a pulse is too short for a single step.

    Examples
    --------
    >>> pulses(5, (1, 2, 10.0), dt=1)
    array([ 0., 10., 10.,  0.,  0.])
    """
    n_steps, dt = as_steps(duration, dt)
    current = np.full(n_steps, background, float)
    for i, event in enumerate(events):
        if not isinstance(event, (tuple, list)) or len(event) != 3:
            raise TypeError(f"need events[{i}] to be a tuple (start, width, amplitude), got {event!r}")
        start, width, amplitude = event
        first = _nearest_step(checks.number("start", start, low=0), dt)
        length = _nearest_step(checks.number("width", width, low=0), dt)
        if width > 0 and not length:
            raise ValueError(f"need width of at least half a step, got {width=} with {dt=}")
        current[first : first + length] += checks.number("amplitude", amplitude)
    return current


def _nearest_step(time, dt):
    """Return the number of steps that `time` [ms] comes closest to, half a step being one."""
    return math.floor(time / dt + 0.5)
