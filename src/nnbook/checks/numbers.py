"""One number, or one switch."""

import math
from numbers import Integral, Real

import numpy as np

from nnbook.checks.border import waiting

FLOATS = (float, np.floating)  # that can be infinite; an integer too large for any float is not


@waiting
def number(name, value, *, low=-math.inf, high=math.inf, open_low=False, open_high=False, infinite=False):
    """Return `value` as a float inside the interval from `low` to `high`.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : float
        Any real number; NaN is none.
    low, high : float
        The ends of the interval.
    open_low, open_high : bool
        Whether that end itself is refused.
    infinite : bool
        Whether infinity is a number too, of either sign if it lies inside the interval.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `value` is not a real number (a bool is not one).
    ValueError
        If it is not finite or lies outside.

    Examples
    --------
    >>> number("tau_m", 10, low=0, open_low=True)
    10.0
    >>> number("tau_m", -1, low=0, open_low=True)
    Traceback (most recent call last):
    ...
    ValueError: need tau_m > 0, got tau_m=-1
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"need a real number for {name}, got {name}={value!r}")
    try:
        result = float(value)
    except OverflowError:  # an integer larger than any float
        result = math.inf
    if math.isnan(result) or (math.isinf(result) and not (infinite and isinstance(value, FLOATS))):
        raise ValueError(f"need a finite {name}, got {name}={value!r}")
    if result < low or (open_low and result == low):
        raise ValueError(f"need {name} {'>' if open_low else '>='} {low:g}, got {name}={value!r}")
    if result > high or (open_high and result == high):
        raise ValueError(f"need {name} {'<' if open_high else '<='} {high:g}, got {name}={value!r}")
    return result


@waiting
def integer(name, value, *, low=None, high=None):
    """Return `value` as an int from `low` to `high`, both included.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : int
        Any Python or numpy integer.
    low, high : int, optional
        The ends; without one there is no bound on that side.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If `value` is not an integer (2.0 is not one, nor is True).
    ValueError
        If it lies outside.

    Examples
    --------
    >>> integer("n_steps", 0, low=1)
    Traceback (most recent call last):
    ...
    ValueError: need n_steps >= 1, got n_steps=0
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
        raise TypeError(f"need an integer for {name}, got {name}={value!r}")
    if low is not None and value < low:
        raise ValueError(f"need {name} >= {low}, got {name}={value!r}")
    if high is not None and value > high:
        raise ValueError(f"need {name} <= {high}, got {name}={value!r}")
    return int(value)


@waiting
def size(name, value, *, low=1):
    """Return `value` as an int that memory can be taken for: a number of units, samples or steps.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : int
        How many.
    low : int
        The least that there have to be.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        If `value` is not an integer from `low` to ten million.

    Examples
    --------
    >>> size("n_hidden", 10**12)
    Traceback (most recent call last):
    ...
    ValueError: need n_hidden <= 10000000, got n_hidden=1000000000000
    """
    return integer(name, value, low=low, high=10_000_000)


@waiting
def flag(name, value):
    """Return `value` if it is True or False.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : bool
        A switch; numpy's own will do, 0 and 1 will not.

    Returns
    -------
    bool

    Examples
    --------
    >>> flag("log", "no")
    Traceback (most recent call last):
    ...
    TypeError: need log to be True or False, got log='no'
    """
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"need {name} to be True or False, got {name}={value!r}")
    return bool(value)
