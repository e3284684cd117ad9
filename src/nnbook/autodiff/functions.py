r"""Functions of variables: a table, each with its derivative in the same line.

In the table g is ∂L/∂y, and g y' is what is returned for ∂L/∂a.
"""

import numpy as np

from nnbook.autodiff.variable import unary
from nnbook.numerics import sigmoid

DOCSTRING = r"""Return :math:`{formula}`; :math:`{derivative}`.

    Parameters
    ----------
    a : Variable or array_like
        {domain}.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError, ValueError
        If `a` is not made of such numbers, or the result overflows.

    Examples
    --------
    >>> {example}
    """


def _elementwise(name, f, pullback, *, op=None, **words):
    """Return a function of variables that applies `f` to each number; `words` fill its docstring."""

    def function(a):
        return unary(op or name, a, f, pullback)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = DOCSTRING.format(**words)
    return function


exp = _elementwise(
    "exp", np.exp, lambda g, a, y: g * y,
    formula="y = e^a", derivative="y' = y",
    domain="Real numbers", example="exp(0)\n    Variable(1.0, op='exp')",
)  # fmt: skip
log = _elementwise(
    "log", np.log, lambda g, a, y: g / a,
    formula=r"y = \ln a", derivative="y' = 1/a",
    domain="Positive numbers", example="log(1)\n    Variable(0.0, op='log')",
)  # fmt: skip
tanh = _elementwise(
    "tanh", np.tanh, lambda g, a, y: g * (1 - y**2),
    formula=r"y = \tanh a", derivative="y' = 1 - y^2",
    domain="Real numbers", example="tanh(0)\n    Variable(0.0, op='tanh')",
)  # fmt: skip
logistic = _elementwise(
    "logistic", sigmoid, lambda g, a, y: g * (y * (1 - y)), op="σ",
    formula=r"y = \sigma(a) = 1/(1 + e^{-a})", derivative=r"y' = y\,(1 - y)",
    domain="Real numbers", example="logistic(0)\n    Variable(0.5, op='σ')",
)  # fmt: skip
relu = _elementwise(
    "relu", lambda a: np.maximum(a, 0), lambda g, a, y: g * (a > 0),
    formula=r"y = \max(a, 0)", derivative="y' = 1 for a > 0, else 0",
    domain="Real numbers", example="relu([-1, 2])\n    Variable([0.0, 2.0], op='relu')",
)  # fmt: skip
