"""What can be said exactly: gradient descent, momentum and noise on a quadratic, one eigenvalue at a time.

Along an eigenvector of the Hessian with eigenvalue λ the error of momentum obeys
x_{t+1} = (1 + α − ηλ) x_t − α x_{t−1}; everything in this module follows from that line.
"""

import math
from typing import NamedTuple

import numpy as np

from nnbook import checks
from nnbook.checks.arrays import together
from nnbook.optimizers import settings

LARGEST = 1e75  # the fourth power of a setting is still a float


class Best(NamedTuple):
    """Optimal settings on a quadratic and the factor by which the error shrinks per step.

    Parameters
    ----------
    lr, momentum : float
        Learning rate η and momentum α.
    rate : float
        The factor ρ.
    """

    lr: float
    momentum: float
    rate: float


def momentum_roots(lr, momentum, curvature, *, nesterov=False):
    r"""Return both roots of the characteristic equation; errors are combinations of r₁ᵗ and r₂ᵗ.

    .. math:: r^2 - (1 + \alpha - \eta\lambda)\, r + \alpha = 0

    For Nesterov's form: :math:`r^2 - (1+\alpha)(1-\eta\lambda)\, r + \alpha(1-\eta\lambda) = 0`.

    Parameters
    ----------
    lr, momentum : float or array
        Learning rate η ≥ 0 and momentum α from 0 to 1.
    curvature : float or array
        Eigenvalue λ of the Hessian; all three broadcast together.
    nesterov : bool
        Whether to take Nesterov's form.

    Returns
    -------
    ndarray of complex, shape (2, ...)
        The roots; the one of larger absolute value decides.

    Examples
    --------
    >>> momentum_roots(0.25, 0.25, 1.0)  # critically damped: a double root at √α
    array([0.5+0.j, 0.5+0.j])
    """
    nesterov = checks.flag("nesterov", nesterov)
    lr = settings.check_setting("lr", lr, high=LARGEST)
    momentum = settings.check_setting("momentum", momentum, high=1)
    curvature = settings.check_setting("curvature", curvature, low=-LARGEST, high=LARGEST)
    lr, momentum, curvature = together(lr=lr, momentum=momentum, curvature=curvature)
    shrink = 1 - lr * curvature
    if nesterov:
        half, product = (1 + momentum) * shrink / 2, momentum * shrink
    else:
        half, product = (momentum + shrink) / 2, momentum + 0 * shrink
    root = np.sqrt(np.asarray(half * half - product, dtype=complex))
    return np.stack([half + root, half - root])


def convergence_rate(lr, momentum, curvature, *, nesterov=False):
    r"""Return the factor by which the error along one eigenvector shrinks per step in the long run.

    .. math:: \rho = \max(|r_1|, |r_2|)

    Without momentum this is \|1 − ηλ\|; where the roots are complex it is √α, whatever η and λ. Above 1 the
    method diverges. On a quadratic with several eigenvalues the largest ρ is the rate of the whole.

    Parameters
    ----------
    lr, momentum, curvature, nesterov
        As in `momentum_roots`.

    Returns
    -------
    ndarray
        ρ ≥ 0 in the common shape.

    References
    ----------
    .. [1] G. Goh, "Why momentum really works", Distill (2017), doi:10.23915/distill.00006.

    Examples
    --------
    >>> convergence_rate(0.1, 0.0, [1.0, 10.0, 25.0]).round(12)
    array([0.9, 0. , 1.5])
    """
    return np.abs(momentum_roots(lr, momentum, curvature, nesterov=nesterov)).max(axis=0)


def _spectrum(low, high):
    low = checks.number("low", low, low=0, open_low=True)
    return low, checks.number("high", high, low=low)


def best_gradient_descent(low, high):
    r"""Return the optimal learning rate of gradient descent for eigenvalues from `low` to `high`.

    .. math:: \eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}, \qquad \rho = \frac{\kappa - 1}{\kappa + 1},
        \qquad \kappa = \frac{\lambda_{\max}}{\lambda_{\min}}

    Parameters
    ----------
    low, high : float
        λ_min > 0 and λ_max ≥ λ_min.

    Returns
    -------
    Best
        ``lr``, ``momentum`` (0) and ``rate``.

    Examples
    --------
    >>> best_gradient_descent(1.0, 9.0)
    Best(lr=0.2, momentum=0.0, rate=0.8)
    """
    low, high = _spectrum(low, high)
    return Best(2 / (low + high), 0.0, (high - low) / (high + low))


def best_momentum(low, high):
    r"""Return the optimal learning rate and momentum for eigenvalues from `low` to `high`.

    .. math::
        \alpha = \left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2, \qquad
        \eta = \left(\frac{2}{\sqrt{\lambda_{\min}} + \sqrt{\lambda_{\max}}}\right)^2, \qquad
        \rho = \sqrt\alpha = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}

    Both extreme directions are then critically damped, all others oscillate.

    Parameters
    ----------
    low, high : float
        λ_min > 0 and λ_max ≥ λ_min.

    Returns
    -------
    Best
        ``lr``, ``momentum`` and ``rate``.

    References
    ----------
    .. [1] B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
       Computational Mathematics and Mathematical Physics 4 (1964), doi:10.1016/0041-5553(64)90137-5.

    Examples
    --------
    >>> best_momentum(1.0, 9.0)
    Best(lr=0.25, momentum=0.25, rate=0.5)
    """
    low, high = _spectrum(low, high)
    a, b = math.sqrt(low), math.sqrt(high)
    rate = (b - a) / (b + a)
    return Best((2 / (a + b)) ** 2, rate**2, rate)


def noise_floor(lr, curvature, noise, *, momentum=0.0):
    r"""Return the mean loss at which a constant learning rate stalls when gradients are noisy.

    On ½λx² with independent gradient noise of standard deviation σ,

    .. math:: \tfrac12\lambda\,\mathrm{E}[x_\infty^2]
        = \frac{\eta\sigma^2}{2}\,\frac{1+\alpha}{(1-\alpha)\,(2(1+\alpha) - \eta\lambda)},

    and for α = 0 this is ησ²/(2(2 − ηλ)): nearly proportional to η and, for small ηλ, independent of λ.

    Parameters
    ----------
    lr : float or array
        Constant learning rate η.
    curvature : float or array
        λ > 0.
    noise : float or array
        σ ≥ 0.
    momentum : float or array
        0 ≤ α < 1.

    Returns
    -------
    ndarray or float
        Mean excess loss; infinite where the method diverges, ηλ ≥ 2(1 + α).

    Examples
    --------
    >>> round(noise_floor(0.1, 1.0, 1.0), 6), noise_floor(2.0, 1.0, 1.0)
    (0.026316, inf)
    """
    lr = settings.check_setting("lr", lr)
    curvature = settings.check_setting("curvature", curvature, open_low=True)
    noise = settings.check_setting("noise", noise)
    momentum = settings.check_setting("momentum", momentum, high=1, open_high=True)
    lr, curvature, noise, momentum = together(lr=lr, curvature=curvature, noise=noise, momentum=momentum)
    with np.errstate(over="ignore"):  # what is too large for a float is infinite too
        room = (1 - momentum) * (2 * (1 + momentum) - lr * curvature)
        lift = 0.5 * (lr * noise) * noise * (1 + momentum)  # not σ², which may overflow
        floor = np.divide(lift, room, out=np.full(room.shape, np.inf), where=room > 0)
    return float(floor) if np.ndim(floor) == 0 else floor


def expected_loss(lr, curvature, noise, x0, n_steps):
    r"""Return the mean loss of stochastic gradient descent on ½λx² after 0, 1, … steps, exactly.

    .. math:: \mathrm{E}[x_{t+1}^2] = (1 - \eta_t\lambda)^2\,\mathrm{E}[x_t^2] + \eta_t^2\sigma^2

    Parameters
    ----------
    lr : float or schedule
        η_t, for any schedule.
    curvature, noise : float
        λ > 0 and σ ≥ 0.
    x0 : float
        Start.
    n_steps : int
        At least 1.

    Returns
    -------
    ndarray, shape (n_steps + 1,)
        ½λE[x_t²].

    Examples
    --------
    >>> expected_loss(0.5, 1.0, 0.0, 2.0, 2)
    array([2.   , 0.5  , 0.125])
    """
    lr = settings.check_rate(lr) if callable(lr) else checks.number("lr", lr, low=0, high=LARGEST)
    curvature = checks.number("curvature", curvature, low=0, high=LARGEST, open_low=True)
    noise = checks.number("noise", noise, low=0, high=LARGEST)
    square = checks.number("x0", x0, low=-LARGEST, high=LARGEST) ** 2
    squares = [square]
    for t in range(checks.size("n_steps", n_steps)):
        eta = float(settings.rate_at(lr, t))
        square = (1 - eta * curvature) ** 2 * square + (eta * noise) ** 2
        squares.append(square)
    with np.errstate(over="ignore"):
        return 0.5 * curvature * np.array(squares)
