"""What holds for any setting: runs of a batch are independent, paths are whole, nothing warns."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnbook import optimizers as O
from nnbook.optimizers import schedules, surfaces

KINDS = [O.SGD, O.Momentum, O.Nesterov, O.AdaGrad, O.RMSProp, O.AdaDelta, O.Adam, O.AdamW, O.Quickprop]
SURFACES = [
    surfaces.quadratic(20.0, 10.0),
    surfaces.ravine(),
    surfaces.two_basins(),
    surfaces.saddle(),
    surfaces.plateau(),
    surfaces.cliff(),
]
quick = settings(deadline=None, max_examples=60)
points = arrays(float, (3, 2), elements=st.floats(-1e3, 1e3))


@quick
@given(
    kind=st.sampled_from(KINDS),
    surface=st.sampled_from(SURFACES),
    x0=points,
    lr=st.floats(0, 1e6),
    scale=st.sampled_from([0.0, 0.5]),
)
def test_any_run_gives_a_whole_path_without_a_warning(kind, surface, x0, lr, scale):
    path = O.minimize(surface.value_and_grad, x0, kind(lr=lr), 12, noise=scale, rng=np.random.default_rng(0))
    assert path.x.shape == (13, 3, 2)
    assert path.value.shape == (13, 3)
    for i, when in enumerate(path.diverged_at):
        alive = slice(None) if when < 0 else slice(0, when)
        assert np.isfinite(path.x[alive, i]).all()
        assert np.isfinite(path.value[alive, i]).all()
        if when >= 0:
            assert np.isnan(path.x[when:, i]).all()
            assert np.isinf(path.value[when:, i]).all()


@quick
@given(surface=st.sampled_from(SURFACES), x0=points, damping=st.floats(0, 10), free=st.booleans())
def test_newton_never_raises(surface, x0, damping, free):
    opt = O.Newton(surface.hessian, damping=damping, saddle_free=free)
    assert O.minimize(surface.value_and_grad, x0, opt, 8).x.shape == (9, 3, 2)


@quick
@given(kind=st.sampled_from(KINDS), x0=points, lr=st.floats(1e-4, 0.5))
def test_runs_of_a_batch_do_not_touch_each_other(kind, x0, lr):
    f = surfaces.saddle().value_and_grad
    together = O.minimize(f, x0, kind(lr=lr), 10)
    alone = O.minimize(f, x0[1], kind(lr=lr), 10)
    np.testing.assert_allclose(together.x[:, 1], alone.x, rtol=1e-7)
    swapped = O.minimize(f, x0[::-1], kind(lr=lr), 10)
    np.testing.assert_array_equal(together.x[:, 0], swapped.x[:, 2])


@quick
@given(
    kind=st.sampled_from([O.AdaGrad, O.RMSProp, O.Adam]),
    x0=arrays(float, (2,), elements=st.floats(0.1, 10)),
    scale=st.integers(-10, 10).map(lambda k: 2.0**k),  # exact in binary: rounding is chaotic near the minimum
)
def test_rescaling_the_loss_changes_nothing(kind, x0, scale):
    f = surfaces.quadratic(5.0, 20.0).value_and_grad

    def scaled(x):
        value, grad = f(x)
        return scale * value, scale * grad

    a, b = (O.minimize(g, x0, kind(lr=0.1, eps=0), 15).x for g in (f, scaled))
    np.testing.assert_array_equal(a, b)


@quick
@given(
    lr=st.floats(1e-3, 5),
    momentum=st.floats(0, 1),
    curvature=st.floats(1e-3, 10),
    nesterov=st.booleans(),
)
def test_roots_solve_their_equation(lr, momentum, curvature, nesterov):
    shrink = 1 - lr * curvature
    b, c = ((1 + momentum) * shrink, momentum * shrink) if nesterov else (momentum + shrink, momentum)
    roots = O.momentum_roots(lr, momentum, curvature, nesterov=nesterov)
    np.testing.assert_allclose(roots**2 - b * roots + c, 0, atol=1e-9 * (1 + abs(b) ** 2))
    stable = O.convergence_rate(lr, momentum, curvature) < 1 - 1e-9
    if stable:
        assert lr * curvature < 2 * (1 + momentum)


@quick
@given(
    lr=st.floats(1e-6, 10),
    n=st.integers(1, 50),
    tau=st.floats(0.1, 100),
    t=arrays(int, (5,), elements=st.integers(0, 10_000)),
)
def test_schedules_stay_between_zero_and_their_start(lr, n, tau, t):
    for schedule in (
        schedules.Constant(lr),
        schedules.StepDecay(lr, every=n, factor=0.3),
        schedules.ExponentialDecay(lr, tau=tau),
        schedules.InverseTimeDecay(lr, tau=tau),
        schedules.CosineDecay(lr, n_steps=n),
        schedules.WarmUp(n, then=schedules.CosineDecay(lr, n_steps=n)),
    ):
        rates = schedule(t)
        assert rates.shape == t.shape
        assert (rates >= 0).all()
        assert (rates <= lr * (1 + 1e-12)).all()
