"""Spiking neurons: one under a constant current gives spike times [ms], many under many give rates [Hz]."""

import sys
from functools import cache
from pathlib import Path

import numpy as np

CURRENTS = {"hodgkin_huxley": np.linspace(0, 20, 50), "integrate_and_fire": np.linspace(0.5, 4, 50)}
CURRENT = {"hodgkin_huxley": 10.0, "integrate_and_fire": 2.0}


def by_nnbook(model, one, duration, dt):
    from nnbook.neurons import HodgkinHuxley, LeakyIntegrateAndFire
    from nnbook.neurons.simulate import simulate
    from nnbook.neurons.statistics import rate_curve

    neuron = {"hodgkin_huxley": HodgkinHuxley, "integrate_and_fire": LeakyIntegrateAndFire}[model]()
    if one:
        current = np.full(round(duration / dt), CURRENT[model])
        return lambda: simulate(neuron, current, dt=dt).spike_times
    return lambda: rate_curve(neuron, CURRENTS[model], duration=duration, dt=dt)


SQUID = """
    v : 1
    m : 1
    h : 1
    n : 1
    current : 1 (constant)
    alpha_m = 1/exprel(-(v + 40)/10)/ms : Hz
    beta_m = 4*exp(-(v + 65)/18)/ms : Hz
    alpha_h = 0.07*exp(-(v + 65)/20)/ms : Hz
    beta_h = 1/(1 + exp(-(v + 35)/10))/ms : Hz
    alpha_n = 0.1/exprel(-(v + 55)/10)/ms : Hz
    beta_n = 0.125*exp(-(v + 65)/80)/ms : Hz
"""
# As Brian's exponential_euler, but the voltage moves after the gates.
SQUID_STEP = """
    m_inf = alpha_m/(alpha_m + beta_m)
    h_inf = alpha_h/(alpha_h + beta_h)
    n_inf = alpha_n/(alpha_n + beta_n)
    m = m_inf + (m - m_inf)*exp(-dt*(alpha_m + beta_m))
    h = h_inf + (h - h_inf)*exp(-dt*(alpha_h + beta_h))
    n = n_inf + (n - n_inf)*exp(-dt*(alpha_n + beta_n))
    g_na = 120*m*m*m*h
    g_k = 36*n*n*n*n
    g = g_na + g_k + 0.3
    v_inf = (50*g_na - 77*g_k - 54.4*0.3 + current)/g
    v = v_inf + (v - v_inf)*exp(-dt*g/ms)
"""
LEAKY = """
    dv/dt = (-65 + 10*current - v)/(10*ms) : 1 (unless refractory)
    current : 1 (constant)
"""


@cache  # compiling takes a minute, building a second: a warm network is stored and put back
def brian_network(model, one, dt):
    """Return the network and its monitor of spikes."""
    import brian2

    brian2.prefs.codegen.target = "cython"
    brian2.prefs.codegen.runtime.cython.cache_dir = str(Path(sys.prefix, "cython"))
    brian2.defaultclock.dt = dt * brian2.ms
    currents = np.array([CURRENT[model]]) if one else CURRENTS[model]
    if model == "hodgkin_huxley":
        neurons = brian2.NeuronGroup(len(currents), SQUID, threshold="v >= 0", refractory="v >= 0")
        neurons.run_regularly(SQUID_STEP, when="groups")
        neurons.v = -64.99972243373458  # at rest
        for gate in "mhn":
            setattr(neurons, gate, f"alpha_{gate}/(alpha_{gate} + beta_{gate})")
    else:
        neurons = brian2.NeuronGroup(
            len(currents), LEAKY, method="exact", threshold="v >= -50", reset="v = -65",
            refractory=2 * brian2.ms + dt * brian2.ms,  # it counts the step of the spike
        )  # fmt: skip
        neurons.v = -65
    neurons.current = currents
    network = brian2.Network(neurons, spikes := brian2.SpikeMonitor(neurons))
    if one:  # all variables are recorded, as nnbook's `simulate` does
        network.add(
            brian2.StateMonitor(neurons, list("vmhn" if model == "hodgkin_huxley" else "v"), record=True)
        )
    network.store()
    return network, spikes


def by_brian2(model, one, duration, dt):
    from brian2 import ms

    network, spikes = brian_network(model, one, dt)
    network.restore()

    def work():
        network.run(duration * ms, namespace={})
        trains = [np.asarray(times / ms) + dt for times in spikes.spike_trains().values()]
        if one:
            return trains[0]
        return np.array([1000 * (len(t) - 1) / (t[-1] - t[0]) if len(t) > 1 else 0.0 for t in trains])

    return work
