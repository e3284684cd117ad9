"""Nets learn to read digits, judged by pictures that neither their training nor their settings have seen.

Five times the digits are split, 75 % to learn from and 25 % to be judged by. Of the part to learn from, a
fifth is held back to choose the activation and the learning rate with; then a net of the best setting is
trained on the whole part and judged once. What is on offer (the convolutional net's size, its dropout, the
number of epochs, the rates) was found beforehand in the same way, from means over five fifths held back. The
parts that judge had no say in either; but a picture held back in one split may judge in another.
"""

import numpy as np
import pytest

from nnbook.activations import relu, tanh
from nnbook.datasets.digits import digits
from nnbook.initializers import he_normal
from nnbook.layers import Conv2d, Dense, Dropout, Flatten, MaxPool2d, Sequential
from nnbook.losses import cross_entropy
from nnbook.metrics import accuracy
from nnbook.model_selection import split
from nnbook.optimizers import Momentum
from nnbook.optimizers.schedules import CosineDecay
from nnbook.training import fit, predict

IMAGES, LABELS = digits()
X = IMAGES[:, None] / 16
N_EPOCHS, BATCH_SIZE = 40, 32


def mlp(f, rng):
    """64-30-10."""
    return Sequential(Flatten(), Dense(64, 30, f, rng=rng), Dense(30, 10, rng=rng))


def cnn(f, rng):
    """Two convolutions of 16 and 32 maps with a pool between them, and a dense layer: 9 930 parameters."""
    return Sequential(
        Conv2d(1, 16, 3, f, padding="same", init=he_normal, rng=rng),
        MaxPool2d(2),
        Conv2d(16, 32, 3, f, padding="same", init=he_normal, rng=rng),
        Flatten(),
        Dropout(0.5),
        Dense(512, 10, rng=rng),
    )


SETTINGS = {mlp: [(f, lr) for f in (tanh, relu) for lr in (0.1, 0.2, 0.3)], cnn: [(relu, 0.05), (relu, 0.08)]}


def accuracy_after_training(net, setting, learn, judge, rng):
    """Train a net on the samples `learn` and return which fraction of the samples `judge` it reads right."""
    f, lr = setting
    model = net(f, rng)
    n_steps = N_EPOCHS * -(-len(learn) // BATCH_SIZE)
    opt, data = Momentum(CosineDecay(lr, n_steps), 0.9), (X[learn], LABELS[learn])
    history = fit(model, cross_entropy, opt, data, n_epochs=N_EPOCHS, batch_size=BATCH_SIZE, rng=rng)
    assert history.diverged_at == -1
    return accuracy(predict(model, X[judge]), LABELS[judge])


def chosen_and_judged(net, seed):
    """Split by `seed`, choose a setting within the part to learn from, and return the other's accuracy."""
    rng = np.random.default_rng(seed)
    learn, judge = split(len(X), 0.75, rng=rng)
    most, held_back = (learn[part] for part in split(len(learn), 0.8, rng=rng))
    scores = [accuracy_after_training(net, s, most, held_back, rng) for s in SETTINGS[net]]
    best = SETTINGS[net][int(np.argmax(scores))]
    return accuracy_after_training(net, best, learn, judge, rng)


@pytest.fixture(scope="module")
def read_right():
    """The accuracy of each net on each of the five splits, which are the same for both."""
    return {net: np.array([chosen_and_judged(net, seed) for seed in range(5)]) for net in (mlp, cnn)}


def test_a_perceptron_with_thirty_hidden_units_reads_97_percent(read_right):
    assert read_right[mlp].mean() >= 0.97


def test_a_small_convolutional_net_reads_98_percent(read_right):
    assert read_right[cnn].mean() >= 0.98


def test_the_convolutional_net_makes_less_than_half_the_errors_and_on_no_split_more(read_right):
    wrong = {net: 1 - rates for net, rates in read_right.items()}
    assert wrong[cnn].sum() < wrong[mlp].sum() / 2
    assert (wrong[cnn] <= wrong[mlp]).all()
