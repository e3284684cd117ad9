"""Errors carried back by other weights than those that carried the activations forward."""

import numpy as np

from nnbook import checks
from nnbook.backpropagation.adjoint import as_dense, forward_and_slope


@checks.arguments(model=as_dense, rng=checks.generator())
def random_feedback(model, *, rng):
    r"""Return fixed random matrices that have the shapes of the weights.

    .. math:: B^l_{ij} \sim \mathcal N(0,\ 1/n_{l-1})

    Parameters
    ----------
    model : Sequential
        Of `nnbook.layers.Dense` layers.
    rng : numpy.random.Generator
        Draws the numbers.

    Returns
    -------
    list of ndarray
        B for each layer, of the shape (n_out, n_in) of its weights. The first carries nothing.

    References
    ----------
    .. [1] T. P. Lillicrap, D. Cownden, D. B. Tweed and C. J. Akerman, "Random synaptic feedback weights
       support error backpropagation for deep learning", Nature Communications 7 (2016), 13276,
       doi:10.1038/ncomms13276.

    Examples
    --------
    >>> from nnbook.feedforward import xor_network
    >>> [B.shape for B in random_feedback(xor_network(), rng=np.random.default_rng(0))]
    [(2, 2), (1, 2)]
    """
    weights = model.params[0::2]
    return [(rng.standard_normal(W.shape) / np.sqrt(W.shape[1])).astype(W.dtype) for W in weights]


@checks.arguments(model=as_dense, slope=checks.function(), slopes=checks.flag())
def feedback_gradients(model, x, slope, feedback, *, slopes=True):
    r"""Return what takes the place of the gradients if the errors come back through given matrices.

    .. math:: \Delta^L = \frac{\partial L}{\partial A^L} \odot f'(Z^L), \qquad
              \Delta^{l} = (\Delta^{l+1} B^{l+1}) \odot f'(Z^l), \qquad
              G_W^l = \Delta^{l\top} A^{l-1}, \quad \mathbf{g}_b^l = \textstyle\sum_n \Delta^l_n

    With :math:`B^l = W^l` these are the gradients. Rows are samples.

    Parameters
    ----------
    model : Sequential
        Of `nnbook.layers.Dense` layers.
    x : array_like, shape (n_samples, n_in)
        Inputs.
    slope : callable
        From the outputs, of shape (n_samples, n_out), to ∂L/∂Aᴸ.
    feedback : list of array_like
        B for each layer, of the shape (n_out, n_in) of its weights.
    slopes : bool
        Whether the hidden layers multiply by f'; the output layer does.

    Returns
    -------
    list of ndarray
        In the order of ``model.params``.

    Raises
    ------
    TypeError, ValueError
        If `model` has other layers, or a matrix another shape than the weights.

    References
    ----------
    .. [1] T. P. Lillicrap, D. Cownden, D. B. Tweed and C. J. Akerman, "Random synaptic feedback weights
       support error backpropagation for deep learning", Nature Communications 7 (2016), 13276,
       doi:10.1038/ncomms13276.

    Examples
    --------
    >>> from nnbook.activations import tanh
    >>> from nnbook.layers import Dense, Sequential
    >>> rng = np.random.default_rng(0)
    >>> net = Sequential(Dense(2, 3, tanh, rng=rng), Dense(3, 1, rng=rng))
    >>> y, caches = net.forward([[1.0, -1.0]])
    >>> _, exact = net.backward(y, caches)
    >>> same = feedback_gradients(net, [[1.0, -1.0]], lambda y: y, net.params[0::2])
    >>> all(np.allclose(a, b) for a, b in zip(same, exact, strict=True))
    True
    """
    B = _as_feedback(feedback, model.params[0::2])
    caches, grad = forward_and_slope(model, x, slope)
    found, last = [], len(B) - 1
    for l in reversed(range(len(B))):
        x, z, a = caches[l]  # aˡ⁻¹, zˡ, aˡ, where the list counts from 0
        delta = grad * model.layers[l].activation.prime(z, a) if slopes or l == last else grad
        found = [delta.T @ x, delta.sum(axis=0), *found]  # G_W = Δᵀ A, g_b = Σ Δ
        grad = delta @ B[l]  # Δ B, to the layer below
    return found


def _as_feedback(feedback, weights):
    """Return the matrices, each of the shape of the weights that it stands for."""
    if not isinstance(feedback, (list, tuple)):
        raise TypeError(f"need feedback to be a list of matrices, got feedback={feedback!r}")
    if len(feedback) != len(weights):
        raise ValueError(f"need {len(weights)} matrices in feedback, got feedback={feedback!r}")
    pairs = zip(feedback, weights, strict=True)
    return [checks.array("feedback", B, shape=W.shape).astype(W.dtype) for B, W in pairs]
