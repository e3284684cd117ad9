"""Where everything stands in a picture, and where it may be cut into panels that a page lays out."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np


class Panel(NamedTuple):
    """A part of a picture that a page shows as a picture of its own.

    Parameters
    ----------
    x, y, width, height : int
        Where it is in the whole picture, from the top left [CSS px].
    row, column : int
        Its place in the grid of panels.
    kind : str
        "image" where a picture must not be turned over in dark mode, else "plot".

    Examples
    --------
    >>> Panel(0, 0, 300, 200, 0, 0, "plot").width
    300
    """

    x: int
    y: int
    width: int
    height: int
    row: int
    column: int
    kind: str


class Layout(NamedTuple):
    """The places of axes and panels, computed for the opening picture and kept for all others.

    Parameters
    ----------
    positions : tuple of Bbox
        The room of each axes, as parts of the figure.
    areas : tuple of (float, float, float, float)
        The rectangle that the data of each axes fill: x, y, width, height from the top left [CSS px].
    panels : tuple of Panel
        They tile the picture.

    Examples
    --------
    >>> Layout((), (), ()).panels
    ()
    """

    positions: tuple
    areas: tuple
    panels: tuple


def measure(figure, axes, grid, images=None):
    """Return the layout of a figure that has just been drawn at one pixel for one CSS pixel.

    Parameters
    ----------
    figure : Figure
        On a canvas of Agg.
    axes : sequence of Axes
        Those of the grid, in reading order; what else there is belongs to the nearest.
    grid : (int, int)
        Rows and columns.
    images : sequence of int, optional
        Which axes are pictures; those that show one when it is not given.

    Returns
    -------
    Layout

    Examples
    --------
    >>> from matplotlib.backends.backend_agg import FigureCanvasAgg
    >>> from matplotlib.figure import Figure
    >>> figure = Figure(figsize=(4, 2), dpi=100, layout="constrained")
    >>> canvas, axes = FigureCanvasAgg(figure), figure.subplots(1, 2)
    >>> canvas.draw()
    >>> [panel[:4] for panel in measure(figure, axes, (1, 2)).panels]
    [(0, 0, 200, 200), (200, 0, 200, 200)]
    """
    width, height = (round(side) for side in figure.bbox.size)
    tight = _tight_boxes(figure, axes)  # x0, y0, x1, y1 from the top left
    rows, columns = (index.ravel() for index in np.indices(grid))
    loose = figure.texts or figure.legends or figure.lines or figure.patches or figure._suptitle
    downs = [0, height] if loose else _cuts(tight[:, 1], tight[:, 3], rows, grid[0], height)
    acrosses = [0, width] if loose else _cuts(tight[:, 0], tight[:, 2], columns, grid[1], width)
    shows_image = [bool(one.images) if images is None else i in images for i, one in enumerate(axes)]
    middles = (tight[:, :2] + tight[:, 2:]) / 2
    panels = []
    for row, (top, bottom) in enumerate(pairwise(downs)):
        for column, (left, right) in enumerate(pairwise(acrosses)):
            inside = np.all((middles >= (left, top)) & (middles < (right, bottom)), axis=1)
            kind = "image" if np.any(shows_image & inside) else "plot"
            panels.append(Panel(left, top, right - left, bottom - top, row, column, kind))
    positions = tuple(one.get_position(original=True).frozen() for one in axes)
    return Layout(positions, tuple(_area(one, height) for one in axes), tuple(panels))


def _area(axes, height):
    box = axes.get_window_extent()
    return tuple(round(float(side), 2) for side in (box.x0, height - box.y1, box.width, box.height))


def _tight_boxes(figure, axes):
    """Return the box of each axes with everything that is drawn around it."""
    renderer, height = figure.canvas.get_renderer(), figure.bbox.height
    boxes = {one: one.get_tightbbox(renderer) or one.get_window_extent() for one in figure.axes}
    own = np.array([boxes.pop(one).extents for one in axes])
    middles = (own[:, :2] + own[:, 2:]) / 2
    for box in boxes.values():  # colour bars and twins
        nearest = np.argmin(np.hypot(*(middles - (box.p0 + box.p1) / 2).T))
        own[nearest] = np.r_[np.minimum(own[nearest, :2], box.p0), np.maximum(own[nearest, 2:], box.p1)]
    return np.c_[own[:, 0], height - own[:, 3], own[:, 2], height - own[:, 1]]


def _cuts(low, high, places, count, length):
    """Return where to cut a length: in the gaps between what stands at each place, and at both ends."""
    cuts = [0]
    for place in range(1, count):
        before, after = high[places < place].max(), low[places >= place].min()
        middle = round((before + after) / 2)
        if before <= middle <= after:
            cuts.append(middle)
    return [*cuts, length]
