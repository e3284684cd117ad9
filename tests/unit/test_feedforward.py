"""Networks with chosen weights compute what they were chosen for, and windows slide by one."""

from itertools import pairwise, product

import numpy as np
import pytest

from nnbook import feedforward as F
from nnbook.activations import relu, tanh
from nnbook.datasets.generators import inside, regular_polygon
from nnbook.datasets.sunspots import sunspots
from nnbook.layers import Dense, Sequential


def all_inputs(n):
    return np.array(list(product([0, 1], repeat=n)), float)


# --- threshold units


@pytest.mark.parametrize("n", range(1, 9))
def test_parity_of_all_inputs(n):
    x, net = all_inputs(n), F.parity_network(n)
    np.testing.assert_array_equal(net.predict(x).ravel(), x.sum(axis=1) % 2)
    assert net.layers[0].n_out == n


def test_xor_has_the_thresholds_of_the_text():
    W1, b1, W2, b2 = F.xor_network().params
    assert -b1[0] == 0.5
    assert -b1[1] == 1.5
    assert -b2[0] == 0.5
    np.testing.assert_array_equal(W1, np.ones((2, 2)))
    np.testing.assert_array_equal(W2, [[1, -1]])


@pytest.mark.parametrize("n", [1, 2, 3])
def test_every_truth_table(n):
    for table in all_inputs(2**n):
        net = F.truth_table_network(table)
        np.testing.assert_array_equal(net.predict(all_inputs(n)).ravel(), table)
        assert net.layers[0].n_out == max(1, table.sum())


@pytest.mark.parametrize("rows", [1, 3, 6, 2048])
def test_truth_table_of_another_length_is_refused(rows):
    with pytest.raises(ValueError, match="need outputs of 2, 4, 8"):
        F.truth_table_network(np.zeros(rows))


@pytest.mark.parametrize("n_corners", [3, 4, 5, 9])
@pytest.mark.parametrize("turn", [1, -1])
def test_polygon_agrees_with_crossings_of_a_ray(n_corners, turn):
    corners = regular_polygon(n_corners, radius=0.8, centre=(0.1, -0.2))[::turn]
    x = np.random.default_rng(0).uniform(-1, 1, (2000, 2))
    np.testing.assert_array_equal(F.polygon_network(corners).predict(x).ravel() == 1, inside(x, corners))


@pytest.mark.parametrize(
    "corners",
    [
        [[0, 0], [1, 0]],
        [[0, 0], [1, 0], [2, 0]],
        [[0, 0], [2, 0], [1, 0.5], [1, 2]],
        regular_polygon(5, inner=0.3),
        regular_polygon(5)[[0, 2, 4, 1, 3]],  # a pentagram turns one way, but twice
    ],
)
def test_other_polygons_are_refused(corners):
    with pytest.raises(ValueError, match="need corners"):
        F.polygon_network(corners)


def test_cells_are_drawn_exactly():
    rng = np.random.default_rng(0)
    for shape in ((1, 1), (3, 5), (8, 8)):
        picture = rng.integers(0, 2, shape)
        x = rng.uniform(-1, 9, (3000, 2))
        column, row = np.floor(x).astype(int).T
        in_it = ((x >= 0) & (x < shape[::-1])).all(axis=1)
        wanted = np.zeros(len(x))
        wanted[in_it] = picture[row[in_it], column[in_it]]
        net = F.cells_network(picture)
        np.testing.assert_array_equal(net.predict(x).ravel(), wanted)
        assert [layer.n_out for layer in net.layers] == [sum(shape) + 2, max(1, picture.sum()), 1]


def test_a_picture_without_black_cells_is_empty():
    assert not F.cells_network(np.zeros((2, 2))).predict([[0.5, 0.5], [5.0, 5.0]]).any()


def test_picture_of_no_cell_is_refused():
    with pytest.raises(ValueError, match="need picture of 1 to 10 000 cells"):
        F.cells_network(np.zeros((0, 3)))


# --- bumps and pieces


@pytest.mark.parametrize("kw", [0.5, 4.39, 5.89, 40.0])
def test_height_of_a_bump(kw):
    x = np.linspace(-3, 3, 6001)
    assert F.bump(x, -0.5, 0.5, kw).max() == pytest.approx(np.tanh(kw / 4), rel=1e-12)


def test_area_of_a_bump_is_its_width():
    x = np.linspace(-50, 50, 200_001)
    assert F.bump(x, -0.3, 0.9, 7.0).sum() * (x[1] - x[0]) == pytest.approx(1.2, rel=1e-9)


def test_bump_network_is_a_sum_of_bumps():
    heights, x = np.array([1.0, -2.0, 0.5]), np.linspace(-1, 4, 101)
    wanted = sum(h * F.bump(x, i, i + 1, 9.0) for i, h in enumerate(heights))
    np.testing.assert_allclose(
        F.bump_network(heights, 0, 3, 9.0).predict(x[:, None]).ravel(), wanted, atol=1e-12
    )


def test_interpolating_network_is_numpys_interp():
    rng = np.random.default_rng(1)
    x, y, at = np.sort(rng.uniform(0, 1, 9)), rng.standard_normal(9), np.linspace(-0.5, 1.5, 301)
    ours = F.interpolating_network(x, y).predict(at[:, None]).ravel()
    np.testing.assert_allclose(ours, np.interp(at, x, y), atol=1e-12)


def test_points_that_do_not_rise_are_refused():
    for x in ([0.0, 0.0], [1.0, 0.0], [0.0]):
        with pytest.raises(ValueError, match="need x"):
            F.interpolating_network(x, np.zeros(len(x)))


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="need left < right"):
        F.bump(0.0, 1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="need low < high"):
        F.bump_network([1.0], 1.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="need low < high"):
        F.breakpoints(F.tent_network(1), 1.0, 1.0)


# --- folds


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_tent_network_folds_n_times(n):
    net = F.tent_network(n)
    ends = np.arange(2**n + 1) / 2**n
    np.testing.assert_allclose(net.predict(ends[:, None]).ravel(), np.arange(2**n + 1) % 2, atol=1e-9)
    np.testing.assert_allclose(F.breakpoints(net, 0, 1), ends[1:-1], atol=1e-9)


@pytest.mark.parametrize("widths", [(8,), (4, 4), (3, 3, 3)])
def test_between_bends_a_network_is_straight(widths):
    rng = np.random.default_rng(len(widths))
    sizes = (1, *widths)
    layers = [Dense(a, b, relu, rng=rng, dtype=np.float64) for a, b in zip(sizes, widths, strict=False)]
    net = Sequential(*layers, Dense(widths[-1], 1, rng=rng, dtype=np.float64))
    for layer in net.layers:
        layer.params[1][:] = rng.standard_normal(layer.n_out)
    bends = F.breakpoints(net, -4, 4)
    ends = np.r_[-4, bends, 4]
    for a, b in pairwise(ends):
        y = net.predict(np.array([[a], [(a + b) / 2], [b]])).ravel()
        assert y[1] == pytest.approx((y[0] + y[2]) / 2, abs=1e-9)
    x = np.linspace(-4, 4, 80_001)
    y = net.predict(x[:, None]).ravel()
    slopes = np.diff(y) / np.diff(x)
    at = np.flatnonzero(np.abs(np.diff(slopes)) > 1e-6 * np.abs(slopes).max())  # two neighbours for each bend
    assert len(bends) == 1 + (np.diff(at) > 1).sum() if len(at) else not len(bends)


def test_breakpoints_are_for_rectifiers_of_one_number():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="need model with activations relu"):
        F.breakpoints(Sequential(Dense(1, 1, tanh, rng=rng)), 0, 1)
    with pytest.raises(ValueError, match="need model with one input"):
        F.breakpoints(Sequential(Dense(2, 1, relu, rng=rng)), 0, 1)


# --- windows


def test_windows_of_a_horizon():
    X, y = F.windows(np.arange(8.0), 3, horizon=2)
    np.testing.assert_array_equal(X[:, 0], [0, 1, 2, 3])
    np.testing.assert_array_equal(X[:, -1] + 2, y)
    with pytest.raises(ValueError, match="need series of at least n_window"):
        F.windows(np.arange(4.0), 3, horizon=2)


def test_autoregression_finds_the_rule_of_a_wave():
    t = np.arange(60)
    w = F.fit_autoregression(5 + np.sin(0.7 * t), 2)  # s_{t+1} = 2 cos(0.7) s_t − s_{t−1} + constant
    np.testing.assert_allclose(w, [5 * (2 - 2 * np.cos(0.7)), -1, 2 * np.cos(0.7)], atol=1e-9)
    run = F.free_run(lambda x: w[0] + x @ w[1:], 5 + np.sin(0.7 * t[-2:]), 30)
    np.testing.assert_allclose(run, 5 + np.sin(0.7 * np.arange(60, 90)), atol=1e-8)


def test_autoregression_of_the_sunspots_beats_the_last_value():
    years, numbers = sunspots()
    X, y = F.windows(numbers, 9)
    w = F.fit_autoregression(numbers[years <= 1920], 9)
    test = years[9:] > 1920
    rmse = np.sqrt(np.mean((w[0] + X @ w[1:] - y)[test] ** 2))
    assert rmse == pytest.approx(17.4, abs=0.1)
    assert np.sqrt(np.mean((X[:, -1] - y)[test] ** 2)) == pytest.approx(30.4, abs=0.1)


def test_a_free_run_of_no_steps_is_empty():
    assert F.free_run(lambda x: 0.0, [1.0], 0).shape == (0,)
