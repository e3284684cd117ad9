"""Fifty steps later: what a long short-term memory learns to keep, and a plain recurrent net does not.

At each of sixty steps a net hears a random number from −1 to 1. One of the first ten is marked; at the last
step, fifty or more later, it is to be told. To guess 0 costs the variance of the numbers, which counts as 1.
"""

import numpy as np
import pytest

from nnbook.layers import LSTM, RNN, Dense, Sequential
from nnbook.losses import mean_squared_error
from nnbook.optimizers import Adam, Clip
from nnbook.training import fit, predict

N_FIRST, N_WAIT = 10, 50
BATCH_SIZE, N_STEPS, N_EPOCHS = 32, 800, 4
VARIANCE = 1 / 3


def episodes(n, rng):
    """Return n sequences of numbers and marks, and the marked number of each."""
    x = np.zeros((n, N_FIRST + N_WAIT, 2), np.float32)
    x[:, :, 0] = rng.uniform(-1, 1, x.shape[:2])
    marked = np.arange(n), rng.integers(0, N_FIRST, n)
    x[*marked, 1] = 1
    return x, x[*marked, :1]


def error_at_the_end(y, target):
    """Half the squared error of the last output alone."""
    value, last = mean_squared_error(y[:, -1], target)
    grad = np.zeros_like(y)
    grad[:, -1] = last
    return value, grad


def error_after_training(make, lr, rng):
    """Train a net on 800 batches of episodes and return its squared error on new ones, in variances."""
    layer = make(rng)
    model = Sequential(layer, Dense(layer.U.shape[1], 1, rng=rng))
    history = fit(
        model,
        error_at_the_end,
        Clip(Adam(lr), 1.0),
        episodes(BATCH_SIZE * N_STEPS // N_EPOCHS, rng),
        n_epochs=N_EPOCHS,
        batch_size=BATCH_SIZE,
        rng=rng,
    )
    assert history.n_steps == N_STEPS
    x, target = episodes(500, rng)
    return ((predict(model, x)[:, -1] - target) ** 2).mean() / VARIANCE


@pytest.mark.parametrize("seed", range(3))
def test_lstm_remembers(seed):
    """Its forget gate begins at σ(3) = 0.95 per step, 0.09 over fifty; with σ(1) it would be 10⁻⁷."""
    error = error_after_training(
        lambda rng: LSTM(2, 16, forget_bias=3.0, rng=rng), 3e-3, np.random.default_rng(seed)
    )
    assert error < 0.1


@pytest.mark.parametrize("lr", [1e-3, 3e-3, 1e-2])
@pytest.mark.parametrize("n_hidden", [16, 33])  # as many units, or as many weights, as the memory above
def test_rnn_does_not(n_hidden, lr):
    error = error_after_training(lambda rng: RNN(2, n_hidden, rng=rng), lr, np.random.default_rng(0))
    assert error > 0.8
