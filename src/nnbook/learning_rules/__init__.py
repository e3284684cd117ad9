"""What a single unit can compute and how it learns: separation; perceptron, delta and Hebb's rule.

Weights are written with the bias first, (w₀, w₁, …), and inputs get a 1 in front: z = w₀ + w₁x₁ + … .
Every rule is one line, the change that a batch of samples makes; `loop` has what they share.
"""

from nnbook.learning_rules.boolean import corners, separable_functions, truth_table
from nnbook.learning_rules.errors import fit_lms, fit_perceptron, fit_unit, largest_rate
from nnbook.learning_rules.hebbian import fit_hebb, fit_oja
from nnbook.learning_rules.hulls import Separation, certify, separate
from nnbook.learning_rules.loop import UnitFit, with_bias
from nnbook.learning_rules.mistakes import SignedFit, fit_signed, signed
from nnbook.learning_rules.separation import count_dichotomies, margin, novikoff_bound, pocket

__all__ = [
    "Separation",
    "SignedFit",
    "UnitFit",
    "certify",
    "corners",
    "count_dichotomies",
    "fit_hebb",
    "fit_lms",
    "fit_oja",
    "fit_perceptron",
    "fit_signed",
    "fit_unit",
    "largest_rate",
    "margin",
    "novikoff_bound",
    "pocket",
    "separable_functions",
    "separate",
    "signed",
    "truth_table",
    "with_bias",
]
