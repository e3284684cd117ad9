"""One figure that is laid out once and drawn many times: what makes a slider feel immediate.

Making a figure, or clearing its axes, costs more than drawing most pictures. A stage keeps its figure and
puts it back into the state that it was in before the last picture, so that each begins with the same axes.
"""

import io
import re
from contextlib import contextmanager
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from nnbook.explore.errors import BriefTypeError
from nnbook.explore.layout import measure
from nnbook.explore.memento import Memento

DPI = 100  # a picture of 6.4 inches is 640 CSS pixels wide
SHADES = 64  # per color channel in small files: a quarter of the bytes are shades that no eye tells apart
HYPHEN_AS_MINUS = re.compile(r"(?<![\w.)\]])-(?=\.?\d)")  # screen readers pass over a hyphen
NEAREST_SHADE = np.round(np.round(np.arange(256) * (SHADES - 1) / 255) * 255 / (SHADES - 1)).astype(np.uint8)
N_TICKS = 10  # of each axis, made once; an axis that needs more makes them in each picture


class Picture(NamedTuple):
    """What a reader gets for one setting of the controls.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        The drawing.
    readout : str
        The sentence under it.

    Examples
    --------
    >>> Picture(np.zeros((2, 3, 3), np.uint8), "nothing").png()[1:4]
    b'PNG'
    """

    pixels: np.ndarray
    readout: str

    def png(self):
        """Return a PNG file that is made quickly, for a live view and for pages without a script."""
        return _encoded(self.pixels, "PNG", compress_level=1)

    def webp(self):
        """Return a small WebP file for a static page: sharp edges, and colors to the nearest of 64 shades."""
        return _encoded(NEAREST_SHADE[self.pixels], "WEBP", lossless=True, quality=80, method=4)


def _encoded(pixels, kind, **options):
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, kind, **options)
    return target.getvalue()


class Setting(NamedTuple):
    """What the figure of an explorer is like before anything is drawn on it.

    Parameters
    ----------
    panels : (int, int)
        Rows and columns.
    size : (float, float)
        Width and height [inch].
    ratios : sequence of float or None
        Relative widths of the columns.
    constants : tuple of dict
        Properties of each axes that no picture changes, as ``Axes.set`` takes them.
    images : tuple of int or None
        Which axes are pictures.
    style : dict
        The settings of matplotlib under which everything is drawn.

    Examples
    --------
    >>> Setting((1, 1), (2, 1), None, ({},), None, {}).figure(scale=2)[0].bbox.size.round()
    array([400., 200.])
    """

    panels: tuple
    size: tuple
    ratios: object
    constants: tuple
    images: tuple | None
    style: dict

    def figure(self, scale):
        """Return an empty figure with `scale` pixels for one CSS pixel, and its axes."""
        dpi = DPI * scale
        whole = [(round(side * dpi) + 1e-6) / dpi for side in self.size]  # a canvas cuts parts of a pixel off
        figure = Figure(figsize=whole, dpi=dpi, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(*self.panels, squeeze=False, width_ratios=self.ratios).ravel()
        for one, constants in zip(axes, self.constants, strict=True):
            one.set(**constants)
        return figure, axes


class Stage:
    """A figure with empty axes, on which `show` puts one picture after the other.

    Parameters
    ----------
    draw : callable
        ``draw(axes, **arguments) -> str``.
    opening : dict
        The arguments of the picture that the layout is computed for.
    setting : Setting
        What is there before anything is drawn.
    scale : float
        Pixels of the picture for one CSS pixel.
    layout : Layout, optional
        Where everything stands; found by drawing the opening picture when it is not given.

    Examples
    --------
    >>> setting = Setting((1, 1), (2, 1), None, ({},), None, {})
    >>> stage = Stage(lambda ax, x: ax.set_title(x) and x, {"x": "1"}, setting, 1)
    >>> stage.show({"x": "2"}).pixels.shape
    (100, 200, 3)
    """

    def __init__(self, draw, opening, setting, scale, layout=None):
        self._draw, self._style = draw, setting.style
        with _styled(self._style):
            self.layout = layout or self._laid_out(opening, setting)
            figure, self._axes = setting.figure(scale)
            self._canvas = figure.canvas
            figure.set_layout_engine("none")  # from now on nothing moves but the data
            for axes, position in zip(self._axes, self.layout.positions, strict=True):
                axes.set_position(position)
                for axis in (axes.xaxis, axes.yaxis):
                    axis.get_major_ticks(N_TICKS)
            self._canvas.draw()
            self._empty = Memento(figure)

    def _laid_out(self, opening, setting):
        """Return the layout of the opening picture."""
        figure, self._axes = setting.figure(1)
        self._put(opening)
        for _ in range(2):  # with axes of fixed aspect the first layout is not yet the last
            figure.canvas.draw()
        return measure(figure, self._axes, setting.panels, setting.images)

    def show(self, arguments):
        """Return the picture for `arguments`, whatever was shown before."""
        self._empty.restore()
        with _styled(self._style):
            readout = self._put(arguments)
            self._canvas.draw()
        return Picture(np.array(self._canvas.buffer_rgba())[..., :3], readout)

    def _put(self, arguments):
        readout = self._draw(self._axes[0] if len(self._axes) == 1 else self._axes, **arguments)
        if not isinstance(readout, str) or not readout.strip():
            raise BriefTypeError(f"need draw to return a sentence to read under the picture, got {readout!r}")
        return HYPHEN_AS_MINUS.sub("−", readout)


@contextmanager
def _styled(style):
    """Draw under the given settings of matplotlib, and undo what a draw does to them."""
    with mpl.rc_context():
        dict.update(mpl.rcParams, style)  # they have been checked when they were set
        yield
