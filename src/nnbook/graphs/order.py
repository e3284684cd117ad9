"""What follows from the pattern of connections alone: orders, paths and loops."""

from math import comb

import numpy as np

from nnbook import checks
from nnbook.hopfield.weights import as_weights


@checks.arguments(W=as_weights)
def depths(W):
    r"""Return for each neuron the length of the longest path that ends there, -1 if it waits for a loop.

    In rounds k = 0, 1, 2, ... every neuron is computed whose senders all are. A neuron without senders
    belongs to round 0, and any other one to

    .. math:: d_i = 1 + \max_{j:\, w_{ij} \ne 0} d_j .

    A neuron on a loop, or behind one, is never computed.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.

    Returns
    -------
    ndarray of int, shape (n,)
        The round of each neuron, or -1.

    References
    ----------
    .. [1] A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962) 558.

    Examples
    --------
    >>> depths([[0, 0, 0], [1, 0, 0], [1, 1, 0]])
    array([0, 1, 2])
    >>> depths([[0, 0, 0], [1, 0, 1], [0, 1, 0]])
    array([ 0, -1, -1])
    """
    A, waiting = W != 0, np.ones(len(W), bool)
    found = np.full(len(W), -1)
    for k in range(len(W)):
        ready = waiting & ~(A & waiting).any(axis=1)  # no sender is waiting any more
        found[ready] = k
        waiting &= ~ready
    return found


@checks.arguments(W=as_weights)
def topological_order(W):
    r"""Return an order in which every neuron comes after all neurons that send to it, or None.

    With the neurons in this order the weight matrix is strictly lower triangular. There is one if and only
    if the graph has no directed cycle. Of several orders this is the one by `depths`, and by number in each
    round.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.

    Returns
    -------
    ndarray of int, shape (n,), or None
        Neurons, counted from 0; None if there is a loop.

    References
    ----------
    .. [1] A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962) 558.

    Examples
    --------
    >>> order = topological_order(W := np.array([[0, 1, 1], [0, 0, 0], [0, 1, 0]]))
    >>> order
    array([1, 2, 0])
    >>> W[np.ix_(order, order)]
    array([[0, 0, 0],
           [1, 0, 0],
           [1, 1, 0]])
    """
    rounds = depths(W)
    return None if (rounds < 0).any() else np.argsort(rounds, kind="stable")


@checks.arguments(W=as_weights)
def reachable(W):
    r"""Say from where each neuron can be reached: entry (i, j) is true if a path leads from j to i.

    A path has at least one connection, so a true diagonal entry says that the neuron lies on a loop. Paths
    are allowed one more relay at a time,

    .. math:: R_{ij} \leftarrow R_{ij} \lor (R_{ik} \land R_{kj}), \qquad k = 1, \dots, n .

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.

    Returns
    -------
    ndarray of bool, shape (n, n)

    References
    ----------
    .. [1] S. Warshall, "A theorem on Boolean matrices", Journal of the ACM 9 (1962) 11.

    Examples
    --------
    >>> reachable([[0, 0, 0], [1, 0, 0], [0, 1, 0]]).astype(int)
    array([[0, 0, 0],
           [1, 0, 0],
           [1, 1, 0]])
    """
    R = W != 0
    for k in range(len(R)):
        R = R | (R[:, k : k + 1] & R[k])  # a path to k, and on from k
    return R


@checks.arguments(W=as_weights)
def components(W):
    """Number the strongly connected components so that connections lead from lower to higher numbers.

    Two neurons belong together if each can be reached from the other. With the neurons sorted by component,
    the weight matrix is block lower triangular: the loops of the network lie inside of the blocks on the
    diagonal.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.

    Returns
    -------
    ndarray of int, shape (n,)
        The component of each neuron, from 0.

    Examples
    --------
    >>> components([[0, 1, 1], [0, 0, 0], [1, 0, 0]])  # 1 sends to 0, which exchanges signals with 2
    array([1, 0, 1])
    """
    R = reachable(W)
    together = (R & R.T) | np.eye(len(R), dtype=bool)
    first = together.argmax(axis=1)  # the lowest number in the component speaks for it
    names, component = np.unique(first, return_inverse=True)
    rounds = topological_order(R[np.ix_(names, names)] & ~np.eye(len(names), dtype=bool))
    return np.argsort(rounds)[component]


@checks.arguments(W=as_weights)
def shortest_cycle(W):
    """Return the neurons of a shortest directed cycle, in the order of its connections, or None.

    From each neuron a breadth-first search follows connections until it comes back.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.

    Returns
    -------
    list of int, or None
        Each neuron sends to the next, and the last one to the first. Of several, the one found from the
        neuron with the lowest number.

    Examples
    --------
    >>> shortest_cycle([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    [0, 1, 2]
    >>> shortest_cycle([[0, 0], [1, 0]]) is None
    True
    """
    found = [path for start in range(len(W)) if (path := _way_back(W, start))]
    return min(found, key=len, default=None)


def _way_back(W, start):
    """Return the neurons on a shortest cycle through `start`, or None."""
    paths = {start: [start]}
    for j in (queue := [start]):
        if W[start, j]:
            return paths[j]
        for i in np.flatnonzero(W[:, j]).tolist():
            if i not in paths:
                paths[i] = [*paths[j], i]
                queue.append(i)
    return None


@checks.arguments(n=checks.integer(low=1, high=60), p=checks.number(low=0, high=1))
def acyclic_probability(n, p):
    r"""Return the probability that a random wiring of n neurons has no directed cycle.

    Each of the n (n − 1) possible connections between different neurons exists with probability p,
    independently. If there is no cycle, some set of k neurons has no senders. Inclusion and exclusion over
    these sets give

    .. math:: a_n = \sum_{k=1}^{n} (-1)^{k+1} \binom nk (1-p)^{k(n-1)} a_{n-k}, \qquad a_0 = 1 .

    With p = ½ all wirings are equally probable, so that :math:`2^{n(n-1)} a_n` counts those without a cycle:
    1, 3, 25, 543, 29281, ... (sequence A003024 of the OEIS).

    Parameters
    ----------
    n : int
        Number of neurons, at most 60.
    p : float
        Probability of a connection.

    Returns
    -------
    float

    References
    ----------
    .. [1] R. W. Robinson, "Counting labeled acyclic digraphs", in F. Harary (ed.), New Directions in the
       Theory of Graphs (Academic Press, 1973) 239.

    Examples
    --------
    >>> acyclic_probability(4, 0.5) * 2**12
    543.0
    """
    a = [1.0]
    for m in range(1, n + 1):
        terms = [(-1) ** (k + 1) * comb(m, k) * (1 - p) ** (k * (m - 1)) * a[m - k] for k in range(1, m + 1)]
        a.append(sum(terms))
    return min(max(a[n], 0.0), 1.0)
