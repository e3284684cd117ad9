"""Closed forms of activations, their relations, and the hand-worked facts about softmax."""

import numpy as np
import pytest

from nnbook import activations as A
from nnbook.neurons.stochastic import firing_probability

ALL = [
    A.identity,
    A.heaviside,
    A.logistic,
    A.Logistic(3.0),
    A.SoftStep(2.0),
    A.tanh,
    A.relu,
    A.LeakyReLU(0.2),
    A.LeakyReLU(-1.0),
    A.softplus,
    A.silu,
]


@pytest.mark.parametrize("f", ALL, ids=repr)
def test_prime_is_the_derivative(f):
    z = np.array([-3.0, -0.7, -0.1, 0.2, 0.9, 4.0])  # away from kinks
    h = 1e-6
    np.testing.assert_allclose(f.prime(z), (f(z + h) - f(z - h)) / (2 * h), atol=1e-9)
    np.testing.assert_array_equal(f.prime(z), f.prime(z, f(z)))


@pytest.mark.parametrize("f", ALL, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_precision_are_kept_at_any_input(f, dtype):
    z = np.array([[-np.inf, -1e30, -100.0, -1.0], [0.0, 1.0, 100.0, 1e30]], dtype)
    for result in (f(z[:, 1:]), f.prime(z[:, 1:])):
        assert result.shape == (2, 3)
        assert result.dtype == dtype
        assert np.isfinite(result).all()


def test_values_by_hand():
    assert A.logistic(0.0) == 0.5
    assert A.Logistic(4.0).prime(0.0) == 1.0  # k/4
    assert A.heaviside(0.0) == 1
    assert A.relu.prime(0.0) == 0
    np.testing.assert_allclose(A.LeakyReLU(-1.0)([-2.0, 3.0]), [2, 3])
    np.testing.assert_allclose(A.softplus(0.0), np.log(2))


def test_silu_is_not_monotone():
    z = np.linspace(-6, 6, 2401)
    falls = np.diff(A.silu(z)) < 0
    np.testing.assert_array_equal(falls, z[1:] < -1.277)
    np.testing.assert_allclose(A.silu(z) - A.silu(-z), z)  # z σ(z) + z σ(−z) = z


def test_relations():
    z = np.linspace(-6, 6, 25)
    np.testing.assert_allclose(A.tanh(z), 2 * A.logistic(2 * z) - 1, atol=1e-15)
    np.testing.assert_allclose(A.SoftStep(1.5)(z), (1 + np.tanh(1.5 * z)) / 2, atol=1e-15)
    np.testing.assert_allclose(A.SoftStep(1.5)(z), A.Logistic(3.0)(z))
    np.testing.assert_allclose(A.softplus.prime(z), A.logistic(z))
    np.testing.assert_allclose(A.SoftStep(1e9)(z), A.heaviside(z) - 0.5 * (z == 0))
    np.testing.assert_array_equal(A.LeakyReLU(0.0)(z), A.relu(z))


def test_soft_step_is_the_mean_output_of_the_stochastic_neuron():
    h = np.linspace(-3, 3, 7)
    np.testing.assert_allclose(A.SoftStep(0.7)(h), firing_probability(h, 0.7), rtol=1e-12)


def test_softmax_by_hand_and_at_extremes():
    np.testing.assert_allclose(A.softmax(np.log([1.0, 2.0, 5.0])), [0.125, 0.25, 0.625])
    np.testing.assert_array_equal(A.softmax([1e308, -1e308]), [1, 0])
    np.testing.assert_allclose(A.softmax([1.0, 2.0, 3.0], temperature=1e9), 1 / 3)
    np.testing.assert_allclose(A.softmax([1.0, 2.0, 3.0], temperature=1e-3), [0, 0, 1])
    np.testing.assert_allclose(A.softmax([0.0, 1.0])[1], A.logistic(1.0))  # two classes


def test_softmax_jacobian_signs_and_sums():
    z = np.array([[0.3, -1.0, 2.0], [0.0, 0.0, 0.0]])
    J = A.softmax_jacobian(z, temperature=0.5)
    off = ~np.eye(3, dtype=bool)
    assert (J[:, ~off] > 0).all()
    assert (J[:, off] < 0).all()
    np.testing.assert_allclose(J.sum(axis=-1), 0, atol=1e-15)
    np.testing.assert_allclose(J, J.transpose(0, 2, 1))
    h = 1e-6
    for j in range(3):
        e = h * np.eye(3)[j]
        slope = (A.softmax(z + e, temperature=0.5) - A.softmax(z - e, temperature=0.5)) / (2 * h)
        np.testing.assert_allclose(J[..., j], slope, atol=1e-9)
