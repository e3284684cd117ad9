"""Radial basis functions and centres against scipy and scikit-learn."""

import numpy as np
import pytest

from nnbook import competitive as C

pytestmark = pytest.mark.oracle
scipy_interpolate = pytest.importorskip("scipy.interpolate")
sklearn = pytest.importorskip("sklearn")


@pytest.mark.parametrize("n_in", [1, 2, 3])
def test_interpolation_as_in_scipy(n_in):
    rng = np.random.default_rng(n_in)
    x = np.arange(25)[:, None] * 0.4 + 0.05 * rng.standard_normal((25, n_in))  # wide apart: well conditioned
    y, at = rng.standard_normal((25, 2)), x[rng.integers(0, 25, 50)] + 0.1 * rng.standard_normal((50, n_in))
    width = 0.3
    peer = scipy_interpolate.RBFInterpolator(x, y, kernel="gaussian", epsilon=1 / (width * 2**0.5), degree=-1)
    ours = C.fit_rbf(x, y, x, width).predict(at)
    np.testing.assert_allclose(ours, peer(at), atol=1e-7 * np.abs(ours).max())


def test_ridge_as_in_scikit_learn():
    from sklearn.gaussian_process.kernels import RBF
    from sklearn.linear_model import Ridge

    rng = np.random.default_rng(0)
    x, y, centres = rng.standard_normal((60, 2)), rng.standard_normal(60), rng.standard_normal((12, 2))
    Phi = RBF(0.9)(x, centres)
    np.testing.assert_allclose(C.gaussian_features(x, centres, 0.9), Phi, atol=1e-12)
    peer = Ridge(alpha=0.05, fit_intercept=False, solver="svd").fit(Phi, y)
    np.testing.assert_allclose(
        C.fit_rbf(x, y, centres, 0.9, ridge=0.05).weights, peer.coef_, rtol=1e-6, atol=1e-9
    )


@pytest.mark.parametrize("seed", range(5))
def test_k_means_as_in_scikit_learn(seed):
    from sklearn.cluster import KMeans

    rng = np.random.default_rng(seed)
    x = rng.standard_normal((150, 3)) + 3 * rng.integers(0, 3, (150, 1))
    start = x[rng.permutation(150)[:4]]
    peer = KMeans(4, init=start, n_init=1, tol=0, algorithm="lloyd").fit(x)
    ours = C.k_means(x, start)
    np.testing.assert_allclose(ours.centres, peer.cluster_centers_, atol=1e-9)
    np.testing.assert_array_equal(ours.labels, peer.labels_)
    assert ours.errors[-1] == pytest.approx(peer.inertia_)
