"""Points in the plane: where they lie, which class they have."""

import numpy as np
import pytest

from nnbook.datasets import generators as G

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


@pytest.mark.parametrize(
    ("call", "error", "name"),
    [
        (lambda: G.spirals(0, rng=rng0(0)), ValueError, "n_samples"),
        (lambda: G.spirals(5, n_classes=0, rng=rng0(0)), ValueError, "n_classes"),
        (lambda: G.spirals(5, turns=-1, rng=rng0(0)), ValueError, "turns"),
        (lambda: G.moons(5, noise=-1, rng=rng0(0)), ValueError, "noise"),
        (lambda: G.moons(5, rng=0), TypeError, "rng"),
        (lambda: G.rings(5, radii=(), rng=rng0(0)), ValueError, "radi"),
        (lambda: G.rings(5, radii=(-1,), rng=rng0(0)), ValueError, "radi"),
        (lambda: G.polygons(5, rng=rng0(0)), ValueError, "polygon"),
        (lambda: G.polygons(5, [[0, 0], [1, 1]], rng=rng0(0)), ValueError, "corners"),
        (lambda: G.inside([1, 2], G.regular_polygon(3)), ValueError, "points"),
        (lambda: G.regular_polygon(2), ValueError, "n_corners"),
        (lambda: G.regular_polygon(3, radius=0), ValueError, "radius"),
        (lambda: G.regular_polygon(3, inner=-1), ValueError, "inner"),
        (lambda: G.regular_polygon(3, centre=(1,)), ValueError, "centre"),
    ],
)
def test_bad_arguments_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()
