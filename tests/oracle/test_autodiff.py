"""The engine against torch's autograd on random computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import autodiff
from nnbook.autodiff import Variable, gradients
from tests.oracle.agreement import TOLERANCE, agree, dtypes

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.oracle
book = settings(deadline=None, max_examples=100)

# Every step takes two matrices of any of the shapes that broadcast together, for both engines m.
STEPS = {
    "+": lambda m, a, b: a + b,
    "-": lambda m, a, b: a - b,
    "*": lambda m, a, b: a * b,
    "/": lambda m, a, b: a / (b * b + 1),
    "@": lambda m, a, b: a @ (b.T @ b) if b.shape[1] == a.shape[1] else a * b,
    "exp": lambda m, a, b: m.exp(m.tanh(a)) - b,
    "log": lambda m, a, b: m.log(a * a + 1) * b,
    "tanh": lambda m, a, b: m.tanh(a + b),
    "relu": lambda m, a, b: m.relu(a) - m.relu(b),
    "power": lambda m, a, b: (a * a + 0.5) ** m.tanh(b),
    "square": lambda m, a, b: m.tanh(a) ** 2 + 1 / (b**2 + 1),
    "mean": lambda m, a, b: a - a.mean(1, True) * b,
    "sum": lambda m, a, b: m.tanh(b.sum(0, True)) * a,
    "index": lambda m, a, b: a[[0, -1, 0]].sum(0, True) + b,
    "reverse": lambda m, a, b: 2 - a + (3 * b).reshape(-1)[0],
}  # fmt: skip


@st.composite
def programs(draw):
    """Inputs and steps; every step names two earlier results."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    shapes = draw(st.lists(st.sampled_from([(n, m), (1, m), (n, 1), (1, 1)]), min_size=1, max_size=3))
    steps = []
    for i in range(draw(st.integers(1, 7))):
        earlier = st.integers(0, len(shapes) + i - 1)
        steps.append((draw(st.sampled_from(list(STEPS))), draw(earlier), draw(earlier)))
    dtype = draw(dtypes)
    return shapes, steps, dtype, np.random.default_rng(draw(st.integers(0, 10**6)))


def run(engine, inputs, steps):
    values = list(inputs)
    for name, i, j in steps:
        values.append(STEPS[name](engine, values[i], values[j]))
    return engine.tanh(values[-1] * 0.1).sum()


@book
@given(programs())
def test_any_computation(program):
    shapes, steps, dtype, rng = program
    arrays = [rng.normal(size=shape).astype(dtype) for shape in shapes]
    ours, theirs = [Variable(a) for a in arrays], [torch.tensor(a, requires_grad=True) for a in arrays]
    y, expected = run(autodiff, ours, steps), run(torch, theirs, steps)
    np.testing.assert_allclose(y.value, expected.detach(), rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])
    wanted = torch.autograd.grad(expected, theirs, allow_unused=True)
    for got, a, want in zip(gradients(y, ours), arrays, wanted, strict=True):
        agree(got, torch.zeros(a.shape) if want is None else want, dtype)
