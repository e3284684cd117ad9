"""Dense, dropout, embedding and the layers around layers: by hand, by gradient checks, and their errors."""

import numpy as np
import pytest

from nnbook import activations as A
from nnbook import layers as L
from nnbook.numerics import gradient_error

rng0 = np.random.default_rng


def check_layer(layer, x, *, seed=0, training=False):
    """Assert that a layer's gradients are those of a random linear function of its output."""
    rng = rng0(seed)
    weight = rng.standard_normal(layer.forward(x, training=training, rng=rng0(1))[0].shape)

    def value_and_grads():
        y, cache = layer.forward(x, training=training, rng=rng0(1))  # the same noise each time
        dx, grads = layer.backward(weight, cache)
        return (weight * y).sum(), [*grads, *([] if dx is None else [dx])]

    arrays = [*layer.params, *([] if x.dtype.kind == "i" else [x])]
    assert gradient_error(value_and_grads, arrays, rng=rng) < 1e-6
    dx, grads = layer.backward(weight, layer.forward(x, training=training, rng=rng0(1))[1], input_grad=False)
    assert dx is None
    assert [g.shape for g in grads] == [p.shape for p in layer.params]


def dense(n_in, n_out, f=A.identity, seed=0):
    return L.Dense(n_in, n_out, f, rng=rng0(seed), dtype=np.float64)


@pytest.mark.parametrize(
    "f", [A.identity, A.logistic, A.SoftStep(0.7), A.tanh, A.relu, A.LeakyReLU(0.1), A.softplus], ids=repr
)
@pytest.mark.parametrize("shape", [(5, 4), (2, 3, 4)])
def test_gradients_of_dense(f, shape):
    check_layer(dense(4, 3, f), rng0(2).standard_normal(shape))


@pytest.mark.parametrize(
    ("layer", "shape", "training"),
    [
        (L.Activation(A.tanh), (3, 4), False),
        (L.PReLU(4, dtype=np.float64), (3, 4), False),
        (L.PReLU(2, dtype=np.float64), (3, 2, 4, 5), False),
        (L.Dropout(0.4), (3, 4), True),
        (L.Dropout(0.4), (3, 4), False),
        (L.Flatten(), (3, 2, 2), False),
        (L.Residual(dense(4, 4, A.tanh)), (3, 4), False),
        (L.Residual(dense(4, 2, A.tanh), dense(4, 2, seed=1)), (3, 4), False),
        (L.Skip(dense(4, 2, A.tanh)), (3, 4), False),
        (L.Skip(dense(4, 2, A.tanh), axis=-1), (3, 5, 4), False),
        (L.Concat(dense(4, 2), dense(4, 3, A.tanh)), (3, 4), False),
    ],
    ids=repr,
)
def test_gradients_of_the_others(layer, shape, training):
    check_layer(layer, rng0(2).standard_normal(shape), training=training)


def test_gradient_of_an_embedding_counts_repeated_tokens():
    table = L.Embedding(5, 3, rng=rng0(0), dtype=np.float64)
    check_layer(table, np.array([[0, 2, 2], [4, 2, 0]]))
    _, (dW,) = table.backward(np.ones((1, 3, 3)), table.forward([[1, 1, 4]])[1])
    np.testing.assert_array_equal(dW[:, 0], [0, 2, 0, 0, 1])


def test_an_embedding_is_a_dense_layer_behind_a_one_hot_code():
    table = L.Embedding(4, 3, rng=rng0(0))
    y, _ = table.forward([3, 0])
    np.testing.assert_array_equal(y, L.one_hot([3, 0], 4) @ table.params[0])


def test_a_layer_can_be_applied_twice_before_going_back():
    layer = dense(3, 3, A.tanh)
    x = rng0(1).standard_normal((2, 3))

    def value_and_grads():
        y, first = layer.forward(x)
        z, second = layer.forward(y)
        dy, grads = layer.backward(np.ones_like(z), second)
        dx, more = layer.backward(dy, first)
        return z.sum(), [*(a + b for a, b in zip(grads, more, strict=True)), dx]

    assert gradient_error(value_and_grads, [*layer.params, x], rng=rng0(3)) < 1e-6


def test_dropout_keeps_the_mean_and_its_share():
    x = np.ones((200, 500), np.float32)
    y, _ = L.Dropout(0.3).forward(x, training=True, rng=rng0(0))
    assert y.dtype == np.float32
    assert (y == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert y.mean() == pytest.approx(1, abs=0.01)
    assert L.Dropout(0.3).forward(x)[0] is x


def test_dropout_scaled_at_test_time_is_the_same_in_the_mean():
    """Srivastava et al. keep survivors as they are and multiply weights by 1 − p later."""
    W = rng0(0).standard_normal((1, 1000))
    x = np.ones((4000, 1000))
    inverted = (L.Dropout(0.5).forward(x, training=True, rng=rng0(1))[0] @ W.T).mean()
    original = (x[:1] @ (0.5 * W).T).item() / 0.5
    assert inverted == pytest.approx(original, abs=0.05 * np.linalg.norm(W))


def test_everything_stays_in_the_precision_of_the_parameters():
    for dtype in (np.float32, np.float64):
        layer = L.Dense(3, 2, A.tanh, rng=rng0(0), dtype=dtype)
        for given in (np.float32, np.float64, int):
            y, cache = layer.forward(np.ones((4, 3), given))
            dx, grads = layer.backward(np.ones((4, 2), given), cache)
            assert {y.dtype, dx.dtype, *(g.dtype for g in grads)} == {np.dtype(dtype)}
    y, _ = L.Skip(L.Dense(3, 2, rng=rng0(0))).forward(np.ones((4, 3)))
    assert y.dtype == np.float32


def test_params_of_combined_layers_are_the_layers_own():
    inner, shortcut = dense(4, 2), dense(4, 2, seed=1)
    block = L.Residual(inner, shortcut)
    assert [id(p) for p in block.params] == [id(p) for p in inner.params + shortcut.params]


@pytest.mark.parametrize(
    ("call", "error", "name"),
    [
        (lambda: L.Embedding(1, 1, init=lambda shape, rng, dtype: [[0.0]], rng=None), TypeError, "init"),
        (lambda: L.Residual(dense(2, 3)).forward([[1.0, 2.0]]), ValueError, "shortcut"),
        (lambda: L.Concat(dense(2, 2), axis=0), ValueError, "axis"),
        (lambda: L.Concat(dense(2, 2), axis=5).forward([[1.0, 2.0]]), ValueError, "axis"),
        (
            lambda: L.Concat(L.Flatten(), L.Activation(A.relu)).forward(np.ones((1, 2, 3))),
            ValueError,
            "branches",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()


def test_dropout_needs_a_generator_in_training_only():
    x, dropout = np.ones((1, 100)), L.Dropout(0.5)
    np.testing.assert_array_equal(dropout.forward(x, rng=rng0(0))[0], x)
    with pytest.raises(TypeError, match="rng"):
        dropout.forward(x, training=True)
