"""The controls that name what they offer: one of several options, a switch, a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import ClassVar

import numpy as np

from nnbook.explore.base import Control
from nnbook.explore.errors import BriefTypeError, BriefValueError
from nnbook.explore.slider import Slider as Slider


@dataclass(frozen=True)
class Choice(Control):
    """One of a few named options.

    Parameters
    ----------
    options : sequence of str or mapping from str
        The names; a mapping also says what `draw` receives for each.
    start : str
        The first option shown.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Raises
    ------
    TypeError, ValueError
        If a name is not a non-empty string or stands twice, there are fewer than two, or `start` is none.

    Examples
    --------
    >>> Choice(["ReLU", "tanh"], "tanh").positions()
    ('ReLU', 'tanh')
    >>> Choice({"small": 3, "large": 11}, "small").argument("large")
    11
    """

    options: object
    start: str
    label: str | None = None
    kind: ClassVar[str] = "choice"

    def __post_init__(self):
        if isinstance(self.options, str) or not hasattr(self.options, "__iter__"):
            raise BriefTypeError(
                f"need a sequence or mapping of names for options, got options={self.options!r}"
            )
        names = self.positions()
        if wrong := [name for name in names if not isinstance(name, str) or not name.strip()]:
            raise BriefTypeError(f"need non-empty strings in options, got {wrong[0]!r}")
        if len(names) < 2 or len(set(names)) < len(names):
            raise BriefValueError(f"need at least two different options, got options={names!r}")
        self.check("start", self.start)
        self._check_label()

    def positions(self):
        """Return the names."""
        return tuple(self.options)

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it is one of the names."""
        if not isinstance(value, str) or value not in self.positions():
            raise BriefValueError(f"need {name} to be one of {self.positions()!r}, got {name}={value!r}")
        return value

    def argument(self, value):
        """Return what `draw` receives for the option called `value`."""
        return self.options[value] if isinstance(self.options, Mapping) else value

    def text(self, value):
        """Say `value` in words: its name."""
        return value


@dataclass(frozen=True)
class Toggle(Control):
    """A switch.

    Parameters
    ----------
    start : bool
        Whether it is on at first.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Examples
    --------
    >>> Toggle(False).text(True)
    'on'
    """

    start: bool
    label: str | None = None
    kind: ClassVar[str] = "toggle"

    def __post_init__(self):
        object.__setattr__(self, "start", self.check("start", self.start))
        self._check_label()

    def positions(self):
        """Return off and on."""
        return (False, True)

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it is a bool."""
        if not isinstance(value, bool | np.bool_):
            raise BriefTypeError(f"need True or False for {name}, got {name}={value!r}")
        return bool(value)

    def text(self, value):
        """Say `value` in words."""
        return "on" if value else "off"


@dataclass(frozen=True)
class Seed(Control):
    """An integer for ``numpy.random.default_rng``: move it for another draw of the same experiment.

    Parameters
    ----------
    start : int
        The first seed. A swept seed takes the values ``start, start + 1, ...``.
    label : str, optional
        What the reader sees; the parameter's name when it is not given.

    Examples
    --------
    >>> Seed(3).positions()
    (3, 4, 5, 6, 7)
    """

    start: int
    label: str | None = None
    highest: ClassVar[int] = 999_999
    kind: ClassVar[str] = "seed"

    def __post_init__(self):
        self.check("start", self.start)
        self._check_label()

    def positions(self):
        """Return the five seeds from `start` on."""
        return self.spread(5)

    def spread(self, count):
        """Return `count` seeds from `start` on."""
        if not 2 <= count <= 240:
            raise BriefValueError(f"need 2 to 240 stops, got {count!r}")
        return tuple(range(self.start, self.start + count))

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it can seed a generator."""
        if not isinstance(value, Integral) or isinstance(value, bool):
            raise BriefTypeError(f"need an integer for {name}, got {name}={value!r}")
        if not 0 <= value <= self.highest:
            raise BriefValueError(f"need 0 <= {name} <= {self.highest}, got {name}={value!r}")
        return int(value)

    def text(self, value):
        """Say `value` in words."""
        return str(value)

    def describe(self, stops=None):
        """Return what a page must know to show this control and its `stops`, ready for JSON."""
        values = list(stops or ())
        return {
            "kind": self.kind,
            "values": values,
            "texts": [self.text(value) for value in values],
            "stops": None if stops is None else list(range(len(values))),
            "lo": 0,
            "hi": self.highest,
        }
