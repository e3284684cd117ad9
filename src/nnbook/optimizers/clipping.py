"""Clipping bounds the step that a cliff in the loss would cause; any optimiser can be wrapped in it."""

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
        settings.as_optimizer(self.opt)
        object.__setattr__(self, "max_norm", checks.number("max_norm", self.max_norm, low=0, open_low=True))
        checks.one_of("axis", self.axis, (None, -1))

    def init(self, params):
        """Return the wrapped optimiser's state for `params`."""
        return self.opt.init(params)

    def step(self, params, grads, state):
        """Take one step of the wrapped optimiser: changes `params` and `state`, not `grads`, in place."""
        settings.check_grads(params, grads, state)
        if self.axis is None:
            row = shortened(np.concatenate(grads, axis=None), self.max_norm)
            parts = np.split(row, np.cumsum([g.size for g in grads[:-1]]))
            grads = [part.reshape(g.shape) for part, g in zip(parts, grads, strict=True)]
        else:
            grads = [shortened(g, self.max_norm) for g in grads]
        self.opt.step(params, grads, state)


def shortened(g, max_norm):
    """Return every row of `g` with a norm of at most `max_norm`.

    Squares of very large or very small numbers leave the range of floats, so the norm is that of the row
    divided by its largest number.

    Examples
    --------
    >>> shortened(np.array([[3e200, -4e200], [0.3, 0.4]]), 5.0)
    array([[ 3. , -4. ],
           [ 0.3,  0.4]])
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a gradient that is not finite stays as it is
        largest = np.abs(g).max(axis=-1, keepdims=True, initial=0)
        unit = np.divide(g, largest, out=np.zeros_like(g), where=largest > 0)
        length = np.linalg.norm(unit, axis=-1, keepdims=True)  # ‖g‖ = largest · length
        too_long = largest * length > max_norm
        return np.where(too_long, unit * (max_norm / np.where(too_long, length, 1)), g)  # g c/‖g‖
