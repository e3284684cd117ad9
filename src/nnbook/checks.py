"""Arguments are checked at the border, so that a mistake is named where it was made.

Each function returns the checked value in the form that the caller computes with, and raises a
`ValueError` or `TypeError` that names the argument, says what it got and what it needs.
"""

import math
from numbers import Integral, Real

import numpy as np

MOST_NUMBERS = 1 << 28  # in one array: the largest layer of VGG16 has 1e8, and so many fill a gigabyte


def number(name, value, *, low=-math.inf, high=math.inf, open_low=False, open_high=False):
    """Return `value` as a float inside the interval from `low` to `high`.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : float
        Any real number that is not NaN or infinite.
    low, high : float
        The ends of the interval.
    open_low, open_high : bool
        Whether that end itself is refused.

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
    if not math.isfinite(result):
        raise ValueError(f"need a finite {name}, got {name}={value!r}")
    if result < low or (open_low and result == low):
        raise ValueError(f"need {name} {'>' if open_low else '>='} {low:g}, got {name}={value!r}")
    if result > high or (open_high and result == high):
        raise ValueError(f"need {name} {'<' if open_high else '<='} {high:g}, got {name}={value!r}")
    return result


def integer(name, value, *, low=None, high=None):
    """Return `value` as an int from `low` to `high`, both included.

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


def size(name, value, *, low=1):
    """Return `value` as an int that memory can be taken for: a number of units, samples or steps.

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


def shape(name, value, *, least=1):
    """Return `value` as the shape of an array that memory can be taken for.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : tuple or list of int
        Lengths of the axes, all positive.
    least : int
        How many axes there have to be.

    Raises
    ------
    TypeError, ValueError
        If `value` is anything else, or such an array had more than 268 million numbers.

    Examples
    --------
    >>> shape("shape", [3, 0])
    Traceback (most recent call last):
    ...
    ValueError: need shape >= 1, got shape=0
    """
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"need {name} to be a tuple of integers, got {name}={value!r}")
    if len(value) < least:
        raise ValueError(f"need {name} with at least {least} lengths, got {name}={value!r}")
    lengths = tuple(size(name, length) for length in value)
    if math.prod(lengths) > MOST_NUMBERS:
        raise ValueError(f"need {name} for at most {MOST_NUMBERS} numbers, got {name}={value!r}")
    return lengths


def flag(name, value):
    """Return `value` if it is True or False.

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


def array(name, value, *, ndim=None, shape=None, dtype=float, finite=True):
    """Return `value` as a numeric array of the wanted number of dimensions or shape.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        Numbers; a float array is not copied.
    ndim : int or tuple of int, optional
        The allowed numbers of dimensions.
    shape : tuple, optional
        The wanted shape, with None where any length will do.
    dtype : dtype or None
        What to convert to; None keeps a numeric dtype, in native byte order.
    finite : bool
        Whether NaN and infinity are refused.

    Raises
    ------
    TypeError
        If `value` holds anything but numbers.
    ValueError
        If its shape is wrong or it holds NaN or infinity.

    Examples
    --------
    >>> array("kernel", [1, 2], ndim=2)
    Traceback (most recent call last):
    ...
    ValueError: need kernel with 2 dimensions, got kernel of shape (2,)
    """
    try:
        result = np.asarray(value)
    except ValueError as error:  # ragged nesting
        raise ValueError(f"need a regular array for {name}, got {name}={value!r}") from error
    if result.dtype.kind not in "biuf":
        raise TypeError(f"need real numbers for {name}, got {name} of dtype {result.dtype}")
    if ndim is not None and result.ndim not in (allowed := np.atleast_1d(ndim)):
        wanted = " or ".join(str(n) for n in allowed)
        raise ValueError(f"need {name} with {wanted} dimensions, got {name} of shape {result.shape}")
    if shape is not None and (
        result.ndim != len(shape)
        or any(want is not None and want != got for want, got in zip(shape, result.shape, strict=True))
    ):
        wanted = str(shape).replace("None", "any")
        raise ValueError(f"need {name} of shape {wanted}, got {name} of shape {result.shape}")
    if finite and result.dtype.kind == "f" and not np.isfinite(result).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise ValueError(f"need finite numbers in {name}, got {result[where]} at index {where}")
    return result.astype(result.dtype.newbyteorder("=") if dtype is None else dtype, copy=False)


def function(name, value):
    """Return `value` if it can be called; a class is refused, since it is mostly one that was not yet made.

    Examples
    --------
    >>> function("loss", "mse")
    Traceback (most recent call last):
    ...
    TypeError: need loss to be a function, got loss='mse'
    """
    if not callable(value) or isinstance(value, type):
        raise TypeError(f"need {name} to be a function, got {name}={value!r}")
    return value


def one_of(name, value, options):
    """Return `value` if it is one of `options`.

    Examples
    --------
    >>> one_of("padding", "sum", ("valid", "same"))
    Traceback (most recent call last):
    ...
    ValueError: need padding to be one of 'valid', 'same', got padding='sum'
    """
    if not any(value is option or (type(value) is type(option) and value == option) for option in options):
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(f"need {name} to be one of {listed}, got {name}={value!r}")
    return value


def generator(name, value):
    """Return `value` if it is a numpy random generator: nothing here draws from a hidden global state.

    Examples
    --------
    >>> generator("rng", 3)
    Traceback (most recent call last):
    ...
    TypeError: need rng to be a numpy.random.Generator, such as numpy.random.default_rng(3), got rng=3
    """
    if not isinstance(value, np.random.Generator):
        hint = value if isinstance(value, int) else 0
        raise TypeError(
            f"need {name} to be a numpy.random.Generator, such as numpy.random.default_rng({hint}),"
            f" got {name}={value!r}"
        )
    return value
