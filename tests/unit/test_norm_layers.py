"""Normalisation: what is standardised, what is remembered, and the gradients."""

import numpy as np
import pytest

from nnbook import layers as L
from tests.unit.test_dense_layers import check_layer, rng0

f64 = {"dtype": np.float64}


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (L.BatchNorm(3, **f64), (6, 3)),
        (L.BatchNorm(3, **f64), (2, 3, 4, 5)),
        (L.LayerNorm(3, **f64), (6, 3)),
        (L.LayerNorm(3, **f64), (2, 5, 3)),
        (L.LayerNorm((3, 4, 5), **f64), (2, 3, 4, 5)),
        (L.GroupNorm(2, 4, **f64), (3, 4)),
        (L.GroupNorm(2, 4, **f64), (3, 4, 2, 3)),
        (L.InstanceNorm(3, **f64), (2, 3, 4, 5)),
    ],
    ids=str,
)
@pytest.mark.parametrize("training", [False, True])
def test_gradients(layer, shape, training):
    rng = rng0(5)
    layer.params[0][:] = rng.uniform(0.5, 2, layer.params[0].shape)
    layer.params[1][:] = rng.standard_normal(layer.params[1].shape)
    check_layer(layer, 3 + 2 * rng.standard_normal(shape), training=training)


@pytest.mark.parametrize(
    ("layer", "axes"),
    [
        (L.BatchNorm(6, **f64), (0, 2, 3)),
        (L.LayerNorm((6, 5, 5), **f64), (1, 2, 3)),
        (L.GroupNorm(1, 6, **f64), (1, 2, 3)),
        (L.InstanceNorm(6, **f64), (2, 3)),
    ],
    ids=str,
)
def test_mean_zero_and_variance_one_over_their_axes(layer, axes):
    x = rng0(0).normal(5, 3, (4, 6, 5, 5))
    y, _ = layer.forward(x, training=True)
    np.testing.assert_allclose(y.mean(axis=axes), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(axis=axes), 1, atol=1e-4)


def test_running_statistics_come_to_those_of_the_data():
    norm, rng = L.BatchNorm(2, **f64), rng0(0)
    for _ in range(300):
        norm.forward(rng.normal([1, -2], [3, 0.5], (100, 2)), training=True)
    np.testing.assert_allclose(norm.running_mean, [1, -2], atol=0.2)
    np.testing.assert_allclose(norm.running_variance, [9, 0.25], rtol=0.1)
    y, _ = norm.forward(rng.normal([1, -2], [3, 0.5], (4000, 2)))
    np.testing.assert_allclose(y.std(axis=0), 1, rtol=0.1)


def test_only_training_passes_move_the_statistics():
    norm = L.BatchNorm(2)
    norm.forward(np.ones((3, 2)))
    assert not norm.running_mean.any()
    x = np.array([[0.0, 0.0], [2.0, 4.0]])
    norm.forward(x, training=True)
    np.testing.assert_allclose(norm.running_mean, 0.1 * x.mean(axis=0))
    np.testing.assert_allclose(norm.running_variance, 0.9 + 0.1 * x.var(axis=0, ddof=1))  # unbiased
    assert norm.running_mean.dtype == norm.running_variance.dtype == np.float32


def test_a_test_pass_does_not_depend_on_the_rest_of_the_batch():
    norm = L.BatchNorm(3)
    x = rng0(0).standard_normal((5, 3))
    norm.forward(x, training=True)
    np.testing.assert_allclose(norm.forward(x)[0][:1], norm.forward(x[:1])[0], rtol=1e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda: L.BatchNorm(1).forward([[1.0]], training=True),
        lambda: L.LayerNorm((1, 2)).forward([[1.0, 2.0]]),
        lambda: L.GroupNorm(1, 3).forward(np.zeros((2, 3, 0))),
    ],
)
def test_there_must_be_numbers_to_average_over(call):
    with pytest.raises(ValueError, match="need x"):
        call()


@pytest.mark.parametrize("layer", [L.LayerNorm(2), L.GroupNorm(1, 2)], ids=repr)
def test_numbers_whose_squares_leave_single_precision_are_normalised(layer):
    y, _ = layer.forward(np.array([[1e25, 3e25]], np.float32))
    np.testing.assert_allclose(y, [[-1, 1]], rtol=1e-6)


def test_a_generator_alone_does_not_train():
    norm, x = L.BatchNorm(1), np.array([[1.0], [3.0]], np.float32)
    norm.forward(x, rng=rng0(0))
    assert norm.running_mean == 0
    norm.forward(x, training=True)
    assert norm.running_mean > 0
