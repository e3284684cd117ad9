"""Optimisers turn gradients into steps: settings are frozen, the state is a dict that the caller holds."""

from nnbook.optimizers.adam import Adam, AdamW
from nnbook.optimizers.adaptive import AdaDelta, AdaGrad, RMSProp
from nnbook.optimizers.clipping import Clip
from nnbook.optimizers.first_order import SGD, Momentum, Nesterov
from nnbook.optimizers.paths import Path, effective_rates, minimize
from nnbook.optimizers.quadratic import (
    best_gradient_descent,
    best_momentum,
    convergence_rate,
    expected_loss,
    momentum_roots,
    noise_floor,
)
from nnbook.optimizers.second_order import DiagonalNewton, Newton, Quickprop

__all__ = [
    "SGD",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Clip",
    "DiagonalNewton",
    "Momentum",
    "Nesterov",
    "Newton",
    "Path",
    "Quickprop",
    "RMSProp",
    "best_gradient_descent",
    "best_momentum",
    "convergence_rate",
    "effective_rates",
    "expected_loss",
    "minimize",
    "momentum_roots",
    "noise_floor",
]
