"""Recurrent layers against torch: outputs, last states, gradients by inputs and by parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.activations import relu, tanh
from nnbook.layers import LSTM, RNN
from tests.oracle.agreement import agree, dtypes, torch_type

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.oracle
book = settings(deadline=None, max_examples=60)
sizes = st.tuples(st.integers(1, 5), st.integers(1, 7))
batches = st.tuples(st.integers(1, 4), st.integers(1, 9))
seeds = st.integers(0, 10**6)


def same_weights(module, layer):
    """Give torch's module the parameters of the layer: its second bias is zero."""
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0")
    with torch.no_grad():
        for name, param in zip(names, layer.params, strict=True):
            getattr(module, name).copy_(torch.tensor(param))
        module.bias_hh_l0.zero_()
    return [getattr(module, name) for name in names]


def check(layer, module, states, x, rng):
    """Compare a layer with torch's module that goes on from the same states: h, or h and c."""
    layer.b[:] = rng.normal(size=layer.b.shape)
    dtype = layer.W.dtype.type
    x, states = x.astype(dtype), [state.astype(dtype) for state in states]
    params = same_weights(module, layer)
    y, cache = layer.forward(x, state=states[0] if len(states) == 1 else states)
    grad, *state_grads = (rng.normal(size=a.shape).astype(dtype) for a in (y, *states))
    last = layer.final_state(cache)
    pack = (lambda parts: parts[0]) if len(states) == 1 else tuple
    unpack = (lambda part: [part]) if len(states) == 1 else list
    dx, dparams, dstate = layer.backward_through_time(grad, cache, pack(state_grads))
    X = torch.tensor(x, requires_grad=True)
    before = [torch.tensor(state[None], requires_grad=True) for state in states]
    expected, after = module(X, pack(before))
    after = unpack(after)
    arriving = [torch.tensor(grad), *(torch.tensor(g[None]) for g in state_grads)]
    torch.autograd.backward([expected, *after], arriving)
    got = [y, *unpack(last), dx, *dparams, *unpack(dstate)]
    wanted = [
        expected,
        *(s[0] for s in after),
        X.grad,
        *(p.grad for p in params),
        *(s.grad[0] for s in before),
    ]
    for mine, want in zip(got, wanted, strict=True):
        agree(mine, want, dtype)


@book
@given(sizes, batches, dtypes, seeds, st.sampled_from([tanh, relu]))
def test_rnn_is_torchs(size, batch, dtype, seed, activation):
    rng = np.random.default_rng(seed)
    layer = RNN(*size, activation, rng=rng, dtype=dtype)
    name = "tanh" if activation is tanh else "relu"
    module = torch.nn.RNN(*size, nonlinearity=name, batch_first=True).to(torch_type(dtype))
    check(layer, module, rng.normal(size=(1, batch[0], size[1])), rng.normal(size=(*batch, size[0])), rng)


@book
@given(sizes, batches, dtypes, seeds)
def test_lstm_is_torchs(size, batch, dtype, seed):
    rng = np.random.default_rng(seed)
    layer = LSTM(*size, rng=rng, dtype=dtype)
    module = torch.nn.LSTM(*size, batch_first=True).to(torch_type(dtype))
    check(layer, module, rng.normal(size=(2, batch[0], size[1])), rng.normal(size=(*batch, size[0])), rng)


@book
@given(sizes, batches, dtypes, seeds, st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_lstm_without_gates_is_torchs_equations(size, batch, dtype, seed, present):
    """The historical stages have no module in torch: its own autograd goes through the equations."""
    rng = np.random.default_rng(seed)
    names = ("input_gate", "forget_gate", "output_gate")
    layer = LSTM(*size, **dict(zip(names, present, strict=True)), rng=rng, dtype=dtype)
    x, grad = (rng.normal(size=(*batch, n)).astype(dtype) for n in size)
    y, cache = layer.forward(x)
    dx, dparams = layer.backward(grad, cache)
    X, W, U, b = (torch.tensor(a, requires_grad=True) for a in (x, *layer.params))
    h = c = torch.zeros(batch[0], size[1], dtype=torch_type(dtype))
    outputs = []
    for t in range(batch[1]):
        z = X[:, t] @ W.T + h @ U.T + b
        parts = dict(zip(layer.blocks, torch.split(z, size[1], dim=1), strict=True))
        i, f, o = (torch.sigmoid(parts[k]) if k in parts else 1 for k in "ifo")
        c = f * c + i * torch.tanh(parts["g"])
        h = o * torch.tanh(c)
        outputs.append(h)
    expected = torch.stack(outputs, dim=1)
    expected.backward(torch.tensor(grad))
    for got, want in zip((y, dx, *dparams), (expected, X.grad, W.grad, U.grad, b.grad), strict=True):
        agree(got, want, dtype)
