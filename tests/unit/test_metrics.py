"""Counting right answers, by hand."""

import math

import numpy as np
import pytest

from nnbook import metrics


def test_accuracy_of_classes_and_of_logits():
    assert metrics.accuracy([0, 1, 2], [0, 1, 1]) == pytest.approx(2 / 3)
    assert metrics.accuracy(np.eye(3), [0, 1, 1]) == pytest.approx(2 / 3)
    assert metrics.accuracy(np.ones((2, 2, 3)), [[0, 0], [0, 1]]) == 0.75


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


@pytest.mark.parametrize(
    ("call", "error", "name"),
    [
        (lambda: metrics.accuracy([], []), ValueError, "label"),
        (lambda: metrics.accuracy([1], [1, 2]), ValueError, "label"),
        (lambda: metrics.accuracy([1], [0.5]), TypeError, "labels"),
        (lambda: metrics.accuracy([-1], [0]), ValueError, "predicted"),
        (lambda: metrics.confusion_matrix([1], [3], 2), ValueError, "labels"),
        (lambda: metrics.confusion_matrix([3], [1], 2), ValueError, "predicted"),
        (lambda: metrics.confusion_matrix([1], [1], 0), ValueError, "n_classes"),
        (lambda: metrics.sensitivity([2], [1]), ValueError, "predicted"),
        (lambda: metrics.mask_iou([0.5], [1]), ValueError, "predicted"),
        (lambda: metrics.mask_iou([1], [1, 0]), ValueError, "target"),
        (lambda: metrics.box_iou([[1, 0, 0, 1]], [[0, 0, 1, 1]]), ValueError, "a"),
        (lambda: metrics.box_iou([1, 0, 0, 1], [[0, 0, 1, 1]]), ValueError, "a"),
    ],
)
def test_bad_arguments_are_named(call, error, name):
    with pytest.raises(error, match=name):
        call()
