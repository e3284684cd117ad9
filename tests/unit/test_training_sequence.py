"""Truncated backpropagation through time: what goes on from chunk to chunk, and what is cut."""

import numpy as np
import pytest

from nnbook.layers import LSTM, RNN, Dense, Dropout, Embedding, Sequential
from nnbook.losses import cross_entropy, mean_squared_error
from nnbook.optimizers import SGD, Adam, Clip
from nnbook.training import fit, fit_sequence, streams

rng0 = np.random.default_rng
x = rng0(0).standard_normal((3, 12, 2))
data = (x, np.cumsum(x, axis=1) / 4)


def net(make=RNN, seed=0):
    rng = rng0(seed)
    return Sequential(make(2, 5, rng=rng, dtype=float), Dense(5, 2, rng=rng, dtype=float))


def run(model=None, loss=mean_squared_error, opt=None, samples=data, **settings):
    settings = {"n_epochs": 2, "n_steps": 4, "rng": rng0(0), **settings}
    return fit_sequence(net() if model is None else model, loss, opt or SGD(0.1), samples, **settings)


def parameters(model):
    return np.concatenate(model.params, axis=None)


@pytest.mark.parametrize("make", [RNN, LSTM])
def test_one_chunk_is_backpropagation_through_time(make):
    a, b = net(make), net(make)
    ours = run(a, n_steps=12, n_epochs=3)
    whole = fit(b, mean_squared_error, SGD(0.1), data, n_epochs=3, batch_size=3, rng=rng0(0))
    np.testing.assert_allclose(parameters(a), parameters(b), rtol=1e-12)
    np.testing.assert_allclose(ours.loss, whole.loss)
    assert ours.n_steps == whole.n_steps == 3


@pytest.mark.parametrize("n_steps", [1, 4, 5])
def test_the_state_goes_on_from_chunk_to_chunk(n_steps):
    """Without learning, the losses of the chunks make up the loss of the whole, epoch after epoch."""
    model, labels = net(LSTM), (data[1][:, :, 0] > 0) * 1
    history = run(model, cross_entropy, SGD(0.0), (x, labels), n_steps=n_steps)
    whole, _ = cross_entropy(model.predict(x), labels)
    assert history.loss == pytest.approx([whole, whole])
    assert history.n_steps == 2 * -(-12 // n_steps)


def test_chunks_come_in_order_and_the_last_may_be_shorter():
    seen = []

    class Watch(Dropout):
        def forward(self, x, *, training=False, rng=None):
            seen.append(x[0, :, 0].tolist())
            return super().forward(x)

    run(Sequential(Watch(0.5), net()), n_steps=5, n_epochs=1)
    assert seen == [x[0, :5, 0].tolist(), x[0, 5:10, 0].tolist(), x[0, 10:, 0].tolist()]


def test_stacked_and_nested_nets_keep_all_their_states():
    rng = rng0(0)
    f = {"rng": rng, "dtype": float}
    model = Sequential(
        Dense(2, 3, **f), Sequential(RNN(3, 4, **f), LSTM(4, 3, **f)), LSTM(3, 2, **f), Dense(2, 2, **f)
    )
    whole, caches = model.forward(x)
    state, parts = None, []
    for part in np.split(x, 3, axis=1):
        y, caches = model.forward(part, state=state)
        parts.append(y)
        state = model.final_state(caches)
    np.testing.assert_allclose(np.concatenate(parts, axis=1), whole, atol=1e-12)
    assert state[0] is state[3] is None


def test_what_lies_further_back_than_a_chunk_is_not_learned():
    """Recall the input of four steps ago: five steps hold it and its echo, four never do."""
    x = rng0(0).choice([-1.0, 1.0], (16, 240, 1))
    echo = np.concatenate([np.zeros((16, 4, 1)), x[:, :-4]], axis=1)
    for n_steps, low, high in ((4, 0.4, 0.5), (5, 0, 0.05)):  # knowing nothing costs ½
        rng = rng0(0)
        model = Sequential(RNN(1, 12, rng=rng), Dense(12, 1, rng=rng))
        history = run(
            model, opt=Clip(Adam(0.01), 1.0), samples=(x, echo), n_steps=n_steps, n_epochs=8 * n_steps
        )
        assert low <= history.loss[-1] / n_steps < high  # this loss sums over times


def test_tokens_validation_early_stopping_and_callback():
    codes = np.arange(241) % 3
    rng, calls = rng0(0), []
    model = Sequential(Embedding(3, 4, rng=rng), RNN(4, 6, rng=rng), Dense(6, 3, rng=rng))
    samples = streams(codes[:-1], 4), streams(codes[1:], 4)
    history = run(
        model,
        cross_entropy,
        Adam(0.03),
        samples,
        n_epochs=60,
        n_steps=7,
        validation=(codes[None, :-1], codes[None, 1:]),
        patience=3,
        callback=lambda epoch, history: calls.append(epoch) or history.loss[-1] < 0.01,
    )
    assert history.validation_loss[-1] < 0.02
    assert calls == list(range(len(history.loss)))
    assert len(calls) < 60
    assert history.best_epoch == len(calls) - 1


def test_divergence_is_reported_at_its_step():
    history = run(opt=SGD(1e200), n_epochs=9, validation=data)
    assert history.diverged_at == history.n_steps == 1
    assert history.loss == history.validation_loss == []


def test_clipped_steps_are_short():
    model = net()
    before = parameters(model)
    run(model, opt=Clip(SGD(1.0), 1e-3), n_steps=12, n_epochs=1)
    assert np.linalg.norm(parameters(model) - before) == pytest.approx(1e-3)


def test_streams_are_the_sequence_in_pieces():
    np.testing.assert_array_equal(streams(np.arange(11), 2), [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]])
    assert streams(np.ones((12, 3)), 4).shape == (4, 3, 3)


@pytest.mark.parametrize(
    ("arguments", "error", "name"),
    [
        ({"model": Dense(2, 2, rng=rng0(0))}, TypeError, "model to be recurrent"),
        ({"samples": (x[:, 0, 0], x[:, 0, 0])}, ValueError, "data"),
        ({"samples": (x[:, :0], x[:, :0])}, ValueError, "data"),
    ],
)
def test_a_sequence_has_steps_for_a_model_with_a_state(arguments, error, name):
    with pytest.raises(error, match=name):
        run(**arguments)


def test_one_number_is_no_sequence():
    with pytest.raises(ValueError, match="sequence"):
        streams(3, 1)


def test_streams_do_not_follow_their_sequence():
    sequence = np.arange(6.0)
    cut = streams(sequence, 2)
    sequence[:] = 0
    assert cut.tolist() == [[0, 1, 2], [3, 4, 5]]
