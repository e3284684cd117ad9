"""Whatever the parameters: laws that every neuron keeps, and errors that name what is wrong."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.neurons import (
    HodgkinHuxley,
    LeakyIntegrateAndFire,
    RenewalNeuron,
    SpikeResponse,
    coefficient_of_variation,
    count_operations,
    firing_probability,
    interval_distribution,
    intervals,
    pulses,
    rate_curve,
    simulate,
)

common = settings(deadline=None, max_examples=40)
currents = st.lists(st.floats(-400, 400), min_size=1, max_size=60)


@common
@given(currents, st.floats(0.001, 0.1))
def test_gates_stay_between_zero_and_one(current, dt):
    trace = simulate(HodgkinHuxley(), current, dt=dt)
    for gate in "mhn":
        assert (trace.states[gate] >= 0).all()
        assert (trace.states[gate] <= 1).all()
    assert np.isfinite(trace.v).all()


@common
@given(currents, st.floats(0.01, 5), st.floats(0.1, 50), st.floats(0, 10))
def test_integrate_and_fire_never_stands_above_threshold(current, dt, tau_m, t_ref):
    neuron = LeakyIntegrateAndFire(tau_m=tau_m, t_ref=t_ref)
    trace = simulate(neuron, current, dt=dt)
    assert (trace.v < neuron.v_threshold).all()
    assert (intervals(trace.spike_times) > t_ref - 0.5 * dt).all()


@common
@given(st.floats(0.5, 50), st.floats(0, 10), st.floats(0, 20), st.floats(0, 20))
def test_rate_grows_with_current(tau_m, t_ref, first, second):
    low, high = sorted((first, second))
    neuron = LeakyIntegrateAndFire(tau_m=tau_m, t_ref=t_ref)
    assert neuron.rate(low) <= neuron.rate(high)
    renewal = RenewalNeuron(c=tau_m, t_abs=t_ref)
    assert renewal.rate(low) <= renewal.rate(high)


@common
@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_interval_probabilities_and_survival_make_one(p):
    distribution = interval_distribution(p)
    assert (distribution >= 0).all()
    assert distribution.sum() + np.prod(1 - np.array(p)) == pytest.approx(1)


@common
@given(st.floats(-50, 50), st.floats(0, 1000))
def test_firing_probability_is_symmetric_about_threshold(h, beta):
    assert firing_probability(h, beta) + firing_probability(-h, beta) == pytest.approx(1)


@common
@given(st.floats(0, 5), st.floats(0.01, 30), st.floats(0, 10), st.floats(0.05, 20))
def test_noisy_rate_lies_below_the_refractory_limit(current, c, t_abs, beta):
    rate = RenewalNeuron(c=c, t_abs=t_abs, beta=beta).rate(current)
    assert 0 <= rate <= 1000 / max(0.25, 0.25 * round(t_abs / 0.25))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: simulate(HodgkinHuxley(), [1.0, math.nan], dt=0.1), "current"),
        (lambda: simulate(HodgkinHuxley(), [1e6], dt=0.1), "current"),
        (lambda: simulate(HodgkinHuxley(), [], dt=0.1), "current"),
        (lambda: simulate(HodgkinHuxley(), np.zeros((2, 2, 2)), dt=0.1), "current"),
        (lambda: simulate(HodgkinHuxley(), ["a"], dt=0.1), "current"),
        (lambda: simulate(LeakyIntegrateAndFire(), [1.0], dt=0.1, noise=1.0), "rng"),
        (lambda: simulate(RenewalNeuron(beta=1.0), [1.0], dt=0.1), "rng"),
        (lambda: LeakyIntegrateAndFire(v_reset=-40), "v_reset"),
        (lambda: HodgkinHuxley().voltage_clamp([-1.0], v_hold=-65, v_step=0), "t >= 0"),
        (lambda: HodgkinHuxley().voltage_clamp([1.0], v_hold=-65, v_step=900), "v_step"),
        (lambda: HodgkinHuxley().rates(math.nan), "v"),
        (lambda: HodgkinHuxley().rates(-1e5), "v"),
        (lambda: RenewalNeuron().interval_distribution(1.0, duration=0.5), "duration"),
        (lambda: RenewalNeuron().rate(1.0, n_steps=0), "n_steps"),
        (lambda: RenewalNeuron(beta=1.0).interval_moments(1.0, dt=0), "dt"),
        (lambda: SpikeResponse(cumulative=1), "cumulative"),
        (lambda: firing_probability(math.nan, 1.0), "h"),
        (lambda: firing_probability(0.0, -1.0), "beta"),
        (lambda: interval_distribution([0.5, 1.5]), "probability"),
        (lambda: interval_distribution([]), "probability"),
        (lambda: intervals([2.0, 1.0]), "spike_times"),
        (lambda: coefficient_of_variation([[1.0]]), "spike_times"),
        (lambda: pulses(-1, dt=0.1), "duration"),
        (lambda: pulses(5, (-1, 1, 1.0), dt=0.1), "start"),
        (lambda: pulses(5, dt=0), "dt"),
        (lambda: rate_curve(LeakyIntegrateAndFire(), [1.0], duration=10, settle=10, dt=0.1), "settle"),
        (lambda: rate_curve(LeakyIntegrateAndFire(), 1.0, duration=10, dt=0.1), "currents"),
        (lambda: count_operations(LeakyIntegrateAndFire(), dt=-1), "dt"),
    ],
)
def test_what_is_wrong_is_named(call, named):
    with pytest.raises((ValueError, TypeError), match=named):
        call()
