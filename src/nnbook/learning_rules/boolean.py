"""Functions of bits: their tables as whole numbers, and all of those that one threshold unit computes."""

import numpy as np

from nnbook import checks

# Integer weights up to this size are enough for every separable function of 1 … 5 inputs (Muroga 1970).
LARGEST_WEIGHT = (0, 1, 1, 2, 3, 5)


@checks.arguments(n=checks.integer(low=1, high=16))
def corners(n):
    """Return all rows of n bits, counted up: 00, 01, 10, 11 for two.

    Parameters
    ----------
    n : int
        Number of inputs, up to 16.

    Returns
    -------
    ndarray, shape (2ⁿ, n)
        Row k has the binary digits of k, the highest first.

    Examples
    --------
    >>> corners(2)
    array([[0., 0.],
           [0., 1.],
           [1., 0.],
           [1., 1.]])
    """
    return (np.arange(2**n)[:, None] >> np.arange(n)[::-1] & 1).astype(float)


@checks.arguments(n=checks.integer(low=1, high=5))
def truth_table(code, n):
    r"""Return the outputs of a Boolean function from its number.

    .. math:: \text{code} = \sum_k 2^k f(\mathbf{x}_k)

    over the rows **x**\ₖ of `corners`. For two inputs AND is 8, OR 14, XOR 6; for three inputs the number is
    the one that Wolfram gives the rules of cellular automata.

    Parameters
    ----------
    code : int or array_like of int
        From 0 to 2^(2ⁿ) − 1.
    n : int
        Number of inputs, up to 5.

    Returns
    -------
    ndarray of 0.0 and 1.0, shape (..., 2ⁿ)

    Raises
    ------
    ValueError
        If n inputs have no function of that number.

    Examples
    --------
    >>> truth_table(8, 2), truth_table([6, 9], 2)
    (array([0., 0., 0., 1.]), array([[0., 1., 1., 0.],
           [1., 0., 0., 1.]]))
    """
    size = 2**n
    code = checks.class_indices("code", code, 2**size)
    return (code[..., None].astype(np.int64) >> np.arange(size) & 1).astype(float)


@checks.arguments(n=checks.integer(low=1, high=5))
def separable_functions(n):
    """Return the numbers of all Boolean functions of n inputs that one threshold unit computes.

    Takes all whole weights from 0 to the largest that is needed, and for each every threshold that tells the
    corners apart. A negative weight is a positive one with its input flipped, 1 − xᵢ, so flipping inputs in
    all ways gives the rest.

    Parameters
    ----------
    n : int
        Number of inputs, up to 5.

    Returns
    -------
    ndarray of int64
        Sorted numbers as `truth_table` reads them: 4, 14, 104, 1882, 94 572 of them for n = 1 … 5.

    References
    ----------
    .. [1] S. Muroga, T. Tsuboi and C. R. Baugh, "Enumeration of threshold functions of eight variables", IEEE
       Transactions on Computers C-19 (1970) 818-825, doi:10.1109/T-C.1970.223046.
    .. [2] OEIS Foundation, sequence A000609, https://oeis.org/A000609 (2025).

    Examples
    --------
    >>> separable_functions(2)  # all but 6 and 9, XOR and its complement
    array([ 0,  1,  2,  3,  4,  5,  7,  8, 10, 11, 12, 13, 14, 15])
    >>> [len(separable_functions(n)) for n in range(1, 6)]
    [4, 14, 104, 1882, 94572]
    """
    x, size = corners(n).astype(np.int8), 2**n
    digits = np.int64(1) << np.arange(size)
    w = np.indices((LARGEST_WEIGHT[n] + 1,) * n).reshape(n, -1).T.astype(np.int8)
    h = w @ x.T  # one row for each choice of weights
    codes = [np.where(h >= theta, digits, 0).sum(axis=1) for theta in range(h.max() + 2)]
    tables = truth_table(np.unique(codes), n).astype(bool)
    flips = np.arange(size) ^ np.arange(size)[:, None]  # which corner each becomes
    return np.unique([np.where(tables[:, flip], digits, 0).sum(axis=1) for flip in flips])
