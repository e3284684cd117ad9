"""Metrics, folds and rules against scikit-learn."""

import numpy as np
import pytest

from nnbook import learning_rules as R
from nnbook import metrics, model_selection, regression

pytestmark = pytest.mark.oracle
sklearn = pytest.importorskip("sklearn")


def test_metrics_as_in_scikit_learn():
    from sklearn import metrics as peer

    rng = np.random.default_rng(0)
    labels, predicted = rng.integers(0, 5, (2, 200))
    np.testing.assert_array_equal(
        metrics.confusion_matrix(predicted, labels, 5), peer.confusion_matrix(labels, predicted)
    )
    assert metrics.accuracy(predicted, labels) == peer.accuracy_score(labels, predicted)
    labels, predicted = labels > 2, predicted > 2
    ours = metrics.sensitivity(predicted * 1, labels * 1), metrics.specificity(predicted * 1, labels * 1)
    theirs = (peer.recall_score(labels, predicted), peer.recall_score(labels, predicted, pos_label=0))
    assert ours == pytest.approx(theirs)
    assert metrics.mask_iou(predicted, labels) == pytest.approx(peer.jaccard_score(labels, predicted))


@pytest.mark.parametrize(("n", "k"), [(10, 3), (11, 11), (12, 4)])
def test_folds_as_in_scikit_learn(n, k):
    from sklearn.model_selection import KFold

    for ours, theirs in zip(model_selection.k_fold(n, k), KFold(k).split(np.zeros(n)), strict=True):
        np.testing.assert_array_equal(ours[0], theirs[0])
        np.testing.assert_array_equal(ours[1], theirs[1])


def test_ridge_and_cross_validation_as_in_scikit_learn():
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import KFold, cross_val_predict

    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((23, 4)), rng.standard_normal(23)
    peer = Ridge(alpha=0.7, fit_intercept=False)
    np.testing.assert_allclose(regression.ridge_weights(X, y, 0.7), peer.fit(X, y).coef_, atol=1e-9)

    def fit(X, y):
        w = regression.ridge_weights(X, y, 0.7)
        return lambda X: X @ w

    ours = model_selection.cross_validate(fit, X, y, model_selection.k_fold(23, 5))
    np.testing.assert_allclose(ours, cross_val_predict(peer, X, y, cv=KFold(5)), atol=1e-9)


def test_oja_finds_what_pca_finds():
    from sklearn.decomposition import PCA

    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 4)) * [3, 1, 1, 0.5]
    x -= x.mean(axis=0)
    w = R.fit_oja(x, lr=1e-3, n_epochs=60, start=np.ones(4), rng=rng).w[-1]
    assert abs(w @ PCA(1).fit(x).components_[0]) == pytest.approx(1, abs=0.01)


def test_least_squares_is_where_the_delta_rule_goes():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((30, 3)), rng.standard_normal(30)
    lr = 0.9 * R.largest_rate(x)
    w = R.fit_lms(x, y, lr=lr, n_epochs=500, batch_size=30).w[-1]
    np.testing.assert_allclose(w, np.linalg.lstsq(R.with_bias(x), y)[0], atol=1e-9)
