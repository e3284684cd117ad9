"""Shows the reader the package's own code, so that no chapter needs a second copy of it."""

import ast
import inspect
import textwrap


def show_source(function):
    """Return the code of a function or class of the package, without docstrings, ready to be shown.

    Parameters
    ----------
    function : function, class or method
        What to show.

    Returns
    -------
    IPython.display.Markdown
        A highlighted block of Python.

    Raises
    ------
    TypeError
        If `function` has no Python source.

    Examples
    --------
    >>> from nnbook import checks
    >>> print(show_source(checks.generator).data.splitlines()[1])
    def generator(name, value):
    """
    from IPython.display import Markdown

    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (TypeError, OSError) as error:
        raise TypeError(f"need a function or class written in Python, got function={function!r}") from error
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            doc = node.body[0]
            lines[doc.lineno - 1 : doc.end_lineno] = [None] * (doc.end_lineno - doc.lineno + 1)
    kept = "\n".join(line for line in lines if line is not None)
    return Markdown(f"```python\n{kept.strip()}\n```")
