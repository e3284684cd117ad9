"""Spikes on axes: voltage traces with their spikes, and rasters."""

import numpy as np
from matplotlib.collections import LineCollection

from nnbook import checks
from nnbook.neurons.simulate import Trace
from nnbook.neurons.statistics import as_trains
from nnbook.plots import _canvas


@checks.arguments(spike_from=checks.number(), spike_to=checks.number(), stride=checks.integer(low=1))
def plot_voltage(axes, trace, *, spike_from=None, spike_to=None, stride=1, **style):
    """Draw a voltage against time.

    Models that reset at threshold have no visible spike; `spike_from` and `spike_to` add a stroke at each.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    trace : nnbook.neurons.Trace
        A simulation of one neuron.
    spike_from, spike_to : float, optional
        Voltages [mV] between which spikes are drawn.
    stride : int
        Draws every `stride`-th point only.
    **style
        For the line, such as ``color`` or ``label``.

    Returns
    -------
    matplotlib.lines.Line2D
        The line.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from nnbook.neurons import LeakyIntegrateAndFire, simulate
    >>> trace = simulate(LeakyIntegrateAndFire(), np.full(400, 2.0), dt=0.1)
    >>> line = plot_voltage(Figure().subplots(), trace, spike_from=-50, spike_to=-20)
    >>> len(line.get_xdata())
    401
    """
    _canvas.check_axes(axes)
    if not isinstance(trace, Trace):
        raise TypeError(f"need trace to be a Trace, got trace={trace!r}")
    if trace.v.ndim != 1:
        raise ValueError(f"need a trace of one neuron, got trace.v of shape {trace.v.shape}")
    (line,) = axes.plot(trace.t[::stride], trace.v[::stride], **style)
    if spike_from is not None and spike_to is not None:
        strokes = [[(t, spike_from), (t, spike_to)] for t in trace.spike_times]
        axes.add_collection(
            LineCollection(strokes, color=line.get_color(), linewidth=line.get_linewidth()), autolim=True
        )
    return line


@checks.arguments(
    spike_times=as_trains, first_row=checks.number(), height=checks.number(low=0, open_low=True)
)
def plot_raster(axes, spike_times, *, first_row=0.0, height=0.8, **style):
    """Draw spike trains, one row each, as strokes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    spike_times : sequence of array_like
        Times [ms] of each train.
    first_row : float
        The first train's vertical position; the others follow upward at distance 1.
    height : float
        Length of a stroke, centred on its row.
    **style
        For the strokes, such as ``color`` or ``linewidth``.

    Returns
    -------
    matplotlib.collections.LineCollection
        The strokes, one collection for all rows.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> strokes = plot_raster(Figure().subplots(), [[1.0, 2.0], [1.5]])
    >>> len(strokes.get_segments())
    3
    """
    _canvas.check_axes(axes)
    half = 0.5 * height
    t = np.concatenate([*spike_times, np.empty(0)])
    row = first_row + np.repeat(np.arange(len(spike_times)), [len(train) for train in spike_times])
    segments = np.stack([np.column_stack([t, row - half]), np.column_stack([t, row + half])], axis=1)
    strokes = LineCollection(segments, **{"color": "0.15", "linewidth": 1.0, **style})
    axes.add_collection(strokes, autolim=True)
    return strokes


LINES = ("-", "--", ":", "-.")  # told apart without colour


@checks.arguments(t=checks.array(ndim=1), legend=checks.flag(), stride=checks.integer(low=1))
def plot_named(axes, t, series, *, legend=True, stride=1, **style):
    """Draw several curves over one axis, told apart by colour and by dash, with a legend.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    t : array_like, shape (n,)
        The common axis.
    series : dict of str to array_like, shape (n,)
        Curves by label.
    legend : bool
        Whether to name them in a legend at the right.
    stride : int
        Draws every `stride`-th point only.
    **style
        For all lines, such as ``linewidth``.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One line per curve.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> lines = plot_named(Figure().subplots(), [0, 1], {"m": [0, 1], "h": [1, 0]})
    >>> [line.get_label() for line in lines]
    ['m', 'h']
    """
    _canvas.check_axes(axes)
    if not isinstance(series, dict):
        raise TypeError(f"need series to be a dict of curves, got series={series!r}")
    lines = []
    for index, (label, values) in enumerate(series.items()):
        values = checks.array(f"series[{label!r}]", values, finite=False)
        if values.shape != t.shape:
            raise ValueError(f"need series like t of shape {t.shape}, got {label!r} of shape {values.shape}")
        dashes = LINES[index % len(LINES)]
        lines += axes.plot(t[::stride], values[::stride], linestyle=dashes, label=label, **style)
    if legend:
        axes.legend(loc="upper right", ncols=1, handlelength=1.8, borderaxespad=0.2)
    return lines
