"""Filters, the photograph they are shown on, and the sheets they are shown in."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.convolution import convolve, correlate, filters
from nnbook.datasets.photograph import photograph
from nnbook.plots.images import mosaic, outline, response_limits, show_cells, show_numbers, show_picture

KERNELS = {
    "identity": filters.identity(),
    "box": filters.box(5),
    "gaussian": filters.gaussian(7),
    "sharpen": filters.sharpen(),
    "laplacian": filters.laplacian(),
    "sobel_x": filters.sobel_x(),
    "sobel_y": filters.sobel_y(5),
    "emboss": filters.emboss(),
    "gabor": filters.gabor(11, angle=30),
}
KEEPS_BRIGHTNESS = {"identity", "box", "gaussian", "sharpen", "emboss"}


@pytest.mark.parametrize("name", KERNELS)
def test_response_to_a_uniform_area(name):
    response = correlate(np.ones((15, 15)), KERNELS[name])
    np.testing.assert_allclose(response, float(name in KEEPS_BRIGHTNESS), atol=1e-12)


def test_derivatives_of_a_ramp_and_of_a_bowl():
    y, x = np.mgrid[:9, :9]
    np.testing.assert_allclose(correlate(3 * x, filters.sobel_x()), 8 * 3)
    np.testing.assert_allclose(correlate(3 * x, filters.sobel_y()), 0)
    np.testing.assert_allclose(correlate(3 * y, filters.sobel_y()), 8 * 3)
    np.testing.assert_allclose(correlate(x**2 + y**2, filters.laplacian()), 4)


def test_a_larger_sobel_is_a_smaller_one_after_a_blur():
    binomial = np.outer([1, 2, 1], [1, 2, 1])
    np.testing.assert_allclose(filters.sobel_x(5), convolve(filters.sobel_x(3), binomial))


def test_gaussian_variance():
    a = np.arange(41) - 20
    taps = filters.gaussian(41, sigma=3.0).sum(0)
    assert taps @ a**2 == pytest.approx(9, rel=1e-6)


def test_separable_kernels_are_known():
    ranks = {name: len(filters.separate(kernel)) for name, kernel in KERNELS.items()}
    ones = dict.fromkeys(["identity", "box", "gaussian", "sobel_x", "sobel_y"], 1)
    assert ranks == ones | {"sharpen": 2, "laplacian": 2, "emboss": 3, "gabor": ranks["gabor"]}
    for kernel in KERNELS.values():
        np.testing.assert_allclose(
            sum(np.outer(c, r) for c, r in filters.separate(kernel)), kernel, atol=1e-12
        )
    assert filters.separate(np.zeros((3, 3))) == []


def test_columns_then_rows_give_what_the_square_gives():
    picture = photograph(64)
    [(column, row)] = filters.separate(filters.gaussian(9))
    twice = correlate(correlate(picture, column[:, None]), row[None])
    np.testing.assert_allclose(twice, correlate(picture, filters.gaussian(9)), atol=1e-6)


def test_gabor_prefers_its_own_direction():
    y, x = np.mgrid[:31, :31]
    angles = np.arange(0, 180, 15)
    gratings = [np.cos(2 * np.pi * (x * np.cos(t) + y * np.sin(t)) / 6) for t in np.deg2rad(angles)]
    for angle in (0, 45, 105):
        responses = [np.abs(correlate(g, filters.gabor(11, angle=angle))).max() for g in gratings]
        assert angles[np.argmax(responses)] == angle


def test_gabor_prefers_its_own_spacing():
    y, x = np.mgrid[:13, :13] - 6
    best = {}
    for wavelength in (4, 6, 8):
        strengths = []
        for angle in range(0, 180, 15):
            theta = np.deg2rad(angle)
            grating = np.exp(2j * np.pi * (x * np.cos(theta) + y * np.sin(theta)) / 6)
            kernel = filters.gabor(13, angle=angle, wavelength=wavelength)
            strengths.append(abs(np.sum(grating * kernel)))
        best[wavelength] = min(strengths), max(strengths)
    np.testing.assert_allclose(best[6], (0.75, 0.80), atol=0.006)
    np.testing.assert_allclose(best[8], (0.59, 0.60), atol=0.006)
    np.testing.assert_allclose(best[4], (0.32, 0.40), atol=0.006)


def test_white_noise_teaches_a_filter_better_than_a_photograph():
    hidden = filters.sobel_x()
    pictures = {
        "photograph": photograph(64)[10:52, 8:50].astype(float),
        "noise": 0.5 + 0.2 * np.random.default_rng(1).normal(size=(42, 42)),
    }
    spread = {}
    for name, x in pictures.items():
        clean = correlate(x, hidden)
        noisy = (clean + 0.1 * np.random.default_rng(seed).normal(size=clean.shape) for seed in range(60))
        errors = [filters.fit(x, y, 3) - hidden for y in noisy]
        spread[name] = np.sqrt(np.mean(np.square(errors)))
    assert 2.4 < spread["photograph"] / spread["noise"] < 3
    assert pictures["photograph"].std() > pictures["noise"].std()


@pytest.mark.parametrize("name", KERNELS)
def test_a_filter_is_learned_from_one_pair_of_pictures(name):
    picture = np.random.default_rng(0).normal(size=(40, 40))
    filtered = correlate(picture, KERNELS[name])
    np.testing.assert_allclose(filters.fit(picture, filtered, KERNELS[name].shape), KERNELS[name], atol=1e-10)


@pytest.mark.parametrize(
    "make", [filters.identity, filters.box, filters.gaussian, filters.sobel_x, filters.gabor]
)
def test_a_kernel_has_a_middle(make):
    with pytest.raises(ValueError, match="need an odd size, so that the kernel has a middle, got size=4"):
        make(4)


def test_photograph_keeps_its_mean_when_made_smaller():
    large, small = photograph(384), photograph(100)
    assert small.dtype == np.float32
    assert small.shape == (100, 100)
    assert small.mean() == pytest.approx(large.mean(), abs=1e-4)
    np.testing.assert_allclose(photograph(192), large.reshape(192, 2, 192, 2).mean((1, 3)), atol=1e-5)


def test_photograph_holds_black_and_white():
    picture = photograph()
    assert picture.shape == (600, 512)
    assert 0 <= picture.min() < 0.05
    assert 0.95 < picture.max() <= 1


def test_mosaic_puts_every_picture_in_its_place():
    images = np.arange(5 * 6).reshape(5, 2, 3) + 1.0
    sheet = mosaic(images, columns=3, border=2, fill=0)
    assert sheet.shape == (2 * 4 + 2, 3 * 5 + 2)
    for n, image in enumerate(images):
        row, column = 2 + 4 * (n // 3), 2 + 5 * (n % 3)
        np.testing.assert_array_equal(sheet[row : row + 2, column : column + 3], image)
    assert sheet.sum() == images.sum()
    assert mosaic(images, border=0).shape == (2 * 2, 3 * 3)


def test_limits_follow_from_the_kernel():
    assert response_limits(filters.box(3)) == pytest.approx((0, 1))
    assert response_limits(filters.sobel_x()) == (-2, 2)
    assert response_limits(np.zeros((3, 3))) == (-0.5, 0.5)


def test_drawing_helpers():
    axes = Figure().subplots()
    show_picture(axes, photograph(16), title="face")
    assert "face" in (axes.get_title(), axes.get_title(loc="left"))
    show_numbers(axes, filters.sobel_x())
    assert [text.get_text() for text in axes.texts] == ["−1", "0", "1", "−2", "0", "2", "−1", "0", "1"]
    show_numbers(axes, np.zeros((20, 20)))
    assert len(axes.texts) == 9
    show_cells(axes, np.zeros((2, 2), int), ["white"])
    outline(axes, 0, 0, 1, 1)


def test_a_wave_without_a_slope_leaves_nothing_to_scale():
    for settings in (
        {"wavelength": 2, "phase": 90},  # sin(π n) = 0 in every cell
        {"wavelength": 1e9, "sigma": 1e9},  # the same in every cell
    ):
        with pytest.raises(ValueError, match="need a wave that has not the same value in every cell"):
            filters.gabor(11, **settings)
    weak = filters.gabor(11, wavelength=2, phase=89.9)  # small, but no rounding error
    assert weak[5, 5] * weak[5, 6] < 0
    assert np.abs(weak).sum() == pytest.approx(1)
