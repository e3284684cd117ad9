r"""The way back: from the derivative of the output by itself, which is 1, to those by all it came from."""

import numpy as np

from nnbook import checks
from nnbook.autodiff.variable import Variable


def topological_order(output):
    """Return everything that `output` was computed from, each variable after its parents; itself last.

    Parameters
    ----------
    output : Variable
        Where the computation ends.

    Returns
    -------
    list of Variable
        Each once, however often it was used.

    References
    ----------
    .. [1] A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962),
       doi:10.1145/368996.369025 (the problem; the walk here is depth first).

    Examples
    --------
    >>> x = Variable(2.0, "x")
    >>> y = x * x + x
    >>> [v.name or v.op for v in topological_order(y)]
    ['x', '×', '+']
    """
    _check("output", output)
    order, placed, path = [], set(), [(output, iter(output.parents))]
    while path:  # a stack instead of recursion: a long sequence is a deep graph
        variable, parents = path[-1]
        waiting = next((p for p in parents if p not in placed), None)
        if waiting is None:
            path.pop()
            placed.add(variable)
            order.append(variable)
        else:
            path.append((waiting, iter(waiting.parents)))
    return order


def adjoints(output, seed=None):
    r"""Return the derivative of `output` by every variable that it was computed from.

    .. math:: \bar v = \frac{\partial L}{\partial v} = \sum_{w:\ \text{made from } v} \bar w\,
              \frac{\partial w}{\partial v}

    In reverse topological order every variable is complete before its parents need it; what is used several
    times (fan-out) collects one share for each use.

    Parameters
    ----------
    output : Variable
        The variable to differentiate. Without a seed it holds one number.
    seed : array_like, optional
        ∂L/∂output of the shape of `output`; 1 without it.

    Returns
    -------
    dict from Variable to ndarray
        In reverse topological order, each of the shape of its variable.

    Raises
    ------
    ValueError
        If `output` holds several numbers and there is no seed.

    References
    ----------
    .. [1] A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, "Automatic differentiation in
       machine learning: a survey", Journal of Machine Learning Research 18 (2018), section 3.2.

    Examples
    --------
    >>> x = Variable(3.0, "x")
    >>> y = x * x
    >>> float(adjoints(y)[x])
    6.0
    """
    order = topological_order(output)
    if seed is None and output.value.size != 1:
        raise ValueError(f"need output of one number, or a seed, got output of shape {output.shape}")
    bar = {output: np.ones_like(output.value) if seed is None else np.array(checks.floats("seed", seed))}
    if bar[output].shape != output.shape:
        raise ValueError(f"need seed of shape {output.shape}, got seed of shape {bar[output].shape}")
    for variable in reversed(order):
        for parent, pullback in zip(variable.parents, variable.pullbacks, strict=True):
            share = _unbroadcast(pullback(bar[variable]), parent.shape)
            bar[parent] = np.add(bar[parent], share) if parent in bar else share
    return {variable: bar[variable] for variable in reversed(order)}


def gradients(output, wrt, seed=None):
    """Return the derivatives of `output` by some variables.

    Parameters
    ----------
    output : Variable
        The variable to differentiate. Without a seed it holds one number.
    wrt : list of Variable
        The variables to differentiate by. One that `output` does not depend on gets zeros.
    seed : array_like, optional
        ∂L/∂output, see `adjoints`.

    Returns
    -------
    list of ndarray
        In the order of `wrt`.

    Examples
    --------
    >>> x, y = Variable([1.0, 2.0], "x"), Variable(3.0, "y")
    >>> gradients((x * y).sum(), [x, y])
    [array([3., 3.]), array(3.)]
    """
    if not isinstance(wrt, (list, tuple)):
        raise TypeError(f"need wrt to be a list of variables, got wrt of {type(wrt).__name__}")
    for variable in wrt:
        _check("wrt", variable)
    bar = adjoints(output, seed)
    return [bar[v] if v in bar else np.zeros_like(v.value) for v in wrt]


def _unbroadcast(grad, shape):
    """Sum over the axes along which a value was repeated to fit: a copy's gradient is one more share."""
    extra = tuple(range(grad.ndim - len(shape)))
    grad = np.asarray(grad.sum(axis=extra))
    repeated = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return grad.sum(axis=repeated, keepdims=True) if repeated else grad


def _check(name, value):
    if not isinstance(value, Variable):
        raise TypeError(f"need {name} to be a Variable, got {name} of {type(value).__name__}")
