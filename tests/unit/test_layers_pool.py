"""Pooling layers against hand-worked numbers and the functions of nnbook.convolution.pooling."""

import numpy as np
import pytest

from nnbook.convolution import pooling
from nnbook.layers import AvgPool2d, GlobalAvgPool, L2Pool2d, Layer, MaxPool2d, MaxUnpool2d
from nnbook.layers.max_pool import Switches

POOLS = [MaxPool2d, AvgPool2d, L2Pool2d]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("kernel_size", "stride"), [(2, None), (3, 2), ((1, 3), None), (2, 1), (1, 1), (3, 4)]
)
def test_forward_is_the_function(kernel_size, stride, rng):
    x = rng.normal(size=(2, 3, 7, 15) if stride else (2, 3, 6, 12))
    pairs = [
        (MaxPool2d, pooling.max_pool),
        (AvgPool2d, pooling.average_pool),
        (L2Pool2d, pooling.l2_pool),
    ]
    for layer, function in pairs:
        y, _ = layer(kernel_size, stride=stride).forward(x)
        np.testing.assert_allclose(y, function(x, kernel_size, stride=stride), atol=1e-12)


def test_the_first_of_equal_cells_wins():
    pool = MaxPool2d(2)
    x = [[[[0, 0, 1, 2], [0, 0, 2, 2], [0, 5, 3, 0], [5, 5, 3, 3]]]]
    y, cache = pool.forward(x)
    assert y[0, 0].tolist() == [[0, 2], [5, 3]]
    dx, dparams = pool.backward([[[[1, 2], [3, 4]]]], cache)
    assert dparams == []
    assert dx[0, 0].tolist() == [[1, 0, 0, 2], [0, 0, 0, 0], [0, 3, 4, 0], [0, 0, 0, 0]]
    assert pool.switches(cache).positions[0, 0].tolist() == [[0, 3], [9, 10]]


def test_overlapping_windows_add_their_gradients():
    pool = MaxPool2d(2, stride=1)
    y, cache = pool.forward([[[[0, 1, 0], [0, 9, 0], [0, 0, 0]]]])
    assert y[0, 0].tolist() == [[9, 9], [9, 9]]
    assert pool.backward(np.ones((1, 1, 2, 2)), cache)[0][0, 0].tolist() == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]


def test_padding_never_wins():
    pool = MaxPool2d(2, padding=1)
    y, cache = pool.forward([[[[-1, -2], [-3, -4]]]])
    assert y[0, 0].tolist() == [[-1, -2], [-3, -4]]
    assert pool.switches(cache).positions[0, 0].tolist() == [[0, 1], [2, 3]]
    assert pool.backward([[[[1, 2], [3, 4]]]], cache)[0][0, 0].tolist() == [[1, 2], [3, 4]]


def test_padding_counts_as_zeros_in_a_mean():
    y, _ = AvgPool2d(2, padding=1).forward([[[[4, 8], [12, 16]]]])
    assert y[0, 0].tolist() == [[1, 2], [3, 4]]


def test_average_shares_out():
    pool = AvgPool2d((1, 2))
    _, cache = pool.forward(np.zeros((1, 1, 1, 4)))
    assert pool.backward([[[[2, 6]]]], cache)[0].tolist() == [[[[1, 1, 3, 3]]]]


def test_l2_norm_survives_extremes():
    for scale in (1e300, 1, 1e-300):
        x = scale * np.array([3.0, 4.0]).reshape(1, 1, 1, 2)
        assert L2Pool2d((1, 2)).forward(x)[0].item() == pytest.approx(5 * scale)


def test_l2_gradient_at_zero_is_zero():
    pool = L2Pool2d(2)
    _, cache = pool.forward(np.zeros((1, 1, 2, 2)))
    assert not pool.backward([[[[1]]]], cache)[0].any()


def test_nan_shows():
    x = np.zeros((1, 1, 2, 2))
    x[0, 0, 1, 1] = np.nan
    for pool in POOLS:
        assert np.isnan(pool(2).forward(x)[0]).all()


def test_unpooling_puts_back_what_won(rng):
    pool = MaxPool2d(2)
    x = rng.normal(size=(2, 3, 6, 4))
    y, cache = pool.forward(x)
    unpool = MaxUnpool2d()
    back, unpool_cache = unpool.forward(y, switches=pool.switches(cache))
    assert back.shape == x.shape
    np.testing.assert_array_equal(back[back != 0], x[back != 0])
    np.testing.assert_array_equal(pool.forward(np.where(back == 0, -9, back))[0], y)
    np.testing.assert_array_equal(unpool.backward(x, unpool_cache)[0], y)
    assert unpool.backward(x, unpool_cache, input_grad=False) == (None, [])


def test_unpooling_is_backward(rng):
    """Both send numbers to the cells that won."""
    cases = [(MaxPool2d(2), 6), (MaxPool2d(3, stride=1), 6), (MaxPool2d(3, stride=2, padding=1), 7)]
    for pool, n in cases:
        y, cache = pool.forward(rng.integers(0, 4, size=(2, 2, n, n)))
        grad = rng.normal(size=y.shape)
        up, _ = MaxUnpool2d().forward(grad, switches=pool.switches(cache))
        np.testing.assert_allclose(up, pool.backward(grad, cache)[0], atol=1e-12)


def test_global_average():
    pool = GlobalAvgPool()
    y, cache = pool.forward(np.arange(8).reshape(1, 2, 2, 2))
    assert y.tolist() == [[1.5, 5.5]]
    assert pool.backward([[4, 8]], cache)[0].tolist() == [[[[1, 1], [1, 1]], [[2, 2], [2, 2]]]]


@pytest.mark.parametrize("pool", [*POOLS, lambda size: GlobalAvgPool()])
def test_the_protocol(pool, rng):
    pool = pool(2)
    assert isinstance(pool, Layer)
    assert pool.params == []
    x = rng.normal(size=(1, 2, 4, 4)).astype(np.float32)
    kept = x.copy()
    y, cache = pool.forward(x)
    dx, dparams = pool.backward(np.ones_like(y), cache)
    assert y.dtype == dx.dtype == np.float32
    assert dx.shape == x.shape
    assert dparams == []
    assert pool.backward(np.ones_like(y), cache, input_grad=False) == (None, [])
    y += 1
    np.testing.assert_array_equal(x, kept)
    assert repr(pool).startswith(type(pool).__name__)


def test_output_is_never_a_view_of_the_input():
    for pool in (MaxPool2d(1), AvgPool2d(1), L2Pool2d(1)):
        x = np.ones((1, 1, 2, 2))
        y, _ = pool.forward(x)
        assert not np.shares_memory(x, y)


@pytest.mark.parametrize("pool", POOLS)
def test_no_window_lies_in_the_padding(pool):
    with pytest.raises(ValueError, match="padding < kernel_size"):
        pool(2, padding=2)


@pytest.mark.parametrize("pool", POOLS)
def test_maps_without_cells_are_refused(pool):
    with pytest.raises(ValueError, match="x with at least one cell in each map"):
        pool(2).forward(np.zeros((1, 1, 0, 4)))


def test_switches_lie_inside_the_maps():
    with pytest.raises(ValueError, match="switches inside maps"):
        MaxUnpool2d().forward(np.ones((1, 1, 1, 1)), switches=Switches(np.array([[[[5]]]]), (2, 2)))


@pytest.mark.parametrize("fill", [-np.inf, -1.0])
def test_padding_does_not_win_over_minus_infinity(fill):
    """Not even where every cell is −∞, the value of the padding: then the first cell of the map wins."""
    pool = MaxPool2d(2, padding=1)
    x = np.full((1, 1, 2, 2), fill)
    y, cache = pool.forward(x)
    assert (y == fill).all()
    np.testing.assert_array_equal(pool.switches(cache).positions[0, 0], [[0, 1], [2, 3]])
    dx, _ = pool.backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), cache)
    np.testing.assert_array_equal(dx[0, 0], [[1, 2], [3, 4]])


def test_windows_and_samples_do_not_share_a_scale():
    pool = L2Pool2d((1, 2))
    x = np.array([[[[3, np.inf, 3, 4]]], [[[1, 2, 0, 0]]]])
    np.testing.assert_allclose(pool.forward(x)[0].ravel(), [np.inf, 5, np.sqrt(5), 0])
    tiny = np.array([[[[3e20, 4e20, 3e-25, 4e-25]]]], np.float32)
    np.testing.assert_allclose(pool.forward(tiny)[0].ravel(), [5e20, 5e-25], rtol=1e-6)


def test_windows_of_a_norm_do_not_see_one_another():
    pool = L2Pool2d(1)
    x = np.array([[[[3.0, np.inf]]], [[[1.0, 2.0]]]])
    np.testing.assert_array_equal(pool.forward(x)[0], x)
    small = np.array([[[[1e20, 1e-5]]]], np.float32)
    y, cache = pool.forward(small)
    np.testing.assert_array_equal(y, small)
    np.testing.assert_array_equal(pool.backward(np.ones_like(y), cache)[0], 1)
