"""Pooling: worked numbers, batches and errors."""

import numpy as np
import pytest

from nnbook.convolution import average_pool, correlate, filters, l2_pool, max_pool, sum_pool
from nnbook.datasets.photograph import photograph

X = np.array([[3, 0, 1, 2], [4, 0, 5, 1], [0, 0, 2, 2], [0, 5, 1, 0]])
POOLS = [max_pool, sum_pool, average_pool, l2_pool]


def test_worked_example():
    np.testing.assert_array_equal(max_pool(X, 2), [[4, 5], [5, 2]])
    np.testing.assert_array_equal(sum_pool(X, 2), [[7, 9], [5, 5]])
    np.testing.assert_array_equal(average_pool(X, 2), [[1.75, 2.25], [1.25, 1.25]])
    np.testing.assert_allclose(l2_pool(X, 2), [[5, 31**0.5], [5, 3]])


@pytest.mark.parametrize("pool", POOLS)
def test_overlapping_windows_of_any_shape(pool):
    x = np.random.default_rng(0).normal(size=(9, 11))
    pooled = pool(x, (3, 2), stride=(2, 3))
    reduce = {max_pool: np.max, sum_pool: np.sum, average_pool: np.mean, l2_pool: np.linalg.norm}[pool]
    expected = [[reduce(x[r : r + 3, c : c + 2]) for c in range(0, 10, 3)] for r in range(0, 7, 2)]
    np.testing.assert_allclose(pooled, expected)


@pytest.mark.parametrize("pool", POOLS)
def test_leading_axes_are_left_alone(pool):
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 6)).astype(np.float32)
    pooled = pool(x, 2)
    assert pooled.shape == (2, 3, 2, 3)
    assert pooled.dtype == np.float32
    np.testing.assert_allclose(pooled[1, 2], pool(x[1, 2], 2), rtol=1e-6)


def test_sum_pooling_is_a_strided_convolution_with_ones():
    np.testing.assert_array_equal(sum_pool(X, 2), correlate(X, np.ones((2, 2), int), stride=2))


def test_input_is_not_changed():
    x = np.arange(16.0).reshape(4, 4)
    for pool in POOLS:
        pool(x, 1)[:] = -1
        pool(x, 2)[:] = -1
    np.testing.assert_array_equal(x, np.arange(16.0).reshape(4, 4))


def test_l2_of_huge_tiny_and_zero_values():
    for value in (1e300, 1e-300, 0.0):
        np.testing.assert_allclose(l2_pool(np.full((2, 2), value), 2), [[2 * value]])


def edges_of_the_portrait():
    return np.abs(correlate(photograph(130), filters.sobel_x()))


def moved(pool, before, shift):
    """Return the relative change of the pooled map when what it pools is shifted sideways."""
    after = pool(np.roll(before, shift, 1))
    return np.linalg.norm(after - pool(before)) / np.linalg.norm(pool(before))


@pytest.mark.parametrize(
    ("pool", "window", "change"), [(max_pool, 1, 0.78), (max_pool, 8, 0.12), (average_pool, 8, 0.16)]
)
def test_pooling_makes_the_map_less_sensitive_to_a_shift_of_one_pixel(pool, window, change):
    x = edges_of_the_portrait()
    assert moved(lambda y: pool(y, window), x, 1) == pytest.approx(change, abs=0.005)


def test_a_stride_alone_suffers_most_from_a_shift_and_the_maximum_least():
    x = edges_of_the_portrait()
    changes = [
        moved(lambda y, f=f: f(y), x, 2)
        for f in (lambda y: max_pool(y, 4), lambda y: average_pool(y, 4), lambda y: y[::4, ::4])
    ]
    assert changes == sorted(changes)
    assert moved(lambda y: max_pool(y, 128), x, 2) == 0


def test_windows_do_not_see_one_another():
    x = np.array([[[3.0, np.finfo(float).max]], [[1.0, 2.0]]])
    np.testing.assert_array_equal(l2_pool(x, 1), x)
    large = np.array([[1e20, 1e-5, 3e20, 4e20]], np.float32)
    np.testing.assert_allclose(l2_pool(large, 1), large)
    np.testing.assert_allclose(l2_pool(large, (1, 2)), [[1e20, 5e20]], rtol=1e-6)
