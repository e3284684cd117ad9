"""Arguments are checked at the border, so that a mistake is named where it was made.

Each check returns the value in the form that the caller computes with, and raises a `ValueError` or
`TypeError` that names the argument, says what it got and what it needs. Called without name and value it is a
rule, and `arguments` puts rules above a function: then its body is free for the formula.
"""

from nnbook.checks.arrays import array, float_type, floats, shape
from nnbook.checks.border import arguments
from nnbook.checks.codes import binary, class_indices, signs
from nnbook.checks.numbers import flag, integer, number, size
from nnbook.checks.objects import function, generator, one_of

__all__ = [
    "arguments",
    "array",
    "binary",
    "class_indices",
    "flag",
    "float_type",
    "floats",
    "function",
    "generator",
    "integer",
    "number",
    "one_of",
    "shape",
    "signs",
    "size",
]
