"""Losses that are logarithms of probabilities, computed from logits so that nothing overflows."""

import numpy as np

from nnbook import checks
from nnbook.losses.squared import check_pair, silent
from nnbook.numerics import sigmoid


@silent
def binary_cross_entropy(logits, target):
    r"""Return the cross-entropy of logistic outputs, from their logits z.

    .. math:: L &= \frac1N \sum_n \bigl[ -y_n \ln \sigma(z_n) - (1 - y_n) \ln(1 - \sigma(z_n)) \bigr]
                = \frac1N \sum_n \bigl[ \ln(1 + e^{z_n}) - y_n z_n \bigr] \\
              \frac{\partial L}{\partial z_n} &= \frac{\sigma(z_n) - y_n}{N}

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

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 6.2.2.

    Examples
    --------
    >>> binary_cross_entropy([0.0, 1000.0], [1.0, 0.0])
    (500.346573590..., array([-0.25,  0.5 ]))
    """
    z, target, n = check_pair(logits, target, "logits")
    if target.min() < 0 or target.max() > 1:
        raise ValueError(f"need target from 0 to 1, got target={target!r}")
    losses = np.maximum(z, 0) - target * z + np.log1p(np.exp(-np.abs(z)))  # ln(1 + eᶻ) − yz, small ones last
    grad = (1 - target) * sigmoid(z) - target * sigmoid(-z)  # σ(z) − y, and not 0 where both are almost 1
    return float(losses.sum()) / n, grad / n


@silent
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

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 6.2.2.

    Examples
    --------
    >>> value, grad = cross_entropy([[0.0, 0.0], [1000.0, 0.0]], [0, 1])
    >>> value, grad
    (500.346573590..., array([[-0.25,  0.25],
           [ 0.5 , -0.5 ]]))
    """
    z = checks.floats("logits", logits)
    if z.ndim < 2 or z.size == 0:
        raise ValueError(f"need logits of shape (n_samples, n_classes), got logits of shape {z.shape}")
    labels = checks.class_indices("labels", labels, z.shape[-1])
    if labels.shape != z.shape[:-1]:
        raise ValueError(f"need labels of shape {z.shape[:-1]}, got labels of shape {labels.shape}")
    right = (*np.indices(labels.shape, sparse=True), labels)  # where each sample has its right class
    log_p = log_softmax(z)
    value = -log_p[right].mean()  # L = −(1/N) Σ ln p_{n y_n}
    grad = np.exp(log_p) / labels.size
    grad[right] = np.expm1(log_p[right]) / labels.size  # ∂L/∂z_n = (softmax(z_n) − onehot(y_n))/N
    return float(value), grad


def log_softmax(z):
    r"""Return the logarithms of a softmax along the last axis.

    .. math:: \ln p_j = z_j - z_k - \ln\Bigl(1 + \sum_{i \ne k} e^{z_i - z_k}\Bigr), \qquad k = \arg\max_i z_i

    The largest exponential is 1 and stands outside of the sum, so that a very likely class keeps its small
    loss instead of 0.

    Examples
    --------
    >>> log_softmax(np.array([[0.0, 50.0]]))
    array([[-5.00000000e+01, -1.92874985e-22]])
    """
    largest = (*np.indices(z.shape[:-1], sparse=True), z.argmax(axis=-1))
    z = z - z[largest][..., None]  # z_j − z_k
    e = np.exp(z)
    e[largest] = 0  # leaves Σ_{i ≠ k}
    return z - np.log1p(e.sum(axis=-1, keepdims=True))  # ln p


@silent
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

    References
    ----------
    .. [1] D. P. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014, arXiv:1312.6114,
       appendix B.

    Examples
    --------
    >>> gaussian_kl([[1.0]], [[0.0]])
    (0.5, (array([[1.]]), array([[0.]])))
    """
    mu, log_var = checks.floats("mu", mu), checks.floats("log_var", log_var)
    if mu.shape != log_var.shape or mu.ndim == 0 or mu.size == 0:
        raise ValueError(
            f"need mu and log_var of one shape with a sample, got {mu.shape} and {log_var.shape}"
        )
    n = len(mu)
    excess = np.expm1(log_var)  # σ² − 1
    value = (np.square(mu, dtype=float) + np.expm1(log_var, dtype=float) - log_var).sum() / (2 * n)  # L
    return float(value), (mu / n, excess / (2 * n))  # ∂L/∂μ, ∂L/∂ ln σ²
