"""Arrays, and the shapes of those that are yet to be made."""

import math

import numpy as np

from nnbook.checks.border import waiting
from nnbook.checks.numbers import size

PRECISIONS = (np.dtype(np.float64), np.dtype(np.float32))
MOST_NUMBERS = 1 << 28  # in one array: the largest layer of VGG16 has 1e8, and so many fill a gigabyte


@waiting
def array(
    name, value, *, ndim=None, shape=None, dtype=float, finite=True, empty=True,
    low=-math.inf, high=math.inf, open_low=False,
):  # fmt: skip
    """Return `value` as a numeric array of the wanted shape, with numbers from `low` to `high`.

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
    empty : bool
        Whether there may be no number at all.
    low, high : float
        The smallest and the largest number allowed.
    open_low : bool
        Whether `low` itself is refused.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        If `value` holds anything but real numbers, or says more than they do, as a masked array does.
    ValueError
        If its shape is wrong, or it holds NaN, infinity or a number outside the interval.

    Examples
    --------
    >>> array("kernel", [1, 2], ndim=2)
    Traceback (most recent call last):
    ...
    ValueError: need kernel with 2 dimensions, got kernel of shape (2,)
    """
    _refuse_meaning(name, value)
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
    if not (empty or result.size):
        raise ValueError(f"need at least one number in {name}, got {name} of shape {result.shape}")
    if result.size and low > -math.inf and ((least := result.min()) < low or (open_low and least == low)):
        raise ValueError(f"need {name} {'>' if open_low else '>='} {low:g}, got {least:g} in {name}")
    if result.size and high < math.inf and (most := result.max()) > high:
        raise ValueError(f"need {name} <= {high:g}, got {most:g} in {name}")
    return result.astype(result.dtype.newbyteorder("=") if dtype is None else dtype, copy=False)


def _refuse_meaning(name, value):
    """Refuse arrays that mean more than their numbers, such as masks or units, which would be lost."""
    if isinstance(value, (list, tuple)):
        for part in value:
            if isinstance(part, (list, tuple, np.ndarray)):
                _refuse_meaning(name, part)
    elif isinstance(value, np.ndarray) and type(value) not in (np.ndarray, np.memmap, np.matrix):
        raise TypeError(f"need a plain array for {name}, got {name} of type {type(value).__name__}")


@waiting
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


def together(**arrays):
    """Return arrays of their common shape.

    Examples
    --------
    >>> together(v=np.ones(2), w=np.ones(3))
    Traceback (most recent call last):
    ...
    ValueError: need v, w that broadcast together, got v of shape (2,), w of shape (3,)
    """
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError as error:
        got = ", ".join(f"{name} of shape {np.shape(array)}" for name, array in arrays.items())
        raise ValueError(f"need {', '.join(arrays)} that broadcast together, got {got}") from error


@waiting
def floats(name, value, dtype=None):
    """Return `value` as an array of float32 or float64; one that is passes at once, NaN and infinity too.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        Numbers.
    dtype : dtype, optional
        What to convert to; without it float32 stays and everything else becomes float64.

    Returns
    -------
    ndarray, shape of value

    Raises
    ------
    TypeError, ValueError
        If `value` is not a regular array of real numbers.

    Examples
    --------
    >>> floats("z", [1, 2]).dtype, floats("z", np.ones(2, np.float32)).dtype
    (dtype('float64'), dtype('float32'))
    """
    if type(value) is np.ndarray and value.dtype in PRECISIONS and (dtype is None or value.dtype == dtype):
        return value
    value = array(name, value, dtype=None, finite=False)
    if dtype is None:
        dtype = value.dtype if value.dtype in PRECISIONS else float
    with np.errstate(over="ignore"):  # what does not fit becomes infinite, and that passes
        return value.astype(dtype, copy=False)


@waiting
def float_type(name, value):
    """Return `value` as the dtype of float32 or float64: what parameters may be made of.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : dtype
        ``np.float32``, ``np.float64`` or another way to say one of them.

    Returns
    -------
    numpy.dtype

    Examples
    --------
    >>> float_type("dtype", "float32")
    dtype('float32')
    >>> float_type("dtype", int)
    Traceback (most recent call last):
    ...
    ValueError: need dtype to be float32 or float64, got dtype=<class 'int'>
    """
    try:
        dtype = np.dtype(value)
    except (TypeError, ValueError, SyntaxError) as error:
        raise TypeError(f"need {name} to be float32 or float64, got {name}={value!r}") from error
    if value is None or dtype not in PRECISIONS:
        raise ValueError(f"need {name} to be float32 or float64, got {name}={value!r}")
    return dtype
