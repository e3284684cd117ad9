"""Convolution layers against hand-worked numbers, the loop of the definition, and the matrix form."""

import numpy as np
import pytest

from nnbook.activations import relu, tanh
from nnbook.convolution import correlate, toeplitz
from nnbook.layers import Conv1d, Conv2d, Dense, Layer, TransposedConv2d
from nnbook.layers.sliding import Sliding

X = np.array([[4, 5, 8, 7], [1, 8, 8, 8], [3, 6, 6, 4], [6, 5, 7, 8]], float)
KERNEL = np.array([[1, 4, 1], [1, 4, 3], [3, 3, 1]], float)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def by_definition(x, W, b, stride, dilation, groups):
    """The formula of the docstring, one output at a time; x is padded already."""
    n_samples, _, height, width = x.shape
    out_channels, channels, F, G = W.shape
    n_rows = (height - dilation * (F - 1) - 1) // stride + 1
    n_cols = (width - dilation * (G - 1) - 1) // stride + 1
    z = np.zeros((n_samples, out_channels, n_rows, n_cols))
    for s, o, m, n in np.ndindex(z.shape):
        first = o // (out_channels // groups) * channels
        rows = slice(stride * m, stride * m + dilation * (F - 1) + 1, dilation)
        cols = slice(stride * n, stride * n + dilation * (G - 1) + 1, dilation)
        z[s, o, m, n] = (W[o] * x[s, first : first + channels, rows, cols]).sum() + b[o]
    return z


@pytest.mark.parametrize(
    ("shape", "channels", "kernel", "stride", "dilation", "groups"),
    [
        ((7, 9), (1, 2), (3, 3), 1, 1, 1),
        ((28, 28), (1, 3), (5, 5), 1, 1, 1),
        ((11, 9), (4, 6), (3, 1), 2, 1, 2),
        ((9, 9), (3, 3), (3, 3), 1, 2, 3),
        ((13, 7), (2, 4), (2, 3), 2, 2, 1),
        ((3, 2), (2, 1), (3, 2), 1, 1, 1),
    ],
)
def test_forward_is_the_definition(shape, channels, kernel, stride, dilation, groups, rng):
    conv = Conv2d(*channels, kernel, stride=stride, dilation=dilation, groups=groups, rng=rng, dtype=float)
    conv.b[:] = rng.normal(size=conv.b.shape)
    if (shape[0] - dilation * (kernel[0] - 1) - 1) % stride:
        shape = (shape[0] + 1, shape[1])
    x = rng.normal(size=(2, channels[0], *shape))
    y, _ = conv.forward(x)
    np.testing.assert_allclose(y, by_definition(x, conv.W, conv.b, stride, dilation, groups), atol=1e-12)


def test_worked_example():
    conv = Conv2d(1, 1, 3, rng=np.random.default_rng(0), dtype=float)
    conv.W[:] = KERNEL
    y, cache = conv.forward(X[None, None])
    np.testing.assert_array_equal(y[0, 0], [[122, 148], [126, 134]])
    dx, (dW, db) = conv.backward(np.ones((1, 1, 2, 2)), cache)
    assert db == [4]
    # each weight was multiplied with a 2×2 part of x
    np.testing.assert_array_equal(dW[0, 0], correlate(X, np.ones((2, 2))))
    np.testing.assert_array_equal(dx[0, 0].sum(), 4 * KERNEL.sum())


def test_transposed_is_the_transposed_matrix():
    T = toeplitz(np.flip(KERNEL), (4, 4), padding="valid")
    assert T.shape == (4, 16)
    np.testing.assert_array_equal((T @ X.ravel()).reshape(2, 2), [[122, 148], [126, 134]])
    up = TransposedConv2d(1, 1, 3, rng=np.random.default_rng(0), dtype=float)
    up.W[:] = KERNEL
    below = np.array([[122.0, 148], [126, 134]])
    y, _ = up.forward(below[None, None])
    np.testing.assert_array_equal(y[0, 0], (T.T @ below.ravel()).reshape(4, 4))
    assert y[0, 0, 0].tolist() == [122, 636, 714, 148]  # worked by hand: 122·(1,4,1,0) + 148·(0,1,4,1)
    assert not np.array_equal(y[0, 0], X)  # the shape comes back, the picture does not


def test_counts_of_weights(rng):
    """28×28 pictures: a dense layer of 100 units against three shared 5×5 maps."""
    assert Dense(784, 100, rng=rng).params[0].size == 78_400
    conv = Conv2d(1, 3, 5, rng=rng)
    assert [p.size for p in conv.params] == [75, 3]
    assert conv.forward(np.zeros((1, 1, 28, 28)))[0].size == 1728


@pytest.mark.parametrize("padding", ["valid", "same", "full", 2, (0, 1), ("same", 0)])
def test_one_channel_is_correlate(padding, rng):
    conv = Conv2d(1, 1, (4, 3), padding=padding, rng=rng, dtype=float)
    x = rng.normal(size=(3, 1, 9, 8))
    y, _ = conv.forward(x)
    for sample, picture in zip(y[:, 0], x[:, 0], strict=True):
        np.testing.assert_allclose(sample, correlate(picture, conv.W[0, 0], padding=padding), atol=1e-12)


def test_groups_do_not_see_one_another(rng):
    conv = Conv2d(4, 2, 3, groups=2, rng=rng, dtype=float)
    x = rng.normal(size=(1, 4, 6, 6))
    before, _ = conv.forward(x)
    x[:, 2:] = 0
    after, _ = conv.forward(x)
    np.testing.assert_array_equal(after[:, 0], before[:, 0])
    np.testing.assert_array_equal(after[:, 1], 0)


def test_two_passes_before_going_back(rng):
    conv = Conv2d(1, 2, 3, relu, rng=rng, dtype=float)
    x1, x2 = rng.normal(size=(2, 1, 1, 6, 6))
    grad = rng.normal(size=(1, 2, 4, 4))
    y1, cache1 = conv.forward(x1)
    kept = y1.copy()
    _, cache2 = conv.forward(x2)
    np.testing.assert_array_equal(y1, kept)
    first = conv.backward(grad, cache1)[1][0]
    np.testing.assert_array_equal(conv.backward(grad, conv.forward(x1)[1])[1][0], first)
    assert not np.array_equal(conv.backward(grad, cache2)[1][0], first)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", [Conv2d, TransposedConv2d, Conv1d])
def test_computes_in_the_dtype_of_its_parameters(make, dtype, rng):
    layer = make(2, 3, 3, tanh, rng=rng, dtype=dtype)
    x = rng.normal(size=(2, 2, 5, 5)[: 3 if make is Conv1d else 4])
    y, cache = layer.forward(x)
    dx, dparams = layer.backward(np.ones(y.shape), cache)
    assert {a.dtype for a in (y, dx, *dparams, *layer.params)} == {np.dtype(dtype)}
    assert [g.shape for g in dparams] == [p.shape for p in layer.params]
    assert dx.shape == x.shape


@pytest.mark.parametrize("make", [Conv2d, TransposedConv2d, Conv1d])
def test_input_gradient_can_be_skipped(make, rng):
    layer = make(1, 2, 3, rng=rng)
    assert isinstance(layer, Layer)
    y, cache = layer.forward(np.ones((1, 1, 5, 5)[: 3 if make is Conv1d else 4]))
    dx, dparams = layer.backward(y, cache, input_grad=False)
    assert dx is None
    assert len(dparams) == 2


def test_conv1d_is_correlate(rng):
    layer = Conv1d(1, 1, 3, stride=2, padding="same", rng=rng, dtype=float)
    x = rng.normal(size=(2, 1, 9))
    y, _ = layer.forward(x)
    expected = [correlate(signal, layer.W[0, 0, 0], padding="same", stride=2) for signal in x[:, 0]]
    np.testing.assert_allclose(y[:, 0], expected, atol=1e-12)


def test_parameters_may_be_exchanged(rng):
    """The list of parameters is the only holder: what stands there is used."""
    for layer in (Conv2d(1, 1, 3, rng=rng, dtype=float), TransposedConv2d(1, 1, 3, rng=rng, dtype=float)):
        layer.params[0] = np.zeros_like(layer.W)
        layer.params[1] = np.full_like(layer.b, 7)
        assert (layer.forward(np.ones((1, 1, 4, 4)))[0] == 7).all()


def test_names_say_the_settings(rng):
    conv = Conv2d(4, 6, 3, relu, stride=2, padding="same", groups=2, rng=rng)
    assert repr(conv) == "Conv2d(4, 6, kernel_size=3, stride=2, padding=same, groups=2, ReLU())"
    assert repr(TransposedConv2d(4, 6, (3, 1), rng=rng)).startswith(
        "TransposedConv2d(4, 6, kernel_size=(3, 1)"
    )
    assert repr(Conv1d(1, 2, 3, rng=rng)) == "Conv1d(1, 2, kernel_size=(1, 3), Identity())"


def test_sliding_and_back():
    window = Sliding((3, 4), stride=2, padding=("same", 1), dilation=(2, 1))
    assert window.reach == (5, 4)
    assert window.output_shape((9, 10)) == (5, 5)
    assert window.input_shape((5, 5)) == (9, 10)


def test_a_stride_that_leaves_cells_over_is_refused(rng):
    with pytest.raises(ValueError, match="stride=2 does not fit n_in=6"):
        Conv2d(2, 1, 3, stride=2, rng=rng).forward(np.zeros((1, 2, 6, 5)))


def test_padding_must_leave_something(rng):
    with pytest.raises(ValueError, match="padding=full leaves something"):
        TransposedConv2d(1, 1, 3, padding="full", rng=rng).forward(np.zeros((1, 1, 2, 2)))
