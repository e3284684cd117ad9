"""Splits cover everything once; leave-one-out equals its closed form."""

import numpy as np
import pytest

from nnbook import model_selection as M


def test_split_covers_everything_once():
    parts = M.split(103, 0.6, 0.2, rng=np.random.default_rng(0))
    assert [len(p) for p in parts] == [62, 21, 20]
    np.testing.assert_array_equal(np.sort(np.concatenate(parts)), np.arange(103))
    assert [len(p) for p in M.split(5, rng=np.random.default_rng(0))] == [5]


def test_each_size_is_rounded_by_itself():
    sizes = [len(p) for p in M.split(10, 0.06, 0.06, 0.06, rng=np.random.default_rng(0))]
    assert sizes == [1, 1, 1, 7]  # ends rounded in place of sizes would give 1, 0, 1, 8


@pytest.mark.parametrize("rng", [None, np.random.default_rng(1)])
def test_every_sample_is_held_out_once(rng):
    held = []
    for train, part in M.k_fold(10, 3, rng=rng):
        np.testing.assert_array_equal(np.sort(np.concatenate([train, part])), np.arange(10))
        held.append(part)
    assert [len(p) for p in held] == [4, 3, 3]
    np.testing.assert_array_equal(np.sort(np.concatenate(held)), np.arange(10))


def test_weighted_average_is_the_mean_over_samples():
    errors = np.arange(10.0)
    parts = [part for _, part in M.k_fold(10, 3)]
    average = M.weighted_average([errors[p].mean() for p in parts], [len(p) for p in parts])
    assert average == pytest.approx(errors.mean())
    assert np.mean([errors[p].mean() for p in parts]) != pytest.approx(errors.mean())


def test_leave_one_out_equals_press():
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(12), rng.normal(size=(12, 3))])
    y = rng.normal(size=12)
    left_out = np.empty(12)
    for train, n in M.leave_one_out(12):
        w = np.linalg.lstsq(X[train], y[train])[0]
        left_out[n] = y[n] - X[n] @ w
    np.testing.assert_allclose(M.press_residuals(X, y), left_out, rtol=1e-10)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: M.split(5, 0.9, 0.2, rng=np.random.default_rng()), "fractions"),
        (lambda: M.split(5, 0.01, rng=np.random.default_rng()), "fractions"),
        (lambda: M.k_fold(5, 6), "k"),  # at once, not when the first part is asked for
        (lambda: M.press_residuals([[1.0, 1.0], [2.0, 2.0]], [0, 1]), "X"),
        (lambda: M.press_residuals([[1.0], [0.0]], [0, 1]), "X"),
    ],
)
def test_arguments_that_do_not_go_together_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
