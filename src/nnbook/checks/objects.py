"""Functions, choices and sources of chance."""

import numpy as np

from nnbook.checks.border import waiting


@waiting
def function(name, value):
    """Return `value` if it can be called; a class is refused, since it is mostly one that was not yet made.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : callable
        What will be called.

    Returns
    -------
    callable
        `value`.

    Raises
    ------
    TypeError
        If it cannot be called, or is a class.

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


@waiting
def one_of(name, value, options):
    """Return `value` if it is one of `options`.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : object
        What was chosen.
    options : sequence
        What there is to choose from; 1 is not True, nor is 1.0 the integer 1.

    Returns
    -------
    object
        `value`.

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


@waiting
def generator(name, value):
    """Return `value` if it is a numpy random generator: nothing here draws from a hidden global state.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : numpy.random.Generator
        Where a function shall draw from.

    Returns
    -------
    numpy.random.Generator
        `value`.

    Raises
    ------
    TypeError
        If it is anything else, such as a seed.

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
