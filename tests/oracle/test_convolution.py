"""Convolution and pooling against scipy and torch."""

import numpy as np
import pytest
from scipy import ndimage, signal

from nnbook.convolution import average_pool, convolve, correlate, im2col, max_pool, sum_pool, toeplitz
from nnbook.convolution.filters import gaussian, laplacian, sobel_x, sobel_y

pytestmark = pytest.mark.oracle


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("shape", [(3, 3), (2, 5), (1, 4), (11, 11), (4, 4)])
def test_convolve_is_scipys(mode, shape, rng):
    x, kernel = rng.normal(size=(40, 23)), rng.normal(size=shape)
    np.testing.assert_allclose(
        convolve(x, kernel, padding=mode), signal.convolve2d(x, kernel, mode=mode), atol=1e-12
    )


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("length", [1, 2, 5, 6])
def test_one_dimension_is_numpys(mode, length, rng):
    x, kernel = rng.normal(size=17), rng.normal(size=length)
    np.testing.assert_allclose(convolve(x, kernel, padding=mode), np.convolve(x, kernel, mode), atol=1e-12)
    np.testing.assert_allclose(correlate(x, kernel, padding=mode), np.correlate(x, kernel, mode), atol=1e-12)


@pytest.mark.parametrize("size", [3, 5, 11])
def test_same_correlation_is_ndimages(size, rng):
    x = rng.normal(size=(64, 50)).astype(np.float32)
    kernel = rng.normal(size=(size, size)).astype(np.float32)
    expected = ndimage.correlate(x, kernel, mode="constant")
    np.testing.assert_allclose(correlate(x, kernel, padding="same"), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("size", "stride", "padding"), [(3, 1, 0), (3, 2, 1), (11, 4, 0), (5, 3, 2), (1, 1, 0)]
)
def test_correlate_is_torchs_convolution(size, stride, padding, rng):
    torch = pytest.importorskip("torch")
    n = size + stride * 9 - 2 * padding
    x, kernel = rng.normal(size=(n, n)), rng.normal(size=(size, size))
    expected = torch.nn.functional.conv2d(
        torch.from_numpy(x)[None, None], torch.from_numpy(kernel)[None, None], stride=stride, padding=padding
    )[0, 0]
    np.testing.assert_allclose(correlate(x, kernel, stride=stride, padding=padding), expected, atol=1e-12)


def test_im2col_is_torchs_unfold(rng):
    torch = pytest.importorskip("torch")
    x = rng.normal(size=(9, 11))
    expected = torch.nn.functional.unfold(torch.from_numpy(x)[None, None], (3, 5), stride=2, padding=1)[0].T
    np.testing.assert_array_equal(im2col(x, (3, 5), stride=2, padding=1), expected)


def test_toeplitz_is_scipys(rng):
    linalg = pytest.importorskip("scipy.linalg")
    kernel = rng.normal(size=4)
    expected = linalg.toeplitz(np.r_[kernel, np.zeros(5)], np.r_[kernel[0], np.zeros(5)])
    np.testing.assert_array_equal(toeplitz(kernel, 6), expected)


def test_transposed_matrix_is_torchs_transposed_convolution(rng):
    torch = pytest.importorskip("torch")
    y, kernel = rng.normal(size=(4, 4)), rng.normal(size=(3, 3))
    matrix = toeplitz(np.flip(kernel), (9, 9), padding="valid", stride=2)
    expected = torch.nn.functional.conv_transpose2d(
        torch.from_numpy(y)[None, None], torch.from_numpy(kernel)[None, None], stride=2
    )[0, 0]
    np.testing.assert_allclose((matrix.T @ y.ravel()).reshape(9, 9), expected, atol=1e-12)


def test_filters_are_ndimages(rng):
    x = rng.normal(size=(20, 20))
    inner = (slice(1, -1), slice(1, -1))
    np.testing.assert_allclose(correlate(x, sobel_x()), ndimage.sobel(x, axis=1)[inner], atol=1e-12)
    np.testing.assert_allclose(correlate(x, sobel_y()), ndimage.sobel(x, axis=0)[inner], atol=1e-12)
    np.testing.assert_allclose(correlate(x, laplacian()), ndimage.laplace(x)[inner], atol=1e-12)
    blurred = ndimage.gaussian_filter(x, 1.5, radius=4)
    np.testing.assert_allclose(correlate(x, gaussian(9, sigma=1.5)), blurred[4:-4, 4:-4], atol=1e-12)


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (3, 1)])
def test_pooling_is_torchs(size, stride, rng):
    functional = pytest.importorskip("torch").nn.functional
    torch = pytest.importorskip("torch")
    x = rng.normal(size=(2, 3, size + 4 * stride, size + 5 * stride))
    tensor = torch.from_numpy(x)
    average = functional.avg_pool2d(tensor, size, stride)
    np.testing.assert_array_equal(
        max_pool(x, size, stride=stride), functional.max_pool2d(tensor, size, stride)
    )
    np.testing.assert_allclose(average_pool(x, size, stride=stride), average, atol=1e-12)
    np.testing.assert_allclose(sum_pool(x, size, stride=stride), average * size**2, atol=1e-12)
