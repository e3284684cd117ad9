"""A kernel taken apart, and a kernel found from what it did."""

import numpy as np

from nnbook import checks
from nnbook.convolution import im2col
from nnbook.convolution.arithmetic import window_geometry


@checks.arguments(kernel=checks.array(ndim=2))
def separate(kernel):
    r"""Write `kernel` as a sum of as few outer products :math:`\sum_r c_r d_r^\top` as possible.

    A kernel with one term is *separable*: filtering the columns with c and then the rows with d costs F + G
    multiplications per pixel instead of F G. The terms are the singular value decomposition, largest first.

    Parameters
    ----------
    kernel : array_like, shape (f, g)
        F rows and G columns.

    Returns
    -------
    terms : list of tuple (column, row)
        Arrays of shapes (f,) and (g,); their number is the rank of `kernel`.

    Examples
    --------
    >>> from nnbook.convolution.filters import gaussian, laplacian, sobel_x
    >>> [(column, row)] = separate(sobel_x())
    >>> np.allclose(np.outer(column, row), sobel_x())
    True
    >>> len(separate(laplacian())), len(separate(gaussian(9)))
    (2, 1)
    """
    left, values, right = np.linalg.svd(kernel)
    rank = int(np.sum(values > 1e-10 * max(values, default=0)))
    return [(left[:, r] * np.sqrt(values[r]), right[r] * np.sqrt(values[r])) for r in range(rank)]


@checks.arguments(x=checks.array(ndim=2))
def fit(x, y, kernel_size):
    r"""Return the kernel that turns `x` into `y` with the least squared error.

    .. math:: \mathbf{k} = \arg\min_{\mathbf{k}} \lVert M\mathbf{k} - \mathbf{y} \rVert^2

    where the rows of M are the windows of x, see `nnbook.convolution.im2col`: a linear regression with one
    equation per pixel.

    Parameters
    ----------
    x : array_like, shape (height, width)
        The picture before.
    y : array_like, shape (height - f + 1, width - g + 1)
        What a valid cross-correlation gave.
    kernel_size : int or tuple of int
        f and g.

    Returns
    -------
    kernel : ndarray of float64, shape (f, g)
        The smallest of the solutions where the windows leave several.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(8, 8))
    >>> y = x[1:-1, 2:] - x[1:-1, :-2]
    >>> np.abs(fit(x, y, 3)).round(6)
    array([[0., 0., 0.],
           [1., 0., 1.],
           [0., 0., 0.]])
    """
    M = im2col(x, kernel_size)
    _, size, n_out, _, _ = window_geometry(x.shape, kernel_size, "valid", 1, 2)
    y = checks.array("y", y, shape=n_out)
    return np.linalg.lstsq(M, y.ravel())[0].reshape(size)  # the k of least ‖M k − y‖²
