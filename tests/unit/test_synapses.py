"""Synapses and the axon: sums, conductances and speeds have the values that formulas and history give."""

import numpy as np
import pytest

from nnbook.neurons import (
    HodgkinHuxley,
    HodgkinHuxleyCable,
    PostsynapticPotential,
    alpha_conductance,
    conductance_response,
    simulate,
)

EPSP = PostsynapticPotential(peak=0.5, tau_m=10.0, tau_s=2.0)


class TestPostsynapticPotential:
    def test_peaks_where_and_as_high_as_it_says(self):
        s = np.linspace(0, 100, 100_001)
        assert EPSP.at(s).max() == pytest.approx(0.5)
        assert s[EPSP.at(s).argmax()] == pytest.approx(EPSP.peak_time, abs=1e-3)
        assert np.trapezoid(EPSP.at(s), s) == pytest.approx(EPSP.area, rel=1e-3)

    def test_is_zero_before_the_arrival(self):
        assert EPSP.at([-1.0, 0.0]).tolist() == [0.0, 0.0]

    def test_thirty_at_once_make_fifteen_millivolts(self):
        assert EPSP.total([EPSP.peak_time], np.zeros(30)) == pytest.approx([15.0])

    def test_solves_the_membrane_equation_with_a_decaying_current(self):
        s = np.linspace(0.0, 8.0, 80_001)
        slope = np.gradient(EPSP.at(s), s)[1:-1]
        current = (EPSP.at(s)[1:-1] + EPSP.tau_m * slope) * np.exp(s[1:-1] / EPSP.tau_s)
        assert current[1:-1] == pytest.approx(current[1], rel=1e-3)

    def test_steps_are_the_sum(self):
        counts = np.random.default_rng(0).poisson(0.1, 800)
        v, spikes = EPSP.integrate(counts, dt=0.1, threshold=1e9)
        arrivals = np.repeat(0.1 * np.arange(800), counts)
        assert v == pytest.approx(EPSP.total(0.1 * np.arange(1, 801), arrivals))
        assert spikes.size == 0

    def test_starts_anew_after_a_spike(self):
        v, spikes = EPSP.integrate([40, *[0] * 99], dt=0.1, threshold=15.0)
        assert len(spikes) == 1
        after = v[round(spikes[0] / 0.1) :]
        assert after.tolist() == [0.0] * len(after)


class TestConductances:
    def test_an_alpha_function_peaks_with_one_at_tau(self):
        s = np.linspace(-5, 20, 2501)
        g = alpha_conductance(s, 2.0)
        assert g.max() == pytest.approx(1.0)
        assert s[g.argmax()] == pytest.approx(2.0)
        assert (g[s < 0] == 0).all()

    def test_settles_between_the_reversals(self):
        v = conductance_response(np.full((2, 3000), [[1.0], [2.0]]), [0.0, -75.0], dt=0.1)
        assert v[-1] == pytest.approx((-65.0 + 0.0 - 150.0) / 4)

    def test_relaxes_at_the_speed_of_the_total_conductance(self):
        v = conductance_response(np.full((1, 25), 3.0), [0.0], dt=0.1, tau_m=10.0)
        assert v[-1] == pytest.approx(-16.25 + (-65 + 16.25) * np.exp(-1.0))

    def test_inhibition_at_rest_shunts_without_a_voltage_of_its_own(self):
        g = np.array([alpha_conductance(0.05 * np.arange(1000) - 5, tau) for tau in (2.0, 5.0)])
        alone = conductance_response(g[1:], [-65.0], dt=0.05)
        both = conductance_response(g, [0.0, -65.0], dt=0.05)
        assert np.ptp(alone) < 1e-10
        assert both.max() < conductance_response(g[:1], [0.0], dt=0.05).max() - 1


def shock(cable, places, *, n_steps=200, dt=0.02, at=0):
    current = np.zeros((n_steps, cable.n_compartments))
    current[at : at + 15, places] = 800.0
    return cable.simulate(current, dt=dt)


def speed(cable, dt=0.02, n_steps=200):
    """Speed [m/s] between two fifths of the length, for a shock at the left end."""
    v = shock(cable, slice(0, 3), dt=dt, n_steps=n_steps)
    a, b = cable.n_compartments * 2 // 5, cable.n_compartments * 4 // 5
    crossing = []
    for trace in (v[:, a], v[:, b]):
        k = (trace >= 0).argmax()
        crossing.append(dt * (k - trace[k] / (trace[k] - trace[k - 1])))
    return 10 * (cable.x[b] - cable.x[a]) / (crossing[1] - crossing[0])


class TestCable:
    cable = HodgkinHuxleyCable(length=5.0, n_compartments=50)

    def test_conducts_as_fast_as_hodgkin_and_huxley_computed(self):
        fine = HodgkinHuxleyCable(length=5.0, n_compartments=200)
        assert speed(fine, dt=0.01, n_steps=350) == pytest.approx(18.8, rel=0.02)

    def test_four_times_the_diameter_doubles_the_speed(self):
        thin = HodgkinHuxleyCable(diameter=119.0, length=2.5, n_compartments=50)
        assert speed(self.cable) == pytest.approx(2 * speed(thin), rel=1e-3)

    def test_spreads_without_loss(self):
        spread = self.cable.spread(0.1)
        assert spread.sum(axis=1) == pytest.approx(np.ones(50))
        assert spread == pytest.approx(spread.T)
        assert self.cable.spread(0.05) @ self.cable.spread(0.05) == pytest.approx(spread)

    def test_a_step_of_voltage_spreads_as_a_gaussian(self):
        v = np.zeros(50)
        v[25] = 1.0
        variance = (self.cable.spread(0.02) @ v) @ (self.cable.x - self.cable.x[25]) ** 2
        assert variance == pytest.approx(2 * 0.02 * self.cable.diffusivity, rel=1e-6)

    def test_one_voltage_everywhere_is_one_neuron(self):
        current = np.zeros(500)
        current[:50] = 20.0
        one = simulate(HodgkinHuxley(temperature=18.5), current, dt=0.02)
        cable = HodgkinHuxleyCable(n_compartments=3)
        v = cable.simulate(np.repeat(current[:, None], 3, axis=1), dt=0.02)
        assert v == pytest.approx(np.repeat(one.v[:, None], 3, axis=1), abs=1e-6)

    def test_spikes_from_both_ends_end_each_other(self):
        v = shock(self.cable, [0, 1, 2, 47, 48, 49])
        assert (v.max(axis=0) > 0).all()
        assert v[-1].max() < -50
        assert ((v[1:] > 0) & (v[:-1] <= 0)).sum(axis=0).max() == 1
