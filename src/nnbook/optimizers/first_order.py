"""Gradient descent and its two classical accelerations: momentum and Nesterov's look-ahead."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnbook.optimizers import settings

Setting = float | np.ndarray  # a number, or an array that broadcasts against the parameters
Rate = Setting | Callable  # ... or a schedule, called with the step 0, 1, 2, ...


@dataclass(frozen=True, eq=False)
class SGD:
    r"""Gradient descent; stochastic when the gradient comes from a mini-batch.

    .. math:: \mathbf{x} \leftarrow \mathbf{x} - \eta\,\mathbf{g}

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0. An array broadcasts against the parameters, a schedule is called with the
        number of steps taken so far (0 for the first step).

    References
    ----------
    .. [1] H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical
       Statistics 22 (1951), doi:10.1214/aoms/1177729586.

    Examples
    --------
    >>> opt, x = SGD(lr=0.1), np.array([1.0, 2.0])
    >>> state = opt.init([x])
    >>> opt.step([x], [2 * x], state)
    >>> x
    array([0.8, 1.6])
    """

    lr: Rate = 0.01

    def __post_init__(self):
        settings.check_settings(self)

    def init(self, params):
        """Return the state before the first step: ``{"t": 0}``.

        Parameters
        ----------
        params : list of ndarray
            What will be moved: float arrays, of which the state keeps the shapes.

        Returns
        -------
        dict
            What the optimiser remembers, ``t`` being the number of steps taken.
        """
        settings.check_params(self, params)
        return {"t": 0}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place.

        Parameters
        ----------
        params : list of ndarray
            What `init` was given.
        grads : list of ndarray
            A gradient for each of them, of its shape. Shapes are compared in the first step only.
        state : dict
            From `init`.
        """
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g in zip(params, grads, strict=True):
            p -= lr * g  # x ← x − η g
        state["t"] += 1


@dataclass(frozen=True, eq=False)
class Momentum:
    r"""Gradient descent with momentum (heavy ball): steps add up along directions that persist.

    .. math::
        \mathbf{v} \leftarrow \alpha\mathbf{v} - \eta\,\mathbf{g}, \qquad
        \mathbf{x} \leftarrow \mathbf{x} + \mathbf{v}

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0.
    momentum : float or array
        α from 0 (gradient descent) to 1 (no friction).

    Notes
    -----
    The learning rate is *inside* the velocity, as in Rumelhart, Hinton and Williams. PyTorch keeps it
    outside: v ← αv + g, x ← x − ηv. With a constant rate both give the same path (v here is −η times
    theirs); when a schedule lowers η, here the old velocity fades by itself, there it is scaled down at
    once. A third convention, v ← αv + (1−α)g, has a learning rate 1/(1−α) times larger for the same path.

    References
    ----------
    .. [1] B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
       Computational Mathematics and Mathematical Physics 4 (1964), doi:10.1016/0041-5553(64)90137-5.

    Examples
    --------
    >>> opt, x = Momentum(lr=0.1, momentum=0.5), np.array([1.0])
    >>> state = opt.init([x])
    >>> for _ in range(2):
    ...     opt.step([x], [np.array([1.0])], state)
    >>> x, state["v"]
    (array([0.75]), [array([-0.15])])
    """

    lr: Rate = 0.01
    momentum: Setting = 0.9

    def __post_init__(self):
        settings.check_settings(self, momentum={"high": 1})

    def init(self, params):
        """Return the state before the first step: step count ``t`` and velocities ``v``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "v": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, v in zip(params, grads, state["v"], strict=True):
            v[...] = self.momentum * v - lr * g  # v ← α v − η g
            p += v  # x ← x + v
        state["t"] += 1


@dataclass(frozen=True, eq=False)
class Nesterov:
    r"""Momentum that measures the gradient after the coming jump, and so brakes in time.

    Nesterov's method, with the gradient at the look-ahead point :math:`\mathbf{x}+\alpha\mathbf{v}`,

    .. math::
        \mathbf{v} \leftarrow \alpha\mathbf{v} - \eta\,\mathbf{g}(\mathbf{x} + \alpha\mathbf{v}), \qquad
        \mathbf{x} \leftarrow \mathbf{x} + \mathbf{v},

    needs the gradient at a point other than the parameters. Followed at the look-ahead point
    :math:`\mathbf{y}=\mathbf{x}+\alpha\mathbf{v}` itself, it reads

    .. math::
        \mathbf{v} \leftarrow \alpha\mathbf{v} - \eta\,\mathbf{g}(\mathbf{y}), \qquad
        \mathbf{y} \leftarrow \mathbf{y} + \alpha\mathbf{v} - \eta\,\mathbf{g}(\mathbf{y}),

    which is what `step` does: the parameters it moves are **y**.

    Parameters
    ----------
    lr : float, array or schedule
        Learning rate η ≥ 0.
    momentum : float or array
        α from 0 (gradient descent) to 1.

    Notes
    -----
    PyTorch's ``nesterov=True`` is this form with the learning rate outside the velocity; for a constant
    rate the paths agree. Nesterov's own α depends on the step; a constant one suits strongly convex
    functions.

    References
    ----------
    .. [1] I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum
       in deep learning", ICML 2013, PMLR 28(3):1139-1147, equations 3 and 4.

    Examples
    --------
    >>> opt, x = Nesterov(lr=0.1, momentum=0.5), np.array([1.0])
    >>> opt.step([x], [np.array([1.0])], opt.init([x]))
    >>> x
    array([0.85])
    """

    lr: Rate = 0.01
    momentum: Setting = 0.9

    def __post_init__(self):
        settings.check_settings(self, momentum={"high": 1})

    def init(self, params):
        """Return the state before the first step: step count ``t`` and velocities ``v``, all zero."""
        settings.check_params(self, params)
        return {"t": 0, "v": settings.zeros(params)}

    def step(self, params, grads, state):
        """Take one step: changes `params` and `state` in place."""
        settings.check_grads(params, grads, state)
        lr = settings.rate_at(self.lr, state["t"])
        for p, g, v in zip(params, grads, state["v"], strict=True):
            v[...] = self.momentum * v - lr * g  # v ← α v − η g(y)
            p += self.momentum * v - lr * g  # y ← y + α v − η g(y)
        state["t"] += 1
