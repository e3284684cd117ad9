"""What networks of layers can compute when somebody chooses the weights, and how they predict a series.

The networks are `nnbook.layers.Sequential` of `nnbook.layers.Dense` in double precision: they can be looked
into, counted and trained like any other. Threshold units fire at their threshold, z ≥ 0.
"""

from nnbook.feedforward.bumps import bump, bump_network, interpolating_network
from nnbook.feedforward.folds import breakpoints, tent_network
from nnbook.feedforward.steps import (
    cells_network,
    parity_network,
    polygon_network,
    truth_table_network,
    xor_network,
)
from nnbook.feedforward.windows import fit_autoregression, free_run, windows

__all__ = [
    "breakpoints",
    "bump",
    "bump_network",
    "cells_network",
    "fit_autoregression",
    "free_run",
    "interpolating_network",
    "parity_network",
    "polygon_network",
    "tent_network",
    "truth_table_network",
    "windows",
    "xor_network",
]
