"""Squared errors: the loss of regression, and its variant for classes that are seldom."""

import math
from dataclasses import dataclass

import numpy as np

from nnbook import checks

silent = np.errstate(over="ignore", invalid="ignore")  # a run that diverges shows in the value


def check_pair(y_hat, target, name="y_hat"):
    """Return outputs and targets as float arrays of one dtype and shape, and the number of samples.

    Raises
    ------
    TypeError, ValueError
        If shapes differ, there is no sample, or `target` is not finite.

    Examples
    --------
    >>> check_pair([1.0, 2.0], [0, 1])
    (array([1., 2.]), array([0., 1.]), 2)
    """
    y_hat = checks.floats(name, y_hat)
    target = checks.floats("target", target, y_hat.dtype)
    if y_hat.shape != target.shape:
        raise ValueError(
            f"need target of the shape of {name}, {y_hat.shape}, got target of shape {target.shape}"
        )
    if y_hat.size == 0 or y_hat.ndim == 0:
        raise ValueError(f"need at least one sample in {name}, got {name} of shape {y_hat.shape}")
    if not math.isfinite(np.add.reduce(target, axis=None)):  # one NaN or infinity is enough
        checks.array("target", target)
    return y_hat, target, len(y_hat)


@silent
def mean_squared_error(y_hat, target):
    r"""Return half the squared error: mean over samples, sum over outputs.

    .. math:: L = \frac{1}{2N} \sum_n \lVert \hat{\mathbf{y}}_n - \mathbf{y}_n \rVert^2, \qquad
              \frac{\partial L}{\partial \hat{\mathbf{y}}_n} = \frac{\hat{\mathbf{y}}_n - \mathbf{y}_n}{N}

    Parameters
    ----------
    y_hat : array_like, shape (n_samples, ...)
        Outputs.
    target : array_like, shape of y_hat
        What they should be.

    Returns
    -------
    value : float
    grad : ndarray, shape of y_hat

    Notes
    -----
    The ½ makes the gradient the plain difference. PyTorch's ``MSELoss`` has no ½ and divides by the number of
    outputs too.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 6.2.2.

    Examples
    --------
    >>> mean_squared_error([[1.0, 2.0]], [[0.0, 4.0]])
    (2.5, array([[ 1., -2.]]))
    """
    y_hat, target, n = check_pair(y_hat, target)
    difference = y_hat - target
    value = np.square(difference, dtype=float).sum() / (2 * n)  # L = Σ ‖ŷ_n − y_n‖² / 2N, in double precision
    return float(value), difference / n  # ∂L/∂ŷ_n = (ŷ_n − y_n)/N


@dataclass(frozen=True)
class WeightedSquaredError:
    r"""Squared error for rare events: positives and negatives get a fixed share of the loss.

    .. math:: L = \frac{1}{2N} \sum_n w_n \lVert \hat{\mathbf{y}}_n - \mathbf{y}_n \rVert^2, \qquad
              w_n = \begin{cases} \dfrac{r}{(1 + r)\,q} & y_n = 1 \\[1ex]
                                  \dfrac{1}{(1 + r)(1 - q)} & y_n = 0 \end{cases}

    With a fraction q of positives in the data the weights have mean 1, and all positives together weigh r
    times as much as all negatives: r = 1 balances the classes, a larger *sensitivity ratio* trades
    specificity for sensitivity, and r = q/(1 − q) gives back `mean_squared_error`.

    Parameters
    ----------
    ratio : float
        r > 0.
    positives : float
        q, 0 < q < 1, counted on the training data.

    Examples
    --------
    One positive among four samples, so a miss costs three times as much as a false alarm:

    >>> loss = WeightedSquaredError(ratio=1, positives=0.25)
    >>> value, grad = loss([0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    >>> value, grad
    (0.25, array([-0.5,  0. ,  0. ,  0. ]))
    """

    ratio: float
    positives: float

    def __post_init__(self):
        q = checks.number("positives", self.positives, low=0, high=1, open_low=True, open_high=True)
        object.__setattr__(self, "ratio", checks.number("ratio", self.ratio, low=0, open_low=True))
        object.__setattr__(self, "positives", q)

    @silent
    def __call__(self, y_hat, target):
        """Return (value, grad)."""
        r, q = self.ratio, self.positives
        y_hat, target, n = check_pair(y_hat, target)
        checks.binary("target", target)
        weight = np.where(target == 1, r / ((1 + r) * q), 1 / ((1 + r) * (1 - q))).astype(y_hat.dtype)
        difference = y_hat - target
        value = (weight * np.square(difference, dtype=float)).sum() / (2 * n)  # L = Σ w_n ‖ŷ_n − y_n‖² / 2N
        return float(value), weight * difference / n  # ∂L/∂ŷ_n = w_n (ŷ_n − y_n)/N
