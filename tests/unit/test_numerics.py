"""Stable arithmetic at its extremes, border checks, and the gradient check that finds wrong gradients."""

import math

import numpy as np
import pytest

from nnbook import checks, numerics


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
    assert checks.floats("z", z) is z


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
        (lambda: numerics.log_sum_exp(1.0), ValueError, "axis"),
        (
            lambda: numerics.gradient_error(lambda: (0, []), [np.ones(1)], rng=np.random.default_rng()),
            ValueError,
            "gradients",
        ),
    ],
)
def test_arguments_that_do_not_go_together_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_a_wrong_gradient_shows_whatever_its_size(size):
    x = np.array([1.0, 2.0])
    for factor, error in ((1, 0), (2, 0.5)):
        found = numerics.gradient_error(
            lambda factor=factor: (size * x.sum(), [np.full(2, factor * size)]),
            [x],
            rng=np.random.default_rng(0),
        )
        assert found == pytest.approx(error, abs=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_soft_maximum_bears_any_gap(dtype):
    largest = np.finfo(dtype).max
    assert numerics.log_sum_exp(np.array([largest, -largest])) == largest
