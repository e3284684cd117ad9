"""The slider: a number that moves in steps."""

import math
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral
from typing import ClassVar

from nnbook.explore import digits
from nnbook.explore.base import Control, is_number
from nnbook.explore.errors import BriefTypeError, BriefValueError


@dataclass(frozen=True)
class Slider(Control):
    """A number between `lo` and `hi`.

    Parameters
    ----------
    lo, hi : float or int
        The ends, both of which can be reached. If `lo`, `hi` and `step` are ints, so are the values.
    step : float or int
        The distance between positions; decades if `log` is set.
    start : float or int
        The first position shown.
    unit : str
        Said after the value, "ms" for example.
    log : bool
        Whether positions are equally spaced in the logarithm; they are rounded to four digits, or to as many
        as tell them apart.
    label : str, optional
        What the reader sees; the parameter's name, with spaces for underscores, when it is not given.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number, the ends are in the wrong order, the steps do not lead from
        `lo` to `hi`, or `start` is not one of the positions.

    Examples
    --------
    >>> Slider(0, 1, 0.25, 0.5).positions()
    (0.0, 0.25, 0.5, 0.75, 1.0)
    >>> Slider(0.01, 1, 1, 0.1, log=True).positions()
    (0.01, 0.1, 1.0)
    >>> Slider(0, 100, 5, 20, unit="ms").text(20)
    '20 ms'
    >>> Slider(0, 0.5, 0.125, 0.25).text(0.25)
    '0.250'
    """

    lo: float
    hi: float
    step: float
    start: float
    unit: str = ""
    log: bool = False
    label: str | None = None
    kind: ClassVar[str] = "slider"

    def __post_init__(self):
        for name in ("lo", "hi", "step", "start"):
            if not is_number(getattr(self, name)):
                raise BriefTypeError(f"need a finite number for {name}, got {name}={getattr(self, name)!r}")
        if not isinstance(self.unit, str):
            raise BriefTypeError(f"need a string for unit, got unit={self.unit!r}")
        if not self.lo < self.hi:
            raise BriefValueError(f"need lo < hi, got lo={self.lo!r}, hi={self.hi!r}")
        if self.log and self.lo <= 0:
            raise BriefValueError(f"need lo > 0 on a logarithmic slider, got lo={self.lo!r}")
        if self.step <= 0:
            raise BriefValueError(f"need step > 0, got step={self.step!r}")
        if abs(self._n_steps - round(self._n_steps)) > 1e-6:
            raise BriefValueError(
                f"need whole steps from lo to hi, got step={self.step!r} for lo={self.lo!r}, hi={self.hi!r}"
            )
        if not 1 <= round(self._n_steps) <= 10_000:
            raise BriefValueError(f"need 1 to 10 000 steps from lo to hi, got {self._n_steps:.0f}")
        object.__setattr__(self, "start", self.on_position("start", self.start))
        self._check_label()

    @property
    def whole(self):
        """Whether the values are ints."""
        return not self.log and all(isinstance(x, Integral) for x in (self.lo, self.hi, self.step))

    @property
    def _n_steps(self):
        length = math.log10(self.hi / self.lo) if self.log else self.hi - self.lo
        return length / self.step

    @cached_property
    def _positions(self):
        count = round(self._n_steps) + 1
        if self.whole:
            return tuple(int(self.lo) + i * int(self.step) for i in range(count))
        if self.log:
            n_digits = digits.telling_apart(self.step)
            return tuple(float(f"{self.lo * 10 ** (i * self.step):.{n_digits}g}") for i in range(count))
        return tuple(digits.rounded(self.lo + i * self.step, self.step) for i in range(count))

    def positions(self):
        """Return every value that a step leads to, from `lo` to `hi`."""
        return self._positions

    def nearest(self, value):
        """Return the position that is nearest to `value`."""
        return min(self._positions, key=lambda position: abs(position - value))

    def on_position(self, name, value):
        """Return the position that equals `value`, called `name` in errors."""
        if not is_number(value):
            raise BriefTypeError(f"need a finite number for {name}, got {name}={value!r}")
        nearest = self.nearest(value)
        step = abs(value) * (10**self.step - 1) if self.log else self.step
        if abs(nearest - value) > 1e-3 * step:
            raise BriefValueError(
                f"need {name} on a position, got {name}={value!r}; the nearest is {nearest!r}"
            )
        return nearest

    def spread(self, count):
        """Return `count` positions, evenly spread, the start always among them."""
        if not 2 <= count <= len(self._positions):
            raise BriefValueError(f"need 2 to {len(self._positions)} stops, got {count!r}")
        picked = [round(i * (len(self._positions) - 1) / (count - 1)) for i in range(count)]
        start = self._positions.index(self.nearest(self.start))
        picked[min(range(count), key=lambda i: abs(picked[i] - start))] = start
        return tuple(self._positions[i] for i in picked)

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it lies between the ends; an int where all are ints."""
        if not is_number(value):
            raise BriefTypeError(f"need a finite number for {name}, got {name}={value!r}")
        if not self.lo * (1 - 1e-9 * self.log) <= value <= self.hi * (1 + 1e-9 * self.log):
            raise BriefValueError(f"need {self.lo!r} <= {name} <= {self.hi!r}, got {name}={value!r}")
        if self.whole and value != int(value):
            raise BriefValueError(f"need a whole number for {name}, got {name}={value!r}")
        return int(value) if self.whole else float(value)

    def text(self, value):
        """Say `value` in words, with the digits that tell one position from the next."""
        if self.log:
            said = digits.significant(value, digits.telling_apart(self.step))
        else:
            said = digits.decimal(value, self.lo, self.step)
        return f"{said} {self.unit}".strip()

    def describe(self, stops=None):
        """Return what a page must know to show this control and its `stops`, ready for JSON."""
        return super().describe(stops) | {"unit": self.unit}
