"""scipy solves the same equations with another method and finds the same spikes."""

import numpy as np
import pytest
from scipy import integrate, linalg, optimize, stats

from nnbook.neurons import (
    HodgkinHuxley,
    LeakyIntegrateAndFire,
    MorrisLecar,
    interval_distribution,
    pulses,
    rate_curve,
    simulate,
)

pytestmark = pytest.mark.oracle


def textbook_derivative(state, current):
    """Write the equations out once more, as they stand in the tables, at 6.3 °C."""
    v, m, h, n = state
    alpha_m = 0.1 * (v + 40) / (1 - np.exp(-(v + 40) / 10))
    alpha_n = 0.01 * (v + 55) / (1 - np.exp(-(v + 55) / 10))
    alpha_h, beta_h = 0.07 * np.exp(-(v + 65) / 20), 1 / (1 + np.exp(-(v + 35) / 10))
    beta_m, beta_n = 4 * np.exp(-(v + 65) / 18), 0.125 * np.exp(-(v + 65) / 80)
    ionic = 120 * m**3 * h * (v - 50) + 36 * n**4 * (v + 77) + 0.3 * (v + 54.4)
    return [
        current - ionic,
        alpha_m * (1 - m) - beta_m * m,
        alpha_h * (1 - h) - beta_h * h,
        alpha_n * (1 - n) - beta_n * n,
    ]


def solve(pieces, state):
    """Integrate piecewise constant currents ``(until, current)``; return spike times and a solution."""
    crossing = lambda t, y: y[0]  # noqa: E731
    crossing.direction = 1
    start, spikes, parts = 0.0, [], []
    for until, current in pieces:
        part = integrate.solve_ivp(
            lambda t, y, current=current: textbook_derivative(y, current),
            (start, until),
            state,
            method="DOP853",
            rtol=1e-10,
            atol=1e-12,
            events=crossing,
            dense_output=True,
        )
        spikes += list(part.t_events[0])
        parts.append((until, part.sol))
        start, state = until, part.y[:, -1]
    return np.array(spikes), lambda t: next(sol for until, sol in parts if t <= until + 1e-9)(t)


def test_morris_lecar_spikes():
    """The equations once more, as they stand in the paper."""

    def change(t, state):
        v, w = state
        m_inf, w_inf = 0.5 * (1 + np.tanh((v + 1.2) / 18)), 0.5 * (1 + np.tanh((v - 12) / 17.4))
        calcium, potassium, leak = 4 * m_inf * (v - 120), 8 * w * (v + 84), 2 * (v + 60)
        return [(60 - calcium - potassium - leak) / 20, (w_inf - w) * np.cosh((v - 12) / 34.8) / 15]

    crossing = lambda t, y: y[0]  # noqa: E731
    crossing.direction = 1
    start = MorrisLecar().start()
    exact = integrate.solve_ivp(
        change, (0, 500), start, method="DOP853", rtol=1e-10, atol=1e-12, events=crossing
    ).t_events[0]
    ours = simulate(MorrisLecar(), np.full(50_000, 60.0), dt=0.01).spike_times
    assert len(exact) > 5
    assert ours[:5] == pytest.approx(exact[:5], rel=1.5e-3)  # m follows v of the step before: first order


def test_hodgkin_huxley_spikes_and_trace():
    neuron, dt = HodgkinHuxley(), 0.01
    spikes, solution = solve([(5, 0.0), (65, 10.0), (80, 0.0)], neuron.start())
    trace = simulate(neuron, pulses(80, (5, 60, 10.0), dt=dt), dt=dt)
    assert len(spikes) == len(trace.spike_times) >= 4
    assert trace.spike_times == pytest.approx(spikes, abs=2 * dt)
    for index in range(100, 8000, 37):
        v, m, h, n = solution(trace.t[index])
        slope = max(1.0, abs(textbook_derivative((v, m, h, n), 10.0)[0]))
        assert trace.v[index] == pytest.approx(v, abs=0.02 + 0.02 * slope)


def test_error_falls_with_the_square_of_the_step():
    neuron = HodgkinHuxley()
    _, solution = solve([(12, 12.0)], neuron.start())
    errors = []
    for dt in (0.04, 0.02, 0.01):
        trace = simulate(neuron, np.full(round(12 / dt), 12.0), dt=dt)
        errors.append(max(abs(trace.v[k] - solution(trace.t[k])[0]) for k in range(len(trace.t))))
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert (orders > 1.7).all()


def test_resting_potential():
    neuron = HodgkinHuxley()
    root = optimize.brentq(neuron.steady_current, -80, -50, xtol=1e-12)
    assert neuron.resting_potential() == pytest.approx(root, abs=1e-9)


def test_rest_loses_its_stability_only_above_the_onset_of_firing():
    neuron = HodgkinHuxley()

    def growth(current):
        v = optimize.brentq(lambda v: neuron.steady_current(v) - current, -80, -40, xtol=1e-12)
        fixed = np.array([v, *(float(x) for x in neuron.steady_state(v).values())])
        jacobian = np.empty((4, 4))
        for j in range(4):
            step = np.eye(4)[j] * 1e-5
            jacobian[:, j] = (
                np.subtract(
                    textbook_derivative(fixed + step, current), textbook_derivative(fixed - step, current)
                )
                / 2e-5
            )
        return linalg.eigvals(jacobian).real.max()

    hopf = optimize.brentq(growth, 8, 11)
    assert hopf == pytest.approx(9.78, abs=0.02)  # Hassard 1978 and Rinzel & Miller 1980 give 9.78
    assert rate_curve(neuron, [6.5], duration=400, settle=150, dt=0.02)[0] > 50  # firing and rest coexist


def test_leaky_integrate_and_fire_crossing():
    neuron = LeakyIntegrateAndFire()
    crossing = lambda t, v: v[0] - neuron.v_threshold  # noqa: E731
    crossing.terminal = True
    for current in (1.6, 2.0, 5.0):
        solution = integrate.solve_ivp(
            lambda t, v, current=current: [(neuron.v_rest - v[0] + neuron.r_m * current) / neuron.tau_m],
            (0, 200),
            [neuron.v_reset],
            rtol=1e-10,
            atol=1e-12,
            events=crossing,
        )
        assert neuron.interval(current) - neuron.t_ref == pytest.approx(solution.t_events[0][0], rel=1e-7)


@pytest.mark.parametrize("p", [0.05, 0.4, 0.9])
def test_constant_probability_is_scipys_geometric_distribution(p):
    assert interval_distribution(np.full(60, p)) == pytest.approx(stats.geom(p).pmf(np.arange(1, 61)))
