"""Truncated backpropagation through time against torch's loop that detaches the state after each chunk."""

import numpy as np
import pytest

from nnbook.layers import LSTM, RNN, Dense, Sequential
from nnbook.losses import cross_entropy
from nnbook.optimizers import SGD, Adam, Clip
from nnbook.training import fit_sequence

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle

N_EPOCHS, N_STEPS = 3, 5
PEERS = {RNN: torch.nn.RNN, LSTM: torch.nn.LSTM}
OPTIMIZERS = {
    "SGD": (SGD(0.5), lambda params: torch.optim.SGD(params, 0.5), None),
    "Adam": (Adam(0.01), lambda params: torch.optim.Adam(params, 0.01), None),
    "clipped": (Clip(SGD(0.5), 0.1), lambda params: torch.optim.SGD(params, 0.5), 0.1),
}


def detach(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("make", [RNN, LSTM])
def test_truncated_training_is_torchs(make, name):
    rng = np.random.default_rng(0)
    x, labels = rng.standard_normal((4, 23, 3)), rng.integers(0, 2, (4, 23))
    layer, read = make(3, 6, rng=rng, dtype=float), Dense(6, 2, rng=rng, dtype=float)
    opt, peer, max_norm = OPTIMIZERS[name]
    recurrent, linear = PEERS[make](3, 6, batch_first=True).double(), torch.nn.Linear(6, 2).double()
    params = [*list(recurrent.parameters())[:3], *linear.parameters()]
    recurrent.bias_hh_l0.requires_grad_(False).zero_()  # a second bias, which ours has not
    with torch.no_grad():
        for theirs, own in zip(params, [*layer.params, *read.params], strict=True):
            theirs.copy_(torch.tensor(own))

    model = Sequential(layer, read)
    history = fit_sequence(
        model, cross_entropy, opt, (x, labels), n_epochs=N_EPOCHS, n_steps=N_STEPS, rng=rng
    )
    optimizer, losses = peer(params), []
    for _ in range(N_EPOCHS):
        state, total = None, 0.0
        for start in range(0, 23, N_STEPS):
            X, Y = (torch.tensor(a[:, start : start + N_STEPS]) for a in (x, labels))
            y, state = recurrent(X, state)
            state = detach(state)
            loss = torch.nn.functional.cross_entropy(linear(y).reshape(-1, 2), Y.reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            if max_norm is not None:
                torch.nn.utils.clip_grad_norm_(params, max_norm)
            optimizer.step()
            total += loss.item() * X.shape[1]
        losses.append(total / 23)
    rtol = 1e-9 if max_norm is None else 1e-5  # torch clips to c / (norm + 1e-6)
    np.testing.assert_allclose(history.loss, losses, rtol=rtol)
    for own, theirs in zip(model.params, params, strict=True):
        np.testing.assert_allclose(own, theirs.detach().numpy(), rtol=rtol, atol=rtol)
