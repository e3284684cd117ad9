"""Orders and loops against scipy's and networkx's graphs, whose matrices are transposed."""

import numpy as np
import pytest

from nnbook import graphs

pytestmark = pytest.mark.oracle
csgraph = pytest.importorskip("scipy.sparse.csgraph")
nx = pytest.importorskip("networkx")


def wirings():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 10))
        yield (rng.random((n, n)) < rng.uniform(0, 0.4)).astype(int)


def test_components_are_the_strong_ones_in_order():
    for W in wirings():
        count, label = csgraph.connected_components(W.T, directed=True, connection="strong")
        ours = graphs.components(W)
        assert ours.max() + 1 == count
        assert len(set(zip(ours.tolist(), label.tolist(), strict=True))) == count
        to, sender = np.nonzero(W)
        assert (ours[sender] <= ours[to]).all()


def test_depths_orders_and_cycles():
    for W in wirings():
        graph = nx.from_numpy_array(W.T, create_using=nx.DiGraph)
        acyclic = nx.is_directed_acyclic_graph(graph)
        order, cycle = graphs.topological_order(W), graphs.shortest_cycle(W)
        assert (order is not None) == acyclic == (cycle is None)
        if acyclic:
            rounds = [sorted(layer) for layer in nx.topological_generations(graph)]
            depth = graphs.depths(W)
            assert rounds == [np.flatnonzero(depth == k).tolist() for k in range(depth.max() + 1)]
        else:
            assert len(cycle) == min(map(len, nx.simple_cycles(graph)))
            assert all(W[b, a] for a, b in zip(cycle, cycle[1:] + cycle[:1], strict=True))


def test_reachable_is_the_transitive_closure():
    for W in wirings():
        closure = nx.transitive_closure(nx.from_numpy_array(W.T, create_using=nx.DiGraph), reflexive=False)
        np.testing.assert_array_equal(graphs.reachable(W), nx.to_numpy_array(closure).T > 0)


def test_exponent_of_a_long_run_equals_that_by_qr():
    W = 3 * graphs.random_weights(8, rng=np.random.default_rng(4))
    x = np.random.default_rng(5).normal(size=8)
    ours = graphs.lyapunov_exponent(W, x, n_steps=3000, n_discard=300, rng=np.random.default_rng(6))
    path, Q, total = graphs.clocked_path(W, x, n_steps=3300), np.eye(8), 0.0
    for t, state in enumerate(path[1:]):
        Q, R = np.linalg.qr((1 - state**2)[:, np.newaxis] * (W @ Q))
        total += np.log(abs(R[0, 0])) if t >= 300 else 0.0
    assert ours == pytest.approx(total / 3000, abs=2e-3)
