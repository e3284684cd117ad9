"""Recurrent layers against hand-worked numbers and the equations, one step at a time."""

import numpy as np
import pytest

from nnbook.activations import identity, relu
from nnbook.layers import LSTM, RNN, Layer
from nnbook.numerics import sigmoid

STAGES = {
    "carousel": {"input_gate": False, "forget_gate": False, "output_gate": False},
    "1997": {"forget_gate": False},
    "1999": {},
    "no input gate": {"input_gate": False},
    "no output gate": {"output_gate": False},
}
each_stage = pytest.mark.parametrize("gates", STAGES.values(), ids=STAGES)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def layers(rng, dtype=float):
    yield RNN(3, 4, rng=rng, dtype=dtype)
    for gates in STAGES.values():
        yield LSTM(3, 4, **gates, rng=rng, dtype=dtype)


def test_rnn_worked_example():
    rnn = RNN(1, 1, identity, rng=np.random.default_rng(0), dtype=float)
    rnn.W[:], rnn.U[:], rnn.b[:] = 2, 0.5, 1
    y, cache = rnn.forward([[[1], [0], [-1]]])
    assert y[0, :, 0].tolist() == [3, 2.5, 0.25]
    dx, (dW, dU, db) = rnn.backward([[[0], [0], [1]]], cache)
    assert dx[0, :, 0].tolist() == [0.5, 1, 2]  # 2, through U once and twice
    assert dW.item() == 0.25 * 1 + 0.5 * 0 + 1 * -1
    assert dU.item() == 0.5 * 3 + 1 * 2.5  # h₀ = 0 at the first step
    assert db.item() == 1.75


def test_rnn_is_its_equation(rng):
    rnn = RNN(3, 4, relu, rng=rng, dtype=float)
    x, h = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 4))
    y, cache = rnn.forward(x, state=h)
    for t in range(5):
        h = np.maximum(x[:, t] @ rnn.W.T + h @ rnn.U.T + rnn.b, 0)
        np.testing.assert_allclose(y[:, t], h, atol=1e-12)
    np.testing.assert_array_equal(rnn.final_state(cache), y[:, -1])


@each_stage
def test_lstm_is_its_equations(gates, rng):
    lstm = LSTM(3, 4, **gates, rng=rng, dtype=float)
    lstm.b[:] = rng.normal(size=lstm.b.shape)
    x, h, c = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 4)), rng.normal(size=(2, 4))
    y, cache = lstm.forward(x, state=(h, c))
    for t in range(5):
        z = x[:, t] @ lstm.W.T + h @ lstm.U.T + lstm.b
        part = dict(zip(lstm.blocks, np.split(z, len(lstm.blocks), axis=1), strict=True))
        i, f, o = (sigmoid(part[k]) if k in part else 1 for k in "ifo")
        c = f * c + i * np.tanh(part["g"])
        h = o * np.tanh(c)
        np.testing.assert_allclose(y[:, t], h, atol=1e-12)
        for k in "ifo":
            if k in part:
                np.testing.assert_allclose(lstm.gates(cache)[k][:, t], sigmoid(part[k]), atol=1e-12)
    for got, expected in zip(lstm.final_state(cache), (h, c), strict=True):
        np.testing.assert_allclose(got, expected, atol=1e-12)


def test_the_carousel_keeps_its_error():
    """With f = 1 and no recurrent weights the gradient of the last step by the first input does not fade."""
    cell = LSTM(1, 1, **STAGES["carousel"], rng=np.random.default_rng(0), dtype=float)
    cell.W[:], cell.U[:] = 1, 0
    _, cache = cell.forward([[[0.1]] + [[0.0]] * 99])
    grad = np.zeros((1, 100, 1))
    grad[0, -1] = 1
    dx, _ = cell.backward(grad, cache)
    np.testing.assert_allclose(dx[0, 1:, 0], dx[0, 99, 0])
    assert dx[0, 0, 0] == pytest.approx(dx[0, 99, 0] * (1 - np.tanh(0.1) ** 2))


def test_the_forget_gate_sets_how_fast_the_cell_forgets():
    lstm = LSTM(1, 1, input_gate=False, output_gate=False, rng=np.random.default_rng(0), dtype=float)
    lstm.W[:], lstm.U[:] = [[0], [1]], 0
    lstm.b[:] = [np.log(3), 0]  # f = σ(ln 3) = 3/4
    _, cache = lstm.forward([[[1.0], [0.0], [0.0], [0.0]]])
    c = lstm.final_state(cache)[1].item()
    assert c == pytest.approx(0.75**3 * np.tanh(1))


def test_counts_of_parameters(rng):
    n_in, n = 3, 4
    block = n * n_in + n * n + n
    assert sum(p.size for p in RNN(n_in, n, rng=rng).params) == block
    for gates, n_blocks in zip(STAGES.values(), (1, 3, 4, 3, 3), strict=True):
        assert sum(p.size for p in LSTM(n_in, n, **gates, rng=rng).params) == n_blocks * block


def test_the_forget_gate_begins_open(rng):
    lstm = LSTM(1, 2, rng=rng)
    assert lstm.blocks == ["i", "f", "g", "o"]
    assert lstm.b.tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert LSTM(1, 2, forget_bias=0, rng=rng).b.tolist() == [0] * 8


def test_a_sequence_in_two_parts(rng):
    x = rng.normal(size=(2, 7, 3))
    for layer in layers(rng):
        whole, _ = layer.forward(x)
        first, cache = layer.forward(x[:, :3])
        second, _ = layer.forward(x[:, 3:], state=layer.final_state(cache))
        np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-12)


def test_the_gradient_of_a_sequence_in_two_parts(rng):
    """Handed on from part to part, the gradients of states make up backpropagation through the whole."""
    x, grad = rng.normal(size=(2, 7, 3)), rng.normal(size=(2, 7, 4))
    for layer in layers(rng):
        _, cache = layer.forward(x)
        dx, dparams = layer.backward(grad, cache)
        _, first = layer.forward(x[:, :3])
        _, second = layer.forward(x[:, 3:], state=layer.final_state(first))
        late_dx, late, dstate = layer.backward_through_time(grad[:, 3:], second)
        early_dx, early, _ = layer.backward_through_time(grad[:, :3], first, dstate)
        np.testing.assert_allclose(np.concatenate([early_dx, late_dx], axis=1), dx, atol=1e-12)
        for a, b, whole in zip(early, late, dparams, strict=True):
            np.testing.assert_allclose(a + b, whole, atol=1e-12)


def test_later_inputs_do_not_change_earlier_outputs(rng):
    x = rng.normal(size=(1, 6, 3))
    for layer in layers(rng):
        before, _ = layer.forward(x)
        changed = x.copy()
        changed[:, 4:] = 9
        after, _ = layer.forward(changed)
        np.testing.assert_array_equal(after[:, :4], before[:, :4])


def test_the_protocol(rng):
    x = rng.normal(size=(2, 5, 3))
    for layer in layers(rng, np.float32):
        assert isinstance(layer, Layer)
        y, cache = layer.forward(x)
        grad = np.ones(y.shape)
        dx, dparams = layer.backward(grad, cache)
        assert {a.dtype for a in (y, dx, *dparams, *layer.params)} == {np.dtype(np.float32)}
        assert [g.shape for g in dparams] == [p.shape for p in layer.params]
        assert y.shape == (2, 5, 4)
        assert dx.shape == x.shape
        assert (grad == 1).all()
        again_dx, again = layer.backward(grad, cache, input_grad=False)  # a cache serves twice
        assert again_dx is None
        for one, two in zip(dparams, again, strict=True):
            np.testing.assert_array_equal(one, two)


def test_names_say_the_settings(rng):
    assert repr(RNN(3, 4, rng=rng)) == "RNN(3, 4, Tanh())"
    assert repr(LSTM(3, 4, rng=rng)) == "LSTM(3, 4)"
    assert repr(LSTM(3, 4, forget_gate=False, rng=rng)) == "LSTM(3, 4, forget_gate=False)"


def test_a_sequence_has_a_step_and_a_state_has_its_parts(rng):
    for layer in layers(rng):
        with pytest.raises(ValueError, match="at least one time step"):
            layer.forward(np.zeros((1, 0, 3)))
    with pytest.raises(TypeError, match="state to be a pair"):
        LSTM(3, 4, rng=rng).forward(np.zeros((1, 2, 3)), state=np.zeros((1, 4)))
