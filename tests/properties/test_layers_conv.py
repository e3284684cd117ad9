"""What must hold for every convolution and pooling layer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.activations import LeakyReLU, identity, logistic, softplus, tanh
from nnbook.autodiff import Variable, gradients
from nnbook.convolution import toeplitz
from nnbook.layers import (
    AvgPool2d,
    Conv1d,
    Conv2d,
    GlobalAvgPool,
    L2Pool2d,
    MaxPool2d,
    MaxUnpool2d,
    TransposedConv2d,
)
from nnbook.layers.sliding import Sliding
from nnbook.numerics import gradient_error

book = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 10**6)


@st.composite
def convolutions(draw):
    """Settings of a convolution, and two sizes of maps that fit: below and above."""
    arguments = {
        "kernel_size": draw(st.tuples(st.integers(1, 4), st.integers(1, 4))),
        "stride": draw(st.integers(1, 3)),
        "dilation": draw(st.integers(1, 2)),
        "padding": draw(st.sampled_from(["valid", "same", "full", 0, 1, 2])),
    }
    n_out = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    window = Sliding(**arguments)
    while min(window.input_shape(n_out)) < 1:
        n_out = tuple(n + 1 for n in n_out)
    arguments["groups"] = draw(st.integers(1, 2))
    return arguments, window.input_shape(n_out), n_out


def channels_of(arguments):
    return arguments["groups"] * 2, arguments["groups"] * 3


@book
@given(convolutions(), seeds)
def test_transposed_convolution_is_adjoint(drawn, seed):
    """⟨A x, y⟩ = ⟨x, Aᵀ y⟩, with the same kernels in both."""
    arguments, size, n_out = drawn
    rng = np.random.default_rng(seed)
    c, o = channels_of(arguments)
    down = Conv2d(c, o, **arguments, rng=rng, dtype=float)
    up = TransposedConv2d(o, c, **arguments, rng=rng, dtype=float)
    up.params[0] = down.W
    x, y = rng.normal(size=(2, c, *size)), rng.normal(size=(2, o, *n_out))
    left, right = np.vdot(down.forward(x)[0], y), np.vdot(x, up.forward(y)[0])
    np.testing.assert_allclose(left, right, atol=1e-10)


@book
@given(convolutions(), seeds)
def test_each_goes_back_as_the_other_goes_forward(drawn, seed):
    arguments, size, n_out = drawn
    rng = np.random.default_rng(seed)
    c, o = channels_of(arguments)
    down = Conv2d(c, o, **arguments, rng=rng, dtype=float)
    up = TransposedConv2d(o, c, **arguments, rng=rng, dtype=float)
    up.params[0] = down.W
    x, y = rng.normal(size=(2, c, *size)), rng.normal(size=(2, o, *n_out))
    (dx, (dW, _)), (dy, (dW_up, _)) = down.backward(y, down.forward(x)[1]), up.backward(x, up.forward(y)[1])
    np.testing.assert_allclose(dx, up.forward(y)[0], atol=1e-10)
    np.testing.assert_allclose(dy, down.forward(x)[0], atol=1e-10)
    np.testing.assert_allclose(dW, dW_up, atol=1e-10)


@book
@given(convolutions(), seeds)
def test_one_channel_is_a_toeplitz_matrix(drawn, seed):
    arguments, _, n_out = drawn
    del arguments["groups"], arguments["dilation"]  # the matrix has none
    size = Sliding(**arguments).input_shape(n_out)
    if min(size) < 1:
        return
    rng = np.random.default_rng(seed)
    conv = Conv2d(1, 1, **arguments, rng=rng, dtype=float)
    x = rng.normal(size=size)
    T = toeplitz(np.flip(conv.W[0, 0]), size, padding=arguments["padding"], stride=arguments["stride"])
    np.testing.assert_allclose(conv.forward(x[None, None])[0].ravel(), T @ x.ravel(), atol=1e-12)


@st.composite
def poolings(draw, side_by_side=False):
    kernel_size = draw(st.tuples(st.integers(1, 3), st.integers(1, 4)))
    stride = None if side_by_side else draw(st.integers(1, 4))
    padding = draw(st.integers(0, min(kernel_size) - 1))
    window = Sliding(kernel_size, stride or kernel_size, padding)
    n_out = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    while min(window.input_shape(n_out)) < 1:
        n_out = tuple(n + 1 for n in n_out)
    return {"kernel_size": kernel_size, "stride": stride, "padding": padding}, window.input_shape(n_out)


@book
@given(poolings(), seeds)
def test_unpooling_is_adjoint_to_pooling_with_fixed_switches(drawn, seed):
    arguments, size = drawn
    rng = np.random.default_rng(seed)
    pool, unpool = MaxPool2d(**arguments), MaxUnpool2d()
    x = rng.integers(-2, 3, size=(2, 2, *size))
    y, cache = pool.forward(x)
    u, v = rng.normal(size=y.shape), rng.normal(size=x.shape)
    up, unpool_cache = unpool.forward(u, switches=pool.switches(cache))
    taken, _ = unpool.backward(v, unpool_cache)
    np.testing.assert_allclose(np.vdot(up, v), np.vdot(u, taken), atol=1e-10)
    np.testing.assert_allclose(up, pool.backward(u, cache)[0], atol=1e-12)
    np.testing.assert_array_equal(unpool.backward(x, unpool_cache)[0], y)


@book
@given(poolings(), seeds)
def test_average_pooling_keeps_the_sum_of_gradients(drawn, seed):
    arguments, size = drawn
    arguments["padding"] = 0
    size = Sliding(arguments["kernel_size"], arguments["stride"]).input_shape((2, 3))
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(1, 2, *size))
    for pool in (MaxPool2d(**arguments), AvgPool2d(**arguments)):
        y, cache = pool.forward(x)
        grad = rng.normal(size=y.shape)
        np.testing.assert_allclose(pool.backward(grad, cache)[0].sum(), grad.sum(), atol=1e-10)


@book
@given(poolings(side_by_side=True), seeds)
def test_order_of_the_pools(drawn, seed):
    """mean ≤ maximum ≤ norm for positive numbers, and mean · FG ≥ norm."""
    arguments, size = drawn
    x = np.random.default_rng(seed).random((1, 1, *size))
    mean, largest, norm = (pool(**arguments).forward(x)[0] for pool in (AvgPool2d, MaxPool2d, L2Pool2d))
    slack = 1e-12
    assert (mean <= largest + slack).all()
    assert (largest <= norm + slack).all()
    assert (norm <= mean * np.prod(arguments["kernel_size"]) + slack).all()


def direction_error(layer, x, rng):
    """The gradient check of a layer: inputs and parameters at once, along one random direction."""
    y, _ = layer.forward(x)
    weights = rng.normal(size=y.shape)

    def value_and_grads():
        y, cache = layer.forward(x)
        dx, dparams = layer.backward(weights, cache)
        return float(np.vdot(weights, y)), [dx, *dparams]

    return gradient_error(value_and_grads, [x, *layer.params], rng=rng)


smooth = st.sampled_from([identity, tanh, logistic, softplus, LeakyReLU(1.0)])


@book
@given(convolutions(), smooth, seeds)
def test_gradients_of_convolutions(drawn, activation, seed):
    arguments, size, n_out = drawn
    rng = np.random.default_rng(seed)
    c, o = channels_of(arguments)
    arguments = arguments | {"activation": activation, "rng": rng, "dtype": float}
    assert direction_error(Conv2d(c, o, **arguments), rng.normal(size=(2, c, *size)), rng) <= 1e-6
    assert direction_error(TransposedConv2d(o, c, **arguments), rng.normal(size=(2, o, *n_out)), rng) <= 1e-6


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 3), st.integers(3, 9), smooth, seeds)
def test_gradients_of_conv1d(kernel_size, length, activation, seed):
    rng = np.random.default_rng(seed)
    layer = Conv1d(2, 3, kernel_size, activation, padding="same", rng=rng, dtype=float)
    assert direction_error(layer, rng.normal(size=(2, 2, length)), rng) <= 1e-6


@book
@given(poolings(), seeds)
def test_gradients_of_pools(drawn, seed):
    arguments, size = drawn
    rng = np.random.default_rng(seed)
    # all cells differ by far more than the step of the check, none is zero: no kink is near
    x = 0.5 + rng.permutation(np.linspace(0, 1, 4 * np.prod(size))).reshape(2, 2, *size)
    for layer in (MaxPool2d(**arguments), AvgPool2d(**arguments), L2Pool2d(**arguments), GlobalAvgPool()):
        assert direction_error(layer, x, rng) <= 1e-6


@settings(deadline=None, max_examples=20)
@given(convolutions(), seeds)
def test_the_engine_agrees_with_conv2d(drawn, seed):
    """One output at a time, with indexing, products and sums: the definition, with the engine's gradients."""
    arguments, size, n_out = drawn
    rng = np.random.default_rng(seed)
    c, o = channels_of(arguments)
    window = Sliding(**{k: v for k, v in arguments.items() if k != "groups"})
    layer = Conv2d(c, o, **arguments, rng=rng, dtype=float)
    x, grad = rng.normal(size=(1, c, *size)), rng.normal(size=(1, o, *n_out))
    W, X = Variable(layer.W), Variable(np.pad(x, ((0, 0), (0, 0), *window.ends)))
    total = 0
    for m, n in np.ndindex(n_out):
        i = window.stride[0] * m + window.dilation[0] * np.arange(window.kernel_size[0])
        j = window.stride[1] * n + window.dilation[1] * np.arange(window.kernel_size[1])
        for g in range(arguments["groups"]):
            seen = X[0, 2 * g : 2 * g + 2][:, i[:, None], j]
            total = (
                total
                + ((W[3 * g : 3 * g + 3] * seen).sum((1, 2, 3)) * grad[0, 3 * g : 3 * g + 3, m, n]).sum()
            )
    dX, dW = gradients(total, [X, W])
    y, cache = layer.forward(x)
    dx, dparams = layer.backward(grad, cache)
    (top, _), (left, _) = window.ends
    dX = dX[..., top : top + size[0], left : left + size[1]]
    np.testing.assert_allclose(np.vdot(y, grad), total.value, atol=1e-10)
    np.testing.assert_allclose(dx, dX, atol=1e-10)
    np.testing.assert_allclose(dparams[0], dW, atol=1e-10)


any_window = st.fixed_dictionaries({
    "kernel_size": st.tuples(st.integers(1, 5), st.integers(1, 5)), "stride": st.integers(1, 4),
    "padding": st.one_of(st.integers(0, 3), st.sampled_from(["valid", "same", "full"])),
})  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([Conv2d, TransposedConv2d, MaxPool2d, AvgPool2d, L2Pool2d]),
    any_window,
    st.tuples(st.integers(0, 7), st.integers(0, 7)),
    st.integers(1, 3),
)
def test_any_window_fits_any_map_or_says_why_not(make, window, size, dilation):
    rng = np.random.default_rng(0)
    more = {"in_channels": 1, "out_channels": 1, "rng": rng, "dtype": float, "dilation": dilation}
    try:
        layer = make(**window, **(more if "Conv" in make.__name__ else {}))
        y, cache = layer.forward(rng.normal(size=(2, 1, *size)))
    except ValueError as error:
        numbers = [str(n) for n in (*size, *window["kernel_size"], window["stride"], window["padding"])]
        assert any(word in str(error) for word in ("kernel_size", "n_in", "x of shape"))
        assert any(n in str(error) for n in numbers)
    else:
        assert np.isfinite(y).all()
        assert np.isfinite(layer.backward(np.ones_like(y), cache)[0]).all()
