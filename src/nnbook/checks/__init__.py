"""Arguments are checked at the border, so that a mistake is named where it was made.

Each function returns the checked value in the form that the caller computes with, and raises a
`ValueError` or `TypeError` that names the argument, says what it got and what it needs.
"""

from nnbook.checks.arrays import array, shape
from nnbook.checks.numbers import flag, integer, number, size
from nnbook.checks.objects import function, generator, one_of

__all__ = ["array", "flag", "function", "generator", "integer", "number", "one_of", "shape", "size"]
