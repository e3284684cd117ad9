"""A memory that is found by what is in it: stored in symmetric weights, recalled by many small decisions.

States are vectors of +1 and -1. Weights are plain arrays ``W`` of shape (n, n), where ``W[i, j]`` leads from
unit j to unit i. Conventions differ between sources; here

* Hebbian weights are vote counts, ``W = sum xi xi^T`` without the factor 1/n that many texts carry: sums of
  whole numbers are exact in floating point, so that a tie is a tie. Divide by n to compare temperatures.
* the diagonal is zero; physicists' texts sometimes keep it at p (or p/n), which makes states stickier.
* a unit whose field is exactly zero keeps its state; other texts take sign(0) = +1.
"""

from nnbook.hopfield.attention import attention_recall
from nnbook.hopfield.dynamics import glauber, update_path
from nnbook.hopfield.retrieval import Recall, recall, recall_synchronous
from nnbook.hopfield.states import all_states, flip_bits, identify, majority, overlap
from nnbook.hopfield.theory import (
    critical_load,
    error_probability,
    mean_field_overlap,
    retrieval_overlap,
    safe_capacity,
)
from nnbook.hopfield.unlearning import unlearn
from nnbook.hopfield.weights import energy, hebb_weights, projection_weights

__all__ = [
    "Recall",
    "all_states",
    "attention_recall",
    "critical_load",
    "energy",
    "error_probability",
    "flip_bits",
    "glauber",
    "hebb_weights",
    "identify",
    "majority",
    "mean_field_overlap",
    "overlap",
    "projection_weights",
    "recall",
    "recall_synchronous",
    "retrieval_overlap",
    "safe_capacity",
    "unlearn",
    "update_path",
]
