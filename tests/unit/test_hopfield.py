"""Hopfield networks: closed forms, numbers worked by hand, and what is refused."""

import math

import numpy as np
import pytest

from nnbook import hopfield
from nnbook.datasets.bitmaps import digit_bitmaps


def random_patterns(p, n, seed=0):
    return np.random.default_rng(seed).choice([-1.0, 1.0], (p, n))


def naive_recall(W, x, n_sweeps=100):
    """One state, one unit, one sum at a time."""
    x = list(x)
    for t in range(n_sweeps * len(x)):
        j = t % len(x)
        h = sum(W[j][i] * x[i] for i in range(len(x)))
        x[j] = x[j] if h == 0 else math.copysign(1, h)
    return np.array(x)


def test_three_units_by_hand():
    W = hopfield.hebb_weights([1, -1, 1])
    np.testing.assert_array_equal(W, [[0, -1, 1], [-1, 0, -1], [1, -1, 0]])
    every = hopfield.all_states(3)
    stored = [abs(x @ [1, -1, 1]) == 3 for x in every]
    np.testing.assert_array_equal(hopfield.energy(W, every), np.where(stored, -3, 1))
    ends = hopfield.recall(W, every)
    assert (ends.period == 1).all()
    assert set(np.abs(hopfield.identify(ends.states, [1, -1, 1]))) == {1}


def test_cyclic_visits_go_to_unit_t_mod_n_plus_1():
    path = hopfield.update_path(-np.ones((3, 3)) + np.eye(3), [1, 1, 1], n_steps=5)
    changed = [np.flatnonzero(path[t + 1] != path[t]).tolist() for t in range(5)]
    assert changed == [[0], [], [], [], []]  # unit 1 turns; then units 2 and 3 see a tie and keep
    weights = np.random.default_rng(0).normal(size=(4, 4))
    path = hopfield.update_path(weights + weights.T, [1, -1, 1, -1], n_steps=9)
    for t in range(9):
        assert set(np.flatnonzero(path[t + 1] != path[t])) <= {t % 4}


@pytest.mark.parametrize("p", [1, 2, 3, 6])
def test_hebb_energy_is_the_sum_of_squared_overlaps(p):
    xi, n = random_patterns(p, 17), 17
    x = random_patterns(5, n, seed=1)
    m = hopfield.overlap(x, xi)
    np.testing.assert_allclose(
        hopfield.energy(hopfield.hebb_weights(xi), x), -(n**2) / 2 * (m**2).sum(1) + n * p / 2, atol=1e-9
    )


def test_recall_equals_the_naive_loop():
    xi = random_patterns(5, 24)
    W = hopfield.hebb_weights(xi)
    cues = hopfield.flip_bits(np.repeat(xi, 4, axis=0), 0.3, rng=np.random.default_rng(2))
    batch = hopfield.recall(W, cues).states
    for cue, end in zip(cues, batch, strict=True):
        np.testing.assert_array_equal(end, naive_recall(W, cue))
        np.testing.assert_array_equal(hopfield.recall(W, cue).states, end)


def test_ties_keep_the_state():
    W = np.zeros((4, 4))
    x = random_patterns(3, 4)
    assert (hopfield.recall(W, x).states == x).all()
    assert (hopfield.recall_synchronous(W, x).states == x).all()
    assert (hopfield.update_path(W, x[0], n_steps=8) == x[0]).all()


def test_thresholds_shift_the_field():
    W = np.zeros((2, 2))
    np.testing.assert_array_equal(hopfield.recall(W, [1, 1], theta=[0.5, -0.5]).states, [-1, 1])
    assert hopfield.energy(W, [1, -1], theta=[0.5, -0.5]) == 1.0
    assert hopfield.energy(W, [1, 1], theta=2.0) == 4.0


def test_two_units_swap_for_ever_when_updated_at_once():
    pair = hopfield.hebb_weights([1, 1])
    result = hopfield.recall_synchronous(pair, [[1, -1], [1, 1]])
    np.testing.assert_array_equal(result.period, [2, 1])
    assert hopfield.recall(pair, [1, -1]).period == 1
    path = hopfield.update_path(pair, [1, -1], n_steps=4, group=2)
    np.testing.assert_array_equal(path[::2], np.tile([1, -1], (3, 1)))
    np.testing.assert_array_equal(path[1::2], np.tile([-1, 1], (2, 1)))


def test_asymmetric_weights_may_never_settle():
    W = np.array([[0, 1], [-1, 0]])
    result = hopfield.recall(W, [1, 1], max_sweeps=10)
    assert result.period == 0
    assert result.n_sweeps == 10


def test_random_order_is_drawn_from_rng():
    xi = random_patterns(3, 40)
    W = hopfield.hebb_weights(xi)
    cue = hopfield.flip_bits(xi[0], 0.2, rng=np.random.default_rng(1))
    runs = [hopfield.recall(W, cue, rng=np.random.default_rng(5)).states for _ in range(2)]
    np.testing.assert_array_equal(*runs)
    np.testing.assert_array_equal(runs[0], xi[0])


def test_seven_digits_return_from_a_quarter_of_flips():
    patterns = digit_bitmaps().reshape(10, 120)[:7]
    W = hopfield.hebb_weights(patterns)
    assert (hopfield.recall(W, patterns).states == patterns).all()
    truth = np.repeat(patterns, 50, axis=0)
    cues = hopfield.flip_bits(truth, 0.25, rng=np.random.default_rng(0))
    assert ((hopfield.recall(W, cues).states == truth).all(axis=1)).mean() > 0.95


def test_projection_keeps_patterns_that_hebb_cannot():
    patterns = digit_bitmaps().reshape(10, 120)
    assert not (hopfield.recall(hopfield.hebb_weights(patterns), patterns).states == patterns).all()
    W = hopfield.projection_weights(patterns)
    assert (hopfield.recall(W, patterns).states == patterns).all()
    orthogonal = np.array([[1, 1, 1, 1], [1, -1, 1, -1]])
    np.testing.assert_allclose(
        hopfield.projection_weights(orthogonal), hopfield.hebb_weights(orthogonal), atol=1e-12
    )
    with pytest.raises(ValueError, match=r"independent patterns, got patterns of shape .*rank 1"):
        hopfield.projection_weights([[1, 1, -1], [-1, -1, 1]])


def test_flip_bits_turns_exactly_that_share():
    x = random_patterns(6, 30)
    damaged = hopfield.flip_bits(x, 0.4, rng=np.random.default_rng(0))
    np.testing.assert_array_equal((damaged != x).sum(axis=1), 12)
    assert len({tuple(row) for row in damaged * x}) > 1  # not the same units in each state
    np.testing.assert_array_equal(hopfield.flip_bits(x[0], 1.0, rng=np.random.default_rng(0)), -x[0])


def test_majority_of_three_overlaps_each_by_a_half():
    n = 4000
    xi = random_patterns(3, n)
    m = hopfield.overlap(hopfield.majority(xi), xi)
    np.testing.assert_allclose(m, 0.5, atol=0.06)
    with pytest.raises(ValueError, match="odd number of patterns for a majority, got patterns of shape"):
        hopfield.majority(xi[:2])


def test_phantom_of_three_is_stable_when_few_are_stored():
    xi = random_patterns(3, 200, seed=3)
    W = hopfield.hebb_weights(xi)
    for combination in np.array([[1, 1, 1], [1, -1, 1], [-1, -1, -1]]):
        phantom = hopfield.recall(W, hopfield.majority(combination[:, None] * xi)).states
        assert hopfield.identify(phantom, xi) == 0
        assert hopfield.overlap(phantom, hopfield.majority(combination[:, None] * xi)) > 0.95


def test_all_states_counts_in_binary():
    every = hopfield.all_states(5)
    np.testing.assert_array_equal((every > 0) @ [16, 8, 4, 2, 1], np.arange(32))


def test_glauber_samples_the_boltzmann_distribution():
    rng = np.random.default_rng(3)
    W = rng.normal(size=(3, 3))
    W = np.triu(W, 1) + np.triu(W, 1).T
    theta = np.array([0.3, -0.2, 0.1])
    states = hopfield.glauber(W, np.ones((20_000, 3)), beta=0.7, n_sweeps=60, rng=rng, theta=theta)[-1]
    frequency = np.bincount((states > 0).astype(int) @ [4, 2, 1], minlength=8) / len(states)
    weight = np.exp(-0.7 * hopfield.energy(W, hopfield.all_states(3), theta))
    np.testing.assert_allclose(frequency, weight / weight.sum(), atol=0.015)


def test_noise_without_temperature_is_none():
    xi = random_patterns(2, 30)
    W = hopfield.hebb_weights(xi)
    cue = hopfield.flip_bits(xi[0], 0.2, rng=np.random.default_rng(0))
    cold = hopfield.glauber(W, cue, beta=math.inf, n_sweeps=5, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(cold[-1], hopfield.recall(W, cue).states)
    np.testing.assert_array_equal(hopfield.update_path(W, cue, n_steps=150)[30::30], cold[1:])
    hot = hopfield.update_path(W, cue, n_steps=3000, beta=0.0, rng=np.random.default_rng(0))
    assert abs(hot[1:].mean()) < 0.1


def test_unlearning_of_one_pattern_scales_its_weights():
    W = hopfield.hebb_weights([1, -1, 1, -1])
    faint = hopfield.unlearn(W, n_dreams=4, strength=0.1, rng=np.random.default_rng(0))
    np.testing.assert_allclose(faint, 0.6 * W)
    np.testing.assert_array_equal(W, hopfield.hebb_weights([1, -1, 1, -1]))  # not changed


def test_unlearning_rescues_an_overloaded_memory():
    xi = random_patterns(20, 100, seed=1)
    W = hopfield.hebb_weights(xi)
    stable = [
        (hopfield.recall(weights, xi).states == xi).all(axis=1).mean()
        for weights in (W, hopfield.unlearn(W, n_dreams=400, strength=0.01, rng=np.random.default_rng(1)))
    ]
    assert stable[0] < 0.5
    assert stable[1] > 0.85


def test_attention_recall_limits():
    X = np.random.default_rng(0).normal(size=(5, 8))
    average, weights = hopfield.attention_recall(X, X[2], beta=0.0)
    np.testing.assert_allclose(average, X.mean(axis=0))
    np.testing.assert_allclose(weights, 0.2)
    sharp, weights = hopfield.attention_recall(X, X[:2], beta=1e4, n_steps=3)
    np.testing.assert_allclose(sharp, X[:2])
    assert weights.shape == (2, 5)


def test_error_probability():
    assert hopfield.error_probability(1e9) == pytest.approx(0.5, abs=1e-4)
    for load in (0.003, 0.04, 0.06, 0.3):
        assert hopfield.error_probability(load) == pytest.approx(math.erfc(math.sqrt(1 / (2 * load))) / 2)


def test_error_probability_is_what_happens():
    n, p = 400, 80
    memories = [random_patterns(p, n, seed) for seed in range(10)]
    wrong = np.mean([(xi @ hopfield.hebb_weights(xi)) * xi < 0 for xi in memories])
    assert wrong == pytest.approx(hopfield.error_probability(p / n), rel=0.1)


def test_safe_capacity():
    assert hopfield.safe_capacity(1000) == pytest.approx(1000 / (4 * math.log(1000)))
    assert hopfield.safe_capacity(1000, every=False) == pytest.approx(72.38, abs=0.01)


def test_retrieval_overlap_solves_its_equation():
    alpha = np.array([0.01, 0.06, 0.1, 0.137])
    m = hopfield.retrieval_overlap(alpha)
    for a, overlap in zip(
        alpha, m, strict=True
    ):  # the three equations of the noiseless limit, as they are printed
        low, high = 1e-9, 1.0
        for _ in range(100):  # C of C = sqrt(2 / (pi alpha r)) exp(-m^2 / (2 alpha r)), r = 1 / (1 - C)^2
            C = (low + high) / 2
            noise = math.sqrt(a) / (1 - C)
            right = math.sqrt(2 / math.pi) / noise * math.exp(-(overlap**2) / (2 * noise**2))
            low, high = (C, high) if right > C else (low, C)
        assert math.erf(overlap / (math.sqrt(2) * noise)) == pytest.approx(overlap, abs=1e-6)
    load, last = hopfield.critical_load()
    assert load == pytest.approx(0.1379, abs=1e-4)
    assert last == pytest.approx(0.967, abs=1e-3)
    assert hopfield.retrieval_overlap(load * 1.001) == 0.0
    assert hopfield.retrieval_overlap(load) == pytest.approx(last, abs=1e-4)


def test_mean_field_overlap():
    m = hopfield.mean_field_overlap(np.array([0.5, 1.0, 1.25, 3.0]))
    np.testing.assert_array_equal(m[:2], 0)
    np.testing.assert_allclose(m[2:], np.tanh(np.array([1.25, 3.0]) * m[2:]))
    assert (m[2:] > 0.5).all()


def test_identify_names_the_first_of_equal_patterns():
    np.testing.assert_array_equal(
        hopfield.identify([[1, 1], [-1, -1], [1, -1]], [[1, 1], [1, 1]]), [1, -1, 0]
    )


def test_noise_asks_for_a_generator():
    with pytest.raises(TypeError, match=r"rng to be a numpy\.random\.Generator"):
        hopfield.update_path(np.eye(2), [1, 1], n_steps=1, beta=1.0)


def test_no_noise_may_be_said_in_single_precision():
    W, x = hopfield.hebb_weights([1, -1, 1]), [1, 1, 1]
    path = hopfield.update_path(W, x, n_steps=6, beta=np.float32("inf"))
    np.testing.assert_array_equal(path, hopfield.update_path(W, x, n_steps=6))


def test_recall_leaves_its_cue():
    x = np.array([1.0, -1.0])
    hopfield.recall(hopfield.hebb_weights([1, 1]), x)
    np.testing.assert_array_equal(x, [1, -1])


def test_a_dream_is_a_recall():
    W = hopfield.hebb_weights(random_patterns(3, 20))
    x = hopfield.recall(W, np.random.default_rng(5).choice([-1.0, 1.0], size=20)).states
    expected = W - 0.1 * np.outer(x, x)
    np.fill_diagonal(expected, 0)
    dreamt = hopfield.unlearn(W, n_dreams=1, strength=0.1, rng=np.random.default_rng(5))
    np.testing.assert_allclose(dreamt, expected)


def test_two_patterns_have_no_phantoms():
    for seed in range(5):
        xi = random_patterns(2, 9, seed)
        ends = hopfield.recall(hopfield.hebb_weights(xi), hopfield.all_states(9)).states
        assert (hopfield.identify(ends, xi) != 0).all()


def test_ridge_between_two_patterns_is_low_if_they_resemble_each_other():
    n, c = 40, 0.5
    first = random_patterns(1, n)[0]
    xi = np.array([first, hopfield.flip_bits(first, (1 - c) / 2, rng=np.random.default_rng(0))])
    differing = np.flatnonzero(xi[0] != xi[1])
    saddle = xi[0].copy()
    saddle[differing[::2]] *= -1  # agrees with each pattern in half of the units where they differ
    corner, ridge = hopfield.energy(hopfield.hebb_weights(xi), [xi[0], saddle])
    assert ridge - corner == pytest.approx((1 - c) ** 2 * n**2 / 4)


def test_mixtures_of_three_lose_stability_at_temperature_046():
    def slackness(T):
        """Lowest eigenvalue of the Hessian of the free energy, Amit, Gutfreund and Sompolinsky (1985)."""
        m = 1.0
        for _ in range(3000):
            m = (math.tanh(3 * m / T) + math.tanh(m / T)) / 4
        three, one = math.tanh(3 * m / T) ** 2, math.tanh(m / T) ** 2
        return 1 - (1 - (three + 3 * one) / 4) / T - (three - one) / 4 / T

    assert slackness(0.45) > 0 > slackness(0.47)


def test_numbers_of_the_first_explorer():
    patterns = digit_bitmaps().reshape(10, 120)

    def path(stored, digit):
        rng = np.random.default_rng(1)
        cue = hopfield.flip_bits(patterns[digit], 0.25, rng=rng)
        return hopfield.update_path(hopfield.hebb_weights(patterns[:stored]), cue, n_steps=480)

    assert np.flatnonzero((path(7, 3) == patterns[3]).all(axis=1))[0] == 105
    assert (path(10, 3)[240:] != patterns[3]).sum(axis=1).tolist() == [9] * 241
    assert hopfield.identify(path(3, 9)[-1], patterns) == -3  # the negative of the 2
