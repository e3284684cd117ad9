"""Least squares, its bias and variance, and its error on new data agree with closed forms and simulations."""

import numpy as np
import pytest

from nnbook import model_selection as M
from nnbook import regression as R

LAWS = [(25, 0.5), (40, 0.5), (75, 0.5), (100, 0.5), (25, 0.0), (75, 0.0)]


def problem(n=12, d=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n)


@pytest.mark.parametrize("ridge", [0.3, 10.0])
def test_ridge_weights_solve_the_normal_equations(ridge):
    X, y = problem()
    w = R.ridge_weights(X, y, ridge)
    np.testing.assert_allclose(X.T @ X @ w + ridge * w, X.T @ y, atol=1e-12)


def test_without_ridge_the_shortest_weights_are_found():
    X, y = problem(3, 8)
    w = R.ridge_weights(X, y)
    np.testing.assert_allclose(X @ w, y, atol=1e-12)
    np.testing.assert_allclose(w, R.ridge_weights(X, y, 1e-9), atol=1e-7)


def test_columns_of_targets_are_problems_of_their_own():
    X, y = problem()
    both = R.ridge_weights(X, np.stack([y, 2 * y + 1], axis=1), 0.5)
    np.testing.assert_allclose(both[:, 1], R.ridge_weights(X, 2 * y + 1, 0.5), atol=1e-12)


def test_legendre_features_are_orthonormal():
    x, weights = np.polynomial.legendre.leggauss(20)
    features = R.legendre_features(x, 12)
    np.testing.assert_allclose(features.T * (weights / 2) @ features, np.eye(12), atol=1e-12)


def test_bias_and_variance_add_up_to_the_error():
    rng = np.random.default_rng(0)
    predictions, truth = rng.normal(size=(7, 5)), rng.normal(size=5)
    bias_squared, variance = R.bias_variance(predictions, truth)
    np.testing.assert_allclose(bias_squared + variance, ((predictions - truth) ** 2).mean(axis=0))


def test_average_variance_of_least_squares_is_that_of_its_parameters():
    rng, x, sigma = np.random.default_rng(0), np.linspace(-1, 1, 20), 0.3
    noise = sigma * rng.standard_normal((20, 4000))
    for p in (2, 8):
        X = R.legendre_features(x, p)
        _, variance = R.bias_variance((X @ R.ridge_weights(X, noise)).T, np.zeros(20))
        assert variance.mean() == pytest.approx(sigma**2 * p / 20, rel=0.05)


@pytest.mark.parametrize(("n", "sigma"), LAWS)
def test_expected_error_is_what_simulations_find(n, sigma):
    errors = R.simulate_errors(n, 50, sigma, n_sets=200, rng=np.random.default_rng(n))
    standard_error = errors.std() / np.sqrt(200)
    assert errors.mean() == pytest.approx(R.expected_error(n, 50, sigma), abs=4 * standard_error + 1e-9)


def test_expected_error_is_infinite_around_as_many_examples_as_weights():
    assert [R.expected_error(n, 50, 0.1) for n in (49, 50, 51)] == [np.inf] * 3
    assert R.expected_error(50, 50, 0.0) == 0
    assert R.expected_error(25, 50, 0.0, length=2.0) == 2.0


def test_press_with_ridge_equals_leave_one_out():
    X, y = problem()

    def fit(X, y):
        w = R.ridge_weights(X, y, 0.7)
        return lambda X: X @ w

    left_out = y - M.cross_validate(fit, X, y, M.leave_one_out(len(y)))
    np.testing.assert_allclose(M.press_residuals(X, y, 0.7), left_out, atol=1e-12)


def test_press_with_ridge_bears_more_features_than_samples():
    X, y = problem(4, 9)
    assert np.isfinite(M.press_residuals(X, y, 0.1)).all()


@pytest.mark.parametrize(
    "folds",
    [
        [([0, 1], [2])],  # two are never held out
        [([0, 1], [2]), ([0], [1, 2]), ([1, 2], [0])],  # one is held out twice
        [([0, 1], [1, 2]), ([1, 2], [0])],  # one is used to predict itself
    ],
)
def test_folds_that_are_none_are_refused(folds):
    with pytest.raises(ValueError, match="folds"):
        M.cross_validate(lambda X, y: lambda X: np.zeros(len(X)), np.zeros((3, 1)), np.zeros(3), folds)
