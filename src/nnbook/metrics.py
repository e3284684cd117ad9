"""Measures of how good predictions are: of classes, of pixels and of boxes."""

import math

import numpy as np

from nnbook import checks

ANY = np.iinfo(np.intp).max  # as many classes as there are numbers


def _as_classes(name, value):
    """Return `value` as whole numbers ≥ 0; rows of logits or probabilities become their largest class."""
    value = checks.array(name, value, dtype=None)
    if value.dtype.kind != "f" or value.ndim < 2 or value.shape[-1] == 0:
        return checks.class_indices(name, value, ANY)
    if value.shape[-1] == 1:  # the largest of one number says nothing
        wanted = f"a column for each class, or classes such as {name}[:, 0] > 0.5"
        raise ValueError(f"need {name} with {wanted}, got {name} of shape {value.shape}")
    return value.argmax(axis=-1)


def _check_pair(predicted, labels):
    """Check that predictions and labels have equal shapes, with at least one sample."""
    if predicted.shape != labels.shape:
        raise ValueError(
            f"need predicted for labels of shape {labels.shape}, got predicted of shape {predicted.shape}"
        )
    if labels.size == 0:
        raise ValueError(f"need at least one label in labels, got labels of shape {labels.shape}")


@checks.arguments(predicted=_as_classes, labels=checks.class_indices(n_classes=ANY))
def accuracy(predicted, labels):
    r"""Return the fraction of right answers.

    Parameters
    ----------
    predicted : array_like
        Classes, of the shape of `labels`. Or logits or probabilities, floats with one more axis, along which
        the largest counts. A single column is refused, because it does not say where its threshold is.
    labels : array_like of int or bool
        The right classes.

    Returns
    -------
    float

    Examples
    --------
    >>> accuracy([1, 0, 2, 2], [1, 0, 2, 1]), accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    (0.75, 0.5)
    """
    _check_pair(predicted, labels)
    return float((predicted == labels).mean())


@checks.arguments(
    predicted=_as_classes,
    labels=checks.class_indices(n_classes=ANY),
    n_classes=checks.integer(low=1, high=10_000),
)
def confusion_matrix(predicted, labels, n_classes):
    r"""Count how often class i was taken for class j.

    .. math:: C_{ij} = \#\{ n : y_n = i, \hat{y}_n = j \}

    Parameters
    ----------
    predicted : array_like
        As for `accuracy`.
    labels : array_like of int or bool
        The right classes.
    n_classes : int
        Size of the matrix.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        Rows are the truth, as in scikit-learn; the diagonal holds the right answers.

    Examples
    --------
    >>> confusion_matrix([0, 1, 1, 1], [0, 0, 1, 1], 2)
    array([[1, 1],
           [0, 2]])
    """
    _check_pair(predicted, labels)
    for name, classes in (("predicted", predicted), ("labels", labels)):
        checks.class_indices(name, classes, n_classes)
    cells = n_classes * labels + predicted  # C_ij is cell n i + j
    return np.bincount(cells.ravel(), minlength=n_classes**2).reshape(n_classes, n_classes)


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

    Examples
    --------
    >>> specificity([1, 0, 0, 1], [1, 1, 0, 0])
    0.5
    """
    return _row_rate(predicted, labels, 0)


def _row_rate(predicted, labels, label):
    row = confusion_matrix(predicted, labels, 2)[label]
    return float(row[label] / row.sum()) if row.sum() else math.nan


@checks.arguments(predicted=checks.binary(dtype=bool), target=checks.binary(dtype=bool))
def mask_iou(predicted, target):
    r"""Return intersection over union of two sets of pixels, :math:`|A \cap B| / |A \cup B|`.

    Parameters
    ----------
    predicted, target : array_like of bool (or 0 and 1), any shape
        Which pixels belong to the object.

    Returns
    -------
    float
        1 if both are empty, because they agree then.

    Examples
    --------
    >>> mask_iou([1, 1, 0, 0], [0, 1, 1, 0])
    0.3333333333333333
    """
    checks.array("target", target, shape=predicted.shape)
    common, union = np.count_nonzero(predicted & target), np.count_nonzero(predicted | target)
    return int(common) / int(union) if union else 1.0


def _as_boxes(name, value):
    """Return rows (left, top, right, bottom) in order."""
    value = checks.floats(name, checks.array(name, value, shape=(None, 4), dtype=None))
    if (value[:, :2] > value[:, 2:]).any():
        raise ValueError(f"need {name} with left <= right and top <= bottom, got {name}={value!r}")
    return value


@checks.arguments(a=_as_boxes, b=_as_boxes)
def box_iou(a, b):
    r"""Return intersection over union of every box in `a` with every box in `b`.

    Parameters
    ----------
    a : array_like, shape (n_a, 4)
        Rows (left, top, right, bottom) with left ≤ right and top ≤ bottom.
    b : array_like, shape (n_b, 4)
        Boxes in the same form.

    Returns
    -------
    ndarray, shape (n_a, n_b)
        0 where both boxes have no area.

    Examples
    --------
    >>> box_iou([[0, 0, 2, 2]], [[1, 1, 3, 3], [0, 0, 2, 2], [5, 5, 6, 6]]).round(4)
    array([[0.1429, 1.    , 0.    ]])
    """
    a, b = a[:, None], b[None]  # pairs: an axis for a, an axis for b, and the corners
    low, high = np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:])
    sides, sides_a, sides_b = np.maximum(high - low, 0), a[..., 2:] - a[..., :2], b[..., 2:] - b[..., :2]
    longest = np.maximum(sides_a, sides_b)  # the units of each pair: its areas are at most 1
    unit = np.where(longest > 0, longest, 1)
    common, area_a, area_b = ((s / unit).prod(axis=-1) for s in (sides, sides_a, sides_b))
    union = area_a + area_b - common
    return np.divide(common, union, out=np.zeros_like(union), where=union > 0)
