"""Networks as directed graphs: who can be computed when, what loops there are, and what loops do.

A network of n neurons is a matrix ``W`` of shape (n, n), where ``W[i, j]`` leads *to* neuron i *from* neuron
j, and 0 means that there is no connection. Row i holds what neuron i receives. Many libraries for graphs,
scipy's and networkx among them, use the transpose: there ``A[i, j]`` leads from i to j.

What concerns the graph alone asks which weights are zero, and not how large the others are.
"""

from nnbook.graphs.order import (
    acyclic_probability,
    components,
    depths,
    reachable,
    shortest_cycle,
    topological_order,
)
from nnbook.graphs.rhythms import Rhythm, clocked_path, lyapunov_exponent, rhythm
from nnbook.graphs.wiring import connection_kinds, mixed_symmetry, random_weights, random_wiring

__all__ = [
    "Rhythm",
    "acyclic_probability",
    "clocked_path",
    "components",
    "connection_kinds",
    "depths",
    "lyapunov_exponent",
    "mixed_symmetry",
    "random_weights",
    "random_wiring",
    "reachable",
    "rhythm",
    "shortest_cycle",
    "topological_order",
]
