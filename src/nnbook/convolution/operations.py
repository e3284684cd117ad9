r"""One small kernel, slid over a signal or a picture: the linear map that a convolutional network is made of.

Two conventions are in use and both are here: `correlate` slides the kernel as it is printed (deep-learning
libraries call that "convolution"), `convolve` flips it first (what mathematics and signal processing mean).
"""

from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnbook import checks
from nnbook.convolution.arithmetic import window_geometry

TILE_ROWS = 8  # rows of output made by one matrix product: enough for BLAS, few enough for the cache
MAX_ENTRIES = 50_000_000  # of a Toeplitz matrix (0.4 GB): a larger one is a mistake, not a lesson


def correlate(x, kernel, *, padding="valid", stride=1):
    r"""Slide `kernel` over `x` and return the dot product at every position (cross-correlation).

    .. math:: y_{mn} = \sum_{a,b} k_{ab}\, x_{Sm+a,\;Sn+b}

    S is the stride, and x is padded with zeros. Several rows of y are made at once: a band of copies of the
    kernel, which is a Toeplitz matrix, is multiplied by the rows of x that lie under it.

    Parameters
    ----------
    x : array_like, shape (n,) or (height, width)
        A signal or a picture. Its floating precision is kept; integers are computed as int64.
    kernel : array_like, shape (f,) or (f, g)
        As many axes as x.
    padding : {"valid", "same", "full"} or int or tuple
        Zeros added at each end, see `nnbook.convolution.output_size`; a tuple gives one value per
        axis.
    stride : int or tuple of int
        S, cells from one position to the next.

    Returns
    -------
    y : ndarray, as many axes as `x`
        The lengths are those that `nnbook.convolution.output_size` gives.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, equation 9.6.

    Examples
    --------
    >>> correlate([1, 2, 4, 8], [-1, 1])                  # the differences
    array([1, 2, 4])
    >>> x = [[4, 5, 8, 7], [1, 8, 8, 8], [3, 6, 6, 4], [6, 5, 7, 8]]
    >>> correlate(x, [[1, 4, 1], [1, 4, 3], [3, 3, 1]])
    array([[122, 148],
           [126, 134]])
    """
    x, kernel, n_out, stride = _padded(x, kernel, padding, stride)
    if x.ndim == 1:  # a signal is a picture of one row
        return correlate(x[None], kernel[None], stride=(1, *stride))[0]
    (f, g), (n_rows, n_cols), (down, right) = kernel.shape, n_out, stride
    shifted = [x[:, b : b + right * (n_cols - 1) + 1 : right] for b in range(g)]
    columns = np.stack(shifted, axis=1)  # columns[i, b, n] = x[i, S n + b]
    rows = min(TILE_ROWS, n_rows)
    band = np.zeros((rows, down * (rows - 1) + f, g), x.dtype)
    for m in range(rows):
        band[m, down * m : down * m + f] = kernel  # band[m, i, b] = k[i - S m, b]
    y = np.empty(n_out, x.dtype)
    for top in range(0, n_rows, rows):
        tile = y[top : top + rows]
        depth = down * (len(tile) - 1) + f
        under = columns[down * top : down * top + depth].reshape(depth * g, n_cols)
        np.matmul(band[: len(tile), :depth].reshape(len(tile), depth * g), under, out=tile)
    return y


@checks.arguments(kernel=checks.array(ndim=(1, 2), dtype=None))
def convolve(x, kernel, *, padding="full", stride=1):
    r"""Return the convolution of `x` with `kernel`: the cross-correlation with the flipped kernel.

    .. math:: (x * k)_{mn} = \sum_{i,j} x_{ij}\, k_{m-i,\;n-j}

    With "full" padding, the default, the formula holds as it stands for every index where a product exists.

    Parameters
    ----------
    x, kernel, padding, stride
        As in `correlate`.

    Returns
    -------
    y : ndarray, as many axes as `x`

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, equation 9.4.

    Examples
    --------
    >>> convolve([2, -1, 1], [1, 1, 2])
    array([ 2,  1,  4, -1,  2])
    >>> convolve([[1, 3, 1], [0, -1, 1], [2, 2, -1]], [[1, 2], [0, -1]])
    array([[ 1,  5,  7,  2],
           [ 0, -2, -4,  1],
           [ 2,  6,  4, -3],
           [ 0, -2, -2,  1]])
    """
    return correlate(x, np.flip(kernel), padding=padding, stride=stride)


@checks.arguments(x=checks.array(ndim=(1, 2), dtype=None, empty=False))
def im2col(x, kernel_size, *, padding="valid", stride=1):
    """Return a matrix whose rows are the windows of `x`, so that filtering is one matrix-vector product.

    ``correlate(x, kernel).ravel() == im2col(x, kernel.shape) @ kernel.ravel()``.

    Parameters
    ----------
    x : array_like, shape (n,) or (height, width)
        A signal or a picture.
    kernel_size : int or tuple of int
        Size of the window along each axis.
    padding, stride
        As in `correlate`.

    Returns
    -------
    windows : ndarray, shape (number of positions, number of cells in a window)

    References
    ----------
    .. [1] K. Chellapilla, S. Puri and P. Simard, "High performance convolutional neural networks for document
       processing", 10th International Workshop on Frontiers in Handwriting Recognition, 2006.

    Examples
    --------
    >>> im2col([1, 2, 3, 4], 2)
    array([[1, 2],
           [2, 3],
           [3, 4]])
    """
    _, size, n_out, stride, _ = window_geometry(x.shape, kernel_size, padding, stride, x.ndim)
    x = _padded(x, np.ones(size, bool), padding, stride)[0]
    views = sliding_window_view(x, size)
    views = views[tuple(slice(None, None, s) for s in stride)]
    return np.array(views, order="C").reshape(prod(n_out), prod(size))  # never a view of x


@checks.arguments(kernel=checks.array(ndim=(1, 2), dtype=None))
def toeplitz(kernel, input_shape, *, padding="full", stride=1):
    r"""Return the matrix T with ``T @ x.ravel() == convolve(x, kernel).ravel()``.

    In one dimension :math:`T_{nm} = k_{n-m}` is constant along its diagonals. In two it is a Toeplitz matrix
    of Toeplitz blocks, :math:`T = \sum_a E_a \otimes T(k_a)`: E_a is the one-dimensional matrix of the kernel
    that has its only 1 at a, so it says which rows of x meet row a of k; T(k_a) is the matrix of that row.

    Parameters
    ----------
    kernel : array_like, shape (f,) or (f, g)
        k.
    input_shape : int or tuple of int
        Shape of x, as many axes as the kernel.
    padding, stride
        As in `convolve`.

    Returns
    -------
    matrix : ndarray, shape (number of outputs, number of inputs)

    Raises
    ------
    ValueError
        If the matrix would have more than 50 million entries.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 9.1.

    Examples
    --------
    >>> toeplitz([1, 1, 2], 3)
    array([[1, 0, 0],
           [1, 1, 0],
           [2, 1, 1],
           [0, 2, 1],
           [0, 0, 2]])
    """
    shape, _, n_out, stride, ends = window_geometry(input_shape, kernel.shape, padding, stride, kernel.ndim)
    if (entries := prod(n_out) * prod(shape)) > MAX_ENTRIES:
        raise ValueError(f"need at most {MAX_ENTRIES} matrix entries, got {entries} with {input_shape=}")

    def band(taps, axis):
        """Row m holds the flipped taps from column S m - (cells before) on; off the ends they meet zeros."""
        matrix = np.zeros((n_out[axis], shape[axis]), kernel.dtype)
        m = np.arange(n_out[axis])
        for a, tap in enumerate(taps[::-1]):
            column = stride[axis] * m - ends[axis][0] + a
            inside = (column >= 0) & (column < shape[axis])
            matrix[m[inside], column[inside]] = tap
        return matrix

    if kernel.ndim == 1:
        return band(kernel, 0)
    unit = np.eye(len(kernel), dtype=kernel.dtype)
    return sum(np.kron(band(unit[a], 0), band(row, 1)) for a, row in enumerate(kernel))


def _padded(x, kernel, padding, stride):
    """Return x with its zeros, the kernel in the same dtype, the output sizes and the strides."""
    x = checks.array("x", x, ndim=(1, 2), dtype=None, empty=False)
    kernel = checks.array("kernel", kernel, ndim=x.ndim, dtype=None, empty=False)
    _, _, n_out, stride, ends = window_geometry(x.shape, kernel.shape, padding, stride, x.ndim)
    floating = x.dtype.kind == "f"  # then x sets the precision, so that a float32 picture stays one
    dtype = np.result_type(x, np.float32) if floating else np.result_type(x, kernel, np.int64)
    if any(map(any, ends)):
        roomy = np.zeros(
            [n + before + after for n, (before, after) in zip(x.shape, ends, strict=True)], dtype
        )
        middle = (slice(before, before + n) for n, (before, _) in zip(x.shape, ends, strict=True))
        roomy[tuple(middle)] = x
        x = roomy
    return x.astype(dtype, copy=False), kernel.astype(dtype, copy=False), n_out, stride
