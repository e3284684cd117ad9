"""A row of layers: gradients of whole nets, counting, and what is not computed."""

import numpy as np
import pytest

from nnbook import activations as A
from nnbook import layers as L
from nnbook.layers import Sequential
from nnbook.losses import cross_entropy
from nnbook.numerics import gradient_error

rng0 = np.random.default_rng


def net(seed=0, dtype=np.float64):
    """Everything of this floor in one net: pictures in, residual, skip, norms, dropout, logits out."""
    rng = rng0(seed)
    f = {"rng": rng, "dtype": dtype}
    return Sequential(
        L.Flatten(),
        L.Dense(12, 8, A.tanh, **f),
        L.Residual(Sequential(L.LayerNorm(8, dtype=dtype), L.Dense(8, 8, A.softplus, **f))),
        L.Skip(L.Dense(8, 4, A.logistic, **f)),
        L.BatchNorm(12, dtype=dtype),
        L.Activation(A.LeakyReLU(0.3)),
        L.Dropout(0.2),
        L.Dense(12, 3, **f),
    )


def convolutional_net(seed):
    """Every layer of feature maps that has a slope almost everywhere."""
    f = {"rng": rng0(seed), "dtype": np.float64}
    return Sequential(
        L.Conv2d(1, 4, 3, A.tanh, padding="same", **f),
        L.BatchNorm(4, dtype=np.float64),
        L.Residual(Sequential(L.Conv2d(4, 4, 3, A.softplus, padding="same", groups=2, **f), L.Dropout(0.2))),
        L.MaxPool2d(2),
        L.TransposedConv2d(4, 3, 2, A.logistic, stride=2, **f),
        L.Skip(L.GroupNorm(3, 3, dtype=np.float64)),
        L.PReLU(6, dtype=np.float64),
        L.AvgPool2d(2),
        L.Flatten(),
        L.Dense(24, 3, **f),
    )


def recurrent_net(seed, make=L.RNN):
    """Two recurrent layers, one of them on a shortcut, between norms and dropout."""
    f = {"rng": rng0(seed), "dtype": np.float64}
    return Sequential(
        make(4, 6, **f),
        L.BatchNorm(5, dtype=np.float64),  # one gain for each of the five steps
        L.Dropout(0.2),
        L.Residual(make(6, 6, **f)),
        L.LayerNorm(6, dtype=np.float64),
        L.Dense(6, 3, **f),
    )


NETS = {
    "MLP": (net, (5, 3, 2, 2), 5),
    "CNN": (convolutional_net, (5, 1, 4, 4), 5),
    "RNN": (recurrent_net, (3, 5, 4), (3, 5)),
    "LSTM": (lambda seed: recurrent_net(seed, L.LSTM), (3, 5, 4), (3, 5)),
}


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NETS)
def test_gradients_of_a_whole_net(name, seed, training):
    make, shape, n_labels = NETS[name]
    model, rng = make(seed), rng0(seed)
    x, labels = rng.standard_normal(shape), rng.integers(0, 3, n_labels)

    def value_and_grads():
        logits, caches = model.forward(x, training=training, rng=rng0(9))
        value, grad = cross_entropy(logits, labels)
        dx, grads = model.backward(grad, caches)
        return value, [*grads, dx]

    assert gradient_error(value_and_grads, [*model.params, x], rng=rng) < 1e-6


def test_bad_states_are_named():
    model = Sequential(L.RNN(2, 3, rng=rng0(0)), L.Dense(3, 1, rng=rng0(0)))
    x = np.ones((1, 4, 2))
    for state, message in (
        ((None,), "an entry for each of 2 layers"),
        (np.zeros(2), "an entry for each of 2 layers"),
        ((None, np.zeros((1, 3))), r"None in state for layers\[1\]"),
        ((np.zeros((1, 2)), None), "state of shape"),
    ):
        with pytest.raises(ValueError, match=message):
            model.forward(x, state=state)


def test_without_input_gradient_parameters_get_the_same():
    model = net()
    y, caches = model.forward(np.ones((4, 3, 2, 2)))
    dx, grads = model.backward(y, caches)
    nothing, same = model.backward(y, caches, input_grad=False)
    assert dx.shape == (4, 3, 2, 2)
    assert nothing is None
    for a, b in zip(grads, same, strict=True):
        np.testing.assert_array_equal(a, b)


def test_nothing_is_computed_below_the_first_parameters():
    class Untouchable:
        params: tuple = ()

        def forward(self, x, *, training=False, rng=None):
            return x, None

        def backward(self, grad, cache, *, input_grad=True):
            raise AssertionError

    model = Sequential(Untouchable(), L.Dense(2, 1, rng=rng0(0)))
    y, caches = model.forward([[1.0, 2.0]])
    assert model.backward(y, caches, input_grad=False)[0] is None


def test_a_net_without_parameters_goes_back_too():
    model = Sequential(L.Activation(A.tanh), L.Flatten())
    y, caches = model.forward(np.ones((2, 3)))
    assert model.backward(y, caches, input_grad=False) == (None, [])
    assert model.n_params == 0


def test_counting():
    """784–100–10 has 79 400 weights, and as many biases as units behind the inputs."""
    model = Sequential(L.Dense(784, 100, rng=rng0(0)), L.Dense(100, 10, rng=rng0(0)))
    assert sum(p.size for p in model.params if p.ndim == 2) == 79_400
    assert model.n_params == 79_510
    assert 784 + sum(layer.n_out for layer in model.layers) == 894
    lines = net().summary((3, 2, 2)).splitlines()
    assert len(lines) == 1 + 8 + 1
    assert lines[-1].split() == ["total", str(net().n_params)]


def test_models_say_what_they_are_made_of():
    text = repr(Sequential(L.Dense(2, 3, A.tanh, rng=rng0(0)), L.Embedding(4, 2, rng=rng0(0))))
    assert text == "Sequential(Dense(2, 3, Tanh()), Embedding(4, 2))"


def test_predict_is_a_pass_without_noise():
    model = net()
    x = rng0(0).standard_normal((6, 3, 2, 2))
    np.testing.assert_array_equal(model.predict(x), model.forward(x)[0])


def test_a_summary_asks_for_a_shape_that_fits():
    with pytest.raises(ValueError, match="x"):
        net().summary((3, 2, 3))
