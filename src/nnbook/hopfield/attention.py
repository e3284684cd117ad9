"""The same memory with a sharper vote: a softmax over the patterns instead of a sum, which is attention."""

from nnbook import checks
from nnbook.activations import softmax


@checks.arguments(
    patterns=checks.array(ndim=2, empty=False),
    query=checks.array(ndim=(1, 2)),
    beta=checks.number(low=0, high=1e100),
    n_steps=checks.integer(low=1),
)
def attention_recall(patterns, query, *, beta, n_steps=1):
    r"""Replace a query by the average of all patterns, weighted by a softmax of how well each one fits.

    .. math:: \mathbf{q} \leftarrow X^\top \operatorname{softmax}(\beta X \mathbf{q})

    The patterns are the rows of X. Their entries may be any real numbers.

    Parameters
    ----------
    patterns : array_like, shape (p, n)
        The memory. In the words of attention they are keys and values at once.
    query : array_like, shape (n,) or (n_queries, n)
        One query, or several in rows.
    beta : float
        Inverse temperature, from 0 to 10¹⁰⁰; 0 gives the plain average, large values the best fit alone.
    n_steps : int
        Number of repetitions. One step is what attention does.

    Returns
    -------
    recalled : ndarray, shape of query
        Convex combinations of the patterns.
    weights : ndarray, shape (p,) or (n_queries, p)
        The softmax of the last step.

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
    X, q = patterns, query
    if q.shape[-1] != X.shape[1]:
        raise ValueError(f"need query as long as a pattern, got query of shape {q.shape}, patterns {X.shape}")
    for _ in range(n_steps):
        weights = softmax(beta * (q @ X.T))
        q = weights @ X  # q ← Xᵀ softmax(β X q)
    return q, weights
