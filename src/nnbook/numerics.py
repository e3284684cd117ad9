"""Arithmetic that stays exact where a formula as written overflows, and gradients checked by differences."""

import numpy as np

from nnbook import checks

PRECISIONS = (np.dtype(np.float64), np.dtype(np.float32))


def floats(name, value, dtype=None):
    """Return `value` as an array of float32 or float64; one that is passes at once, NaN and infinity too.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        Numbers.
    dtype : dtype, optional
        What to convert to; without it float32 stays and everything else becomes float64.

    Returns
    -------
    ndarray, shape of value

    Raises
    ------
    TypeError, ValueError
        If `value` is not a regular array of real numbers.

    Examples
    --------
    >>> floats("z", [1, 2]).dtype, floats("z", np.ones(2, np.float32)).dtype
    (dtype('float64'), dtype('float32'))
    """
    if type(value) is np.ndarray and value.dtype in PRECISIONS and (dtype is None or value.dtype == dtype):
        return value
    value = checks.array(name, value, dtype=None, finite=False)
    if dtype is None:
        dtype = value.dtype if value.dtype in PRECISIONS else float
    with np.errstate(over="ignore"):  # what does not fit becomes infinite, and that passes
        return value.astype(dtype, copy=False)


def float_type(name, value):
    """Return `value` as the dtype of float32 or float64: what parameters may be made of.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : dtype
        ``np.float32``, ``np.float64`` or another way to say one of them.

    Returns
    -------
    numpy.dtype

    Raises
    ------
    TypeError, ValueError
        If it is anything else.

    Examples
    --------
    >>> float_type("dtype", "float32")
    dtype('float32')
    >>> float_type("dtype", int)
    Traceback (most recent call last):
    ...
    ValueError: need dtype to be float32 or float64, got dtype=<class 'int'>
    """
    try:
        dtype = np.dtype(value)
    except (TypeError, ValueError, SyntaxError) as error:
        raise TypeError(f"need {name} to be float32 or float64, got {name}={value!r}") from error
    if value is None or dtype not in PRECISIONS:
        raise ValueError(f"need {name} to be float32 or float64, got {name}={value!r}")
    return dtype


def class_indices(name, value, n_classes):
    """Return `value` as an array of whole numbers from 0 to n_classes − 1.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like of int
        Classes, tokens or positions, in any shape.
    n_classes : int
        How many there are.

    Returns
    -------
    ndarray of intp, shape of value

    Raises
    ------
    TypeError, ValueError
        If it holds anything else.

    Examples
    --------
    >>> class_indices("labels", [0, 3], 3)
    Traceback (most recent call last):
    ...
    ValueError: need labels from 0 to 2, got 3
    """
    if type(value) is not np.ndarray or value.dtype != np.intp:
        value = checks.array(name, value, dtype=None)
        if value.dtype.kind not in "iu" and value.size:
            raise TypeError(f"need whole numbers in {name}, got {name} of dtype {value.dtype}")
        value = value.astype(np.intp)
    if value.size and np.maximum.reduce(value.view(np.uintp), axis=None) >= n_classes:  # also if negative
        wrong = value[(value < 0) | (value >= n_classes)][0]
        raise ValueError(f"need {name} from 0 to {n_classes - 1}, got {wrong}")
    return value


def log_sum_exp(z, *, axis=-1, keepdims=False):
    r"""Return the logarithm of a sum of exponentials, a soft maximum.

    .. math:: \ln \sum_i e^{z_i} = m + \ln \sum_i e^{z_i - m}, \qquad m = \max_i z_i

    No exponential on the right is larger than 1, so nothing overflows, and one of them is 1, so the logarithm
    never sees zero.

    Parameters
    ----------
    z : array_like
        Finite numbers.
    axis : int
        Along which to sum.
    keepdims : bool
        Whether the axis stays, with length 1.

    Returns
    -------
    ndarray
        Shape of z without `axis`.

    Raises
    ------
    TypeError, ValueError
        If `z` is empty along `axis`, has no such axis, or is not made of finite numbers.

    Examples
    --------
    >>> float(log_sum_exp([1000.0, 1000.0]))  # 1000 + ln 2
    1000.6931471805599
    """
    z = floats("z", checks.array("z", z, dtype=None))
    keepdims = checks.flag("keepdims", keepdims)
    axis = checks.integer("axis", axis, low=-z.ndim, high=z.ndim - 1)
    if z.shape[axis] == 0:
        raise ValueError(f"need z with at least one number along axis {axis}, got z of shape {z.shape}")
    m = z.max(axis=axis, keepdims=True)
    result = m + np.log(np.exp(z - m).sum(axis=axis, keepdims=True))
    return result if keepdims else result.squeeze(axis)


def sigmoid(z):
    r"""Return the logistic function, to full relative accuracy on both sides.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{\min(z, 0)}}{1 + e^{-|z|}}

    On the right no exponent is positive. (½(1 + tanh ½z) never overflows either, but below z = −37 it is 0.)

    Parameters
    ----------
    z : array_like
        Any shape.

    Returns
    -------
    ndarray, shape of z

    Raises
    ------
    TypeError, ValueError
        If `z` is not made of real numbers.

    Examples
    --------
    >>> sigmoid([-1000.0, -50.0, 0.0, 1000.0])
    array([0.00000000e+00, 1.92874985e-22, 5.00000000e-01, 1.00000000e+00])
    """
    z = floats("z", z)
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def softplus(z):
    r"""Return the logarithm of 1 + eᶻ, to full relative accuracy on both sides.

    .. math:: \ln(1 + e^z) = \max(z, 0) + \ln(1 + e^{-|z|})

    Parameters
    ----------
    z : array_like
        Any shape.

    Returns
    -------
    ndarray, shape of z

    Raises
    ------
    TypeError, ValueError
        If `z` is not made of real numbers.

    Examples
    --------
    >>> softplus([-1000.0, -50.0, 0.0, 1000.0])
    array([0.00000000e+00, 1.92874985e-22, 6.93147181e-01, 1.00000000e+03])
    """
    z = floats("z", z)
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def gradient_error(value_and_grads, arrays, *, rng, step=6e-6):
    r"""Compare gradients with a central difference along one random direction **d** of length 1.

    .. math:: \mathbf{g} \cdot \mathbf{d} \approx
              \frac{f(\mathbf{x} + h\mathbf{d}) - f(\mathbf{x} - h\mathbf{d})}{2h}

    One direction through all arrays at once: a wrong gradient is missed only if its error is at right angles
    to **d**, which has probability zero.

    Parameters
    ----------
    value_and_grads : callable
        Without arguments, returns f at the present contents of `arrays` and one gradient for each.
    arrays : list of ndarray of float64
        Parameters or inputs. They are moved in place, and put back.
    rng : numpy.random.Generator
        Draws the direction.
    step : float
        h, from 10⁻¹⁰⁰ to 10¹⁰⁰. The default, the cube root of the machine epsilon, balances truncation (h²)
        and rounding (1/h).

    Returns
    -------
    float
        The difference of both sides, relative to the larger of \|g·d\| and a thousandth of ‖g‖.

    Raises
    ------
    TypeError, ValueError
        If `arrays` are not float64 or shapes of gradients differ from theirs.

    Examples
    --------
    >>> x = np.array([1.0, 2.0])
    >>> good = gradient_error(lambda: ((x**3).sum(), [3 * x**2]), [x], rng=np.random.default_rng(0))
    >>> bad = gradient_error(lambda: ((x**3).sum(), [2 * x**2]), [x], rng=np.random.default_rng(0))
    >>> good < 1e-8, round(bad, 1), x
    (True, 0.5, array([1., 2.]))
    """
    checks.function("value_and_grads", value_and_grads)
    checks.generator("rng", rng)
    h = checks.number("step", step, low=1e-100, high=1e100)
    if not isinstance(arrays, (list, tuple)):
        raise TypeError(f"need arrays to be a list of arrays, got {arrays=}")
    for i, array in enumerate(arrays):
        if not isinstance(array, np.ndarray) or array.dtype != np.float64:
            raise TypeError(f"need arrays[{i}] to be an array of float64, got {type(array).__name__}")
    _, grads = value_and_grads()
    grads = [np.array(g) for g in grads]
    if [g.shape for g in grads] != [x.shape for x in arrays]:
        raise ValueError(
            f"need gradients of shapes {[x.shape for x in arrays]}, got {[g.shape for g in grads]}"
        )
    d = [rng.standard_normal(x.shape) for x in arrays]
    length = np.sqrt(sum(np.vdot(di, di) for di in d))
    start = [x.copy() for x in arrays]
    values = []
    for sign in (1, -1):
        for x, x0, di in zip(arrays, start, d, strict=True):
            x[...] = x0 + sign * h / length * di
        values.append(value_and_grads()[0])
    for x, x0 in zip(arrays, start, strict=True):
        x[...] = x0
    slope = sum(np.vdot(g, di) for g, di in zip(grads, d, strict=True)) / length
    size = np.sqrt(sum(np.vdot(g, g) for g in grads))
    difference = abs(slope - (values[0] - values[1]) / (2 * h))
    return float(difference / max(abs(slope), 1e-3 * size, np.finfo(float).tiny))
