"""Shows the reader the package's own code, so that no chapter needs a second copy of it."""

import ast
import inspect
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Code that a notebook shows highlighted, and that `print` shows as it is.

    Attributes
    ----------
    code : str
        Python.

    Examples
    --------
    >>> print(Source("x = 1"))
    x = 1
    """

    code: str

    def __str__(self):
        return self.code

    def _repr_markdown_(self):
        return f"```python\n{self.code}\n```"


def show_source(function):
    """Return the code of a function or class of the package, without docstrings, ready to be shown.

    Parameters
    ----------
    function : function, class or method
        What to show.

    Returns
    -------
    Source
        A notebook shows it as a highlighted block of Python.

    Raises
    ------
    TypeError
        If `function` has no Python source of its own, as a lambda or what is written in C.

    Examples
    --------
    >>> from nnbook.numerics import sigmoid
    >>> print(show_source(sigmoid))
    def sigmoid(z):
        z = checks.floats("z", z)
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
    """
    try:
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source)
    except (TypeError, OSError, SyntaxError) as error:
        raise TypeError(f"need a function or class written in Python, got function={function!r}") from error
    if not isinstance(tree.body[0], ast.FunctionDef | ast.ClassDef):
        raise TypeError(f"need a function or class written in Python, got function={function!r}")
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    lines = [line.encode() for line in source.splitlines()]  # columns of a syntax tree count bytes
    for node in sorted(nodes, key=lambda node: -node.lineno):
        if ast.get_docstring(node) is not None:
            _cut_docstring(lines, node)
    return Source(b"\n".join(lines).decode().strip())


def _cut_docstring(lines, node):
    """Remove the docstring of a node from the lines; a body that has nothing else becomes an ellipsis."""
    doc, *rest = node.body
    first, last = doc.lineno - 1, doc.end_lineno - 1
    before = lines[first][: doc.col_offset]
    if not rest:
        lines[first : last + 1] = [before + b"..."]
    elif rest[0].lineno - 1 == last:  # on the same line
        lines[first : last + 1] = [before + lines[last][rest[0].col_offset :]]
    else:
        after = last + 1 + (not lines[last + 1].strip())  # with the empty line below it
        lines[first:after] = []
