"""Renewal neurons and threshold units: intervals and mean outputs are what probability theory says."""

import math

import numpy as np
import pytest

from nnbook.neurons import (
    LeakyIntegrateAndFire,
    RenewalNeuron,
    ThresholdUnit,
    firing_probability,
    interval_distribution,
    intervals,
    simulate,
)


class TestRenewalNeuron:
    def test_refractory_field(self):
        neuron = RenewalNeuron(c=6, t_abs=2)
        assert neuron.refractory([0.0, 2.0, 3.0, 5.0]) == pytest.approx([math.inf, math.inf, 6.0, 2.0])

    @pytest.mark.parametrize("current", [1.5, 2.0, 3.0, 5.0])
    def test_interval_is_t_abs_plus_c_over_excess(self, current):
        neuron = RenewalNeuron(theta=1.0, c=8.0, t_abs=2.0)
        trace = simulate(neuron, np.full(20000, current), dt=0.01)
        gaps = intervals(trace.spike_times)
        assert neuron.interval(current) == pytest.approx(2 + 8 / (current - 1))
        assert gaps == pytest.approx(2 + 8 / (current - 1), abs=0.0101)

    def test_integrate_and_fire_is_a_renewal_neuron_with_another_refractory_field(self):
        lif, current = LeakyIntegrateAndFire(tau_m=10, t_ref=2), 2.4
        mu = lif.interval(current)
        field = lif.rheobase / math.expm1((mu - lif.t_ref) / lif.tau_m)
        assert current - field - lif.rheobase == pytest.approx(0)
        early = RenewalNeuron(theta=lif.rheobase, c=lif.rheobase * lif.tau_m, t_abs=lif.t_ref)
        assert early.interval(100.0) == pytest.approx(lif.interval(100.0), rel=1e-3)

    def test_silent_at_threshold(self):
        assert RenewalNeuron(theta=1.0).interval([1.0, 0.0]) == pytest.approx([math.inf, math.inf])

    def test_intervals_without_noise_are_all_alike(self):
        tau, probability = RenewalNeuron(theta=1, c=10, t_abs=2).interval_distribution(2.0, duration=50)
        assert tau[probability == 1] == pytest.approx([12.0])
        assert probability.sum() == 1

    def test_simulated_intervals_follow_the_product_of_survivals(self):
        neuron = RenewalNeuron(theta=1, c=10, t_abs=2, beta=1.0)
        trace = simulate(neuron, np.full((4000, 200), 2.0), dt=1.0, rng=np.random.default_rng(2))
        gaps = np.concatenate([intervals(times) for times in trace.spike_times])
        tau, probability = neuron.interval_distribution(2.0, duration=40)
        seen = np.array([(gaps == t).mean() for t in tau])
        assert probability.sum() > 0.999
        assert seen == pytest.approx(probability, abs=4e-3)

    def test_rate_is_one_over_the_mean_interval(self):
        neuron = RenewalNeuron(beta=1.0)
        tau, probability = neuron.interval_distribution([1.5, 3.0], duration=4000, dt=0.5)
        mean = (tau[:, None] * probability).sum(axis=0)
        assert neuron.rate([1.5, 3.0], dt=0.5) == pytest.approx(1000 / mean, rel=1e-6)
        assert RenewalNeuron().rate(2.0) == pytest.approx(1000 / 12)

    def test_moments_by_formula_are_those_of_the_distribution(self):
        neuron = RenewalNeuron(beta=1.0)
        tau, probability = neuron.interval_distribution(1.5, duration=3000, dt=0.5)
        mean = (tau * probability).sum()
        cv = math.sqrt(((tau - mean) ** 2 * probability).sum()) / mean
        assert neuron.interval_moments(1.5, dt=0.5) == pytest.approx((mean, cv), rel=1e-6)
        assert RenewalNeuron().interval_moments(2.0) == pytest.approx((12.0, 0.0))

    def test_at_infinite_temperature_it_tosses_a_coin_after_the_dead_time(self):
        neuron = RenewalNeuron(c=0.0, t_abs=3.0, beta=0.0)  # 3 ms, and then 1, 2, 3, ... with ½, ¼, ...
        mean, cv = neuron.interval_moments([-50.0, 0.0, 50.0], dt=1.0)
        np.testing.assert_allclose(mean, 5.0)
        np.testing.assert_allclose(cv, math.sqrt(2) / 5)

    def test_moments_beyond_the_summed_ages_are_geometric(self):
        neuron = RenewalNeuron(c=0.0, t_abs=0.0, beta=1.0, theta=1.0)
        p = float(firing_probability(-0.8, 1.0))
        mean, cv = neuron.interval_moments(0.2, dt=1.0, n_steps=3)
        assert mean == pytest.approx(1 / p)
        assert cv == pytest.approx(math.sqrt(1 - p))

    def test_a_spike_may_be_less_probable_than_the_last_digit_of_1(self):
        mean, cv = RenewalNeuron(theta=1.0, c=0.0, t_abs=0.0, beta=20.0).interval_moments(0.0, dt=1.0)
        assert mean == pytest.approx(math.exp(40))
        assert cv == pytest.approx(1)

    def test_step_length_hardly_changes_the_rate(self):
        neuron = RenewalNeuron(beta=1.0)
        rates = [neuron.rate(2.0, dt=dt, n_steps=20_000) for dt in (0.02, 0.05)]
        assert rates[0] == pytest.approx(rates[1], rel=5e-3)

    @pytest.mark.parametrize("beta", [0.0, 0.5, math.inf])
    def test_never_fires_in_the_absolute_refractory_time(self, beta):
        trace = simulate(
            RenewalNeuron(c=0.0, t_abs=3, beta=beta),
            np.full(2000, 50.0),
            dt=0.5,
            rng=np.random.default_rng(0),
        )
        assert intervals(trace.spike_times).min() > 3

    def test_less_beta_means_broader_intervals_and_gain(self):
        def cv(beta):
            tau, p = RenewalNeuron(beta=beta).interval_distribution(2.0, duration=3000, dt=0.5)
            mean = (tau * p).sum()
            return math.sqrt(((tau - mean) ** 2 * p).sum()) / mean

        spread = [cv(beta) for beta in (0.5, 1, 2, 4, 8)]
        assert spread == sorted(spread, reverse=True)
        below = [RenewalNeuron(beta=beta).rate(0.8) for beta in (0.5, 1, 2, 4, 8)]
        assert below == sorted(below, reverse=True)
        assert below[-1] > 0 == RenewalNeuron().rate(0.8)


class TestChance:
    def test_probability_by_hand(self):
        assert firing_probability(0.5, 1.0) == pytest.approx(1 / (1 + math.exp(-1)))
        assert firing_probability([-2.0, 0.0, 2.0], math.inf) == pytest.approx([0, 1, 1])
        assert firing_probability([-math.inf, 7.0], 0.0) == pytest.approx([0.5, 0.5])

    def test_probability_keeps_its_digits_in_both_tails(self):
        assert firing_probability(-30.0, 1.0) == pytest.approx(math.exp(-60))
        assert firing_probability(1e305, 1e6) == 1

    def test_mean_output_of_a_threshold_unit(self):
        unit = ThresholdUnit(theta=1.0, beta=2.0)
        current = np.array([0.6, 1.0, 1.3])
        trace = simulate(unit, np.tile(current, (20000, 1)), dt=1.0, rng=np.random.default_rng(3))
        output = [len(times) / 20000 for times in trace.spike_times]
        assert output == pytest.approx(unit.mean_output(current), abs=0.01)
        assert unit.mean_output(current) == pytest.approx(0.5 * (1 + np.tanh(2 * (current - 1))))

    def test_constant_probability_gives_geometric_intervals(self):
        k = np.arange(1, 30)
        assert interval_distribution(np.full(29, 0.2)) == pytest.approx(0.2 * 0.8 ** (k - 1))

    def test_hard_unit_fires_in_every_step_above_threshold(self):
        trace = simulate(ThresholdUnit(theta=1.0), [0.5, 1.0, 2.0, 0.9], dt=1.0)
        assert trace.spike_times == pytest.approx([2.0, 3.0])
