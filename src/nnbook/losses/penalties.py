"""The price of large weights, added to a loss: weight decay and sparseness."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.numerics import floats


def _matrices(params):
    """Return checked parameters, and which of them are penalised: those with two axes or more."""
    if not isinstance(params, (list, tuple)):
        raise TypeError(f"need params to be a list of arrays, got {type(params).__name__}")
    params = [floats(f"params[{i}]", p) for i, p in enumerate(params)]
    return params, [p.ndim > 1 for p in params]


@dataclass(frozen=True)
class L2:
    r"""Weight decay: the gradient pulls each weight towards zero in proportion to its size.

    .. math:: R = \tfrac12 \lambda \sum_{l,i,j} (W^l_{ij})^2, \qquad \frac{\partial R}{\partial W} = \lambda W

    Arrays with a single axis, biases and the gains of normalisation, are not penalised.

    Parameters
    ----------
    strength : float
        λ ≥ 0. With the ½ the gradient is λW; texts without it have 2λW.

    Raises
    ------
    TypeError, ValueError
        If `strength` is no such number; when called, if `params` is no list of arrays.

    References
    ----------
    .. [1] A. Krogh and J. Hertz, "A simple weight decay can improve generalization", NIPS 4 (1991) 950-957.

    Examples
    --------
    >>> value, grads = L2(0.1)([np.array([[1.0, -2.0]]), np.array([5.0])])
    >>> value, grads
    (0.25, [array([[ 0.1, -0.2]]), array([0.])])
    """

    strength: float

    def __post_init__(self):
        object.__setattr__(self, "strength", checks.number("strength", self.strength, low=0))

    def __call__(self, params):
        """Return (value, list of gradients)."""
        params, penalised = _matrices(params)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged run shows in the value
            squares = (float(np.vdot(p, p)) for p, on in zip(params, penalised, strict=True) if on)
            grads = [p * (self.strength * on) for p, on in zip(params, penalised, strict=True)]
            return 0.5 * self.strength * sum(squares), grads


@dataclass(frozen=True)
class L1:
    r"""The lasso penalty: a constant pull that brings small weights to zero and keeps them there.

    .. math:: R = \lambda \sum_{l,i,j} |W^l_{ij}|, \qquad
              \frac{\partial R}{\partial W} = \lambda \operatorname{sign} W

    Arrays with a single axis are not penalised. At 0 the subgradient 0 is taken.

    Parameters
    ----------
    strength : float
        λ ≥ 0.

    Raises
    ------
    TypeError, ValueError
        If `strength` is no such number; when called, if `params` is no list of arrays.

    References
    ----------
    .. [1] R. Tibshirani, "Regression shrinkage and selection via the lasso", Journal of the Royal Statistical
       Society B 58 (1996) 267-288.

    Examples
    --------
    >>> value, grads = L1(0.5)([np.array([[1.0, -2.0]]), np.array([5.0])])
    >>> value, grads
    (1.5, [array([[ 0.5, -0.5]]), array([0.])])
    """

    strength: float

    def __post_init__(self):
        object.__setattr__(self, "strength", checks.number("strength", self.strength, low=0))

    def __call__(self, params):
        """Return (value, list of gradients)."""
        params, penalised = _matrices(params)
        with np.errstate(over="ignore", invalid="ignore"):
            sizes = (float(np.abs(p).sum()) for p, on in zip(params, penalised, strict=True) if on)
            grads = [np.sign(p) * (self.strength * on) for p, on in zip(params, penalised, strict=True)]
            return self.strength * sum(sizes), grads
