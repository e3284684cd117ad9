r"""An array that remembers how it was computed: every operation stands next to its local derivative.

Each operation returns a new `Variable` with its value, its parents, and for each parent a *pullback*: the
function that turns ∂L/∂(result) into that parent's share of ∂L/∂(parent). Nothing else of differentiation is
here.
"""

import math

import numpy as np

from nnbook import checks


class Variable:
    """A node of a computation.

    Parameters
    ----------
    value : array_like
        Real numbers; float32 and float64 are kept, integers become float64.
    name : str, optional
        For lists and drawings of the graph.

    Attributes
    ----------
    value : ndarray
    name, op : str
        `op` is the operation that made it, "" for an input.
    parents : tuple of Variable
        What it was made from. Constants are not variables: they stand in `op`.
    pullbacks : tuple of callable
        One for each parent: ∂L/∂value ↦ ∂L/∂(parent's value), before broadcasting is undone.

    Raises
    ------
    ValueError
        From an operation that has no finite result there: log 0, 1/0, an overflow.

    Examples
    --------
    >>> x = Variable([1.0, 2.0], "x")
    >>> y = (x * x + 1).sum()
    >>> y
    Variable(7.0, op='sum')
    >>> y.parents[0].op, y.parents[0].parents[0].op
    ('+ 1', '×')
    """

    __array_ufunc__ = None  # array + Variable is a Variable, not an array of them
    __slots__ = ("name", "op", "parents", "pullbacks", "value")

    def __init__(self, value, name=""):
        self.value = np.array(checks.floats("value", value))  # a copy: the caller may change his own
        self.op, self.parents, self.pullbacks = "", (), ()
        self.named(name)

    def __repr__(self):
        name = f", {self.name!r}" if self.name else ""
        op = f", op={self.op!r}" if self.op else ""
        return f"Variable({self.value.tolist()}{name}{op})"

    @property
    def shape(self):
        """The shape of the value."""
        return self.value.shape

    def named(self, name):
        """Return the same variable after giving it a name, as `name` says.

        >>> (Variable(2.0) * 3).named("six").name
        'six'
        """
        if not isinstance(name, str):
            raise TypeError(f"need name to be a str, got name={name!r}")
        self.name = name
        return self

    def __add__(self, other):
        return _add(self, other)

    def __sub__(self, other):
        return _subtract(self, other)

    def __rsub__(self, other):
        return _subtract(other, self)

    def __mul__(self, other):
        return _multiply(self, other)

    def __truediv__(self, other):
        return _divide(self, other)

    def __rtruediv__(self, other):
        return _divide(other, self)

    def __pow__(self, other):
        return _power(self, other)

    def __rpow__(self, other):
        return _power(other, self)

    def __matmul__(self, other):
        return _matmul(self, other)

    def __rmatmul__(self, other):
        return _matmul(other, self)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return unary("−", self, np.negative, lambda g, a, y: -g)

    def __getitem__(self, index):
        """Return a part; on the way back the gradients of cells that were taken twice add up."""

        def put_back(g, a, y):
            grad = np.zeros_like(a)
            np.add.at(grad, index, g)
            return grad

        return unary("[…]", self, lambda a: a[index], put_back)

    def sum(self, axis=None, keepdims=False):
        """Return the sum; every summand gets the gradient of the sum.

        Parameters
        ----------
        axis : int or tuple of int, optional
            Along which to sum; all axes without it.
        keepdims : bool
            Whether these axes stay, with length 1.

        Returns
        -------
        Variable
        """
        axis, keepdims = self._axis(axis), checks.flag("keepdims", keepdims)

        def spread(g, a, y):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, a.shape)

        return unary("sum", self, lambda a: a.sum(axis=axis, keepdims=keepdims), spread)

    def mean(self, axis=None, keepdims=False):
        """Return the mean along `axis`, with `keepdims` as in `sum`: the sum over the number of summands."""
        if self.value.size == 0:
            raise ValueError(f"need at least one number for a mean, got shape {self.shape}")
        total = self.sum(axis, keepdims)
        return total * (total.value.size / self.value.size)

    def reshape(self, *shape):
        """Return the same numbers in another `shape`."""
        given = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
        lengths = [checks.integer("shape", length, low=-1) for length in given]
        rest = math.prod(length for length in lengths if length != -1)
        if lengths.count(-1) > 1 or (
            self.value.size % max(rest, 1) if -1 in lengths else rest != self.value.size
        ):
            raise ValueError(f"need shape for {self.value.size} numbers, got {shape=}")
        return unary("reshape", self, lambda a: a.reshape(*shape), lambda g, a, y: g.reshape(a.shape))

    def _axis(self, axis):
        """Return one axis, or a tuple of them, or None for all."""
        n = self.value.ndim
        if isinstance(axis, tuple):
            axes = tuple(checks.integer("axis", one, low=-n, high=n - 1) % n for one in axis)
            if len(set(axes)) < len(axes):
                raise ValueError(f"need different axes, got {axis=}")
            return axes
        return None if axis is None else checks.integer("axis", axis, low=-n, high=n - 1)

    @property
    def T(self):
        """The transpose."""
        return unary("ᵀ", self, np.transpose, lambda g, a, y: np.transpose(g))


def unary(op, a, f, pullback):
    r"""Return the variable f(a).

    Parameters
    ----------
    op : str
        Name of f, for lists and drawings.
    a : Variable or array_like
        What the function is applied to; an array becomes a variable.
    f : callable
        The function; it is called with the value of `a`.
    pullback : callable
        ∂L/∂a from (g, a, y) with g = ∂L/∂y.

    Returns
    -------
    Variable

    Raises
    ------
    ValueError
        If f has no finite value there.

    Examples
    --------
    >>> unary("sin", Variable(0.0), np.sin, lambda g, a, y: g * np.cos(a))
    Variable(0.0, op='sin')
    """
    a = a if isinstance(a, Variable) else Variable(checks.floats("a", a))
    y = _computed(op, f, a.value)
    return _node(y, op, [(a, lambda g: pullback(g, a.value, y))])


def _binary(op, f, pullback_a, pullback_b):
    """Return the function that makes the variable f(a, b), where a or b may be a constant."""

    def apply(a, b):
        (x, u), (z, v) = _value(a, b), _value(b, a)
        y = _computed(op, f, x, z)
        shares = [(u, lambda g: pullback_a(g, x, z, y)), (v, lambda g: pullback_b(g, x, z, y))]
        words = [_shown(x)] * (u is None) + [op] + [_shown(z)] * (v is None)
        return _node(y, " ".join(words), [share for share in shares if share[0] is not None])

    return apply


def _value(a, other):
    """Return the value of an operand, and the variable that it is (None for a constant)."""
    if isinstance(a, Variable):
        return a.value, a
    return np.array(checks.floats("operand", a, other.value.dtype)), None


def _node(value, op, shares):
    """Return the variable that an operation made."""
    result = Variable.__new__(Variable)  # its value is new: no copy
    result.value, result.name, result.op = checks.floats("value", value), "", op
    result.parents = tuple(parent for parent, _ in shares)
    result.pullbacks = tuple(pullback for _, pullback in shares)
    return result


def _computed(op, f, *values):
    """Return f(values) if it is finite: where it is not, no gradient is worth anything."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            return np.asarray(f(*values))
    except FloatingPointError as error:
        named = zip("ab", values, strict=False)
        got = " and ".join(f"{k} of shape {v.shape}" if v.ndim else f"{k}={v:.4g}" for k, v in named)
        raise ValueError(f"need a finite result of {op}, got {got}: {error}") from error


def _shown(value):
    """Return a number as it is, an array by its shape."""
    return f"{value:.4g}" if value.ndim == 0 else f"array{list(value.shape)}"


def _power_base(g, a, b, y):
    """∂(aᵇ)/∂a = b aᵇ⁻¹, which is 0 for b = 0 whatever a is."""
    return g * b * a ** np.where(b == 0, 1, b - 1).astype(y.dtype)


def _power_exponent(g, a, b, y):
    """∂(aᵇ)/∂b = aᵇ ln a, which is 0 for a = 0."""
    if (a < 0).any():
        raise ValueError("need a base >= 0 for a derivative by the exponent; a whole number is a constant")
    return g * y * np.log(np.where(a == 0, 1, a))


def _matmul_left(g, a, b, y):
    """∂L/∂A = G Bᵀ; a vector a is a matrix of one row, b of one column."""
    if b.ndim == 1:
        return g[..., None] * b
    b_T = np.swapaxes(b, -1, -2)
    return (g[..., None, :] @ b_T)[..., 0, :] if a.ndim == 1 else g @ b_T


def _matmul_right(g, a, b, y):
    """∂L/∂B = Aᵀ G."""
    if a.ndim == 1:
        return a[:, None] * g[..., None, :] if b.ndim > 1 else a * g
    a_T = np.swapaxes(a, -1, -2)
    return (a_T @ g[..., None])[..., 0] if b.ndim == 1 else a_T @ g


# the result y from a and b, and from g = ∂L/∂y the shares ∂L/∂a and ∂L/∂b
_add = _binary("+", np.add, lambda g, a, b, y: g, lambda g, a, b, y: g)
_subtract = _binary("−", np.subtract, lambda g, a, b, y: g, lambda g, a, b, y: -g)
_multiply = _binary("×", np.multiply, lambda g, a, b, y: g * b, lambda g, a, b, y: g * a)
_divide = _binary("÷", np.divide, lambda g, a, b, y: g / b, lambda g, a, b, y: -g * y / b)
_power = _binary("^", np.power, _power_base, _power_exponent)
_matmul = _binary("@", np.matmul, _matmul_left, _matmul_right)
