"""Points in the plane, pictures to segment, spike trains: where things lie, and which class they have."""

import numpy as np
import pytest

from nnbook.datasets import generators as G
from nnbook.datasets.shapes import CLASSES, shapes
from nnbook.datasets.spike_trains import spike_trains
from nnbook.neurons import coefficient_of_variation

rng0 = np.random.default_rng


@pytest.mark.parametrize(
    "make",
    [
        lambda n, rng: G.spirals(n, n_classes=3, rng=rng),
        lambda n, rng: G.moons(n, rng=rng),
        lambda n, rng: G.rings(n, radii=(0, 1, 2), noise=0.1, rng=rng),
        lambda n, rng: G.polygons(n, G.regular_polygon(5), noise=0.1, rng=rng),
    ],
)
def test_shapes_types_and_seeds(make):
    x, labels = make(101, rng0(0))
    assert x.shape == (101, 2)
    assert x.dtype == np.float64
    assert labels.dtype == np.int64
    again = make(101, rng0(0))
    np.testing.assert_array_equal(x, again[0])
    np.testing.assert_array_equal(labels, again[1])


def test_spirals_are_the_same_arm_turned():
    x, labels = G.spirals(600, n_classes=3, turns=2, rng=rng0(1))
    np.testing.assert_array_equal(np.bincount(labels), [200] * 3)
    r = np.hypot(*x.T)
    assert r.max() <= 1
    phase = np.angle(x @ [1, 1j]) - 2 * np.pi * 2 * r
    np.testing.assert_allclose(np.exp(1j * phase), np.exp(2j * np.pi * labels / 3), atol=1e-9)


def test_moons_and_rings_without_noise():
    x, labels = G.moons(400, rng=rng0(0))
    centre = labels[:, None] * [1, 0.5]
    np.testing.assert_allclose(np.hypot(*(x - centre).T), 1)
    assert (x[labels == 1, 1] <= 0.5).all()
    x, labels = G.rings(400, radii=(2, 5), rng=rng0(0))
    np.testing.assert_allclose(np.hypot(*x.T), np.array([2, 5])[labels])


def test_noise_spreads_as_asked():
    x, _ = G.rings(20_000, radii=(0,), noise=0.3, rng=rng0(0))
    np.testing.assert_allclose(x.std(axis=0), 0.3, rtol=0.03)


def test_inside_a_star_and_outside_its_bays():
    star = G.regular_polygon(5, radius=1, inner=0.3)
    top, bay = (
        np.array([0, 0.9]),
        0.9 * np.array([np.cos(np.pi / 2 + np.pi / 5), np.sin(np.pi / 2 + np.pi / 5)]),
    )
    np.testing.assert_array_equal(G.inside([top, bay, [0, 0]], star), [True, False, True])
    assert star.shape == (10, 2)


def test_area_of_a_polygon_by_counting():
    corners = G.regular_polygon(6, radius=0.8, centre=(0.1, -0.1))
    _, labels = G.polygons(40_000, corners, rng=rng0(0))
    area = 1.5 * 3**0.5 * 0.8**2
    assert 4 * labels.mean() == pytest.approx(area, rel=0.03)
    _, both = G.polygons(40_000, corners, corners + 0.0, rng=rng0(0))
    np.testing.assert_array_equal(labels, both)  # a union


def test_shapes_are_brighter_than_their_ground_and_lie_inside():
    pictures, labels = shapes(60, size=24, noise=0, rng=rng0(0))
    assert pictures.shape == (60, 1, 24, 24)
    assert pictures.dtype == np.float32
    assert labels.shape == (60, 24, 24)
    assert set(np.unique(labels)) == set(range(len(CLASSES)))
    for picture, label in zip(pictures[:, 0], labels, strict=True):
        assert len(np.unique(picture[label == 0])) == 1
        assert picture[label == 0].max() <= 0.4
        assert picture[label > 0].min() >= 0.6
    again = shapes(60, size=24, noise=0, rng=rng0(0))
    np.testing.assert_array_equal(pictures, again[0])


def test_a_shape_fills_its_bounding_circle_as_its_class_says():
    """A disc fills π r², a square 2 r², a triangle (3√3/4) r² of the circle around its centre of mass."""
    filled = {1: np.pi, 2: 2.0, 3: 3 * 3**0.5 / 4}
    _, labels = shapes(40, size=240, max_shapes=1, rng=rng0(1))
    assert (labels.max(axis=(1, 2)) > 0).all()
    for label in labels:
        pixels = np.argwhere(label > 0) + 0.5
        r = np.hypot(*(pixels - pixels.mean(axis=0)).T).max()
        assert len(pixels) / r**2 == pytest.approx(filled[label.max()], rel=0.1)


def test_noise_of_shapes():
    clean, _ = shapes(20, noise=0, max_shapes=1, rng=rng0(2))
    noisy, _ = shapes(20, noise=0.2, max_shapes=1, rng=rng0(2))
    difference = noisy[0] - clean[0]  # the first picture is drawn before its noise
    assert difference.std() == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize(("cv", "t_ref"), [(1.0, 0.0), (0.5, 5.0), (0.7, 10.0), (0.0, 0.0)])
def test_spike_trains_have_the_rate_and_the_regularity_asked_for(cv, t_ref):
    (train,) = spike_trains(1, 40.0, 400_000.0, cv=cv, t_ref=t_ref, rng=rng0(0))
    assert len(train) == pytest.approx(16_000, abs=1 + 5 * cv * 16_000**0.5)
    assert coefficient_of_variation(train) == pytest.approx(cv, abs=0.02)
    assert np.diff(train).min() >= t_ref - 1e-6
    assert train.min() >= 0
    assert train.max() < 400_000


def test_counts_of_poisson_spikes_vary_as_much_as_their_mean():
    counts = [len(train) for train in spike_trains(4000, 20.0, 500.0, rng=rng0(0))]
    assert np.mean(counts) == pytest.approx(10, rel=0.02)
    assert np.var(counts) == pytest.approx(10, rel=0.1)


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.0])
def test_trains_were_going_on_before_they_are_seen(cv):
    """The wait from any moment to the next spike is m (1 + CV²) / 2: Feller's paradox of the bus."""
    first = [train[0] for train in spike_trains(4000, 100.0, 200.0, cv=cv, rng=rng0(1))]
    assert np.mean(first) == pytest.approx(10 * (1 + cv**2) / 2, rel=0.06)


@pytest.mark.parametrize(
    ("call", "error", "name"),
    [
        (lambda: G.polygons(5, [[0, 0], [1, 1]], rng=rng0(0)), ValueError, "corners"),
        (lambda: spike_trains(1, 1e9, 1e9, rng=rng0(0)), ValueError, "rate and duration"),
        (lambda: spike_trains(1, 100, 1, t_ref=10, rng=rng0(0)), ValueError, "t_ref"),
    ],
)
def test_arguments_that_do_not_go_together_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()
