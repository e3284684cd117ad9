"""What holds for every loss, activation, metric and division of data at any finite input."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnbook import activations as A
from nnbook import losses, metrics, model_selection
from nnbook.numerics import gradient_error
from tests.properties.test_layers import quick, rng0, seeds

any_float = st.floats(allow_nan=False, allow_infinity=False)
logits = arrays(float, (3, 4), elements=any_float)
mild = arrays(float, (3, 4), elements=st.floats(-50, 50))
labels = arrays(int, (3,), elements=st.integers(0, 3))
unit = arrays(float, (3, 4), elements=st.floats(0, 1))


@quick
@given(z=logits, y=labels)
def test_cross_entropy_is_never_negative_and_its_gradient_adds_up_to_zero(z, y):
    value, grad = losses.cross_entropy(z, y)
    assert value >= -1e-12
    assert np.isfinite(grad).all()
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-15)
    assert np.abs(grad).max() <= 1 / 3 + 1e-15


@quick
@given(z=mild, y=labels, shift=st.floats(-1e3, 1e3))
def test_cross_entropy_sees_differences_of_logits_only(z, y, shift):
    value, grad = losses.cross_entropy(z, y)
    other, same = losses.cross_entropy(z + shift, y)
    np.testing.assert_allclose(other, value, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(same, grad, atol=1e-9)


@quick
@given(z=logits, y=unit)
def test_binary_cross_entropy_is_never_negative_nor_its_gradient_large(z, y):
    value, grad = losses.binary_cross_entropy(z, y)
    assert value >= 0
    assert np.abs(grad).max() <= 1 / 3 + 1e-15


@quick
@given(z=mild, y=unit)
def test_binary_cross_entropy_is_symmetric(z, y):
    np.testing.assert_allclose(
        losses.binary_cross_entropy(z, y)[0], losses.binary_cross_entropy(-z, 1 - y)[0], rtol=1e-9, atol=1e-12
    )


@quick
@given(mu=mild, log_var=arrays(float, (3, 4), elements=st.floats(-20, 20)))
def test_kl_is_never_negative(mu, log_var):
    assert losses.gaussian_kl(mu, log_var)[0] >= 0


@quick
@given(seed=seeds, shape=st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple), r=st.floats(0.1, 10))
def test_gradients_of_any_shape(seed, shape, r):
    rng = rng0(seed)
    y_hat, y = rng.standard_normal((2, *shape))
    weighted = losses.WeightedSquaredError(r, 0.3)

    def single(loss, *arguments):
        value, grad = loss(*arguments)
        return value, [grad]

    for call in (
        lambda: single(losses.mean_squared_error, y_hat, y),
        lambda: single(losses.binary_cross_entropy, y_hat, 1 / (1 + np.exp(y))),
        lambda: single(weighted, y_hat, y > 0),
        lambda: losses.L2(r)([y_hat]),
    ):
        assert gradient_error(call, [y_hat], rng=rng) < 1e-6


@quick
@given(z=logits, T=st.floats(1e-3, 1e3))
def test_softmax_is_a_distribution_in_the_order_of_the_logits(z, T):
    p = A.softmax(z, temperature=T)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert (p >= 0).all()
    assert (np.take_along_axis(p, z.argmax(axis=1)[:, None], 1)[:, 0] == p.max(axis=1)).all()
    J = A.softmax_jacobian(z, temperature=T)
    np.testing.assert_allclose(J.sum(axis=-1), 0, atol=1e-12 / T)


@quick
@given(z=arrays(float, 7, elements=any_float))
def test_activations_never_warn_and_stay_in_their_range(z):
    for f, low, high in ((A.logistic, 0, 1), (A.SoftStep(3.0), 0, 1), (A.tanh, -1, 1), (A.heaviside, 0, 1)):
        with np.errstate(over="ignore"):  # slope times the largest number
            assert (f(z) >= low).all()
            assert (f(z) <= high).all()
            assert (f.prime(z) >= 0).all()
    assert (A.softplus(z) >= A.relu(z)).all()


@quick
@given(seed=seeds, n=st.integers(1, 60), n_classes=st.integers(1, 5))
def test_counting_is_consistent(seed, n, n_classes):
    rng = rng0(seed)
    predicted, truth = rng.integers(0, n_classes, (2, n))
    C = metrics.confusion_matrix(predicted, truth, n_classes)
    assert C.sum() == n
    assert metrics.accuracy(predicted, truth) * n == np.trace(C) or np.isclose(
        metrics.accuracy(predicted, truth) * n, np.trace(C)
    )
    np.testing.assert_array_equal(C.sum(axis=1), np.bincount(truth, minlength=n_classes))
    a, b = rng.random((2, n)) < 0.5
    assert metrics.mask_iou(a, b) == metrics.mask_iou(b, a)
    boxes = np.sort(rng.random((4, 2, 2)), axis=1).reshape(4, 4)
    iou = metrics.box_iou(boxes, boxes)
    np.testing.assert_allclose(np.diag(iou), 1)
    np.testing.assert_allclose(iou, iou.T)
    assert (iou <= 1 + 1e-12).all()


@quick
@given(n=st.integers(2, 60), seed=seeds, data=st.data())
def test_folds_and_parts_cover_everything_once(n, seed, data):
    k = data.draw(st.integers(2, n))
    held = [part for _, part in model_selection.k_fold(n, k, rng=rng0(seed))]
    np.testing.assert_array_equal(np.sort(np.concatenate(held)), np.arange(n))
    assert max(map(len, held)) - min(map(len, held)) <= 1
    parts = model_selection.split(n, 0.5, rng=rng0(seed))
    np.testing.assert_array_equal(np.sort(np.concatenate(parts)), np.arange(n))


@quick
@given(n=st.integers(6, 20), n_features=st.integers(1, 4), seed=seeds)
def test_leaving_one_out_is_press(n, n_features, seed):
    rng = rng0(seed)
    X, y = rng.standard_normal((n, n_features)), rng.standard_normal(n)
    left_out = [
        (y[held] - X[held] @ np.linalg.lstsq(X[train], y[train])[0]).item()
        for train, held in model_selection.leave_one_out(n)
    ]
    np.testing.assert_allclose(model_selection.press_residuals(X, y), left_out, rtol=1e-7, atol=1e-9)
