"""How good a prediction is, counted: of all, of the positives, of the pixels."""

import math

import numpy as np

from nnbook import checks
from nnbook.numerics import class_indices, floats

ANY = np.iinfo(np.intp).max  # as many classes as there are numbers


def _labels(name, value):
    """Return `value` as whole numbers ≥ 0; rows of logits or probabilities become their largest class."""
    value = checks.array(name, value, dtype=None)
    if value.dtype.kind == "f" and value.ndim > 1 and value.shape[-1] > 0:
        return value.argmax(axis=-1)
    return class_indices(name, value, ANY)


def _pair(predicted, labels):
    """Return predictions and labels of equal shape, with at least one sample."""
    predicted = _labels("predicted", predicted)
    labels = class_indices("labels", labels, ANY)
    if predicted.shape != labels.shape:
        raise ValueError(
            f"need predicted for labels of shape {labels.shape}, got predicted of shape {predicted.shape}"
        )
    if labels.size == 0:
        raise ValueError(f"need at least one label in labels, got labels of shape {labels.shape}")
    return predicted, labels


def accuracy(predicted, labels):
    r"""Return the fraction of right answers.

    Parameters
    ----------
    predicted : array_like
        Classes, of the shape of `labels`; or floats with one more axis, logits or probabilities, whose
        largest counts.
    labels : array_like of int
        The right classes.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or there is no label.

    Examples
    --------
    >>> accuracy([1, 0, 2, 2], [1, 0, 2, 1]), accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    (0.75, 0.5)
    """
    predicted, labels = _pair(predicted, labels)
    return float((predicted == labels).mean())


def confusion_matrix(predicted, labels, n_classes):
    r"""Count how often class i was taken for class j.

    .. math:: C_{ij} = \#\{ n : y_n = i, \hat{y}_n = j \}

    Parameters
    ----------
    predicted : array_like
        As for `accuracy`.
    labels : array_like of int
        The right classes.
    n_classes : int
        Size of the matrix.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        Rows are the truth, as in scikit-learn; the diagonal holds the right answers.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, there is no label, or a class is not below `n_classes`.

    Examples
    --------
    >>> confusion_matrix([0, 1, 1, 1], [0, 0, 1, 1], 2)
    array([[1, 1],
           [0, 2]])
    """
    n = checks.integer("n_classes", n_classes, low=1, high=10_000)
    predicted, labels = _pair(predicted, labels)
    predicted, labels = class_indices("predicted", predicted, n), class_indices("labels", labels, n)
    return np.bincount(n * labels.ravel() + predicted.ravel(), minlength=n * n).reshape(n, n)


def sensitivity(predicted, labels):
    r"""Return which fraction of the positives (label 1) was found, TP / (TP + FN); also called recall.

    Parameters
    ----------
    predicted, labels : array_like of 0 and 1
        Answers and truth.

    Returns
    -------
    float
        NaN if there are no positives.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, there is no label, or one is neither 0 nor 1.

    Examples
    --------
    >>> sensitivity([1, 0, 0, 1], [1, 1, 0, 0])
    0.5
    """
    return _row_rate(predicted, labels, 1)


def specificity(predicted, labels):
    r"""Return which fraction of the negatives (label 0) was left alone, TN / (TN + FP).

    Parameters
    ----------
    predicted, labels : array_like of 0 and 1
        Answers and truth.

    Returns
    -------
    float
        NaN if there are no negatives.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, there is no label, or one is neither 0 nor 1.

    Examples
    --------
    >>> specificity([1, 0, 0, 1], [1, 1, 0, 0])
    0.5
    """
    return _row_rate(predicted, labels, 0)


def _row_rate(predicted, labels, label):
    row = confusion_matrix(predicted, labels, 2)[label]
    return float(row[label] / row.sum()) if row.sum() else math.nan


def mask_iou(predicted, target):
    r"""Return intersection over union of two sets of pixels, :math:`|A \cap B| / |A \cup B|`.

    Parameters
    ----------
    predicted, target : array_like of bool (or 0 and 1), any shape
        Which pixels belong to the object.

    Returns
    -------
    float
        1 if both are empty: they agree.

    Raises
    ------
    TypeError, ValueError
        If shapes differ or there are numbers other than 0 and 1.

    Examples
    --------
    >>> mask_iou([1, 1, 0, 0], [0, 1, 1, 0])
    0.3333333333333333
    """
    masks = []
    for name, mask in (("predicted", predicted), ("target", target)):
        mask = checks.array(name, mask, dtype=None)
        if not ((mask == 0) | (mask == 1)).all():
            raise ValueError(f"need {name} of 0 and 1, got {name}={mask!r}")
        masks.append(mask.astype(bool))
    a, b = masks
    if a.shape != b.shape:
        raise ValueError(f"need target of the shape of predicted, {a.shape}, got target of shape {b.shape}")
    union = np.count_nonzero(a | b)
    return int(np.count_nonzero(a & b)) / int(union) if union else 1.0


def box_iou(a, b):
    r"""Return intersection over union of every box in `a` with every box in `b`.

    Parameters
    ----------
    a : array_like, shape (n_a, 4)
        Rows (left, top, right, bottom) with left ≤ right and top ≤ bottom.
    b : array_like, shape (n_b, 4)
        The same.

    Returns
    -------
    ndarray, shape (n_a, n_b)
        0 where both boxes have no area.

    Raises
    ------
    TypeError, ValueError
        If rows are no boxes.

    Examples
    --------
    >>> box_iou([[0, 0, 2, 2]], [[1, 1, 3, 3], [0, 0, 2, 2], [5, 5, 6, 6]]).round(4)
    array([[0.1429, 1.    , 0.    ]])
    """
    boxes = []
    for name, value in (("a", a), ("b", b)):
        value = floats(name, checks.array(name, value, shape=(None, 4), dtype=None))
        if (value[:, :2] > value[:, 2:]).any():
            raise ValueError(f"need {name} with left <= right and top <= bottom, got {name}={value!r}")
        boxes.append(value)
    a, b = boxes[0][:, None], boxes[1][None]
    low, high = np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:])
    common = np.maximum(high - low, 0).prod(axis=-1)
    union = (a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1) - common
    return np.divide(common, union, out=np.zeros_like(union), where=union > 0)
