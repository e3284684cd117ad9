"""Bad input for neurons and memories."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from nnbook import neurons
from nnbook.boltzmann import RBM
from nnbook.neurons.simulate import FLOATS
from tests.properties.bad_input import call, check_all
from tests.properties.kinds import (
    array,
    choice,
    flag,
    generator,
    instance,
    integer,
    loose,
    mask,
    named,
    number,
    opaque,
    optional,
    several,
    signs,
    size,
)

TABLE = {}

# --- neurons

positive, not_negative = number(2.0, low=0, open_low=True), number(2.0, low=0)
potential = number(-60.0, low=-200, high=200)
below = replace(number(-65.0, high=-50, open_high=True), drawn=st.nothing())  # the threshold
beta, theta = number(1.0, low=0, infinite=True), number(1.0, low=-1e9, high=1e9)
dt, duration = number(0.5, low=1e-6, high=1e9), number(4.0, low=0, open_low=True)
volts, gate = loose(3, finite=True, zero_d=True), loose(3, finite=True, zero_d=True, low=0, high=1)
currents, times = volts, array(3, lengths=(), empty=None, low=0)
spike_times = array(make=lambda: [1, 2, 4], lengths=(), empty=None)
span = number(2.0, low=1e-3, high=1e6)
noise = {"noise": not_negative, "rng": optional(generator())}
neuron = instance(neurons.LeakyIntegrateAndFire)
event = several(not_negative, not_negative, number(2.0), of=tuple)

CONSTANTS = {
    "HodgkinHuxley": {
        "c_m": positive, "g_na": not_negative, "g_k": not_negative, "g_l": positive, "e_na": potential,
        "e_k": potential, "e_l": potential, "temperature": number(6.0, low=0, high=50),
    },
    "LeakyIntegrateAndFire": {
        "tau_m": positive, "r_m": positive, "v_rest": below, "v_reset": below, "t_ref": not_negative,
        "v_threshold": replace(number(-50.0, low=-65, open_low=True), drawn=st.nothing()),
    },
    "MorrisLecar": {
        "c_m": positive, "g_ca": not_negative, "g_k": positive, "g_l": positive, "e_ca": potential,
        "e_k": potential, "e_l": potential, "v1": potential, "v2": positive, "v3": potential,
        "v4": positive, "phi": positive,
    },
    "HodgkinHuxleyCable": {
        "membrane": instance(neurons.HodgkinHuxley), "diameter": span, "resistivity": span, "length": span,
        "n_compartments": integer(3, low=2, high=2000),
    },
    "PostsynapticPotential": {
        "peak": number(0.5, low=-1e6, high=1e6),
        "tau_m": replace(number(10.0, low=1e-3, high=1e6), drawn=st.nothing()),
        "tau_s": replace(number(2.0, low=1e-3, high=9.99), drawn=st.nothing()),
    },
    "RenewalNeuron": {"theta": theta, "c": not_negative, "t_abs": not_negative, "beta": beta},
    "SpikeResponse": {
        "tau_m": positive, "tau_r": positive, "r_m": not_negative, "eta_0": not_negative,
        "t_ref": not_negative, "v_rest": number(-65.0), "v_threshold": number(-50.0),
        "cumulative": flag(True), "beta": beta,
    },
    "ThresholdUnit": {"theta": theta, "beta": beta},
}  # fmt: skip
METHODS = {
    "HodgkinHuxley.rates": {"v": volts},
    "HodgkinHuxley.steady_state": {"v": volts},
    "HodgkinHuxley.time_constants": {"v": volts},
    "HodgkinHuxley.steady_current": {"v": volts},
    "HodgkinHuxley.currents": {"v": volts, "m": gate, "h": gate, "n": gate},
    "HodgkinHuxley.voltage_clamp": {"t": times, "v_hold": potential, "v_step": potential},
    "HodgkinHuxleyCable.spread": {"duration": number(0.5, low=0, high=1e9)},
    "HodgkinHuxleyCable.simulate": {"current": array(2, 3, lengths=(1,), empty=None), "dt": dt},
    "LeakyIntegrateAndFire.interval": {"current": currents},
    "LeakyIntegrateAndFire.rate": {"current": currents},
    "MorrisLecar.steady_state": {"v": volts},
    "MorrisLecar.change": {"v": volts, "w": volts, "current": volts},
    "MorrisLecar.nullclines": {"v": volts, "current": volts},
    "PostsynapticPotential.at": {"s": volts},
    "PostsynapticPotential.total": {
        "t": array(3, lengths=(), empty=None),
        "arrivals": array(3, lengths=(), empty=None),
    },
    "PostsynapticPotential.integrate": {
        "counts": array(3, lengths=(), empty=None),
        "dt": dt,
        "threshold": positive,
    },
    "RenewalNeuron.refractory": {"mu": volts},
    "RenewalNeuron.interval": {"current": currents},
    "RenewalNeuron.interval_distribution": {"current": currents, "duration": duration, "dt": dt},
    "RenewalNeuron.interval_moments": {"current": currents, "dt": dt, "n_steps": size(50)},
    "RenewalNeuron.rate": {"current": currents, "dt": dt, "n_steps": size(50)},
    "SpikeResponse.eta": {"s": volts},
    "SpikeResponse.kappa": {"s": volts},
    "ThresholdUnit.mean_output": {"current": currents},
}
for name, kinds in CONSTANTS.items():
    TABLE[f"neurons.{name}"] = call(**kinds)
    if not hasattr(getattr(neurons, name), "stepper"):
        continue
    METHODS[f"{name}.stepper"] = {"dt": dt, "functions": opaque(lambda: FLOATS)}
for name, kinds in METHODS.items():
    model, _, method = name.partition(".")
    settings = {"RenewalNeuron": {"beta": 1.0}, "HodgkinHuxleyCable": {"n_compartments": 3}}.get(model, {})
    is_finite = method not in ("interval", "refractory")  # of a neuron that never fires
    TABLE[f"neurons.{name}"] = call(
        lambda model=model, settings=settings: getattr(neurons, model)(**settings), **kinds, finite_=is_finite
    )
TABLE |= {
    "neurons.alpha_conductance": call(s=volts, tau=span),
    "neurons.conductance_response": call(
        g=array(2, 3, lengths=(0,), empty=None, low=0), reversal=array(2), dt=dt,
        tau_m=span, v_rest=number(-65.0, low=-1e4, high=1e4),
    ),
    "neurons.coefficient_of_variation": call(spike_times=spike_times),
    "neurons.intervals": call(spike_times=spike_times),
    "neurons.count_operations": call(neuron=neuron, dt=dt),
    "neurons.firing_probability": call(h=loose(3, zero_d=True), beta=beta),
    "neurons.interval_distribution": call(probability=array(3, ndims=None, lengths=(), low=0, high=1)),
    "neurons.pulses": call(
        duration=duration, dt=dt, background=number(0.5),
        **{"*events": named(several(event, of=tuple), "events|start|width|amplitude")},
    ),
    "neurons.rate_curve": call(
        neuron=neuron, currents=array(3, lengths=()), duration=duration, dt=dt, settle=number(1.0, low=0),
        **noise,
    ),
    "neurons.simulate": call(neuron=neuron, current=array(4, ndims=(1, 2), lengths=()), dt=dt, **noise),
}  # fmt: skip

# --- codes

rates, angle = number(20.0, low=0, high=1e9), array(3, lengths=(), ndims=None, zero_d=True, empty=None)
preferred = array(4, lengths=(), empty=None)
tuning = {"theta": angle, "preferred": preferred, "base": rates, "amplitude": rates}
trains = several(spike_times, spike_times)
share = number(0.25, low=0, high=1)
fits = named(array(4, lengths=()), "counts|preferred")
stdp = {"a_plus": not_negative, "tau_plus": positive, "a_minus": not_negative, "tau_minus": positive}
pair = {"pre": spike_times, "post": spike_times}
TABLE |= {
    "neurons.preferred_directions": call(n=size(3), one_side=share, axis=share),
    "neurons.cosine_tuning": call(**tuning),
    "neurons.von_mises_tuning": call(**tuning, kappa=rates),
    "neurons.population_vector": call(counts=array(4, ndims=None), preferred=fits),
    "neurons.fit_linear_decoder": call(
        rates=array(3, 4, lengths=()), theta=named(array(3), "rates|theta"), variance=not_negative
    ),
    "neurons.maximum_likelihood": call(
        counts=array(4, ndims=None, low=0),
        expected=named(array(3, 4, low=0, open_low=True), "expected|theta|counts"),
        theta=array(3),
    ),
    "neurons.angular_error": call(estimate=angle, theta=angle),
    "neurons.psth": call(spike_times=trains, duration=number(8.0, low=0, open_low=True), width=positive),
    "neurons.fano_factor": call(
        spike_times=trains, duration=number(8.0, low=0, open_low=True), window=positive
    ),
    "neurons.SpikeTimingPlasticity": call(**stdp),
    "neurons.SpikeTimingPlasticity.window": call(
        neurons.SpikeTimingPlasticity, s=array(3, lengths=(), ndims=None, zero_d=True, empty=None)
    ),
    "neurons.SpikeTimingPlasticity.pairs": call(neurons.SpikeTimingPlasticity, **pair),
    "neurons.SpikeTimingPlasticity.change": call(neurons.SpikeTimingPlasticity, **pair),
    "neurons.SpikeTimingPlasticity.drift": call(
        neurons.SpikeTimingPlasticity,
        rate=array(3, lengths=(), ndims=None, zero_d=True, empty=None, low=0),
    ),
    "neurons.pulse_coupled": call(
        W=array(2, 2), v=named(array(make=lambda: [0.0, 0.5], lengths=()), "v|W"),
        current=number(1.2, low=-1e9, high=1e9), tau_m=number(10.0, low=1e-6, high=1e9),
        delay=number(1.0, low=0, high=1e6), noise=number(0.5, low=0, high=1e9), duration=duration, dt=dt,
        rng=generator(),
    ),
    "neurons.spike_phases": call(
        spike_times=trains, t=array(3, lengths=(), empty=None), finite_=False
    ),
}  # fmt: skip

# --- memories

network = {"W": array(make=lambda: [[0, 1, 2], [1, 0, -1], [2, -1, 0]]), "x": signs(3, ndims=(1, 2))}
thresholds = {"theta": array(3, ndims=(0, 1), zero_d=True)}
states = {"x": signs(3, ndims=(1, 2)), "patterns": signs(2, 3, lengths=(1,), ndims=(1, 2))}
stored, rng = signs(2, 4, lengths=(), ndims=(1, 2)), generator()
load = loose(3, finite=True, zero_d=True, low=0, open_low=True)
rounds, finite = integer(2, low=1), number(2.0, low=0, high=1e100)


def rbm():
    return RBM(np.ones((2, 3)), np.ones(3), np.ones(2))


visible = loose(4, 3, lengths=(1,), finite=True)
TABLE |= {
    "hopfield.all_states": call(n=integer(3, low=1, high=20)),
    "hopfield.attention_recall": call(
        patterns=array(2, 3, lengths=(1,)), query=array(3, ndims=(1, 2), empty=None), beta=finite,
        n_steps=rounds,
    ),
    "hopfield.energy": call(**network, **thresholds),
    "hopfield.error_probability": call(load=load),
    "hopfield.retrieval_overlap": call(load=load),
    "hopfield.mean_field_overlap": call(beta=load),
    "hopfield.flip_bits": call(x=stored, fraction=number(0.5, low=0, high=1), rng=rng),
    "hopfield.glauber": call(**network, **thresholds, beta=beta, n_sweeps=size(2, low=0), rng=rng),
    "hopfield.hebb_weights": call(patterns=stored),
    "hopfield.projection_weights": call(patterns=stored),
    "hopfield.identify": call(**states),
    "hopfield.overlap": call(**states),
    "hopfield.majority": call(patterns=signs(3, 2, lengths=())),
    "hopfield.recall": call(**network, **thresholds, max_sweeps=rounds, rng=optional(rng)),
    "hopfield.recall_synchronous": call(**network, **thresholds, max_sweeps=rounds),
    "hopfield.safe_capacity": call(n=integer(5, low=2), every=flag(True)),
    "hopfield.unlearn": call(W=network["W"], n_dreams=integer(2, low=0), strength=not_negative, rng=rng),
    "hopfield.update_path": call(
        W=network["W"], x=signs(3), **thresholds, beta=beta, n_steps=size(4, low=0),
        group=integer(2, low=1, high=3), rng=rng,
    ),
    "boltzmann.boltzmann_distribution": call(W=network["W"], beta=finite, **thresholds),
    "boltzmann.fit_boltzmann": call(samples=signs(4, 3, lengths=()), n_steps=size(3, low=0), lr=finite),
    "boltzmann.RBM": call(W=array(2, 3), a=array(3), b=array(2)),
    "boltzmann.RBM.hidden": call(rbm, v=visible),
    "boltzmann.RBM.visible": call(rbm, h=loose(4, 2, lengths=(1,), finite=True)),
    "boltzmann.RBM.free_energy": call(rbm, v=visible),
    "boltzmann.RBM.reconstruct": call(rbm, v=visible, n_steps=rounds, known=optional(mask(3))),
    "boltzmann.fit_rbm": call(
        v=array(4, 3, low=0, high=1, lengths=()), n_hidden=optional(integer(2, low=2, high=2)), rng=rng,
        n_epochs=integer(2, low=0), batch_size=integer(2, low=1, high=4), lr=not_negative,
        start=optional(instance(rbm)), method=choice("cd", "pcd", "exact"), n_gibbs=rounds,
        weight_decay=not_negative, keep=several(integer(1, low=0, high=2)),
    ),
    "boltzmann.RBM.sample": call(rbm, v=visible, n_steps=size(2, low=0), rng=rng),
    "boltzmann.log_partition": call(rbm=instance(rbm)),
    "boltzmann.visible_distribution": call(rbm=instance(rbm)),
    "boltzmann.log_likelihood": call(rbm=instance(rbm), v=array(4, 3, low=0, high=1, lengths=(1,))),
    "boltzmann.likelihood_gradient": call(rbm=instance(rbm), v=array(4, 3, low=0, high=1, lengths=(1,))),
    "boltzmann.expected_cd_gradient": call(
        rbm=instance(rbm), v=array(4, 3, low=0, high=1, lengths=(1,)), n_gibbs=integer(2, low=1),
    ),
    "boltzmann.annealed_importance_sampling": call(
        rbm=instance(rbm), n_runs=integer(3, low=2), n_temperatures=size(2), rng=rng,
    ),
}  # fmt: skip

# --- networks as graphs

graph = {"W": array(make=lambda: [[0, 0, 2], [1, 0, 0], [0, -1, 0]])}
layers = several(size(2), size(1), of=tuple, least=1)
clocked = {"W": array(2, 2, ndims=(2, 3)), "x": named(array(make=lambda: [0.5, -0.5]), "x|W")}
TABLE |= {
    f"graphs.{name}": call(**graph)
    for name in ("depths", "topological_order", "reachable", "components", "shortest_cycle")
}
TABLE |= {
    "graphs.acyclic_probability": call(n=integer(4, low=1, high=60), p=number(0.5, low=0, high=1)),
    "graphs.connection_kinds": call(sizes=layers, finite_=False),
    "graphs.random_wiring": call(
        sizes=layers, kinds=several(choice("forward", "shortcut", "direct", "lateral", "indirect"), of=tuple),
        density=share, rng=rng,
    ),
    "graphs.random_weights": call(
        n=integer(3, low=1, high=16384), law=choice("normal", "uniform", "orthogonal", "excitatory"), rng=rng
    ),
    "graphs.mixed_symmetry": call(n=integer(3, low=2, high=16384), s=share, rng=rng),
    "graphs.rhythm": call(**graph, x=signs(3), **thresholds, max_steps=integer(9, low=1, high=10**7)),
    "graphs.clocked_path": call(
        **clocked, n_steps=named(size(3, low=0), "n_steps|drive"),
        drive=optional(array(3, 2)),
    ),
    "graphs.lyapunov_exponent": call(
        **clocked, n_steps=named(integer(2, low=1), "n_steps|drive"),
        n_discard=named(size(1, low=0), "n_discard|drive"), rng=rng, drive=optional(array(3, 2)),
    ),
}  # fmt: skip

check_all(TABLE, "neurons", globals())
