"""What a reader can move: each control knows its positions, checks a value and says it in words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real


def _is_number(value):
    try:
        return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer larger than any float
        return False


def _check_label(label):
    """Refuse a label that says nothing."""
    if label is not None and not (isinstance(label, str) and label.strip()):
        raise TypeError(f"need a non-empty string for label, got {label=}")


@dataclass(frozen=True)
class Slider:
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
        Whether positions are equally spaced in the logarithm; they are rounded to four digits.
    label : str, optional
        What the reader sees; the keyword, with spaces for underscores, when it is not given.

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
    """

    lo: float
    hi: float
    step: float
    start: float
    unit: str = ""
    log: bool = False
    label: str | None = None

    def __post_init__(self):
        for name in ("lo", "hi", "step", "start"):
            if not _is_number(getattr(self, name)):
                raise TypeError(f"need a finite number for {name}, got {name}={getattr(self, name)!r}")
        if not isinstance(self.unit, str):
            raise TypeError(f"need a string for unit, got unit={self.unit!r}")
        if not self.lo < self.hi:
            raise ValueError(f"need lo < hi, got lo={self.lo!r}, hi={self.hi!r}")
        if self.log and self.lo <= 0:
            raise ValueError(f"need lo > 0 on a logarithmic slider, got lo={self.lo!r}")
        if self.step <= 0:
            raise ValueError(f"need step > 0, got step={self.step!r}")
        if abs(self._n_steps - round(self._n_steps)) > 1e-6:
            raise ValueError(
                f"need whole steps from lo to hi, got step={self.step!r} for lo={self.lo!r}, hi={self.hi!r}"
            )
        if not 1 <= round(self._n_steps) <= 10_000:
            raise ValueError(f"need 1 to 10 000 steps from lo to hi, got {self._n_steps:.0f}")
        nearest = self.nearest(self.start)
        if abs(nearest - self.start) > 1e-3 * self._local_step(self.start):
            raise ValueError(
                f"need start on a position, got start={self.start!r}; the nearest is {nearest!r}"
            )
        _check_label(self.label)

    @property
    def whole(self):
        """Whether the values are ints."""
        return not self.log and all(isinstance(x, Integral) for x in (self.lo, self.hi, self.step))

    @property
    def _n_steps(self):
        length = math.log10(self.hi / self.lo) if self.log else self.hi - self.lo
        return length / self.step

    def _local_step(self, value):
        return abs(value) * (10**self.step - 1) if self.log else self.step

    def positions(self):
        """Return every value that a step leads to, from `lo` to `hi`."""
        count = round(self._n_steps) + 1
        if self.whole:
            return tuple(int(self.lo) + i * int(self.step) for i in range(count))
        if self.log:
            return tuple(float(f"{self.lo * 10 ** (i * self.step):.4g}") for i in range(count))
        return tuple(round(self.lo + i * self.step, 10) for i in range(count))

    def nearest(self, value):
        """Return the position that is nearest to `value`."""
        return min(self.positions(), key=lambda position: abs(position - value))

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it lies between the ends; an int where all are ints."""
        if not _is_number(value):
            raise TypeError(f"need a finite number for {name}, got {name}={value!r}")
        if not self.lo * (1 - 1e-9 * self.log) <= value <= self.hi * (1 + 1e-9 * self.log):
            raise ValueError(f"need {self.lo!r} <= {name} <= {self.hi!r}, got {name}={value!r}")
        if self.whole and value != int(value):
            raise ValueError(f"need a whole number for {name}, got {name}={value!r}")
        return int(value) if self.whole else float(value)

    def argument(self, value):
        """Return what `draw` receives for `value`: the same."""
        return value

    def text(self, value):
        """Say `value` in words."""
        return f"{value:.4g} {self.unit}".strip().replace("-", "−", 1 if value < 0 else 0)


@dataclass(frozen=True)
class Choice:
    """One of a few named options.

    Parameters
    ----------
    options : sequence of str or mapping from str
        The names; a mapping also says what `draw` receives for each.
    start : str
        The first option shown.
    label : str, optional
        What the reader sees; the keyword when it is not given.

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

    def __post_init__(self):
        if isinstance(self.options, str) or not hasattr(self.options, "__iter__"):
            raise TypeError(f"need a sequence or mapping of names for options, got options={self.options!r}")
        names = self.positions()
        if wrong := [name for name in names if not isinstance(name, str) or not name.strip()]:
            raise TypeError(f"need non-empty strings in options, got {wrong[0]!r}")
        if len(names) < 2 or len(set(names)) < len(names):
            raise ValueError(f"need at least two different options, got options={names!r}")
        self.check("start", self.start)
        _check_label(self.label)

    def positions(self):
        """Return the names."""
        return tuple(self.options)

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it is one of the names."""
        if not isinstance(value, str) or value not in self.positions():
            raise ValueError(f"need {name} to be one of {self.positions()!r}, got {name}={value!r}")
        return value

    def argument(self, value):
        """Return what `draw` receives for the option called `value`."""
        return self.options[value] if isinstance(self.options, Mapping) else value

    def text(self, value):
        """Say `value` in words: its name."""
        return value


@dataclass(frozen=True)
class Toggle:
    """A switch.

    Parameters
    ----------
    start : bool
        Whether it is on at first.
    label : str, optional
        What the reader sees; the keyword when it is not given.

    Raises
    ------
    TypeError
        If `start` is not a bool.

    Examples
    --------
    >>> Toggle(False).text(True)
    'on'
    """

    start: bool
    label: str | None = None

    def __post_init__(self):
        self.check("start", self.start)
        _check_label(self.label)

    def positions(self):
        """Return off and on."""
        return (False, True)

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it is a bool."""
        if not isinstance(value, bool):
            raise TypeError(f"need True or False for {name}, got {name}={value!r}")
        return value

    def argument(self, value):
        """Return what `draw` receives for `value`: the same."""
        return value

    def text(self, value):
        """Say `value` in words."""
        return "on" if value else "off"


@dataclass(frozen=True)
class Seed:
    """An integer for ``numpy.random.default_rng``: move it for another draw of the same experiment.

    Parameters
    ----------
    start : int
        The first seed. A swept seed takes the values ``start, start + 1, ...``.
    label : str, optional
        What the reader sees; the keyword when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `start` is not an integer from 0 to 999 999.

    Examples
    --------
    >>> Seed(3).positions()
    (3, 4, 5, 6, 7)
    """

    start: int
    label: str | None = None
    highest = 999_999

    def __post_init__(self):
        self.check("start", self.start)
        _check_label(self.label)

    def positions(self):
        """Return the five seeds from `start` on."""
        return tuple(range(self.start, self.start + 5))

    def check(self, name, value):
        """Return `value`, called `name` in errors, if it can seed a generator."""
        if not isinstance(value, Integral) or isinstance(value, bool):
            raise TypeError(f"need an integer for {name}, got {name}={value!r}")
        if not 0 <= value <= self.highest:
            raise ValueError(f"need 0 <= {name} <= {self.highest}, got {name}={value!r}")
        return int(value)

    def argument(self, value):
        """Return what `draw` receives for `value`: the same."""
        return value

    def text(self, value):
        """Say `value` in words."""
        return str(value)
