"""Dense, norms, embedding, dropout, combined layers and activations against torch: values, all gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import activations as A
from nnbook import layers as L
from nnbook import numerics
from nnbook.layers import Sequential
from tests.oracle.agreement import agree, dtypes, torch_type

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
rng0 = np.random.default_rng

both = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def compare(layer, module, x, dtype, *, training=True):
    """Compare output, input gradient and parameter gradients after copying our parameters to the module."""
    with torch.no_grad():
        for p, q in zip(layer.params, module.parameters(), strict=True):
            q.copy_(torch.tensor(p))
    module.train(training)
    given = torch.tensor(x, requires_grad=x.dtype.kind == "f")
    theirs = module(given)
    ours, cache = layer.forward(x, training=training, rng=rng0(0))
    agree(ours, theirs, dtype)
    weight = rng0(1).standard_normal(ours.shape).astype(dtype)
    theirs.backward(torch.tensor(weight))
    dx, grads = layer.backward(weight, cache)
    if dx is not None:
        agree(dx, given.grad, dtype)
    for grad, q in zip(grads, module.parameters(), strict=True):
        agree(grad, q.grad, dtype)


@both
@pytest.mark.parametrize(
    ("f", "module"),
    [
        (A.identity, torch.nn.Identity()),
        (A.logistic, torch.nn.Sigmoid()),
        (A.tanh, torch.nn.Tanh()),
        (A.relu, torch.nn.ReLU()),
        (A.LeakyReLU(0.2), torch.nn.LeakyReLU(0.2)),
        (A.softplus, torch.nn.Softplus()),
        (A.silu, torch.nn.SiLU()),
    ],
    ids=str,
)
@pytest.mark.parametrize("shape", [(7, 5), (3, 4, 5)])
def test_dense(f, module, shape, dtype):
    x = rng0(0).standard_normal(shape).astype(dtype)
    layer = L.Dense(5, 3, f, rng=rng0(1), dtype=dtype)
    compare(layer, torch.nn.Sequential(torch.nn.Linear(5, 3, dtype=torch_type(dtype)), module), x, dtype)


@both
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(6, 4), (3, 4, 5, 2), (3, 4, 7)])
def test_batch_norm(shape, training, dtype):
    kind = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}[len(shape)]
    layer, module = L.BatchNorm(4, dtype=dtype), kind(4, dtype=torch_type(dtype))
    rng = rng0(0)
    layer.params[0][:] = rng.uniform(0.5, 2, 4)
    layer.params[1][:] = rng.standard_normal(4)
    for _ in range(3):  # the running statistics move in both
        compare(layer, module, rng.normal(2, 3, shape).astype(dtype), dtype, training=True)
        module.zero_grad()
    compare(layer, module, rng.normal(2, 3, shape).astype(dtype), dtype, training=training)
    agree(layer.running_mean, module.running_mean, dtype)
    agree(layer.running_variance, module.running_var, dtype)


@both
@pytest.mark.parametrize(
    ("make", "make_module", "shape"),
    [
        (lambda d: L.LayerNorm(5, dtype=d), lambda t: torch.nn.LayerNorm(5, dtype=t), (4, 3, 5)),
        (lambda d: L.LayerNorm((3, 5), dtype=d), lambda t: torch.nn.LayerNorm((3, 5), dtype=t), (4, 3, 5)),
        (lambda d: L.GroupNorm(2, 6, dtype=d), lambda t: torch.nn.GroupNorm(2, 6, dtype=t), (3, 6, 4, 2)),
        (lambda d: L.GroupNorm(2, 10, dtype=d), lambda t: torch.nn.GroupNorm(2, 10, dtype=t), (3, 10)),
        (
            lambda d: L.InstanceNorm(3, dtype=d),
            lambda t: torch.nn.InstanceNorm2d(3, affine=True, dtype=t),
            (2, 3, 4, 5),
        ),
        (lambda d: L.PReLU(3, dtype=d), lambda t: torch.nn.PReLU(3, dtype=t), (2, 3, 4, 5)),
    ],
    ids=["layer", "layer 2-D", "group", "group 1-D", "instance", "prelu"],
)
def test_norms_and_prelu(make, make_module, shape, dtype):
    layer, rng = make(dtype), rng0(0)
    for p in layer.params:
        p[:] = rng.uniform(0.2, 2, p.shape)
    compare(layer, make_module(torch_type(dtype)), rng.normal(1, 2, shape).astype(dtype), dtype)


@both
def test_embedding(dtype):
    module = torch.nn.Embedding(6, 3, dtype=torch_type(dtype))
    compare(L.Embedding(6, 3, rng=rng0(0), dtype=dtype), module, np.array([[0, 5, 5], [1, 0, 5]]), dtype)


@both
def test_a_deep_net(dtype):
    rng, t = rng0(0), torch_type(dtype)
    ours = Sequential(
        L.Flatten(),
        L.Dense(24, 16, A.relu, rng=rng, dtype=dtype),
        L.BatchNorm(16, dtype=dtype),
        L.Dense(16, 8, A.tanh, rng=rng, dtype=dtype),
        L.LayerNorm(8, dtype=dtype),
        L.Dense(8, 4, rng=rng, dtype=dtype),
    )
    theirs = torch.nn.Sequential(
        torch.nn.Flatten(),
        torch.nn.Linear(24, 16, dtype=t),
        torch.nn.ReLU(),
        torch.nn.BatchNorm1d(16, dtype=t),
        torch.nn.Linear(16, 8, dtype=t),
        torch.nn.Tanh(),
        torch.nn.LayerNorm(8, dtype=t),
        torch.nn.Linear(8, 4, dtype=t),
    )
    compare(ours, theirs, rng.standard_normal((10, 2, 3, 4)).astype(dtype), dtype)


@both
def test_activations_far_out(dtype):
    z = np.concatenate([np.linspace(-80, 80, 161), [-700, 700]]).astype(dtype)
    t = torch.tensor(z, dtype=torch.float64)
    for ours, theirs in (
        (numerics.sigmoid(z), torch.sigmoid(t)),
        (numerics.softplus(z), torch.logaddexp(t, torch.zeros(()))),
        (A.silu(z), torch.nn.functional.silu(t)),
    ):
        tiny = np.finfo(dtype).tiny
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=4 * np.finfo(dtype).eps, atol=tiny)


@both
def test_softmax_and_log_sum_exp(dtype):
    z = (20 * rng0(0).standard_normal((5, 7))).astype(dtype)
    agree(A.softmax(z, temperature=2.0), torch.softmax(torch.tensor(z) / 2, -1), dtype)
    agree(numerics.log_sum_exp(z, axis=0), torch.logsumexp(torch.tensor(z), 0), dtype)
    J = torch.autograd.functional.jacobian(lambda t: torch.softmax(t / 3, -1), torch.tensor(z[0]))
    agree(A.softmax_jacobian(z[0], temperature=3.0), J, dtype)


@settings(deadline=None, max_examples=60)
@given(
    dtype=dtypes,
    leading=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    n_in=st.integers(1, 9),
    n_out=st.integers(1, 9),
    seed=st.integers(0, 2**32 - 1),
)
def test_dense_of_any_shape(dtype, leading, n_in, n_out, seed):
    x = rng0(seed).standard_normal((*leading, n_in)).astype(dtype)
    layer = L.Dense(n_in, n_out, A.tanh, rng=rng0(seed), dtype=dtype)
    module = torch.nn.Sequential(torch.nn.Linear(n_in, n_out, dtype=torch_type(dtype)), torch.nn.Tanh())
    compare(layer, module, x, dtype)


@settings(deadline=None, max_examples=60)
@given(
    dtype=dtypes,
    n=st.integers(2, 6),
    per_group=st.integers(2, 6),
    n_groups=st.integers(1, 4),
    picture=st.lists(st.integers(1, 4), max_size=2),
    kind=st.sampled_from(["batch", "group", "layer"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_norms_of_any_shape(dtype, n, per_group, n_groups, picture, kind, seed):
    channels, t = per_group * n_groups, torch_type(dtype)
    shape = (n, channels, *picture)
    if kind == "batch":
        peer = torch.nn.BatchNorm2d if len(shape) == 4 else torch.nn.BatchNorm1d
        layer, module = L.BatchNorm(channels, dtype=dtype, eps=0.1), peer(channels, dtype=t, eps=0.1)
    elif kind == "group":
        layer = L.GroupNorm(n_groups, channels, dtype=dtype, eps=0.1)
        module = torch.nn.GroupNorm(n_groups, channels, dtype=t, eps=0.1)
    else:
        layer = L.LayerNorm(shape[1:], dtype=dtype, eps=0.1)
        module = torch.nn.LayerNorm(shape[1:], dtype=t, eps=0.1)
    for p in layer.params:
        p[:] = rng0(seed).uniform(0.2, 2, p.shape)
    compare(layer, module, rng0(seed).normal(1, 2, shape).astype(dtype), dtype)


@settings(deadline=None, max_examples=40)
@given(
    dtype=dtypes,
    n=st.integers(1, 4),
    channels=st.integers(1, 5),
    picture=st.tuples(st.integers(1, 4), st.integers(2, 5)),
    seed=st.integers(0, 2**32 - 1),
)
def test_layers_of_pictures_of_any_size(dtype, n, channels, picture, seed):
    rng, t = rng0(seed), torch_type(dtype)
    x = rng.normal(1, 2, (n, channels, *picture)).astype(dtype)
    for layer, module in (
        (
            L.InstanceNorm(channels, dtype=dtype, eps=0.1),
            torch.nn.InstanceNorm2d(channels, affine=True, dtype=t, eps=0.1),
        ),
        (L.PReLU(channels, dtype=dtype), torch.nn.PReLU(channels, dtype=t)),
        (L.Flatten(), torch.nn.Flatten()),
        (L.Activation(A.softplus), torch.nn.Softplus()),
    ):
        for p in layer.params:
            p[:] = rng.uniform(0.2, 2, p.shape)
        compare(layer, module, x, dtype)


@settings(deadline=None, max_examples=40)
@given(
    dtype=dtypes,
    shape=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    n_tokens=st.integers(1, 9),
    n_features=st.integers(1, 6),
    seed=st.integers(0, 2**32 - 1),
)
def test_embedding_of_any_shape(dtype, shape, n_tokens, n_features, seed):
    layer = L.Embedding(n_tokens, n_features, rng=rng0(seed), dtype=dtype)
    module = torch.nn.Embedding(n_tokens, n_features, dtype=torch_type(dtype))
    compare(layer, module, rng0(seed).integers(0, n_tokens, shape), dtype)


class Ways(torch.nn.Module):
    """Inner modules that see the same input, and what is made of their outputs."""

    def __init__(self, join, *inner):
        super().__init__()
        self.join, self.inner = join, torch.nn.ModuleList(inner)

    def forward(self, x):
        return self.join(x, *(module(x) for module in self.inner))


@settings(deadline=None, max_examples=40)
@given(
    dtype=dtypes,
    n=st.integers(1, 5),
    n_in=st.integers(1, 6),
    n_out=st.integers(1, 6),
    seed=st.integers(0, 2**32 - 1),
)
def test_layers_around_layers_of_any_size(dtype, n, n_in, n_out, seed):
    rng, t = rng0(seed), torch_type(dtype)

    def ours(n_out):
        return L.Dense(n_in, n_out, A.tanh, rng=rng, dtype=dtype)

    def theirs(n_out):
        return torch.nn.Sequential(torch.nn.Linear(n_in, n_out, dtype=t), torch.nn.Tanh())

    def side_by_side(*parts):
        return torch.cat(parts, 1)

    x = rng.standard_normal((n, n_in)).astype(dtype)
    one, two = theirs(n_out), theirs(n_out)
    for layer, module in (
        (L.Residual(ours(n_in)), Ways(torch.add, theirs(n_in))),
        (L.Residual(ours(n_out), ours(n_out)), Ways(lambda x, f, s: f + s, one, two)),
        (L.Skip(ours(n_out)), Ways(side_by_side, one)),
        (L.Concat(ours(n_out), ours(n_in)), Ways(lambda x, *parts: side_by_side(*parts), two, theirs(n_in))),
    ):
        module.zero_grad()
        compare(layer, module, x, dtype)


@settings(deadline=None, max_examples=40)
@given(
    dtype=dtypes,
    shape=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    rate=st.floats(0, 0.9),
    seed=st.integers(0, 2**32 - 1),
)
def test_dropout_of_any_shape(dtype, shape, rate, seed):
    """Torch draws otherwise: it is given our mask, which has to be that of inverted dropout."""
    x = rng0(seed).uniform(1, 2, shape).astype(dtype)
    stayed = (
        L.Dropout(rate).forward(x, training=True, rng=rng0(0))[0] != 0
    )  # `compare` passes the same generator
    mask = torch.tensor(stayed / (1 - rate), dtype=torch_type(dtype))
    compare(L.Dropout(rate), Ways(lambda x: x * mask), x, dtype)
    compare(L.Dropout(rate), torch.nn.Dropout(rate), x, dtype, training=False)
