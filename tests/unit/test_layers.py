"""What all layers keep to: no samples give no samples, and single precision stays single."""

import numpy as np
import pytest

from nnbook import layers as L
from nnbook.activations import tanh
from nnbook.layers import Sequential

F = {"rng": np.random.default_rng(0)}


def dense():
    return L.Dense(4, 4, tanh, **F)


LAYERS = [
    (dense(), (4,)),
    (L.Activation(tanh), (4,)),
    (L.PReLU(4), (4,)),
    (L.Dropout(0.5), (4,)),
    (L.BatchNorm(4), (4,)),
    (L.LayerNorm(4), (4,)),
    (L.GroupNorm(2, 4), (4, 3)),
    (L.InstanceNorm(4), (4, 3, 3)),
    (L.Flatten(), (4, 2)),
    (L.Residual(dense()), (4,)),
    (L.Residual(dense(), dense()), (4,)),
    (L.Skip(dense()), (4,)),
    (L.Concat(dense(), dense()), (4,)),
    (L.Conv2d(2, 3, 2, **F), (2, 4, 4)),
    (L.TransposedConv2d(2, 3, 2, **F), (2, 4, 4)),
    (L.Conv1d(2, 3, 2, **F), (2, 4)),
    (L.MaxPool2d(2), (2, 4, 4)),
    (L.AvgPool2d(2), (2, 4, 4)),
    (L.L2Pool2d(2), (2, 4, 4)),
    (L.GlobalAvgPool(), (2, 4, 4)),
    (L.RNN(4, 3, **F), (5, 4)),
    (L.LSTM(4, 3, **F), (5, 4)),
    (Sequential(dense(), dense()), (4,)),
]


@pytest.mark.parametrize("n_samples", [0, 1, 3])
@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=lambda case: repr(case)[:40])
def test_any_number_of_samples_in_single_precision(layer, shape, n_samples):
    x = np.ones((n_samples, *shape), np.float32)
    y, cache = layer.forward(x)
    dx, grads = layer.backward(np.ones(y.shape), cache)  # a gradient in double precision changes nothing
    assert len(y) == n_samples
    assert dx.shape == x.shape
    assert [g.shape for g in grads] == [p.shape for p in layer.params]
    assert {a.dtype for a in (y, dx, *grads)} == {np.dtype(np.float32)}
    if n_samples == 0:
        assert not any(g.any() for g in grads)
