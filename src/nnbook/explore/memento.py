"""What a figure was like at one moment, so that whatever is done to it can be undone.

Making a figure, or clearing its axes, costs more than drawing most pictures. To remember every attribute of
every object that a figure is made of, and to put them back, costs less than a millisecond; and nothing can be
forgotten: a grid, a hidden spine, ticks on the other side, a colour bar that moved its neighbour.
"""

import numpy as np
from matplotlib import RcParams
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase

# What a figure keeps its state in, besides the built-in containers and arrays.
KEEPERS = {"matplotlib", "mpl_toolkits", "weakref", "_weakrefset"}


class Memento:
    """The state of a figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Everything that can be reached from it is remembered, but for its canvas.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> axes = figure.subplots()
    >>> empty = Memento(figure)
    >>> _ = axes.plot([1, 2]), axes.grid(), figure.text(0, 0, "x"), axes.spines.top.set_visible(False)
    >>> empty.restore()
    >>> len(axes.lines), len(figure.texts), axes.spines.top.get_visible()
    (0, 0, True)
    """

    def __init__(self, figure):
        self._own_axes = tuple(figure.axes)
        self._dicts, self._lists, self._sets, self._arrays = [], [], [], []
        seen, todo = {}, [figure]
        while todo:
            one = todo.pop()
            if id(one) not in seen:
                seen[id(one)] = one  # kept alive, so that no other object gets its id
                todo += self._remember(one)

    def _remember(self, one):
        """Keep a copy of what `one` holds; return its parts."""
        match one:
            case np.ndarray():
                if one.flags.writeable:
                    self._arrays.append((one, one.copy()))
                return ()
            case RcParams() | FigureCanvasBase() | type():
                return ()
            case dict():
                self._dicts.append((one, dict(one)))
                return one.values()
            case list():
                self._lists.append((one, tuple(one)))
                return one
            case set():
                self._sets.append((one, tuple(one)))
                return one
            case tuple():
                return one
        ours = type(one).__module__.split(".")[0] in KEEPERS and hasattr(one, "__dict__")
        return (vars(one),) if ours else ()

    def restore(self):
        """Make the figure what it was."""
        for groups in (*Axes._shared_axes.values(), Axes._twinned_axes):  # these belong to no figure
            for axes in self._own_axes:
                if len(groups.get_siblings(axes)) > 1:
                    groups.remove(axes)
        for one, held in self._dicts:
            one.clear()
            one.update(held)
        for one, held in self._lists:
            one[:] = held
        for one, held in self._sets:
            one.clear()
            one.update(held)
        for one, held in self._arrays:
            one[...] = held
