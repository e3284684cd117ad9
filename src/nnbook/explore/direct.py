"""Controls that are moved by hand where they stand: cells of a grid, a point in a panel, a photograph.

They move where Python draws each picture; on a page of files they stand at their start.
"""

import copy
from dataclasses import dataclass
from numbers import Integral
from typing import ClassVar

import numpy as np

from nnbook.explore import digits
from nnbook.explore.base import Control, is_number
from nnbook.explore.errors import BriefTypeError, BriefValueError


def _array(name, value, shape=None):
    """Return `value`, called `name` in errors, as an array of two axes that nobody can change."""
    try:
        made = np.asarray(value)
    except ValueError as error:  # rows of different lengths
        raise BriefValueError(f"need rows of one length for {name}, got {name}={value!r}") from error
    if made.dtype.kind not in "buif" or np.ma.isMaskedArray(value):
        raise BriefTypeError(f"need an array of numbers for {name}, got {name}={value!r}")
    made = made.astype(float)
    if made.ndim != 2 or not made.size or (shape and made.shape != shape):
        wanted = "rows and columns" if shape is None else f"shape {shape}"
        raise BriefValueError(f"need {wanted} for {name}, got {name} of shape {made.shape}")
    if not np.isfinite(made).all():
        raise BriefValueError(f"need finite numbers for {name}, got {name}={value!r}")
    made.flags.writeable = False
    return made


@dataclass(frozen=True, eq=False)
class Cells(Control):
    """A small grid of numbers; black and white, to be painted, where there are only two.

    Parameters
    ----------
    start : array_like, shape (n_rows, n_columns)
        The first numbers shown; their shape stays.
    lo, hi : float or int
        The least and the largest number of a cell.
    step : float or int
        From one number to the next. If it leads from `lo` to `hi` at once, a cell is black or white.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `start` is no grid of at most 32 x 32 numbers in these steps.

    Examples
    --------
    >>> kernel = Cells([[-1, 0, 1]], lo=-2, hi=2)
    >>> kernel.argument(kernel.start)
    array([[-1,  0,  1]])
    >>> kernel.describe()
    {'kind': 'cells', 'stops': None, 'rows': 1, 'columns': 3, 'lo': -2, 'hi': 2, 'step': 1}
    """

    start: object
    lo: float = 0
    hi: float = 1
    step: float = 1
    label: str | None = None
    kind: ClassVar[str] = "cells"

    def __post_init__(self):
        for name in ("lo", "hi", "step"):
            if not is_number(getattr(self, name)):
                raise BriefTypeError(f"need a finite number for {name}, got {name}={getattr(self, name)!r}")
        if not self.lo < self.hi:
            raise BriefValueError(f"need lo < hi, got lo={self.lo!r}, hi={self.hi!r}")
        if self.step <= 0:
            raise BriefValueError(f"need step > 0, got step={self.step!r}")
        object.__setattr__(self, "start", _array("start", self.start))
        if max(self.start.shape) > 32:
            raise BriefValueError(f"need at most 32 x 32 cells, got start of shape {self.start.shape}")
        object.__setattr__(self, "start", self.check("start", self.start))
        self._check_label()

    @property
    def whole(self):
        """Whether the numbers are ints."""
        return all(float(x).is_integer() for x in (self.lo, self.hi, self.step))

    def check(self, name, value):
        """Return `value`, called `name` in errors, as an array if each number is a step between the ends."""
        cells = _array(name, value, self.start.shape)
        if cells.min() < self.lo or cells.max() > self.hi:
            raise BriefValueError(f"need {self.lo!r} <= {name} <= {self.hi!r}, got {name}={value!r}")
        steps = (cells - self.lo) / self.step
        if np.abs(steps - np.round(steps)).max() > 1e-6:
            raise BriefValueError(f"need {name} in steps of {self.step!r}, got {name}={value!r}")
        return cells

    def argument(self, value):
        """Return `value` as `draw` receives it: an array of its own, of ints if it has whole numbers only."""
        return np.round(value).astype(int) if self.whole else value.copy()

    def text(self, value):
        """Say `value` in words: row by row."""
        return "; ".join(" ".join(digits.decimal(x, self.lo, self.step) for x in row) for row in value)

    def describe(self, stops=None):
        """Return what a page must know to show this control, ready for JSON; it has no `stops`."""
        rows, columns = self.start.shape
        ends = {"lo": self.lo, "hi": self.hi, "step": self.step}
        return {"kind": self.kind, "stops": None, "rows": rows, "columns": columns} | ends

    def to_json(self, value):
        """Return `value` as JSON has it: a list of rows."""
        return self.argument(value).tolist()


@dataclass(frozen=True, eq=False)
class Point(Control):
    """A point that is dragged inside a panel.

    Parameters
    ----------
    start : (float, float)
        Where it stands at first, in the coordinates of the panel's data.
    panel : int
        Which of the axes it moves in; ``axes=`` of the explorer fixes the limits there.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `start` is not a pair of numbers, or `panel` no number of a panel.

    Examples
    --------
    >>> Point((0.5, -1)).text((0.5, -1.0))
    '(0.5, −1)'
    """

    start: tuple
    panel: int = 0
    label: str | None = None
    kind: ClassVar[str] = "point"

    limits = None  # (xlim, ylim) and scales, known when the explorer is defined

    def __post_init__(self):
        object.__setattr__(self, "start", self.check("start", self.start))
        if not isinstance(self.panel, Integral) or isinstance(self.panel, bool):
            raise BriefTypeError(f"need an integer for panel, got panel={self.panel!r}")
        if not 0 <= self.panel < 256:
            raise BriefValueError(f"need 0 <= panel < 256, got panel={self.panel!r}")
        self._check_label()

    def placed(self, name, constants):
        """Return this control, called `name`, with the limits that `constants` give its axes."""
        if self.panel >= len(constants):
            raise BriefValueError(f"need a panel below {len(constants)} for {name}, got panel={self.panel}")
        fixed = constants[self.panel]
        for axis in ("xlim", "ylim"):
            if not isinstance(fixed.get(axis), tuple | list) or not all(map(is_number, fixed[axis])):
                raise BriefValueError(f"need {axis}=(low, high) in axes= for the panel of the point {name}")
        placed = copy.copy(self)
        limits = {axis: tuple(map(float, fixed[axis])) for axis in ("xlim", "ylim")}
        scales = {f"{axis}log": fixed.get(f"{axis}scale") == "log" for axis in "xy"}
        object.__setattr__(placed, "limits", limits | scales)
        placed.check(name, self.start)
        return placed

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it is a pair of numbers inside the panel."""
        if (
            not isinstance(value, tuple | list | np.ndarray)
            or len(value) != 2
            or not all(map(is_number, value))
        ):
            raise BriefTypeError(f"need two finite numbers for {name}, got {name}={value!r}")
        if self.limits:
            for x, axis in zip(value, ("xlim", "ylim"), strict=True):
                low, high = sorted(self.limits[axis])
                if not low <= x <= high:
                    raise BriefValueError(
                        f"need {name} within {axis} {low:g} to {high:g}, got {name}={value!r}"
                    )
        return tuple(map(float, value))

    def text(self, value):
        """Say `value` in words: its coordinates."""
        return f"({', '.join(digits.significant(x, 4) for x in value)})"

    def describe(self, stops=None):
        """Return what a page must know to show this control, ready for JSON; it has no `stops`."""
        limits = {
            key: list(value) if isinstance(value, tuple) else value for key, value in self.limits.items()
        }
        return {"kind": self.kind, "stops": None, "panel": int(self.panel)} | limits

    def to_json(self, value):
        """Return `value` as JSON has it: a list."""
        return list(value)


@dataclass(frozen=True, eq=False)
class Photo(Control):
    """A picture in grey levels, which the reader may replace by one of their own.

    Parameters
    ----------
    start : array_like, shape (height, width)
        The first picture, from 0 (black) to 1 (white); every other is shrunk to its size.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `start` is no picture of at most 512 x 512 grey levels.

    Examples
    --------
    >>> Photo([[0, 0.5], [1, 0.25]]).text(np.zeros((2, 2)))
    'a picture of 2 × 2 pixels'
    """

    start: object
    label: str | None = None
    kind: ClassVar[str] = "photo"

    def __post_init__(self):
        object.__setattr__(self, "start", _array("start", self.start))
        if max(self.start.shape) > 512:
            raise BriefValueError(f"need at most 512 x 512 pixels, got start of shape {self.start.shape}")
        self.check("start", self.start)
        self._check_label()

    def check(self, name, value):
        """Return `value`, called `name` in errors, as an array if it is a picture of the right size."""
        pixels = _array(name, value, self.start.shape)
        if pixels.min() < 0 or pixels.max() > 1:
            raise BriefValueError(
                f"need 0 <= {name} <= 1, got {name} from {pixels.min():g} to {pixels.max():g}"
            )
        return pixels

    def argument(self, value):
        """Return `value` as `draw` receives it: an array of its own."""
        return value.copy()

    def text(self, value):
        """Say `value` in words: its size."""
        height, width = self.start.shape
        return f"a picture of {width} × {height} pixels"

    def describe(self, stops=None):
        """Return what a page must know to show this control, ready for JSON; it has no `stops`."""
        height, width = self.start.shape
        return {"kind": self.kind, "stops": None, "width": width, "height": height}

    def to_json(self, value):
        """Return `value` as JSON has it: a list of rows, to three decimals, which 256 grey levels need."""
        return np.round(value, 3).tolist()
