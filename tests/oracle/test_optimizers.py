"""Twenty steps of every optimiser that PyTorch has too, schedules, and scipy's minimisers on one valley."""

import numpy as np
import pytest

from nnbook import optimizers as O
from nnbook.optimizers import schedules, surfaces
from tests.oracle.agreement import TOLERANCE, agree

pytestmark = pytest.mark.oracle

PAIRS = {
    "SGD": (O.SGD(0.05), lambda torch, p: torch.optim.SGD(p, lr=0.05)),
    "Momentum": (O.Momentum(0.05, 0.8), lambda torch, p: torch.optim.SGD(p, lr=0.05, momentum=0.8)),
    "Nesterov": (
        O.Nesterov(0.05, 0.8),
        lambda torch, p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    ),
    "AdaGrad": (O.AdaGrad(0.1, eps=1e-6), lambda torch, p: torch.optim.Adagrad(p, lr=0.1, eps=1e-6)),
    "RMSProp": (
        O.RMSProp(0.02, rho=0.9, eps=1e-4),
        lambda torch, p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-4),
    ),
    "AdaDelta": (
        O.AdaDelta(0.7, rho=0.8, eps=1e-3),
        lambda torch, p: torch.optim.Adadelta(p, lr=0.7, rho=0.8, eps=1e-3),
    ),
    "Adam": (
        O.Adam(0.03, beta1=0.8, beta2=0.95, eps=1e-3),
        lambda torch, p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.95), eps=1e-3),
    ),
    "AdamW": (
        O.AdamW(0.03, weight_decay=0.2),
        lambda torch, p: torch.optim.AdamW(p, lr=0.03, weight_decay=0.2),
    ),
    "defaults of Adam": (O.Adam(), lambda torch, p: torch.optim.Adam(p)),
    "defaults of RMSProp": (O.RMSProp(), lambda torch, p: torch.optim.RMSprop(p)),
    "defaults of AdaGrad": (O.AdaGrad(), lambda torch, p: torch.optim.Adagrad(p)),
    "defaults of AdaDelta": (O.AdaDelta(), lambda torch, p: torch.optim.Adadelta(p)),
    "Clip": (O.Clip(O.SGD(0.05), max_norm=0.5), lambda torch, p: torch.optim.SGD(p, lr=0.05)),
}


@pytest.mark.parametrize("dtype", list(TOLERANCE))
@pytest.mark.parametrize("name", PAIRS)
def test_twenty_steps_as_in_torch(name, dtype):
    torch = pytest.importorskip("torch")
    opt, make = PAIRS[name]
    rng = np.random.default_rng(4)
    ours = [rng.standard_normal(shape).astype(dtype) for shape in ((4, 3), 4)]
    theirs = [torch.tensor(p.copy(), requires_grad=True) for p in ours]
    A = rng.standard_normal((4, 4)).astype(dtype)
    state, peer = opt.init(ours), make(torch, theirs)
    for _ in range(20):
        # a loss that couples both parameters: ½‖A tanh(W)‖² + ½‖b − W·1‖²
        peer.zero_grad()
        W, b = theirs
        loss = 0.5 * ((torch.tensor(A) @ torch.tanh(W)) ** 2).sum() + 0.5 * ((b - W.sum(1)) ** 2).sum()
        loss.backward()
        if name == "Clip":
            norm = torch.cat([p.grad.flatten() for p in theirs]).norm()
            for p in theirs:  # torch's own clip_grad_norm_ adds 1e-6 to the norm
                p.grad *= min(1, 0.5 / norm)
        peer.step()
        W, b = ours
        gap = b - W.sum(1)
        grads = [(A.T @ A @ np.tanh(W)) * (1 - np.tanh(W) ** 2) - gap[:, None], gap]
        opt.step(ours, grads, state)
    for p, q in zip(ours, theirs, strict=True):
        agree(p, q, dtype)


@pytest.mark.parametrize(
    ("schedule", "make"),
    [
        (schedules.StepDecay(0.3, every=4, factor=0.5), lambda s, o: s.StepLR(o, 4, 0.5)),
        (schedules.ExponentialDecay(0.3, tau=10), lambda s, o: s.ExponentialLR(o, np.exp(-0.1))),
        (schedules.CosineDecay(0.3, n_steps=20, lr_end=0.01), lambda s, o: s.CosineAnnealingLR(o, 20, 0.01)),
        (
            schedules.WarmUp(5, then=schedules.Constant(0.3)),
            lambda s, o: s.LinearLR(o, start_factor=0.2, total_iters=4),
        ),
    ],
    ids=lambda x: type(x).__name__,
)
def test_schedules_as_in_torch(schedule, make):
    torch = pytest.importorskip("torch")
    peer = torch.optim.SGD([torch.zeros(1)], lr=0.3)
    scheduler = make(torch.optim.lr_scheduler, peer)
    rates = []
    for _ in range(20):
        rates.append(peer.param_groups[0]["lr"])
        peer.step()
        scheduler.step()
    np.testing.assert_allclose(schedule(np.arange(20)), rates, rtol=1e-9)


def test_newton_steps_as_solved_by_scipy():
    linalg = pytest.importorskip("scipy.linalg")
    surface = surfaces.ravine(100.0)
    path = O.minimize(surface.value_and_grad, surface.start, O.Newton(surface.hessian, damping=0.5), 5)
    for x, following in zip(path.x[:-1], path.x[1:], strict=True):
        H = surface.hessian(x) + 0.5 * np.eye(2)
        np.testing.assert_allclose(following, x - linalg.solve(H, surface.value_and_grad(x)[1]), rtol=1e-9)


def scipy_counts(method):
    """Return the numbers of gradients that scipy takes on Rosenbrock's valley to a value below 1e-8."""
    minimize = pytest.importorskip("scipy.optimize").minimize
    surface = surfaces.ravine(100.0)
    seen = []

    def f(x):
        value, grad = surface.value_and_grad(np.asarray(x))
        seen.append(float(value))
        return value, grad

    minimize(f, surface.start, jac=True, method=method)
    return next(i for i, value in enumerate(seen, 1) if value < 1e-8)


@pytest.mark.parametrize(("method", "printed"), [("CG", 77), ("BFGS", 38), ("L-BFGS-B", 43)])
def test_gradient_counts_that_the_chapter_prints(method, printed):
    assert scipy_counts(method) == pytest.approx(printed, rel=0.2)
