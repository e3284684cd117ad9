"""Boltzmann machines: exact sums, learning that reaches its aim, and what is refused."""

import numpy as np
import pytest

from nnbook.boltzmann import (
    RBM,
    annealed_importance_sampling,
    boltzmann_distribution,
    expected_cd_gradient,
    fit_boltzmann,
    fit_rbm,
    likelihood_gradient,
    log_likelihood,
    log_partition,
    visible_distribution,
)
from nnbook.datasets.bitmaps import bars_and_stripes
from nnbook.hopfield import all_states, energy


@pytest.fixture
def rbm():
    rng = np.random.default_rng(0)
    return RBM(W=rng.normal(size=(3, 4)), a=rng.normal(size=4), b=rng.normal(size=3))


def zeros(n_hidden, n_visible):
    return RBM(W=np.zeros((n_hidden, n_visible)), a=np.zeros(n_visible), b=np.zeros(n_hidden))


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


def test_a_machine_keeps_its_own_weights():
    W = np.ones((2, 3))
    rbm = RBM(W=W, a=np.zeros(3), b=np.zeros(2))
    W[:] = 0
    assert (rbm.W == 1).all()


def test_cd1_learns_two_stripes():
    stripes = np.repeat([[1.0, 1, 0, 0], [0, 0, 1, 1]], 50, axis=0)
    fit = fit_rbm(stripes, 3, n_epochs=150, lr=0.5, rng=np.random.default_rng(2))
    P = np.exp(-fit.rbm.free_energy(bits(4)))
    P /= P.sum()
    assert P[0b1100] + P[0b0011] > 0.8
    assert fit.error[-1] < fit.error[0]


def test_training_goes_on_from_start_and_leaves_it():
    v = np.random.default_rng(0).random((40, 6))
    first = fit_rbm(v, 2, n_epochs=1, rng=np.random.default_rng(1)).rbm
    before = first.W.copy()
    second = fit_rbm(v, start=first, n_epochs=2, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(first.W, before)
    assert not np.array_equal(second.rbm.W, before)
    assert second.error.shape == (2,)
    same = fit_rbm(v, start=first, n_epochs=0, rng=np.random.default_rng(1)).rbm
    np.testing.assert_array_equal(same.W, before)


def test_three_units_by_hand():
    # E = -(x1 x2 - x2 x3) is -2, 0 or 2, and does not change if all three signs do
    W = [[0.0, 1.0, 0.0], [1.0, 0.0, -1.0], [0.0, -1.0, 0.0]]
    low, middle, high = np.exp(2), 1.0, np.exp(-2)
    Z = 2 * low + 4 * middle + 2 * high
    #        ---     --+   -+-    -++     +--     +-+   ++-  +++
    weights = [middle, low, middle, high, high, middle, low, middle]
    np.testing.assert_allclose(boltzmann_distribution(W), np.array(weights) / Z)


def test_partition_function_sums_over_both_layers(rbm):
    v, h = bits(4), bits(3)
    E = -np.einsum("kj,ji,li->lk", h, rbm.W, v) - (v @ rbm.a)[:, None] - h @ rbm.b
    assert log_partition(rbm) == pytest.approx(np.log(np.exp(-E).sum()))
    turned = RBM(W=rbm.W.T, a=rbm.b, b=rbm.a)
    assert log_partition(turned) == pytest.approx(log_partition(rbm))
    P = visible_distribution(rbm)
    np.testing.assert_allclose(P, np.exp(-E).sum(axis=1) / np.exp(-E).sum())
    assert log_likelihood(rbm, v[[3, 5]]) == pytest.approx(np.log(P[[3, 5]]).mean())


def test_a_machine_without_weights_knows_its_partition_function():
    rbm = RBM(W=np.zeros((64, 4)), a=np.zeros(4), b=np.zeros(64))
    assert log_partition(rbm) == pytest.approx(68 * np.log(2))


@pytest.mark.parametrize("turned", [False, True])
def test_gradient_is_that_of_the_likelihood(rbm, turned):
    if turned:  # sums over the other layer
        rbm = RBM(W=rbm.W.T, a=rbm.b, b=rbm.a)
    v = bits(len(rbm.a))[[1, 2, 6, 7]]
    found, eps = likelihood_gradient(rbm, v), 1e-6
    for name, grad in zip("Wab", found, strict=True):
        for place in np.ndindex(grad.shape):
            ends = []
            for shift in (eps, -eps):
                moved = {key: getattr(rbm, key).copy() for key in "Wab"}
                moved[name][place] += shift
                ends.append(log_likelihood(RBM(**moved), v))
            assert grad[place] == pytest.approx((ends[0] - ends[1]) / (2 * eps), abs=1e-8)


def test_cd1_is_biased_and_a_long_chain_is_not(rbm):
    v = bits(4)[[1, 2, 12, 15]]
    exact = np.concatenate([g.ravel() for g in likelihood_gradient(rbm, v)])
    steps = [
        np.concatenate([g.ravel() for g in expected_cd_gradient(rbm, v, n_gibbs=k)]) for k in (1, 10, 200)
    ]
    distance = [np.linalg.norm(step - exact) for step in steps]
    assert distance[0] > distance[1] > distance[2]
    assert distance[0] > 0.03
    np.testing.assert_allclose(steps[2], exact, atol=1e-9)
    assert steps[0] @ exact > 0.9 * np.linalg.norm(steps[0]) * np.linalg.norm(exact)


def test_fit_takes_the_expected_step(rbm):
    v = np.repeat(bits(4)[[1, 2, 12, 15]], 5000, axis=0)
    rng, settings = np.random.default_rng(3), {"n_epochs": 1, "batch_size": 20_000, "lr": 1.0, "start": rbm}
    for method, n_gibbs in (("cd", 1), ("cd", 3), ("exact", 1)):
        after = fit_rbm(v, method=method, n_gibbs=n_gibbs, rng=rng, **settings).rbm
        wanted = (
            likelihood_gradient(rbm, v)
            if method == "exact"
            else expected_cd_gradient(rbm, v, n_gibbs=n_gibbs)
        )
        for key, grad in zip("Wab", wanted, strict=True):
            step = getattr(after, key) - getattr(rbm, key)
            np.testing.assert_allclose(step, grad, atol=1e-12 if method == "exact" else 0.015)
    # persistent chains do not begin at the data: from a uniform start, 60 steps are enough here
    after = fit_rbm(v, method="pcd", n_gibbs=60, rng=rng, **settings).rbm
    np.testing.assert_allclose(after.W - rbm.W, likelihood_gradient(rbm, v)[0], atol=0.015)


def test_weight_decay_and_kept_machines(rbm):
    v = bits(4)
    fit = fit_rbm(v, start=rbm, n_epochs=3, lr=0.1, batch_size=16, method="exact",
                  weight_decay=0.5, keep=(0, 1, 3), rng=np.random.default_rng(0))  # fmt: skip
    assert list(fit.kept) == [0, 1, 3]
    np.testing.assert_array_equal(fit.kept[0].W, rbm.W)
    np.testing.assert_array_equal(fit.kept[3].W, fit.rbm.W)
    expected = rbm.W + 0.1 * (likelihood_gradient(rbm, v)[0] - 0.5 * rbm.W)
    np.testing.assert_allclose(fit.kept[1].W, expected)


def test_samples_come_from_the_distribution(rbm):
    v = rbm.sample(np.zeros((20_000, 4)), n_steps=40, rng=np.random.default_rng(4))
    share = np.bincount((v @ [8, 4, 2, 1]).astype(int), minlength=16) / 20_000
    np.testing.assert_allclose(share, visible_distribution(rbm), atol=0.012)
    np.testing.assert_array_equal(rbm.sample(v, n_steps=0, rng=np.random.default_rng(0)), v)


def test_exact_learning_comes_near_the_best_on_bars_and_stripes():
    data = bars_and_stripes(2).reshape(6, 4)
    fit = fit_rbm(data, 6, n_epochs=4000, batch_size=6, lr=0.3, method="exact", rng=np.random.default_rng(0))
    assert -1.02 * np.log(6) < log_likelihood(fit.rbm, data) < -np.log(6)


def test_annealing_finds_the_partition_function():
    rng = np.random.default_rng(5)
    rbm = RBM(W=rng.normal(size=(10, 30)), a=rng.normal(size=30), b=rng.normal(size=10))
    estimate = annealed_importance_sampling(rbm, n_runs=200, n_temperatures=500, rng=rng)
    assert estimate.log_weights.shape == (200,)
    assert abs(np.exp(estimate.log_z - log_partition(rbm)) - 1) < 5 * estimate.error < 0.5
    still = RBM(W=np.zeros((3, 2)), a=[1.0, -1.0], b=np.zeros(3))
    exact = annealed_importance_sampling(still, n_runs=2, n_temperatures=1, rng=rng)
    assert exact.log_z == pytest.approx(log_partition(still))
    assert exact.error == pytest.approx(0, abs=1e-12)


def test_bars_and_stripes_are_all_different():
    for n in (2, 3, 4):
        pictures = bars_and_stripes(n)
        assert pictures.shape == (2 ** (n + 1) - 2, n, n)
        assert len(np.unique(pictures.reshape(len(pictures), -1), axis=0)) == len(pictures)
        along = [(p == p[:1]).all() or (p == p[:, :1]).all() for p in pictures]
        assert all(along)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: boltzmann_distribution(np.eye(17)), "at most 16 units .* got 17"),
        (lambda: fit_boltzmann(np.ones((1, 13)), n_steps=1, lr=0.1), "at most 12 units"),
        (lambda: log_partition(zeros(17, 18)), "at most 16 units in a layer to sum over, got 17"),
        (lambda: visible_distribution(zeros(1, 17)), "at most 16 visible units, got 17"),
        (lambda: expected_cd_gradient(zeros(8, 9), np.ones((1, 9))), "at most 16 units in all, got 17"),
    ],
)
def test_more_states_than_can_be_summed_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_hidden_units_are_asked_for_where_no_start_has_them():
    with pytest.raises(TypeError, match="an integer for n_hidden"):
        fit_rbm([[0.5]], n_epochs=1, batch_size=1, rng=np.random.default_rng(0))


def test_a_divergence_is_a_number_where_a_probability_is_none():
    fit = fit_boltzmann([[1, 1], [1, 1], [-1, -1], [1, -1]], n_steps=2, lr=1e4)
    W, theta, data = fit.W, fit.theta, np.array([1, 0, 1, 2]) / 4
    E = energy(W, all_states(2), theta)
    log_P = E.min() - E - np.log(np.exp(E.min() - E).sum())
    assert log_P.min() < -1000
    seen = data > 0
    assert fit.divergence[-1] == pytest.approx(data[seen] @ (np.log(data[seen]) - log_P[seen]))
