"""Centres settle in the middle of their samples, and bumps around centres go through given points."""

import numpy as np
import pytest

from nnbook import competitive as C


def runge(x):
    return 1 / (1 + 25 * x[:, 0] ** 2)


X21 = np.linspace(-1, 1, 21)[:, None]


def test_two_bumps_by_hand():
    e = np.exp(-0.5)  # at a distance of one width
    net = C.fit_rbf([[0.0], [1.0]], [1.0, 0.0], [[0.0], [1.0]], 1.0)
    np.testing.assert_allclose(net.weights, np.array([1, -e]) / (1 - e**2), rtol=1e-12)


@pytest.mark.parametrize("width", [0.05, 0.1, 0.15])
def test_a_centre_on_each_sample_interpolates(width):
    net = C.fit_rbf(X21, runge(X21), X21, width)
    np.testing.assert_allclose(net.predict(X21), runge(X21), atol=1e-10)


def test_ridge_solves_the_normal_equations():
    rng = np.random.default_rng(0)
    x, y, centres = rng.standard_normal((30, 2)), rng.standard_normal((30, 3)), rng.standard_normal((7, 2))
    Phi = C.gaussian_features(x, centres, 1.2)
    w = np.linalg.solve(Phi.T @ Phi + 0.3 * np.eye(7), Phi.T @ y)
    np.testing.assert_allclose(C.fit_rbf(x, y, centres, 1.2, ridge=0.3).weights, w, atol=1e-12)


def test_more_ridge_means_smaller_weights():
    sizes = [
        np.linalg.norm(C.fit_rbf(X21, runge(X21), X21, 0.2, ridge=r).weights) for r in (0, 1e-8, 1e-4, 1e-2)
    ]
    assert (np.diff(sizes) < 0).all()


def test_features_do_not_change_when_all_is_moved_and_scaled():
    rng = np.random.default_rng(0)
    x, c = rng.standard_normal((5, 3)), rng.standard_normal((4, 3))
    np.testing.assert_allclose(
        C.gaussian_features(3 * x + 1, 3 * c + 1, 6.0), C.gaussian_features(x, c, 2.0), atol=1e-12
    )


def test_k_means_ends_where_each_centre_is_the_mean_of_its_samples():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, 2))
    found = C.k_means(x, x[:5])
    for k in range(5):
        np.testing.assert_allclose(found.centres[k], x[found.labels == k].mean(axis=0), atol=1e-12)
    assert (np.diff(found.errors) <= 1e-9).all()
    assert len(found.errors) < 100


def test_k_means_can_end_in_a_worse_place():
    x = [[0.0], [1.0], [10.0], [11.0], [13.0], [14.0]]
    good, bad = C.k_means(x, [[0.0], [10.0], [14.0]]), C.k_means(x, [[0.0], [1.0], [14.0]])
    assert good.errors[-1] == 1.5
    assert bad.errors[-1] == 10  # the first two samples have a centre each, the last four share one


def test_a_centre_without_samples_stays():
    found = C.k_means([[0.0], [1.0]], [[0.5], [100.0]])
    np.testing.assert_array_equal(found.centres, [[0.5], [100.0]])


def test_k_means_of_no_step():
    found = C.k_means([[0.0], [4.0]], [[1.0]], n_steps=0)
    assert found.errors.tolist() == [10.0]
    assert found.centres.tolist() == [[1.0]]


def test_sizes_have_to_agree():
    with pytest.raises(ValueError, match="need start of shape"):
        C.k_means(np.ones((3, 2)), np.ones((2, 3)))
    with pytest.raises(ValueError, match="need y of shape"):
        C.fit_rbf(np.ones((3, 2)), np.ones(4), np.ones((2, 2)), 1.0)
    with pytest.raises(ValueError, match="need centres of shape"):
        C.fit_rbf(np.ones((3, 2)), np.ones(3), np.ones((2, 3)), 1.0)
