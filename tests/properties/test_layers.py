"""What holds for every layer and net of any size: gradients, precision, initial weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import activations as A
from nnbook import initializers as I
from nnbook import layers as L
from nnbook.layers import Sequential
from nnbook.numerics import gradient_error

rng0 = np.random.default_rng
quick = settings(deadline=None, max_examples=80)
seeds = st.integers(0, 2**32 - 1)
SMOOTH = [A.identity, A.logistic, A.Logistic(2.0), A.SoftStep(0.5), A.tanh, A.softplus]
KINDS = ["dense", "prelu", "batch", "layer", "group", "residual", "skip", "concat", "dropout", "activation"]


def layer_of(kind, n, seed, dtype=np.float64):
    """Return a layer for n features, and how many come out."""
    rng = rng0(seed)
    f = SMOOTH[seed % len(SMOOTH)]
    dense = L.Dense(n, 1 + seed % 5, f, rng=rng, dtype=dtype)
    same = L.Dense(n, n, f, rng=rng, dtype=dtype)
    return {
        "dense": dense,
        "prelu": L.PReLU(n, slope=0.3, dtype=dtype),
        "batch": L.BatchNorm(n, eps=0.1, dtype=dtype),
        "layer": L.LayerNorm(n, eps=0.1, dtype=dtype),
        "group": L.GroupNorm(1, n, eps=0.1, dtype=dtype),
        "residual": L.Residual(same),
        "skip": L.Skip(dense),
        "concat": L.Concat(dense, same),
        "dropout": L.Dropout(0.3),
        "activation": L.Activation(f),
    }[kind]


@settings(deadline=None, max_examples=120)
@given(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=5), n=st.integers(1, 6), seed=seeds)
def test_gradients_of_any_net(kinds, n, seed):
    rng, layers, width = rng0(seed), [], n
    for i, kind in enumerate(kinds):
        layers.append(layer_of(kind, width, seed + i))
        width = layers[-1].forward(np.zeros((2, width)))[0].shape[1]
    model = Sequential(*layers)
    for p in model.params:
        p += 0.1 * rng.standard_normal(p.shape)  # away from kinks
    x, weight = rng.standard_normal((4, n)), rng.standard_normal((4, width))

    def value_and_grads():
        y, caches = model.forward(x, training=True, rng=rng0(7))
        dx, grads = model.backward(weight, caches)
        return (weight * y).sum(), [*grads, dx]

    assert gradient_error(value_and_grads, [*model.params, x], rng=rng) < 1e-6


@quick
@given(kind=st.sampled_from(KINDS), n=st.integers(1, 6), seed=seeds, training=st.booleans())
def test_precision_is_that_of_the_parameters(kind, n, seed, training):
    layer = layer_of(kind, n, seed, np.float32)
    given_type = np.float64 if layer.params else np.float32
    x = rng0(seed).standard_normal((3, n)).astype(given_type)
    y, cache = layer.forward(x, training=training, rng=rng0(0))
    dx, grads = layer.backward(np.ones(y.shape, np.float32), cache)
    assert {y.dtype, dx.dtype, *(g.dtype for g in grads)} == {np.dtype(np.float32)}
    assert dx.shape == x.shape
    assert [g.shape for g in grads] == [p.shape for p in layer.params]


@quick
@given(kind=st.sampled_from(KINDS), n=st.integers(1, 6), seed=seeds)
def test_layers_leave_their_input_and_parameters_alone(kind, n, seed):
    layer = layer_of(kind, n, seed)
    x = rng0(seed).standard_normal((3, n))
    before = [x.copy(), *(p.copy() for p in layer.params)]
    y, cache = layer.forward(x, training=True, rng=rng0(0))
    grad = np.ones_like(y)
    layer.backward(grad, cache)
    for old, new in zip(before, [x, *layer.params], strict=True):
        np.testing.assert_array_equal(old, new)
    np.testing.assert_array_equal(grad, 1)


@pytest.mark.parametrize("init", [I.lecun_normal, I.glorot_uniform, I.glorot_normal, I.he_normal])
@quick
@given(shape=st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple), seed=seeds)
def test_scaled_initializers_are_one_draw_times_a_scale(init, shape, seed):
    a, b = init(shape, rng=rng0(seed)), init((shape[0] * 4, shape[1] * 4, *shape[2:]), rng=rng0(seed))
    assert a.shape == shape
    np.testing.assert_allclose(a.ravel(), 2 * b.ravel()[: a.size], rtol=1e-5)
