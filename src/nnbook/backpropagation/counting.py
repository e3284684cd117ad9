"""What the forward and the backward pass of dense layers cost, in multiplications and in memory."""

from itertools import pairwise
from math import prod
from typing import NamedTuple

from nnbook import checks


def _as_sizes(name, value):
    """Return the sizes of at least two layers."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"need {name} to be a tuple of integers, got {name}={value!r}")
    if len(value) < 2:
        raise ValueError(f"need {name} of at least two layers, got {name}={value!r}")
    return tuple(checks.size(name, size) for size in value)


class Operations(NamedTuple):
    """Multiply-adds for one sample; see `count_operations`.

    Parameters
    ----------
    forward : int
        Of the weighted sums.
    weights : int
        Of the products that are the derivatives by the weights.
    errors : int
        Of the errors that go back from layer to layer.
    differences : int
        Of the forward passes that one-sided differences need instead.
    ratio : float
        Backward over forward.
    """

    forward: int
    weights: int
    errors: int
    differences: int
    ratio: float


@checks.arguments(sizes=_as_sizes)
def count_operations(sizes):
    r"""Count the multiply-adds of a network of dense layers for one sample.

    .. math:: C_{\text{forward}} = \sum_{l=1}^{L} n_l n_{l-1}, \qquad
              C_{\text{back}} = \underbrace{\sum_{l=1}^{L} n_l n_{l-1}}_{\text{weights}} +
              \underbrace{\sum_{l=2}^{L} n_l n_{l-1}}_{\text{errors}}

    No error is computed for the input. What costs n_l operations a layer, such as activations, their
    derivatives and biases, is left out. One-sided differences need a forward pass for each weight and each
    bias, and one more.

    Parameters
    ----------
    sizes : tuple of int
        Units of each layer, the inputs first.

    Returns
    -------
    Operations

    References
    ----------
    .. [1] A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd edition, SIAM 2008,
       doi:10.1137/1.9780898717761, section 3.3 (bounds for any program).

    Examples
    --------
    >>> count = count_operations((784, 100, 10))
    >>> count.forward, count.weights, count.errors, round(count.ratio, 2)
    (79400, 79400, 1000, 1.01)
    """
    products = [n * n_before for n_before, n in pairwise(sizes)]  # n_l n_{l−1}
    forward, errors = sum(products), sum(products[1:])
    n_parameters = forward + sum(sizes[1:])
    return Operations(forward, forward, errors, (n_parameters + 1) * forward, (forward + errors) / forward)


class Sweeps(NamedTuple):
    """Edges that are touched to get all derivatives of all outputs by all inputs; see `count_sweeps`.

    Parameters
    ----------
    edges : int
        Of the network.
    paths : int
        From any input to any output.
    forward, reverse : int
        Edges touched by one sweep an input, and by one sweep an output.
    """

    edges: int
    paths: int
    forward: int
    reverse: int


@checks.arguments(sizes=_as_sizes)
def count_sweeps(sizes):
    r"""Count the paths through layers, and the edges that forward and reverse mode touch.

    .. math:: \#\text{edges} = \sum_{l=1}^{L} n_l n_{l-1}, \qquad \#\text{paths} = \prod_{l=0}^{L} n_l, \qquad
              \text{forward} = n_0\,\#\text{edges}, \qquad \text{reverse} = n_L\,\#\text{edges}

    Parameters
    ----------
    sizes : tuple of int
        Units of each layer, the inputs first.

    Returns
    -------
    Sweeps

    References
    ----------
    .. [1] A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd edition, SIAM 2008,
       doi:10.1137/1.9780898717761, chapter 3.

    Examples
    --------
    >>> count_sweeps((3, 4, 4, 2))
    Sweeps(edges=36, paths=96, forward=108, reverse=72)
    """
    edges = sum(n * n_before for n_before, n in pairwise(sizes))
    return Sweeps(edges, prod(sizes), sizes[0] * edges, sizes[-1] * edges)


class Checkpoints(NamedTuple):
    """Memory and time of a backward pass with checkpoints; see `count_checkpoints`.

    Parameters
    ----------
    stored : int
        Arrays of activations that are held at most at the same time.
    recomputed : int
        Layers that are computed a second time.
    """

    stored: int
    recomputed: int


@checks.arguments(n_layers=checks.size(), n_segments=checks.size())
def count_checkpoints(n_layers, n_segments):
    r"""Count what is stored if only the input of each of k segments is kept on the way forward.

    .. math:: \text{stored} = k + \lfloor n/k \rfloor, \qquad
              \text{recomputed} = n + 1 - \text{stored}

    The last segment is kept as it is. Each of the others is computed again from its input when the way back
    reaches it, but for its output, which is the input of the next. For k² = n the number stored is 2√n. For
    k = 1 and for k = n nothing is computed twice, and n + 1 arrays are stored, as without checkpoints.

    Parameters
    ----------
    n_layers : int
        n.
    n_segments : int
        k ≤ n; their lengths differ by one at most, the longer ones first.

    Returns
    -------
    Checkpoints

    Raises
    ------
    ValueError
        If there are more segments than layers.

    References
    ----------
    .. [1] T. Chen, B. Xu, C. Zhang and C. Guestrin, "Training deep nets with sublinear memory cost", 2016,
       arXiv:1604.06174.

    Examples
    --------
    >>> count_checkpoints(100, 1), count_checkpoints(100, 10)
    (Checkpoints(stored=101, recomputed=0), Checkpoints(stored=20, recomputed=81))
    """
    if n_segments > n_layers:
        raise ValueError(f"need n_segments <= n_layers, got {n_segments=} and {n_layers=}")
    stored = n_segments + n_layers // n_segments
    return Checkpoints(stored, n_layers + 1 - stored)
