"""Convolution layers against torch: outputs, gradients by inputs and by parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.activations import identity, relu, tanh
from nnbook.layers import Conv1d, Conv2d, TransposedConv2d
from nnbook.layers.sliding import Sliding
from tests.oracle.agreement import TOLERANCE, agree, dtypes

torch = pytest.importorskip("torch")
from torch.nn import functional as F  # noqa: E402

pytestmark = pytest.mark.oracle
book = settings(deadline=None, max_examples=50)
ACTIVATIONS = {identity: lambda z: z, relu: torch.relu, tanh: torch.tanh}


@st.composite
def convolutions(draw):
    """Settings of a convolution, a map that they fit, a dtype and a source of numbers."""
    pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
    kernel_size, stride, dilation = (
        draw(st.tuples(st.integers(1, 5), st.integers(1, 4))),
        draw(pair),
        draw(pair),
    )
    padding = draw(st.one_of(st.sampled_from(["valid", "same", "full"]), st.integers(0, 3)))
    window = Sliding(kernel_size, stride, padding, dilation)
    n_out = draw(st.tuples(st.integers(1, 8), st.integers(1, 9)))
    size = window.input_shape(n_out)
    while min(size) < 1:
        n_out = (n_out[0] + 1, n_out[1] + 1)
        size = window.input_shape(n_out)
    groups = draw(st.integers(1, 3))
    channels = groups * draw(st.integers(1, 3)), groups * draw(st.integers(1, 3))
    arguments = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation, "padding": padding}
    return (
        {**arguments, "groups": groups, "activation": draw(st.sampled_from(list(ACTIVATIONS)))},
        channels,
        draw(st.integers(1, 3)),
        size,
        n_out,
        window,
        draw(dtypes),
        np.random.default_rng(draw(st.integers(0, 10**6))),
    )


def check(layer, x, function, rng):
    """Compare a layer with a function of torch, forward and back."""
    dtype = layer.W.dtype.type
    layer.b[:] = rng.normal(size=layer.b.shape)
    x = x.astype(dtype)
    y, cache = layer.forward(x)
    grad = rng.normal(size=y.shape).astype(dtype)
    dx, (dW, db) = layer.backward(grad, cache)
    X, W, b = (torch.tensor(a, requires_grad=True) for a in (x, layer.W, layer.b))
    expected = function(X, W, b)
    expected.backward(torch.tensor(grad))
    agree(y, expected, dtype)
    for got, want in zip((dx, dW, db), (X.grad, W.grad, b.grad), strict=True):
        agree(got, want, dtype)


@book
@given(convolutions())
def test_conv2d_is_torchs(drawn):
    arguments, channels, n_samples, size, n_out, window, dtype, rng = drawn
    layer = Conv2d(*channels, **arguments, rng=rng, dtype=dtype)
    (top, bottom), (left, right) = window.ends  # torch puts the odd cell of "same" at the other end

    def torchs(X, W, b):
        z = F.conv2d(
            F.pad(X, (left, right, top, bottom)), W, b,
            stride=window.stride, dilation=window.dilation, groups=arguments["groups"],
        )  # fmt: skip
        assert z.shape[2:] == n_out
        return ACTIVATIONS[arguments["activation"]](z)

    check(layer, rng.normal(size=(n_samples, channels[0], *size)), torchs, rng)


@book
@given(convolutions())
def test_transposed_conv2d_is_torchs(drawn):
    arguments, channels, n_samples, size, n_out, window, dtype, rng = drawn
    layer = TransposedConv2d(*channels, **arguments, rng=rng, dtype=dtype)
    (top, bottom), (left, right) = window.ends

    def torchs(X, W, b):
        z = F.conv_transpose2d(
            X, W, stride=window.stride, dilation=window.dilation, groups=arguments["groups"]
        )
        z = z[:, :, top : z.shape[2] - bottom, left : z.shape[3] - right]
        assert z.shape[2:] == size
        return ACTIVATIONS[arguments["activation"]](z + b[:, None, None])

    check(layer, rng.normal(size=(n_samples, channels[0], *n_out)), torchs, rng)


@book
@given(convolutions())
def test_conv1d_is_torchs(drawn):
    arguments, channels, n_samples, size, _, window, dtype, rng = drawn
    along = {k: v if k in ("padding", "groups", "activation") else v[1] for k, v in arguments.items()}
    layer = Conv1d(*channels, **along, rng=rng, dtype=dtype)

    def torchs(X, W, b):
        z = F.conv1d(
            F.pad(X, window.ends[1]), W[:, :, 0], b,
            stride=along["stride"], dilation=along["dilation"], groups=along["groups"],
        )  # fmt: skip
        return ACTIVATIONS[along["activation"]](z)

    check(layer, rng.normal(size=(n_samples, channels[0], size[1])), torchs, rng)


@pytest.mark.parametrize("dtype", list(TOLERANCE))
@pytest.mark.parametrize(
    ("n", "arguments"),
    [
        (28, {"in_channels": 1, "out_channels": 6, "kernel_size": 5, "padding": 2}),
        (14, {"in_channels": 6, "out_channels": 16, "kernel_size": 5}),
        (32, {"in_channels": 16, "out_channels": 32, "kernel_size": 3, "padding": "same"}),
        (55, {"in_channels": 3, "out_channels": 8, "kernel_size": 11, "stride": 4}),
    ],
)
def test_layers_of_real_networks(n, arguments, dtype):
    rng = np.random.default_rng(0)
    layer = Conv2d(**arguments, activation=relu, rng=rng, dtype=dtype)

    def torchs(X, W, b):
        return torch.relu(
            F.conv2d(X, W, b, stride=arguments.get("stride", 1), padding=arguments.get("padding", 0))
        )

    x = rng.normal(size=(4, arguments["in_channels"], n, n)) / np.sqrt(layer.W[0].size)
    check(layer, x, torchs, rng)
