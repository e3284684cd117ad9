"""Units that share one unit of activity: the softmax function and how its outputs answer to the logits."""

import numpy as np

from nnbook import checks


def softmax(z, *, temperature=1.0):
    r"""Return the softmax of logits: positive numbers that add up to 1 along the last axis.

    .. math:: p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}

    Parameters
    ----------
    z : array_like, shape (..., n_classes)
        Finite logits.
    temperature : float
        T > 0; towards 0 the largest takes all, towards infinity all become equal.

    Returns
    -------
    ndarray, shape of z

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs, with
       relationships to statistical pattern recognition", in *Neurocomputing*, Springer 1990,
       doi:10.1007/978-3-642-76153-9_28.

    Examples
    --------
    >>> softmax([0.0, np.log(3)]), softmax([1000.0, 0.0])
    (array([0.25, 0.75]), array([1., 0.]))
    """
    z = checks.floats("z", checks.array("z", z, dtype=None))
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"need z of shape (..., n_classes), got z of shape {z.shape}")
    T = checks.number("temperature", temperature, low=0, open_low=True)
    with np.errstate(over="ignore"):  # a gap of more than the largest number is as good as infinite
        e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_jacobian(z, *, temperature=1.0):
    r"""Return how each output of a softmax answers to each logit.

    .. math:: \frac{\partial p_i}{\partial z_j} = \frac{1}{T}\,p_i\,(\delta_{ij} - p_j)

    The diagonal is positive, the rest negative: what one class gains the others lose. Rows and columns add up
    to zero.

    Parameters
    ----------
    z : array_like, shape (..., n_classes)
        Finite logits.
    temperature : float
        T > 0.

    Returns
    -------
    ndarray, shape (..., n_classes, n_classes)

    Examples
    --------
    >>> softmax_jacobian([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(z, temperature=temperature)
    return (p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])) / float(temperature)
