"""Reverse-mode automatic differentiation on arrays: the chain rule, one operation at a time.

A `Variable` is an array that remembers how it was computed; `topological_order` lists that computation and
`gradients` walks it backwards. Small on purpose: the layers of `nnbook.layers` do not use it, it checks them.
"""

from nnbook.autodiff.functions import exp, log, logistic, relu, tanh
from nnbook.autodiff.graph import Graph, graph, listing
from nnbook.autodiff.reverse import adjoints, gradients, topological_order
from nnbook.autodiff.variable import Variable

__all__ = [
    "Graph",
    "Variable",
    "adjoints",
    "exp",
    "gradients",
    "graph",
    "listing",
    "log",
    "logistic",
    "relu",
    "tanh",
    "topological_order",
]
