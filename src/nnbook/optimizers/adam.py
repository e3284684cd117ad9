"""Adam, which puts momentum and RMSProp together, and its variant with weight decay of its own."""

from dataclasses import dataclass

import numpy as np

from nnbook.optimizers import settings
from nnbook.optimizers.first_order import Rate, Setting


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
        ε ≥ 0, *outside* the root and *after* the correction, as in algorithm 1 of [1]_ and PyTorch. The
        variant at the end of the paper's section 2 (TensorFlow's "epsilon hat") puts it before.

    Notes
    -----
    In the equation t counts from 1, so the first correction divides by 1 − β. Kingma and Ba write v
    for s. What `AdaGrad` says of very large gradients holds here too.

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
        settings.check_settings(self, beta1=settings.FRACTION, beta2=settings.FRACTION, eps={})

    def init(self, params):
        """Return the state before the first step: ``t``, means ``m`` and mean squares ``s``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "m": settings.zeros(params), "s": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        t = state["t"] = state["t"] + 1  # from 1 in the corrections
        for p, g, m, s in zip(params, grads, state["m"], state["s"], strict=True):
            m[...] = self.beta1 * m + (1 - self.beta1) * g  # m ← β₁ m + (1 − β₁) g
            s[...] = self.beta2 * s + (1 - self.beta2) * g**2  # s ← β₂ s + (1 − β₂) g²
            m_hat = m / (1 - self.beta1**t)  # m̂ = m/(1 − β₁ᵗ)
            s_hat = s / (1 - self.beta2**t)  # ŝ = s/(1 − β₂ᵗ)
            p -= lr * m_hat / (np.sqrt(s_hat) + self.eps)  # x ← x − η m̂/(√ŝ + ε)

    def rate(self, state):
        """Return η/(√ŝ + ε) from the `state` after a step, for each parameter: the factor of its m̂."""
        t = max(state["t"], 1)
        lr = settings.rate_at(self.lr, t - 1)
        return [lr / (np.sqrt(s / (1 - self.beta2**t)) + self.eps) for s in state["s"]]


@dataclass(frozen=True, eq=False)
class AdamW(Adam):
    r"""Adam with *decoupled* weight decay: weights shrink by the factor 1 − ηλ before every step of Adam.

    .. math:: \mathbf{x} \leftarrow (1 - \eta\lambda)\,\mathbf{x}, \quad\text{then a step of Adam.}

    A penalty ½λ‖x‖² in the loss is something else: its gradient λx is divided by √s like any other, so
    weights with large gradients are hardly decayed.

    Parameters
    ----------
    lr, beta1, beta2, eps
        As in `Adam`.
    weight_decay : float or array
        λ ≥ 0. It is multiplied by the learning rate, as in PyTorch; in [1]_ by the schedule's factor only.

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
        settings.check_settings(self, weight_decay={})

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p in params:
            p *= 1 - lr * self.weight_decay  # x ← (1 − ηλ) x
        super().step(params, grads, state)
