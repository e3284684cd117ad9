"""What all optimisers ask of their settings, parameters and gradients stands here once.

A setting is a number, or an array that numpy broadcasts against every parameter: with parameters of
shape (n_runs, n_dims), ``lr`` of shape (n_runs, 1) gives every run a learning rate of its own.
"""

import math

import numpy as np

from nnbook import checks


def check_setting(name, value, *, low=0.0, high=math.inf, open_low=False, open_high=False):
    """Return `value` as a float, or as a float array when it is one, inside the interval.

    Raises
    ------
    TypeError, ValueError
        If `value`, or one of its elements, is not a finite number in the interval.

    Examples
    --------
    >>> check_setting("momentum", [[0.5], [0.9]], high=1)
    array([[0.5],
           [0.9]])
    >>> check_setting("momentum", [0.5, 1.5], high=1)
    Traceback (most recent call last):
    ...
    ValueError: need momentum <= 1, got momentum=1.5
    """
    if not isinstance(value, (list, tuple, np.ndarray)):
        return checks.number(name, value, low=low, high=high, open_low=open_low, open_high=open_high)
    array = checks.array(name, value).astype(float)
    if array.size == 0:
        raise ValueError(f"need at least one number in {name}, got {name} of shape {array.shape}")
    for extreme in (float(array.min()), float(array.max())):
        checks.number(name, extreme, low=low, high=high, open_low=open_low, open_high=open_high)
    return array


def check_rate(value):
    """Return `value` checked: a number or array >= 0, or a schedule, called with the step 0, 1, 2, ...

    Examples
    --------
    >>> check_rate(-0.1)
    Traceback (most recent call last):
    ...
    ValueError: need lr >= 0, got lr=-0.1
    """
    if isinstance(value, type):
        raise TypeError(f"need lr to be a number or a schedule, got the class lr={value.__name__}")
    if callable(value):
        check_setting("lr(0)", value(0))
        return value
    return check_setting("lr", value)


def as_optimizer(value, *methods):
    """Return `value` if it is an optimiser: it has ``init``, ``step`` and what other `methods` are asked for.

    Examples
    --------
    >>> as_optimizer("Adam")
    Traceback (most recent call last):
    ...
    TypeError: need opt to be an optimiser with init, step, got opt='Adam'
    """
    wanted = ("init", "step", *methods)
    if isinstance(value, type) or not all(hasattr(value, name) for name in wanted):
        raise TypeError(f"need opt to be an optimiser with {', '.join(wanted)}, got opt={value!r}")
    return value


def check_settings(opt, **ranges):
    """Replace the settings of `opt` by checked ones; `ranges` maps names to keywords of `check_setting`.

    Examples
    --------
    >>> from nnbook.optimizers import Adam
    >>> Adam(lr=1, beta1=0).lr  # `Adam` calls this when it is made
    1.0
    """
    object.__setattr__(opt, "lr", check_rate(opt.lr))
    for name, limits in ranges.items():
        object.__setattr__(opt, name, check_setting(name, getattr(opt, name), **limits))


FRACTION = {"high": 1, "open_high": True}  # 0 <= setting < 1


def rate_at(lr, t):
    """Return the learning rate at step `t`: a float, or an array that broadcasts over the parameters.

    Examples
    --------
    >>> rate_at(0.1, 7), rate_at(lambda t: 1 / (1 + t), 3)
    (0.1, 0.25)
    """
    if not callable(lr):
        return lr
    value = lr(t)
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)  # keeps float32 float32


def check_params(opt, params):
    """Refuse `params` that cannot be changed in place, or to which a setting does not broadcast.

    Raises
    ------
    TypeError
        If `params` is not a list or tuple of float arrays (a step changes them in place).
    ValueError
        If a setting that is an array does not broadcast to the shape of every parameter.

    Examples
    --------
    >>> from nnbook.optimizers import SGD
    >>> check_params(SGD(lr=[0.1, 0.2, 0.3]), [np.ones((3, 2))])
    Traceback (most recent call last):
    ...
    ValueError: need lr to broadcast to params[0] of shape (3, 2), got lr of shape (3,); ...
    """
    if not isinstance(params, (list, tuple)):
        raise TypeError(f"need params to be a list of arrays, got {type(params).__name__}")
    for i, p in enumerate(params):
        if not isinstance(p, np.ndarray) or p.dtype.kind != "f":
            got = p.dtype if isinstance(p, np.ndarray) else type(p).__name__
            raise TypeError(f"need params[{i}] to be an array of floats, got {got}")
        for name, value in vars(opt).items():
            value = value(0) if callable(value) and name == "lr" else value
            if isinstance(value, np.ndarray) and not broadcasts(value.shape, p.shape):
                raise ValueError(
                    f"need {name} to broadcast to params[{i}] of shape {p.shape}, got {name} of shape "
                    f"{value.shape}; one value per row is {name}[:, None]"
                )


def zeros(params):
    """Return an array of zeros for each of `params`: what a mean or a velocity starts from.

    Examples
    --------
    >>> zeros([np.ones(2)])
    [array([0., 0.])]
    """
    return [np.zeros_like(p) for p in params]


def broadcasts(shape, target):
    """Say whether `shape` broadcasts to `target` without growing it.

    Examples
    --------
    >>> broadcasts((3, 1), (3, 2)), broadcasts((3,), (3, 2))
    (True, False)
    """
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False


def check_grads(params, grads, state):
    """Refuse gradients that are not like their parameters; later than at the first step nothing is checked.

    Raises
    ------
    TypeError, ValueError
        If a gradient is no array of floats, or numbers or shapes of parameters and gradients differ.

    Examples
    --------
    >>> check_grads([np.ones(2)], [np.ones(3)], {"t": 0})
    Traceback (most recent call last):
    ...
    ValueError: need grads[0] of shape (2,) like params[0], got shape (3,)
    """
    if state.get("t", 0) > 0:
        return
    for name, value in (("params", params), ("grads", grads)):
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"need {name} to be a list of arrays, got {name}={value!r}")
    if len(grads) != len(params):
        raise ValueError(f"need one gradient for each parameter, got {len(grads)=} and {len(params)=}")
    for i, (p, g) in enumerate(zip(params, grads, strict=True)):
        if not isinstance(g, np.ndarray) or isinstance(g, np.ma.MaskedArray) or g.dtype.kind != "f":
            raise TypeError(f"need grads[{i}] to be an array of floats, got {type(g).__name__}")
        if g.shape != p.shape:
            raise ValueError(f"need grads[{i}] of shape {p.shape} like params[{i}], got shape {g.shape}")
