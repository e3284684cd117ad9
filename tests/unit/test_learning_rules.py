"""Hand-worked lessons of the perceptron and of the delta rule; bounds; Hebb's growth and Oja's limit."""

import numpy as np
import pytest

from nnbook import activations as A
from nnbook import learning_rules as R

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TARGETS = np.array([0.2, 0.1, 0.9, 1.1])
START = (0.5, 0, -1)


def test_perceptron_by_hand():
    """y = x₁, visiting (1,1), (0,0), (0,0) with η = 1: three changes, then all four are right."""
    fit = R.fit_perceptron(CORNERS, [0, 0, 1, 1], start=START, n_epochs=1, order=[3, 0, 0])
    np.testing.assert_array_equal(fit.w, [START, (1.5, 1, 0), (0.5, 1, 0), (-0.5, 1, 0)])
    errors, best = R.pocket(CORNERS, [0, 0, 1, 1], fit.w)
    assert errors[-1] == 0
    assert best[-1] == 3
    assert fit.n_changes == 3
    assert not fit.converged


def test_perceptron_in_one_batch_adds_up_all_mistakes():
    fit = R.fit_perceptron(CORNERS, [0, 0, 1, 1], start=START, n_epochs=1, batch_size=4)
    # wrong are (0,0), (0.5 > 0) and (1,1), (−0.5 < 0); (1,0) is right: 0.5 ≥ 0
    np.testing.assert_array_equal(fit.w[-1], np.add(START, [0, 1, 1]))


@pytest.mark.parametrize("lr", [1.0, 0.1])
@pytest.mark.parametrize("seed", range(10))
def test_perceptron_makes_no_more_mistakes_than_novikoff_allows(seed, lr):
    rng = np.random.default_rng(seed)
    w = rng.standard_normal(3)
    x = rng.uniform(-1, 1, (60, 2))
    score = R.with_bias(x) @ w
    keep = np.abs(score) > 0.2 * np.linalg.norm(w)
    x, labels = x[keep], score[keep] > 0
    fit = R.fit_perceptron(x, labels, lr=lr, n_epochs=10_000, rng=rng)
    assert fit.converged
    assert R.margin(x, labels, w) >= 0.2
    assert fit.n_changes <= R.novikoff_bound(x, labels, w)
    assert R.pocket(x, labels, fit.w[-1:])[0] == 0


def test_xor_never_converges_and_goes_round_in_a_circle():
    fit = R.fit_perceptron(CORNERS, [0, 1, 1, 0], n_epochs=500)
    assert not fit.converged
    assert len(np.unique(fit.w, axis=0)) < 20


def test_the_pocket_keeps_three_of_four():
    xor = [0, 1, 1, 0]
    fit = R.fit_perceptron(CORNERS, xor, n_epochs=500, start=[0.3, 0.2, -0.1], rng=np.random.default_rng(0))
    errors, best = R.pocket(CORNERS, xor, fit.w)
    assert errors.min() == 1 == errors[best[-1]]
    assert (np.diff(errors[best]) <= 0).all()
    np.testing.assert_array_equal(errors[best], np.minimum.accumulate(errors))


def test_delta_rule_online_by_hand():
    assert R.fit_lms(CORNERS, TARGETS, lr=1, n_epochs=1, start=START, order=[3]).w[-1] == pytest.approx(
        (2.1, 1.6, 0.6)
    )
    fit = R.fit_lms(CORNERS, TARGETS, lr=0.25, n_epochs=1, start=START, order=[3, 0])
    np.testing.assert_allclose(fit.w[1:], [(0.9, 0.4, -0.6), (0.725, 0.4, -0.6)])


def test_delta_rule_in_one_batch_by_hand():
    fit = R.fit_lms(CORNERS, TARGETS, lr=0.25, n_epochs=3, start=START, batch_size=4)
    np.testing.assert_allclose(
        fit.w[1:], [(1.075, 0.5, -0.45), (0.55, 0.325, -0.5875), (0.70625, 0.534375, -0.35)]
    )
    late = R.fit_lms(CORNERS, TARGETS, lr=0.25, n_epochs=400, start=START, batch_size=4)
    np.testing.assert_allclose(late.w[-1], (0.125, 0.85, 0.05), atol=1e-9)


def test_delta_rule_diverges_above_the_largest_rate():
    limit = R.largest_rate(CORNERS)
    assert limit == pytest.approx(0.3139, abs=5e-5)
    how = {"start": START, "batch_size": 4}
    best = np.array((0.125, 0.85, 0.05))
    near = R.fit_lms(CORNERS, TARGETS, lr=0.98 * limit, n_epochs=2000, **how)
    assert np.abs(near.w[-1] - best).max() < 1e-6
    far = R.fit_lms(CORNERS, TARGETS, lr=1.02 * limit, n_epochs=2000, **how)
    assert np.abs(far.w[-1] - best).max() > 1e3
    lost = R.fit_lms(CORNERS, TARGETS, lr=10, n_epochs=2000, **how)
    assert lost.diverged_at == len(lost.visited) > 0
    assert np.isfinite(lost.w).all()


def test_the_three_rules_differ_in_one_function():
    x, y = np.array([[2.0]]), [1.0]
    start = (0.0, -0.5)  # z = −1
    how = {"lr": 1.0, "n_epochs": 1, "start": start}
    for f, error in ((A.heaviside, 1), (A.identity, 2), (A.logistic, 1 - A.logistic(-1.0))):
        step = R.fit_unit(x, y, f, **how).w[-1] - start
        np.testing.assert_allclose(step, error * np.array([1, 2]))


def test_mini_batches_and_random_order():
    fit = R.fit_lms(CORNERS, TARGETS, lr=0.1, n_epochs=2, batch_size=3, rng=np.random.default_rng(0))
    assert [len(batch) for batch in fit.visited] == [3, 1, 3, 1]
    for epoch in (fit.visited[:2], fit.visited[2:]):
        np.testing.assert_array_equal(np.sort(np.concatenate(epoch)), range(4))


def test_hebb_multiplies_by_one_plus_eta_c():
    x = np.random.default_rng(0).standard_normal((50, 3))
    fit = R.fit_hebb(x, lr=0.01, n_epochs=6, start=[1, 0, 0], batch_size=50)
    growth = np.eye(3) + 0.01 * x.T @ x
    for before, after in zip(fit.w[:-1], fit.w[1:], strict=True):
        np.testing.assert_allclose(after, growth @ before)
    assert R.fit_hebb(x, lr=1, n_epochs=10_000, start=[1, 0, 0]).diverged_at > 0


def test_oja_finds_the_first_principal_component_with_length_one():
    rng = np.random.default_rng(1)
    x = (
        rng.standard_normal((500, 3))
        @ np.diag([3.0, 1.0, 0.5])
        @ np.linalg.qr(rng.standard_normal((3, 3)))[0]
    )
    x -= x.mean(axis=0)
    w = R.fit_oja(x, lr=1e-3, n_epochs=40, start=[1.0, 1.0, 1.0], rng=rng).w[-1]
    first = np.linalg.svd(x)[2][0]
    assert abs(w @ first) == pytest.approx(np.linalg.norm(w), abs=0.01)
    assert np.linalg.norm(w) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: R.with_bias(np.zeros((0, 2))), "x"),
        (lambda: R.margin(CORNERS, [0, 1, 1, 0], [0, 0, 0]), "w other than zero"),
        (lambda: R.novikoff_bound(CORNERS, [0, 1, 1, 0], [0, 1, 1]), "w that separates"),
    ],
)
def test_what_has_no_answer_is_refused(call, name):
    with pytest.raises(ValueError, match=name):
        call()


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_the_margin_is_a_distance_whatever_the_length_of_w(size):
    assert R.margin([[1.0], [-1.0]], [1, 0], [0, size]) == 1
    assert R.margin([[3.0], [-1.0]], [1, 0], [size, size]) == 0


def test_inputs_may_be_large():
    x = [[1e200], [-1e200]]
    assert R.margin(x, [1, 0], [0, 1]) == 1e200
    assert R.novikoff_bound(x, [1, 0], [0, 1]) == pytest.approx(1)
    assert R.largest_rate([[1e100]]) == pytest.approx(2e-200)
