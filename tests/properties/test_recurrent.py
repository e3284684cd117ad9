"""What must hold for every recurrent layer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import autodiff
from nnbook.activations import identity, logistic, tanh
from nnbook.autodiff import Variable, gradients
from nnbook.layers import LSTM, RNN
from nnbook.numerics import gradient_error

book = settings(deadline=None, max_examples=50)
seeds = st.integers(0, 10**6)
shapes = st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))
gates = st.fixed_dictionaries({name: st.booleans() for name in ("input_gate", "forget_gate", "output_gate")})


def direction_error(layer, x, rng):
    """The gradient check of a layer: inputs and parameters at once, along one random direction."""
    weights = rng.normal(size=layer.forward(x)[0].shape)

    def value_and_grads():
        y, cache = layer.forward(x)
        dx, dparams = layer.backward(weights, cache)
        return float(np.vdot(weights, y)), [dx, *dparams]

    return gradient_error(value_and_grads, [x, *layer.params], rng=rng)


@book
@given(shapes, st.sampled_from([tanh, logistic, identity]), seeds)
def test_gradients_of_rnn(shape, activation, seed):
    batch, n_steps, n_in, n_hidden = shape
    rng = np.random.default_rng(seed)
    layer = RNN(n_in, n_hidden, activation, rng=rng, dtype=float)
    assert direction_error(layer, rng.normal(size=(batch, n_steps, n_in)), rng) <= 1e-6


@book
@given(shapes, gates, seeds)
def test_gradients_of_lstm(shape, gates, seed):
    batch, n_steps, n_in, n_hidden = shape
    rng = np.random.default_rng(seed)
    layer = LSTM(n_in, n_hidden, **gates, rng=rng, dtype=float)
    assert direction_error(layer, rng.normal(size=(batch, n_steps, n_in)), rng) <= 1e-6


@book
@given(shapes, seeds)
def test_the_engine_agrees_with_rnn(shape, seed):
    batch, n_steps, n_in, n_hidden = shape
    rng = np.random.default_rng(seed)
    layer = RNN(n_in, n_hidden, rng=rng, dtype=float)
    x, grad = rng.normal(size=(batch, n_steps, n_in)), rng.normal(size=(batch, n_steps, n_hidden))
    X, W, U, b = (Variable(a) for a in (x, *layer.params))
    h, total = np.zeros((batch, n_hidden)), 0
    for t in range(n_steps):
        h = autodiff.tanh(X[:, t] @ W.T + h @ U.T + b)
        total = total + (h * grad[:, t]).sum()
    _, cache = layer.forward(x)
    dx, dparams = layer.backward(grad, cache)
    for got, want in zip([dx, *dparams], gradients(total, [X, W, U, b]), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-10)


@book
@given(shapes, seeds)
def test_the_engine_agrees_with_lstm(shape, seed):
    batch, n_steps, n_in, n = shape
    rng = np.random.default_rng(seed)
    layer = LSTM(n_in, n, rng=rng, dtype=float)
    x, grad = rng.normal(size=(batch, n_steps, n_in)), rng.normal(size=(batch, n_steps, n))
    X, W, U, b = (Variable(a) for a in (x, *layer.params))
    h, c, total = np.zeros((batch, n)), np.zeros((batch, n)), 0
    for t in range(n_steps):
        z = X[:, t] @ W.T + h @ U.T + b
        i, f, o = (autodiff.logistic(z[:, n * k : n * (k + 1)]) for k in (0, 1, 3))
        c = f * c + i * autodiff.tanh(z[:, 2 * n : 3 * n])
        h = o * autodiff.tanh(c)
        total = total + (h * grad[:, t]).sum()
    _, cache = layer.forward(x)
    dx, dparams = layer.backward(grad, cache)
    for got, want in zip([dx, *dparams], gradients(total, [X, W, U, b]), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-10)


@book
@given(shapes, gates, seeds)
def test_samples_do_not_see_one_another(shape, gates, seed):
    batch, n_steps, n_in, n_hidden = shape
    rng = np.random.default_rng(seed)
    for layer in (
        RNN(n_in, n_hidden, rng=rng, dtype=float),
        LSTM(n_in, n_hidden, **gates, rng=rng, dtype=float),
    ):
        x = rng.normal(size=(batch, n_steps, n_in))
        alone = [layer.forward(sample[None])[0][0] for sample in x]
        np.testing.assert_allclose(layer.forward(x)[0], alone, atol=1e-12)


@book
@given(shapes, seeds, st.floats(-1e30, 1e30))
def test_outputs_of_an_lstm_stay_between_minus_one_and_one(shape, seed, scale):
    batch, n_steps, n_in, n_hidden = shape
    rng = np.random.default_rng(seed)
    layer = LSTM(n_in, n_hidden, rng=rng)
    y, cache = layer.forward(scale * rng.normal(size=(batch, n_steps, n_in)))
    assert (np.abs(y) <= 1).all()
    assert all(np.isfinite(d).all() for d in layer.backward(np.ones_like(y), cache)[1])
