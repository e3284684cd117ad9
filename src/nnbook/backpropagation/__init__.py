"""The way back through a network: costates, what it costs, whether it is right, and what else may go back.

The networks are `nnbook.layers.Sequential` of `nnbook.layers.Dense`. They have their own backward pass. Here
it stands as the recursion of optimal control, with its operations counted, its result compared with
differences, and its weights replaced by others.
"""

from nnbook.backpropagation.adjoint import costates
from nnbook.backpropagation.counting import (
    Checkpoints,
    Operations,
    Sweeps,
    count_checkpoints,
    count_operations,
    count_sweeps,
)
from nnbook.backpropagation.differences import difference_quotients, relative_errors
from nnbook.backpropagation.feedback import feedback_gradients, random_feedback

__all__ = [
    "Checkpoints",
    "Operations",
    "Sweeps",
    "costates",
    "count_checkpoints",
    "count_operations",
    "count_sweeps",
    "difference_quotients",
    "feedback_gradients",
    "random_feedback",
    "relative_errors",
]
