"""One figure that is laid out once and drawn many times: what makes a slider feel immediate.

Making a figure, or clearing its axes, costs more than drawing most pictures. A stage keeps its figure and
removes what the last picture put there, so that the next one starts from the same empty axes.
"""

import io
import re
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

DPI = 100  # a picture of 6.4 inches is 640 CSS pixels wide
SHADES = 64  # per color channel in small files: a quarter of the bytes are shades that no eye tells apart
HYPHEN_AS_MINUS = re.compile(r"(?<![\w.)\]])-(?=\.?\d)")  # screen readers pass over a hyphen
NEAREST_SHADE = np.round(np.round(np.arange(256) * (SHADES - 1) / 255) * 255 / (SHADES - 1)).astype(np.uint8)


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


class Stage:
    """A figure with empty axes, on which `show` puts one picture after the other.

    Parameters
    ----------
    draw : callable
        ``draw(axes, **arguments) -> str or None``.
    opening : dict
        The arguments of the picture that the layout is computed for.
    panels : tuple of int
        Rows and columns.
    size : tuple of float
        Width and height [inch].
    ratios : sequence of float or None
        Relative widths of the columns.
    scale : float
        Pixels of the picture for one CSS pixel.

    Examples
    --------
    >>> stage = Stage(lambda ax, x: ax.set_title(x) and None, {"x": "1"}, (1, 1), (2, 1), None, 1)
    >>> stage.show({"x": "2"}).pixels.shape
    (100, 200, 3)
    """

    def __init__(self, draw, opening, panels, size, ratios, scale):
        self._draw = draw
        figure = Figure(figsize=size, dpi=DPI * scale, layout="constrained")
        self._canvas = FigureCanvasAgg(figure)
        self._axes = figure.subplots(*panels, squeeze=False, width_ratios=ratios).ravel()
        self._furniture = [set(axes.get_children()) for axes in self._axes]
        self._put(opening)
        self._canvas.draw()
        figure.set_layout_engine("none")  # from now on nothing moves but the data

    def show(self, arguments):
        """Return the picture for `arguments`, whatever was shown before."""
        for extra in self._canvas.figure.axes[len(self._axes) :]:
            extra.remove()
        for axes, furniture in zip(self._axes, self._furniture, strict=True):
            _empty(axes, furniture)
        readout = self._put(arguments)
        self._canvas.draw()
        return Picture(np.array(self._canvas.buffer_rgba())[..., :3], readout)

    def _put(self, arguments):
        readout = self._draw(self._axes[0] if len(self._axes) == 1 else self._axes, **arguments)
        if not isinstance(readout, str | None):
            raise TypeError(f"need draw to return a string or None, got {readout!r}")
        return HYPHEN_AS_MINUS.sub("−", readout or "")


def _encoded(pixels, kind, **options):
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, kind, **options)
    return target.getvalue()


def _empty(axes, furniture):
    """Take everything off `axes` that is not `furniture`; several times faster than ``clear``."""
    for artist in axes.get_children():
        if artist not in furniture:
            artist.remove()
    axes.containers.clear()  # bars and error bars, which a legend would list again
    for side in ("left", "center", "right"):
        axes.set_title("", loc=side)
    axes.set(xlabel="", ylabel="", xscale="linear", yscale="linear", aspect="auto", anchor="C")
    axes.set_axis_on()
    axes.set_facecolor(mpl.rcParams["axes.facecolor"])
    axes.set_prop_cycle(None)
    axes.relim()
    axes.ignore_existing_data_limits = True
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.margins(mpl.rcParams["axes.xmargin"], mpl.rcParams["axes.ymargin"])
    axes.autoscale(True)
