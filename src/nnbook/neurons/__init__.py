"""Neuron models, from Hodgkin and Huxley's membrane to a threshold; their inputs, and the codes of spikes."""

from nnbook.neurons.cable import HodgkinHuxleyCable
from nnbook.neurons.codes import (
    angular_error,
    cosine_tuning,
    fit_linear_decoder,
    maximum_likelihood,
    population_vector,
    preferred_directions,
    von_mises_tuning,
)
from nnbook.neurons.cost import count_operations
from nnbook.neurons.coupled import pulse_coupled, spike_phases
from nnbook.neurons.hodgkin_huxley import HodgkinHuxley
from nnbook.neurons.integrate_and_fire import LeakyIntegrateAndFire
from nnbook.neurons.morris_lecar import MorrisLecar
from nnbook.neurons.plasticity import SpikeTimingPlasticity
from nnbook.neurons.renewal import RenewalNeuron
from nnbook.neurons.simulate import Trace, simulate
from nnbook.neurons.spike_response import SpikeResponse
from nnbook.neurons.statistics import coefficient_of_variation, fano_factor, intervals, psth, rate_curve
from nnbook.neurons.stimuli import pulses
from nnbook.neurons.stochastic import ThresholdUnit, firing_probability, interval_distribution
from nnbook.neurons.synapses import PostsynapticPotential, alpha_conductance, conductance_response

__all__ = [
    "HodgkinHuxley",
    "HodgkinHuxleyCable",
    "LeakyIntegrateAndFire",
    "MorrisLecar",
    "PostsynapticPotential",
    "RenewalNeuron",
    "SpikeResponse",
    "SpikeTimingPlasticity",
    "ThresholdUnit",
    "Trace",
    "alpha_conductance",
    "angular_error",
    "coefficient_of_variation",
    "conductance_response",
    "cosine_tuning",
    "count_operations",
    "fano_factor",
    "firing_probability",
    "fit_linear_decoder",
    "interval_distribution",
    "intervals",
    "maximum_likelihood",
    "population_vector",
    "preferred_directions",
    "psth",
    "pulse_coupled",
    "pulses",
    "rate_curve",
    "simulate",
    "spike_phases",
    "von_mises_tuning",
]
