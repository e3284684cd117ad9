"""Pictures, kernels and grids of pictures on axes: few artists, because a reader is holding a slider."""

import numpy as np
from matplotlib.colors import to_rgba_array
from matplotlib.patches import Rectangle

from nnbook import checks
from nnbook.plots import _canvas

PALE = 0.6  # how much of the depth of RdBu_r leaves black numbers readable


@checks.arguments(
    images=checks.array(ndim=3, empty=False),
    columns=checks.size(),
    border=checks.size(low=0),
    fill=checks.array(ndim=0, finite=False),
)
def mosaic(images, *, columns=None, border=1, fill=1.0):
    """Lay many small pictures out as one array: a single artist draws it ten times faster than an axes each.

    Parameters
    ----------
    images : array_like, shape (n_images, height, width)
        Grey levels.
    columns : int, optional
        Pictures in a row, by default about as many as there are rows.
    border : int
        Cells between and around the pictures.
    fill : float
        Value of the border and of places left empty.

    Returns
    -------
    sheet : ndarray, shape (rows * (height + border) + border, columns * (width + border) + border)

    Examples
    --------
    >>> mosaic([[[1]], [[2]], [[3]]], columns=2, fill=0)
    array([[0., 0., 0., 0., 0.],
           [0., 1., 0., 2., 0.],
           [0., 0., 0., 0., 0.],
           [0., 3., 0., 0., 0.],
           [0., 0., 0., 0., 0.]])
    """
    n_images, height, width = images.shape
    columns = int(np.ceil(np.sqrt(n_images))) if columns is None else columns
    rows = -(-n_images // columns)
    tiles = np.full((rows * columns, height + border, width + border), fill)
    tiles[:n_images, border:, border:] = images
    sheet = np.full((rows * (height + border) + border, columns * (width + border) + border), fill)
    tiles = tiles.reshape(rows, columns, height + border, width + border).swapaxes(1, 2)
    sheet[: len(sheet) - border, : sheet.shape[1] - border] = tiles.reshape(
        rows * (height + border), columns * (width + border)
    )
    return sheet


@checks.arguments(picture=checks.array(ndim=2, dtype=None, finite=False, empty=False))
def show_picture(axes, picture, *, limits=(0, 1), title="", cmap="gray"):
    """Draw a picture without axes, row 0 on top; values outside `limits` are clipped.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    picture : ndarray, shape (height, width)
        Grey levels.
    limits : (float, float)
        Shown as the two ends of the colour map.
    title : str
        Above the picture.
    cmap : str
        Name of a colour map.

    Returns
    -------
    matplotlib.image.AxesImage

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> show_picture(Figure().subplots(), np.eye(3)).get_clim()
    (0.0, 1.0)
    """
    _bare(axes, title)
    shown = axes.imshow(picture, cmap=cmap, vmin=limits[0], vmax=limits[1], interpolation="nearest")
    axes.set(xlim=(-0.5, picture.shape[1] - 0.5), ylim=(picture.shape[0] - 0.5, -0.5))
    return shown


def _bare(axes, title):
    """Leave a title and nothing else of the axes; ticks that nobody sees would still be laid out."""
    # on top, so that room is kept for the title
    _canvas.check_axes(axes).set(xticks=[], yticks=[], title=title, anchor="N")
    axes.set_axis_off()


def response_limits(kernel):
    """Return the grey levels to show a filtered picture with: they depend on the kernel alone.

    For a picture from 0 to 1, a kernel with a positive sum is shown from 0 to that sum; another one, whose
    response has both signs, symmetrically about middle grey, to half of what it could reach.

    Parameters
    ----------
    kernel : array_like, shape (f, g)
        What the picture was filtered with.

    Returns
    -------
    low, high : float
        The values of black and white.

    Examples
    --------
    >>> response_limits([[1, 2, 1]]), response_limits([[-1, 0, 1]])
    ((0.0, 4.0), (-0.5, 0.5))
    """
    kernel = checks.array("kernel", kernel, ndim=2)
    total = float(kernel.sum())
    if total > 1e-6 * np.abs(kernel).sum():
        return 0.0, total
    reach = max(float(np.maximum(kernel, 0).sum()), float(np.maximum(-kernel, 0).sum())) or 1.0
    return -reach / 2, reach / 2


@checks.arguments(
    values=checks.array(ndim=2),
    limit=checks.number(low=0),
    digits=checks.integer(low=1, high=17),
    text=checks.flag(),
)
def show_numbers(axes, values, *, title="", limit=None, digits=2, text=True):
    """Draw a matrix as coloured cells with its numbers: blue below zero, red above, white at zero.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    values : array_like, shape (rows, columns)
        The matrix.
    title : str
        Above it.
    limit : float, optional
        Magnitude of the deepest colours; by default the largest in `values`. Behind numbers all are paler.
    digits : int
        Significant digits of the numbers.
    text : bool
        Whether numbers are written; they are left out of more than 150 cells.

    Returns
    -------
    matplotlib.image.AxesImage

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> shown = show_numbers(axes, [[-1, 2.5]])
    >>> [text.get_text() for text in axes.texts]
    ['−1', '2.5']
    """
    limit = np.abs(values).max(initial=0) if limit is None else limit
    limit = float(limit) or 1.0
    text = text and values.size <= 150
    deepest = limit / PALE if text else limit
    shown = show_picture(axes, values, limits=(-deepest, deepest), title=title, cmap="RdBu_r")
    outline(axes, 0, 0, *values.shape)
    if text:
        style = {"ha": "center", "va": "center", "color": "black", "fontsize": _text_size(values.shape)}
        for (row, column), value in np.ndenumerate(values):
            written = f"{value + 0.0:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
            axes.text(column, row, written.replace("-", "−"), **style)
    return shown


def _text_size(shape):
    """Return a font size that fits the cells of a panel two to three inches wide."""
    return float(np.clip(48 / max(shape), 6, 12))


@checks.arguments(row=checks.number(), column=checks.number(), height=checks.number(), width=checks.number())
def outline(axes, row, column, height, width, *, color="#444444", linewidth=1.0, **style):
    """Draw a rectangle around cells of a picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    row, column : float
        The first cell, at its top left.
    height, width : float
        In cells.
    color, linewidth, **style
        As for `matplotlib.patches.Rectangle`; the inside stays empty.

    Returns
    -------
    matplotlib.patches.Rectangle

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> outline(Figure().subplots(), 0, 1, 2, 3).get_xy()
    (0.5, -0.5)
    """
    patch = Rectangle(
        (column - 0.5, row - 0.5),
        width,
        height,
        fill=False,
        edgecolor=color,
        linewidth=linewidth,
        clip_on=False,
        zorder=3,  # over the lines between cells
        **style,
    )
    return _canvas.check_axes(axes).add_patch(patch)


@checks.arguments(codes=checks.array(ndim=2, dtype=None, empty=False))
def show_cells(axes, codes, colours, *, title=""):
    """Draw a grid of cells whose integer codes say which of `colours` each has.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    codes : ndarray of int, shape (rows, columns)
        Indices into `colours`.
    colours : sequence of str
        What the codes stand for.
    title : str
        Above the cells.

    Returns
    -------
    matplotlib.image.AxesImage

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> show_cells(Figure().subplots(), np.eye(2, dtype=int), ["white", "black"]).get_array().shape
    (2, 2, 4)
    """
    colours = to_rgba_array(list(colours))
    codes = checks.class_indices("codes", codes, len(colours))
    rows, columns = codes.shape
    _bare(axes, title)
    shown = axes.imshow(colours[codes], interpolation="nearest")
    lines = {"color": "white", "linewidth": 1.5}
    axes.hlines(np.arange(1, rows) - 0.5, -0.5, columns - 0.5, **lines)
    axes.vlines(np.arange(1, columns) - 0.5, -0.5, rows - 0.5, **lines)
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    return shown
