"""Clipping bounds the step that a cliff in the loss would cause; any optimiser can be wrapped in it."""

import math
from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.optimizers import settings


@dataclass(frozen=True, eq=False)
class Clip:
    r"""Shorten gradients to a largest norm, then hand them to another optimiser.

    .. math:: \mathbf{g} \leftarrow \min\left(1, \frac{c}{\lVert\mathbf{g}\rVert}\right) \mathbf{g}

    The direction stays; only the length is bounded.

    Parameters
    ----------
    opt : optimiser
        What takes the step, such as ``SGD(0.1)``.
    max_norm : float
        The bound c > 0.
    axis : int or None
        None takes one Euclidean norm over all gradients together, as for the weights of a network; −1 takes
        the norm of each row by itself, as for a batch of runs.

    Raises
    ------
    TypeError, ValueError
        If `opt` has no ``init`` and ``step``, or another argument is out of range.

    References
    ----------
    .. [1] R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks",
       ICML 2013, arXiv:1211.5063, algorithm 1.

    Examples
    --------
    >>> from nnbook.optimizers import SGD
    >>> opt, x = Clip(SGD(lr=1.0), max_norm=5), np.zeros(2)
    >>> opt.step([x], [np.array([30.0, -40.0])], opt.init([x]))
    >>> x
    array([-3.,  4.])
    """

    opt: object
    max_norm: float
    axis: int | None = None

    def __post_init__(self):
        settings.optimizer(self.opt)
        object.__setattr__(self, "max_norm", checks.number("max_norm", self.max_norm, low=0, open_low=True))
        checks.one_of("axis", self.axis, (None, -1))

    def init(self, params):
        """Return the wrapped optimiser's state for `params`."""
        return self.opt.init(params)

    def step(self, params, grads, state):
        """Take one step of the wrapped optimiser: changes `params` and `state`, not `grads`, in place."""
        grads = [g for _, g in settings.matched(params, grads)]
        if self.axis is None:
            norm = math.sqrt(sum(float(np.vdot(g, g)) for g in grads))
            grads = [g * (self.max_norm / max(norm, self.max_norm)) for g in grads]
        else:
            norms = [np.linalg.norm(g, axis=-1, keepdims=True) for g in grads]
            grads = [
                g * (self.max_norm / np.maximum(n, self.max_norm)) for g, n in zip(grads, norms, strict=True)
            ]
        self.opt.step(params, grads, state)
