"""Counting right answers, by hand."""

import math

import numpy as np
import pytest

from nnbook import metrics


def test_accuracy_of_classes_and_of_logits():
    assert metrics.accuracy([0, 1, 2], [0, 1, 1]) == pytest.approx(2 / 3)
    assert metrics.accuracy(np.eye(3), [0, 1, 1]) == pytest.approx(2 / 3)
    assert metrics.accuracy(np.ones((2, 2, 3)), [[0, 0], [0, 1]]) == 0.75


def test_one_column_of_scores_says_nothing_and_is_refused():
    scores, labels = [[0.9], [0.2], [0.8]], [1, 0, 1]
    for measure in (metrics.accuracy, metrics.sensitivity, metrics.specificity):
        with pytest.raises(ValueError, match=r"need predicted with a column for each class.*\(3, 1\)"):
            measure(scores, labels)
    with pytest.raises(ValueError, match="a column for each class"):
        metrics.confusion_matrix(scores, labels, 2)
    assert metrics.accuracy(np.array(scores)[:, 0] > 0.5, labels) == 1
    assert metrics.accuracy([[1], [0]], [[1], [1]]) == 0.5  # classes in a column, as the labels


def test_bools_are_classes():
    predicted, labels = np.array([True, False, True]), np.array([True, True, False])
    assert metrics.accuracy(predicted, labels) == metrics.accuracy([1, 0, 1], [1, 1, 0])
    assert metrics.sensitivity(predicted, labels) == 0.5


def test_confusion_matrix_has_the_truth_in_its_rows():
    C = metrics.confusion_matrix([2, 2, 0, 1], [0, 2, 0, 1], 4)
    assert C.sum() == 4
    assert C[0, 2] == 1
    np.testing.assert_array_equal(np.diag(C), [1, 1, 1, 0])


def test_rates_of_a_rare_disease():
    labels = np.array([1] * 10 + [0] * 990)
    predicted = np.array([1] * 8 + [0] * 2 + [1] * 99 + [0] * 891)
    assert metrics.sensitivity(predicted, labels) == 0.8
    assert metrics.specificity(predicted, labels) == 0.9
    assert metrics.accuracy(np.zeros(1000, int), labels) == 0.99  # and yet it finds nothing
    assert metrics.sensitivity(np.zeros(1000, int), labels) == 0
    assert math.isnan(metrics.sensitivity([0], [0]))
    assert math.isnan(metrics.specificity([1], [1]))


def test_intersection_over_union():
    assert metrics.mask_iou(np.eye(2), np.ones((2, 2))) == 0.5
    assert metrics.mask_iou([0, 0], [0, 0]) == 1
    iou = metrics.box_iou([[0, 0, 4, 2], [1, 1, 1, 1]], [[2, 0, 6, 2], [1, 1, 1, 1]])
    np.testing.assert_allclose(iou, [[1 / 3, 0], [0, 0]])


def test_a_box_has_its_left_on_the_left():
    with pytest.raises(ValueError, match="need a with left <= right and top <= bottom"):
        metrics.box_iou([[1, 0, 0, 1]], [[0, 0, 1, 1]])


@pytest.mark.parametrize("size", [1e-25, 1.0, 1e20])
def test_boxes_of_any_size_overlap_alike(size):
    a = np.array([[0, 0, 2, 2]], np.float32) * np.float32(size)
    b = np.array([[1, 1, 3, 3], [0, 0, 2, 2], [2, 2, 3, 3]], np.float32) * np.float32(size)
    np.testing.assert_allclose(metrics.box_iou(a, b), [[1 / 7, 1, 0]], rtol=1e-6)
