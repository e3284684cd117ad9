"""Derivatives against complex-free differences, and the facts that each surface is built for."""

import numpy as np
import pytest

from nnbook.optimizers import surfaces

ALL = [
    surfaces.quadratic(1.0),
    surfaces.quadratic(30.0, 25.0),
    surfaces.ravine(),
    surfaces.ravine(100.0),
    surfaces.two_basins(),
    surfaces.saddle(),
    surfaces.plateau(),
    surfaces.cliff(),
]
each = pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)


@each
def test_gradient_and_hessian_are_the_derivatives(surface):
    rng = np.random.default_rng(1)
    left, right, bottom, top = surface.window
    x = rng.uniform((left, bottom), (right, top), size=(40, 2))
    u = rng.standard_normal(2)
    h = 1e-6
    (up, g_up), (down, g_down) = (surface.value_and_grad(x + s * h * u) for s in (1, -1))
    scale = 1 + np.abs(surface.hessian(x)).max()
    np.testing.assert_allclose((up - down) / (2 * h), surface.value_and_grad(x)[1] @ u, atol=1e-7 * scale)
    np.testing.assert_allclose((g_up - g_down) / (2 * h), surface.hessian(x) @ u, atol=1e-6 * scale)


@each
def test_one_point_is_the_batch_of_one(surface):
    x = np.array(surface.start)
    value, grad = surface.value_and_grad(x)
    values, grads = surface.value_and_grad(x[None])
    assert np.shape(value) == ()
    assert grad.shape == (2,)
    np.testing.assert_array_equal(values[0], value)
    np.testing.assert_array_equal(grads[0], grad)
    assert surface.hessian(x).shape == (2, 2)
    assert surface.curvature(x[None]).shape == (1, 2)
    np.testing.assert_array_equal(surface.curvature(x), np.diag(surface.hessian(x)))


@each
def test_minima_are_minima(surface):
    for minimum in surface.minima:
        x = np.array(minimum)
        value, grad = surface.value_and_grad(x)
        np.testing.assert_allclose(grad, 0, atol=1e-9)
        assert np.linalg.eigvalsh(surface.hessian(x)).min() > 0
        assert surface.excess(value) == pytest.approx(0, abs=1e-12)
    left, right, bottom, top = surface.window
    grid = np.stack(np.meshgrid(np.linspace(left, right, 80), np.linspace(bottom, top, 60)), -1)
    assert surface.value_and_grad(grid)[0].min() >= surface.lowest - 1e-12


def test_quadratic_has_the_wanted_spectrum_at_any_angle():
    for angle in (0.0, 17.0, 45.0):
        H = surfaces.quadratic(50.0, angle).hessian(np.zeros(2))
        np.testing.assert_allclose(np.linalg.eigvalsh(H), [0.02, 1.0], atol=1e-12)


def test_two_basins_local_minimum_is_0_60_higher():
    surface = surfaces.two_basins()
    local = np.sort(np.roots([4, 0, -4, 0.3]).real)[-1]
    assert surface.excess(surface.value_and_grad(np.array([local, 0.0]))[0]) == pytest.approx(
        0.5996, abs=1e-4
    )


def test_infinities_pass_through():
    with np.errstate(all="ignore"):
        for surface in ALL:
            value, grad = surface.value_and_grad(np.array([np.inf, np.nan]))
            assert np.shape(value) == ()
            assert grad.shape == (2,)
