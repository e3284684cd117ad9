"""Surfaces seen from above and the paths of optimisers on them, quick enough to follow a slider."""

from functools import lru_cache

import numpy as np
from contourpy import LineType, contour_generator
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator, NullLocator

from nnbook import checks
from nnbook.optimizers.surfaces import Surface
from nnbook.plots import _canvas

_WIDE, _HIGH = 320, 220  # grid points of the shading; contour lines take every second one
_SHADES = ((0.97, 0.98, 0.99), (0.78, 0.84, 0.9))  # low ground, high ground


def landscape(surface, n_levels=14):
    """Return the contour lines and the shading of a surface, computed once for each surface.

    Heights above the lowest point are spaced evenly on a logarithmic scale, so that valley floors show as
    well as walls.

    Parameters
    ----------
    surface : nnbook.optimizers.surfaces.Surface
        What to look at, inside its window.
    n_levels : int
        Number of contour levels, 2 to 100.

    Returns
    -------
    lines : list of ndarray, shape (n_points, 2)
        Contour lines.
    image : ndarray, shape (n_rows, n_columns, 3)
        Colours, the top row first.

    Examples
    --------
    >>> from nnbook.optimizers.surfaces import saddle
    >>> lines, image = landscape(saddle())
    >>> lines[0].shape[1], image.shape
    (2, (220, 320, 3))
    """
    if not isinstance(surface, Surface):
        raise TypeError(f"need surface to be a Surface, got surface={surface!r}")
    return _landscape(surface, checks.integer("n_levels", n_levels, low=2, high=100))


@lru_cache(maxsize=64)
def _landscape(surface, n_levels):
    left, right, bottom, top = surface.window
    x, y = np.linspace(left, right, _WIDE), np.linspace(bottom, top, _HIGH)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    height = surface.excess(surface.value_and_grad(grid)[0])
    softened = np.log(height / np.median(height) + 0.01)
    levels = np.linspace(softened.min(), softened.max(), n_levels + 2)[1:-1]
    drawer = contour_generator(x[::2], y[::2], softened[::2, ::2], line_type=LineType.Separate)
    lines = [line for level in levels for line in drawer.lines(level)]
    share = (softened - softened.min()) / np.ptp(softened)
    low, high = np.array(_SHADES)
    return lines, (low + share[::-1, :, None] * (high - low))


def draw_surface(axes, surface, *, n_levels=14):
    """Draw shading, contour lines and minima (stars) of a surface, and fix the limits to its window.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    surface : nnbook.optimizers.surfaces.Surface
        What to draw.
    n_levels : int
        Number of contour levels, at least 2.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from nnbook.optimizers.surfaces import quadratic
    >>> axes = Figure().subplots()
    >>> draw_surface(axes, quadratic(5.0))
    >>> axes.get_xlim()
    (np.float64(-5.0), np.float64(5.0))
    """
    _canvas.check_axes(axes)
    lines, image = landscape(surface, n_levels)
    left, right, bottom, top = surface.window
    axes.imshow(image, extent=surface.window, aspect="auto", interpolation="nearest", zorder=0)
    axes.add_collection(LineCollection(lines, colors="#56697b", linewidths=0.6, zorder=1), autolim=False)
    axes.plot(
        *np.transpose(surface.minima), "*", color="white", markersize=13, markeredgecolor="black", zorder=4
    )
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="weight $x_1$", ylabel="weight $x_2$")
    for axis in (axes.xaxis, axes.yaxis):  # few ticks: each costs about a millisecond
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))


@checks.arguments(x=checks.array(shape=(None, 2), finite=False, empty=False), dots=checks.flag())
def draw_path(axes, x, *, color="C1", dots=True, width=1.8, zorder=3):
    """Draw the path of an optimiser as a line.

    Points that are NaN, after a divergence, are left out.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    x : array_like, shape (n_steps + 1, 2)
        Points, the start first.
    color : str
        Of the line.
    dots : bool
        Whether each point has a dot and the start a ring.
    width : float
        Of the line [points].
    zorder : float
        What is larger lies above.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> draw_path(Figure().subplots(), np.zeros((3, 2)))
    """
    _canvas.check_axes(axes)
    x = np.clip(x, -1e6, 1e6)  # the renderer works with 32-bit numbers; NaN stays NaN
    marker = {"marker": ".", "markersize": 4.5} if dots else {}
    axes.plot(x[:, 0], x[:, 1], color=color, linewidth=width, zorder=zorder, **marker)
    if dots:
        axes.plot(*x[0], "o", color="white", markeredgecolor="black", markersize=7, zorder=5)


@checks.arguments(low=checks.number(low=0, open_low=True), high=checks.number())
def log_scale(axes, low, high):
    """Make the vertical axis logarithmic from `low` to `high`, with labels at whole decades only.

    Minor ticks are left out: there would be eight in every decade, and each costs as much time as a label.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Whose axis.
    low, high : float
        Its ends, 0 < low < high.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> log_scale(axes, 1e-6, 1e3)
    >>> axes.get_yticks()
    array([1.e-06, 1.e-04, 1.e-02, 1.e+00, 1.e+02])
    """
    _canvas.check_axes(axes)
    checks.number("high", high, low=low, open_low=True)
    first, last = np.ceil(np.log10(low) - 1e-9), np.floor(np.log10(high) + 1e-9)
    axes.set_yscale("log")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(10.0 ** np.arange(first, last + 1, max(1, (last - first) // 4)))
    axes.set_ylim(low, high)
