"""Whatever the parameters: laws that every neuron keeps, and errors that name what is wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.neurons import (
    HodgkinHuxley,
    LeakyIntegrateAndFire,
    RenewalNeuron,
    firing_probability,
    interval_distribution,
    intervals,
    rate_curve,
    simulate,
)
from nnbook.neurons.simulate import ARRAYS

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
        (lambda: simulate(HodgkinHuxley(), [1e6], dt=0.1), "current"),
        (lambda: simulate(LeakyIntegrateAndFire(), [1.0], dt=0.1, noise=1.0), "rng"),
        (lambda: simulate(RenewalNeuron(beta=1.0), [1.0], dt=0.1), "rng"),
        (lambda: HodgkinHuxley().rates(-1e5), "v"),
        (lambda: RenewalNeuron().interval_distribution(1.0, duration=0.5), "duration"),
        (lambda: intervals([2.0, 1.0]), "spike_times"),
        (lambda: rate_curve(LeakyIntegrateAndFire(), [1.0], duration=10, settle=10, dt=0.1), "settle"),
    ],
)
def test_what_does_not_go_together_is_named(call, named):
    with pytest.raises((ValueError, TypeError), match=named):
        call()


@common
@given(
    st.integers(1, 60),
    st.floats(1e-3, 5.0),
    st.floats(0, 50),
    st.floats(1e-3, 5),
    st.integers(0, 10**6),
)
def test_many_squids_step_as_their_equations_say(n_neurons, dt, temperature, c_m, seed):
    """The step for many computes the gates of all at once; the equations stand in `_stepper`."""
    neuron = HodgkinHuxley(temperature=temperature, c_m=c_m)
    rng = np.random.default_rng(seed)
    state = np.vstack([rng.uniform(-150, 150, n_neurons), rng.random((3, n_neurons))])
    state[0, 0] = rng.choice([-40.0, -55.0])  # where alpha_m and alpha_n are 0/0
    current = rng.uniform(-neuron.max_current, neuron.max_current, n_neurons)
    together, by_equations = neuron.stepper(dt, ARRAYS), neuron._stepper(dt, ARRAYS)
    one, other = state, tuple(state)
    for _ in range(5):
        one, fired = together(one, current, None)
        other, fires = by_equations(other, current, None)
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(fired, fires)
