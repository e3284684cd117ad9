"""Loss surfaces over two weights, each with one trouble that large networks have too, in pure form.

Every surface gives its value, gradient and Hessian in closed form for any number of points at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnbook import checks


@dataclass(frozen=True, eq=False)
class Surface:
    """A function of two variables with its derivatives and a window to look at it through.

    Attributes
    ----------
    name : str
        What it is called in figures.
    value_and_grad : callable
        ``value_and_grad(x)`` for x of shape (..., 2) returns arrays of shapes (...) and (..., 2). NaN and
        infinity pass through.
    hessian : callable
        ``hessian(x)`` returns shape (..., 2, 2).
    start : tuple of float
        A start from which the trouble shows.
    minima : tuple of tuple of float
        Global minima, the value at which is `lowest`.
    window : tuple of float
        (left, right, bottom, top).
    lowest : float
        The smallest value.

    Examples
    --------
    >>> surface = saddle()
    >>> value, grad = surface.value_and_grad(np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> value, grad
    (array([0. , 0.75]), array([[0., 0.],
           [0., 1.]]))
    """

    name: str
    value_and_grad: Callable
    hessian: Callable
    start: tuple
    minima: tuple
    window: tuple
    lowest: float = 0.0

    def curvature(self, x):
        """Return the diagonal of the Hessian at `x`, both of shape (..., 2)."""
        x = checks.floats("x", x)
        if x.ndim == 0 or x.shape[-1] != 2:
            raise ValueError(f"need x of shape (..., 2), got x of shape {x.shape}")
        return np.diagonal(self.hessian(x), axis1=-2, axis2=-1)

    def excess(self, values):
        """Return `values` minus the smallest value, never below 0, for logarithmic axes."""
        return np.maximum(checks.floats("values", values) - self.lowest, 0.0)


def _symmetric(xx, xy, yy):
    """Stack second derivatives to Hessians, shape (..., 2, 2)."""
    H = np.empty((*np.broadcast_shapes(np.shape(xx), np.shape(xy), np.shape(yy)), 2, 2))
    H[..., 0, 0], H[..., 1, 1] = xx, yy
    H[..., 0, 1] = H[..., 1, 0] = xy
    return H


def _grad(dx, dy):
    """Stack first derivatives to gradients, shape (..., 2)."""
    grad = np.empty((*np.shape(dx), 2))
    grad[..., 0], grad[..., 1] = dx, dy
    return grad


def quadratic(kappa=10.0, angle=0.0):
    r"""Return an elliptic bowl with eigenvalues 1/κ and 1, the flat direction turned by `angle`.

    .. math:: f(\mathbf{x}) = \tfrac12 \mathbf{x}^\top H \mathbf{x}, \qquad
        H = R \begin{pmatrix} 1/\kappa & 0 \\ 0 & 1 \end{pmatrix} R^\top

    The largest eigenvalue is 1, so gradient descent is stable for η < 2 whatever κ.

    Parameters
    ----------
    kappa : float
        Condition number κ ≥ 1.
    angle : float
        Angle of the flat direction to the first axis [degrees].

    Returns
    -------
    Surface

    Examples
    --------
    >>> quadratic(4.0).curvature(np.zeros(2))
    array([0.25, 1.  ])
    """
    return _quadratic(checks.number("kappa", kappa, low=1), checks.number("angle", angle))


@lru_cache(maxsize=256)
def _quadratic(kappa, angle):
    angle = np.deg2rad(angle)
    c, s, low = np.cos(angle), np.sin(angle), 1 / kappa
    xx, xy, yy = low * c * c + s * s, (low - 1) * s * c, low * s * s + c * c

    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        du, dv = xx * u + xy * v, xy * u + yy * v
        return 0.5 * (u * du + v * dv), _grad(du, dv)

    def hessian(x):
        return np.broadcast_to(_symmetric(xx, xy, yy), (*x.shape, 2)).copy()

    start = (float(-4 * c - 1.5 * s), float(-4 * s + 1.5 * c))
    name = f"quadratic, κ = {kappa:g}"
    return Surface(name, value_and_grad, hessian, start, ((0.0, 0.0),), (-5.0, 5.0, -4.5, 4.5))


def ravine(b=10.0):
    r"""Return Rosenbrock's curved valley, with walls of adjustable steepness.

    .. math:: f(x, y) = (1-x)^2 + b\,(y - x^2)^2

    The valley follows the parabola y = x²; the minimum (1, 1) lies at its far end.

    Parameters
    ----------
    b : float
        Steepness b > 0; Rosenbrock's is 100.

    Returns
    -------
    Surface

    References
    ----------
    .. [1] H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function", The
       Computer Journal 3 (1960), doi:10.1093/comjnl/3.3.175.

    Examples
    --------
    >>> ravine(100.0).value_and_grad(np.array([-1.2, 1.0]))
    (np.float64(24.199999999999996), array([-215.6,  -88. ]))
    """
    return _ravine(checks.number("b", b, low=0, open_low=True))


@lru_cache(maxsize=32)
def _ravine(b):
    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        off = v - u * u
        return (1 - u) ** 2 + b * off * off, _grad(-2 * (1 - u) - 4 * b * u * off, 2 * b * off)

    def hessian(x):
        u, v = x[..., 0], x[..., 1]
        return _symmetric(2 - 4 * b * (v - 3 * u * u), -4 * b * u, 2 * b)

    return Surface(
        "curved ravine", value_and_grad, hessian, (-1.2, 1.0), ((1.0, 1.0),), (-1.8, 1.8, -0.6, 1.8)
    )


@lru_cache(maxsize=1)
def two_basins():
    r"""Return two valleys, the deeper one behind a pass.

    .. math:: f(x, y) = (x^2 - 1)^2 + 0.3\,x + y^2

    The right valley is a local minimum, 0.60 above the left one.

    Examples
    --------
    >>> surface = two_basins()
    >>> [round(x, 4) for x in surface.minima[0]], round(surface.lowest, 4)
    ([-1.0356, 0.0], -0.3054)
    """

    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        return (u * u - 1) ** 2 + 0.3 * u + v * v, _grad(4 * u * (u * u - 1) + 0.3, 2 * v)

    def hessian(x):
        return _symmetric(12 * x[..., 0] ** 2 - 4, 0.0, 2.0)

    x_min = float(np.sort(np.roots([4, 0, -4, 0.3]).real)[0])
    lowest = float(value_and_grad(np.array([x_min, 0.0]))[0])
    window = (-1.9, 1.9, -1.2, 1.2)
    return Surface("two basins", value_and_grad, hessian, (1.7, 0.9), ((x_min, 0.0),), window, lowest)


@lru_cache(maxsize=1)
def saddle():
    r"""Return a saddle at the origin between two equal minima.

    .. math:: f(x, y) = \tfrac14 x^4 - \tfrac12 x^2 + \tfrac12 y^2 + \tfrac14

    The start lies almost on the ridge line x = 0, along which the gradient points straight at the saddle.

    Examples
    --------
    >>> np.linalg.eigvalsh(saddle().hessian(np.zeros(2)))
    array([-1.,  1.])
    """

    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        return 0.25 * u**4 - 0.5 * u * u + 0.5 * v * v + 0.25, _grad(u**3 - u, v)

    def hessian(x):
        return _symmetric(3 * x[..., 0] ** 2 - 1, 0.0, 1.0)

    minima = ((-1.0, 0.0), (1.0, 0.0))
    return Surface("saddle", value_and_grad, hessian, (0.001, 1.2), minima, (-1.7, 1.7, -1.3, 1.3))


@lru_cache(maxsize=1)
def plateau():
    r"""Return a hole in a plain: far away the slope is exponentially small.

    .. math:: f(x, y) = 1 - e^{-q}, \qquad q = \tfrac12 x^2 + 2 y^2

    Examples
    --------
    >>> surface = plateau()
    >>> float(np.linalg.norm(surface.value_and_grad(np.array(surface.start))[1]).round(4))
    0.0295
    """

    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        hole = np.exp(-(0.5 * u * u + 2 * v * v))
        return 1 - hole, _grad(hole * u, hole * 4 * v)

    def hessian(x):
        u, v = x[..., 0], x[..., 1]
        hole = np.exp(-(0.5 * u * u + 2 * v * v))
        return _symmetric(hole * (1 - u * u), -4 * hole * u * v, hole * (4 - 16 * v * v))

    return Surface("plateau", value_and_grad, hessian, (-2.8, 0.7), ((0.0, 0.0),), (-3.6, 3.6, -1.8, 1.8))


@lru_cache(maxsize=1)
def cliff():
    r"""Return a gentle slope that ends in a wall: one gradient from the wall can undo a hundred steps.

    .. math:: f(x, y) = 0.1\,(x - 1.5)^2 + 0.15\,y^2 + \ln\left(1 + e^{20(x-1)}\right)

    Left of x = 1 slopes are below 1, right of it they are 20.

    Examples
    --------
    >>> cliff().value_and_grad(np.array([[0.0, 0.0], [1.5, 0.0]]))[1][:, 0].round(3)
    array([-0.3  , 19.999])
    """

    def wall(u):
        rise = 0.5 * (1 + np.tanh(10 * (u - 1)))  # the logistic function of 20(x - 1)
        return np.logaddexp(0.0, 20 * (u - 1)), rise

    def value_and_grad(x):
        u, v = x[..., 0], x[..., 1]
        height, rise = wall(u)
        value = 0.1 * (u - 1.5) ** 2 + 0.15 * v * v + height
        return value, _grad(0.2 * (u - 1.5) + 20 * rise, 0.3 * v)

    def hessian(x):
        rise = wall(x[..., 0])[1]
        return _symmetric(0.2 + 400 * rise * (1 - rise), 0.0, 0.3)

    x_min = 0.5
    for _ in range(100):  # Newton's method on the slope
        at = np.array([x_min, 0.0])
        x_min -= float(0.5 * value_and_grad(at)[1][0] / hessian(at)[0, 0])
    lowest = float(value_and_grad(np.array([x_min, 0.0]))[0])
    return Surface(
        "cliff", value_and_grad, hessian, (-2.5, 1.2), ((x_min, 0.0),), (-4.0, 2.0, -1.8, 1.8), lowest
    )
