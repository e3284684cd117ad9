"""Kernels that are written down: blurs, derivatives and what artists make of them."""

import numpy as np

from nnbook import checks
from nnbook.convolution import convolve


def _as_odd(name, size):
    """Return `size` as an odd integer: then a kernel has a middle."""
    size = checks.integer(name, size, low=1, high=1001)
    if size % 2 == 0:
        raise ValueError(f"need an odd {name}, so that the kernel has a middle, got {name}={size}")
    return size


def _as_odd_and_wide(name, size):
    """Return `size` as an odd integer of at least 3: then a kernel has a slope."""
    return _as_odd(name, checks.integer(name, size, low=3))


@checks.arguments(size=_as_odd)
def identity(size=3):
    """Return the kernel that changes nothing: a 1 in the middle.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels].

    Returns
    -------
    ndarray, shape (size, size)

    Examples
    --------
    >>> identity()
    array([[0., 0., 0.],
           [0., 1., 0.],
           [0., 0., 0.]])
    """
    kernel = np.zeros((size, size))
    kernel[size // 2, size // 2] = 1.0
    return kernel


@checks.arguments(size=_as_odd)
def box(size=3):
    """Return the kernel of the plain mean over a square.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels].

    Returns
    -------
    ndarray, shape (size, size)

    Examples
    --------
    >>> box(3).sum().round(12)
    np.float64(1.0)
    """
    return np.full((size, size), 1 / size**2)


@checks.arguments(size=_as_odd, sigma=checks.number(low=1e-3, high=1e100))
def gaussian(size=3, *, sigma=None):
    r"""Return the Gaussian blur :math:`k_{ab} \propto e^{-(a^2+b^2)/2\sigma^2}`, with sum 1.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels].
    sigma : float, optional
        Width of the bell [pixels], by default ``size / 5``: the kernel then ends 2.5 sigma from its middle.

    Returns
    -------
    ndarray, shape (size, size)

    Examples
    --------
    >>> gaussian(3, sigma=1).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    sigma = size / 5 if sigma is None else sigma
    a = np.arange(size) - size // 2
    taps = np.exp(-(a**2) / (2 * sigma**2))  # of one axis: e^−(a² + b²)/2σ² is a product
    return np.outer(taps, taps) / taps.sum() ** 2


def laplacian():
    r"""Return the Laplacian :math:`\partial_x^2 + \partial_y^2`: four neighbours minus 4 times the middle.

    Examples
    --------
    >>> laplacian()
    array([[ 0.,  1.,  0.],
           [ 1., -4.,  1.],
           [ 0.,  1.,  0.]])
    """
    return np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])


@checks.arguments(amount=checks.number(low=0, high=1e100))
def sharpen(amount=1.0):
    r"""Return the identity minus `amount` times the Laplacian: edges overshoot, flat areas stay.

    Parameters
    ----------
    amount : float
        Strength of the sharpening, from 0 to 10¹⁰⁰.

    Returns
    -------
    ndarray, shape (3, 3)

    Examples
    --------
    >>> sharpen()
    array([[ 0., -1.,  0.],
           [-1.,  5., -1.],
           [ 0., -1.,  0.]])
    """
    return identity() - amount * laplacian()


@checks.arguments(size=_as_odd_and_wide)
def sobel_x(size=3):
    r"""Return Sobel's derivative along x: positive where the picture brightens to the right.

    Larger kernels come from convolving with binomials (1, 2, 1) once more on both axes, as OpenCV does.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels], at least 3.

    Returns
    -------
    ndarray, shape (size, size)

    References
    ----------
    .. [1] I. Sobel and G. Feldman, "A 3x3 isotropic gradient operator for image processing", talk at the
       Stanford Artificial Intelligence Project, 1968.

    Examples
    --------
    >>> sobel_x()
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.],
           [-1.,  0.,  1.]])
    """
    smooth, slope = np.array([1.0, 2.0, 1.0]), np.array([-1.0, 0.0, 1.0])
    for _ in range((size - 3) // 2):
        smooth, slope = convolve(smooth, [1.0, 2.0, 1.0]), convolve(slope, [1.0, 2.0, 1.0])
    return np.outer(smooth, slope)


def sobel_y(size=3):
    """Return Sobel's derivative along y: positive where the picture brightens downwards; see `sobel_x`.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels], at least 3.

    Returns
    -------
    ndarray, shape (size, size)

    Examples
    --------
    >>> sobel_y()
    array([[-1., -2., -1.],
           [ 0.,  0.,  0.],
           [ 1.,  2.,  1.]])
    """
    return sobel_x(size).T.copy()


def emboss():
    """Return the identity plus a diagonal derivative: the picture looks like a relief lit from one corner.

    Examples
    --------
    >>> emboss()
    array([[-2., -1.,  0.],
           [-1.,  1.,  1.],
           [ 0.,  1.,  2.]])
    """
    return np.array([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]])


@checks.arguments(
    size=_as_odd_and_wide,
    angle=checks.number(),
    wavelength=checks.number(low=2),
    sigma=checks.number(low=0.1, high=1e100),
    aspect=checks.number(low=0, high=1e100, open_low=True),
    phase=checks.number(),
)
def gabor(size=11, *, angle=0.0, wavelength=6.0, sigma=None, aspect=1.0, phase=0.0):
    r"""Return a Gabor filter: a wave under a bell, the model of a simple cell's receptive field.

    .. math:: k(x, y) = e^{-(u^2 + \gamma^2 v^2)/2\sigma^2} \cos(2\pi u/\lambda + \varphi),
       \quad u = x\cos\vartheta + y\sin\vartheta, \quad v = -x\sin\vartheta + y\cos\vartheta

    Its mean is subtracted, so that a uniform area gives 0, and it is scaled so that the absolute values sum
    to 1. The wave runs along u: with `angle` 0 the filter prefers vertical stripes.

    Parameters
    ----------
    size : int
        Odd number of rows and columns [pixels], at least 3.
    angle : float
        Direction of the wave from the x axis towards the y axis, which points down [degrees].
    wavelength, sigma : float
        Length of the wave and width of the bell [pixels]; sigma is ``size / 5`` by default.
    aspect : float
        The width of the bell along the wave over its length across it, gamma.
    phase : float
        Phase of the wave in the middle [degrees]. 0 gives a bright stripe there, 90 an edge.

    Returns
    -------
    ndarray, shape (size, size)

    Raises
    ------
    ValueError
        If the wave has the same value in every cell: nothing is left when its mean is taken off.

    References
    ----------
    .. [1] J. G. Daugman, "Uncertainty relation for resolution in space, spatial frequency, and orientation
       optimized by two-dimensional visual cortical filters", J. Opt. Soc. Am. A 2, 1160, 1985.

    Examples
    --------
    >>> kernel = gabor(11, wavelength=6)
    >>> bool(abs(kernel.sum()) < 1e-12), bool(kernel[5, 5] == kernel.max()), kernel.shape
    (True, True, (11, 11))
    """
    theta, phi = np.deg2rad([angle, phase])
    sigma = size / 5 if sigma is None else sigma
    y, x = np.mgrid[:size, :size] - size // 2
    u, v = x * np.cos(theta) + y * np.sin(theta), y * np.cos(theta) - x * np.sin(theta)
    bell = np.exp(-(u**2 + (aspect * v) ** 2) / (2 * sigma**2))
    kernel = bell * np.cos(2 * np.pi * u / wavelength + phi)
    kernel -= kernel.mean()
    if (total := np.abs(kernel).sum()) <= 1e-12 * bell.sum():  # zero but for rounding
        got = f"got {wavelength=}, {phase=}, {angle=}"
        raise ValueError(f"need a wave that has not the same value in every cell, {got}")
    return kernel / total
