"""Neuron models, from Hodgkin and Huxley's membrane to a threshold."""

from nnbook.neurons.cost import count_operations
from nnbook.neurons.hodgkin_huxley import HodgkinHuxley
from nnbook.neurons.integrate_and_fire import LeakyIntegrateAndFire
from nnbook.neurons.renewal import RenewalNeuron
from nnbook.neurons.simulate import Trace, simulate
from nnbook.neurons.spike_response import SpikeResponse
from nnbook.neurons.statistics import coefficient_of_variation, intervals, rate_curve
from nnbook.neurons.stimuli import pulses
from nnbook.neurons.stochastic import ThresholdUnit, firing_probability, interval_distribution

__all__ = [
    "HodgkinHuxley",
    "LeakyIntegrateAndFire",
    "RenewalNeuron",
    "SpikeResponse",
    "ThresholdUnit",
    "Trace",
    "coefficient_of_variation",
    "count_operations",
    "firing_probability",
    "interval_distribution",
    "intervals",
    "pulses",
    "rate_curve",
    "simulate",
]
