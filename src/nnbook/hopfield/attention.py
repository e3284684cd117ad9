"""The same memory with a sharper vote: a softmax over the patterns instead of a sum, which is attention."""

from nnbook import checks
from nnbook.activations import softmax


def attention_recall(patterns, query, *, beta, n_steps=1):
    r"""Replace a query by the average of all patterns, weighted by a softmax of how well each one fits.

    .. math:: \mathbf{q} \leftarrow X^\top \operatorname{softmax}(\beta X \mathbf{q})

    with the patterns in the rows of X. Entries may be any real numbers.

    Parameters
    ----------
    patterns : array_like, shape (p, n)
        The memory: keys and values of attention in one.
    query : array_like, shape (n,) or (n_queries, n)
        Where to start.
    beta : float
        Inverse temperature, from 0 to 10¹⁰⁰; 0 gives the plain average, large values the best fit alone.
    n_steps : int
        How often to repeat; one step is what attention does.

    Returns
    -------
    recalled : ndarray, shape of query
        Convex combinations of the patterns.
    weights : ndarray, shape (p,) or (n_queries, p)
        The softmax of the last step.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, an entry is not finite, or a setting is out of range.

    References
    ----------
    .. [1] H. Ramsauer et al., "Hopfield networks is all you need", ICLR 2021, equation 3,
       https://arxiv.org/abs/2008.02217

    Examples
    --------
    >>> recalled, weights = attention_recall([[1, 1, 1], [1, -1, -1]], [1, 1, -1], beta=4.0)
    >>> recalled.round(3), weights.round(3)
    (array([1., 0., 0.]), array([0.5, 0.5]))
    """
    X = checks.array("patterns", patterns, ndim=2)
    q = checks.array("query", query, ndim=(1, 2))
    if X.size == 0 or q.shape[-1] != X.shape[1]:
        raise ValueError(f"need query as long as a pattern, got query of shape {q.shape}, patterns {X.shape}")
    beta = checks.number("beta", beta, low=0, high=1e100)
    for _ in range(checks.integer("n_steps", n_steps, low=1)):
        weights = softmax(beta * (q @ X.T))
        q = weights @ X
    return q, weights
