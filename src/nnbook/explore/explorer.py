"""An explorer: one drawing function and its controls, alive in a notebook and movable on a static page."""

import itertools
import math
import os
import re
from collections.abc import Mapping
from numbers import Integral

from nnbook.explore.controls import Choice, Seed, Slider, Toggle
from nnbook.explore.stage import DPI, Stage
from nnbook.explore.stops import stops

FRAME_LIMIT = 240  # pictures of one explorer on a static page
PAGE_VARIABLE = "NNBOOK_EXPLORE_PAGE"  # set while a static page is built; kernels inherit it


class Explorer:
    """A figure with controls; made by `explore`, which says what its arguments mean.

    Showing it as the value of a notebook cell gives a live widget. While a static page is built it gives the
    pictures of every swept setting instead.

    Parameters
    ----------
    draw, controls, sweep, panels, size, ratios, title, alt, name
        What `explore` was given, checked.

    Examples
    --------
    >>> shown = explore(lambda ax, n: f"n = {n}", title="Count", alt="Empty axes.", n=Slider(1, 3, 1, 2))
    >>> shown.picture(n=3).readout
    'n = 3'
    >>> shown.frame()[1:4]
    b'PNG'
    """

    def __init__(self, draw, controls, *, sweep, panels, size, ratios, title, alt, name):
        self.controls = controls
        self.start = {key: control.start for key, control in controls.items()}
        self.sweep = sweep
        self.size = size
        self.title, self.alt, self.name = title, alt, name
        self._staging = draw, panels, size, ratios
        self._stages = {}

    def label(self, key):
        """Return what the reader sees before the control called `key`."""
        return self.controls[key].label or key.replace("_", " ")

    def picture(self, *, scale=1, **values):
        """Draw one setting; controls that are not named keep their start.

        Parameters
        ----------
        scale : float
            Pixels for one CSS pixel.
        **values
            Settings by control; the name of the option for a Choice.

        Returns
        -------
        Picture
            The pixels and the readout.

        Raises
        ------
        TypeError, ValueError
            If a control does not exist or refuses its value.
        """
        if unknown := values.keys() - self.controls.keys():
            raise TypeError(f"need a control of {sorted(self.controls)}, got {sorted(unknown)[0]!r}")
        checked = {
            key: control.check(key, values.get(key, control.start)) for key, control in self.controls.items()
        }
        if scale not in self._stages:
            draw, panels, size, ratios = self._staging
            self._stages[scale] = Stage(draw, self._arguments(self.start), panels, size, ratios, scale)
        return self._stages[scale].show(self._arguments(checked))

    def frame(self, **values):
        """Return one setting, with `values` as in `picture`, as the bytes of a PNG file."""
        return self.picture(**values).png()

    def settings(self):
        """Yield the setting of each frame of the static page, the last swept control moving fastest."""
        for combination in itertools.product(*self.sweep.values()):
            yield self.start | dict(zip(self.sweep, combination, strict=True))

    def _arguments(self, values):
        return {key: control.argument(values[key]) for key, control in self.controls.items()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        opening = self.picture()
        fallback = {"image/png": opening.png(), "text/plain": f"{self.title}: {opening.readout}"}
        if os.environ.get(PAGE_VARIABLE):
            from nnbook.explore.page import MIME, bundle

            return {MIME: bundle(self), **fallback}
        from nnbook.explore.live import LiveView

        view = LiveView(self).widget._repr_mimebundle_() or {}
        metadata = {"image/png": {"width": round(self.size[0] * DPI), "height": round(self.size[1] * DPI)}}
        return {**view, **fallback}, metadata


def explore(draw, *, sweep=(), panels=1, size=(6.4, 3.6), ratios=None, title, alt, name=None, **controls):
    """Give a drawing function controls, for a notebook and for the page that is built from it.

    Parameters
    ----------
    draw : callable
        ``draw(axes, **values) -> str``: draws one setting and returns the sentence to read under it. It must
        depend on nothing but its arguments. `axes` is one Axes, or an array of them when there are several
        panels; it is empty at every call.
    sweep : tuple of str or dict from str to int
        The controls that also move on the static page; a dict says how many stops each has there. The product
        of the stops is at most 240.
    panels : int or (int, int)
        How many axes in a row, or rows and columns.
    size : (float, float)
        Width and height [inch]; 100 CSS pixels make an inch.
    ratios : sequence of float, optional
        Relative widths of the columns.
    title : str
        A short heading.
    alt : str
        What the figure shows and what follows from it, for readers who cannot see it.
    name : str, optional
        Lower-case letters, digits and hyphens; names the explorer in links. Made from `title` if not given.
    **controls
        `Slider`, `Choice`, `Toggle` or `Seed` for each argument of `draw`.

    Returns
    -------
    Explorer
        To be the value of a notebook cell.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, `sweep` names no control, or there are more than 240 frames.

    Examples
    --------
    >>> import numpy as np
    >>> def wave(axes, frequency):
    ...     t = np.linspace(0, 1, 200)
    ...     axes.plot(t, np.sin(2 * np.pi * frequency * t))
    ...     return f"{frequency} oscillations a second"
    >>> figure = explore(wave, sweep=("frequency",), title="A wave", alt="A sine wave over one second.",
    ...                  frequency=Slider(1, 9, 1, 3, unit="Hz"))
    >>> len(list(figure.settings()))
    9
    """
    if not callable(draw):
        raise TypeError(f"need a function for draw, got draw={draw!r}")
    for key, text in (("title", title), ("alt", alt)):
        if not isinstance(text, str) or not text.strip():
            raise TypeError(f"need a non-empty string for {key}, got {key}={text!r}")
    name = _slug(title) if name is None else name
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"need lower-case letters, digits and hyphens for name, got name={name!r}")
    for key, control in controls.items():
        if not isinstance(control, Slider | Choice | Toggle | Seed):
            raise TypeError(f"need a Slider, Choice, Toggle or Seed for {key}, got {key}={control!r}")
    return Explorer(
        draw,
        controls,
        sweep=_swept(name, sweep, controls),
        panels=_grid(panels),
        size=_size(size),
        ratios=ratios,
        title=title,
        alt=alt,
        name=name,
    )


def _slug(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "explorer"


def _swept(name, sweep, controls):
    """Return the stops of each swept control."""
    if isinstance(sweep, str) or not hasattr(sweep, "__iter__"):
        raise TypeError(f"need a tuple of control names or a dict for sweep, got sweep={sweep!r}")
    counts = sweep if isinstance(sweep, Mapping) else dict.fromkeys(sweep)
    for key in counts:
        if key not in controls:
            raise ValueError(f"need sweep to name controls of {sorted(controls)}, got {key!r}")
    swept = {key: stops(controls[key], count) for key, count in counts.items()}
    if (n_frames := math.prod(map(len, swept.values()))) > FRAME_LIMIT:
        sizes = " × ".join(f"{len(positions)} {key}" for key, positions in swept.items())
        raise ValueError(
            f"explorer {name!r} sweeps {n_frames} frames ({sizes}), at most {FRAME_LIMIT} are allowed; "
            "give fewer stops, such as sweep={'" + next(iter(swept)) + "': 8}"
        )
    return swept


def _grid(panels):
    grid = (1, panels) if isinstance(panels, Integral) else panels
    if not (
        isinstance(grid, tuple)
        and len(grid) == 2
        and all(isinstance(n, Integral) and not isinstance(n, bool) and 1 <= n <= 16 for n in grid)
    ):
        raise ValueError(f"need 1 to 16 panels, or rows and columns, got panels={panels!r}")
    return grid


def _size(size):
    try:
        width, height = map(float, size)
    except (TypeError, ValueError) as error:
        raise TypeError(f"need width and height in inches for size, got size={size!r}") from error
    if not (1 <= width <= 12 and 1 <= height <= 12):
        raise ValueError(f"need a size from 1 to 12 inches, got size={size!r}")
    return width, height
