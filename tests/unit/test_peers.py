"""The comparison with other libraries: every job has its sides, and results that differ are noticed."""

from importlib import import_module

import numpy as np
import pytest

from benchmarks.peers import JOBS, difference, short

PAIRS = [(job, side) for job in JOBS for side in ("nnbook", *job.bars)]


@pytest.mark.parametrize(("job", "side"), PAIRS, ids=lambda value: getattr(value, "title", value))
def test_every_job_has_a_function_for_each_side(job, side):
    assert callable(getattr(import_module(f"benchmarks.sides.{job.family}"), f"by_{side}"))


def test_difference_is_relative_to_the_largest_number():
    theirs = np.array([1.0, -4.0])
    assert difference(np.add(theirs, [0.0, 0.2]), theirs) == pytest.approx(0.05)
    assert difference(np.ones(2), np.ones(3)) == np.inf
    assert difference(np.zeros(2), np.zeros(2)) == 0
    assert not difference(np.array([np.nan]), np.ones(1)) <= 1  # what is no number agrees with nothing


def test_scikit_learn_sees_the_batches_of_the_others():
    from benchmarks.sides.networks import Orders

    ours, orders, theirs = np.random.default_rng(1), Orders(1), np.arange(7)
    for _ in range(3):
        indices = np.arange(7)
        orders.shuffle(indices)
        theirs = theirs[indices]  # scikit-learn shuffles the order of the epoch before
        np.testing.assert_array_equal(theirs, ours.permutation(7))


def test_numbers_have_three_digits():
    assert [short(x) for x in (0.98765, 12.345, 4321.0)] == [0.988, 12.3, 4320.0]
