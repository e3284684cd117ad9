"""Losses by hand, at the extremes, and the learning slowdown of one logistic unit."""

import math

import numpy as np
import pytest

from nnbook import losses
from nnbook.activations import logistic
from nnbook.layers import Dense
from nnbook.numerics import gradient_error
from nnbook.optimizers import SGD


def test_squared_error_has_a_half_sums_outputs_and_averages_samples():
    value, grad = losses.mean_squared_error([[1.0, 2.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 2.0]])
    assert value == (1 + 4 + 4) / 4
    np.testing.assert_array_equal(grad, [[0.5, 1.0], [0.0, -1.0]])


@pytest.mark.parametrize(("start", "first", "last"), [((0.6, 0.9), 0.818, 0.094), ((2.0, 2.0), 0.982, 0.203)])
def test_learning_slowdown_of_one_logistic_unit(start, first, last):
    """x = 1, target 0, squared error, learning rate 0.15, 300 steps: a bad start also learns slowly."""
    unit = Dense(1, 1, logistic, rng=np.random.default_rng(0), dtype=np.float64)
    unit.params[0][:], unit.params[1][:] = start
    opt = SGD(0.15)
    state, outputs = opt.init(unit.params), []
    for _ in range(301):
        a, cache = unit.forward([[1.0]])
        outputs.append(a.item())
        _, grads = unit.backward(losses.mean_squared_error(a, [[0.0]])[1], cache)
        opt.step(unit.params, grads, state)
    assert round(outputs[0], 3) == first
    assert round(outputs[300], 3) == last


def test_cross_entropy_learns_fastest_where_it_is_most_wrong():
    _, slow = losses.mean_squared_error(logistic(np.array([10.0])), [0.0])
    _, fast = losses.binary_cross_entropy([10.0], [0.0])
    assert slow * logistic.prime(10.0) < 1e-4
    assert fast > 0.999


def test_binary_cross_entropy_by_hand_and_at_extremes():
    value, grad = losses.binary_cross_entropy([0.0, np.log(3)], [1.0, 1.0])
    assert value == pytest.approx((math.log(2) + math.log(4 / 3)) / 2)
    np.testing.assert_allclose(grad, [-0.25, -0.125])
    value, grad = losses.binary_cross_entropy([1e300, -1e300, -745.0], [1.0, 0.0, 0.0])
    assert value == 0
    assert np.isfinite(grad).all()
    assert losses.binary_cross_entropy([-800.0], [1.0])[0] == 800


def test_two_classes_are_one_logistic_unit():
    z, y = np.array([-2.0, 0.5, 3.0]), np.array([1, 0, 1])
    value, grad = losses.cross_entropy(np.column_stack([np.zeros(3), z]), y)
    other, slope = losses.binary_cross_entropy(z, y)
    assert value == pytest.approx(other)
    np.testing.assert_allclose(grad[:, 1], slope)


def test_cross_entropy_averages_over_all_leading_axes():
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(2, 5, 4)), rng.integers(0, 4, (2, 5))
    value, grad = losses.cross_entropy(z, y)
    flat_value, flat_grad = losses.cross_entropy(z.reshape(10, 4), y.ravel())
    assert value == flat_value
    np.testing.assert_array_equal(grad.reshape(10, 4), flat_grad)
    assert losses.cross_entropy(np.zeros((3, 7)), [0, 1, 2])[0] == pytest.approx(math.log(7))


def test_weighted_error_shares_the_loss():
    target = np.array([1.0] + [0.0] * 9)
    for r in (0.5, 1.0, 4.0):
        loss = losses.WeightedSquaredError(ratio=r, positives=0.1)
        positive = loss(np.zeros(10), target)[0]
        negative = loss(np.ones(10), target)[0]
        assert positive / negative == pytest.approx(r)
        assert positive + negative == pytest.approx(0.5)  # weights have mean 1
    plain = losses.WeightedSquaredError(ratio=0.1 / 0.9, positives=0.1)
    y_hat = np.linspace(0, 1, 10)
    assert plain(y_hat, target)[0] == pytest.approx(losses.mean_squared_error(y_hat, target)[0])


def test_kl_is_zero_for_the_standard_normal_only():
    value, (d_mu, d_log_var) = losses.gaussian_kl(np.zeros((3, 2)), np.zeros((3, 2)))
    assert value == 0
    assert not d_mu.any()
    assert not d_log_var.any()
    assert losses.gaussian_kl([[2.0]], [[math.log(4)]])[0] == pytest.approx(0.5 * (4 + 4 - 1 - math.log(4)))


def test_penalties_leave_vectors_alone():
    W, b = np.array([[3.0, -4.0]]), np.array([100.0])
    value, (dW, db) = losses.L2(0.2)([W, b])
    assert value == pytest.approx(0.1 * 25)
    np.testing.assert_allclose(dW, 0.2 * W)
    np.testing.assert_array_equal(db, 0)
    value, (dW, db) = losses.L1(0.2)([W, b])
    assert value == pytest.approx(1.4)
    np.testing.assert_allclose(dW, [[0.2, -0.2]])
    np.testing.assert_array_equal(db, 0)
    assert losses.L2(0.1)([np.ones((2, 2), np.float32)])[1][0].dtype == np.float32


@pytest.mark.parametrize("seed", range(3))
def test_gradients_along_a_random_direction(seed):
    rng = np.random.default_rng(seed)
    z, y, labels = rng.normal(size=(4, 3)), rng.random((4, 3)), rng.integers(0, 3, 4)
    mu, log_var = rng.normal(size=(2, 4, 3))
    cases = [
        (lambda: losses.mean_squared_error(z, y), z),
        (lambda: losses.WeightedSquaredError(2.0, 0.3)(z, y > 0.5), z),
        (lambda: losses.binary_cross_entropy(z, y), z),
        (lambda: losses.cross_entropy(z, labels), z),
    ]
    for case, x in cases:

        def value_and_grads(case=case):
            value, grad = case()
            return value, [grad]

        assert gradient_error(value_and_grads, [x], rng=rng) < 1e-6
    assert gradient_error(lambda: losses.gaussian_kl(mu, log_var), [mu, log_var], rng=rng) < 1e-6
    assert gradient_error(lambda: losses.L2(0.3)([mu]), [mu], rng=rng) < 1e-6
    assert gradient_error(lambda: losses.L1(0.3)([mu]), [mu], rng=rng) < 1e-6


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_a_diverged_output_shows_in_the_value_without_a_warning(bad):
    y_hat = np.array([[bad, -bad]])
    for value in (
        losses.mean_squared_error(y_hat, [[0.0, 0.0]])[0],
        losses.gaussian_kl(y_hat, [[0.0, 0.0]])[0],
        losses.L2(1.0)([y_hat])[0],
        losses.cross_entropy(y_hat, [1])[0],
        losses.binary_cross_entropy(y_hat, [[0.0, 1.0]])[0],
    ):
        assert not value < 1e300


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_have_the_precision_of_the_output(dtype):
    z = np.ones((2, 3), dtype)
    for _, grad in (
        losses.mean_squared_error(z, np.zeros((2, 3))),
        losses.WeightedSquaredError(1.0, 0.5)(z, np.zeros((2, 3))),
        losses.binary_cross_entropy(z, np.zeros((2, 3))),
        losses.cross_entropy(z, [0, 1]),
    ):
        assert grad.dtype == dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_likely_class_keeps_its_small_loss_and_gradient(dtype):
    """ln(1 + e⁻²⁰) is 2.06e-9, although 1 + e⁻²⁰ rounds to 1 in single precision."""
    small = np.log1p(np.exp(-20.0))
    for value, grad in (
        losses.binary_cross_entropy(np.array([20], dtype), [1]),
        losses.binary_cross_entropy(np.array([-20], dtype), [0]),
        losses.cross_entropy(np.array([[20, 0]], dtype), [0]),
        losses.cross_entropy(np.array([[0, 20]], dtype), [1]),
    ):
        np.testing.assert_allclose(value, small, rtol=1e-6)
        np.testing.assert_allclose(np.abs(grad).ravel(), small, rtol=1e-6)


def test_a_code_close_to_the_standard_one_keeps_its_small_divergence():
    """(e^x − 1 − x)/2 is x²/4 for small x = ln σ²."""
    value, _ = losses.gaussian_kl(np.zeros((1, 1), np.float32), np.full((1, 1), 1e-5, np.float32))
    np.testing.assert_allclose(value, 2.5e-11, rtol=1e-4)


def test_squares_of_single_precision_do_not_overflow():
    y_hat, target = np.array([3e25], np.float32), np.ones(1, np.float32)
    loss = losses.WeightedSquaredError(ratio=1, positives=0.5)
    for value in (
        losses.mean_squared_error(y_hat, target)[0],
        loss(y_hat, target)[0],
        losses.L2(1.0)([y_hat[None]])[0],
    ):
        np.testing.assert_allclose(value, 4.5e50, rtol=1e-6)
