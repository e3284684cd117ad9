"""A net that learns the book's own prose letter by letter knows more than which letter follows which."""

import numpy as np

from nnbook.datasets.prose import prose
from nnbook.layers import LSTM, Dense, Embedding, Sequential
from nnbook.losses import cross_entropy
from nnbook.optimizers import Adam, Clip
from nnbook.training import fit_sequence, streams

TEXT = prose()
LETTERS = sorted(set(TEXT))
CODES = np.array([LETTERS.index(letter) for letter in TEXT])
TRAIN, HELD_OUT = np.split(CODES, [len(CODES) * 9 // 10])


def pairs(codes):
    """Count how often letter j follows letter i."""
    counts = np.zeros((len(LETTERS), len(LETTERS)))
    np.add.at(counts, (codes[:-1], codes[1:]), 1)
    return counts


def conditional_entropy(codes):
    """H(next letter | letter) of a text [nats]: no bigram model, not even its own, predicts it better."""
    counts = pairs(codes)
    chance = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return -(counts * np.log(chance, where=counts > 0, out=np.zeros_like(chance))).sum() / counts.sum()


def bigram_loss(train, held_out, prior):
    """Cross-entropy [nats] on `held_out` of the bigram model of `train`, `prior` added to each count."""
    counts = pairs(train) + prior
    return -np.log(counts / counts.sum(axis=1, keepdims=True))[held_out[:-1], held_out[1:]].mean()


def test_entropies_of_a_text_that_can_be_worked_by_hand():
    codes = np.array([0, 1, 0, 1, 0, 2] * 500)  # after 0 comes 1 twice, 2 once
    assert abs(conditional_entropy(codes) - 0.5 * (np.log(3) - 2 / 3 * np.log(2))) < 1e-3
    assert abs(bigram_loss(codes, codes, 1e-9) - conditional_entropy(codes)) < 1e-6


def test_held_out_loss_falls_below_the_bigram_entropy():
    """In nats per letter; the last tenth of the text is held out, and the bigrams' prior may peek at it."""
    rng = np.random.default_rng(0)
    n = len(LETTERS)
    model = Sequential(Embedding(n, 24, rng=rng), LSTM(24, 64, rng=rng), Dense(64, n, rng=rng))
    history = fit_sequence(
        model,
        cross_entropy,
        Clip(Adam(0.005), 1.0),
        (streams(TRAIN[:-1], 16), streams(TRAIN[1:], 16)),
        n_epochs=12,
        n_steps=25,
        rng=rng,
        validation=(HELD_OUT[None, :-1], HELD_OUT[None, 1:]),
    )
    loss = history.validation_loss[-1]
    assert loss < min(bigram_loss(TRAIN, HELD_OUT, prior) for prior in (0.01, 0.03, 0.1, 0.3, 1)) - 0.3
    assert loss < conditional_entropy(CODES) - 0.3
    assert loss < conditional_entropy(HELD_OUT) - 0.2
