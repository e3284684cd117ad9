"""How wrong an output is, and in which direction it gets better: each loss returns (value, gradient).

Every loss is a mean over samples, the rows of the output, and a sum over the outputs of one sample; the
gradient is that of this mean. Targets are checked. Outputs are not: when a run diverges its loss is NaN or
infinite, without a warning, and the caller decides what follows.
"""

from nnbook.losses.likelihood import binary_cross_entropy, cross_entropy, gaussian_kl
from nnbook.losses.penalties import L1, L2
from nnbook.losses.squared import WeightedSquaredError, mean_squared_error

__all__ = [
    "L1",
    "L2",
    "WeightedSquaredError",
    "binary_cross_entropy",
    "cross_entropy",
    "gaussian_kl",
    "mean_squared_error",
]
