"""Stable arithmetic at its extremes, border checks, and the gradient check that finds wrong gradients."""

import math

import numpy as np
import pytest

from nnbook import numerics


def test_log_sum_exp_where_the_formula_overflows():
    assert numerics.log_sum_exp([1e300, -1e300]) == 1e300
    assert numerics.log_sum_exp([-1000.0, -1000.0]) == pytest.approx(-1000 + math.log(2))
    assert numerics.log_sum_exp([3.0]) == 3.0


def test_log_sum_exp_along_any_axis():
    z = np.arange(24.0).reshape(2, 3, 4)
    for axis in (0, 1, 2, -1):
        np.testing.assert_allclose(numerics.log_sum_exp(z, axis=axis), np.log(np.exp(z).sum(axis=axis)))
    assert numerics.log_sum_exp(z, axis=1, keepdims=True).shape == (2, 1, 4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_is_kept(dtype):
    z = np.linspace(-5, 5, 11, dtype=dtype)
    assert numerics.sigmoid(z).dtype == dtype
    assert numerics.softplus(z).dtype == dtype
    assert numerics.log_sum_exp(z).dtype == dtype
    assert numerics.floats("z", z) is z


def test_sigmoid_is_symmetric_and_never_warns():
    z = np.array([-np.inf, -1e308, -745.0, -37.0, 0.0, 37.0, 745.0, 1e308, np.inf])
    a = numerics.sigmoid(z)
    np.testing.assert_allclose(a + a[::-1], 1)
    assert a[0] == 0
    assert a[-1] == 1
    assert a[3] == pytest.approx(math.exp(-37), rel=1e-12)
    assert np.isnan(numerics.sigmoid(np.nan))


def test_softplus_is_the_integral_of_the_sigmoid():
    z = np.linspace(-40, 40, 20001)
    slope = np.diff(numerics.softplus(z)) / np.diff(z)
    np.testing.assert_allclose(slope, numerics.sigmoid((z[1:] + z[:-1]) / 2), rtol=1e-5)


def test_gradient_error_tells_right_from_wrong():
    x, W = np.array([1.0, -2.0]), np.array([[0.5, 1.5], [2.0, -1.0]])

    def value_and_grads(factor=1.0):
        y = np.tanh(W @ x)
        delta = factor * (1 - y**2)
        return y.sum(), [W.T @ delta, np.outer(delta, x)]

    before = x.copy(), W.copy()
    for seed in range(5):
        rng = np.random.default_rng(seed)
        assert numerics.gradient_error(value_and_grads, [x, W], rng=rng) < 1e-7
        assert numerics.gradient_error(lambda: value_and_grads(1.01), [x, W], rng=rng) > 1e-4
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(W, before[1])


@pytest.mark.parametrize(
    ("call", "error", "name"),
    [
        (lambda: numerics.floats("z", "no"), TypeError, "z"),
        (lambda: numerics.floats("z", [[1], [1, 2]]), ValueError, "z"),
        (lambda: numerics.floats("z", 1j), TypeError, "z"),
        (lambda: numerics.float_type("dtype", None), ValueError, "dtype"),
        (lambda: numerics.float_type("dtype", "x"), TypeError, "dtype"),
        (lambda: numerics.float_type("dtype", np.float16), ValueError, "dtype"),
        (lambda: numerics.log_sum_exp([]), ValueError, "z"),
        (lambda: numerics.log_sum_exp(1.0), ValueError, "axis"),
        (lambda: numerics.log_sum_exp([1.0], axis=1), ValueError, "axis"),
        (lambda: numerics.log_sum_exp([np.inf]), ValueError, "z"),
        (lambda: numerics.class_indices("labels", [0.0], 3), TypeError, "labels"),
        (lambda: numerics.class_indices("labels", [-1], 3), ValueError, "labels from 0 to 2, got -1"),
        (lambda: numerics.class_indices("labels", np.array([2**63], np.uint64), 3), ValueError, "labels"),
        (lambda: numerics.sigmoid(None), TypeError, "z"),
        (
            lambda: numerics.gradient_error(None, [], rng=np.random.default_rng()),
            TypeError,
            "value_and_grads",
        ),
        (lambda: numerics.gradient_error(lambda: 0, [], rng=3), TypeError, "rng"),
        (
            lambda: numerics.gradient_error(lambda: 0, [np.ones(1, int)], rng=np.random.default_rng()),
            TypeError,
            r"arrays\[0\]",
        ),
        (
            lambda: numerics.gradient_error(lambda: (0, []), [np.ones(1)], rng=np.random.default_rng()),
            ValueError,
            "gradients",
        ),
    ],
)
def test_bad_arguments_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()
