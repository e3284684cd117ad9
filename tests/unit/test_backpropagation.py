"""Costates, costs, difference quotients and feedback against what is known by hand or from the layers."""

from itertools import pairwise

import numpy as np
import pytest

from nnbook import backpropagation as bp
from nnbook.activations import identity, logistic, relu, tanh
from nnbook.autodiff import Variable, gradients
from nnbook.autodiff import tanh as engine_tanh
from nnbook.layers import Conv2d, Dense, Sequential
from nnbook.losses import cross_entropy


def network(*sizes, activation=tanh, seed=0):
    rng = np.random.default_rng(seed)
    layers = (Dense(n, m, activation, rng=rng, dtype=np.float64) for n, m in pairwise(sizes))
    return Sequential(*layers)


def exact_gradients(net, x, slope):
    y, caches = net.forward(x)
    return net.backward(slope(y), caches)


# --- costates


@pytest.mark.parametrize("activation", [tanh, logistic, relu, identity], ids=str)
def test_costates_begin_at_the_loss_and_end_at_the_input_gradient(activation):
    net, x = network(4, 6, 5, 3, activation=activation), np.random.default_rng(1).normal(size=(7, 4))
    p = bp.costates(net, x, lambda y: y**2)
    dx, _ = exact_gradients(net, x, lambda y: y**2)
    assert [one.shape for one in p] == [(7, 4), (7, 6), (7, 5), (7, 3)]
    np.testing.assert_allclose(p[0], dx, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(p[-1], net.predict(x) ** 2, rtol=1e-12)


def test_costates_times_slopes_make_the_gradients():
    net, x = network(4, 6, 5, 3), np.random.default_rng(1).normal(size=(7, 4))
    p = bp.costates(net, x, np.sin)
    _, grads = exact_gradients(net, x, np.sin)
    _, caches = net.forward(x)
    for l, (before, z, a) in enumerate(caches):
        delta = tanh.prime(z, a) * p[l + 1]
        np.testing.assert_allclose(delta.T @ before, grads[2 * l], rtol=1e-12)
        np.testing.assert_allclose(delta.sum(axis=0), grads[2 * l + 1], rtol=1e-12)


def test_costates_are_the_engines_adjoints_of_the_activations():
    net, x = network(3, 4, 2), np.array([0.5, -1.0, 2.0])
    W1, b1, W2, b2 = net.params
    hidden = Variable(np.tanh(W1 @ x + b1))
    (by_hidden,) = gradients(engine_tanh(W2 @ hidden + b2).sum(), [hidden])
    np.testing.assert_allclose(bp.costates(net, [x], np.ones_like)[1][0], by_hidden, rtol=1e-12)


def test_costates_are_linear_in_the_slope():
    net, x = network(3, 4, 2), np.ones((2, 3))
    once, minus = (bp.costates(net, x, lambda y, s=s: s * np.ones_like(y)) for s in (1.0, -3.0))
    for p, q in zip(once, minus, strict=True):
        np.testing.assert_allclose(q, -3 * p, rtol=1e-12)


def test_other_layers_and_other_shapes_are_refused():
    conv = Sequential(Conv2d(1, 1, 2, rng=np.random.default_rng(0)))
    with pytest.raises(TypeError, match="need model to be a Sequential of Dense layers"):
        bp.costates(conv, [[1.0]], np.ones_like)
    with pytest.raises(ValueError, match=r"need slope to return the shape \(1, 2\)"):
        bp.costates(network(3, 2), np.ones((1, 3)), lambda y: y[0])


# --- feedback


def test_the_weights_themselves_give_the_gradients():
    net, x = network(4, 6, 5, 3), np.random.default_rng(1).normal(size=(7, 4))

    def slope(y):
        return cross_entropy(y, np.arange(7) % 3)[1]

    _, exact = exact_gradients(net, x, slope)
    for got, want in zip(bp.feedback_gradients(net, x, slope, net.params[0::2]), exact, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12)


def test_only_the_layers_below_see_the_feedback():
    net, x = network(4, 6, 5, 3), np.random.default_rng(1).normal(size=(7, 4))
    B = bp.random_feedback(net, rng=np.random.default_rng(2))
    _, exact = exact_gradients(net, x, np.sin)
    odd = bp.feedback_gradients(net, x, np.sin, B)
    np.testing.assert_allclose(odd[4], exact[4], rtol=1e-12)
    np.testing.assert_allclose(odd[5], exact[5], rtol=1e-12)
    assert not np.allclose(odd[2], exact[2])
    assert not np.allclose(odd[0], exact[0])
    other = bp.feedback_gradients(net, x, np.sin, [B[0] + 1, *B[1:]])  # the first carries nothing
    assert all(np.array_equal(g, h) for g, h in zip(odd, other, strict=True))


def test_slopes_do_not_matter_where_they_are_one():
    net, x = network(4, 6, 3, activation=identity), np.ones((2, 4))
    B = net.params[0::2]
    with_slopes, without = (bp.feedback_gradients(net, x, np.sin, B, slopes=s) for s in (True, False))
    assert all(np.array_equal(g, h) for g, h in zip(with_slopes, without, strict=True))


def test_without_slopes_the_error_is_the_matrix_product():
    net, x = network(4, 6, 3), np.ones((2, 4))
    got = bp.feedback_gradients(net, x, lambda y: y, net.params[0::2], slopes=False)
    _, caches = net.forward(x)
    (_, _, _), (_, z, y) = caches
    delta = (y * tanh.prime(z, y)) @ net.params[2]
    np.testing.assert_allclose(got[0], delta.T @ x, rtol=1e-12)


def test_random_feedback_has_the_scale_of_the_weights():
    B = bp.random_feedback(network(400, 300, 10), rng=np.random.default_rng(0))
    assert [b.shape for b in B] == [(300, 400), (10, 300)]
    assert 0.048 < B[0].std() < 0.052


def test_a_list_of_another_length_is_refused():
    net = network(4, 6, 3)
    with pytest.raises(ValueError, match="need 2 matrices in feedback"):
        bp.feedback_gradients(net, np.ones((1, 4)), np.sin, net.params[:1])


# --- counts


@pytest.mark.parametrize(
    ("sizes", "forward", "errors", "ratio"),
    [
        ((784, 100, 10), 79400, 1000, 1.0126),
        ((784, 800, 800, 10), 1275200, 648000, 1.5082),
        ((10, 10, 10), 200, 100, 1.5),
        ((100,) * 51, 500000, 490000, 1.98),
        ((5, 3), 15, 0, 1.0),
    ],
)
def test_operations(sizes, forward, errors, ratio):
    count = bp.count_operations(sizes)
    assert (count.forward, count.weights, count.errors) == (forward, forward, errors)
    assert round(count.ratio, 4) == ratio
    n_parameters = forward + sum(sizes[1:])
    assert count.differences == (n_parameters + 1) * forward


def test_sweeps():
    assert bp.count_sweeps((10,) * 10) == (900, 10**10, 9000, 9000)
    assert bp.count_sweeps([3, 1]) == (3, 3, 9, 3)


def test_checkpoints():
    assert bp.count_checkpoints(100, 10) == (20, 81)
    assert bp.count_checkpoints(100, 4) == bp.count_checkpoints(100, 25) == (29, 72)
    for n in range(1, 60):
        for k in range(1, n + 1):
            stored, recomputed = bp.count_checkpoints(n, k)
            assert stored + recomputed == n + 1
            assert stored >= 2 * np.sqrt(n) - 1
    with pytest.raises(ValueError, match="need n_segments <= n_layers"):
        bp.count_checkpoints(3, 4)


# --- differences


def test_quotients_have_their_orders():
    x, steps = np.array([0.3, -0.7]), [1e-1, 1e-2]

    def f(x):
        return np.sin(x[0]) * np.exp(x[1])

    exact = [np.cos(x[0]) * np.exp(x[1]), np.sin(x[0]) * np.exp(x[1])]
    for method, order in (("one-sided", 10), ("central", 100), ("complex", 100)):
        coarse, fine = np.abs(bp.difference_quotients(f, x, steps, method=method) - exact)
        np.testing.assert_allclose(coarse / fine, order, rtol=0.1)
    tiny = bp.difference_quotients(f, x, [1e-20], method="complex")
    np.testing.assert_allclose(tiny[0], exact, rtol=1e-14)


def test_quotients_keep_the_precision_and_the_shape():
    seen = set()

    def f(x):
        seen.add(x.dtype.name)
        return (x * x).sum()

    got = bp.difference_quotients(f, np.ones((2, 3), np.float32), [0.5], method="central")
    assert got.shape == (1, 2, 3)
    assert got.dtype == float
    assert seen == {"float32"}
    np.testing.assert_allclose(got, 2)
    bp.difference_quotients(f, np.ones(2, np.float32), [0.5], method="complex")
    assert seen == {"float32", "complex64"}


def test_relative_errors():
    np.testing.assert_allclose(bp.relative_errors([2.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 3.0]), [0.5, 0, 0, 1])
    assert bp.relative_errors([1e308], [-1e308]) == [2]
    with pytest.raises(ValueError, match="need estimate and exact that fit together"):
        bp.relative_errors([1.0, 2.0], [1.0, 2.0, 3.0])
