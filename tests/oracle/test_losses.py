"""Losses and penalties of any shape against torch: values and gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import losses
from tests.oracle.agreement import TOLERANCE, agree, dtypes

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
F = torch.nn.functional

book = settings(deadline=None, max_examples=60)
shapes = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple)
scales = st.sampled_from([0.01, 1.0, 30.0])
seeds = st.integers(0, 2**32 - 1)


def compare(ours, theirs, x, dtype, *, size=0.0):
    """Compare value and gradient with those of torch; `size`: of the terms that cancel in the gradient."""
    value, grad = ours
    X = torch.tensor(x, requires_grad=True)
    loss = theirs(X)
    loss.backward()
    np.testing.assert_allclose(value, loss.item(), rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype] * size)
    agree(grad, X.grad, dtype, size=size)


@book
@given(dtypes, shapes, scales, seeds)
def test_squared_errors(dtype, shape, scale, seed):
    rng, n = np.random.default_rng(seed), shape[0]
    y_hat, y = (scale * rng.standard_normal((2, *shape))).astype(dtype)
    is_positive, r, q = rng.random(shape) < 0.3, rng.uniform(0.1, 9), rng.uniform(0.1, 0.9)

    def half_squares(x):
        return 0.5 * F.mse_loss(x, torch.tensor(y), reduction="sum") / n

    def weighted(x):
        positive = torch.tensor(is_positive)
        squares = (x - positive.to(x.dtype)) ** 2
        return 0.5 * (r / q * squares[positive].sum() + squares[~positive].sum() / (1 - q)) / ((1 + r) * n)

    compare(losses.mean_squared_error(y_hat, y), half_squares, y_hat, dtype)
    compare(losses.WeightedSquaredError(r, q)(y_hat, is_positive), weighted, y_hat, dtype)


@book
@given(dtypes, shapes, scales, seeds)
def test_binary_cross_entropy(dtype, shape, scale, seed):
    rng = np.random.default_rng(seed)
    z, y = (scale * rng.standard_normal(shape)).astype(dtype), rng.random(shape).astype(dtype)

    def theirs(x):
        return F.binary_cross_entropy_with_logits(x, torch.tensor(y), reduction="sum") / shape[0]

    compare(losses.binary_cross_entropy(z, y), theirs, z, dtype, size=1 / shape[0])


@book
@given(dtypes, shapes, st.integers(1, 7), scales, seeds)
def test_cross_entropy(dtype, shape, n_classes, scale, seed):
    rng = np.random.default_rng(seed)
    z = (scale * rng.standard_normal((*shape, n_classes))).astype(dtype)
    labels = rng.integers(0, n_classes, shape)

    def theirs(x):
        return F.cross_entropy(x.reshape(-1, n_classes), torch.tensor(labels).flatten())

    compare(losses.cross_entropy(z, labels), theirs, z, dtype, size=1 / labels.size)


@book
@given(dtypes, shapes, seeds)
def test_kl_of_gaussians(dtype, shape, seed):
    mu, log_var = np.random.default_rng(seed).standard_normal((2, *shape)).astype(dtype)
    m, lv = (torch.tensor(v, requires_grad=True) for v in (mu, log_var))
    d = torch.distributions
    loss = d.kl_divergence(d.Normal(m, (0.5 * lv).exp()), d.Normal(0.0, 1.0)).sum() / shape[0]
    loss.backward()
    value, (d_mu, d_log_var) = losses.gaussian_kl(mu, log_var)
    np.testing.assert_allclose(value, loss.item(), rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])
    agree(d_mu, m.grad, dtype)
    agree(d_log_var, lv.grad, dtype, size=1 / shape[0])


@book
@given(dtypes, st.lists(shapes, min_size=1, max_size=4), st.sampled_from([0, 1e-3, 2.5]), seeds)
def test_penalties(dtype, shapes, strength, seed):
    params = [np.random.default_rng(seed).standard_normal(shape).astype(dtype) for shape in shapes]
    for make, power in ((losses.L2, lambda p: 0.5 * p.square()), (losses.L1, torch.abs)):
        theirs = [torch.tensor(p, requires_grad=True) for p in params]
        price = strength * sum((power(p).sum() for p in theirs if p.ndim > 1), 0 * theirs[0].sum())
        wanted = torch.autograd.grad(price, theirs, allow_unused=True, materialize_grads=True)
        value, grads = make(strength)(params)
        np.testing.assert_allclose(value, price.item(), rtol=TOLERANCE[dtype])
        for grad, want in zip(grads, wanted, strict=True):
            agree(grad, want, dtype)
