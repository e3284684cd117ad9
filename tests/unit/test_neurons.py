"""The neuron models do what their equations say: closed forms and hand-worked numbers."""

import math

import numpy as np
import pytest

from nnbook.neurons import (
    HodgkinHuxley,
    LeakyIntegrateAndFire,
    MorrisLecar,
    RenewalNeuron,
    SpikeResponse,
    ThresholdUnit,
    coefficient_of_variation,
    count_operations,
    firing_probability,
    intervals,
    pulses,
    rate_curve,
    simulate,
)

MODELS = [
    HodgkinHuxley(),
    MorrisLecar(),
    LeakyIntegrateAndFire(),
    RenewalNeuron(),
    SpikeResponse(),
    ThresholdUnit(),
]
TYPE_2 = MorrisLecar(g_ca=4.4, v3=2, v4=30, phi=0.04)
NOISY = [RenewalNeuron(beta=1.5), SpikeResponse(beta=0.3), ThresholdUnit(beta=1.0)]


class TestMorrisLecar:
    @pytest.mark.parametrize("neuron", [MorrisLecar(), TYPE_2])
    def test_rests_where_both_nullclines_meet(self, neuron):
        v, w = neuron.start()
        assert neuron.change(v, w, 0.0) == pytest.approx((0, 0), abs=1e-4)
        on_v, on_w = neuron.nullclines(v, 0.0)
        assert on_v == pytest.approx(on_w, abs=1e-6)
        assert simulate(neuron, np.zeros(2000), dt=0.1).v == pytest.approx(v, abs=1e-2)

    def test_nothing_changes_on_the_nullclines(self):
        neuron, v = MorrisLecar(), np.linspace(-70, 60, 14)
        on_v, on_w = neuron.nullclines(v, 50.0)
        assert neuron.change(v, on_v, 50.0)[0] == pytest.approx(0, abs=1e-12)
        assert neuron.change(v, on_w, 50.0)[1] == pytest.approx(0, abs=1e-15)

    def test_type_1_starts_at_rate_zero_with_a_square_root(self):
        currents = np.array([40.0, 40.25, 41.0])
        onset = 39.963  # where the two lower crossings of the nullclines merge
        rates = rate_curve(MorrisLecar(), currents, duration=12_000, settle=2000, dt=0.1)
        v = np.linspace(-50, -10, 4001)
        crossings = [
            np.count_nonzero(np.diff(np.sign(np.subtract(*MorrisLecar().nullclines(v, onset + shift)))))
            for shift in (-0.01, 0.01)
        ]
        assert crossings == [2, 0]
        assert rates[1:] / rates[:-1] == pytest.approx(
            np.sqrt((currents[1:] - onset) / (currents[:-1] - onset)), rel=0.15
        )

    def test_type_2_starts_with_a_jump(self):
        rates = rate_curve(TYPE_2, np.arange(80.0, 95.0, 0.5), duration=3000, settle=1000, dt=0.1)
        assert rates[rates > 0].min() > 7


class TestHodgkinHuxley:
    def test_rests_near_minus_65(self):
        neuron = HodgkinHuxley()
        assert neuron.resting_potential() == pytest.approx(-65.0, abs=0.01)
        assert neuron.steady_current(neuron.resting_potential()) == pytest.approx(0, abs=1e-9)

    def test_stays_at_rest_without_current(self):
        trace = simulate(HodgkinHuxley(), np.zeros(5000), dt=0.02)
        assert trace.v == pytest.approx(trace.v[0], abs=1e-9)
        assert trace.spike_times.size == 0

    def test_rates_at_their_removable_singularities(self):
        neuron = HodgkinHuxley()
        assert neuron.rates(-40.0)["m"][0] == 1.0
        assert neuron.rates(-55.0)["n"][0] == 0.1
        for near in (1e-12, 1e-7, -1e-9):  # no loss of digits beside them: x / (1 - exp(-x)) = 1 + x/2 + ...
            assert neuron.rates(-40.0 + near)["m"][0] == pytest.approx(1 + near / 20, rel=1e-14)

    def test_rates_of_the_paper_at_rest(self):
        # v = -65: alpha_n = .1 / (e - 1), beta_n = 1/8, alpha_m = 2.5 / (e^2.5 - 1), beta_m = 4, ...
        rates = HodgkinHuxley().rates(-65.0)
        assert rates["n"] == pytest.approx((0.1 / (math.e - 1), 0.125))
        assert rates["m"] == pytest.approx((2.5 / (math.exp(2.5) - 1), 4.0))
        assert rates["h"] == pytest.approx((0.07, 1 / (math.exp(3) + 1)))

    def test_onset_of_repetitive_firing_jumps_to_fifty_hertz(self):
        rate = rate_curve(HodgkinHuxley(), [6.0, 6.2, 6.4, 7.0], duration=600, settle=200, dt=0.02)
        assert rate[:2] == pytest.approx(0)
        assert 50 < rate[2] < 56
        assert rate[3] > rate[2]

    def test_a_second_spike_needs_time_or_strength(self):
        def spikes(delay, amplitude):
            current = pulses(60, (5, 1, 15.0), (5 + delay, 1, amplitude), dt=0.02)
            return len(simulate(HodgkinHuxley(), current, dt=0.02).spike_times)

        assert spikes(5, 200.0) == 1  # absolute: no pulse of this size does it
        assert spikes(8, 15.0) == 1  # relative: too early for an equal pulse ...
        assert spikes(8, 60.0) == 2  # ... but not for a strong one
        assert spikes(25, 15.0) == 2

    @pytest.mark.parametrize(
        ("delay", "needed"),
        [(7, 72), (8, 48), (10, 25), (12, 15.1), (14, 9.8), (16, 7.0), (18, 5.9), (25, 7.0)],
    )
    def test_the_second_pulse_needs_what_the_chapter_tabulates(self, delay, needed):
        strengths = np.array([0.97, 1.03]) * needed
        pairs = [pulses(60, (5, 1, 15.0), (5 + delay, 1, strength), dt=0.02) for strength in strengths]
        trace = simulate(HodgkinHuxley(), np.column_stack(pairs), dt=0.02)
        assert [len(times) for times in trace.spike_times] == [1, 2]

    @pytest.mark.parametrize(("temperature", "ratio"), [(6.3, 13.2), (18.5, 4.1)])
    def test_a_spike_lets_in_many_times_the_sodium_that_the_capacitor_needs(self, temperature, ratio):
        neuron, dt = HodgkinHuxley(temperature=temperature), 0.005
        trace = simulate(neuron, pulses(20, (5, 1, 15.0), dt=dt), dt=dt)
        inward = -neuron.currents(**trace.states)["Na"]
        charge = dt * (inward - inward[0]).sum()  # [nC/cm²], beyond the flow at rest
        assert charge / (neuron.c_m * (trace.v.max() - trace.v[0])) == pytest.approx(ratio, abs=0.1)

    def test_it_is_the_speed_of_a_current_that_excites(self):
        sudden = simulate(HodgkinHuxley(), np.full(3000, 5.0), dt=0.02)
        slow = simulate(HodgkinHuxley(), 7.0 * np.minimum(np.arange(10_000) * 0.02 / 60, 1.0), dt=0.02)
        assert len(sudden.spike_times) == 1
        assert len(slow.spike_times) == 0

    def test_anode_break_excitation(self):
        trace = simulate(HodgkinHuxley(), pulses(60, (5, 20, -10.0), dt=0.02), dt=0.02)
        assert len(trace.spike_times) == 1
        assert trace.spike_times[0] > 25

    def test_warm_gates_are_three_times_as_fast_per_ten_degrees(self):
        cold, warm = (
            HodgkinHuxley().time_constants(-50.0),
            HodgkinHuxley(temperature=16.3).time_constants(-50.0),
        )
        assert all(cold[x] / warm[x] == pytest.approx(3) for x in "mhn")

    def test_voltage_clamp_agrees_with_its_own_gates_stepped(self):
        neuron, dt = HodgkinHuxley(), 0.001
        t = np.arange(0, 5, dt)
        clamp = neuron.voltage_clamp(t, v_hold=-65, v_step=0)
        rates = neuron.rates(0.0)
        for x in "mhn":
            alpha, beta = (float(r) for r in rates[x])
            change = np.gradient(clamp[x], t)[1:-1]
            assert change == pytest.approx((alpha * (1 - clamp[x]) - beta * clamp[x])[1:-1], abs=2e-4)
        assert clamp["Na"].min() < -500 < 0 < clamp["K"][-1]

    def test_currents_of_a_trace_balance_the_charge(self):
        trace = simulate(HodgkinHuxley(), pulses(20, (2, 1, 20.0), dt=0.001), dt=0.001)
        ionic = sum(HodgkinHuxley().currents(**trace.states).values())
        charging = np.diff(trace.v) / 0.001
        middle = 0.5 * (ionic[1:] + ionic[:-1])
        assert charging == pytest.approx(trace.current - middle, abs=3)  # of several hundred


class TestLeakyIntegrateAndFire:
    @pytest.mark.parametrize("t_ref", [0.0, 2.0, 5.0])
    def test_rate_is_the_closed_form(self, t_ref):
        neuron = LeakyIntegrateAndFire(tau_m=12, t_ref=t_ref)
        currents = np.array([1.0, 1.5, 1.51, 1.8, 2.5, 4.0])
        simulated = rate_curve(neuron, currents, duration=1000, dt=0.005)
        assert simulated == pytest.approx(neuron.rate(currents), rel=2e-3)

    def test_rate_by_hand(self):
        # R I = 20 mV, threshold 15 mV above rest: T = 2 + 10 ln(20 / 5)
        neuron = LeakyIntegrateAndFire(tau_m=10, r_m=10, t_ref=2)
        assert neuron.interval(2.0) == pytest.approx(2 + 10 * math.log(4))
        assert neuron.rate(2.0) == pytest.approx(63.04, abs=0.005)

    def test_reset_below_rest_lengthens_the_interval(self):
        deep = LeakyIntegrateAndFire(v_reset=-75, t_ref=0)
        assert deep.interval(2.0) == pytest.approx(10 * math.log(30 / 5))
        assert rate_curve(deep, [2.0], duration=1000, dt=0.005)[0] == pytest.approx(deep.rate(2.0), rel=1e-3)

    def test_a_large_current_makes_a_short_interval_not_none(self):
        neuron = LeakyIntegrateAndFire(tau_m=10.0, r_m=10.0, t_ref=0.0)  # T = τ · 15 mV/RI
        np.testing.assert_allclose(neuron.interval([1e10, 1e18]), [1.5e-9, 1.5e-17], rtol=1e-9)
        assert np.isfinite(neuron.rate(1e18))

    def test_silent_up_to_the_rheobase(self):
        neuron = LeakyIntegrateAndFire()
        assert neuron.rheobase == pytest.approx(1.5)
        assert neuron.interval([neuron.rheobase, 0.0, -3.0]) == pytest.approx([math.inf] * 3)

    def test_below_threshold_it_is_the_exact_exponential(self):
        trace = simulate(LeakyIntegrateAndFire(tau_m=7), np.full(300, 1.2), dt=0.3)
        assert trace.v == pytest.approx(-65 + 12 * (1 - np.exp(-trace.t / 7)), abs=1e-10)

    @pytest.mark.parametrize("dt", [0.02, 0.2])
    def test_white_noise_has_the_same_effect_at_every_step(self, dt):
        trace = simulate(
            LeakyIntegrateAndFire(v_threshold=100),
            np.zeros((4000, 100)),
            dt=dt,
            noise=1.0,
            rng=np.random.default_rng(1),
        )
        settled = trace.v[round(50 / dt) :]
        assert settled.std() == pytest.approx(10 / math.sqrt(2 * 10), rel=0.05)  # R sigma / sqrt(2 tau)


class TestSpikeResponse:
    def test_with_matching_kernels_it_is_integrate_and_fire(self):
        current = 2.0 + np.sin(np.arange(20000) / 700)
        lif = simulate(LeakyIntegrateAndFire(t_ref=0), current, dt=0.01)
        srm = simulate(SpikeResponse(eta_0=15, tau_r=10, t_ref=0, cumulative=True), current, dt=0.01)
        assert len(lif.spike_times) == len(srm.spike_times) > 10
        assert srm.spike_times == pytest.approx(lif.spike_times, abs=0.1)

    def test_voltage_is_the_sum_of_its_kernels(self):
        neuron, dt = SpikeResponse(t_ref=3, tau_r=6, eta_0=12), 0.01
        trace = simulate(neuron, np.full(6000, 1.9), dt=dt)
        assert len(trace.spike_times) >= 2
        t = trace.t[-1]
        response = sum(neuron.kappa(np.arange(0.5, 6000) * dt)) * 1.9 * dt
        assert trace.v[-1] == pytest.approx(
            neuron.v_rest + neuron.eta(t - trace.spike_times[-1]) + response, abs=1e-3
        )

    def test_kernels_are_zero_before_their_cause(self):
        assert SpikeResponse().eta([-1.0, 0.0]) == pytest.approx([0.0, -15.0])
        assert SpikeResponse().kappa([-1.0, 0.0, 10.0]) == pytest.approx([0.0, 1.0, math.exp(-1)])


class TestSimulate:
    @pytest.mark.parametrize("neuron", MODELS, ids=lambda n: type(n).__name__)
    def test_one_neuron_on_floats_equals_a_population_on_arrays(self, neuron):
        current = 8.0 + 3 * np.sin(np.arange(3000) / 200)
        alone = simulate(neuron, current, dt=0.02)
        together = simulate(neuron, np.stack([current, 0 * current], axis=1), dt=0.02)
        assert together.v[:, 0] == pytest.approx(alone.v, rel=1e-9, abs=1e-9)
        assert together.spike_times[0] == pytest.approx(alone.spike_times)
        assert together.spike_times[1].size == 0

    @pytest.mark.parametrize("neuron", NOISY, ids=lambda n: type(n).__name__)
    def test_chance_is_the_generators(self, neuron):
        runs = [simulate(neuron, np.full(500, 2.0), dt=1.0, rng=np.random.default_rng(s)) for s in (1, 1, 2)]
        assert runs[0].spike_times == pytest.approx(runs[1].spike_times)
        assert not np.array_equal(runs[0].spike_times, runs[2].spike_times)

    def test_shapes(self):
        trace = simulate(HodgkinHuxley(), np.zeros((10, 3)), dt=0.1)
        assert trace.t.shape == (11,)
        assert trace.v.shape == trace.states["m"].shape == (11, 3)
        assert trace.t[-1] == pytest.approx(1.0)
        assert len(trace.spike_times) == 3

    def test_a_pulse_that_is_no_triple_is_named(self):
        with pytest.raises(TypeError, match=r"events\[1\] to be a tuple \(start, width, amplitude\)"):
            pulses(10, (2, 3, 1.0), (4, 2), dt=1)

    def test_pulses_add(self):
        current = pulses(10, (2, 3, 1.0), (4, 2, 5.0), dt=1, background=0.5)
        assert current == pytest.approx([0.5, 0.5, 1.5, 1.5, 6.5, 5.5, 0.5, 0.5, 0.5, 0.5])

    def test_a_pulse_keeps_its_width_wherever_it_begins(self):
        for start in (0, 0.5, 1, 1.5, 2.5):
            assert pulses(20, (start, 1, 1.0), dt=1).sum() == 1
        assert pulses(20, (0.5, 1, 1.0), dt=1)[1] == 1  # half a step later is the next one
        with pytest.raises(ValueError, match=r"need width of at least half a step, got width=0.3 with dt=1"):
            pulses(20, (1, 0.3, 1.0), dt=1)


def test_a_trace_keeps_the_current_it_was_made_with():
    current = np.full(20, 3.0)
    trace = simulate(LeakyIntegrateAndFire(), current, dt=0.1)
    current[:] = 0
    assert (trace.current == 3).all()


def test_no_noise_may_be_said_in_single_precision():
    assert ThresholdUnit(beta=np.float32("inf")) == ThresholdUnit()
    assert firing_probability(0.1, np.float32("inf")) == 1


@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e200])
def test_the_coefficient_of_variation_has_no_unit(unit):
    assert coefficient_of_variation(unit * np.array([0.0, 1.0, 3.0])) == pytest.approx(1 / 3)


def test_interval_statistics():
    assert intervals([1.0]).size == 0
    assert math.isnan(coefficient_of_variation([1.0, 2.0]))
    assert coefficient_of_variation([0.0, 1.0, 4.0]) == pytest.approx(0.5)  # gaps 1 and 3
    poisson = np.cumsum(np.random.default_rng(4).exponential(10, 20000))
    assert coefficient_of_variation(poisson) == pytest.approx(1, abs=0.03)


def test_costs_are_counted_and_ordered():
    dt = {HodgkinHuxley: 0.02, LeakyIntegrateAndFire: 0.1, RenewalNeuron: 1.0, ThresholdUnit: 1.0}
    total = [count_operations(kind(), dt=step)["total"] for kind, step in dt.items()]
    assert total == sorted(total, reverse=True)
    assert count_operations(ThresholdUnit(), dt=1.0) == {
        "arithmetic": 1,
        "comparisons": 1,
        "functions": 0,
        "total": 2,
    }
    assert count_operations(HodgkinHuxley(), dt=0.02)["functions"] == 10 * 50  # 6 rates, 3 gates, 1 voltage
