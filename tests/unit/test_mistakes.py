"""The perceptron's rule on signed samples: numbers by hand, bounds, cycles, certificates of both answers."""

from itertools import permutations

import numpy as np
import pytest

from nnbook import learning_rules as R

AND, OR, FIRST, XOR = 8, 14, 12, 6
TWO = R.corners(2)


def two_bits(code, bias=1.0):
    return R.signed(TWO, R.truth_table(code, 2), bias=bias)


def naive(Z, w, n_epochs, lr=1.0):
    """The rule, one sample at a time."""
    ws, visits = [w], []
    for visit in range(n_epochs * len(Z)):
        z = Z[visit % len(Z)]
        if w @ z <= 0:
            w = w + lr * z
            ws.append(w)
            visits.append(visit)
    return np.array(ws), visits


def last_bit(n):
    """All patterns of n bits but zero; class +1 if the last 1 stands at an odd place, else −1."""
    x = R.corners(n)[1:]
    last = n - 1 - x[:, ::-1].argmax(axis=1)
    return x * np.where(last % 2 == 0, 1, -1)[:, None]


# --- the rule


def test_three_visits_by_hand():
    order = [3, 0, 0]
    fit = R.fit_signed(two_bits(FIRST)[order], start=[0.5, 0, -1], n_epochs=1)
    np.testing.assert_array_equal(fit.w, [[0.5, 0, -1], [1.5, 1, 0], [0.5, 1, 0], [-0.5, 1, 0]])
    assert (two_bits(FIRST) @ fit.w[-1] > 0).all()
    assert fit.visits.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("code", "least", "most", "n_ends"), [(AND, 18, 22, 2), (OR, 7, 9, 1), (FIRST, 5, 8, 4)]
)
def test_orders_of_four_points(code, least, most, n_ends):
    fits = [R.fit_signed(two_bits(code)[list(order)]) for order in permutations(range(4))]
    counts = [len(fit.visits) for fit in fits]
    assert all(fit.converged for fit in fits)
    assert (min(counts), max(counts)) == (least, most)
    assert len({tuple(fit.w[-1]) for fit in fits}) == n_ends


@pytest.mark.parametrize("seed", range(5))
def test_rule_is_that_of_one_sample_at_a_time(seed):
    rng = np.random.default_rng(seed)
    Z, start = rng.integers(-5, 6, (12, 4)).astype(float), rng.integers(-3, 4, 4)
    fit = R.fit_signed(Z, start=start, n_epochs=7, lr=0.5)
    w, visits = naive(Z, start.astype(float), 7, 0.5)
    if not fit.converged:
        assert fit.n_visits == 84
    np.testing.assert_array_equal(fit.w, w)
    np.testing.assert_array_equal(fit.visits, visits)
    np.testing.assert_array_equal(np.diff(fit.w, axis=0), 0.5 * Z[np.ravel(fit.added)])


def test_rate_and_start_scale_together():
    exact = R.fit_signed(two_bits(AND), start=[5, 0, -10])
    scaled = R.fit_signed(two_bits(AND), start=[1.25, 0, -2.5], lr=0.25)
    np.testing.assert_array_equal(scaled.w, exact.w / 4)
    assert len(exact.visits) == 43


def test_ties_depend_on_rounding():
    fit = R.fit_signed(two_bits(AND), lr=0.1)
    assert len(fit.visits) == 8
    np.testing.assert_allclose(fit.w[-1], [-0.2, 0.2, 0.1])


@pytest.mark.parametrize(("bias", "updates"), [(0.1, 306), (0.3, 39), (1, 18), (3, 11), (10, 103)])
def test_bias_input_changes_the_count(bias, updates):
    assert len(R.fit_signed(two_bits(AND, bias), n_epochs=1000).visits) == updates


@pytest.mark.parametrize(("n", "updates"), [(2, 4), (3, 10), (4, 25), (5, 53), (6, 124), (7, 299), (8, 753)])
def test_last_bit_needs_fibonacci_weights(n, updates):
    fit = R.fit_signed(last_bit(n), n_epochs=10_000)
    assert len(fit.visits) == updates
    np.testing.assert_array_equal(np.abs(fit.w[-1]), [1, 2, 3, 5, 8, 13, 21, 34][:n])


def test_orthonormal_points_reach_the_bound():
    Z = np.eye(7)
    fit = R.fit_signed(Z)
    assert len(fit.visits) == 7
    assert 1 / R.certify(Z).margin ** 2 == pytest.approx(7)


@pytest.mark.parametrize("size", [2.0**-900, 2.0**500, 2.0**960])
def test_size_of_the_data_does_not_matter(size):
    Z = np.array([[1.0, 2.0], [2.0, -1.0], [-1.0, 3.0]])
    plain, scaled = R.fit_signed(Z), R.fit_signed(Z * size)
    np.testing.assert_array_equal(scaled.visits, plain.visits)
    np.testing.assert_allclose(scaled.w[-1], plain.w[-1] * size)


def test_weights_out_of_range_are_refused():
    with pytest.raises(ValueError, match="need start, and lr times Z, below 1e"), np.errstate(over="ignore"):
        R.fit_signed([[1e300, 1.0]], lr=10.0)


# --- the average, batches, cycles


def test_average_is_over_visits():
    Z = two_bits(AND)
    fit, w, seen = R.fit_signed(Z), np.zeros(3), []
    for visit in range(fit.n_visits):
        z = Z[visit % 4]
        w = w + z * (w @ z <= 0)
        seen.append(w)
    np.testing.assert_allclose(fit.average, np.mean(seen, axis=0))


def test_without_epochs_nothing_is_learned():
    fit = R.fit_signed(two_bits(AND), n_epochs=0, start=[1, 2, 3])
    np.testing.assert_array_equal(fit.average, [1, 2, 3])
    assert (fit.n_visits, fit.converged, len(fit.added)) == (0, False, 0)


def test_batch_adds_all_mistakes():
    Z = two_bits(AND)
    fit = R.fit_signed(Z, batch=True)
    for before, after, wrong in zip(fit.w[:-1], fit.w[1:], fit.added, strict=True):
        np.testing.assert_array_equal(wrong, np.flatnonzero(Z @ before <= 0))
        np.testing.assert_array_equal(after, before + Z[wrong].sum(axis=0))
    assert fit.converged
    assert fit.n_visits == len(fit.visits) + 1
    assert sum(map(len, fit.added)) <= 4 * 51


def test_batch_of_xor_stays_at_zero():
    fit = R.fit_signed(two_bits(XOR), batch=True, n_epochs=9)
    assert not fit.w.any()
    assert not fit.converged


def test_xor_returns_after_four_updates():
    fit = R.fit_signed(two_bits(XOR), n_epochs=50)
    np.testing.assert_array_equal(fit.w[:5], [[0, 0, 0], [-1, 0, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]])
    np.testing.assert_array_equal(fit.w[4:], fit.w[:-4])


# --- certificates


def test_largest_margins_of_two_bits():
    for code, bound in ((AND, 51), (OR, 27), (FIRST, 15)):
        found = R.certify(two_bits(code))
        assert 3 / found.margin**2 == pytest.approx(bound)
        assert (two_bits(code) @ found.w).min() == pytest.approx(1)
        labels = R.truth_table(code, 2)
        assert R.novikoff_bound(TWO, labels, found.w) == pytest.approx(bound)
        assert R.margin(TWO, labels, found.w) == pytest.approx(found.margin)


def test_shares_prove_that_no_weights_exist():
    found = R.certify(two_bits(XOR))
    assert not found.separable
    np.testing.assert_allclose(found.shares, 0.25)
    found = R.certify([[0.0, 0.0], [1.0, 2.0]])  # a sample at the origin
    assert not found.separable
    assert R.certify(np.zeros((1, 2))).separable is False


@pytest.mark.parametrize("seed", range(20))
def test_verdict_is_that_of_both_hulls(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((6, 2)), rng.integers(0, 2, 6)
    y[:2] = 0, 1
    Z = R.signed(x, y)
    found = R.certify(Z)
    assert found.separable == R.separate(x, y).separable
    assert found.shares.sum() == pytest.approx(1)
    assert (found.shares >= 0).all()
    if found.separable:
        best = R.separate(x, y).w
        assert found.margin >= R.margin(x, y, best) - 1e-12
        assert (Z @ found.w).min() / np.linalg.norm(found.w) == pytest.approx(found.margin)
    else:
        np.testing.assert_allclose(found.shares @ Z, 0, atol=1e-6)
