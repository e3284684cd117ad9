"""Gradients checked by difference quotients, as a function of the step."""

import numpy as np

from nnbook import checks

METHODS = ("one-sided", "central", "complex")


@checks.arguments(
    f=checks.function(),
    steps=checks.array(ndim=1, empty=False, low=1e-30, high=1e30),
    method=checks.one_of(options=METHODS),
)
def difference_quotients(f, x, steps, *, method="central"):
    r"""Estimate the partial derivatives of a function by difference quotients, for several steps h.

    .. math:: \text{one-sided}&: \frac{f(\mathbf{x} + h\mathbf{e}_i) - f(\mathbf{x})}{h} \\
              \text{central}&: \frac{f(\mathbf{x} + h\mathbf{e}_i) - f(\mathbf{x} - h\mathbf{e}_i)}{2h} \\
              \text{complex}&: \frac{\operatorname{Im} f(\mathbf{x} + \mathrm i h\mathbf{e}_i)}{h}

    Truncation leaves errors of the order h, h² and h², rounding adds some of the order ε/h, ε/h and ε.

    Parameters
    ----------
    f : callable
        From an array of the shape of `x` to a number. For the complex step it has to take complex numbers,
        and to be analytic: no absolute values, no maxima.
    x : array_like
        Where; float32 and float64 are kept, so that the precision is that of `x`.
    steps : array_like, shape (n_steps,)
        h, from 10⁻³⁰ to 10³⁰.
    method : {"central", "one-sided", "complex"}
        Which quotient.

    Returns
    -------
    ndarray of float, shape (n_steps, …)
        Behind the steps come the axes of `x`.

    References
    ----------
    .. [1] W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real functions", SIAM
       Review 40 (1998) 110-112, doi:10.1137/S003614459631241X.

    Examples
    --------
    >>> def cubes(x):
    ...     return (x**3).sum()
    >>> difference_quotients(cubes, [1.0, 2.0], [0.1], method="one-sided").round(2)
    array([[ 3.31, 12.61]])
    >>> difference_quotients(cubes, [1.0, 2.0], [1e-20], method="complex")
    array([[ 3., 12.]])
    """
    x = checks.floats("x", checks.array("x", x, dtype=None, empty=False))
    quotient = {"one-sided": _one_sided, "central": _central, "complex": _complex}[method]
    found = np.empty((len(steps), *x.shape))
    for i in np.ndindex(x.shape):
        for k, h in enumerate(steps):
            found[k][i] = quotient(f, x, i, h)
    return found


def _moved(x, i, step):
    """Return a copy of x with one coordinate moved, in the precision of x."""
    moved = x.astype(np.result_type(x.dtype, np.complex64)) if isinstance(step, complex) else x.copy()
    moved[i] += step
    return moved


def _one_sided(f, x, i, h):
    return (float(f(_moved(x, i, h))) - float(f(x.copy()))) / h  # (f(x + h e) − f(x)) / h


def _central(f, x, i, h):
    return (float(f(_moved(x, i, h))) - float(f(_moved(x, i, -h)))) / (2 * h)


def _complex(f, x, i, h):
    return float(np.imag(f(_moved(x, i, 1j * h)))) / h  # Im f(x + ih e) / h


@checks.arguments(estimate=checks.array(), exact=checks.array())
def relative_errors(estimate, exact):
    r"""Return by how much estimates differ from exact values, relative to the larger of both.

    .. math:: e = \frac{|d - g|}{\max(|d|, |g|)}

    Where both are 0, e is 0: a check cannot fail there, and says nothing.

    Parameters
    ----------
    estimate, exact : array_like
        d and g, of shapes that fit together.

    Returns
    -------
    ndarray
        From 0 to 2; above 1 only for opposite signs.

    Examples
    --------
    >>> relative_errors([1.0, 0.0, -3.0], [1.5, 0.0, 3.0]).round(2)
    array([0.33, 0.  , 2.  ])
    """
    try:
        d, g = np.broadcast_arrays(estimate, exact)
    except ValueError as error:
        got = f"estimate of shape {estimate.shape} and exact of shape {exact.shape}"
        raise ValueError(f"need estimate and exact that fit together, got {got}") from error
    size = np.maximum(np.abs(d), np.abs(g))
    scaled = np.where(size == 0, 1, size)
    return np.abs(d / scaled - g / scaled)  # |d − g| / max(|d|, |g|); no difference overflows
