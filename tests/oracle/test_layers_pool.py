"""Pooling layers against torch: outputs, gradients and switches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.layers import AvgPool2d, GlobalAvgPool, L2Pool2d, MaxPool2d, MaxUnpool2d
from nnbook.layers.sliding import Sliding
from tests.oracle.agreement import agree, dtypes

torch = pytest.importorskip("torch")
from torch.nn import functional as F  # noqa: E402

pytestmark = pytest.mark.oracle
book = settings(deadline=None, max_examples=80)


@st.composite
def poolings(draw, padded=True, side_by_side=False):
    """Window, stride, padding as torch allows it (half a window), maps that they fit, a dtype."""
    kernel_size = draw(st.tuples(st.integers(1, 4), st.integers(1, 3)))
    stride = kernel_size if side_by_side else draw(st.tuples(st.integers(1, 4), st.integers(1, 3)))
    padding = tuple(draw(st.integers(0, f // 2 if padded else 0)) for f in kernel_size)
    window = Sliding(kernel_size, stride, padding)
    size = window.input_shape(draw(st.tuples(st.integers(1, 6), st.integers(1, 6))))
    while min(size) < 1:
        size = tuple(n + s for n, s in zip(size, stride, strict=True))
    shape = draw(st.integers(1, 3)), draw(st.integers(1, 3)), *size
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    dtype = draw(dtypes)
    # few different numbers, so that there are ties
    x = rng.integers(-3, 4, shape) if draw(st.booleans()) else rng.normal(size=shape)
    return {"kernel_size": kernel_size, "stride": stride, "padding": padding}, x.astype(dtype), rng


def check(layer, x, function, rng):
    y, cache = layer.forward(x)
    grad = rng.normal(size=y.shape).astype(x.dtype)
    dx, _ = layer.backward(grad, cache)
    X = torch.tensor(x, requires_grad=True)
    expected = function(X)
    expected.backward(torch.tensor(grad))
    agree(y, expected, x.dtype.type)
    agree(dx, X.grad, x.dtype.type)


@book
@given(poolings())
def test_max_pool_is_torchs(drawn):
    arguments, x, rng = drawn
    check(MaxPool2d(**arguments), x, lambda X: F.max_pool2d(X, **arguments), rng)


@book
@given(poolings())
def test_average_pool_is_torchs(drawn):
    arguments, x, rng = drawn
    check(AvgPool2d(**arguments), x, lambda X: F.avg_pool2d(X, **arguments), rng)


@book
@given(poolings(padded=False))
def test_l2_pool_is_torchs(drawn):
    arguments, x, rng = drawn
    x = np.where(x == 0, 1, x).astype(x.dtype)  # torch's gradient at a window of zeros is not ours
    del arguments["padding"]
    check(L2Pool2d(**arguments), x, lambda X: F.lp_pool2d(X, 2.0, **arguments), rng)


@book
@given(poolings())
def test_switches_are_torchs_indices(drawn):
    arguments, x, _ = drawn
    pool = MaxPool2d(**arguments)
    _, cache = pool.forward(x)
    _, indices = F.max_pool2d(torch.tensor(x), **arguments, return_indices=True)
    np.testing.assert_array_equal(pool.switches(cache).positions, indices)


@book
@given(poolings(padded=False, side_by_side=True))
def test_unpooling_is_torchs(drawn):
    arguments, x, rng = drawn
    pool = MaxPool2d(**arguments)
    y, cache = pool.forward(x)
    y, switches = rng.normal(size=y.shape).astype(x.dtype), pool.switches(cache)
    up, unpool_cache = MaxUnpool2d().forward(y, switches=switches)
    grad = rng.normal(size=up.shape).astype(x.dtype)
    Y = torch.tensor(y, requires_grad=True)
    indices = torch.tensor(switches.positions)
    expected = F.max_unpool2d(Y, indices, arguments["kernel_size"], output_size=list(switches.size))
    expected.backward(torch.tensor(grad))
    np.testing.assert_array_equal(up, expected.detach())
    np.testing.assert_array_equal(MaxUnpool2d().backward(grad, unpool_cache)[0], Y.grad)


@book
@given(poolings())
def test_global_average_is_torchs(drawn):
    _, x, rng = drawn
    check(GlobalAvgPool(), x, lambda X: F.adaptive_avg_pool2d(X, 1)[:, :, 0, 0], rng)
