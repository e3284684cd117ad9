"""Networks of rectifiers as folded lines: how many straight pieces, and where they meet."""

import numpy as np

from nnbook import checks
from nnbook.activations import identity, relu
from nnbook.feedforward._given import network
from nnbook.layers import Dense, Sequential


@checks.arguments(n_folds=checks.integer(low=1, high=50))
def tent_network(n_folds):
    r"""Return a network that folds the interval from 0 to 1 again and again, two rectifiers a layer.

    .. math:: g(x) = 2\max(x, 0) - 4\max(x - \tfrac12, 0), \qquad f(x) = g(g(\dots g(x)))

    On [0, 1] the tent g rises from 0 to 1 and falls back to 0. Repeated n times it has 2ⁿ straight pieces.

    Parameters
    ----------
    n_folds : int
        n, from 1 to 50.

    Returns
    -------
    Sequential
        1 input, n layers of 2 units, 1 linear output.

    References
    ----------
    .. [1] M. Telgarsky, "Benefits of depth in neural networks", COLT 2016, arXiv:1602.04485.

    Examples
    --------
    >>> tent_network(2).predict([[0.0], [0.25], [0.5], [0.75], [1.0]]).ravel()
    array([0., 1., 0., 1., 0.])
    """
    out, bias = np.array([[2.0, -4.0]]), np.array([0.0, -0.5])  # g = 2 max(x, 0) − 4 max(x − ½, 0)
    first = (np.ones((2, 1)), bias, relu)
    between = (np.ones((2, 1)) @ out, bias, relu)
    return network(first, *[between] * (n_folds - 1), (out, [0.0], identity))


def _as_rectifiers(name, value):
    """Return `value` if it is a network of dense layers from one number to one, made of straight pieces."""
    if not isinstance(value, Sequential) or not all(isinstance(layer, Dense) for layer in value.layers):
        raise TypeError(f"need {name} to be a Sequential of Dense layers, got {name}={value!r}")
    if value.layers[0].n_in != 1 or value.layers[-1].n_out != 1:
        raise ValueError(f"need {name} with one input and one output, got {name}={value!r}")
    if any(layer.activation not in (relu, identity) for layer in value.layers):
        raise ValueError(f"need {name} with activations relu and identity, got {name}={value!r}")
    return value


@checks.arguments(
    model=_as_rectifiers, low=checks.number(low=-1e9, high=1e9), high=checks.number(low=-1e9, high=1e9)
)
def breakpoints(model, low, high):
    """Return where the function of a network of rectifiers bends, between `low` and `high`.

    Layer by layer: between two bends each unit's potential is a straight line; where it crosses zero, there
    is a new bend. At the end those are dropped at which the slope of the output does not change. The number
    of straight pieces is one more than the number of bends.

    Parameters
    ----------
    model : Sequential
        Of `Dense` layers with `relu` and `identity`, from one input to one output.
    low, high : float
        The interval, at most 10⁹ in size.

    Returns
    -------
    ndarray, shape (n_bends,)
        In rising order; bends nearer to each other than 10⁻¹² of the interval count as one.

    Raises
    ------
    ValueError
        If `low` is not below `high`.

    References
    ----------
    .. [1] B. Hanin and D. Rolnick, "Deep ReLU networks have surprisingly few activation patterns", NeurIPS
       2019, arXiv:1906.00904.

    Examples
    --------
    >>> breakpoints(tent_network(2), 0.0, 1.0)
    array([0.25, 0.5 , 0.75])
    """
    if not low < high:
        raise ValueError(f"need low < high, got {low=}, {high=}")
    x = np.array([low, high])
    a = x[:, None]  # the layer's inputs at the bends so far
    for layer in model.layers:
        W, b = (np.asarray(p, float) for p in layer.params)
        z = a @ W.T + b
        if layer.activation == relu:
            left, right = z[:-1], z[1:]
            piece, unit = np.nonzero((left < 0) != (right < 0))  # lines that cross zero
            share = left[piece, unit] / (left[piece, unit] - right[piece, unit])
            new = x[piece] + share * (x[piece + 1] - x[piece])
            more = np.r_[x, new]
            z = np.concatenate([z, z[piece] + share[:, None] * (z[piece + 1] - z[piece])])
            _, first = np.unique(np.round((more - low) / (high - low), 12), return_index=True)
            x, z = more[first], z[first]
            a = np.maximum(z, 0)
        else:
            a = z
    slopes = np.diff(a[:, 0]) / np.diff(x)
    bends = ~np.isclose(slopes[1:], slopes[:-1], rtol=1e-7, atol=1e-9 * np.abs(slopes).max())
    return x[1:-1][bends]
