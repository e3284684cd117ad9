"""How wrong an output is, and in which direction it gets better: each loss returns (value, gradient).

Every loss is a mean over samples, the rows of the output, and a sum over the outputs of a sample; the gradient
is that of this mean. Targets are checked. Outputs are not: when a run diverges its loss is NaN or infinite,
without a warning, and whoever asked for it decides.
"""

import math
from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.numerics import class_indices, floats, sigmoid

_silent = {"over": "ignore", "invalid": "ignore"}  # of a diverged run only


def _pair(y_hat, target, name="y_hat"):
    """Return outputs and targets as float arrays of one dtype and shape, and the number of samples."""
    y_hat = floats(name, y_hat)
    target = floats("target", target, y_hat.dtype)
    if y_hat.shape != target.shape:
        raise ValueError(
            f"need target of the shape of {name}, {y_hat.shape}, got target of shape {target.shape}"
        )
    if y_hat.size == 0 or y_hat.ndim == 0:
        raise ValueError(f"need at least one sample in {name}, got {name} of shape {y_hat.shape}")
    if not math.isfinite(np.add.reduce(target, axis=None)):  # one NaN or infinity is enough
        checks.array("target", target)
    return y_hat, target, len(y_hat)


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

    Raises
    ------
    TypeError, ValueError
        If shapes differ, there is no sample, or `target` is not finite.

    Examples
    --------
    >>> mean_squared_error([[1.0, 2.0]], [[0.0, 4.0]])
    (2.5, array([[ 1., -2.]]))
    """
    with np.errstate(**_silent):
        y_hat, target, n = _pair(y_hat, target)
        difference = y_hat - target
        return float(np.vdot(difference, difference)) / (2 * n), difference / n


@dataclass(frozen=True)
class WeightedSquaredError:
    r"""Squared error for rare events: positives and negatives get a fixed share of the loss.

    .. math:: L = \frac{1}{2N} \sum_n w_n \lVert \hat{\mathbf{y}}_n - \mathbf{y}_n \rVert^2, \qquad
              w_n = \begin{cases} \dfrac{r}{(1 + r)\,q} & y_n = 1 \\[1ex]
                                  \dfrac{1}{(1 + r)(1 - q)} & y_n = 0 \end{cases}

    With a fraction q of positives in the data the weights have mean 1, and all positives together weigh r
    times as much as all negatives: r = 1 balances the classes, a larger *sensitivity ratio* trades specificity
    for sensitivity, and r = q/(1 − q) gives back `mean_squared_error`.

    Parameters
    ----------
    ratio : float
        r > 0.
    positives : float
        q, 0 < q < 1, counted on the training data.

    Raises
    ------
    TypeError, ValueError
        If a setting is no such number; when called, as `mean_squared_error`, or if a target is not 0 or 1.

    Examples
    --------
    One positive among four samples; a miss costs three times a false alarm of the same share:

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

    def __call__(self, y_hat, target):
        """Return (value, grad)."""
        r, q = self.ratio, self.positives
        with np.errstate(**_silent):
            y_hat, target, n = _pair(y_hat, target)
            if not ((target == 0) | (target == 1)).all():
                raise ValueError(f"need target of 0 and 1, got target={target!r}")
            weight = np.where(target == 1, r / ((1 + r) * q), 1 / ((1 + r) * (1 - q))).astype(y_hat.dtype)
            difference = y_hat - target
            grad = weight * difference / n
            return float(np.vdot(grad, difference)) / 2, grad


def binary_cross_entropy(logits, target):
    r"""Return the cross-entropy of logistic outputs, from their logits z.

    .. math:: L = \frac1N \sum_n \bigl[ -y_n \ln \sigma(z_n) - (1 - y_n) \ln(1 - \sigma(z_n)) \bigr]
                = \frac1N \sum_n \bigl[ \ln(1 + e^{z_n}) - y_n z_n \bigr], \qquad
              \frac{\partial L}{\partial z_n} = \frac{\sigma(z_n) - y_n}{N}

    The factor σ' that slows learning with the squared error has cancelled.

    Parameters
    ----------
    logits : array_like, shape (n_samples, ...)
        Potentials z, before the logistic function.
    target : array_like, shape of logits
        Between 0 and 1.

    Returns
    -------
    value : float
    grad : ndarray, shape of logits

    Raises
    ------
    TypeError, ValueError
        If shapes differ, there is no sample, or a target is not between 0 and 1.

    Examples
    --------
    >>> binary_cross_entropy([0.0, 1000.0], [1.0, 0.0])
    (500.346573590..., array([-0.25,  0.5 ]))
    """
    with np.errstate(**_silent):
        z, target, n = _pair(logits, target, "logits")
        if np.minimum.reduce(target, axis=None) < 0 or np.maximum.reduce(target, axis=None) > 1:
            raise ValueError(f"need target from 0 to 1, got target={target!r}")
        value = np.logaddexp(z, 0) - target * z
        return float(np.add.reduce(value, axis=None)) / n, (sigmoid(z) - target) / n


def cross_entropy(logits, labels):
    r"""Return minus the log-likelihood of the right classes under a softmax of the logits **z**.

    .. math:: L = \frac1N \sum_n \Bigl[ \ln \sum_j e^{z_{nj}} - z_{n y_n} \Bigr], \qquad
              \frac{\partial L}{\partial \mathbf{z}_n} =
              \frac{\operatorname{softmax}(\mathbf{z}_n) - \operatorname{onehot}(y_n)}{N}

    Parameters
    ----------
    logits : array_like, shape (..., n_classes)
        Potentials of the output units; axes before the last, such as samples and time, are all averaged over.
    labels : array_like of int, shape (...)
        The right classes, from 0 to n_classes − 1.

    Returns
    -------
    value : float
    grad : ndarray, shape of logits

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, there is no sample, or a label is no class.

    Examples
    --------
    >>> value, grad = cross_entropy([[0.0, 0.0], [1000.0, 0.0]], [0, 1])
    >>> value, grad
    (500.346573590..., array([[-0.25,  0.25],
           [ 0.5 , -0.5 ]]))
    """
    z = floats("logits", logits)
    if z.ndim < 2 or z.size == 0:
        raise ValueError(f"need logits of shape (n_samples, n_classes), got logits of shape {z.shape}")
    labels = class_indices("labels", labels, z.shape[-1])
    if labels.shape != z.shape[:-1]:
        raise ValueError(f"need labels of shape {z.shape[:-1]}, got labels of shape {labels.shape}")
    n = labels.size
    right = np.arange(0, z.size, z.shape[-1]) + labels.ravel()  # places of z_{n y_n} when z is one row
    with np.errstate(**_silent):
        z = z - np.maximum.reduce(z, axis=-1, keepdims=True)
        grad = np.exp(z)
        total = np.add.reduce(grad, axis=-1, keepdims=True)
        value = np.add.reduce(np.log(total), axis=None) - np.add.reduce(z.take(right))
        grad /= total * n
        grad.reshape(-1)[right] -= 1 / n
    return float(value) / n, grad


def gaussian_kl(mu, log_var):
    r"""Return how far normal codes are from the standard normal distribution.

    .. math:: L = \frac1N \sum_n \operatorname{KL}\bigl(\mathcal{N}(\boldsymbol\mu_n, \boldsymbol\sigma_n^2)
              \,\Vert\, \mathcal{N}(0, I)\bigr)
              = \frac{1}{2N} \sum_n \sum_i (\mu_{ni}^2 + \sigma_{ni}^2 - 1 - \ln \sigma_{ni}^2)

    Parameters
    ----------
    mu, log_var : array_like, shape (n_samples, n_latent)
        Means, and logarithms of variances.

    Returns
    -------
    value : float
    grads : tuple of ndarray
        With respect to `mu`, μ/N, and to `log_var`, (σ² − 1)/2N.

    Raises
    ------
    TypeError, ValueError
        If shapes differ or there is no sample.

    Examples
    --------
    >>> gaussian_kl([[1.0]], [[0.0]])
    (0.5, (array([[1.]]), array([[0.]])))
    """
    mu, log_var = floats("mu", mu), floats("log_var", log_var)
    if mu.shape != log_var.shape or mu.ndim == 0 or mu.size == 0:
        raise ValueError(
            f"need mu and log_var of one shape with a sample, got {mu.shape} and {log_var.shape}"
        )
    n = len(mu)
    with np.errstate(**_silent):
        excess = np.expm1(log_var)  # σ² − 1
        value = np.add.reduce(mu * mu + (excess - log_var), axis=None)
        return float(value) / (2 * n), (mu / n, excess / (2 * n))
