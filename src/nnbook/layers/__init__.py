"""The parts that networks are put together from; each has `forward`, `backward` and `params`."""

from nnbook.layers.combine import Concat, Flatten, Residual, Skip
from nnbook.layers.dense import Dense
from nnbook.layers.dropout import Dropout
from nnbook.layers.elementwise import Activation, PReLU
from nnbook.layers.embedding import Embedding, one_hot
from nnbook.layers.norm import BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from nnbook.layers.protocol import Layer

__all__ = [
    "Activation",
    "BatchNorm",
    "Concat",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GroupNorm",
    "InstanceNorm",
    "Layer",
    "LayerNorm",
    "PReLU",
    "Residual",
    "Skip",
    "one_hot",
]
