"""Optimisers that give every weight a learning rate of its own, made from the gradients it has seen."""

from dataclasses import dataclass

import numpy as np

from nnbook.optimizers import settings
from nnbook.optimizers.first_order import Rate, Setting


@dataclass(frozen=True, eq=False)
class AdaGrad:
    r"""AdaGrad: divide by the root of the *sum* of all squared gradients so far.

    .. math::
        \mathbf{s} \leftarrow \mathbf{s} + \mathbf{g}\odot\mathbf{g}, \qquad
        \mathbf{x} \leftarrow \mathbf{x} - \frac{\eta}{\sqrt{\mathbf{s}} + \varepsilon} \odot \mathbf{g}

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0.
    eps : float
        ε ≥ 0, *outside* the root, as in PyTorch; Duchi et al. call it δ. Others write √(s+ε).

    Notes
    -----
    With ε = 0 a weight whose gradient was always zero gives 0/0; the default avoids it. In single precision
    the square of a gradient above 1.8 · 10¹⁹ is infinite, and its weight never moves again. This holds for
    all methods that divide by squares; `Clip` bounds gradients before they are squared.

    References
    ----------
    .. [1] J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
       optimization", Journal of Machine Learning Research 12 (2011), 2121-2159, figure 1, diagonal form.

    Examples
    --------
    >>> opt, x = AdaGrad(lr=0.5), np.zeros(2)
    >>> opt.step([x], [np.array([100.0, -0.01])], opt.init([x]))
    >>> x.round(6)
    array([-0.5,  0.5])
    """

    lr: Rate = 0.01
    eps: Setting = 1e-10

    def __post_init__(self):
        settings.check_settings(self, eps={})

    def init(self, params):
        """Return the state before the first step: ``t`` and the sums of squares ``s``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "s": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s in zip(params, grads, state["s"], strict=True):
            s += g**2  # s ← s + g²
            p -= lr * g / (np.sqrt(s) + self.eps)  # x ← x − η g/(√s + ε)
        state["t"] += 1

    def rate(self, state):
        """Return η/(√s + ε) from the `state` after a step, for each parameter: the factor of its gradient."""
        lr = settings.rate_at(self.lr, max(state["t"] - 1, 0))
        return [lr / (np.sqrt(s) + self.eps) for s in state["s"]]


@dataclass(frozen=True, eq=False)
class RMSProp:
    r"""RMSProp: divide by the root of a *running mean* of squared gradients, which can forget.

    .. math::
        \mathbf{s} \leftarrow \rho\,\mathbf{s} + (1-\rho)\,\mathbf{g}\odot\mathbf{g}, \qquad
        \mathbf{x} \leftarrow \mathbf{x} - \frac{\eta}{\sqrt{\mathbf{s}} + \varepsilon} \odot \mathbf{g}

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0.
    rho : float or array
        Decay ρ of the mean, 0 ≤ ρ < 1; PyTorch calls it ``alpha`` and starts from 0.99, Hinton from 0.9.
    eps : float
        ε ≥ 0, *outside* the root as in PyTorch; TensorFlow's classic implementation has √(s+ε).

    Notes
    -----
    The mean starts at zero and no correction is made: the first step is η/√(1−ρ), 10η for ρ = 0.99. What
    `AdaGrad` says of very large gradients holds here too.

    References
    ----------
    .. [1] T. Tieleman and G. Hinton, "Lecture 6.5 - RMSProp", COURSERA: Neural Networks for Machine
       Learning (2012).

    Examples
    --------
    >>> opt, x = RMSProp(lr=0.1, rho=0.99), np.zeros(1)
    >>> opt.step([x], [np.array([3.0])], opt.init([x]))
    >>> x.round(6)
    array([-1.])
    """

    lr: Rate = 0.01
    rho: Setting = 0.99
    eps: Setting = 1e-8

    def __post_init__(self):
        settings.check_settings(self, rho=settings.FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t`` and the mean squares ``s``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "s": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s in zip(params, grads, state["s"], strict=True):
            s[...] = self.rho * s + (1 - self.rho) * g**2  # s ← ρ s + (1 − ρ) g²
            p -= lr * g / (np.sqrt(s) + self.eps)  # x ← x − η g/(√s + ε)
        state["t"] += 1

    def rate(self, state):
        """Return η/(√s + ε) from the `state` after a step, for each parameter: the factor of its gradient."""
        lr = settings.rate_at(self.lr, max(state["t"] - 1, 0))
        return [lr / (np.sqrt(s) + self.eps) for s in state["s"]]


@dataclass(frozen=True, eq=False)
class AdaDelta:
    r"""AdaDelta: the ratio of two running root mean squares replaces the learning rate.

    .. math::
        \mathbf{s} \leftarrow \rho\,\mathbf{s} + (1-\rho)\,\mathbf{g}^2, \qquad
        \mathbf{d} = \sqrt{\frac{\mathbf{u}+\varepsilon}{\mathbf{s}+\varepsilon}} \odot \mathbf{g}, \qquad
        \mathbf{u} \leftarrow \rho\,\mathbf{u} + (1-\rho)\,\mathbf{d}^2, \qquad
        \mathbf{x} \leftarrow \mathbf{x} - \eta\,\mathbf{d}

    The quotient has the unit of **x** divided by that of **g**, so that **d** has the unit of **x**.

    Parameters
    ----------
    lr : float, array or schedule
        A factor η ≥ 0 on the step; 1 is Zeiler's method.
    rho : float or array
        Decay ρ of both means, 0 ≤ ρ < 1.
    eps : float
        ε ≥ 0, *inside* both roots. It is not a mere guard: the first step has size √(ε/(1−ρ)), so ε sets
        how fast the method gets going (with ε = 0 it never moves).

    Notes
    -----
    What `AdaGrad` says of very large gradients holds here too.

    References
    ----------
    .. [1] M. D. Zeiler, "ADADELTA: an adaptive learning rate method" (2012), arXiv:1212.5701, algorithm 1.

    Examples
    --------
    >>> opt, x = AdaDelta(), np.zeros(1)
    >>> opt.step([x], [np.array([5.0])], opt.init([x]))
    >>> x.round(5)
    array([-0.00316])
    """

    lr: Rate = 1.0
    rho: Setting = 0.9
    eps: Setting = 1e-6

    def __post_init__(self):
        settings.check_settings(self, rho=settings.FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t``, mean squares ``s`` (gradients), ``u`` (steps)."""
        settings.check_params(self, params)
        return {"t": 0, "s": settings.zeros(params), "u": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s, u in zip(params, grads, state["s"], state["u"], strict=True):
            s[...] = self.rho * s + (1 - self.rho) * g**2  # s ← ρ s + (1 − ρ) g²
            d = np.sqrt((u + self.eps) / (s + self.eps)) * g  # d = √((u + ε)/(s + ε)) g
            u[...] = self.rho * u + (1 - self.rho) * d**2  # u ← ρ u + (1 − ρ) d²
            p -= lr * d  # x ← x − η d
        state["t"] += 1
