"""A computation drawn as a graph: values flow to the right, derivatives come back."""

from collections import Counter

from nnbook import checks
from nnbook.autodiff import Graph, adjoints, graph
from nnbook.autodiff.graph import shown
from nnbook.plots import _canvas
from nnbook.plots.style import BLUE, GREY, ORANGE


def draw_graph(axes, output, *, derivatives=True, n_done=None, n_known=None, downwards=False):
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
    n_known : int, optional
        How many steps the way forward has taken: only the first `n_known` variables in topological order show
        their value, and without all of them no derivative is known. All of them by default.
    downwards : bool
        Whether the computation runs from top to bottom, as a narrow panel needs it, instead of to the right.

    Returns
    -------
    str
        What the drawing says, in words.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from nnbook.autodiff import Variable
    >>> x, w = Variable(2.0, "x"), Variable(3.0, "w")
    >>> draw_graph(Figure().subplots(), (w * x).named("y"))
    '3 variables, 2 edges; y = 6; dy/dw = 2, dy/dx = 3.'
    """
    _canvas.check_axes(axes)
    derivatives = checks.flag("derivatives", derivatives)
    found, bar = graph(output), adjoints(output)
    last = len(found.variables) - 1
    first_done = 0 if n_done is None else max(0, last + 1 - checks.integer("n_done", n_done, low=0))
    n_values = last + 1 if n_known is None else checks.integer("n_known", n_known, low=0)
    if n_values <= last:
        first_done = last + 1
    places, layout = positions(found), _LAYOUTS[checks.flag("downwards", downwards)]
    if downwards:
        places = [(1 - height, -level) for level, height in places]
    for source, target in found.edges:
        gap = layout["gap"]
        arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": gap, "shrinkB": gap}
        axes.annotate("", places[target], places[source], arrowprops=arrow)
    for i, (variable, label, place) in enumerate(zip(found.variables, found.labels, places, strict=True)):
        known = derivatives and i >= first_done
        name = f"{label} : {variable.op}" if variable.op and label != variable.op else label
        value = shown(variable.value) if i < n_values else ""
        _write(axes, place, layout["name"], name, "black")
        _write(axes, place, layout["value"], value, BLUE)
        _write(axes, place, layout["slope"], f"∂ {shown(bar[variable])}" if known else "", ORANGE)
    end = max(found.levels) + 0.5
    xlim, ylim = ((0, 1), (-end, 0.5)) if downwards else ((-0.5, end), (0, 1))
    axes.set(xlim=xlim, ylim=ylim)
    axes.set_axis_off()
    y = found.labels[last]
    readout = f"{last + 1} variables, {len(found.edges)} edges"
    if n_values <= last:
        return f"{readout}; {n_values} values so far."
    readout += f"; {y} = {shown(output.value)}"
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


# where the three lines of a node stand [points], and which end of them, in a graph to the right and downwards
_LAYOUTS = {
    False: {
        "gap": 20,
        "name": (0, 11, "center"),
        "value": (0, 0, "center"),
        "slope": (0, -11, "center"),
    },
    True: {"gap": 13, "name": (0, 6, "center"), "value": (-3, -6, "right"), "slope": (3, -6, "left")},
}


def _write(axes, place, where, text, color):
    """Write a line of the node at a place, on a ground that hides the arrows."""
    right, up, end = where
    axes.annotate(
        text,
        place,
        (right, up),
        textcoords="offset points",
        horizontalalignment=end,
        verticalalignment="center",
        color=color,
        fontsize=9,
        bbox={"facecolor": axes.get_facecolor(), "edgecolor": "none", "pad": 1},
    )
