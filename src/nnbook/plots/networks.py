"""Networks drawn as graphs, and their weights as a matrix whose rows receive."""

from functools import cache

import numpy as np
from matplotlib.collections import EllipseCollection, LineCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from nnbook import checks
from nnbook.hopfield.weights import as_weights
from nnbook.plots import _canvas
from nnbook.plots.style import BLUE, ORANGE

LETTERS = {"forward": "F", "shortcut": "S", "direct": "D", "lateral": "L", "indirect": "B"}
COLORS = {
    "forward": BLUE, "shortcut": "#006040", "direct": ORANGE, "lateral": "#8B3A7C", "indirect": "#333333",
}  # fmt: skip
RADIUS, SPACING = 0.27, 1.0


@checks.arguments(layer=checks.array(ndim=1, empty=False))
def columns(layer):
    """Place neurons in columns, one for each layer, from left to right.

    Parameters
    ----------
    layer : array_like, shape (n,)
        A number for each neuron; equal numbers stand in one column.

    Returns
    -------
    ndarray, shape (n, 2)
        Centres, for `draw_network`.

    Examples
    --------
    >>> columns([0, 0, 1])
    array([[ 0. ,  0.5],
           [ 0. , -0.5],
           [ 1.6,  0. ]])
    """
    names, column = np.unique(layer, return_inverse=True)
    places = np.empty((len(layer), 2))
    for k in range(len(names)):
        there = np.flatnonzero(column == k)
        places[there, 0] = 1.6 * SPACING * k
        places[there, 1] = SPACING * ((len(there) - 1) / 2 - np.arange(len(there)))
    return places


@checks.arguments(n=checks.integer(low=1, high=1000))
def ring(n):
    """Place n neurons on a circle, the first at the top and the others clockwise.

    Parameters
    ----------
    n : int
        Number of neurons.

    Returns
    -------
    ndarray, shape (n, 2)
        Centres, for `draw_network`.

    Examples
    --------
    >>> ring(4).round(2) + 0
    array([[ 0.  ,  0.71],
           [ 0.71,  0.  ],
           [ 0.  , -0.71],
           [-0.71,  0.  ]])
    """
    angle = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    radius = 0.0 if n == 1 else SPACING / (2 * np.sin(np.pi / n))
    return radius * np.column_stack([np.cos(angle), np.sin(angle)])


@checks.arguments(W=as_weights, bend=checks.number(low=-1, high=1))
def draw_network(axes, W, places, *, faces=None, names=None, colors=None, emphasis=None, bend=0.14):
    """Draw neurons as discs and weights as arrows: positive ones blue, negative ones orange and dashed.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; limits and aspect are set.
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` is the arrow from neuron j to neuron i.
    places : array_like, shape (n, 2)
        Centres of the neurons, such as `columns` and `ring` give.
    faces : sequence of str, optional
        A colour for each neuron; white by default.
    names : sequence of str, optional
        What is written into each; the numbers from 1 by default.
    colors : ndarray of str, shape (n, n), optional
        A colour for each arrow instead of those of the signs.
    emphasis : array_like of bool, shape (n, n), optional
        Which arrows are thick.
    bend : float
        How far an arrow leaves the straight line, to its left, as a share of its length; to its right, or
        twice as far, where a disc stands in the way.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> draw_network(axes, [[0, -1], [1, 0]], ring(2))
    >>> len(axes.collections[0].get_paths()), [text.get_text() for text in axes.texts]
    (2, ['1', '2'])
    """
    _canvas.check_axes(axes)
    places = checks.array("places", places, shape=(len(W), 2))
    thick = np.zeros(W.shape) if emphasis is None else checks.binary("emphasis", emphasis, shape=W.shape)
    signs = np.where(W > 0, BLUE, ORANGE)
    shades = signs if colors is None else np.asarray(colors)
    ends = np.argwhere(W)
    curves = [_clear_curve(places, i, j, bend) for i, j in ends]
    style = {
        "colors": [shades[i, j] for i, j in ends],
        "linewidths": [3.2 if thick[i, j] else 1.4 for i, j in ends],
    }
    dashes = ["-" if W[i, j] > 0 else (0, (4, 2)) for i, j in ends]
    axes.add_collection(LineCollection(curves, linestyles=dashes, zorder=1, **style))
    axes.add_collection(PolyCollection([_head(c) for c in curves], facecolors=style["colors"], zorder=2))
    discs = {"units": "xy", "offsets": places, "transOffset": axes.transData, "zorder": 3}
    size, turn = np.full(len(W), 2 * RADIUS), np.zeros(len(W))
    shown = ["white"] * len(W) if faces is None else list(faces)
    axes.add_collection(EllipseCollection(size, size, turn, facecolors=shown, edgecolors="0.2", **discs))
    for k, (x, y) in enumerate(places):
        label = str(k + 1) if names is None else names[k]
        axes.text(x, y, label, ha="center", va="center", fontsize=9, zorder=4)
    low, high = places.min(axis=0) - 0.75, places.max(axis=0) + 0.75
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.set_axis_off()


def _clear_curve(places, i, j, bend):
    """Return the least bent curve from j to i that no other disc touches, or one bent as asked."""
    others = np.delete(places, [i, j], axis=0)
    for factor in (1, -1, 2, -2):
        curve = _curve(places, i, j, factor * bend)
        gaps = np.linalg.norm(others[:, np.newaxis] - curve, axis=2)
        if gaps.min(initial=np.inf) > 1.15 * RADIUS:
            return curve
    return _curve(places, i, j, bend)


def _curve(places, i, j, bend):
    """Return points on the arrow from neuron j to neuron i, from rim to rim; a loop if they are one."""
    s = np.linspace(0, 1, 24)[:, np.newaxis]
    start, end = places[j], places[i]
    if i == j:  # on the side that looks away from the middle
        out = start - places.mean(axis=0)
        out = out / np.linalg.norm(out) if np.linalg.norm(out) > 1e-9 else np.array([0.0, 1.0])
        turn = np.arctan2(out[1], out[0]) + np.pi + 2 * np.pi * s
        loop = start + 1.35 * RADIUS * out + 0.85 * RADIUS * np.hstack([np.cos(turn), np.sin(turn)])
        return loop[np.linalg.norm(loop - start, axis=1) >= RADIUS]
    along = end - start
    middle = (start + end) / 2 + bend * np.array([-along[1], along[0]])
    curve = (1 - s) ** 2 * start + 2 * s * (1 - s) * middle + s**2 * end
    outside = np.linalg.norm(curve - start, axis=1) > RADIUS
    outside &= np.linalg.norm(curve - end, axis=1) > RADIUS
    return curve[outside] if outside.sum() > 1 else np.array([start, end])


def _head(curve, length=0.2, width=0.16):
    """Return the corners of an arrow head at the end of a curve."""
    tip, before = curve[-1], curve[-2]
    along = (tip - before) / max(np.linalg.norm(tip - before), 1e-12)
    tip = tip + 0.5 * length * along * 0.5
    across = width / 2 * np.array([-along[1], along[0]])
    return np.array([tip, tip - length * along + across, tip - length * along - across])


@cache
def _letter(letter):
    """Return a capital letter as a marker, centred."""
    path = TextPath((0, 0), letter, size=1)
    low, high = path.get_extents().get_points()
    return Path(path.vertices - (low + high) / 2, path.codes)


@checks.arguments(W=as_weights)
def draw_matrix(axes, W, *, kinds=None, names=None, sizes=None):
    """Draw a weight matrix of a small network: rows receive, columns send, 0 stays empty.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; limits, ticks and labels are set.
    W : array_like, shape (n, n)
        Weights; marked with + if positive and with − if negative.
    kinds : ndarray of str, shape (n, n), optional
        Kinds as of `nnbook.graphs.connection_kinds`, drawn as the letters F, S, D, L, and B for indirect,
        which leads back.
    names : sequence of str, optional
        Names of the neurons; the numbers from 1 by default.
    sizes : sequence of int, optional
        Neurons in each layer, to draw lines between the layers.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> draw_matrix(axes, [[0, -1], [1, 0]])
    >>> [line.get_xdata().tolist() for line in axes.lines]
    [[0], [1]]
    """
    _canvas.check_axes(axes)
    n = len(W)
    shade = np.where(W > 0, 1.0, np.where(W < 0, -1.0, 0.0))
    if kinds is None:
        axes.imshow(shade, cmap="RdBu", vmin=-3, vmax=3)
        marks = [(W > 0, "+", BLUE), (W < 0, "_", ORANGE)]
    else:
        axes.imshow(np.abs(shade), cmap="Greys", vmin=0, vmax=8)
        marks = [((W != 0) & (np.asarray(kinds) == k), _letter(LETTERS[k]), COLORS[k]) for k in LETTERS]
    size = 6.5 if kinds is None else min(10.0, 100 / n)
    mark = {"markersize": size, "markeredgewidth": 1.2 if kinds is None else 0.0}
    for here, marker, color in marks:
        i, j = np.nonzero(here)
        if len(i):
            axes.plot(j, i, marker=marker, linestyle="none", color=color, **mark)
    labels = [str(k + 1) for k in range(n)] if names is None else list(names)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(range(n), labels)
    lines = np.cumsum(checks.shape("sizes", sizes))[:-1] - 0.5 if sizes is not None else np.arange(1, n) - 0.5
    style = {"colors": "0.2" if sizes is not None else "0.85", "linewidth": 1, "zorder": 0.9}
    axes.hlines(lines, -0.5, n - 0.5, **style)
    axes.vlines(lines, -0.5, n - 0.5, **style)
    axes.set(xlim=(-0.5, n - 0.5), ylim=(n - 0.5, -0.5), xlabel="from", ylabel="to")
