"""Arithmetic that stays exact where a formula as written overflows, and gradients checked by differences."""

import numpy as np

from nnbook import checks


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
        The axis to sum along.
    keepdims : bool
        Whether the axis stays, with length 1.

    Returns
    -------
    ndarray
        The shape is that of z without `axis`.

    Raises
    ------
    ValueError
        If `z` is empty along `axis`.

    Examples
    --------
    >>> float(log_sum_exp([1000.0, 1000.0]))  # 1000 + ln 2
    1000.6931471805599
    """
    z = checks.floats("z", checks.array("z", z, dtype=None))
    keepdims = checks.flag("keepdims", keepdims)
    axis = checks.integer("axis", axis, low=-z.ndim, high=z.ndim - 1)
    if z.shape[axis] == 0:
        raise ValueError(f"need z with at least one number along axis {axis}, got z of shape {z.shape}")
    m = z.max(axis=axis, keepdims=True)
    with np.errstate(over="ignore"):  # a gap of more than the largest number is as good as infinite
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

    Examples
    --------
    >>> sigmoid([-1000.0, -50.0, 0.0, 1000.0])
    array([0.00000000e+00, 1.92874985e-22, 5.00000000e-01, 1.00000000e+00])
    """
    z = checks.floats("z", z)
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

    Examples
    --------
    >>> softplus([-1000.0, -50.0, 0.0, 1000.0])
    array([0.00000000e+00, 1.92874985e-22, 6.93147181e-01, 1.00000000e+03])
    """
    z = checks.floats("z", z)
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
    size = np.hypot.reduce(np.concatenate([[0.0], *grads], axis=None))  # ‖g‖; no square overflows
    difference = abs(slope - (values[0] - values[1]) / (2 * h))
    return float(difference / max(abs(slope), 1e-3 * size, np.finfo(float).tiny))
