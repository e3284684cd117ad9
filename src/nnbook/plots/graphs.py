"""A computation drawn as a graph: values flow to the right, derivatives come back."""

from collections import Counter

from nnbook import checks
from nnbook.autodiff import Graph, adjoints, graph
from nnbook.autodiff.graph import shown
from nnbook.plots import _canvas
from nnbook.plots.style import BLUE, GREY, ORANGE


def draw_graph(axes, output, *, derivatives=True, n_done=None):
    """Draw how `output` was computed, with values in blue and derivatives of `output` in orange.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    output : nnbook.autodiff.Variable
        Of one number.
    derivatives : bool
        Whether they are written below the values.
    n_done : int, optional
        How many steps the way back has taken: variables before the last `n_done` in topological order show no
        derivative yet. All of them by default.

    Returns
    -------
    str
        What the drawing says, in words.

    Raises
    ------
    TypeError, ValueError
        If `axes` are none, `output` is not a variable, or a setting is not of its kind.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from nnbook.autodiff import Variable
    >>> x, w = Variable(2.0, "x"), Variable(3.0, "w")
    >>> draw_graph(Figure().subplots(), (w * x).named("y"))
    '3 variables, 2 edges; y = 6; dy/dw = 2, dy/dx = 3.'
    """
    _canvas.one(axes)
    derivatives = checks.flag("derivatives", derivatives)
    found, bar = graph(output), adjoints(output)
    last = len(found.variables) - 1
    first_done = 0 if n_done is None else max(0, last + 1 - checks.integer("n_done", n_done, low=0))
    places = positions(found)
    for source, target in found.edges:
        arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 20, "shrinkB": 20}
        axes.annotate("", places[target], places[source], arrowprops=arrow)
    for i, (variable, label, place) in enumerate(zip(found.variables, found.labels, places, strict=True)):
        known = derivatives and i >= first_done
        name = f"{label} : {variable.op}" if variable.op and label != variable.op else label
        _write(axes, place, 11, name, "black")
        _write(axes, place, 0, shown(variable.value), BLUE)
        _write(axes, place, -11, f"∂ {shown(bar[variable])}" if known else "", ORANGE)
    axes.set(xlim=(-0.5, max(found.levels) + 0.5), ylim=(0, 1))
    axes.set_axis_off()
    y = found.labels[last]
    readout = f"{last + 1} variables, {len(found.edges)} edges; {y} = {shown(output.value)}"
    if not derivatives:
        return readout + "."
    inputs = [i for i, v in enumerate(found.variables) if not v.parents and i >= first_done]
    slopes = [f"d{y}/d{found.labels[i]} = {shown(bar[found.variables[i]])}" for i in inputs]
    return "; ".join([readout, ", ".join(slopes)] if slopes else [readout]) + "."


def positions(found):
    """Return where each variable of a graph is drawn: levels from left to right, each spread over the height.

    Parameters
    ----------
    found : nnbook.autodiff.Graph
        The graph.

    Returns
    -------
    list of (int, float)
        Level, and height from 0 to 1, of each variable.

    Raises
    ------
    TypeError
        If `found` is no graph.

    Examples
    --------
    >>> from nnbook.autodiff import Variable
    >>> positions(graph(Variable(1.0, "a") + Variable(2.0, "b")))
    [(0, 0.75), (0, 0.25), (1, 0.5)]
    """
    if not isinstance(found, Graph):
        raise TypeError(f"need found to be a Graph, got found={found!r}")
    size, taken, places = Counter(found.levels), Counter(), []
    for level in found.levels:
        places.append((level, 1 - (taken[level] + 0.5) / size[level]))
        taken[level] += 1
    return places


def _write(axes, place, points_up, text, color):
    """Write a line of the node at a place, on a ground that hides the arrows."""
    axes.annotate(
        text,
        place,
        (0, points_up),
        textcoords="offset points",
        horizontalalignment="center",
        verticalalignment="center",
        color=color,
        fontsize=9,
        bbox={"facecolor": axes.get_facecolor(), "edgecolor": "none", "pad": 1},
    )
