"""Boltzmann machines: exact sums, learning that reaches its aim, and what is refused."""

import numpy as np
import pytest

from nnbook.boltzmann import boltzmann_distribution, fit_boltzmann
from nnbook.hopfield import all_states, energy
from nnbook.rbm import RBM, train_rbm


@pytest.fixture
def rbm():
    rng = np.random.default_rng(0)
    return RBM(W=rng.normal(size=(3, 4)), a=rng.normal(size=4), b=rng.normal(size=3))


def bits(n):
    return (all_states(n) + 1) / 2


def test_distribution_follows_the_energy():
    W = np.array([[0.0, 0.5, -1.0], [0.5, 0.0, 0.2], [-1.0, 0.2, 0.0]])
    P = boltzmann_distribution(W, beta=2.0, theta=[0.1, 0.0, -0.3])
    assert P.sum() == pytest.approx(1)
    E = energy(W, all_states(3), [0.1, 0.0, -0.3])
    np.testing.assert_allclose(np.log(P / P[0]), -2.0 * (E - E[0]))
    np.testing.assert_allclose(boltzmann_distribution(W, beta=0.0), 1 / 8)
    assert np.isfinite(boltzmann_distribution(1e6 * W)).all()


def test_a_pair_agrees_with_tanh_beta():
    P = boltzmann_distribution([[0, 1], [1, 0]], beta=0.8)
    assert P @ all_states(2).prod(axis=1) == pytest.approx(np.tanh(0.8))


def test_fit_reproduces_pair_correlations():
    rng = np.random.default_rng(1)
    samples = np.sign(rng.normal(size=(300, 4)) @ (np.eye(4) + 0.5))
    fit = fit_boltzmann(samples, n_steps=3000, lr=0.2)
    P, x = boltzmann_distribution(fit.W, theta=fit.theta), all_states(4)
    np.testing.assert_allclose(x.T @ (P[:, None] * x), samples.T @ samples / 300, atol=1e-4)
    np.testing.assert_allclose(P @ x, samples.mean(axis=0), atol=1e-4)
    assert (np.diff(fit.divergence) <= 1e-12).all()
    assert fit.divergence.shape == (3001,)


def test_parity_is_beyond_pairs():
    even = all_states(3)[all_states(3).prod(axis=1) > 0]  # every pair is uncorrelated: nothing to learn from
    fit = fit_boltzmann(even, n_steps=50, lr=0.5)
    np.testing.assert_allclose(fit.W, 0, atol=1e-12)
    assert fit.divergence[-1] == pytest.approx(np.log(2))


def test_rbm_free_energy_is_the_sum_over_hidden_states(rbm):
    v, h = bits(4), bits(3)
    E = -np.einsum("kj,ji,li->lk", h, rbm.W, v) - (v @ rbm.a)[:, None] - h @ rbm.b
    np.testing.assert_allclose(rbm.free_energy(v), -np.log(np.exp(-E).sum(axis=1)))
    joint = np.exp(-E)
    np.testing.assert_allclose(rbm.hidden(v), joint @ h / joint.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(rbm.visible(h), joint.T @ v / joint.sum(axis=0)[:, None])


def test_reconstruction_keeps_what_is_known(rbm):
    v = np.array([[1.0, 0.0, 0.5, 0.5]])
    known = np.array([True, True, False, False])
    once = rbm.reconstruct(v, known=known)
    np.testing.assert_array_equal(once[:, :2], v[:, :2])
    np.testing.assert_allclose(once[:, 2:], rbm.visible(rbm.hidden(v))[:, 2:])
    np.testing.assert_allclose(rbm.reconstruct(v, n_steps=2), rbm.reconstruct(rbm.reconstruct(v)))


def test_cd1_learns_two_stripes():
    stripes = np.repeat([[1.0, 1, 0, 0], [0, 0, 1, 1]], 50, axis=0)
    rbm, error = train_rbm(stripes, 3, n_epochs=150, lr=0.5, rng=np.random.default_rng(2))
    P = np.exp(-rbm.free_energy(bits(4)))
    P /= P.sum()
    assert P[0b1100] + P[0b0011] > 0.8
    assert error[-1] < error[0]


def test_training_goes_on_from_start_and_leaves_it():
    v = np.random.default_rng(0).random((40, 6))
    first, _ = train_rbm(v, 2, n_epochs=1, rng=np.random.default_rng(1))
    before = first.W.copy()
    second, error = train_rbm(v, start=first, n_epochs=2, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(first.W, before)
    assert not np.array_equal(second.W, before)
    assert error.shape == (2,)
    same, _ = train_rbm(v, start=first, n_epochs=0, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(same.W, before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: boltzmann_distribution(np.eye(17)), "at most 16 units .* got 17"),
        (lambda: boltzmann_distribution(np.eye(2), beta=-1), "beta >= 0, got beta=-1"),
        (lambda: fit_boltzmann(np.ones((1, 13)), n_steps=1, lr=0.1), "at most 12 units"),
        (
            lambda: RBM(W=np.ones((2, 3)), a=np.ones(2), b=np.ones(2)),
            r"a of shape \(3,\), got a of shape \(2,\)",
        ),
        (
            lambda: train_rbm([[2.0]], 1, n_epochs=1, rng=np.random.default_rng(0)),
            "v with numbers from 0 to 1",
        ),
        (
            lambda: train_rbm([[0.5]], 1, n_epochs=1, rng=np.random.default_rng(0)),
            "batch_size <= 1, got batch_size=20",
        ),
    ],
)
def test_bad_values_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_bad_kinds_are_named(rbm):
    with pytest.raises(TypeError, match="an integer for n_hidden"):
        train_rbm([[0.5]], n_epochs=1, batch_size=1, rng=np.random.default_rng(0))
    with pytest.raises(TypeError, match="an RBM for start"):
        train_rbm([[0.5]], n_epochs=1, batch_size=1, rng=np.random.default_rng(0), start=rbm.W)
    with pytest.raises(ValueError, match="v with 4 units"):
        rbm.hidden([1.0])
    with pytest.raises(ValueError, match=r"known of shape \(4,\)"):
        rbm.reconstruct(np.zeros(4), known=[True])
