"""Arrays whose numbers are a code: classes, 0 and 1, or +1 and -1."""

import numpy as np

from nnbook.checks.arrays import array
from nnbook.checks.border import waiting


@waiting
def class_indices(name, value, n_classes):
    """Return `value` as an array of whole numbers from 0 to n_classes − 1; False and True are 0 and 1.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like of int or bool
        Classes, tokens or positions, in any shape.
    n_classes : int
        How many there are.

    Returns
    -------
    ndarray of intp, shape of value

    Examples
    --------
    >>> class_indices("labels", [0, 3], 3)
    Traceback (most recent call last):
    ...
    ValueError: need labels from 0 to 2, got 3
    """
    if type(value) is not np.ndarray or value.dtype != np.intp:
        value = array(name, value, dtype=None)
        if value.dtype.kind not in "biu" and value.size:
            raise TypeError(f"need whole numbers in {name}, got {name} of dtype {value.dtype}")
    classes = value.astype(np.intp, copy=False)  # what is too large for it becomes negative
    if (wrong := (classes < 0) | (classes >= n_classes)).any():
        raise ValueError(f"need {name} from 0 to {n_classes - 1}, got {value[wrong][0]}")
    return classes


@waiting
def binary(name, value, *, shape=None, dtype=float):
    """Return `value` as an array of 0 and 1.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like of 0 and 1, or of bool
        A mask, or classes.
    shape : tuple, optional
        The wanted shape, with None where any length will do.
    dtype : dtype
        What to convert to.

    Returns
    -------
    ndarray of dtype

    Raises
    ------
    TypeError, ValueError
        If it holds anything else or has another shape.

    Examples
    --------
    >>> binary("labels", [True, False])
    array([1., 0.])
    """
    value = array(name, value, shape=shape, dtype=None)
    if (wrong := (value != 0) & (value != 1)).any():
        raise ValueError(f"need only 0 and 1 in {name}, got {value[wrong][0]:g}")
    return value.astype(dtype)


@waiting
def signs(name, value, *, ndim=(1, 2), n=None):
    """Return `value` as an array of +1 and -1: a state of n units, or one state in each row.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like, shape (n,) or (n_states, n)
        The states.
    ndim : int or tuple of int
        The allowed numbers of dimensions.
    n : int, optional
        How many units there have to be.

    Returns
    -------
    ndarray, shape of value

    Raises
    ------
    TypeError, ValueError
        If it holds anything else, is empty or has another shape.

    Examples
    --------
    >>> signs("x", [1, 0])
    Traceback (most recent call last):
    ...
    ValueError: need only +1 and -1 in x, got 0
    """
    value = array(name, value, ndim=ndim, empty=False)
    if n is not None and value.shape[-1] != n:
        raise ValueError(f"need {name} with {n} units, got {name} of shape {value.shape}")
    if (wrong := np.abs(value) != 1).any():
        raise ValueError(f"need only +1 and -1 in {name}, got {value[wrong][0]:g}")
    return value
