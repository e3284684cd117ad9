"""Optimisers that give every weight a learning rate of its own, made from the gradients it has seen."""

from dataclasses import dataclass

import numpy as np

from nnbook.optimizers import settings
from nnbook.optimizers.first_order import Rate, Setting


def _check(opt, **ranges):
    """Replace each setting of `opt` by its checked value; `ranges` holds the keywords of `settings.setting`."""
    object.__setattr__(opt, "lr", settings.learning_rate(opt.lr))
    for name, limits in ranges.items():
        object.__setattr__(opt, name, settings.setting(name, getattr(opt, name), **limits))


_FRACTION = {"high": 1, "open_high": True}  # 0 <= setting < 1


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
    With ε = 0 a weight whose gradient was always zero gives 0/0; the default avoids it.

    Raises
    ------
    TypeError, ValueError
        If a setting is not a number in its range.

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
        _check(self, eps={})

    def init(self, params):
        """Return the state before the first step: ``t`` and the sums of squares ``s``, all zero."""
        return {"t": 0, "s": settings.zeros(self, params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s in settings.matched(params, grads, state["s"]):
            s += g * g
            p -= lr * g / (np.sqrt(s) + self.eps)
        state["t"] += 1


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
    The mean starts at zero and no correction is made: the first step is η/√(1−ρ), 10η for ρ = 0.99.

    Raises
    ------
    TypeError, ValueError
        If a setting is not a number in its range.

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
        _check(self, rho=_FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t`` and the mean squares ``s``, all zero."""
        return {"t": 0, "s": settings.zeros(self, params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s in settings.matched(params, grads, state["s"]):
            s *= self.rho
            s += (1 - self.rho) * g * g
            p -= lr * g / (np.sqrt(s) + self.eps)
        state["t"] += 1


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

    Raises
    ------
    TypeError, ValueError
        If a setting is not a number in its range.

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
        _check(self, rho=_FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t``, mean squares ``s`` of gradients and ``u`` of steps."""
        return {"t": 0, "s": settings.zeros(self, params), "u": settings.zeros(self, params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, s, u in settings.matched(params, grads, state["s"], state["u"]):
            s *= self.rho
            s += (1 - self.rho) * g * g
            d = np.sqrt((u + self.eps) / (s + self.eps)) * g
            u *= self.rho
            u += (1 - self.rho) * d * d
            p -= lr * d
        state["t"] += 1


@dataclass(frozen=True, eq=False)
class Adam:
    r"""Adam: momentum and RMSProp together, both corrected for having started at zero.

    .. math::
        \mathbf{m} \leftarrow \beta_1\mathbf{m} + (1-\beta_1)\,\mathbf{g}, \qquad
        \mathbf{s} \leftarrow \beta_2\mathbf{s} + (1-\beta_2)\,\mathbf{g}^2, \qquad
        \mathbf{x} \leftarrow \mathbf{x} -
            \eta\,\frac{\mathbf{m}/(1-\beta_1^t)}{\sqrt{\mathbf{s}/(1-\beta_2^t)} + \varepsilon}

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0; a schedule sees 0 at the first step.
    beta1, beta2 : float or array
        Decays of the two means, 0 ≤ β < 1.
    eps : float
        ε ≥ 0, *outside* the root and *after* the correction, as in algorithm 1 of [1]_ and PyTorch. The variant
        at the end of the paper's section 2 (TensorFlow's "epsilon hat") puts it before the correction.

    Notes
    -----
    In the equation t counts from 1, so the first correction divides by 1 − β. Kingma and Ba write v
    for s.

    Raises
    ------
    TypeError, ValueError
        If a setting is not a number in its range.

    References
    ----------
    .. [1] D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, arXiv:1412.6980.

    Examples
    --------
    The first step is −η sign(g), whatever the size of the gradient:

    >>> opt, x = Adam(lr=0.1, eps=0), np.zeros(2)
    >>> opt.step([x], [np.array([1e6, -1e-6])], opt.init([x]))
    >>> x
    array([-0.1,  0.1])
    """

    lr: Rate = 0.001
    beta1: Setting = 0.9
    beta2: Setting = 0.999
    eps: Setting = 1e-8

    def __post_init__(self):
        _check(self, beta1=_FRACTION, beta2=_FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t``, means ``m`` and mean squares ``s``, all zero."""
        return {"t": 0, "m": settings.zeros(self, params), "s": settings.zeros(self, params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        lr = settings.rate_at(self.lr, state["t"])
        t = state["t"] = state["t"] + 1  # from 1 in the corrections
        for p, g, m, s in settings.matched(params, grads, state["m"], state["s"]):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= lr * m_hat / (np.sqrt(s_hat) + self.eps)


@dataclass(frozen=True, eq=False)
class AdamW(Adam):
    r"""Adam with *decoupled* weight decay: weights shrink by the factor 1 − ηλ before every step of Adam.

    .. math:: \mathbf{x} \leftarrow (1 - \eta\lambda)\,\mathbf{x}, \quad\text{then a step of Adam.}

    A penalty ½λ‖x‖² in the loss is something else: its gradient λx is divided by √s like any other, so weights
    with large gradients are hardly decayed.

    Parameters
    ----------
    lr, beta1, beta2, eps
        As in `Adam`.
    weight_decay : float or array
        λ ≥ 0. It is multiplied by the learning rate, as in PyTorch; in [1]_ by the schedule's factor only.

    Raises
    ------
    TypeError, ValueError
        If a setting is not a number in its range.

    References
    ----------
    .. [1] I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019, arXiv:1711.05101.

    Examples
    --------
    >>> opt, x = AdamW(lr=0.1, weight_decay=0.5), np.array([2.0])
    >>> opt.step([x], [np.zeros(1)], opt.init([x]))
    >>> x
    array([1.9])
    """

    weight_decay: Setting = 0.01

    def __post_init__(self):
        super().__post_init__()
        _check(self, weight_decay={})

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        decay = 1 - settings.rate_at(self.lr, state["t"]) * self.weight_decay
        for p, _ in settings.matched(params, grads):
            p *= decay
        super().step(params, grads, state)
