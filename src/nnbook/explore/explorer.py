"""An explorer: one drawing function and its controls, alive in a notebook and movable on a static page."""

import itertools
import os
from collections.abc import Mapping
from functools import cached_property, partial

import matplotlib as mpl

from nnbook.explore import definition
from nnbook.explore.describe import describe
from nnbook.explore.errors import BriefTypeError
from nnbook.explore.stage import DPI, Setting, Stage

PAGE_VARIABLE = "NNBOOK_EXPLORE_PAGE"  # set while a static page is built; kernels inherit it


class Explorer:
    """A figure with controls; made by `explorer`, which says what its arguments mean.

    Showing it as the value of a notebook cell gives a live widget. While a static page is built it gives the
    pictures of every swept setting instead.

    Parameters
    ----------
    draw : callable
        The drawing function.
    controls : dict from str to control
        The defaults of its parameters.
    title, alt
        What its docstring says.
    name, sweep, play, autoplay, panels, size, ratios, axes, images
        As `explorer` takes them.

    Examples
    --------
    >>> from nnbook.explore import Slider
    >>> @explorer(size=(2, 1))
    ... def count(axes, n=Slider(1, 3, 1, 2)):
    ...     '''Counting
    ...
    ...     Nothing but a number below the picture.
    ...     '''
    ...     return f"n = {n}"
    >>> count.picture({"n": 3}).readout
    'n = 3'
    >>> count.frame()[1:4]
    b'PNG'
    """

    def __init__(
        self, draw, controls, title, alt, *, name, sweep, play, autoplay, panels, size, ratios, axes, images
    ):
        self.draw, self.title, self.alt = draw, title, alt
        self.name = name
        self.size = definition.size_of(size)
        grid = definition.grid_of(panels)
        n_axes = grid[0] * grid[1]
        constants = definition.constants_of(axes, n_axes)
        self.controls = {key: control.placed(key, constants) for key, control in controls.items()}
        self.start = {key: control.start for key, control in self.controls.items()}
        self.sweep = definition.swept(name, sweep, self.controls)
        self.play = definition.played(play, self.sweep, self.controls)
        self.autoplay = definition.autoplay_of(autoplay, self.play)
        style = {key: value for key, value in mpl.rcParams.copy().items() if key != "backend"}
        images = definition.images_of(images, n_axes)
        ratios = definition.ratios_of(ratios, grid[1])
        self._setting = Setting(grid, self.size, ratios, constants, images, style)
        self._stages = {}

    def label(self, key):
        """Return what the reader sees before the control called `key`."""
        return self.controls[key].label or key.replace("_", " ")

    @property
    def layout(self):
        """Where axes and panels stand in every picture: a `Layout`."""
        return self._stage(1).layout

    def picture(self, values=None, *, scale=1):
        """Draw one setting; controls that are not named keep their start.

        Parameters
        ----------
        values : dict, optional
            Settings by control; the name of the option for a Choice.
        scale : float
            Pixels for one CSS pixel.

        Returns
        -------
        Picture
            The pixels and the readout.

        Raises
        ------
        TypeError, ValueError
            If a control does not exist or refuses its value.
        """
        if not isinstance(values, Mapping | None):
            raise BriefTypeError(f"need a dict from control to value for values, got values={values!r}")
        values = values or {}
        if unknown := values.keys() - self.controls.keys():
            raise BriefTypeError(
                f"need a control of {sorted(self.controls)} in values, got {min(unknown, key=str)!r}"
            )
        checked = {
            key: control.check(key, values.get(key, control.start)) for key, control in self.controls.items()
        }
        return self._stage(scale).show(self._arguments(checked))

    def frame(self, values=None):
        """Return one setting, with `values` as in `picture`, as the bytes of a PNG file."""
        return self.picture(values).png()

    def settings(self):
        """Yield the setting of each frame of the static page, the last swept control moving fastest."""
        for combination in itertools.product(*self.sweep.values()):
            yield self.start | dict(zip(self.sweep, combination, strict=True))

    @cached_property
    def widget(self):
        """The explorer as a widget: an `ExplorerWidget`, with one trait for each control."""
        from nnbook.explore.live import ExplorerWidget

        return ExplorerWidget(self)

    def save(self, path):
        """Write the explorer into one file of HTML that needs no other.

        Parameters
        ----------
        path : path_like
            Where to, such as "wave.html".
        """
        from nnbook.explore.page import save

        save(self, path)

    def describe(self):
        """Return the explorer in words and numbers, ready for JSON; see `describe.describe`."""
        return describe(self)

    def _stage(self, scale):
        if scale not in self._stages:
            layout = None if scale == 1 else self.layout
            opening = self._arguments(self.start)
            self._stages[scale] = Stage(self.draw, opening, self._setting, scale, layout)
        return self._stages[scale]

    def _arguments(self, values):
        return {key: control.argument(values[key]) for key, control in self.controls.items()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        opening = self.picture()
        fallback = {"image/png": opening.png(), "text/plain": f"{self.title}: {opening.readout}"}
        if os.environ.get(PAGE_VARIABLE):
            from nnbook.explore.page import MIME, bundle

            return {MIME: bundle(self), **fallback}
        view, _ = self.widget._repr_mimebundle_()
        metadata = {"image/png": {"width": round(self.size[0] * DPI), "height": round(self.size[1] * DPI)}}
        return {**view, **fallback}, metadata


def explorer(
    draw=None,
    *,
    name=None,
    sweep=(),
    play=None,
    autoplay=False,
    panels=1,
    size=(6.4, 3.6),
    ratios=None,
    axes=None,
    images=None,
):
    """Give a drawing function controls, for a notebook and for the page that is built from it; a decorator.

    Parameters
    ----------
    draw : callable
        ``draw(axes, control=Slider(...), ...) -> str``: draws one setting and returns the sentence to read
        under it. The first line of its docstring is the title; the rest says what the figure shows and what
        follows from it, for readers who cannot see it. It must depend on nothing but its arguments. `axes` is
        one Axes, or an array of them when there are several panels; nothing but what the constants say is on
        it at every call.
    name : str, optional
        Lower-case letters, digits and hyphens; names the explorer in links. The function's name, with hyphens
        for underscores, if not given.
    sweep : tuple of str or dict from str
        The controls that also move on the static page. A dict says which stops each has there: a list of
        positions, a number of them that are spread evenly, or None for all. The product of the numbers of
        stops is at most 240.
    play : str, optional
        The swept control that Play moves: the last slider if not given.
    autoplay : bool, optional
        Whether a page plays it once by itself when it comes into view, unless its reader wants no motion.
    panels : int or (int, int)
        How many axes in a row, or rows and columns.
    size : (float, float)
        Width and height [inch]; 100 CSS pixels make an inch.
    ratios : sequence of float, optional
        Relative widths of the columns.
    axes : dict or tuple of dict, optional
        What never changes, such as ``{"xlim": (0, 1), "xlabel": "time [ms]"}``: for all axes, or one for each
        (or None).
    images : sequence of int, optional
        Which axes are pictures and stay as they are on a dark page: those that show one if not given.

    Returns
    -------
    Explorer
        To be the value of a notebook cell.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, a parameter has no control, title or alt text are missing,
        `sweep` names no control, or there are more than 240 frames.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.explore import Slider
    >>> @explorer(sweep={"frequency": [1, 2, 3, 9]}, axes={"xlim": (0, 1), "xlabel": "time [s]"})
    ... def wave(axes, frequency=Slider(1, 9, 1, 3, unit="Hz")):
    ...     '''A wave
    ...
    ...     A sine wave over one second.
    ...     '''
    ...     t = np.linspace(0, 1, 200)
    ...     axes.plot(t, np.sin(2 * np.pi * frequency * t))
    ...     return f"{frequency} oscillations a second"
    >>> wave.name, len(list(wave.settings()))
    ('wave', 4)
    """
    given = {
        "name": name,
        "sweep": sweep,
        "play": play,
        "autoplay": autoplay,
        "panels": panels,
        "size": size,
        "ratios": ratios,
        "axes": axes,
        "images": images,
    }
    if draw is None:
        return partial(explorer, **given)
    controls = definition.controls_of(draw)
    title, alt = definition.words_of(draw)
    given["name"] = definition.name_of(name, getattr(draw, "__name__", ""))
    return Explorer(draw, controls, title, alt, **given)
