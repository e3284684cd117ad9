"""The training loop: what a step is, what stops it, and that it says when it diverged."""

import numpy as np
import pytest
from tqdm.auto import tqdm

from nnbook import activations as A
from nnbook import layers as L
from nnbook.layers import Sequential
from nnbook.losses import L2, cross_entropy, mean_squared_error
from nnbook.metrics import accuracy
from nnbook.optimizers import SGD, Adam, Momentum
from nnbook.training import fit, predict, train_step, untied

rng0 = np.random.default_rng
x_line = np.linspace(-1, 1, 10)[:, None]
data = (x_line, 2 * x_line + 1)


def line(dtype=np.float64):
    return Sequential(L.Dense(1, 1, rng=rng0(0), dtype=dtype))


def run(model=None, loss=mean_squared_error, opt=None, samples=data, **settings):
    settings = {"n_epochs": 5, "batch_size": 4, "rng": rng0(0), **settings}
    return fit(line() if model is None else model, loss, opt or SGD(0.1), samples, **settings)


def test_a_batch_of_everything_is_gradient_descent():
    model, (w, b) = line(), line().params
    w, b = w.item(), b.item()
    history = run(model, n_epochs=7, batch_size=10)
    for loss in history.loss:
        error = w * x_line + b - data[1]
        assert loss == pytest.approx((error**2).mean() / 2)
        w, b = w - 0.1 * (error * x_line).mean(), b - 0.1 * error.mean()
    np.testing.assert_allclose([p.item() for p in model.params], [w, b])
    assert history.n_steps == 7


def test_every_sample_is_seen_once_in_an_epoch_the_last_batch_may_be_smaller():
    seen, sizes = [], []

    class Watch(L.Flatten):
        def forward(self, x, *, training=False, rng=None):
            if training:
                seen.extend(x.ravel())
                sizes.append(len(x))
            return super().forward(x)

    model = Sequential(Watch(), L.Dense(1, 1, rng=rng0(0), dtype=np.float64))
    history = run(model, n_epochs=2)
    assert sizes == [4, 4, 2] * 2
    assert history.n_steps == 6
    for epoch in (seen[:10], seen[10:]):
        np.testing.assert_array_equal(np.sort(epoch), x_line.ravel())
    assert seen[:10] != seen[10:]


def test_same_seed_same_run():
    def go():
        model = Sequential(L.Dense(1, 8, A.tanh, rng=rng0(1)), L.Dropout(0.2), L.Dense(8, 1, rng=rng0(2)))
        return run(model, opt=Adam(0.01)).loss

    assert go() == go()


@pytest.mark.parametrize("opt", [Momentum(0.05), Adam(0.05)], ids=repr)
def test_a_step_is_a_step_of_each_parameter(opt):
    a, b = line(), line()
    run(a, opt=opt, n_epochs=3, batch_size=10)
    state = opt.init(b.params)
    for _ in range(3):
        y, caches = b.forward(data[0])
        opt.step(b.params, b.backward(mean_squared_error(y, data[1])[1], caches)[1], state)
    for p, q in zip(a.params, b.params, strict=True):
        np.testing.assert_allclose(p, q, rtol=1e-10)


def test_tied_weights_get_both_gradients():
    layer = L.Dense(2, 2, A.tanh, rng=rng0(0), dtype=np.float64)
    model, x = Sequential(layer, layer), rng0(1).standard_normal((4, 2))
    y, caches = model.forward(x)
    grads = model.backward(mean_squared_error(y, x)[1], caches)[1]
    expected = layer.params[0] - 0.1 * (grads[0] + grads[2])
    run(model, samples=(x, x), n_epochs=1)
    np.testing.assert_allclose(layer.params[0], expected)


def test_validation_metric_and_callback():
    calls = []

    def stop(epoch, history):
        calls.append(epoch)
        return history.validation_loss[-1] < 0.1

    history = run(
        n_epochs=100,
        validation=data,
        metric=lambda y, target: -abs(y - target).max(),
        callback=stop,
    )
    assert calls == list(range(len(history.loss)))
    assert len(history.validation_loss) == len(history.metric) == len(calls) < 100
    assert history.validation_loss[-1] < 0.1 <= history.validation_loss[-2]


def test_early_stopping_puts_the_best_parameters_back():
    model, path = line(), []

    class Scripted:
        def __init__(self):
            self.values = iter([3.0, 2.0, 1.0, 5.0, 6.0, 7.0, 0.0])

        def __call__(self, y, target):
            return (next(self.values) if len(y) == 3 else 1.0), np.full_like(y, 0.1)

    history = run(
        model,
        Scripted(),
        n_epochs=50,
        batch_size=10,
        validation=(data[0][:3], data[1][:3]),
        patience=2,
        callback=lambda epoch, history: path.append(model.params[0].item()),
    )
    assert history.best_epoch == 2
    assert history.validation_loss == [3, 2, 1, 5, 6]
    assert len(path) == 5  # the callback hears of the last epoch too
    assert model.params[0].item() == path[2]


def test_the_model_put_back_is_the_one_that_was_measured():
    """With it the running statistics of its norms, also of those inside of other layers."""

    def norm():
        return L.BatchNorm(4, dtype=float)

    rng = rng0(0)
    blocks = L.Residual(norm(), norm()), L.Skip(norm()), L.BatchNorm(8, dtype=float)
    model = Sequential(L.Dense(1, 4, rng=rng, dtype=float), *blocks, L.Dense(8, 1, rng=rng, dtype=float))
    assert len(model.buffers) == 8
    history = run(model, opt=SGD(0.5), n_epochs=40, validation=data, patience=3)
    assert history.best_epoch < len(history.loss) - 1
    loss, _ = mean_squared_error(model.predict(x_line), data[1])
    assert loss == pytest.approx(min(history.validation_loss))


def test_penalty_shrinks_weights_not_biases():
    free, held = line(), line()
    run(free, n_epochs=200)
    run(held, n_epochs=200, penalty=L2(1.0))
    assert abs(held.params[0].item()) < 0.5 * abs(free.params[0].item())
    assert held.params[1].item() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("f", [A.relu, A.softplus, A.logistic, A.identity], ids=repr)
def test_divergence_is_reported_without_a_warning(f, dtype):
    model = Sequential(L.Dense(1, 4, f, rng=rng0(0), dtype=dtype), L.Dense(4, 1, rng=rng0(0), dtype=dtype))
    history = run(model, opt=SGD(30.0), n_epochs=800, validation=data)
    assert 0 <= history.diverged_at == history.n_steps
    assert len(history.loss) < 800
    assert np.isfinite(history.loss).all()


def test_parameters_that_overflow_in_the_last_step_are_divergence_too():
    model = line(np.float32)
    history = run(model, opt=SGD(1e39), n_epochs=1, batch_size=10)
    assert history.diverged_at == history.n_steps == 0
    assert history.loss == []


def test_the_step_that_spoils_a_parameter_is_the_one_reported():
    """The third step is too long, and tanh hides it: the loss stays finite for ever after."""

    class Leap:
        def init(self, params):
            return []

        def step(self, params, grads, state):
            state.append(0)
            if len(state) == 3:
                params[0][:] = np.inf

    model = Sequential(L.Dense(1, 1, A.tanh, rng=rng0(0)))
    history = run(model, opt=Leap(), samples=(x_line + 2, x_line))
    assert history.diverged_at == history.n_steps == 2


def test_large_parameters_are_no_divergence():
    model = line(np.float32)
    model.params[0][:] = 1e25  # its square is beyond single precision
    assert run(model, samples=(0 * x_line, 0 * x_line)).diverged_at == -1


def test_a_run_that_converges_says_so():
    history = run(n_epochs=50)
    assert history.diverged_at == -1
    assert history.best_epoch == -1
    assert history.loss[-1] < 1e-2 * history.loss[0]


def test_progress_is_one_line_or_any_bar(capsys):
    seen = []

    def bar(epochs):
        for epoch in epochs:
            seen.append(epoch)
            yield epoch

    run(progress=bar)
    assert seen == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == ""
    run(progress=True, validation=data)  # one line, and the next run starts on its own
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "epoch 5/5, loss" in shown
    assert "validation" in shown
    run(progress=True, callback=lambda epoch, history: epoch == 1)  # the line ends where training does
    assert capsys.readouterr().err.split("\r")[-1].startswith("epoch 2/5, loss")
    run(progress=True, opt=SGD(1e300))
    assert capsys.readouterr().err.strip().endswith("diverged at step 1")


def test_tqdm_is_such_a_bar(capsys):
    run(progress=tqdm)
    assert "5/5" in capsys.readouterr().err
    run(progress=tqdm, callback=lambda epoch, history: epoch == 1)
    assert "5/5" not in capsys.readouterr().err


def test_predict_in_batches_equals_predict_at_once():
    model = line()
    np.testing.assert_allclose(predict(model, x_line, batch_size=3), model.predict(x_line))
    with pytest.raises(ValueError, match="samples first"):
        predict(model, 3.0)


def test_integer_inputs_stay_tokens():
    model = Sequential(L.Embedding(3, 4, rng=rng0(0)), L.Dense(4, 3, rng=rng0(1)))
    tokens = np.array([0, 1, 2] * 10)
    history = run(model, cross_entropy, Adam(0.05), (tokens, (tokens + 1) % 3), n_epochs=30)
    assert history.loss[-1] < 0.1
    assert accuracy(model.predict(tokens), (tokens + 1) % 3) == 1


@pytest.mark.parametrize(
    ("arguments", "error", "name"),
    [
        ({"samples": x_line}, TypeError, "data"),
        ({"validation": (x_line,)}, TypeError, "validation"),
        ({"metric": accuracy}, ValueError, "validation"),
        ({"patience": 2}, ValueError, "validation"),
    ],
)
def test_data_come_in_pairs_where_they_are_needed(arguments, error, name):
    with pytest.raises(error, match=name):
        run(**arguments)


def test_fifty_steps_by_hand_are_a_fit():
    a, b = line(), line()
    opt, order = Adam(0.05), rng0(0)
    run(a, opt=opt, n_epochs=50, batch_size=10, penalty=L2(0.1))
    state = opt.init(b.params)
    for _ in range(50):
        batch = order.permutation(10)
        x, target = data[0][batch], data[1][batch]
        train_step(b, mean_squared_error, opt, b.params, state, x, target, rng=order, penalty=L2(0.1))
    for p, q in zip(a.params, b.params, strict=True):
        np.testing.assert_array_equal(p, q)


@pytest.mark.parametrize("opt", [SGD(0.1), Adam(0.1)], ids=repr)
@pytest.mark.parametrize("n", [3, 200])
def test_a_decoder_that_is_the_encoders_transpose_learns_from_both_gradients(n, opt):
    """Whatever the size of the model, and whichever view of the memory comes first."""
    encoder, decoder = (L.Dense(n, n, A.tanh, rng=rng0(0), dtype=np.float64) for _ in range(2))
    decoder.params[0] = encoder.params[0].T
    model, x = Sequential(encoder, decoder), rng0(1).standard_normal((4, n))
    W = encoder.params[0].copy()
    y, caches = model.forward(x)
    dW, _, dV, _ = model.backward(mean_squared_error(y, x)[1], caches)[1]
    opt.step([W], [dW + dV.T], opt.init([W]))
    run(model, opt=opt, samples=(x, x), n_epochs=1)
    np.testing.assert_allclose(encoder.params[0], W, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(decoder.params[0], W.T, rtol=1e-12, atol=1e-15)


def test_arrays_are_tied_by_their_numbers_in_memory():
    W = np.zeros((2, 3))
    assert len(untied([W, W.T, W.reshape(3, 2), W[::-1], W[:], np.zeros((2, 3))])) == 2
    assert len(untied([W[:, ::2], W[:, 1]])) == 2  # they lie among one another, and share nothing
    with pytest.raises(ValueError, match=r"params\[1\]"):
        untied([W, W[:1]])


def test_a_callback_may_say_stop_in_numpys_words():
    assert len(run(callback=lambda epoch, history: np.True_).loss) == 1
    assert len(run(callback=lambda epoch, history: 1.0).loss) == 5  # no answer, but a number


def test_parameters_of_two_precisions_are_refused():
    model = Sequential(L.Dense(1, 1, rng=rng0(0)), L.Dense(1, 1, rng=rng0(0), dtype=float))
    with pytest.raises(TypeError, match=r"params\[2\]"):
        run(model)
