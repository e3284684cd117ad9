"""A computation as data: what a table lists and a drawing shows."""

from typing import NamedTuple

import numpy as np

from nnbook.autodiff.reverse import adjoints, topological_order


class Graph(NamedTuple):
    """A computation graph in topological order; see `graph`.

    Parameters
    ----------
    variables : list of Variable
        Each after what it was made from.
    labels : list of str
        The name of each, or v0, v1, … for those without.
    edges : list of (int, int)
        From each variable to what was made from it, by position in `variables`.
    levels : list of int
        Column of a drawing in which all edges go to the right.

    Examples
    --------
    >>> from nnbook.autodiff import Variable
    >>> graph(Variable(2.0, "x") * 3).labels
    ['x', 'v1']
    """

    variables: list
    labels: list
    edges: list
    levels: list


def graph(output):
    """Return the computation behind `output` as lists.

    Parameters
    ----------
    output : Variable
        Where the computation ends.

    Returns
    -------
    Graph

    Examples
    --------
    >>> from nnbook.autodiff import Variable
    >>> x, y = Variable(2.0, "x"), Variable(3.0, "y")
    >>> g = graph(x * x + y)
    >>> g.labels, g.edges, g.levels                           # y is drawn next to where it is used
    (['x', 'v1', 'y', 'v3'], [(0, 1), (0, 1), (1, 3), (2, 3)], [0, 1, 1, 2])
    """
    variables = topological_order(output)
    position = {variable: i for i, variable in enumerate(variables)}
    edges = [(position[p], i) for i, v in enumerate(variables) for p in v.parents]
    levels = [0] * len(variables)
    for source, target in edges:  # sorted by target: every source is final before it is used
        levels[target] = max(levels[target], levels[source] + 1)
    for i, variable in enumerate(variables):
        users = [levels[target] for source, target in edges if source == i]
        if not variable.parents and users:
            levels[i] = min(users) - 1
    return Graph(variables, [v.name or f"v{i}" for i, v in enumerate(variables)], edges, levels)


def listing(output):
    """Return the computation as a table: forward from top to bottom, the derivatives from the bottom up.

    Parameters
    ----------
    output : Variable
        The end of the computation; it holds one number.

    Returns
    -------
    str
        A line for each variable: its name, how it was made, its value, and the derivative of the output by
        it. Of an array the shape is shown.

    Examples
    --------
    >>> from nnbook.autodiff import Variable
    >>> x, w = Variable(2.0, "x"), Variable(-3.0, "w")
    >>> print(listing((w * x + 1).named("y")))
    variable  made by  from  value  derivative
    w                           -3           2
    x                            2          -3
    v2        ×        w, x     -6           1
    y         + 1      v2       -5           1
    """
    found, bar = graph(output), adjoints(output)
    label = dict(zip(found.variables, found.labels, strict=True))
    rows = [("variable", "made by", "from", "value", "derivative")]
    for v in found.variables:
        parents = ", ".join(label[p] for p in v.parents)
        rows.append((label[v], v.op, parents, shown(v.value), shown(bar[v])))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for *words, value, derivative in rows:
        cells = [word.ljust(width) for word, width in zip(words, widths[:3], strict=True)]
        lines.append("  ".join([*cells, value.rjust(widths[3]), derivative.rjust(widths[4])]).rstrip())
    return "\n".join(lines)


def shown(value):
    """Return a number with four digits, an array by its shape.

    Examples
    --------
    >>> shown(np.array(0.123456)), shown(np.ones((2, 3)))
    ('0.1235', '2×3 array')
    """
    if np.size(value) == 1:
        return f"{np.asarray(value).item():.4g}"
    return "×".join(map(str, np.shape(value))) + " array"
