"""Capacity theory against scipy's root finder; the restricted Boltzmann machine against scikit-learn's."""

import numpy as np
import pytest

from nnbook import hopfield
from nnbook.boltzmann import RBM

pytestmark = pytest.mark.oracle
optimize = pytest.importorskip("scipy.optimize")
special = pytest.importorskip("scipy.special")
neural_network = pytest.importorskip("sklearn.neural_network")


def test_error_probability_is_half_erfc():
    load = np.logspace(-3, 2, 50)
    np.testing.assert_allclose(
        hopfield.error_probability(load), special.erfc(np.sqrt(0.5 / load)) / 2, rtol=1e-9
    )


@pytest.mark.parametrize("load", [0.02, 0.05, 0.1, 0.137])
def test_retrieval_overlap_is_the_largest_root(load):
    def excess(y):
        return y * (np.sqrt(2 * load) + 2 / np.sqrt(np.pi) * np.exp(-(y**2))) - special.erf(y)

    y = optimize.brentq(excess, 1.5116, 40)
    assert hopfield.retrieval_overlap(load) == pytest.approx(special.erf(y), abs=1e-10)


def test_critical_load_is_the_largest_of_a_maximum():
    found = optimize.minimize_scalar(
        lambda y: -special.erf(y) / y + 2 / np.sqrt(np.pi) * np.exp(-(y**2)),
        bounds=(0.5, 4),
        method="bounded",
    )
    assert hopfield.critical_load()[0] == pytest.approx(found.fun**2 / 2, rel=1e-8)


def test_mean_field_overlap_is_the_positive_root():
    for beta in (1.05, 1.5, 4.0):
        root = optimize.brentq(lambda m, b=beta: np.tanh(b * m) - m, 1e-3, 1)
        assert hopfield.mean_field_overlap(beta) == pytest.approx(root, abs=1e-10)


def test_phantoms_of_three_melt_at_046():
    def curvature(T):  # the lowest eigenvalue of the free energy's Hessian at the symmetric mixture of three
        m = optimize.brentq(lambda m: (np.tanh(3 * m / T) + np.tanh(m / T)) / 4 - m, 1e-3, 1)
        far, near = np.tanh(3 * m / T) ** 2, np.tanh(m / T) ** 2
        return 1 - (1 - (far + 3 * near) / 4) / T - (far - near) / 4 / T

    assert optimize.brentq(curvature, 0.3, 0.6) == pytest.approx(0.46, abs=0.005)


def test_rbm_equals_scikit_learn():
    rng = np.random.default_rng(0)
    ours = RBM(W=rng.normal(size=(5, 9)), a=rng.normal(size=9), b=rng.normal(size=5))
    peer = neural_network.BernoulliRBM(n_components=5)
    peer.components_, peer.intercept_visible_, peer.intercept_hidden_ = ours.W, ours.a, ours.b
    v = rng.integers(0, 2, (20, 9)).astype(float)
    np.testing.assert_allclose(ours.hidden(v), peer.transform(v))
    np.testing.assert_allclose(ours.free_energy(v), peer._free_energy(v))
