"""Losses that are logarithms of probabilities, computed from logits so that nothing overflows."""

import numpy as np

from nnbook.losses.squared import pair, silent
from nnbook.numerics import class_indices, floats, sigmoid, softplus


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

    Raises
    ------
    TypeError, ValueError
        If shapes differ, there is no sample, or a target is not between 0 and 1.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 6.2.2.

    Examples
    --------
    >>> binary_cross_entropy([0.0, 1000.0], [1.0, 0.0])
    (500.346573590..., array([-0.25,  0.5 ]))
    """
    z, target, n = pair(logits, target, "logits")
    if np.minimum.reduce(target, axis=None) < 0 or np.maximum.reduce(target, axis=None) > 1:
        raise ValueError(f"need target from 0 to 1, got target={target!r}")
    value = softplus(z) - target * z
    return float(np.add.reduce(value, axis=None)) / n, (sigmoid(z) - target) / n


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

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, there is no sample, or a label is no class.

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
    z = floats("logits", logits)
    if z.ndim < 2 or z.size == 0:
        raise ValueError(f"need logits of shape (n_samples, n_classes), got logits of shape {z.shape}")
    labels = class_indices("labels", labels, z.shape[-1])
    if labels.shape != z.shape[:-1]:
        raise ValueError(f"need labels of shape {z.shape[:-1]}, got labels of shape {labels.shape}")
    n, shape = labels.size, z.shape
    z = z.reshape(-1, shape[-1]).T.copy()  # a row for each class: numpy reduces faster along columns
    right = n * labels.reshape(-1) + np.arange(n)  # where z_{n y_n} stands when all rows are one
    z -= np.maximum.reduce(z)
    grad = np.exp(z)
    total = np.add.reduce(grad)
    value = np.add.reduce(np.log(total) - z.take(right))
    grad /= total * n
    grad.reshape(-1)[right] -= 1 / n
    return float(value) / n, grad.T.reshape(shape)


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

    Raises
    ------
    TypeError, ValueError
        If shapes differ or there is no sample.

    References
    ----------
    .. [1] D. P. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014, arXiv:1312.6114,
       appendix B.

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
    excess = np.expm1(log_var)  # σ² − 1
    value = np.add.reduce(mu * mu + (excess - log_var), axis=None)
    return float(value) / (2 * n), (mu / n, excess / (2 * n))
