"""Convolution: hand-worked numbers, closed forms and the errors that name what is wrong."""

import numpy as np
import pytest

from nnbook.convolution import convolve, correlate, count_operations, im2col, output_size, toeplitz

X = [[1, 3, 1], [0, -1, 1], [2, 2, -1]]
K = [[1, 2], [0, -1]]
XK = [[1, 5, 7, 2], [0, -2, -4, 1], [2, 6, 4, -3], [0, -2, -2, 1]]


def naive_correlate(x, kernel, stride=1):
    """Four loops, as the definition says."""
    rows = (x.shape[0] - kernel.shape[0]) // stride + 1
    columns = (x.shape[1] - kernel.shape[1]) // stride + 1
    y = np.zeros((rows, columns))
    for m in range(rows):
        for n in range(columns):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    y[m, n] += kernel[a, b] * x[stride * m + a, stride * n + b]
    return y


def test_convolution_of_two_short_sequences_by_hand():
    np.testing.assert_array_equal(convolve([2, -1, 1], [1, 1, 2]), [2, 1, 4, -1, 2])


def test_convolution_of_two_small_matrices_by_hand():
    np.testing.assert_array_equal(convolve(X, K), XK)
    np.testing.assert_array_equal(convolve(K, X), XK)


def test_valid_is_the_part_of_full_without_padding():
    np.testing.assert_array_equal(convolve(X, K, padding="valid"), np.array(XK)[1:3, 1:3])


def test_same_is_the_middle_of_full():
    np.testing.assert_array_equal(convolve(X, np.eye(3), padding="same"), convolve(X, np.eye(3))[1:4, 1:4])


def test_correlation_does_not_flip():
    np.testing.assert_array_equal(correlate([0, 1, 0, 0], [1, 2], padding="full"), [0, 2, 1, 0, 0])
    np.testing.assert_array_equal(convolve([0, 1, 0, 0], [1, 2]), [0, 1, 2, 0, 0])


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize(("height", "width"), [(7, 7), (31, 19), (67, 13)])
def test_tiles_give_what_four_loops_give(stride, height, width):
    rng = np.random.default_rng(height + stride)
    x, kernel = rng.normal(size=(height, width)), rng.normal(size=(4, 1))
    x = x[: len(x) - (height - 4) % stride, : width - (width - 1) % stride]
    np.testing.assert_allclose(
        correlate(x, kernel, stride=stride), naive_correlate(x, kernel, stride), rtol=1e-12
    )


@pytest.mark.parametrize("padding", ["valid", "same", "full", 0, 2])
@pytest.mark.parametrize("stride", [1, 2])
def test_three_ways_agree(padding, stride):
    rng = np.random.default_rng(1)
    x, kernel = rng.integers(-9, 10, (7, 9)), rng.integers(-9, 10, (3, 5))
    by_sliding = convolve(x, kernel, padding=padding, stride=stride)
    by_matrix = toeplitz(kernel, x.shape, padding=padding, stride=stride) @ x.ravel()
    by_windows = im2col(x, kernel.shape, padding=padding, stride=stride) @ np.flip(kernel).ravel()
    np.testing.assert_array_equal(by_matrix.reshape(by_sliding.shape), by_sliding)
    np.testing.assert_array_equal(by_windows.reshape(by_sliding.shape), by_sliding)


def test_axes_may_differ_in_stride_and_padding():
    x = np.arange(35).reshape(5, 7)
    y = correlate(x, np.ones((3, 3), int), padding=(0, "same"), stride=(2, 3))
    np.testing.assert_array_equal(y, correlate(x, np.ones((3, 3), int), padding=(0, 1))[::2, ::3])


def test_one_dimensional_toeplitz_is_constant_along_diagonals():
    matrix = toeplitz([3, 1, 4], 6)
    for offset in range(-7, 6):
        assert len(set(np.diagonal(matrix, offset))) <= 1


def test_two_dimensional_toeplitz_is_toeplitz_of_toeplitz_blocks():
    blocks = toeplitz(np.arange(1, 10).reshape(3, 3), (4, 5)).reshape(6, 7, 4, 5).swapaxes(1, 2)
    for i in range(5):
        for j in range(3):
            np.testing.assert_array_equal(blocks[i, j], blocks[i + 1, j + 1])
    np.testing.assert_array_equal(blocks[1, 0], toeplitz([4, 5, 6], 5))


def test_the_picture_sets_the_precision():
    picture = np.ones((5, 5), np.float32)
    assert correlate(picture, np.ones((3, 3))).dtype == np.float32
    assert correlate(picture.astype(np.float16), np.ones((3, 3))).dtype == np.float32
    assert correlate(picture.astype(np.uint8), [[200, 200]])[0, 0] == 400


@pytest.mark.parametrize(
    ("n_in", "kernel_size", "stride", "padding", "n_out"),
    [(227, 11, 4, 0, 55), (32, 5, 1, 0, 28), (5, 3, 1, "same", 5), (5, 3, 1, "full", 7), (5, 4, 1, "same", 5),
     (7, 3, 2, 1, 4), (1, 1, 5, 0, 1), (2, 3, 1, "full", 4)],
)  # fmt: skip
def test_output_size(n_in, kernel_size, stride, padding, n_out):
    assert output_size(n_in, kernel_size, stride=stride, padding=padding) == n_out


def test_a_misfit_stride_is_refused_with_numbers_and_with_what_fits():
    with pytest.raises(
        ValueError, match=r"224 \+ 0 - 11 = 213 = 53\*4 \+ 1 .*n_in=223 or 227, stride=3 or 71$"
    ):
        output_size(224, 11, stride=4)
    with pytest.raises(
        ValueError, match=r"n_in=5 or 7, stride=1 or 3, padding=.* at each end|n_in=5 or 7, stride=1 or 3"
    ):
        output_size(6, 3, stride=2)


def test_what_the_error_recommends_does_fit():
    for n_in in range(3, 12):
        for stride in range(2, 5):
            try:
                output_size(n_in, 3, stride=stride)
            except ValueError as error:
                advice = str(error).split("what fits: ")[1]
                for part in advice.split(", "):
                    name, values = part.removesuffix(" at each end").split("=")
                    for value in values.split(" or "):
                        setting = {"n_in": n_in, "stride": stride, "padding": 0} | {name: int(value)}
                        if setting["n_in"] >= 3:
                            assert output_size(kernel_size=3, **setting) >= 1


def test_misfits_are_refused_by_every_function():
    x, kernel = np.ones((6, 6)), np.ones((3, 3))
    for call in (
        lambda: correlate(x, kernel, stride=2),
        lambda: convolve(x, kernel, stride=2, padding="valid"),
        lambda: im2col(x, 3, stride=2),
        lambda: toeplitz(kernel, (6, 6), stride=2, padding="valid"),
        lambda: count_operations((6, 6), 3, stride=2),
    ):
        with pytest.raises(ValueError, match="leaves 1 over"):
            call()


def test_a_kernel_has_the_axes_of_its_signal():
    with pytest.raises(ValueError, match="kernel with 1 dimensions"):
        correlate([1, 2], [[1]])


def test_a_matrix_too_large_for_a_lesson_is_refused():
    with pytest.raises(ValueError, match="at most 50000000 matrix entries"):
        toeplitz([1], 10**5)


def test_edge_filter_costs_267_960_operations_and_its_matrix_has_eight_billion_entries():
    edge = count_operations((280, 320), (1, 2))
    assert edge.n_out == 319 * 280
    assert edge.operations == 319 * 280 * 3 == 267_960
    assert edge.dense_entries == 8_003_072_000
    assert round(edge.dense_entries / edge.operations) == 29_867
    assert edge.dense_entries / edge.multiplications == 44_800  # like with like: 89 600 inputs / 2 taps
    assert round(edge.dense_operations / edge.operations) == 59_733


def test_counts_equal_the_entries_of_the_matrix():
    matrix = toeplitz(np.ones((2, 3)), (6, 7), padding="valid")
    count = count_operations((6, 7), (2, 3))
    assert count.multiplications == np.count_nonzero(matrix)
    assert count.dense_entries == matrix.size
    assert count.additions == count.multiplications - len(matrix)


def test_windows_are_a_copy_of_the_signal():
    x = np.arange(6.0)
    for size in (1, 2):
        windows = im2col(x, size)
        windows[:] = -1
    np.testing.assert_array_equal(x, np.arange(6.0))
