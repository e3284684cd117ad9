"""What the border lets through, and that a rule above a function is the check in its body."""

import inspect

import numpy as np
import pytest

from nnbook import checks


class Lengths(np.ndarray):
    """Numbers with a unit, which would be lost."""


@pytest.mark.parametrize(
    "value",
    [
        np.ma.array([1.0, 2.0], mask=[True, False]),
        [np.ma.array([1.0], mask=True)],
        np.array([1.0, 2.0]).view(Lengths),
        np.array([1.0, None]),
        [1j],
        [10**400],
    ],
)
def test_what_means_more_than_real_numbers_is_refused(value):
    with pytest.raises(TypeError, match=r"need (a plain array|real numbers) for x, got x of"):
        checks.array("x", value)
    with pytest.raises(TypeError, match="for x, got x of"):
        checks.floats("x", value)


def test_what_means_no_more_than_its_numbers_passes(tmp_path):
    stored = np.memmap(tmp_path / "x", float, "w+", shape=(2,))
    stored[:] = 1, 2
    np.testing.assert_array_equal(checks.array("x", stored), [1, 2])


def test_a_class_is_shown_as_it_was_given():
    for wrong in (np.array([2**64 - 1], np.uint64), np.array([-3]), np.array([2**63], np.uint64)):
        with pytest.raises(ValueError, match=rf"need labels from 0 to 2, got {wrong[0]}$"):
            checks.class_indices("labels", wrong, 3)
    np.testing.assert_array_equal(checks.class_indices("labels", [True, False], 2), [1, 0])


def test_infinity_is_a_number_only_where_it_may_be():
    for inf in (float("inf"), np.float32("inf")):
        assert checks.number("beta", inf, low=0, infinite=True) == inf
        with pytest.raises(ValueError, match="need a finite beta"):
            checks.number("beta", inf, low=0)
    with pytest.raises(ValueError, match="beta >= 0"):
        checks.number("beta", -np.inf, low=0, infinite=True)
    with pytest.raises(ValueError, match="need a finite beta"):
        checks.number("beta", 10**400, infinite=True)


@checks.arguments(x=checks.array(ndim=1), lr=checks.number(low=0), rng=checks.generator(), more=checks.size())
def example(x, *more, lr=0.1, rng=None):
    """Return what the body sees."""
    return x, more, lr, rng


def test_rules_are_asked_before_the_body_begins():
    x, more, lr, rng = example([1, 2], np.int64(3), 4, lr=1)
    assert x.dtype == float
    assert more == (3, 4)
    assert isinstance(more[0], int)
    assert (lr, rng) == (1.0, None)
    for call, message in (
        (lambda: example([[1]]), "need x with 1 dimensions"),
        (lambda: example([1], 0), "need more >= 1, got more=0"),
        (lambda: example([1], lr=-1), "need lr >= 0, got lr=-1"),
        (lambda: example(x=[1], rng=3), "need rng to be a numpy.random.Generator"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            call()


def test_a_checked_function_shows_itself():
    assert str(inspect.signature(example)) == "(x, *more, lr=0.1, rng=None)"
    assert example.__doc__ == "Return what the body sees."
    with pytest.raises(TypeError, match=r"example\(\) missing 1 required positional argument: 'x'"):
        example()
    with pytest.raises(TypeError, match=r"example\(\) got an unexpected keyword argument 'momentum'"):
        example([1], momentum=1)


def test_a_rule_for_no_parameter_is_a_mistake():
    with pytest.raises(TypeError, match=r"need rules for parameters of example, got \['momentum'\]"):
        checks.arguments(momentum=checks.number())(inspect.unwrap(example))
