"""What a unit makes of its potential: each function stands next to its derivative.

Every activation is called with potentials z of any shape and has a method ``prime(z, a)``; `a` is the value
f(z) if it is at hand, from which tanh and the logistic function have their derivatives for nothing.
"""

from nnbook.activations.competition import softmax, softmax_jacobian
from nnbook.activations.piecewise import Heaviside, Identity, LeakyReLU, ReLU, heaviside, identity, relu
from nnbook.activations.smooth import Logistic, SiLU, Softplus, SoftStep, Tanh, logistic, silu, softplus, tanh

__all__ = [
    "Heaviside",
    "Identity",
    "LeakyReLU",
    "Logistic",
    "ReLU",
    "SiLU",
    "SoftStep",
    "Softplus",
    "Tanh",
    "heaviside",
    "identity",
    "logistic",
    "relu",
    "silu",
    "softmax",
    "softmax_jacobian",
    "softplus",
    "tanh",
]
