"""The price of large weights, added to a loss: weight decay and sparseness."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks


def check_params(params):
    """Return parameters as a list of float arrays, after checking that they are such a list.

    Examples
    --------
    >>> check_params(np.ones(2))
    Traceback (most recent call last):
    ...
    TypeError: need params to be a list of arrays, got ndarray
    """
    if not isinstance(params, (list, tuple)):
        raise TypeError(f"need params to be a list of arrays, got {type(params).__name__}")
    return [checks.floats(f"params[{i}]", p) for i, p in enumerate(params)]


@dataclass(frozen=True)
class L2:
    r"""Weight decay: the gradient pulls each weight towards zero in proportion to its size.

    .. math:: R = \tfrac12 \lambda \sum_{l,i,j} (W^l_{ij})^2, \qquad \frac{\partial R}{\partial W} = \lambda W

    Arrays with a single axis, biases and the gains of normalisation, are not penalised.

    Parameters
    ----------
    strength : float
        λ ≥ 0. With the ½ the gradient is λW; texts without it have 2λW.

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
        params, weight = check_params(params), self.strength
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges shows in the value
            squares = sum(np.square(p, dtype=float).sum() for p in params if p.ndim > 1)
            grads = [weight * p if p.ndim > 1 else np.zeros_like(p) for p in params]  # ∂R/∂W = λ W
            return float(weight * squares / 2), grads  # R = ½ λ Σ W²


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
        params, weight = check_params(params), self.strength
        with np.errstate(over="ignore", invalid="ignore"):
            sizes = sum(np.abs(p).sum(dtype=float) for p in params if p.ndim > 1)
            grads = [weight * np.sign(p) if p.ndim > 1 else np.zeros_like(p) for p in params]  # λ sign W
            return float(weight * sizes), grads  # R = λ Σ |W|
