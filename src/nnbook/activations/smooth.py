"""Smooth activations, each next to its derivative: the logistic function and its relatives."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks, numerics
from nnbook.numerics import sigmoid


@dataclass(frozen=True)
class Logistic:
    r"""The logistic function with slope k.

    .. math:: f(z) = \sigma(kz) = \frac{1}{1 + e^{-kz}}, \qquad f'(z) = k\,a\,(1 - a) \le k/4

    Parameters
    ----------
    slope : float
        k > 0; the steepest slope of the curve is k/4.

    Examples
    --------
    >>> Logistic(slope=2)(np.log(3) / 2).round(12), float(logistic.prime(0.0))
    (np.float64(0.75), 0.25)
    """

    slope: float = 1.0

    def __post_init__(self):
        object.__setattr__(self, "slope", checks.number("slope", self.slope, low=0, open_low=True))

    def __call__(self, z):
        """Return σ(kz)."""
        return sigmoid(self.slope * checks.floats("z", z))

    def prime(self, z, a=None):
        """Return the derivative, k a (1 − a)."""
        a = self(z) if a is None else a
        return self.slope * (a * (1 - a))


@dataclass(frozen=True)
class SoftStep:
    r"""The mean output of a threshold unit in noise of inverse temperature β.

    .. math:: g(h) = \tfrac12\,(1 + \tanh \beta h) = \sigma(2\beta h), \qquad g'(h) = 2\beta\,a\,(1 - a)

    For β → ∞ it becomes the Heaviside step.

    Parameters
    ----------
    beta : float
        β > 0.

    Examples
    --------
    >>> SoftStep(beta=1.0)([-20, 0, 0.5]).round(3)
    array([0.   , 0.5  , 0.731])
    """

    beta: float = 1.0

    def __post_init__(self):
        object.__setattr__(self, "beta", checks.number("beta", self.beta, low=0, open_low=True))

    def __call__(self, z):
        """Return ½(1 + tanh βz), as σ(2βz): that keeps its accuracy where the sum loses it."""
        return sigmoid(2 * self.beta * checks.floats("z", z))

    def prime(self, z, a=None):
        """Return the derivative, 2β a (1 − a)."""
        a = self(z) if a is None else a
        return 2 * self.beta * (a * (1 - a))


@dataclass(frozen=True)
class Tanh:
    r"""The hyperbolic tangent, a logistic function from −1 to 1.

    .. math:: f(z) = \tanh z = 2\sigma(2z) - 1, \qquad f'(z) = 1 - a^2

    Examples
    --------
    >>> float(tanh(0.5).round(4)), float(tanh.prime(0.0))
    (0.4621, 1.0)
    """

    def __call__(self, z):
        """Return tanh z."""
        return np.tanh(checks.floats("z", z))

    def prime(self, z, a=None):
        """Return the derivative, 1 − a²."""
        a = self(z) if a is None else a
        return 1 - a * a


@dataclass(frozen=True)
class Softplus:
    r"""The soft rectifier, whose derivative is the logistic function.

    .. math:: f(z) = \ln(1 + e^z), \qquad f'(z) = \sigma(z)

    References
    ----------
    .. [1] C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia, "Incorporating second-order functional
       knowledge for better option pricing", NIPS 13 (2000).

    Examples
    --------
    >>> softplus([-1000.0, 0.0, 1000.0]).round(4)
    array([0.000e+00, 6.931e-01, 1.000e+03])
    """

    def __call__(self, z):
        """Return ln(1 + eᶻ)."""
        return numerics.softplus(z)

    def prime(self, z, a=None):
        """Return the derivative, σ(z)."""
        return sigmoid(z)


@dataclass(frozen=True)
class SiLU:
    r"""The sigmoid-weighted linear unit, also called swish: a soft rectifier that is not monotone.

    .. math:: f(z) = z\,\sigma(z), \qquad f'(z) = \sigma(z)\,\bigl(1 + z\,(1 - \sigma(z))\bigr)

    It falls to −0.278 at z = −1.278 and rises from there to both sides.

    References
    ----------
    .. [1] S. Elfwing, E. Uchibe and K. Doya, "Sigmoid-weighted linear units for neural network function
       approximation in reinforcement learning", Neural Networks 107 (2018) 3-11,
       doi:10.1016/j.neunet.2017.12.012.

    Examples
    --------
    >>> silu([-1000.0, -1.278, 0.0, 1000.0]).round(4)
    array([-0.000e+00, -2.785e-01,  0.000e+00,  1.000e+03])
    """

    def __call__(self, z):
        """Return z σ(z)."""
        z = checks.floats("z", z)
        return np.maximum(z, -1e3) * sigmoid(z)  # at −1000 σ is 0: infinity times 0 is no number

    def prime(self, z, a=None):
        """Return the derivative, σ(z)(1 + z(1 − σ(z)))."""
        z = np.clip(checks.floats("z", z), -1e3, 1e3)
        s = sigmoid(z)
        return s * (1 + z * (1 - s))


logistic, tanh, softplus, silu = Logistic(), Tanh(), Softplus(), SiLU()
