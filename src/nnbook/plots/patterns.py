"""States of a memory on the page: patterns in ink, and all states of a small network on one map."""

import numpy as np

from nnbook import checks
from nnbook.plots.images import mosaic, show_picture


@checks.arguments(n=checks.integer(low=2, high=16))
def state_map(n):
    """Place all 2**n states on a rectangle so that neighbouring places differ in one unit; edges wrap round.

    The first units choose the row and the others the column, both in the order of the reflected binary (Gray)
    code. A state has n neighbours and a place only four, so some single flips are long jumps on the map.

    Parameters
    ----------
    n : int
        Number of units, 2 to 16.

    Returns
    -------
    index : ndarray of int, shape (2 ** (n // 2), 2 ** (n - n // 2))
        Which state, in the order of `nnbook.hopfield.all_states`, stands at each place.

    Examples
    --------
    >>> state_map(3)  # in binary: 000 001 011 010 above 100 101 111 110
    array([[0, 1, 3, 2],
           [4, 5, 7, 6]])
    """
    rows, columns = (np.arange(2**k) ^ (np.arange(2**k) >> 1) for k in (n // 2, n - n // 2))
    return (rows[:, np.newaxis] << (n - n // 2)) + columns


@checks.arguments(pictures=checks.array(ndim=3))
def show_pictures(axes, pictures, *, columns=None, title="", limits=(-1.25, 1)):
    """Draw pictures in ink on paper, as one mosaic with blank gaps.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    pictures : array_like, shape (n_pictures, height, width)
        Grey levels.
    columns : int, optional
        Pictures in a row; all of them by default.
    title : str
        Above the pictures.
    limits : (float, float)
        The values of white and black; by default -1 is paper, a little darker than the gaps, and 1 is ink.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> show_pictures(axes, np.ones((2, 3, 3)))
    >>> axes.images[0].get_array().shape
    (5, 9)
    """
    sheet = mosaic(pictures, columns=len(pictures) if columns is None else columns, fill=np.nan)
    show_picture(axes, sheet, limits=limits, title=title, cmap="Greys")
