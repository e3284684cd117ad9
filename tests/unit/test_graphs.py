"""Graphs of networks: orders and loops counted by hand and by trying all, rhythms with closed forms."""

from itertools import product

import numpy as np
import pytest

from nnbook import graphs

LAYERS = (2, 3, 2, 1)
FULL = np.isin(graphs.connection_kinds(LAYERS), "forward")


def chain(n, weight=1.0):
    return weight * np.eye(n, k=-1)


def test_depths_are_longest_paths():
    assert graphs.depths(FULL).tolist() == [0, 0, 1, 1, 1, 2, 2, 3]
    shortcut = chain(4)
    shortcut[3, 0] = 1  # a shorter way changes nothing
    assert graphs.depths(shortcut).tolist() == [0, 1, 2, 3]


def test_what_stands_behind_a_loop_waits_too():
    W = chain(4)
    W[1, 2] = 1
    assert graphs.depths(W).tolist() == [0, -1, -1, -1]
    assert graphs.topological_order(W) is None
    assert graphs.components(W).tolist() == [0, 1, 1, 2]


def test_a_neuron_that_feeds_itself_is_a_loop():
    assert graphs.topological_order(np.eye(1)) is None
    assert graphs.shortest_cycle(np.eye(3)) == [0]


def test_sorted_matrix_is_strictly_lower_triangular():
    shuffled = np.random.default_rng(0).permutation(8)
    W = FULL[np.ix_(shuffled, shuffled)]
    assert np.triu(W).any()
    order = graphs.topological_order(W)
    assert not np.triu(W[np.ix_(order, order)]).any()


@pytest.mark.parametrize(("n", "count"), [(1, 1), (2, 3), (3, 25), (4, 543), (5, 29281), (6, 3781503)])
def test_wirings_without_a_cycle(n, count):
    assert graphs.acyclic_probability(n, 0.5) * 2.0 ** (n * (n - 1)) == pytest.approx(count, rel=1e-12)


def test_they_are_counted_by_trying_all_and_certain_or_impossible_at_the_ends():
    off = ~np.eye(3, dtype=bool)
    n_acyclic = 0
    for bits in product((0, 1), repeat=6):
        A = np.zeros((3, 3))
        A[off] = bits
        n_acyclic += graphs.topological_order(A) is not None
    assert n_acyclic == 25
    assert graphs.acyclic_probability(7, 0.0) == 1
    assert graphs.acyclic_probability(7, 1.0) == 0
    assert graphs.acyclic_probability(2, 0.3) == pytest.approx(1 - 0.09)


def test_cancelling_weights_hide_a_loop_from_powers_of_w_but_not_from_the_pattern():
    W = np.array([[1, -1], [1, -1]])
    assert not (W @ W).any()
    assert graphs.shortest_cycle(W) == [0]
    assert graphs.reachable(W).all()


def test_shortest_cycle_is_a_cycle_and_short():
    W = chain(6)
    W[0, 5] = W[2, 4] = 1  # loops of six and of three
    assert graphs.shortest_cycle(W) == [2, 3, 4]
    assert graphs.shortest_cycle(chain(6)) is None


def test_kinds_of_connections():
    kinds = graphs.connection_kinds((1, 2, 1))
    assert kinds.tolist() == [
        ["direct", "indirect", "indirect", "indirect"],
        ["forward", "direct", "lateral", "indirect"],
        ["forward", "lateral", "direct", "indirect"],
        ["shortcut", "forward", "forward", "direct"],
    ]
    some = graphs.random_wiring((3, 4, 5), ["forward", "shortcut"], density=0.5, rng=np.random.default_rng(0))
    assert not np.triu(some).any()
    assert 0 < some.sum() < 12 + 20 + 15


def test_random_weights_follow_their_laws():
    n, rng = 300, np.random.default_rng(0)
    for law, mean, variance in (("normal", 0, 1), ("uniform", 0, 1 / 3), ("excitatory", 2 / n, 1)):
        W = graphs.random_weights(n, law, rng=rng)
        assert W.mean() == pytest.approx(mean, abs=4 / n**1.5)
        assert W.var() * n == pytest.approx(variance, rel=0.02)
    Q = graphs.random_weights(20, "orthogonal", rng=rng)
    np.testing.assert_allclose(Q.T @ Q, np.eye(20), atol=1e-12)


def test_mixed_symmetry_at_its_ends_and_in_the_middle():
    def draw(s):
        return graphs.mixed_symmetry(6, s, rng=np.random.default_rng(1))

    np.testing.assert_array_equal(draw(0.0), draw(0.0).T)
    np.testing.assert_array_equal(draw(1.0), -draw(1.0).T)
    G = np.random.default_rng(1).normal(size=(6, 6))
    np.fill_diagonal(G, 0)
    np.testing.assert_allclose(draw(0.5), G, atol=1e-15)


def test_rhythms_by_hand():
    both = [[0, 1], [1, 0]]
    assert graphs.rhythm(both, [1, -1]).period == 2
    assert graphs.rhythm(both, [1, 1]).period == 1
    found = graphs.rhythm(np.roll(np.eye(5), 1, axis=0), [1, -1, -1, -1, -1])
    assert (found.transient, found.period) == (0, 5)
    assert found.states.shape == (5, 5)
    late = graphs.rhythm([[0, 0], [1, 0]], [1, -1])
    assert (late.transient, late.period) == (1, 1)
    assert graphs.rhythm(np.roll(np.eye(5), 1, axis=0), [1, -1, -1, -1, -1], max_steps=3).period == 0
    assert graphs.rhythm(both, [1, 1], theta=3).states.tolist() == [[1, 1], [-1, -1]]


@pytest.mark.parametrize(("s", "periods"), [(0.0, {1, 2}), (1.0, {4})])
def test_symmetric_and_antisymmetric_rhythms(s, periods):
    found = set()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        W = graphs.mixed_symmetry(9, s, rng=rng)
        found.add(graphs.rhythm(W, rng.choice([-1.0, 1.0], 9)).period)
    assert found <= periods


def test_a_pulse_in_a_chain_grows_and_is_gone():
    path = graphs.clocked_path(chain(4, 2.0), [1e-6, 0, 0, 0], n_steps=5)
    assert path[3].max() == pytest.approx(8e-6)
    assert not path[4:].any()


def test_drive_is_added_before_the_activation():
    path = graphs.clocked_path([[0.0]], [0.0], n_steps=2, drive=[[0.5], [-1.0]])
    np.testing.assert_allclose(path[:, 0], np.tanh([0, 0.5, -1.0]))


def test_networks_side_by_side_are_those_alone():
    rng = np.random.default_rng(3)
    W, x = rng.normal(size=(3, 4, 4)), rng.normal(size=(3, 4))
    together = graphs.clocked_path(W, x, n_steps=6)
    alone = [graphs.clocked_path(one, start, n_steps=6) for one, start in zip(W, x, strict=True)]
    np.testing.assert_allclose(together, np.stack(alone, axis=1))


def test_lyapunov_exponent_in_closed_form():
    def exponent(W, x, **settings):
        return graphs.lyapunov_exponent(W, x, n_steps=400, rng=np.random.default_rng(0), **settings)

    assert exponent(np.diag([0.5, -0.3]), [0, 0]) == pytest.approx(np.log(0.5), abs=2e-2)
    x = 0.9575040240772688  # solves x = tanh(2 x)
    assert exponent([[2.0]], [x]) == pytest.approx(np.log(2 * (1 - x**2)), abs=1e-6)
    assert exponent(np.diag([0.5, 0.5]), [0, 0], n_discard=10) == pytest.approx(np.log(0.5))
    assert exponent(chain(2), [0.1, 0.1]) == -np.inf


def test_errors_that_concern_two_arguments():
    with pytest.raises(ValueError, match="need x of shape"):
        graphs.clocked_path(np.eye(2), [1.0], n_steps=1)
    with pytest.raises(ValueError, match="need drive of shape"):
        graphs.clocked_path(np.eye(2), [1.0, 1.0], n_steps=2, drive=np.zeros((3, 2)))
