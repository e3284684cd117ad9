"""Values at marked steps, sums that decide convergence, and refusals."""

import numpy as np
import pytest

from nnbook.optimizers.schedules import (
    Constant,
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    StepDecay,
    WarmUp,
)

ALL = [
    Constant(0.3),
    StepDecay(0.3, every=5, factor=0.5),
    ExponentialDecay(0.3, tau=7),
    InverseTimeDecay(0.3, tau=7),
    CosineDecay(0.3, n_steps=20, lr_end=0.01),
    WarmUp(4, then=CosineDecay(0.3, n_steps=20)),
]


@pytest.mark.parametrize("schedule", ALL, ids=lambda s: type(s).__name__)
def test_array_of_steps_equals_single_steps(schedule):
    t = np.arange(40)
    np.testing.assert_array_equal(schedule(t), [schedule(int(i)) for i in t])
    assert (schedule(t) >= 0).all()
    assert schedule(t).max() == pytest.approx(0.3)


@pytest.mark.parametrize("schedule", ALL[:5], ids=lambda s: type(s).__name__)
def test_decays_never_rise(schedule):
    assert schedule(0) == pytest.approx(0.3)
    assert (np.diff(schedule(np.arange(100))) <= 1e-15).all()


def test_marked_values():
    assert StepDecay(1.0, every=3, factor=0.5)(6) == 0.25
    assert ExponentialDecay(1.0, tau=2)(2) == pytest.approx(np.exp(-1))
    assert InverseTimeDecay(1.0, tau=4)(4) == 0.5
    assert CosineDecay(1.0, n_steps=10, lr_end=0.2)(5) == pytest.approx(0.6)
    assert CosineDecay(1.0, n_steps=10, lr_end=0.2)(99) == pytest.approx(0.2)
    ramp = WarmUp(5, then=StepDecay(1.0, every=2, factor=0.5))
    np.testing.assert_allclose(ramp(np.arange(8)), [0.2, 0.4, 0.6, 0.8, 1, 1, 1, 0.5])


def test_exponential_decay_reaches_only_so_far():
    schedule = ExponentialDecay(0.3, tau=50)
    total = 0.3 / (1 - np.exp(-1 / 50))
    assert schedule(np.arange(5000)).sum() == pytest.approx(total)
    assert InverseTimeDecay(0.3, tau=50)(np.arange(5_000_000)).sum() > 10 * total
