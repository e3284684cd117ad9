"""Optimisers that use curvature: the whole Hessian, its diagonal, or a guess from two gradients."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.optimizers import settings
from nnbook.optimizers.first_order import Rate, Setting


@dataclass(frozen=True, eq=False)
class Newton:
    r"""Newton's method, for problems so small that a Hessian can be decomposed at every step.

    .. math:: \mathbf{x} \leftarrow \mathbf{x} - \eta\,(H + \mu I)^{-1}\mathbf{g}

    With ``saddle_free=True`` every eigenvalue of H is replaced by its absolute value, so that directions of
    negative curvature are descended instead of ascended.

    Parameters
    ----------
    hessian : callable
        ``hessian(x)`` of shape x.shape + (n_dims,), symmetric, for x of shape (n_dims,) or (n_runs, n_dims).
    lr : float, array or schedule
        η ≥ 0; 1 is Newton's step.
    damping : float
        μ ≥ 0 (Levenberg): a large one gives gradient descent with the rate η/μ.
    saddle_free : bool
        Whether to take the absolute values.

    Notes
    -----
    Where H + μI is singular the step is infinite or NaN: `minimize` reports it as divergence.

    References
    ----------
    .. [1] J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd edition (2006), chapter 3,
       doi:10.1007/978-0-387-40065-5.
    .. [2] Y. Dauphin et al., "Identifying and attacking the saddle point problem in high-dimensional
       non-convex optimization", NeurIPS 2014, arXiv:1406.2572.

    Examples
    --------
    One step suffices on a quadratic:

    >>> H = np.array([[2.0, 1.0], [1.0, 3.0]])
    >>> opt, x = Newton(lambda x: H), np.array([4.0, -7.0])
    >>> opt.step([x], [H @ x], opt.init([x]))
    >>> x.round(12) + 0.0
    array([0., 0.])
    """

    hessian: Callable
    lr: Rate = 1.0
    damping: float = 0.0
    saddle_free: bool = False

    def __post_init__(self):
        checks.function("hessian", self.hessian)
        object.__setattr__(self, "lr", settings.check_rate(self.lr))
        object.__setattr__(self, "damping", checks.number("damping", self.damping, low=0))
        checks.flag("saddle_free", self.saddle_free)

    def init(self, params):
        """Return the state before the first step: ``{"t": 0}``."""
        settings.check_params(self, params)
        return {"t": 0}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g in zip(params, grads, strict=True):
            H = self.hessian(p)
            if H.shape != (*p.shape, p.shape[-1]):
                raise ValueError(f"need hessian(x) of shape {(*p.shape, p.shape[-1])}, got {H.shape}")
            H = np.where(np.isfinite(H), H, 0.0)  # a run that is lost stays lost, the others go on
            curvature, V = np.linalg.eigh(H)
            if self.saddle_free:
                curvature = np.abs(curvature)
            along = np.einsum("...ji,...j->...i", V, g) / (curvature + self.damping)  # (Λ + μ)⁻¹ Vᵀg
            p -= lr * np.einsum("...ij,...j->...i", V, along)  # x ← x − η V (Λ + μ)⁻¹ Vᵀ g
        state["t"] += 1


@dataclass(frozen=True, eq=False)
class DiagonalNewton:
    r"""Newton's method with the diagonal of the Hessian only: one curvature for each weight.

    .. math:: x_i \leftarrow x_i - \frac{\eta}{|h_{ii}| + \mu}\, g_i

    Parameters
    ----------
    curvature : callable
        ``curvature(x)`` returns the second derivatives h_ii in the shape of x.
    lr : float, array or schedule
        η ≥ 0.
    damping : float
        μ ≥ 0 keeps steps finite where the surface is flat.

    Notes
    -----
    LeCun et al. average a Gauss-Newton approximation of h_ii, which is never negative, over samples; here
    the exact second derivative is used and its absolute value taken.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, "Efficient BackProp", in *Neural Networks: Tricks
       of the Trade* (1998), section 9.1, doi:10.1007/3-540-49430-8_2.

    Examples
    --------
    >>> opt, x = DiagonalNewton(lambda x: np.array([1.0, 100.0])), np.array([3.0, 3.0])
    >>> opt.step([x], [np.array([3.0, 300.0])], opt.init([x]))
    >>> x
    array([0., 0.])
    """

    curvature: Callable
    lr: Rate = 1.0
    damping: float = 0.0

    def __post_init__(self):
        checks.function("curvature", self.curvature)
        object.__setattr__(self, "lr", settings.check_rate(self.lr))
        object.__setattr__(self, "damping", checks.number("damping", self.damping, low=0))

    def init(self, params):
        """Return the state before the first step: ``{"t": 0}``."""
        settings.check_params(self, params)
        return {"t": 0}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g in zip(params, grads, strict=True):
            h = self.curvature(p)
            if h.shape != p.shape:
                raise ValueError(f"need curvature(x) of shape {p.shape}, got {h.shape}")
            p -= lr * g / (np.abs(h) + self.damping)  # x ← x − η g/(|h| + μ)
        state["t"] += 1


@dataclass(frozen=True, eq=False)
class Quickprop:
    r"""Quickprop: jump to the minimum of a parabola through the last two slopes, each weight by itself.

    With g' and Δ' the slope and the step from before,

    .. math::
        \Delta = \min\left(\frac{g}{g'-g},\ \mu\right) \Delta'
                 \;-\; \eta\,g\,[\,g g' > 0 \text{ or } \Delta' = 0\,],
        \qquad x \leftarrow x + \Delta;

    the first factor is μ also where the parabola opens downwards.

    Parameters
    ----------
    lr : float, array or schedule
        η ≥ 0 of the gradient term, which starts every weight and is added while the slope keeps its sign.
    growth : float
        μ > 0: apart from the gradient term no step is longer than μ times the last. Fahlman's is 1.75.

    Notes
    -----
    g/(g' − g) is the secant method's step for the root of the slope. Fahlman's further
    changes (weight decay, a constant added to σ') are left out.

    References
    ----------
    .. [1] S. E. Fahlman, "An empirical study of learning speed in back-propagation networks", Carnegie Mellon
       University, CMU-CS-88-162 (1988).

    Examples
    --------
    On a parabola the first parabolic step that is not limited lands in the minimum:

    >>> opt, x = Quickprop(lr=0.75), np.array([1.0])
    >>> state = opt.init([x])
    >>> for _ in range(2):
    ...     opt.step([x], [x.copy()], state)
    ...     print(x)
    [0.25]
    [-0.1875]
    >>> opt.step([x], [x.copy()], state)
    >>> x.round(12) + 0.0
    array([0.])
    """

    lr: Rate = 0.01
    growth: Setting = 1.75

    def __post_init__(self):
        settings.check_settings(self, growth={"open_low": True})

    def init(self, params):
        """Return the state before the first step: ``t``, slopes ``g`` and steps ``delta``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "g": settings.zeros(params), "delta": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, g_old, delta in zip(params, grads, state["g"], state["delta"], strict=True):
            start = delta == 0
            ratio = np.divide(g, g_old, out=np.ones_like(p), where=g_old != 0)
            bounded = ratio < self.growth / (1 + self.growth)  # there 1 - ratio > 0 and the factor is < μ
            secant = np.divide(ratio, 1 - ratio, out=np.ones_like(p), where=bounded)  # g/(g' - g)
            delta *= np.where(bounded, secant, self.growth)
            delta -= lr * g * (start | (np.sign(g) == np.sign(g_old)))  # g g' > 0, or g = 0
            p += delta  # x ← x + Δ
            g_old[...] = g  # g' of the next step
        state["t"] += 1
