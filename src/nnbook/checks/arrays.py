"""Arrays, and the shapes of those that are yet to be made."""

import math

import numpy as np

from nnbook.checks.numbers import size

MOST_NUMBERS = 1 << 28  # in one array: the largest layer of VGG16 has 1e8, and so many fill a gigabyte


def array(name, value, *, ndim=None, shape=None, dtype=float, finite=True):
    """Return `value` as a numeric array of the wanted number of dimensions or shape.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        Numbers; a float array is not copied.
    ndim : int or tuple of int, optional
        The allowed numbers of dimensions.
    shape : tuple, optional
        The wanted shape, with None where any length will do.
    dtype : dtype or None
        What to convert to; None keeps a numeric dtype, in native byte order.
    finite : bool
        Whether NaN and infinity are refused.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        If `value` holds anything but numbers.
    ValueError
        If its shape is wrong or it holds NaN or infinity.

    Examples
    --------
    >>> array("kernel", [1, 2], ndim=2)
    Traceback (most recent call last):
    ...
    ValueError: need kernel with 2 dimensions, got kernel of shape (2,)
    """
    try:
        result = np.asarray(value)
    except ValueError as error:  # ragged nesting
        raise ValueError(f"need a regular array for {name}, got {name}={value!r}") from error
    if result.dtype.kind not in "biuf":
        raise TypeError(f"need real numbers for {name}, got {name} of dtype {result.dtype}")
    if ndim is not None and result.ndim not in (allowed := np.atleast_1d(ndim)):
        wanted = " or ".join(str(n) for n in allowed)
        raise ValueError(f"need {name} with {wanted} dimensions, got {name} of shape {result.shape}")
    if shape is not None and (
        result.ndim != len(shape)
        or any(want is not None and want != got for want, got in zip(shape, result.shape, strict=True))
    ):
        wanted = str(shape).replace("None", "any")
        raise ValueError(f"need {name} of shape {wanted}, got {name} of shape {result.shape}")
    if finite and result.dtype.kind == "f" and not np.isfinite(result).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise ValueError(f"need finite numbers in {name}, got {result[where]} at index {where}")
    return result.astype(result.dtype.newbyteorder("=") if dtype is None else dtype, copy=False)


def shape(name, value, *, least=1):
    """Return `value` as the shape of an array that memory can be taken for.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : tuple or list of int
        Lengths of the axes, all positive.
    least : int
        How many axes there have to be.

    Returns
    -------
    tuple of int

    Raises
    ------
    TypeError, ValueError
        If `value` is anything else, or such an array had more than 268 million numbers.

    Examples
    --------
    >>> shape("shape", [3, 0])
    Traceback (most recent call last):
    ...
    ValueError: need shape >= 1, got shape=0
    """
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"need {name} to be a tuple of integers, got {name}={value!r}")
    if len(value) < least:
        raise ValueError(f"need {name} with at least {least} lengths, got {name}={value!r}")
    lengths = tuple(size(name, length) for length in value)
    if math.prod(lengths) > MOST_NUMBERS:
        raise ValueError(f"need {name} for at most {MOST_NUMBERS} numbers, got {name}={value!r}")
    return lengths
