"""Pictures of states: many patterns as one image, and all states of a small network on one map."""

import numpy as np

from nnbook import checks


def mosaic(pictures, n_columns, *, gap=1):
    """Put pictures of equal size side by side into one array, which is drawn far faster than many axes.

    Parameters
    ----------
    pictures : array_like, shape (n_pictures, height, width)
        Grey levels; filled row by row.
    n_columns : int
        How many stand in a row.
    gap : int
        Pixels between neighbours; they and missing pictures become NaN, which imshow leaves blank.

    Returns
    -------
    sheet : ndarray, shape (n_rows * (height + gap) - gap, n_columns * (width + gap) - gap)

    Raises
    ------
    TypeError, ValueError
        If `pictures` is not such an array or a number is out of range.

    Examples
    --------
    >>> mosaic([[[1]], [[2]], [[3]]], 2)
    array([[ 1., nan,  2.],
           [nan, nan, nan],
           [ 3., nan, nan]])
    """
    pictures = checks.array("pictures", pictures, ndim=3)
    n_columns = checks.integer("n_columns", n_columns, low=1)
    gap = checks.integer("gap", gap, low=0)
    n, height, width = pictures.shape
    n_rows = -(-n // n_columns)
    sheet = np.full((n_rows, height + gap, n_columns, width + gap), np.nan)
    for k, picture in enumerate(pictures):
        sheet[k // n_columns, :height, k % n_columns, :width] = picture
    sheet = sheet.reshape(n_rows * (height + gap), n_columns * (width + gap))
    return sheet[: len(sheet) - gap, : sheet.shape[1] - gap]


def state_map(n):
    """Place all 2**n states on a rectangle so that neighbouring places differ in one unit, edges wrapping round.

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

    Raises
    ------
    TypeError, ValueError
        If `n` is not an integer from 2 to 16.

    Examples
    --------
    >>> state_map(3)  # in binary: 000 001 011 010 above 100 101 111 110
    array([[0, 1, 3, 2],
           [4, 5, 7, 6]])
    """
    n = checks.integer("n", n, low=2, high=16)
    rows, columns = (np.arange(2**k) ^ (np.arange(2**k) >> 1) for k in (n // 2, n - n // 2))
    return (rows[:, np.newaxis] << (n - n // 2)) + columns


def show_pictures(axes, pictures, n_columns, *, title="", low=-1, high=1):
    """Draw pictures as one mosaic without ticks: dark for high values, as ink is.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    pictures : array_like, shape (n_pictures, height, width)
        Grey levels.
    n_columns : int
        How many stand in a row.
    title : str
        Above the pictures.
    low, high : float
        The values of paper and ink.

    Raises
    ------
    TypeError, ValueError
        If `pictures` is not such an array.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> show_pictures(axes, np.ones((2, 3, 3)), 2)
    >>> axes.images[0].get_array().shape
    (3, 7)
    """
    axes.imshow(mosaic(pictures, n_columns), cmap="Greys", vmin=low, vmax=high)
    axes.set_title(title)
    axes.set_axis_off()
