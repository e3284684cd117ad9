"""Layers and losses against the engine: the same function written with its operations, the same gradients.

The engine knows sums, products and five functions; the chain rule is its only rule. What a layer says of its
gradients was worked out by hand. Dense, convolution and recurrent layers meet the engine in their own files.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import activations as A
from nnbook import autodiff, losses
from nnbook import layers as L
from nnbook.autodiff import Variable, gradients
from nnbook.layers.sliding import Sliding

seeds = st.integers(0, 10**6)
rng0 = np.random.default_rng


def close(got, wanted):
    np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-10)


def compare(layer, x, function):
    """Compare a training pass of the layer, and the way back, with a function of engine variables."""
    rng = rng0(1)
    for p in layer.params:
        p[...] = rng.uniform(0.2, 2, p.shape)
    y, cache = layer.forward(x, training=True, rng=rng0(0))
    weight = rng.standard_normal(y.shape)
    dx, dparams = layer.backward(weight, cache)
    variables = [Variable(a) for a in (x, *layer.params)]
    parts = function(*variables)
    parts = parts if isinstance(parts, tuple) else (parts,)  # that stand behind one another
    close(y, np.concatenate([part.value for part in parts], axis=min(1, y.ndim - 1)))
    ends = np.cumsum([part.shape[1] for part in parts[:-1]])
    total = sum((p * w).sum() for p, w in zip(parts, np.split(weight, ends, axis=1), strict=True))
    for got, wanted in zip((dx, *dparams), gradients(total, variables), strict=True):
        close(got, wanted)


def standardized(x, axes, eps):
    gap = x - x.mean(axes, True)
    return gap / ((gap**2).mean(axes, True) + eps) ** 0.5


@settings(deadline=None, max_examples=40)
@given(st.tuples(st.integers(2, 4), st.integers(1, 3), st.integers(1, 4), st.integers(2, 4)), seeds)
def test_norms(shape, seed):
    _, channels, *picture = shape
    x, column = rng0(seed).normal(1, 2, shape), (1, channels, 1, 1)

    def affine(x_hat, gamma, beta):
        return x_hat * gamma.reshape(column) + beta.reshape(column)

    f = {"eps": 0.1, "dtype": float}
    compare(L.BatchNorm(channels, **f), x, lambda X, g, b: affine(standardized(X, (0, 2, 3), 0.1), g, b))
    compare(L.InstanceNorm(channels, **f), x, lambda X, g, b: affine(standardized(X, (2, 3), 0.1), g, b))
    compare(L.GroupNorm(1, channels, **f), x, lambda X, g, b: affine(standardized(X, (1, 2, 3), 0.1), g, b))
    compare(L.LayerNorm(picture, **f), x, lambda X, g, b: standardized(X, (2, 3), 0.1) * g + b)


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(1, 4)] * 3), seeds)
def test_layers_of_single_numbers_and_layers_around_layers(shape, seed):
    n, n_in, n_out = shape
    rng = rng0(seed)
    x = rng.standard_normal((n, n_in))

    def dense(n_out):
        return L.Dense(n_in, n_out, A.tanh, rng=rng, dtype=float)

    def engine_dense(x, W, b):
        return autodiff.tanh(x @ W.T + b)

    mask = L.Dropout(0.4).forward(np.ones_like(x), training=True, rng=rng0(0))[0]
    compare(L.Dropout(0.4), x, lambda X: X * mask)
    compare(L.Activation(A.logistic), x, autodiff.logistic)
    compare(L.Activation(A.softplus), x, lambda X: autodiff.log(1 + autodiff.exp(X)))
    compare(L.Activation(A.LeakyReLU(0.1)), x, lambda X: autodiff.relu(X) - 0.1 * autodiff.relu(-X))
    compare(L.PReLU(n_in, dtype=float), x, lambda X, a: autodiff.relu(X) - a * autodiff.relu(-X))
    compare(L.Residual(dense(n_in)), x, lambda X, W, b: X + engine_dense(X, W, b))
    compare(
        L.Residual(dense(n_out), dense(n_out)),
        x,
        lambda X, W, b, V, c: engine_dense(X, W, b) + engine_dense(X, V, c),
    )
    compare(L.Skip(dense(n_out)), x, lambda X, W, b: (X, engine_dense(X, W, b)))
    compare(
        L.Concat(dense(n_out), dense(2)),
        x,
        lambda X, W, b, V, c: (engine_dense(X, W, b), engine_dense(X, V, c)),
    )


@settings(deadline=None, max_examples=40)
@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seeds,
)
def test_pools(kernel_size, stride, n_out, seed):
    window = Sliding(kernel_size, stride)
    size, rng = window.input_shape(n_out), rng0(seed)
    x = 0.5 + rng.permutation(np.linspace(0, 1, 4 * np.prod(size))).reshape(2, 2, *size)
    (f, g), (s, t) = kernel_size, stride
    rows = (s * np.arange(n_out[0])[:, None] + np.arange(f)).reshape(n_out[0], 1, f, 1)
    columns = (t * np.arange(n_out[1])[:, None] + np.arange(g)).reshape(1, n_out[1], 1, g)
    samples, maps = np.arange(2)[:, None, None, None], np.arange(2)[:, None, None]

    def windows(X):
        return X[:, :, rows, columns]

    def winners(X):
        won = windows(x).reshape(2, 2, *n_out, f * g).argmax(-1)
        first_row, first_column = rows[:, :, 0, 0], columns[:, :, 0, 0]
        return X[samples, maps, first_row + won // g, first_column + won % g]

    how = {"stride": stride}
    compare(L.AvgPool2d(kernel_size, **how), x, lambda X: windows(X).mean((-1, -2)))
    compare(L.L2Pool2d(kernel_size, **how), x, lambda X: (windows(X) ** 2).sum((-1, -2)) ** 0.5)
    compare(L.MaxPool2d(kernel_size, **how), x, winners)
    compare(L.GlobalAvgPool(), x, lambda X: X.mean((2, 3)))
    compare(L.Flatten(), x, lambda X: X.reshape(2, -1))


@settings(deadline=None, max_examples=20)
@given(
    st.fixed_dictionaries(
        {
            "kernel_size": st.tuples(st.integers(1, 3), st.integers(1, 3)),
            "stride": st.integers(1, 3),
            "dilation": st.integers(1, 2),
        }
    ),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seeds,
)
def test_transposed_convolution(arguments, size, seed):
    """Each cell of x sends its kernel out: with the gradient's weights, one product for each cell."""
    window, rng = Sliding(**arguments), rng0(seed)
    layer = L.TransposedConv2d(2, 3, **arguments, rng=rng, dtype=float)
    x, grad = rng.normal(size=(1, 2, *size)), rng.normal(size=(1, 3, *window.input_shape(size)))
    X, W, b = (Variable(a) for a in (x, *layer.params))
    total = (b.reshape(3, 1, 1) * grad[0]).sum()
    for m, n in np.ndindex(size):
        i = window.stride[0] * m + window.dilation[0] * np.arange(window.kernel_size[0])
        j = window.stride[1] * n + window.dilation[1] * np.arange(window.kernel_size[1])
        sent = (W * grad[0][:, i[:, None], j]).sum((1, 2, 3))  # one number for each channel of x
        total = total + (X[0, :, m, n] * sent).sum()
    y, cache = layer.forward(x)
    dx, dparams = layer.backward(grad, cache)
    close(np.vdot(y, grad), total.value)
    for got, wanted in zip((dx, *dparams), gradients(total, [X, W, b]), strict=True):
        close(got, wanted)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(1, 5), seeds)
def test_embedding(shape, n_tokens, seed):
    rng = rng0(seed)
    layer = L.Embedding(n_tokens, 3, rng=rng, dtype=float)
    tokens, (W,) = rng.integers(0, n_tokens, shape), layer.params
    y, cache = layer.forward(tokens)
    weight, table = rng.standard_normal(y.shape), Variable(W)
    rows = table[tokens]
    close(y, rows.value)
    close(layer.backward(weight, cache)[1][0], gradients((rows * weight).sum(), [table])[0])


def softplus(z):
    return autodiff.log(1 + autodiff.exp(z))


LOSSES = {
    "mean_squared_error": (losses.mean_squared_error, lambda z, y: 0.5 * ((z - y) ** 2).sum() / len(y)),
    "WeightedSquaredError": (
        lambda z, y: losses.WeightedSquaredError(2.0, 0.25)(z, y > 0.5),
        lambda z, y: 0.5 * (np.where(y > 0.5, 8 / 3, 4 / 9) * (z - (y > 0.5)) ** 2).sum() / len(y),
    ),
    "binary_cross_entropy": (
        losses.binary_cross_entropy,
        lambda z, y: (y * softplus(-z) + (1 - y) * softplus(z)).sum() / len(y),
    ),
    "cross_entropy": (
        lambda z, y: losses.cross_entropy(z, y.argmax(axis=1)),
        lambda z, y: (autodiff.log(autodiff.exp(z).sum(1)) - z[np.arange(len(y)), y.argmax(axis=1)]).mean(),
    ),
}


@pytest.mark.parametrize("name", LOSSES)
@settings(deadline=None, max_examples=20)
@given(shape=st.tuples(st.integers(1, 5), st.integers(1, 5)), seed=seeds)
def test_losses(name, shape, seed):
    ours, engines = LOSSES[name]
    rng = rng0(seed)
    z, y = 3 * rng.standard_normal(shape), rng.random(shape)
    Z = Variable(z)
    value, loss = ours(z, y), engines(Z, y)
    close(value[0], loss.value)
    close(value[1], gradients(loss, [Z])[0])


@settings(deadline=None, max_examples=20)
@given(shape=st.tuples(st.integers(1, 5), st.integers(1, 5)), seed=seeds)
def test_kl_and_penalties(shape, seed):
    mu, log_var = rng0(seed).standard_normal((2, *shape))
    M, V = Variable(mu), Variable(log_var)
    loss = 0.5 * (M**2 + autodiff.exp(V) - 1 - V).sum() / len(mu)
    value, grads = losses.gaussian_kl(mu, log_var)
    close(value, loss.value)
    for got, wanted in zip(grads, gradients(loss, [M, V]), strict=True):
        close(got, wanted)
    for make, price in ((losses.L2, 0.15 * M**2), (losses.L1, 0.3 * (autodiff.relu(M) + autodiff.relu(-M)))):
        value, (grad,) = make(0.3)([mu])
        close(value, price.sum().value)
        close(grad, gradients(price.sum(), [M])[0])
