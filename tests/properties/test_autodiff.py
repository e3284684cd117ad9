"""What must hold for the derivatives of every computation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnbook import autodiff, layers
from nnbook.activations import logistic, relu, tanh
from nnbook.autodiff import Variable, adjoints, exp, gradients, graph, listing, log, topological_order
from nnbook.numerics import gradient_error

book = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 10**6)
numbers = st.floats(-3, 3, allow_subnormal=False)
matrices = hnp.arrays(float, hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), elements=numbers)


@book
@given(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3), seeds)
def test_gradients_point_uphill_as_steep_as_they_say(shapes, seed):
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(size=shape) for shape in shapes.input_shapes]

    def value_and_grads():
        a, b, c = variables = [Variable(array) for array in arrays]
        y = (exp(-a * a) * autodiff.tanh(b) + log(c**2 + 1) / (1 + autodiff.logistic(a - b))).mean()
        return float(y.value), gradients(y, variables)

    assert gradient_error(value_and_grads, arrays, rng=rng) <= 1e-6


@book
@given(matrices, seeds, numbers, numbers)
def test_gradients_are_linear_in_the_output(x, seed, a, b):
    rng = np.random.default_rng(seed)
    v, p, q = Variable(x), rng.normal(size=x.shape), rng.normal(size=x.shape)
    f, g = (autodiff.tanh(v) * p).sum(), (v * v * q).sum()
    both = gradients(a * f + b * g, [v])[0]
    np.testing.assert_allclose(both, a * gradients(f, [v])[0] + b * gradients(g, [v])[0], atol=1e-10)


@book
@given(matrices, st.data())
def test_gradient_of_a_part_is_that_part(x, data):
    index = data.draw(hnp.basic_indices(x.shape, allow_newaxis=True))
    v = Variable(x)
    part = v[index]
    expected = np.zeros_like(x)
    expected[index] = 1
    np.testing.assert_array_equal(gradients(part.sum(), [v])[0], expected)
    np.testing.assert_array_equal(part.value, x[index])


@book
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25))
def test_every_variable_comes_after_its_parents(pairs):
    values = [Variable(0.5, "x"), Variable(0.25, "w")]
    for i, j in pairs:
        values.append(autodiff.tanh(values[i % len(values)] + values[j % len(values)]))
    output = values[-1]
    order = topological_order(output)
    position = {v: k for k, v in enumerate(order)}
    assert len(position) == len(order)
    assert all(position[p] < position[v] for v in order for p in v.parents)
    found = graph(output)
    assert all(found.levels[a] < found.levels[b] and a < b for a, b in found.edges)
    assert len(listing(output).splitlines()) == len(order) + 1
    assert set(adjoints(output)) == set(order)


@book
@given(st.tuples(*[st.integers(1, 5)] * 4), st.sampled_from([(tanh, autodiff.tanh), (relu, autodiff.relu),
       (logistic, autodiff.logistic)]), seeds)  # fmt: skip
def test_the_engine_agrees_with_two_dense_layers(sizes, activation, seed):
    n_samples, n_in, n_hidden, n_out = sizes
    f, engine_f = activation
    rng = np.random.default_rng(seed)
    one = layers.Dense(n_in, n_hidden, f, rng=rng, dtype=float)
    two = layers.Dense(n_hidden, n_out, rng=rng, dtype=float)
    x, t = rng.normal(size=(n_samples, n_in)), rng.normal(size=(n_samples, n_out))
    X, W1, b1, W2, b2 = variables = [Variable(a) for a in (x, *one.params, *two.params)]
    loss = 0.5 * ((engine_f(X @ W1.T + b1) @ W2.T + b2 - t) ** 2).sum()
    a, cache_one = one.forward(x)
    y, cache_two = two.forward(a)
    da, (dW2, db2) = two.backward(y - t, cache_two)
    dx, (dW1, db1) = one.backward(da, cache_one)
    for got, want in zip((dx, dW1, db1, dW2, db2), gradients(loss, variables), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-10)


anything = st.one_of(
    st.none(), st.text(max_size=3), st.just(1j), st.just([[1], [1, 2]]), st.just([1.0, None]),
    st.binary(max_size=2), st.dictionaries(st.text(max_size=1), st.integers(), max_size=1),
)  # fmt: skip
OPERATORS = [
    lambda v, x: v + x, lambda v, x: x - v, lambda v, x: v * x, lambda v, x: v / x, lambda v, x: v**x,
    lambda v, x: v @ x,
]  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(OPERATORS), anything)
def test_an_operand_that_is_no_number_is_named(operator, value):
    with pytest.raises((TypeError, ValueError), match="operand"):
        operator(Variable([1.0, 2.0]), value)
