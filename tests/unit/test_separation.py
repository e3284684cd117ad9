"""Which functions of bits and which points one hyperplane separates; each verdict with its proof."""

from itertools import combinations, product

import numpy as np
import pytest

from nnbook import learning_rules as R
from nnbook.datasets.digits import digits

XOR, AND, OR, MAJORITY, PARITY = 6, 8, 14, 232, 150


def proved(x, labels, found):
    """Check a verdict by its proof alone."""
    x, y = np.asarray(x, float), np.asarray(labels, bool)
    if found.separable:
        potential = R.with_bias(x) @ found.w
        np.testing.assert_array_equal(potential > 0, y)
        return True
    assert (found.shares >= 0).all()
    assert found.w is None
    assert found.margin == 0
    for side in (y, ~y):
        assert found.shares[side].sum() == pytest.approx(1)
    np.testing.assert_allclose(found.shares[y] @ x[y], found.shares[~y] @ x[~y], atol=1e-6 * np.ptp(x))
    return False


# --- functions of bits


def test_the_number_of_a_function_is_its_column_of_outputs():
    np.testing.assert_array_equal(R.truth_table(AND, 2), [0, 0, 0, 1])
    np.testing.assert_array_equal(R.truth_table(MAJORITY, 3), R.corners(3).sum(axis=1) >= 2)
    np.testing.assert_array_equal(R.truth_table(PARITY, 3), R.corners(3).sum(axis=1) % 2)
    codes = np.arange(256)
    np.testing.assert_array_equal(R.truth_table(codes, 3) @ 2 ** np.arange(8), codes)
    np.testing.assert_array_equal(R.corners(5) @ [16, 8, 4, 2, 1], np.arange(32))


@pytest.mark.parametrize(("n", "count"), [(1, 4), (2, 14), (3, 104), (4, 1882), (5, 94572)])
def test_counts_of_a000609(n, count):
    assert len(R.separable_functions(n)) == count


@pytest.mark.parametrize(("n", "largest"), [(1, 1), (2, 1), (3, 2), (4, 3)])
def test_enumeration_is_that_by_trying_all_weights(n, largest):
    x, found = R.corners(n), set()
    for w in product(range(-largest, largest + 1), repeat=n):
        h = x @ np.array(w)
        for theta in np.arange(h.min(), h.max() + 2):
            found.add(int((h >= theta) @ 2 ** np.arange(2**n)))
    assert sorted(found) == R.separable_functions(n).tolist()


def test_smaller_weights_do_not_reach_all():
    x = R.corners(4)
    h = np.array(list(product(range(-2, 3), repeat=4))) @ x.T
    codes = np.unique([(h >= t) @ 2 ** np.arange(16) for t in range(-8, 10)])
    assert len(codes) < 1882


def test_counts_of_functions_of_exactly_n_inputs():
    """2, 8, 72, 1536, A000615 from n = 1 on, by inclusion and exclusion."""
    counts = [2, 4, 14, 104, 1882]
    binomial = np.array([[1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 2, 1, 0, 0], [1, 3, 3, 1, 0], [1, 4, 6, 4, 1]])
    np.testing.assert_array_equal(np.linalg.solve(binomial, counts).round(), [2, 2, 8, 72, 1536])
    codes = R.separable_functions(3)
    table = R.truth_table(codes, 3).reshape(-1, 2, 2, 2)
    needs = [(table != np.flip(table, axis)).any(axis=(1, 2, 3)) for axis in (1, 2, 3)]
    assert np.logical_and.reduce(needs).sum() == 72


def test_a_number_too_large_is_refused():
    with pytest.raises(ValueError, match="code"):
        R.truth_table(16, 2)


# --- verdicts with proofs


@pytest.mark.parametrize("n", [1, 2, 3])
def test_all_functions_of_few_bits(n):
    separable, x = set(R.separable_functions(n).tolist()), R.corners(n)
    for code in range(2**2**n):
        y = R.truth_table(code, n)
        assert proved(x, y, R.separate(x, y)) == (code in separable)


def test_some_functions_of_five_bits():
    separable, x, rng = R.separable_functions(5), R.corners(5), np.random.default_rng(0)
    for code in [*rng.choice(separable, 30), *rng.integers(0, 2**32, 30)]:
        y = R.truth_table(code, 5)
        assert proved(x, y, R.separate(x, y)) == (code in separable)


def test_margins_by_hand():
    for n in (1, 2, 3, 5, 7):
        x = R.corners(n)
        both = R.separate(x, x.all(axis=1)), R.separate(x, x.sum(axis=1) > n / 2)
        for found in both:
            assert found.margin == pytest.approx(1 / (2 * np.sqrt(n)))
    np.testing.assert_allclose(R.separate(R.corners(2), [0, 0, 0, 1]).w, [-3, 2, 2])


def test_the_margin_is_the_largest_and_its_samples_have_potential_one():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((40, 2))
    y = x @ [1, 2] > 0.3
    found = R.separate(x, y)
    potential = R.with_bias(x) @ found.w
    assert np.abs(potential).min() == pytest.approx(1)
    np.testing.assert_allclose(np.abs(potential[found.shares > 0]), 1)
    for angle in np.linspace(0, 2 * np.pi, 721):
        h = x @ [np.cos(angle), np.sin(angle)]
        assert (h[y].min() - h[~y].max()) / 2 <= found.margin + 1e-12


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_the_verdict_does_not_depend_on_scale_and_shift(scale):
    x = scale * (R.corners(3) + 5)
    for code in (MAJORITY, PARITY, 24):
        y = R.truth_table(code, 3)
        one, other = R.separate(R.corners(3), y), R.separate(x, y)
        assert one.separable == other.separable
        assert other.margin == pytest.approx(scale * one.margin)


def test_one_class_and_equal_samples():
    found = R.separate([[1.0], [2.0]], [1, 1])
    assert found.separable
    assert found.margin == np.inf
    np.testing.assert_array_equal(found.w, [1, 0])
    found = R.separate([[1.0, 1.0], [1.0, 1.0]], [0, 1])
    assert not proved([[1.0, 1.0]] * 2, [0, 1], found)


def test_every_pair_of_digits_and_not_every_digit_against_the_rest():
    images, labels = digits()
    x = images.reshape(-1, 64)
    for a, b in combinations(range(10), 2):
        some = (labels == a) | (labels == b)
        assert proved(x[some], labels[some] == a, R.separate(x[some], labels[some] == a))
    for digit in (0, 8, 9):
        y = labels == digit
        assert proved(x, y, R.separate(x, y)) == (digit == 0)


# --- Cover's count


def test_dichotomies_by_hand_and_by_separating_all_labels():
    assert [R.count_dichotomies(p, 2) for p in (3, 4, 6)] == [8, 14, 32]
    for n in (0, 1, 5, 20):
        assert R.count_dichotomies(2 * (n + 1), n) * 2 == 2 ** (2 * (n + 1))
        assert R.count_dichotomies(n + 1, n) == 2 ** (n + 1)
    rng = np.random.default_rng(0)
    for n_samples, n_in in ((5, 2), (6, 3), (6, 1)):
        x = rng.standard_normal((n_samples, n_in))
        verdicts = [R.separate(x, y).separable for y in product((0, 1), repeat=n_samples)]
        assert sum(verdicts) == R.count_dichotomies(n_samples, n_in)
