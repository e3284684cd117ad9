"""What makes a good definition of an explorer; each fault is one sentence that says what is needed."""

import dis
import inspect
import math
import re
from collections.abc import Mapping
from numbers import Integral

import numpy as np
from matplotlib.axes import Axes

from nnbook.explore.base import Control, is_number
from nnbook.explore.errors import BriefTypeError, BriefValueError
from nnbook.explore.stops import stops

FRAME_LIMIT = 240  # pictures of one explorer on a static page


def controls_of(draw):
    """Return the controls of a drawing function: the defaults of its parameters after the first.

    Examples
    --------
    >>> from nnbook.explore import Toggle
    >>> def show(axes, grid=Toggle(True)):
    ...     return "a grid"
    >>> controls_of(show)
    {'grid': Toggle(start=True, label=None)}
    """
    if not callable(draw):
        raise BriefTypeError(f"need a function for draw, got draw={draw!r}")
    parameters = list(inspect.signature(draw).parameters.values())
    if not parameters or parameters[0].kind > inspect.Parameter.POSITIONAL_OR_KEYWORD:
        raise BriefTypeError(f"need a first parameter for the axes in {_said(draw)}")
    controls = {p.name: p.default for p in parameters[1:]}
    for key, control in controls.items():
        if not isinstance(control, Control):
            got = "none" if control is inspect.Parameter.empty else repr(control)
            raise BriefTypeError(
                f"need a control, such as a Slider, as default of {key} in {_said(draw)}, got {got}"
            )
    check_returns(draw)
    return controls


def _said(draw):
    return getattr(draw, "__name__", repr(draw))


def check_returns(draw):
    """Refuse a function that ends without returning anything, wherever it ends.

    Examples
    --------
    >>> check_returns(lambda axes: "a sentence")
    """
    code = getattr(draw, "__code__", None)
    if code is None:
        return
    returned, before = [], None
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("RETURN_VALUE", "RETURN_CONST"):
            last = before if instruction.opname == "RETURN_VALUE" else instruction
            constant = last is instruction or last.opname == "LOAD_CONST"
            returned.append(last.argval if constant else draw)
        before = instruction
    if all(value is None for value in returned):
        raise BriefTypeError(f"need {_said(draw)} to return a sentence to read under the picture, got none")


def words_of(draw):
    """Return title and alt text of a drawing function: its docstring's first line, and the rest.

    Examples
    --------
    >>> def show(axes):
    ...     '''A title
    ...
    ...     What the figure shows,
    ...     in words.
    ...     '''
    >>> words_of(show)
    ('A title', 'What the figure shows, in words.')
    """
    title, _, alt = (inspect.getdoc(draw) or "").partition("\n")
    title, alt = title.strip(), " ".join(alt.split())
    if not title or not alt:
        raise BriefTypeError(
            f"need a docstring of {_said(draw)} whose first line is the title and whose rest says what the "
            f"figure shows, for readers who cannot see it; got {title or 'none'!r}"
        )
    return title, alt


def name_of(name, otherwise):
    """Return the name of an explorer, made from `otherwise` if `name` is None.

    Examples
    --------
    >>> name_of(None, "Hopfield_net"), name_of("waves", "波形")
    ('hopfield-net', 'waves')
    """
    made = re.sub(r"[^a-z0-9]+", "-", otherwise.lower()).strip("-") if name is None else name
    if name is None and not made:
        raise BriefValueError(f"need name=, because none can be made from {otherwise!r}")
    if not isinstance(made, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made):
        raise BriefValueError(f"need lower-case letters, digits and hyphens for name, got name={name!r}")
    return made


def swept(name, sweep, controls):
    """Return the stops of each swept control.

    Examples
    --------
    >>> from nnbook.explore import Slider
    >>> swept("waves", ("f",), {"f": Slider(1, 3, 1, 1)})
    {'f': (1, 2, 3)}
    """
    if isinstance(sweep, str) or not hasattr(sweep, "__iter__"):
        raise BriefTypeError(f"need a tuple of control names or a dict for sweep, got sweep={sweep!r}")
    wanted = sweep if isinstance(sweep, Mapping) else dict.fromkeys(sweep)
    for key in wanted:
        if key not in controls:
            raise BriefValueError(f"need sweep to name controls of {sorted(controls)}, got {key!r}")
    found = {key: stops(key, controls[key], want) for key, want in wanted.items()}
    if (n_frames := math.prod(map(len, found.values()))) > FRAME_LIMIT:
        sizes = " × ".join(f"{len(positions)} {key}" for key, positions in found.items())
        raise BriefValueError(
            f"explorer {name!r} sweeps {n_frames} frames ({sizes}), at most {FRAME_LIMIT} are allowed; "
            "give fewer stops, such as sweep={'" + next(iter(found)) + "': 8}"
        )
    return found


def played(play, sweep, controls):
    """Return which swept control Play moves: the last slider, unless `play` names one.

    Examples
    --------
    >>> from nnbook.explore import Slider, Toggle
    >>> played(None, {"t": (1, 2), "on": (False, True)}, {"t": Slider(1, 3, 1, 1), "on": Toggle(True)})
    't'
    """
    if play is None:
        return next((key for key in reversed(sweep) if controls[key].kind == "slider"), None)
    if play not in sweep:
        raise BriefValueError(f"need play to name one of the swept controls {sorted(sweep)}, got {play!r}")
    return play


def autoplay_of(autoplay, play):
    """Return whether the page plays by itself what Play moves, which is there then.

    Examples
    --------
    >>> autoplay_of(True, "t")
    True
    """
    if not isinstance(autoplay, bool | np.bool_):
        raise BriefTypeError(f"need True or False for autoplay, got {autoplay=}")
    if autoplay and play is None:
        raise BriefValueError("need a swept control that Play moves for autoplay=True, got none")
    return bool(autoplay)


def grid_of(panels):
    """Return rows and columns.

    Examples
    --------
    >>> grid_of(2), grid_of((2, 3))
    ((1, 2), (2, 3))
    """
    grid = (1, panels) if isinstance(panels, Integral) else panels
    if not (
        isinstance(grid, tuple)
        and len(grid) == 2
        and all(isinstance(n, Integral) and not isinstance(n, bool) and 1 <= n <= 16 for n in grid)
    ):
        raise BriefValueError(f"need 1 to 16 panels, or rows and columns, got panels={panels!r}")
    return grid


def size_of(size):
    """Return width and height [inch].

    Examples
    --------
    >>> size_of((4, 3))
    (4.0, 3.0)
    """
    try:
        width, height = map(float, size)
    except (TypeError, ValueError) as error:
        raise BriefTypeError(f"need width and height in inches for size, got size={size!r}") from error
    if not (1 <= width <= 12 and 1 <= height <= 12):
        raise BriefValueError(f"need a size from 1 to 12 inches, got size={size!r}")
    return width, height


def ratios_of(ratios, n_columns):
    """Return the relative widths of the columns, or None if they are equal.

    Examples
    --------
    >>> ratios_of([2, 1], 2)
    (2, 1)
    """
    if ratios is None:
        return None
    listed = tuple(ratios) if hasattr(ratios, "__iter__") else ()
    if len(listed) != n_columns or not all(is_number(ratio) and ratio > 0 for ratio in listed):
        raise BriefValueError(f"need one positive number a column for ratios, got ratios={ratios!r}")
    return listed


def constants_of(axes, n_axes):
    """Return the constant properties of each axes.

    Examples
    --------
    >>> constants_of({"xlim": (0, 1)}, 2)
    ({'xlim': (0, 1)}, {'xlim': (0, 1)})
    """
    listed = (axes,) * n_axes if isinstance(axes, Mapping | None) else axes
    if not isinstance(listed, tuple) or len(listed) != n_axes:
        raise BriefTypeError(
            f"need a dict for axes, or a tuple with one for each of {n_axes}, got axes={axes!r}"
        )
    for constants in listed:
        if not isinstance(constants, Mapping | None):
            raise BriefTypeError(f"need a dict or None for each of the axes, got {constants!r}")
        for key in constants or {}:
            if not isinstance(key, str) or not hasattr(Axes, f"set_{key}"):
                raise BriefValueError(f"need properties of Axes in axes, such as xlim or title, got {key!r}")
    return tuple(dict(constants or {}) for constants in listed)


def images_of(images, n_axes):
    """Return the numbers of the axes that show a picture, or None to see it from the drawing.

    Examples
    --------
    >>> images_of([0], 2)
    (0,)
    """
    if images is None:
        return None
    listed = tuple(images) if hasattr(images, "__iter__") else (images,)
    if not all(isinstance(i, Integral) and not isinstance(i, bool) and 0 <= i < n_axes for i in listed):
        raise BriefValueError(
            f"need numbers of axes from 0 to {n_axes - 1} for images, got images={images!r}"
        )
    return listed
