"""What all controls have in common.

Every control answers the same questions, so that whoever shows it need not ask which one it is:
``positions``, ``spread``, ``check``, ``argument``, ``text``, ``describe``, ``to_json`` and ``from_json``.
"""

import math
from numbers import Real
from typing import ClassVar

from nnbook.explore.errors import BriefTypeError


def is_number(value):
    """Return whether `value` is a finite real number and no bool.

    Examples
    --------
    >>> is_number(3), is_number(float("nan")), is_number(True)
    (True, False, False)
    """
    try:
        return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer larger than any float
        return False


class Control:
    """What all controls have in common: most of them hand `draw` what the reader sees.

    Examples
    --------
    >>> class Plain(Control):
    ...     label = None
    >>> Plain().argument(3), Plain().positions()
    (3, ())
    """

    kind: ClassVar[str]

    def _check_label(self):
        """Refuse a label that says nothing."""
        if self.label is not None and not (isinstance(self.label, str) and self.label.strip()):
            raise BriefTypeError(f"need a non-empty string for label, got label={self.label!r}")

    def positions(self):
        """Return every value that a reader can go to, where they can be counted."""
        return ()

    def placed(self, name, constants):
        """Return this control, called `name`, for a figure whose axes have the given constant properties."""
        return self

    def on_position(self, name, value):
        """Return the position that equals `value`, called `name` in errors."""
        return self.check(name, value)

    def spread(self, count):
        """Return `count` positions that represent all."""
        raise BriefTypeError(
            f"need a list of stops for a {type(self).__name__}, or None for all of them, got {count!r}"
        )

    def argument(self, value):
        """Return what `draw` receives for `value`: the same."""
        return value

    def describe(self, stops=None):
        """Return what a page must know to show this control and its `stops`, ready for JSON."""
        positions = self.positions()
        return {
            "kind": self.kind,
            "values": list(positions),
            "texts": [self.text(position) for position in positions],
            "stops": None if stops is None else [positions.index(stop) for stop in stops],
        }

    def to_json(self, value):
        """Return `value` as JSON has it."""
        return value

    def from_json(self, value):
        """Return the value that JSON has as `value`, checked."""
        return self.check("value", value)
