"""Verdicts of separability against linear programs of scipy, the margin against a support vector machine."""

import numpy as np
import pytest

from nnbook import learning_rules as R

pytestmark = pytest.mark.oracle
optimize = pytest.importorskip("scipy.optimize")


def by_linear_program(x, y):
    """Whether t (w · x) >= 1 has a solution."""
    signed = np.where(np.asarray(y)[:, None] > 0, 1, -1) * R.with_bias(x)
    free = [(None, None)] * signed.shape[1]
    found = optimize.linprog(np.zeros(signed.shape[1]), -signed, -np.ones(len(signed)), bounds=free)
    assert found.status in (0, 2)
    return found.status == 0


def test_functions_of_four_bits():
    rng, x = np.random.default_rng(0), R.corners(4)
    separable = R.separable_functions(4)
    for code in [*rng.integers(0, 2**16, 40), *rng.choice(separable, 40)]:
        y = R.truth_table(code, 4)
        assert R.separate(x, y).separable == by_linear_program(x, y) == (code in separable)


@pytest.mark.parametrize("n_in", [1, 2, 5])
def test_random_points(n_in):
    rng, verdicts = np.random.default_rng(n_in), []
    for _ in range(60):
        x = rng.standard_normal((2 * (n_in + 1), n_in)) * 10.0 ** rng.integers(-3, 4)
        y = rng.integers(0, 2, len(x))
        verdicts.append(R.separate(x, y).separable)
        assert verdicts[-1] == by_linear_program(x, y)
    assert 10 < sum(verdicts) < 50


def test_margin_is_that_of_a_support_vector_machine():
    svm = pytest.importorskip("sklearn.svm")
    rng = np.random.default_rng(0)
    for _ in range(10):
        x = rng.standard_normal((30, 3))
        y = x @ rng.standard_normal(3) > 0.1
        theirs = svm.SVC(kernel="linear", C=1e9, tol=1e-9).fit(x, y)
        found = R.separate(x, y)
        np.testing.assert_allclose(found.w[1:], theirs.coef_[0], rtol=1e-4)
        np.testing.assert_allclose(found.w[0], theirs.intercept_[0], rtol=1e-4, atol=1e-4)


def test_nested_rules_need_fibonacci_weights():
    """x₁ or (x₂ and (x₃ or …)): the least largest whole weight is 1, 2, 3, 5, 8, 13, 21, 34."""
    least = []
    for n in range(2, 10):
        x = R.corners(n)
        y = x[:, -1]
        for k in range(n - 2, -1, -1):
            y = np.maximum(x[:, k], y) if k % 2 == 0 else np.minimum(x[:, k], y)
        signed = np.where(y[:, None] > 0, 1, -1) * np.column_stack([x, -np.ones(len(x))])
        rows = np.column_stack([signed, np.zeros(len(x))])
        limits = np.column_stack([-np.eye(n), np.zeros(n), np.ones(n)])
        found = optimize.milp(
            [0] * (n + 1) + [1],
            constraints=[
                optimize.LinearConstraint(rows, np.where(y > 0, 0, 1), np.inf),
                optimize.LinearConstraint(limits, 0, np.inf),
            ],
            bounds=optimize.Bounds([-np.inf] * (n + 1) + [0], np.inf),
            integrality=np.ones(n + 2),
        )
        least.append(round(found.fun))
    assert least == [1, 2, 3, 5, 8, 13, 21, 34]


@pytest.mark.parametrize("n", [2, 4])
def test_signed_samples(n):
    """Whether some w has w · z > 0 for all rows, and the largest margin, against a quadratic program."""
    rng, verdicts = np.random.default_rng(n), []
    for _ in range(30):
        Z = rng.standard_normal((2 * n, n))
        found = R.certify(Z)
        program = optimize.linprog(np.zeros(n), -Z, -np.ones(len(Z)), bounds=[(None, None)] * n)
        verdicts.append(found.separable)
        assert found.separable == (program.status == 0)
        if found.separable:
            best = optimize.minimize(
                lambda w: w @ w,
                program.x,
                jac=lambda w: 2 * w,
                constraints={"type": "ineq", "fun": lambda w, Z=Z: Z @ w - 1, "jac": lambda w, Z=Z: Z},
            )
            np.testing.assert_allclose(found.w, best.x, atol=1e-5 * np.linalg.norm(best.x))
    assert 5 < sum(verdicts) < 25
