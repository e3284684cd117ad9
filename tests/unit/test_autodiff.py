"""The engine against derivatives worked by hand."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.autodiff import (
    Variable,
    adjoints,
    exp,
    gradients,
    graph,
    listing,
    log,
    logistic,
    relu,
    tanh,
    topological_order,
)
from nnbook.numerics import gradient_error, sigmoid
from nnbook.plots.graphs import draw_graph, positions


def test_a_neuron_with_weight_decay():
    """L = ½(σ(wx + b) − t)² + ½λw²: ∂L/∂w = (y − t) y (1 − y) x + λw, ∂L/∂b without x and decay."""
    x, t, decay = 2.0, 0.25, 0.1
    w, b = Variable(-0.5, "w"), Variable(0.75, "b")
    y = logistic(w * x + b)
    loss = 0.5 * (y - t) ** 2 + 0.5 * decay * w**2
    dw, db = gradients(loss, [w, b])
    a = sigmoid(-0.25)
    delta = (a - t) * a * (1 - a)
    np.testing.assert_allclose([dw, db], [delta * x + decay * -0.5, delta], rtol=1e-14)
    np.testing.assert_allclose(loss.value, 0.5 * (a - t) ** 2 + 0.5 * decay * 0.25, rtol=1e-14)


def test_multivariate_chain_rule():
    """d/dt (y + e^(xy)) at x = cos t, y = t² is 2t + e^(t² cos t) (2t cos t − t² sin t)."""
    for at in (0.0, 0.7, np.pi, -2.0):
        # x and y by their paths: dL/dt = ∂L/∂x · (−sin t) + ∂L/∂y · 2t
        x, y = Variable(np.cos(at), "x"), Variable(at**2, "y")
        dx, dy = gradients(y + exp(x * y), [x, y])
        by_hand = 2 * at + np.exp(at**2 * np.cos(at)) * (2 * at * np.cos(at) - at**2 * np.sin(at))
        np.testing.assert_allclose(dx * -np.sin(at) + dy * 2 * at, by_hand, rtol=1e-12, atol=1e-12)


CASES = {
    "sum": (lambda a, b: a + b, lambda a, b: (1, 1)),
    "difference": (lambda a, b: a - b, lambda a, b: (1, -1)),
    "product": (lambda a, b: a * b, lambda a, b: (b, a)),
    "quotient": (lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2)),
    "power": (lambda a, b: a**b, lambda a, b: (b * a ** (b - 1), a**b * np.log(a))),
    "negative": (lambda a, b: -a * b, lambda a, b: (-b, -a)),
    "exp": (lambda a, b: exp(a) * b, lambda a, b: (np.exp(a) * b, np.exp(a))),
    "log": (lambda a, b: log(a * b), lambda a, b: (1 / a, 1 / b)),
    "tanh": (lambda a, b: tanh(a - b), lambda a, b: (1 / np.cosh(a - b) ** 2, -1 / np.cosh(a - b) ** 2)),
    "constants": (
        lambda a, b: 2 - a + 3 / b + 2**a - (b - 1),
        lambda a, b: (-1 + 2**a * np.log(2), -3 / b**2 - 1),
    ),
}


@pytest.mark.parametrize(("f", "by_hand"), CASES.values(), ids=CASES)
def test_scalar_rules(f, by_hand):
    for a, b in ((0.5, 2.0), (3.0, 0.25), (1.0, 1.0)):
        u, v = Variable(a), Variable(b)
        np.testing.assert_allclose(gradients(f(u, v), [u, v]), by_hand(a, b), rtol=1e-12)


def test_powers_of_zero():
    for exponent, slope in ((0, 0), (1, 1), (2, 0), (3, 0)):
        x = Variable(0.0)
        assert gradients(x**exponent, [x]) == [slope]


def test_a_power_of_zero_does_not_answer_to_its_exponent():
    base, exponent = Variable([0.0, 2.0]), Variable([1.0, 1.0])
    np.testing.assert_allclose(gradients((base**exponent).sum(), [exponent])[0], [0, 2 * np.log(2)])
    with pytest.raises(ValueError, match="base >= 0"):
        gradients(Variable(-2.0) ** exponent[0], [exponent])


def test_arrays_of_the_caller_may_change_afterwards():
    x, factor, seed = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.ones(2)
    a = Variable(x)
    y = a * a * factor
    bar = adjoints(y, seed)
    for array in (x, factor, seed):
        array[:] = 100
    np.testing.assert_array_equal(bar[y], [1, 1])
    np.testing.assert_array_equal(gradients(y.sum(), [a])[0], [6, 16])


def test_relu_has_slope_zero_at_its_kink():
    x = Variable([-1.0, 0.0, 2.0])
    assert gradients(relu(x).sum(), [x])[0].tolist() == [0, 0, 1]


def test_fan_out_adds_up():
    x = Variable(3.0)
    y = x * x
    z = y * y + y
    assert gradients(z, [x]) == [4 * 27 + 6]


def test_broadcasting_is_undone():
    a, b, c = Variable(np.ones((2, 3))), Variable(np.ones(3)), Variable(np.ones((2, 1)))
    da, db, dc = gradients(((a + b) * c * 2.0).sum(), [a, b, c])
    assert (da.tolist(), db.tolist(), dc.tolist()) == ([[2] * 3] * 2, [4] * 3, [[12], [12]])


def test_indexing_adds_what_was_taken_twice():
    x = Variable([1.0, 2.0, 3.0])
    assert gradients(x[np.array([0, 2, 2])].sum(), [x])[0].tolist() == [1, 0, 2]
    assert gradients(x[1], [x])[0].tolist() == [0, 1, 0]
    m = Variable(np.arange(6.0).reshape(2, 3))
    assert gradients((m[:, 1:] * m[0, 0]).sum(), [m])[0].tolist() == [[12, 0, 0], [0, 0, 0]]


def test_sums_means_and_shapes():
    x = Variable(np.arange(6.0).reshape(2, 3))
    w = np.array([1.0, 10.0, 100.0])
    assert gradients((x.sum(axis=0) * w).sum(), [x])[0].tolist() == [[1, 10, 100]] * 2
    assert gradients((x.mean(axis=1) * [1, 3]).sum(), [x])[0].tolist() == [[1 / 3] * 3, [1] * 3]
    assert gradients((x / x.sum(axis=1, keepdims=True)).sum(), [x])[0].round(12).tolist() == [[0] * 3] * 2
    assert gradients(x.mean(), [x])[0].tolist() == [[1 / 6] * 3] * 2
    assert gradients((x.T.reshape(6) * np.arange(6)).sum(), [x])[0].tolist() == [[0, 2, 4], [1, 3, 5]]
    assert (x.sum(axis=(0, 1)).value, x.mean(axis=-1).value.tolist()) == (15, [1, 4])


@pytest.mark.parametrize(
    ("left", "right"),
    [((2, 3), (3, 4)), ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)),
     ((5, 1, 2, 3), (4, 3, 2)), ((5, 2, 3), (3,)), ((3,), (5, 3, 2))],
)  # fmt: skip
def test_matmul(left, right):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=left), rng.normal(size=right)

    def value_and_grads():
        u, v = Variable(a), Variable(b)
        y = (tanh(u @ v) * (u @ v)).sum()
        return float(y.value), gradients(y, [u, v])

    assert gradient_error(value_and_grads, [a, b], rng=rng) < 1e-6


def test_arrays_on_the_left():
    m, v = np.array([[1.0, 2.0], [3.0, 4.0]]), Variable([5.0, 6.0])
    assert gradients((m @ v).sum(), [v])[0].tolist() == [4, 6]
    assert gradients((m * v - v).sum(), [v])[0].tolist() == [2, 4]
    assert isinstance(m + v, Variable)


def test_single_precision_stays():
    x = Variable(np.ones((2, 2), np.float32))
    y = (tanh(x @ x * 0.5 + 1) ** 2).mean()
    assert y.value.dtype == gradients(y, [x])[0].dtype == np.float32


def test_order_is_topological():
    x, w = Variable(1.0, "x"), Variable(2.0, "w")
    shared = x * w
    y = shared + exp(shared) * x
    order = topological_order(y)
    assert order[-1] is y
    assert len(order) == len(set(order)) == 6
    for i, variable in enumerate(order):
        assert all(parent in order[:i] for parent in variable.parents)
    assert list(adjoints(y)) == order[::-1]


def test_a_long_chain_needs_no_deep_recursion():
    x = y = Variable(1.0)
    for _ in range(5000):
        y = y + 1
    assert gradients(y, [x]) == [1]


def test_a_seed_weights_the_outputs():
    x = Variable([1.0, 2.0, 3.0])
    assert gradients(x * x, [x], seed=[1, 0, 10])[0].tolist() == [2, 0, 60]


def test_what_does_not_matter_has_gradient_zero():
    x, other = Variable(1.0), Variable([1.0, 2.0])
    assert gradients(x * 2, [other])[0].tolist() == [0, 0]


def test_graph_and_listing():
    w, x = Variable(3.0, "w"), Variable(2.0, "x")
    loss = (0.5 * (w * x - 4) ** 2).named("L")
    found = graph(loss)
    assert found.labels == ["w", "x", "v2", "v3", "v4", "L"]
    assert found.edges == [(0, 2), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert found.levels == [0, 0, 1, 2, 3, 4]
    lines = listing(loss).split("\n")
    assert lines[-1].split() == ["L", "×", "0.5", "v4", "2", "1"]
    assert lines[1].split() == ["w", "3", "4"]
    assert all(found.levels[a] < found.levels[b] for a, b in found.edges)
    assert "2 array" in listing((Variable([1.0, 2.0]) * 2).sum())


def test_drawing():
    w, x = Variable(3.0, "w"), Variable(2.0, "x")
    loss = (0.5 * (w * x - 4) ** 2).named("L")
    axes = Figure().subplots()
    readout = draw_graph(axes, loss)
    assert readout == "6 variables, 5 edges; L = 2; dL/dw = 4, dL/dx = 6."
    texts = [text.get_text() for text in axes.texts]
    assert len(texts) == 5 + 3 * 6
    assert "L : × 0.5" in texts
    assert len(set(positions(graph(loss)))) == 6
    for n_done, known in ((0, 0), (2, 2), (6, 6), (99, 6)):  # the way back, step by step
        axes = Figure().subplots()
        draw_graph(axes, loss, n_done=n_done)
        assert sum(text.get_text().startswith("∂") for text in axes.texts) == known
    assert draw_graph(Figure().subplots(), loss, derivatives=False) == "6 variables, 5 edges; L = 2."


def test_drawing_plays_forwards_too_and_may_run_downwards():
    loss = (0.5 * (Variable(3.0, "w") * Variable(2.0, "x") - 4) ** 2).named("L")
    for downwards in (False, True):
        for n_known, shown in ((0, 0), (3, 3), (6, 6), (99, 6)):
            axes = Figure().subplots()
            says = draw_graph(axes, loss, n_known=n_known, n_done=0, downwards=downwards)
            texts = [text.get_text() for text in axes.texts if text.get_text()]
            assert len(texts) == 6 + shown
            assert (f"{n_known} values so far" in says) == (n_known < 6)
    low, high = axes.get_ylim()
    assert low < -4  # the levels from top to bottom
    assert high < 1
    axes = Figure().subplots()
    draw_graph(axes, loss, n_known=4, n_done=6)  # no way back before the end of the way forward
    assert not any(text.get_text().startswith("∂") for text in axes.texts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: log(Variable(0.0)),
        lambda: log(Variable(-1.0)),
        lambda: 1 / Variable(0.0),
        lambda: exp(Variable(1e4)),
        lambda: Variable(-1.0) ** 0.5,
        lambda: Variable(0.0) ** -1,
    ],
)
def test_what_has_no_finite_value_is_refused(make):
    with pytest.raises(ValueError, match="need a finite result of"):
        make()


def test_what_does_not_go_together_is_named():
    x = Variable([1.0, 2.0])
    for shape in ((3,), (-1, -1)):
        with pytest.raises(ValueError, match="need shape for 2 numbers"):
            x.reshape(*shape)
    with pytest.raises(ValueError, match="at least one number for a mean"):
        Variable([]).mean()
    with pytest.raises(ValueError, match="output of one number, or a seed"):
        gradients(x, [x])
