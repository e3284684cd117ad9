"""Wirings and weights: of layers with connections of some kinds, or drawn by chance."""

import math

import numpy as np

from nnbook import checks, initializers

KINDS = ("forward", "shortcut", "direct", "lateral", "indirect")
LAWS = ("normal", "uniform", "orthogonal", "excitatory")


def as_sizes(name, sizes):
    """Return the sizes of layers as a tuple of positive integers.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    sizes : sequence of int
        Neurons in each layer.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> as_sizes("sizes", [2, 1])
    (2, 1)
    """
    sizes = checks.shape(name, sizes)
    checks.shape(name, (sum(sizes), sum(sizes)))  # the matrix has to fit
    return sizes


def as_kinds(name, kinds):
    """Return kinds of connections as a tuple of words.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    kinds : sequence of str
        Words of ``"forward", "shortcut", "direct", "lateral", "indirect"``.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> as_kinds("kinds", ["forward"])
    ('forward',)
    """
    if not isinstance(kinds, (tuple, list)):
        raise TypeError(f"need a tuple of words for {name}, got {name}={kinds!r}")
    return tuple(checks.one_of(name, kind, KINDS) for kind in kinds)


@checks.arguments(sizes=as_sizes)
def connection_kinds(sizes):
    """Name the kind of each possible connection of a network whose neurons stand in layers.

    Neurons are numbered layer by layer. A connection from layer a to layer b is

    * ``"forward"`` if b = a + 1, the feedforward connection of first order,
    * ``"shortcut"`` if b > a + 1, of second order,
    * ``"lateral"`` inside of a layer, and ``"direct"`` from a neuron to itself,
    * ``"indirect"`` feedback if b < a.

    Parameters
    ----------
    sizes : sequence of int
        Neurons in each layer.

    Returns
    -------
    ndarray of str, shape (n, n)
        Entry (i, j) is the kind of the connection from j to i, with n the sum of the sizes.

    Examples
    --------
    >>> connection_kinds((1, 1))
    array([['direct', 'indirect'],
           ['forward', 'direct']], dtype='<U8')
    """
    layer = np.repeat(np.arange(len(sizes)), sizes)
    rise = layer[:, np.newaxis] - layer  # from the layer of j to that of i
    same = np.where(np.eye(len(layer), dtype=bool), "direct", "lateral")
    return np.select([rise == 1, rise > 1, rise == 0], ["forward", "shortcut", same], "indirect")


@checks.arguments(
    sizes=as_sizes, kinds=as_kinds, density=checks.number(low=0, high=1), rng=checks.generator()
)
def random_wiring(sizes, kinds, *, density=1.0, rng):
    """Draw a wiring of layers: connections of some kinds, each present with the same probability.

    Parameters
    ----------
    sizes : sequence of int
        Neurons in each layer.
    kinds : sequence of str
        Which of the `connection_kinds` may occur.
    density : float
        Probability of each connection that may occur.
    rng : numpy.random.Generator
        Draws them.

    Returns
    -------
    ndarray of bool, shape (n, n)
        The pattern; entry (i, j) leads from neuron j to neuron i.

    Examples
    --------
    >>> random_wiring((2, 1), ["forward"], rng=np.random.default_rng(0)).astype(int)
    array([[0, 0, 0],
           [0, 0, 0],
           [1, 1, 0]])
    """
    allowed = np.isin(connection_kinds(sizes), kinds)
    return allowed & (rng.random(allowed.shape) < density)


@checks.arguments(n=checks.integer(low=1, high=16384), rng=checks.generator())
def random_weights(n, law="normal", *, rng):
    r"""Draw the weights of n neurons in which each listens to all.

    * ``"normal"``: independent, :math:`w_{ij} \sim \mathcal{N}(0, 1/n)`;
    * ``"uniform"``: independent and uniform from :math:`-1/\sqrt n` to :math:`1/\sqrt n`, hence of variance
      1/(3n);
    * ``"orthogonal"``: all rotations and reflections are equally probable, :math:`W^\top W = I`;
    * ``"excitatory"``: the normal law with the mean 2/n instead of 0.

    Parameters
    ----------
    n : int
        Number of neurons.
    law : str
        One of these four.
    rng : numpy.random.Generator
        Draws them.

    Returns
    -------
    ndarray, shape (n, n)

    Examples
    --------
    >>> W = random_weights(400, rng=np.random.default_rng(0))
    >>> float(np.abs(np.linalg.eigvals(W)).max().round(1))  # near 1 by the circular law
    1.0
    """
    law = checks.one_of("law", law, LAWS)
    if law == "uniform":
        return rng.uniform(-1, 1, (n, n)) / math.sqrt(n)
    if law == "orthogonal":
        return initializers.orthogonal((n, n), rng=rng, dtype=float)
    return rng.normal(2 / n if law == "excitatory" else 0, 1 / math.sqrt(n), (n, n))


@checks.arguments(n=checks.integer(low=2, high=16384), s=checks.number(low=0, high=1), rng=checks.generator())
def mixed_symmetry(n, s, *, rng):
    r"""Draw weights between symmetric and antisymmetric, with zero diagonal.

    .. math:: W = (1-s)\,(G + G^\top) + s\,(G - G^\top), \qquad g_{ij} \sim \mathcal{N}(0, 1)

    For s = 0 they are symmetric, for s = 1 antisymmetric, and for s = ½ it is :math:`W = G`, independent
    numbers.

    Parameters
    ----------
    n : int
        Number of neurons.
    s : float
        Share of the antisymmetric part.
    rng : numpy.random.Generator
        Draws the numbers.

    Returns
    -------
    ndarray, shape (n, n)

    Examples
    --------
    >>> W = mixed_symmetry(3, 1.0, rng=np.random.default_rng(0))
    >>> np.array_equal(W, -W.T)
    True
    """
    G = rng.normal(size=(n, n))
    np.fill_diagonal(G, 0)
    return (1 - s) * (G + G.T) + s * (G - G.T)
