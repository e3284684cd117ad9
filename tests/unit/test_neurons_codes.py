"""Codes of spikes: closed forms for decoders, counts, pulses and plasticity."""

import math

import numpy as np
import pytest

from nnbook.datasets.spike_trains import spike_trains
from nnbook.neurons import (
    SpikeTimingPlasticity,
    angular_error,
    cosine_tuning,
    fano_factor,
    fit_linear_decoder,
    maximum_likelihood,
    population_vector,
    preferred_directions,
    psth,
    pulse_coupled,
    spike_phases,
    von_mises_tuning,
)

THETA = np.radians(np.arange(0, 360, 5))


def wrong_by(estimate):
    return np.degrees(np.abs(angular_error(estimate, THETA)).max())


class TestDirections:
    @pytest.mark.parametrize(("one_side", "axis"), [(0, 0), (0.5, 0), (0, 1), (0.3, 0.7)])
    def test_moments_of_the_density(self, one_side, axis):
        phi = preferred_directions(4000, one_side=one_side, axis=axis)
        assert np.exp(1j * phi).mean() == pytest.approx(one_side / 2, abs=1e-3)
        assert np.exp(2j * phi).mean() == pytest.approx(axis / 2, abs=1e-3)

    def test_surpluses_leave_no_negative_density(self):
        with pytest.raises(ValueError, match="one_side"):
            preferred_directions(8, one_side=0.6, axis=0.5)

    def test_error_goes_the_short_way_round(self):
        assert np.degrees(angular_error(np.radians(179), np.radians(-179))) == pytest.approx(-2)
        with pytest.raises(ValueError, match="broadcast together"):
            angular_error([1, 2], [1, 2, 3])


class TestTuning:
    def test_cosine_is_cut_off_at_zero(self):
        rates = cosine_tuning(0.0, np.radians([0, 60, 120, 180]), base=5, amplitude=10)
        assert rates == pytest.approx([15, 10, 0, 0])

    def test_a_wide_bump_is_a_cosine(self):
        phi = preferred_directions(7)
        bump = von_mises_tuning(THETA, phi, base=0, amplitude=1 / 1e-4, kappa=1e-4)
        cosine = 1 / 1e-4 - 1 + np.cos(THETA[:, None] - phi)
        assert bump == pytest.approx(cosine, abs=1e-3)


class TestDecoders:
    @pytest.mark.parametrize("n", [3, 4, 7, 64])
    def test_vector_is_exact_for_cosines_spread_evenly(self, n):
        phi = preferred_directions(n)
        assert wrong_by(population_vector(cosine_tuning(THETA, phi, base=20, amplitude=15), phi)) < 1e-9

    @pytest.mark.parametrize(("n", "largest"), [(3, 30.0), (4, 0.0), (5, 8.3), (6, 0.0), (7, 3.9), (8, 0.0)])
    def test_rectified_cosines_with_even_numbers_are_exact(self, n, largest):
        theta, phi = np.radians(np.arange(0, 360, 0.1)), preferred_directions(n)
        estimate = population_vector(cosine_tuning(theta, phi, base=0, amplitude=30), phi)
        assert np.degrees(np.abs(angular_error(estimate, theta)).max()) == pytest.approx(largest, abs=0.1)

    @pytest.mark.parametrize("axis", [0.25, 0.5, 1.0])
    def test_an_axis_pulls_by_the_arc_sine_of_half_its_surplus(self, axis):
        theta = np.radians(np.arange(0, 360, 0.25))
        phi = preferred_directions(2000, axis=axis)
        estimate = population_vector(np.cos(theta[:, None] - phi), phi)
        bias = np.abs(angular_error(estimate, theta)).max()
        assert bias == pytest.approx(math.asin(axis / 2), abs=2e-3)
        D = fit_linear_decoder(np.cos(theta[:, None] - phi), theta)
        x, y = (np.cos(theta[:, None] - phi) @ D).T
        assert angular_error(np.arctan2(y, x), theta) == pytest.approx(0, abs=1e-9)

    def test_penalty_is_ridge_regression(self):
        rng = np.random.default_rng(0)
        R, theta = rng.normal(size=(30, 5)), rng.uniform(0, 6, 30)
        U = np.column_stack([np.cos(theta), np.sin(theta)])
        normal = np.linalg.solve(R.T @ R / 30 + 0.7 * np.eye(5), R.T @ U / 30)
        assert fit_linear_decoder(R, theta, variance=0.7) == pytest.approx(normal)

    def test_error_of_the_vector_is_that_of_the_formula(self):
        rng, phi = np.random.default_rng(1), preferred_directions(64)
        counts = rng.poisson(0.25 * cosine_tuning(np.zeros(20_000), phi, base=20, amplitude=15))
        error = np.sqrt((population_vector(counts, phi) ** 2).mean())
        assert error == pytest.approx(np.sqrt(2 * 20 / (64 * 0.25)) / 15, rel=0.03)

    def test_likelihood_of_noiseless_counts_peaks_at_the_truth(self):
        expected = von_mises_tuning(THETA, preferred_directions(9), base=1, amplitude=9, kappa=2)
        assert maximum_likelihood(expected, expected, THETA) == pytest.approx(THETA)

    @pytest.mark.parametrize("n", [3, 4, 7])
    def test_counts_that_say_nothing_give_0(self, n):
        phi = preferred_directions(n)
        assert population_vector(np.full((2, n), 5), phi).tolist() == [
            0,
            0,
        ]  # not the angle of a rounding error
        assert population_vector(np.eye(n)[1], phi) == pytest.approx(phi[1])


class TestCounts:
    def test_a_spike_in_the_rest_that_fills_no_bin_is_left_out(self):
        assert psth([[5.0, 20.0]], 25.0, 10.0).tolist() == [100, 0]
        assert fano_factor([[5.0, 20.0]], 25.0, 10.0) == 0.5  # of the counts 1 and 0

    def test_histogram_by_hand(self):
        assert psth([[0, 4.9, 5], []], 10, 5) == pytest.approx([200, 100])
        assert psth([[9.5]], 10, 4) == pytest.approx([0, 0])  # the rest fills no bin

    @pytest.mark.parametrize(("rate", "dead", "limit"), [(50, 2, 0.81), (100, 5, 0.25), (50, 0, 1.0)])
    def test_dead_time_in_long_windows(self, rate, dead, limit):
        cv = 1 - rate * dead / 1000
        trains = spike_trains(300, rate, 50_000.0, cv=cv, t_ref=dead, rng=np.random.default_rng(0))
        assert fano_factor(trains, 50_000, 500) == pytest.approx(limit, rel=0.04)
        assert cv**2 == pytest.approx(limit)

    def test_a_window_of_at_most_one_spike(self):
        trains = spike_trains(100, 50, 10_000.0, cv=0.9, t_ref=2, rng=np.random.default_rng(0))
        assert fano_factor(trains, 10_000, 1) == pytest.approx(0.95, abs=0.005)

    def test_refusals(self):
        for function in (psth, fano_factor):
            with pytest.raises(ValueError, match=r"spike_times\[0\]"):
                function([[1, 12]], 10, 5)
            with pytest.raises(ValueError, match="fit into the duration"):
                function([[1]], 10, 11)
        assert math.isnan(fano_factor([[]], 10, 5))


class TestPulses:
    def test_alone_it_keeps_its_period(self):
        (train,) = pulse_coupled([[0]], [0.0], current=1.2, tau_m=10, duration=200, dt=0.01).spike_times
        assert np.diff(train) == pytest.approx(10 * np.log(1.2 / 0.2), abs=0.02)

    @pytest.mark.parametrize("delay", [1, 2, 4])
    def test_delayed_excitation_makes_one_follow_the_other(self, delay):
        W = 0.05 * (1 - np.eye(2))
        one, other = pulse_coupled(W, [0.0, 0.5], delay=delay, duration=2000, dt=0.05).spike_times
        gap = np.abs(one[-20:, None] - other[-20:]).min(axis=1)
        assert gap == pytest.approx(delay, abs=0.11)

    def test_inhibition_parts_them_and_a_delay_joins_them(self):
        W = -0.05 * (1 - np.eye(2))
        for delay, start, apart in ((0, 0.3, 0.5), (4, 0.1, 0.0), (4, 0.7, 0.5)):
            trace = pulse_coupled(W, [0.0, start], delay=delay, duration=3000, dt=0.05)
            phase = np.diff(spike_phases(trace.spike_times, [2900.0]), axis=0)[0, 0] / (2 * np.pi) % 1
            assert min(phase, 1 - phase) == pytest.approx(apart, abs=0.02)

    def test_a_chain_fires_in_one_step(self):
        W = np.diag([0.5, 0.5], -1)  # 0 pushes 1 pushes 2
        trace = pulse_coupled(W, [0.99, 0.6, 0.6], duration=1, dt=0.1)
        assert [len(x) for x in trace.spike_times] == [1, 1, 1]
        assert len({x[0] for x in trace.spike_times}) == 1

    def test_spread_of_the_noise(self):
        rng = np.random.default_rng(0)
        W = np.zeros((400, 400))
        trace = pulse_coupled(W, np.zeros(400), current=0, noise=0.05, duration=100, dt=1, rng=rng)
        assert trace.v[-30:].std() == pytest.approx(0.05 * np.sqrt(10 / 2), rel=0.03)

    def test_refusals(self):
        with pytest.raises(ValueError, match="below the threshold"):
            pulse_coupled([[0]], [1.0], duration=1)
        with pytest.raises(TypeError, match="rng"):
            pulse_coupled([[0]], [0.0], duration=1, noise=0.1)

    def test_phases_by_hand(self):
        phases = spike_phases([[0, 10, 30], [5]], [2.5, 20, 30])
        assert phases[0, :2] == pytest.approx([np.pi / 2, np.pi])
        assert np.isnan(phases[0, 2])
        assert np.isnan(phases[1]).all()


class TestPlasticity:
    def test_order_decides_the_sign(self):
        rule = SpikeTimingPlasticity(a_plus=1, tau_plus=20, a_minus=0.5, tau_minus=40)
        assert rule.window([20, -40, 0]) == pytest.approx([1 / math.e, -0.5 / math.e, 0])
        assert rule.change([0], [20]) == pytest.approx(1 / math.e)
        assert rule.change([0, 30], [20]) == pytest.approx(1 / math.e - 0.5 * math.exp(-10 / 40))

    def test_drift_is_that_of_poisson_trains(self):
        rule, rng = SpikeTimingPlasticity(), np.random.default_rng(3)
        for rate in (5.0, 20.0):
            pre, post = spike_trains(2, rate, 6e7, rng=rng)
            assert rule.change(pre, post) / 6e4 == pytest.approx(rule.drift(rate), abs=0.04)

    def test_it_changes_sign_once(self):
        rule = SpikeTimingPlasticity()  # A₊ (r + 1/τ₋) = A₋ (r + 1/τ₊)
        rate = 1000 * (0.51 / 13.3 - 1.03 / 34.5) / (1.03 - 0.51)
        assert rule.drift(rate) == pytest.approx(0, abs=1e-12)
        assert rule.drift(rate - 1) < 0 < rule.drift(rate + 1)
