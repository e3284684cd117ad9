"""What holds for every layer and net of any size: gradients, precision, bad input refused by name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnbook import activations as A
from nnbook import initializers as I
from nnbook import layers as L
from nnbook.models import Sequential
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
        y, caches = model.forward(x, rng=rng0(7))
        dx, grads = model.backward(weight, caches)
        return (weight * y).sum(), [*grads, dx]

    assert gradient_error(value_and_grads, [*model.params, x], rng=rng) < 1e-6


@quick
@given(kind=st.sampled_from(KINDS), n=st.integers(1, 6), seed=seeds, training=st.booleans())
def test_precision_is_that_of_the_parameters(kind, n, seed, training):
    layer = layer_of(kind, n, seed, np.float32)
    given_type = np.float64 if layer.params else np.float32
    x = rng0(seed).standard_normal((3, n)).astype(given_type)
    y, cache = layer.forward(x, rng=rng0(0) if training else None)
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
    y, cache = layer.forward(x, rng=rng0(0))
    grad = np.ones_like(y)
    layer.backward(grad, cache)
    for old, new in zip(before, [x, *layer.params], strict=True):
        np.testing.assert_array_equal(old, new)
    np.testing.assert_array_equal(grad, 1)


junk = st.one_of(
    st.none(),
    st.text(max_size=2),
    st.booleans(),
    st.integers(-3, 4),
    st.floats(),
    st.just([[1.0], [1.0, 2.0]]),
    st.dictionaries(st.text(max_size=1), st.integers(), max_size=1),
    arrays(float, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)),
    arrays(int, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)),
    st.sampled_from([np.float32, np.array(["a"]), np.array([1j]), np.array([None])]),
)


def refuses_or_answers(call):
    """Assert that `call` returns, or raises an error that says what it needs."""
    try:
        call()
    except (TypeError, ValueError) as error:
        assert str(error).startswith("need "), error


@settings(deadline=None, max_examples=250)
@given(
    kind=st.sampled_from(KINDS), n=st.integers(1, 3), seed=st.integers(0, 20), x=junk, training=st.booleans()
)
def test_any_input_of_a_layer_gets_an_answer_or_a_clear_error(kind, n, seed, x, training):
    layer = layer_of(kind, n, seed)
    with np.errstate(all="ignore"):  # NaN and infinity pass through a layer; the loss shows them
        refuses_or_answers(lambda: layer.forward(x, rng=rng0(0) if training else None))


@settings(deadline=None, max_examples=150)
@given(kind=st.sampled_from(KINDS), n=st.integers(1, 3), seed=st.integers(0, 20), grad=junk)
def test_any_gradient_gets_an_answer_or_a_clear_error(kind, n, seed, grad):
    layer = layer_of(kind, n, seed)
    _, cache = layer.forward(np.ones((3, n)), rng=rng0(0))
    with np.errstate(all="ignore"):
        refuses_or_answers(lambda: layer.backward(grad, cache))


@settings(deadline=None, max_examples=200)
@given(a=junk, b=junk, c=junk)
def test_constructors_refuse_junk_by_name(a, b, c):
    rng = rng0(0)
    small = isinstance(c, int) and c < 5
    for call in (
        lambda: L.Dense(a, b, rng=rng),
        lambda: L.Dense(2, 2, a, rng=rng),
        lambda: L.Dense(2, 2, rng=a),
        lambda: L.Dense(2, 2, rng=rng, dtype=a),
        lambda: L.Dense(2, 2, init=None if callable(a) else a, rng=rng),
        lambda: L.PReLU(a, slope=b),
        lambda: L.Dropout(a),
        lambda: L.BatchNorm(a, momentum=b, eps=c),
        lambda: L.LayerNorm(a, eps=b),
        lambda: L.GroupNorm(a, b),
        lambda: L.InstanceNorm(a),
        lambda: L.Embedding(a, b, rng=rng),
        lambda: L.one_hot(a, b if small else 3),
        lambda: L.Activation(a),
        lambda: L.Residual(a, b),
        lambda: L.Concat(a, axis=b),
        lambda: L.Skip(L.Flatten(), axis=a),
        lambda: Sequential(a),
        lambda: Sequential(L.Flatten()).summary(a),
        lambda: L.Embedding(3, 2, rng=rng).forward(a),
        lambda: L.Flatten().forward(a),
    ):
        refuses_or_answers(call)


@settings(deadline=None, max_examples=100)
@given(shape=st.one_of(junk, st.lists(st.integers(-1, 5), max_size=4).map(tuple)), dtype=junk, gain=junk)
def test_initializers_refuse_junk_by_name(shape, dtype, gain):
    for init in (I.unit_normal, I.lecun_normal, I.glorot_uniform, I.glorot_normal, I.he_normal, I.orthogonal):
        refuses_or_answers(lambda init=init: init(shape, rng=rng0(0)))
        refuses_or_answers(lambda init=init: init((2, 3), rng=rng0(0), dtype=dtype))
    refuses_or_answers(lambda: I.orthogonal((2, 2), rng=rng0(0), gain=gain))


@pytest.mark.parametrize("init", [I.lecun_normal, I.glorot_uniform, I.glorot_normal, I.he_normal])
@quick
@given(shape=st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple), seed=seeds)
def test_scaled_initializers_are_one_draw_times_a_scale(init, shape, seed):
    a, b = init(shape, rng=rng0(seed)), init((shape[0] * 4, shape[1] * 4, *shape[2:]), rng=rng0(seed))
    assert a.shape == shape
    np.testing.assert_allclose(a.ravel(), 2 * b.ravel()[: a.size], rtol=1e-5)
