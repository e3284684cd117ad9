"""Costates and feedback against torch's autograd."""

import numpy as np
import pytest

from nnbook import backpropagation as bp
from nnbook.activations import logistic, tanh
from nnbook.layers import Dense, Sequential

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize(
    ("activation", "theirs"), [(tanh, torch.tanh), (logistic, torch.sigmoid)], ids=["tanh", "logistic"]
)
def test_costates_are_gradients_of_activations(activation, theirs):
    rng = np.random.default_rng(0)
    pairs = ((4, 6), (6, 5), (5, 3))
    net = Sequential(*(Dense(n, m, activation, rng=rng, dtype=np.float64) for n, m in pairs))
    x, target = rng.normal(size=(7, 4)), rng.normal(size=(7, 3))
    states = [torch.tensor(x, requires_grad=True)]
    for W, b in zip(net.params[0::2], net.params[1::2], strict=True):
        states.append(theirs(states[-1] @ torch.tensor(W).T + torch.tensor(b)))
    loss = 0.5 * ((states[-1] - torch.tensor(target)) ** 2).sum()
    expected = torch.autograd.grad(loss, states)
    for got, want in zip(bp.costates(net, x, lambda y: y - target), expected, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-12, atol=1e-14)
