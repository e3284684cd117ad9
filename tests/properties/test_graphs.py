"""What holds for every graph: an order exists exactly where no neuron reaches itself."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import graphs

quick = settings(deadline=None, max_examples=80)
seeds, sizes, shares = st.integers(0, 2**32 - 1), st.integers(1, 8), st.floats(0, 0.6)


def pattern(seed, n, share):
    return (np.random.default_rng(seed).random((n, n)) < share).astype(int)


@quick
@given(seeds, sizes, shares)
def test_order_power_and_reach_agree(seed, n, share):
    A = pattern(seed, n, share)
    order = graphs.topological_order(A)
    assert (order is None) == bool(np.diag(graphs.reachable(A)).any())
    assert (order is None) == bool(np.linalg.matrix_power(A.astype(object), n).any())
    if order is not None:
        assert not np.triu(A[np.ix_(order, order)]).any()
        longest = int(graphs.depths(A).max())
        assert not np.linalg.matrix_power(A.astype(object), longest + 1).any()
        assert longest == 0 or np.linalg.matrix_power(A.astype(object), longest).any()


@quick
@given(seeds, sizes, shares)
def test_numbering_does_not_matter(seed, n, share):
    A, new = pattern(seed, n, share), np.random.default_rng(seed).permutation(n)
    B = A[np.ix_(new, new)]
    np.testing.assert_array_equal(graphs.depths(B), graphs.depths(A)[new])
    np.testing.assert_array_equal(graphs.reachable(B), graphs.reachable(A)[np.ix_(new, new)])
    mine, other = graphs.shortest_cycle(A), graphs.shortest_cycle(B)
    assert (mine is None) == (other is None)
    assert mine is None or len(mine) == len(other)


@quick
@given(seeds, sizes, shares)
def test_components_make_the_matrix_block_triangular(seed, n, share):
    A = pattern(seed, n, share)
    found = graphs.components(A)
    to, sender = np.nonzero(A)
    assert (found[sender] <= found[to]).all()
    assert sorted(set(found.tolist())) == list(range(found.max() + 1))


@quick
@given(seeds, sizes, st.floats(0, 1))
def test_every_rhythm_is_one(seed, n, s):
    rng = np.random.default_rng(seed)
    W = graphs.mixed_symmetry(n + 1, s, rng=rng)
    transient, period, states = graphs.rhythm(W, rng.choice([-1.0, 1.0], n + 1))
    assert period >= 1
    assert len(states) == transient + period == len(np.unique(states, axis=0))
