"""Optimisers against hand-worked steps and the exact theory of the quadratic."""

import numpy as np
import pytest

from nnbook import optimizers as O
from nnbook.optimizers import settings, surfaces
from nnbook.optimizers.schedules import Constant, InverseTimeDecay, StepDecay

FIRST_ORDER = [O.SGD, O.Momentum, O.Nesterov, O.AdaGrad, O.RMSProp, O.AdaDelta, O.Adam, O.AdamW, O.Quickprop]
each = pytest.mark.parametrize("kind", FIRST_ORDER, ids=lambda k: k.__name__)


def bowl(curvature):
    """Return value and gradient of ½ Σ λ_i x_i²."""
    curvature = np.asarray(curvature, dtype=float)
    return lambda x: (0.5 * (curvature * x * x).sum(-1), curvature * x)


def run(opt, x, gradients):
    """Feed given gradients to an optimiser and return where it ends."""
    x = np.array(x, dtype=float)
    state = opt.init([x])
    for g in gradients:
        opt.step([x], [np.array(g, dtype=float)], state)
    return x


@pytest.mark.parametrize(
    ("opt", "gradients", "end"),
    [
        (O.SGD(0.5), [1, 2], -1.5),
        (O.Momentum(0.5, 0.5), [1, 2], -0.5 + (-0.25 - 1.0)),
        (O.Nesterov(0.5, 0.5), [1, 2], -0.75 + (0.5 * (-0.25 - 1.0) - 1.0)),
        (O.AdaGrad(1.0, eps=0), [3, 4], -1 - 4 / 5),
        (O.RMSProp(1.0, rho=0.5, eps=0), [2, 4], -2 / np.sqrt(2) - 4 / 3),
        (O.AdaDelta(rho=0.5, eps=0.5), [1], -np.sqrt(0.5)),
        (O.Adam(1.0, beta1=0.5, beta2=0.5, eps=0), [1, 1], -2),
        (O.Adam(1.0, beta1=0.0, beta2=0.0, eps=0), [7, -3], 0),
        (O.Quickprop(0.5, growth=1.75), [4, 3], -2 + (-1.75 * 2 - 1.5)),
        (O.Quickprop(0.5, growth=1.75), [4, 1], -2 + (-2 / 3 - 0.5)),
        (O.Quickprop(0.5, growth=1.75), [4, -4], -2 + 1),
        (O.Quickprop(0.5, growth=1.75), [4, 4], -2 + (-3.5 - 2)),
    ],
)
def test_steps_worked_by_hand(opt, gradients, end):
    assert run(opt, 0.0, gradients) == pytest.approx(end, abs=1e-12)


def test_adam_starts_with_eta_times_sign():
    g = np.array([1e-8, -3.0, 1e8])
    np.testing.assert_allclose(run(O.Adam(lr=0.01, eps=0), np.zeros(3), [g]), -0.01 * np.sign(g), rtol=1e-12)


def test_rmsprop_starts_with_eta_over_root_one_minus_rho():
    assert run(O.RMSProp(lr=0.01, rho=0.99, eps=0), 0.0, [5.0]) == pytest.approx(-0.1)


def test_adamw_decays_apart_from_the_gradient_scale():
    for scale in (1e-3, 1e3):
        start, g = np.array([2.0]), np.array([scale])
        plain, decayed = (run(k(lr=0.1, eps=0), start, [g]) for k in (O.Adam, O.AdamW))
        assert plain - decayed == pytest.approx(0.1 * 0.01 * 2.0)


@each
def test_a_step_changes_parameters_in_place_and_keeps_float32(kind):
    params = [np.ones((3, 2), np.float32), np.ones(2, np.float32)]
    kept = [p.copy() for p in params]
    opt = kind(lr=Constant(0.1))
    state = opt.init(params)
    gradients = [np.full((3, 2), 0.5, np.float32), np.full(2, -0.5, np.float32)]
    for _ in range(2):
        opt.step(params, gradients, state)
    for p, old in zip(params, kept, strict=True):
        assert p.dtype == np.float32
        assert (p != old).all()
    assert all(a.dtype == np.float32 for slot in state.values() if slot is not state["t"] for a in slot)
    assert state["t"] == 2
    np.testing.assert_array_equal(gradients[0], 0.5)


@each
def test_a_batch_with_array_settings_equals_single_runs(kind):
    f = surfaces.quadratic(10.0, 30.0).value_and_grad
    rates = np.array([0.02, 0.1, 0.5])
    starts = np.array([[1.0, 2.0], [-1.0, 0.5], [3.0, 3.0]])
    together = O.minimize(f, starts, kind(lr=rates[:, None]), 30)
    for i in range(3):
        alone = O.minimize(f, starts[i], kind(lr=float(rates[i])), 30)
        np.testing.assert_allclose(together.x[:, i], alone.x, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(together.value[:, i], alone.value, rtol=1e-9, atol=1e-14)


@each
def test_a_constant_schedule_is_a_number(kind):
    f = surfaces.quadratic(10.0, 30.0).value_and_grad
    a, b = (O.minimize(f, [1.0, 2.0], kind(lr=lr), 20).x for lr in (0.1, Constant(0.1)))
    np.testing.assert_array_equal(a, b)


def test_schedule_sees_steps_from_zero():
    seen = []

    def schedule(t):
        seen.append(t)
        return 0.1

    O.minimize(bowl([1.0]), [1.0], O.Adam(lr=schedule), 3)
    assert [t for t in seen if t > 0] == [1, 2]
    x = run(O.SGD(StepDecay(1.0, every=1, factor=0.5)), 0.0, [1, 1, 1])
    assert x == -1.75


def test_inverse_time_decay_makes_sgd_a_running_mean():
    samples = np.random.default_rng(0).standard_normal(50)
    x = np.zeros(1)
    opt = O.SGD(InverseTimeDecay(1.0, tau=1))
    state = opt.init([x])
    for c in samples:
        opt.step([x], [x - c], state)
    assert x[0] == pytest.approx(samples.mean(), abs=1e-12)


def test_gradient_descent_converges_at_its_rate():
    best = O.best_gradient_descent(1.0, 25.0)
    path = O.minimize(bowl([1.0, 25.0]), [1.0, 1.0], O.SGD(best.lr), 100)
    np.testing.assert_allclose(np.abs(path.x[100]), best.rate**100, rtol=1e-9)
    assert best.rate == pytest.approx(24 / 26)


@pytest.mark.parametrize("kappa", [4.0, 9.0, 100.0, 1000.0])
def test_best_momentum_is_goh_and_polyaks_and_no_grid_beats_it(kappa):
    best = O.best_momentum(1 / kappa, 1.0)
    root = np.sqrt(kappa)
    assert best.momentum == pytest.approx(((root - 1) / (root + 1)) ** 2)
    assert best.rate == pytest.approx((root - 1) / (root + 1))
    extremes = np.array([1 / kappa, 1.0])
    at_best = O.convergence_rate(best.lr, best.momentum, extremes)
    np.testing.assert_allclose(at_best, best.rate, atol=1e-7)
    lr, momentum = np.meshgrid(np.linspace(0.01, 3.99, 200), np.linspace(0, 1, 201))
    rates = O.convergence_rate(lr[..., None], momentum[..., None], extremes).max(-1)
    assert rates.min() >= best.rate - 1e-9


def test_momentum_on_a_quadratic_follows_the_double_root_exactly():
    best = O.best_momentum(1.0, 9.0)
    path = O.minimize(bowl([1.0, 9.0]), [1.0, 1.0], O.Momentum(best.lr, best.momentum), 60)
    t = np.arange(61)
    x1 = 1 - best.lr * 1.0
    for i, curvature in enumerate((1.0, 9.0)):
        r = 0.5 * (1 + best.momentum - best.lr * curvature)  # the double root
        assert abs(r) == pytest.approx(best.rate)
        slope = (1 - best.lr * curvature) / r - 1  # x_t = (1 + slope t) r^t
        np.testing.assert_allclose(path.x[:, i], (1 + slope * t) * r**t, atol=1e-12)
    assert x1 == pytest.approx(path.x[1, 0])


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize(("lr", "momentum"), [(0.1, 0.0), (0.3, 0.3), (0.5, 0.9), (1.2, 0.2)])
def test_roots_predict_the_long_run(nesterov, lr, momentum):
    kind = O.Nesterov if nesterov else O.Momentum
    path = O.minimize(bowl([1.0]), [1.0], kind(lr, momentum), 150)
    r1, r2 = O.momentum_roots(lr, momentum, 1.0, nesterov=nesterov)
    x0, x1 = path.x[:2, 0]
    a = (x1 - r2 * x0) / (r1 - r2)
    t = np.arange(151)
    np.testing.assert_allclose(path.x[:, 0], (a * r1**t + (x0 - a) * r2**t).real, atol=1e-10)
    assert O.convergence_rate(lr, momentum, 1.0, nesterov=nesterov) == pytest.approx(max(abs(r1), abs(r2)))


def test_momentum_diverges_just_beyond_its_limit():
    for momentum in (0.0, 0.5, 0.9):
        limit = 2 * (1 + momentum)
        assert (
            O.convergence_rate(0.999 * limit, momentum, 1.0)
            < 1
            < O.convergence_rate(1.001 * limit, momentum, 1.0)
        )


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_noise_floor_is_what_a_long_run_shows(momentum):
    lr, curvature, noise = 0.2, 1.5, 0.7
    opt = O.Momentum(lr, momentum)
    rng = np.random.default_rng(5)
    path = O.minimize(bowl([curvature]), np.zeros((4000, 1)), opt, 400, noise=noise, rng=rng)
    measured = path.value[200::20].mean()
    assert measured == pytest.approx(O.noise_floor(lr, curvature, noise, momentum=momentum), rel=0.04)


def test_expected_loss_settles_on_the_floor_and_decays_without():
    curve = O.expected_loss(0.2, 1.5, 0.7, 3.0, 400)
    assert curve[0] == 0.5 * 1.5 * 9
    assert curve[-1] == pytest.approx(O.noise_floor(0.2, 1.5, 0.7))
    decayed = O.expected_loss(InverseTimeDecay(1.0, tau=1), 1.0, 1.0, 3.0, 1000)
    assert decayed[-1] == pytest.approx(0.5 / 1000)  # ½ var of a mean of 1000


def test_noise_floor_is_infinite_beyond_the_limit():
    np.testing.assert_array_equal(O.noise_floor([1.0, 2.0, 3.0], 1.0, 1.0), [0.5, np.inf, np.inf])


def test_newton_takes_one_step_on_any_quadratic():
    surface = surfaces.quadratic(1000.0, 33.0)
    path = O.minimize(surface.value_and_grad, [[3.0, 1.0], [-2.0, 2.0]], O.Newton(surface.hessian), 1)
    np.testing.assert_allclose(path.x[1], 0, atol=1e-9)


def test_newton_goes_to_the_saddle_and_saddle_free_away():
    surface = surfaces.saddle()
    to, away = (
        O.minimize(surface.value_and_grad, [0.3, 0.5], O.Newton(surface.hessian, saddle_free=free), 40)
        for free in (False, True)
    )
    np.testing.assert_allclose(to.x[-1], 0, atol=1e-9)
    np.testing.assert_allclose(away.x[-1], [1, 0], atol=1e-9)


def test_heavily_damped_newton_is_gradient_descent():
    surface = surfaces.ravine()
    newton = O.Newton(surface.hessian, lr=1e4, damping=1e9)
    a = O.minimize(surface.value_and_grad, surface.start, newton, 50)
    b = O.minimize(surface.value_and_grad, surface.start, O.SGD(1e-5), 50)
    np.testing.assert_allclose(a.x, b.x, rtol=1e-5)


def test_diagonal_newton_needs_axes_along_the_valley():
    steps = []
    for angle in (0.0, 30.0):
        surface = surfaces.quadratic(100.0, angle)
        path = O.minimize(surface.value_and_grad, surface.start, O.DiagonalNewton(surface.curvature), 400)
        steps.append(path.steps_to(1e-6))
    assert steps[0] == 1
    assert steps[1] > 20 or steps[1] == -1


def test_quickprop_is_exact_in_three_steps_on_separable_parabolas():
    f = bowl([1.0, 4.0])
    path = O.minimize(f, [1.0, 1.0], O.Quickprop(lr=0.1, growth=100.0), 3)
    assert path.value[3] < path.value[0]
    alone = O.minimize(bowl([1.0]), [1.0], O.Quickprop(lr=0.75), 3)
    assert alone.x[3, 0] == pytest.approx(0, abs=1e-12)


def test_quickprop_survives_zero_gradients():
    path = O.minimize(lambda x: (0 * x.sum(-1), 0 * x), np.ones((2, 2)), O.Quickprop(0.1), 5)
    np.testing.assert_array_equal(path.x, 1.0)


def test_a_lost_run_is_frozen_and_the_others_go_on():
    surface = surfaces.ravine()
    rates = np.array([1e-3, 10.0, 1e-3])
    path = O.minimize(surface.value_and_grad, np.tile(surface.start, (3, 1)), O.SGD(rates[:, None]), 50)
    assert path.diverged_at[0] == path.diverged_at[2] == -1
    when = path.diverged_at[1]
    assert 0 < when <= 10
    assert np.isfinite(path.x[:when, 1]).all()
    assert np.isfinite(path.value[:when, 1]).all()
    assert np.isnan(path.x[when:, 1]).all()
    assert np.isinf(path.value[when:, 1]).all()
    np.testing.assert_array_equal(path.x[:, 0], path.x[:, 2])
    alone = O.minimize(surface.value_and_grad, surface.start, O.SGD(10.0), 50)
    assert alone.diverged_at == when
    assert path.steps_to(5.0)[1] == -1


@each
def test_divergence_never_warns(kind):
    x0 = np.array([[1e200, 1e200], [1.0, 2.0]])
    path = O.minimize(lambda x: ((x**4).sum(-1), 4 * x**3), x0, kind(lr=1e3), 30)
    assert path.diverged_at[0] == 0


def test_second_order_divergence_never_warns():
    surface = surfaces.plateau()
    starts = [[1.0, 0.0], [1e200, 0.0], [0.1, 0.1]]  # singular Hessian, no slope at all, near the minimum
    path = O.minimize(surface.value_and_grad, starts, O.Newton(surface.hessian), 20)
    assert path.diverged_at[2] == -1
    assert path.value[-1, 2] < 1e-12


def test_noise_is_reproducible_and_needs_a_generator():
    f = bowl([1.0, 2.0])
    a, b = (
        O.minimize(f, [1.0, 1.0], O.SGD(0.1), 20, noise=0.3, rng=np.random.default_rng(3)).x for _ in range(2)
    )
    np.testing.assert_array_equal(a, b)
    with pytest.raises(TypeError, match="rng"):
        O.minimize(f, [1.0, 1.0], O.SGD(0.1), 20, noise=0.3)


def test_clipping_tames_the_cliff():
    surface = surfaces.cliff()
    start = [1.05, 0.5]
    wild, tame = (
        O.minimize(surface.value_and_grad, start, opt, 60)
        for opt in (O.SGD(1.0), O.Clip(O.SGD(1.0), max_norm=0.3))
    )
    assert np.abs(wild.x).max() > 5 > np.abs(tame.x).max()


def test_clip_keeps_direction_and_small_gradients():
    opt = O.Clip(O.SGD(1.0), max_norm=1.0, axis=-1)
    x = np.zeros((2, 2))
    g = np.array([[0.3, 0.4], [30.0, 40.0]])
    opt.step([x], [g], opt.init([x]))
    np.testing.assert_allclose(x, [[-0.3, -0.4], [-0.6, -0.8]])
    np.testing.assert_array_equal(g[1], [30.0, 40.0])
    parts = [np.zeros(1, np.float32), np.zeros((1, 1), np.float32)]
    opt = O.Clip(O.SGD(1.0), max_norm=5)
    opt.step(parts, [np.array([30.0], np.float32), np.array([[40.0]], np.float32)], opt.init(parts))
    assert (parts[0][0], parts[1][0, 0]) == pytest.approx((-3, -4))


@pytest.mark.parametrize("axis", [None, -1])
@pytest.mark.parametrize("size", [1e20, 1e-30])
def test_clip_measures_lengths_whose_squares_leave_the_range(axis, size):
    x, g = np.zeros(2, np.float32), np.array([3 * size, -4 * size], np.float32)
    opt = O.Clip(O.SGD(1.0), size, axis)
    opt.step([x], [g], opt.init([x]))
    np.testing.assert_allclose(x, [-0.6 * size, 0.8 * size], rtol=1e-6)


def test_steps_to_wants_the_value_to_stay():
    path = O.Path(np.zeros((4, 2, 1)), np.array([[1, 1], [0.1, 1], [0.5, 1], [0.2, 1]]), np.array([-1, -1]))
    np.testing.assert_array_equal(path.steps_to(0.3), [3, -1])


@pytest.mark.parametrize(
    ("make", "error", "name"),
    [
        (lambda: O.SGD(lr=lambda t: -1.0), ValueError, "lr"),
        (lambda: O.SGD([0.1, 0.2, 0.3]).init([np.ones((3, 2))]), ValueError, r"lr\[:, None\]"),
        (lambda: O.SGD().step([np.ones(2)], [], {"t": 0}), ValueError, "grads"),
        (lambda: O.minimize(lambda x: (x, x), [1.0], O.SGD(), 5), ValueError, "value_and_grad"),
        (lambda: O.minimize(bowl([1.0]), [1.0], O.Newton(lambda x: np.eye(3)), 5), ValueError, "hessian"),
        (
            lambda: O.minimize(bowl([1]), [1], O.DiagonalNewton(lambda x: np.eye(3)), 5),
            ValueError,
            "curvature",
        ),
        (lambda: O.momentum_roots([0.1, 0.2], [0.5, 0.6, 0.7], 1.0), ValueError, "broadcast"),
        (
            lambda: O.minimize(bowl([1.0]), [1.0], O.SGD(), 5, noise=np.ones(3), rng=np.random.default_rng()),
            ValueError,
            "noise",
        ),
    ],
)
def test_arguments_that_do_not_go_together_are_named(make, error, name):
    with pytest.raises(error, match=name):
        make()


def test_settings_are_frozen():
    opt = O.Adam()
    with pytest.raises(AttributeError):
        opt.lr = 1.0
    assert settings.rate_at(opt.lr, 5) == 0.001


def test_effective_rates_are_what_a_step_is_divided_by():
    g = np.random.default_rng(0).standard_normal((30, 2))
    for opt in (O.AdaGrad(0.1), O.RMSProp(0.1, rho=0.8), O.Adam(0.1, beta1=0.0)):
        rates = O.effective_rates(opt, g)
        x = np.zeros(2)
        state = opt.init([x])
        for gradient, rate in zip(g, rates, strict=True):
            before = x.copy()
            opt.step([x], [gradient], state)
            np.testing.assert_allclose(x - before, -rate * gradient, rtol=1e-9)


def rotate(x, angle=0.7):
    """Turn points by an angle."""
    c, s = np.cos(angle), np.sin(angle)
    return x @ np.array([[c, s], [-s, c]])


TRANSFORMED = {  # what the chapter's table says of a path when the problem is turned, stretched, scaled
    "SGD": (lambda f, h: O.SGD(0.02), "yes no no"),
    "Momentum": (lambda f, h: O.Momentum(0.02, 0.5), "yes no no"),
    "AdaGrad": (lambda f, h: O.AdaGrad(0.1, eps=0), "no no yes"),
    "Adam": (lambda f, h: O.Adam(0.1, eps=0), "no no yes"),
    "DiagonalNewton": (lambda f, h: O.DiagonalNewton(lambda x: np.diagonal(h(x)), lr=0.3), "no yes yes"),
    "Newton": (lambda f, h: O.Newton(h, lr=0.3), "yes yes yes"),
}


@pytest.mark.parametrize("name", TRANSFORMED)
def test_what_each_method_does_not_depend_on(name):
    make, wanted = TRANSFORMED[name]
    H, start = np.array([[2.0, 0.7], [0.7, 1.0]]), np.array([1.0, -0.4])
    R, S = rotate(np.eye(2)), np.diag([4.0, 1.0])  # x' = x T; the Hessian is T⁻¹ H T⁻ᵀ

    def path(T, scale=1.0):
        inverse = np.linalg.inv(T)
        turned = scale * inverse @ H @ inverse.T

        def f(x):
            return 0.5 * x @ turned @ x, turned @ x

        return O.minimize(f, start @ T, make(f, lambda x: turned), 10).x @ inverse

    plain = path(np.eye(2))
    same = [np.allclose(plain, path(T, s), atol=1e-9) for T, s in ((R, 1.0), (S, 1.0), (np.eye(2), 3.0))]
    assert " ".join("yes" if s else "no" for s in same) == wanted


def test_diagonal_newton_across_the_axes_is_the_best_gradient_descent():
    surface = surfaces.quadratic(30.0, 45.0)
    f, best = surface.value_and_grad, O.best_gradient_descent(1 / 30, 1.0)
    a, b = (
        O.minimize(f, surface.start, o, 52) for o in (O.DiagonalNewton(surface.curvature), O.SGD(best.lr))
    )
    np.testing.assert_allclose(a.x, b.x, atol=1e-9)


def test_adams_limit_cycle_shrinks_with_the_square_of_its_rate():
    surface = surfaces.quadratic(100.0, 30.0)
    large, small = (
        O.minimize(surface.value_and_grad, surface.start, O.Adam(lr, beta2=0.9), 3000).value[2000:].max()
        for lr in (0.1, 0.01)
    )
    assert large / small == pytest.approx(100, rel=0.01)


def test_newton_on_the_saddle_surface_has_its_border_at_one_over_root_five():
    surface = surfaces.saddle()
    starts = np.array([[0.44, 0.9], [0.45, 0.9], [0.5, 0.9], [0.6, 0.9]])
    path = O.minimize(surface.value_and_grad, starts, O.Newton(surface.hessian), 40)
    np.testing.assert_allclose(path.x[-1, :, 0], [0, -1, -1, 1], atol=1e-9)


def test_nesterovs_rate_with_its_constants():
    for kappa in (10.0, 100.0, 1000.0):
        alpha = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
        rates = O.convergence_rate(1.0, alpha, np.linspace(1 / kappa, 1, 300), nesterov=True)
        assert rates.max() == pytest.approx(1 - 1 / np.sqrt(kappa), abs=1e-6)


def test_nesterovs_limit_is_lower_than_that_of_gradient_descent():
    for alpha in (0.0, 0.5, 0.9):
        limit = 2 * (1 + alpha) / (1 + 2 * alpha)
        rates = O.convergence_rate(1.0, alpha, [0.999 * limit, limit, 1.001 * limit], nesterov=True)
        assert rates[0] < 1 < rates[2]
        assert rates[1] == pytest.approx(1)
    assert limit == pytest.approx(1.357, abs=1e-3)


def test_damped_newton_shrinks_each_error_by_mu_over_curvature_plus_mu():
    surface = surfaces.saddle()
    path = O.minimize(surface.value_and_grad, [0.1, 0.9], O.Newton(surface.hessian, damping=1.2), 20)
    ratio = (path.x[-1] - [1, 0]) / (path.x[-2] - [1, 0])
    np.testing.assert_allclose(ratio, [1.2 / 3.2, 1.2 / 2.2], rtol=1e-3)
    assert path.x[1, 0] / 0.1 == pytest.approx(6, rel=0.2)  # the curvature -1 has become 0.2


def test_adam_at_a_constant_rate_leaves_rosenbrocks_minimum_again():
    rosen = surfaces.ravine(100.0)
    value = O.minimize(rosen.value_and_grad, rosen.start, O.Adam(0.03162), 5600).value
    first = int(np.argmax(value <= 1e-8))
    assert first == 2571
    assert value[first:5001].max() <= 1e-8
    assert value[5001:].max() > 0.5


@pytest.mark.parametrize("opt", [O.AdaGrad(0.1), O.RMSProp(0.1), O.AdaDelta(), O.Adam(0.1)], ids=repr)
def test_an_infinite_square_stops_a_weight_for_good_unless_gradients_are_clipped(opt):
    def moved(opt):
        x = np.zeros(1, np.float32)
        state = opt.init([x])
        for g in (1e20, 1.0):
            with np.errstate(over="ignore"):
                opt.step([x], [np.array([g], np.float32)], state)
        return x[0]

    assert moved(opt) == 0
    assert moved(O.Clip(opt, 1.0)) < 0


@pytest.mark.parametrize("size", [1e-25, 1.0, 1e25])
def test_quickprop_sees_the_signs_of_slopes_of_any_size(size):
    opt, x = O.Quickprop(lr=0.75), np.array([size], np.float32)
    state = opt.init([x])
    for expected in (0.25, -0.1875):
        opt.step([x], [x.copy()], state)
        assert x[0] / size == pytest.approx(expected, rel=1e-6)


def test_the_noise_floor_is_a_number_where_the_square_of_the_noise_is_none():
    assert O.noise_floor(1e-200, 1.0, 1e200) == pytest.approx(2.5e199)
