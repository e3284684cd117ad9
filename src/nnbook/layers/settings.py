"""What layers are given when they are made, checked in one place."""


def checked_activation(activation):
    """Return `activation` if it can be called and has a derivative.

    Raises
    ------
    TypeError
        If it is anything else.

    Examples
    --------
    >>> checked_activation(abs)
    Traceback (most recent call last):
    ...
    TypeError: need an activation with a method prime, got activation=<built-in function abs>
    """
    if not callable(activation) or not hasattr(activation, "prime") or isinstance(activation, type):
        raise TypeError(f"need an activation with a method prime, got activation={activation!r}")
    return activation


def checked_init(init):
    """Return `init` if it can be called as an initialiser.

    Raises
    ------
    TypeError
        If it cannot.

    Examples
    --------
    >>> checked_init(0)
    Traceback (most recent call last):
    ...
    TypeError: need init to be an initialiser, got init=0
    """
    if not callable(init):
        raise TypeError(f"need init to be an initialiser, got init={init!r}")
    return init
