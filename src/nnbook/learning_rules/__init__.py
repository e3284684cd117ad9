"""How a single unit learns: the perceptron rule, the delta rule, and Hebb's rule with and without a limit.

Weights are written with the bias first, (w₀, w₁, …), and inputs get a 1 in front: z = w₀ + w₁x₁ + … .
"""

from nnbook.learning_rules.errors import error_correction, largest_rate, lms, perceptron
from nnbook.learning_rules.hebbian import hebb, oja
from nnbook.learning_rules.lesson import Lesson, with_bias
from nnbook.learning_rules.separation import margin, novikoff_bound, pocket

__all__ = [
    "Lesson",
    "error_correction",
    "hebb",
    "largest_rate",
    "lms",
    "margin",
    "novikoff_bound",
    "oja",
    "perceptron",
    "pocket",
    "with_bias",
]
