"""Boltzmann machines: networks of units that decide by chance, and learn how their data are distributed.

`machine` has visible units alone, of +1 and -1, and sums over all states exactly. `restricted` has hidden
units too, of 0 and 1; `contrastive` teaches it, `exact` sums over the states of a small one, and `annealing`
estimates the partition function of a large one.
"""

from nnbook.boltzmann.annealing import PartitionEstimate, annealed_importance_sampling
from nnbook.boltzmann.contrastive import RBMFit, fit_rbm
from nnbook.boltzmann.exact import (
    expected_cd_gradient,
    likelihood_gradient,
    log_likelihood,
    log_partition,
    visible_distribution,
)
from nnbook.boltzmann.machine import BoltzmannFit, boltzmann_distribution, fit_boltzmann
from nnbook.boltzmann.restricted import RBM

__all__ = [
    "RBM",
    "BoltzmannFit",
    "PartitionEstimate",
    "RBMFit",
    "annealed_importance_sampling",
    "boltzmann_distribution",
    "expected_cd_gradient",
    "fit_boltzmann",
    "fit_rbm",
    "likelihood_gradient",
    "log_likelihood",
    "log_partition",
    "visible_distribution",
]
