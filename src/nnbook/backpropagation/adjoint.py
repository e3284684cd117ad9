"""The adjoint recursion of optimal control, layer by layer from the output to the input."""

import numpy as np

from nnbook import checks
from nnbook.layers import Dense, Sequential


def as_dense(name, value):
    """Return `value` if it is a network of dense layers.

    Examples
    --------
    >>> as_dense("model", 3)
    Traceback (most recent call last):
    ...
    TypeError: need model to be a Sequential of Dense layers, got model=3
    """
    is_dense = isinstance(value, Sequential) and all(isinstance(layer, Dense) for layer in value.layers)
    if not is_dense:
        raise TypeError(f"need {name} to be a Sequential of Dense layers, got {name}={value!r}")
    return value


def forward_and_slope(model, x, slope):
    """Return the caches of the forward pass, and ∂L/∂aᴸ at its output.

    Examples
    --------
    >>> from nnbook.feedforward import xor_network
    >>> caches, grad = forward_and_slope(xor_network(), [[0, 1]], lambda y: 2 * y)
    >>> len(caches), grad
    (2, array([[2.]]))
    """
    x = checks.array("x", x, ndim=2, empty=False)
    y, caches = model.forward(x)
    grad = checks.floats("slope", slope(y.copy()), y.dtype)
    if grad.shape != y.shape:
        got = f"slope={slope!r}, which returned shape {grad.shape}"
        raise ValueError(f"need slope to return the shape {y.shape} of the output, got {got}")
    return caches, grad


@checks.arguments(model=as_dense, slope=checks.function())
def costates(model, x, slope):
    r"""Return the costates of a network of dense layers: the derivatives of the loss by all activations.

    .. math:: \mathbf{p}^L = \nabla\Phi(\mathbf{a}^L), \qquad
              \mathbf{p}^{l} = W^{l+1\top} \bigl( f'(\mathbf{z}^{l+1}) \odot \mathbf{p}^{l+1} \bigr)

    They are the multipliers of the constraints :math:`\mathbf{a}^l = f(W^l \mathbf{a}^{l-1} + \mathbf{b}^l)`
    in the Lagrangian :math:`\Phi + \sum_l \mathbf{p}^{l\top} (f(W^l \mathbf{a}^{l-1} + \mathbf{b}^l) -
    \mathbf{a}^l)`. With the opposite difference in the bracket all signs turn. The error signals are
    :math:`\boldsymbol\Delta^l = f'(\mathbf{z}^l) \odot \mathbf{p}^l`.

    Parameters
    ----------
    model : Sequential
        Of `nnbook.layers.Dense` layers.
    x : array_like, shape (n_samples, n_in)
        Inputs.
    slope : callable
        ∇Φ: from the outputs, of shape (n_samples, n_out), to the derivatives of the loss by them.

    Returns
    -------
    list of ndarray
        **p** ⁰, …, **p** ᴸ, one more than there are layers; number l has the shape (n_samples, n_l).

    Raises
    ------
    TypeError, ValueError
        If `model` has other layers, or `slope` does not return the shape of the output.

    References
    ----------
    .. [1] Y. LeCun, "A theoretical framework for back-propagation", Proceedings of the 1988 Connectionist
       Models Summer School, http://yann.lecun.com/exdb/publis/pdf/lecun-88.pdf.

    Examples
    --------
    >>> from nnbook.activations import tanh
    >>> rng = np.random.default_rng(0)
    >>> net = Sequential(Dense(2, 3, tanh, rng=rng), Dense(3, 1, rng=rng))
    >>> p = costates(net, [[1.0, -1.0]], lambda y: np.ones_like(y))
    >>> [one.shape for one in p], np.allclose(p[1], net.params[2])
    ([(1, 2), (1, 3), (1, 1)], True)
    """
    caches, p = forward_and_slope(model, x, slope)  # pᴸ = ∇Φ
    found = [p]
    for layer, (_, z, a) in zip(reversed(model.layers), reversed(caches), strict=True):
        p = (layer.activation.prime(z, a) * p) @ layer.params[0]  # pˡ = Wˡ⁺¹ᵀ (f'(zˡ⁺¹) ⊙ pˡ⁺¹)
        found.append(np.asarray(p))
    return found[::-1]
