"""What holds for every Hopfield network: energy never rises, recall ends."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import hopfield

quick = settings(deadline=None, max_examples=60)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 9)


def symmetric(seed, n, *, whole=False, diagonal=False):
    """Random symmetric weights; whole numbers make ties likely."""
    rng = np.random.default_rng(seed)
    W = rng.integers(-2, 3, (n, n)).astype(float) if whole else rng.normal(size=(n, n))
    W = np.triu(W, 1) + np.triu(W, 1).T
    return W + np.diag(np.abs(rng.normal(size=n))) * diagonal


def state(seed, *shape):
    return np.random.default_rng(seed + 1).choice([-1.0, 1.0], shape)


@quick
@given(seeds, sizes, st.booleans(), st.booleans())
def test_energy_never_rises_when_one_unit_moves_at_a_time(seed, n, whole, diagonal):
    W = symmetric(seed, n, whole=whole, diagonal=diagonal)
    theta = np.random.default_rng(seed).integers(-1, 2, n).astype(float)
    path = hopfield.update_path(W, state(seed, n), n_steps=6 * n, theta=theta)
    falls = -np.diff(hopfield.energy(W, path, theta))
    moved = (path[1:] != path[:-1]).any(axis=1)
    assert (falls[moved] > 0).all()
    assert (np.abs(falls[~moved]) < 1e-12 * n**2).all()  # but for how the sums of each row were rounded


@quick
@given(seeds, sizes, st.booleans(), st.booleans())
def test_recall_ends_in_a_fixed_point(seed, n, whole, random_order):
    W = symmetric(seed, n, whole=whole)
    rng = np.random.default_rng(seed) if random_order else None
    result = hopfield.recall(W, state(seed, 5, n), rng=rng)
    assert (result.period == 1).all()
    field = result.states @ W
    assert (field * result.states >= 0).all()
    again = hopfield.recall(W, result.states)
    np.testing.assert_array_equal(again.states, result.states)


@quick
@given(seeds, sizes, st.booleans())
def test_synchronous_recall_ends_with_period_one_or_two(seed, n, whole):
    W = symmetric(seed, n, whole=whole)
    W -= np.diag(np.random.default_rng(seed).integers(-3, 4, n))  # any diagonal
    result = hopfield.recall_synchronous(W, state(seed, 5, n), max_sweeps=600)
    assert (result.period >= 1).all()
    for x, period in zip(result.states, result.period, strict=True):
        path = hopfield.update_path(W, x, n_steps=2, group=n)
        np.testing.assert_array_equal(path[period], x)


@quick
@given(seeds, sizes)
def test_lyapunov_function_of_synchronous_updates_never_rises(seed, n):
    W = symmetric(seed, n, whole=True)
    path = hopfield.update_path(W, state(seed, n), n_steps=10, group=n)
    L = -np.einsum("ti,ij,tj->t", path[1:], W, path[:-1])
    assert (np.diff(L) <= 0).all()


@quick
@given(seeds, sizes, st.integers(1, 4))
def test_a_pattern_and_its_inverse_have_equal_fate(seed, n, p):
    W = hopfield.hebb_weights(state(seed, p, n))
    x = state(seed + 7, n)
    np.testing.assert_array_equal(hopfield.recall(W, -x).states, -hopfield.recall(W, x).states)
    assert hopfield.energy(W, x) == hopfield.energy(W, -x)


@quick
@given(seeds, sizes, st.integers(1, 4))
def test_hebb_does_not_care_for_order_or_sign_of_patterns(seed, n, p):
    xi = state(seed, p, n)
    signs = state(seed + 3, p, 1)
    np.testing.assert_array_equal(hopfield.hebb_weights(xi), hopfield.hebb_weights((signs * xi)[::-1]))


@quick
@given(seeds, st.integers(2, 6))
def test_hebb_recall_flips_at_most_p_n_squared_over_4_units(seed, n):
    xi = state(seed, 3, n)
    path = hopfield.update_path(hopfield.hebb_weights(xi), state(seed + 5, n), n_steps=8 * n)
    assert (path[1:] != path[:-1]).sum() <= 3 * n**2 / 4


@quick
@given(seeds, st.integers(1, 40), st.floats(0, 1))
def test_flips_show_in_the_overlap(seed, n, fraction):
    x = state(seed, 3, n)
    damaged = hopfield.flip_bits(x, fraction, rng=np.random.default_rng(seed))
    m = np.diag(np.atleast_2d(hopfield.overlap(damaged, x)))
    np.testing.assert_allclose(m, 1 - 2 * round(fraction * n) / n)
