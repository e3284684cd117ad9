"""Checks that stand above a function instead of in its body, one for each argument."""

import inspect
from functools import partial, wraps


def waiting(check):
    """Let `check` be called without a name and a value too: then it waits for them.

    ``number("lr", lr, low=0)`` checks now. ``number(low=0)`` is a rule, to be used by `arguments`.

    Parameters
    ----------
    check : callable
        ``check(name, value, **settings) -> value``.

    Returns
    -------
    callable

    Examples
    --------
    >>> @waiting
    ... def even(name, value, *, low=0):
    ...     if value % 2 or value < low:
    ...         raise ValueError(f"need an even {name} >= {low}, got {name}={value!r}")
    ...     return value
    >>> even("n", 4), even(low=6)("n", 8)
    (4, 8)
    """

    @wraps(check)
    def now_or_later(*name_and_value, **settings):
        if name_and_value or "value" in settings:
            return check(*name_and_value, **settings)
        return partial(check, **settings)

    return now_or_later


def arguments(**rules):
    """Check the arguments of a function before it is called, so that its body is free for the formula.

    A default is not checked, and an argument whose default is None may be None. What concerns several
    arguments at once stays in the body.

    Parameters
    ----------
    **rules : callable
        For each argument by name ``rule(name, value) -> value``: a check without name and value, such as
        ``number(low=0)``. The rule of ``*values`` is asked for each of them.

    Returns
    -------
    callable
        A decorator. The function that it returns shows the signature and docstring of the one it got, which
        stands in ``__wrapped__``.

    Raises
    ------
    TypeError
        If there is a rule for what is no parameter.

    Examples
    --------
    >>> from nnbook import checks
    >>> @checks.arguments(v=checks.array(ndim=1), tau_m=checks.number(low=0, open_low=True))
    ... def leak(v, *, tau_m=10.0):
    ...     return -v / tau_m
    >>> leak([1, 2])
    array([-0.1, -0.2])
    >>> leak([1, 2], tau_m=-1)
    Traceback (most recent call last):
    ...
    ValueError: need tau_m > 0, got tau_m=-1
    """

    def decorate(function):
        parameters = inspect.signature(function).parameters
        if unknown := rules.keys() - parameters.keys():
            raise TypeError(f"need rules for parameters of {function.__name__}, got {sorted(unknown)}")
        places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        names = [p.name for p in parameters.values() if p.kind in places]
        rest = next((p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL), None)
        optional = {p.name for p in parameters.values() if p.default is None}

        def checked(name, value):
            if name not in rules or (value is None and name in optional):
                return value
            return rules[name](name, value)

        @wraps(function)
        def with_checks(*args, **kwargs):
            first = [checked(name, value) for name, value in zip(names, args, strict=False)]
            more = [checked(rest, value) for value in args[len(first) :]]
            named = {name: checked(name, value) for name, value in kwargs.items()}
            return function(*first, *more, **named)

        return with_checks

    return decorate
