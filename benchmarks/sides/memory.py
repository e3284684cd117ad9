"""A Hopfield network of 120 units: 8 patterns are stored, 100 cues of them with noise recalled."""

import numpy as np


def patterns_and_cues():
    """Return states of ±1: 10 of the 120 units of each cue are wrong."""
    rng = np.random.default_rng(0)
    patterns = rng.choice([-1.0, 1.0], (8, 120))
    cues = patterns[np.arange(100) % 8]
    for cue in cues:
        cue[rng.choice(120, 10, replace=False)] *= -1
    return patterns, cues


def by_nnbook():
    from nnbook.hopfield import hebb_weights, recall

    patterns, cues = patterns_and_cues()
    rng = np.random.default_rng(1)
    return lambda: recall(hebb_weights(patterns), cues, rng=rng).states


def by_hopfieldnetwork():
    from hopfieldnetwork import HopfieldNetwork

    patterns, cues = patterns_and_cues()

    def work():
        network = HopfieldNetwork(N=120)
        for pattern in patterns:
            network.train_pattern(pattern)
        for cue in cues:  # changed in place
            network.set_initial_neurons_state(cue)
            network.update_neurons(iterations=0, mode="async", run_max=True)
        return cues

    return work
