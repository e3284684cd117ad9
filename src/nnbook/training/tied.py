"""Tied weights: parameters that are the same numbers in memory, whatever arrays they are seen through."""

import numpy as np
from numpy.lib.array_utils import byte_bounds


def untied(params):
    """Return `params` without those that are the same numbers as one before, such as its transpose.

    Parameters
    ----------
    params : list of ndarray
        Parameters of a model.

    Returns
    -------
    list of ndarray

    Raises
    ------
    ValueError
        If two arrays have some of their numbers in common, but not all.

    Examples
    --------
    >>> W, b = np.ones((2, 3)), np.zeros(3)
    >>> len(untied([W, b, W.T, W]))
    2
    """
    kept = []
    for i, p in enumerate(params):
        twins = [q for q in kept if np.shares_memory(p, q)]
        if not twins:
            kept.append(p)
        elif len(twins) > 1 or not _same_numbers(p, twins[0]):
            raise ValueError(f"need tied parameters with all numbers in common, got params[{i}] with some")
    return kept


def tied_gradients(kept, params, grads):
    """Return a gradient for each array of `kept`: the sum over all parameters that are the same numbers.

    Parameters
    ----------
    kept : list of ndarray
        From `untied`.
    params, grads : list of ndarray
        All parameters, and a gradient for each of them.

    Returns
    -------
    list of ndarray

    Examples
    --------
    >>> W = np.zeros((1, 2))
    >>> tied_gradients([W], [W, W.T], [np.array([[1.0, 2.0]]), np.array([[10.0], [20.0]])])
    [array([[11., 22.]])]
    """
    sums = []
    for q in kept:
        room, seen = _room_like(q)
        for p, grad in zip(params, grads, strict=True):
            if np.shares_memory(p, q):
                _view_like(p, q, room)[...] += grad
        sums.append(seen)
    return sums


def _same_numbers(p, q):
    """Say whether p and q are the same numbers in some order."""
    if p.size != q.size or p.dtype != q.dtype or byte_bounds(p) != byte_bounds(q):
        return False
    room, seen = _room_like(q)
    _view_like(p, q, room)[...] = 1
    return bool(seen.all())


def _room_like(q):
    """Return bytes of zeros as many as q reaches over, and an array that lies in them as q lies in memory."""
    low, high = byte_bounds(q)
    room = np.zeros(high - low, np.uint8)
    return room, _view_like(q, q, room)


def _view_like(p, q, room):
    """Return the array that lies in `room` as p lies in the memory of q."""
    address, (low, _) = p.__array_interface__["data"][0], byte_bounds(q)
    return np.ndarray(p.shape, p.dtype, room, address - low, p.strides)
