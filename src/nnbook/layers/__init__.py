"""The parts that networks are put together from; each has `forward`, `backward` and `params`."""

from nnbook.layers.batch_norm import BatchNorm
from nnbook.layers.combine import Concat, Flatten, Residual, Skip
from nnbook.layers.conv import Conv1d, Conv2d
from nnbook.layers.conv_transposed import TransposedConv2d
from nnbook.layers.dense import Dense
from nnbook.layers.dropout import Dropout
from nnbook.layers.elementwise import Activation, PReLU
from nnbook.layers.embedding import Embedding, one_hot
from nnbook.layers.lstm import LSTM
from nnbook.layers.max_pool import MaxPool2d, MaxUnpool2d
from nnbook.layers.norm import GroupNorm, InstanceNorm, LayerNorm
from nnbook.layers.pool import AvgPool2d, GlobalAvgPool, L2Pool2d
from nnbook.layers.protocol import Layer
from nnbook.layers.rnn import RNN
from nnbook.layers.sequential import Sequential

__all__ = [
    "LSTM",
    "RNN",
    "Activation",
    "AvgPool2d",
    "BatchNorm",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAvgPool",
    "GroupNorm",
    "InstanceNorm",
    "L2Pool2d",
    "Layer",
    "LayerNorm",
    "MaxPool2d",
    "MaxUnpool2d",
    "PReLU",
    "Residual",
    "Sequential",
    "Skip",
    "TransposedConv2d",
    "one_hot",
]
