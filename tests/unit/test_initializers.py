"""Initialisers: their spread, the potentials they lead to, orthonormality."""

import numpy as np
import pytest

from nnbook import initializers as I

KINDS = [I.unit_normal, I.lecun_normal, I.glorot_uniform, I.glorot_normal, I.he_normal, I.orthogonal]


@pytest.mark.parametrize(
    ("init", "std"),
    [
        (I.unit_normal, 1.0),
        (I.lecun_normal, (1 / 300) ** 0.5),
        (I.glorot_uniform, (2 / 800) ** 0.5),
        (I.glorot_normal, (2 / 800) ** 0.5),
        (I.he_normal, (2 / 300) ** 0.5),
    ],
)
def test_spread(init, std):
    W = init((500, 300), rng=np.random.default_rng(0))
    assert W.std() == pytest.approx(std, rel=0.01)
    assert abs(W.mean()) < 0.01 * std * 3


def test_potential_of_a_thousand_inputs_half_of_them_on():
    """Standard deviation √501 ≈ 22.4 with weights N(0, 1), √1.5 ≈ 1.22 with N(0, 1/n); bias N(0, 1)."""
    rng = np.random.default_rng(0)
    x = np.arange(1000) % 2
    b = rng.standard_normal(20_000)
    wide = I.unit_normal((20_000, 1000), rng=rng) @ x + b
    narrow = I.lecun_normal((20_000, 1000), rng=rng) @ x + b
    assert wide.std() == pytest.approx(501**0.5, rel=0.02)
    assert narrow.std() == pytest.approx(1.5**0.5, rel=0.02)


def test_glorot_uniform_fills_its_interval():
    W = I.glorot_uniform((200, 100), rng=np.random.default_rng(1))
    limit = (6 / 300) ** 0.5
    assert np.abs(W).max() <= limit
    assert np.abs(W).max() > 0.999 * limit


def test_he_keeps_the_size_of_signals_behind_rectifiers():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((1000, 200))
    for _ in range(10):
        x = np.maximum(x @ I.he_normal((200, 200), rng=rng).T, 0)
    assert 0.5 < np.mean(x**2) < 2


@pytest.mark.parametrize("shape", [(3, 7), (7, 3), (5, 5), (4, 2, 3, 3)])
def test_orthogonal(shape):
    W = I.orthogonal(shape, rng=np.random.default_rng(0), gain=2.0, dtype=np.float64).reshape(shape[0], -1)
    np.testing.assert_allclose(np.linalg.svd(W, compute_uv=False), 2.0)


@pytest.mark.parametrize("init", KINDS)
def test_shape_precision_and_seed(init):
    for dtype in (np.float32, np.float64):
        W = init((4, 3, 5, 5), rng=np.random.default_rng(3), dtype=dtype)
        assert W.shape == (4, 3, 5, 5)
        assert W.dtype == dtype
        np.testing.assert_array_equal(W, init((4, 3, 5, 5), rng=np.random.default_rng(3), dtype=dtype))


def test_fans_of_a_convolution():
    assert I.fans((16, 6, 5, 5)) == (150, 400)
