"""The three drawings of the convolution chapter that are more than a picture: slide, size and matrix."""

import numpy as np
from matplotlib.collections import PolyCollection

from nnbook import checks
from nnbook.convolution import convolve, output_size, toeplitz
from nnbook.convolution.arithmetic import each_axis
from nnbook.plots import _canvas
from nnbook.plots.images import PALE, outline, show_cells, show_picture
from nnbook.plots.style import BLUE, GREEN, GREY, ORANGE

VIEWS = ("flip and filter", "filter without flip", "translate and scale")


@checks.arguments(
    x=checks.array(ndim=1, empty=False),
    kernel=checks.array(ndim=1, empty=False),
    position=checks.integer(low=0),
    view=checks.one_of(options=VIEWS),
)
def draw_slide(axes, x, kernel, position, view):
    """Draw one step of a one-dimensional convolution: the signal, the kernel, the output so far.

    Parameters
    ----------
    axes : array of Axes, shape (3,)
        From top to bottom.
    x, kernel : array_like, shapes (n,) and (f,)
        The signal and the kernel.
    position : int
        Index of the output that is being made (of the copy that is being added, in "translate and scale").
    view : {"flip and filter", "filter without flip", "translate and scale"}
        How to look at it: outputs that collect, with or without the flip, or inputs that send out.

    Returns
    -------
    str
        What happens at this position, in numbers.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> draw_slide(Figure().subplots(3), [2, -1, 1], [1, 1, 2], 2, "flip and filter")
    'Output 2 = 2·2 + 1·(−1) + 1·1 = 4.'
    >>> draw_slide(Figure().subplots(3), [2, -1, 1], [1, 1, 2], 1, "translate and scale")
    'Input 1 is −1: add −1·(1, 1, 2), beginning at output 1.'
    """
    _canvas.check_row(axes, 3)
    checks.integer("position", position, high=len(x) + len(kernel) - 2)
    step = _translate if view == "translate and scale" else _filter
    rows, readout = step(x, kernel, position, view)
    loud, strong = np.abs(x).max(), np.abs(kernel).max()
    copies = loud if step is _translate else 1
    heights = loud, strong * copies, convolve(np.abs(x), np.abs(kernel)).max()
    low = -1.3 if min(x.min(), kernel.min()) < 0 else -0.03
    for axis, row, height, color in zip(axes, rows, heights, (BLUE, ORANGE, GREEN), strict=True):
        _bars(axis, *row, color)
        axis.set(
            xlim=(0.4 - len(kernel), len(x) + 2 * len(kernel) - 2.4), ylim=(low * height, 1.3 * height + 1e-9)
        )
        axis.set_xticks(range(len(x) + len(kernel) - 1) if axis is axes[2] else [])
        axis.set_yticks([])
        axis.spines[["left", "bottom"]].set_visible(False)
        axis.axhline(0, color=GREY, linewidth=0.8)
    axes[2].set_xlabel("index")
    return readout


def _translate(x, kernel, position, view):
    """Return the rows of bars (values, marked, start, name) when input `position` sends out its copy."""
    scale = x[position] if position < len(x) else 0.0
    so_far = convolve(np.where(np.arange(len(x)) <= position, x, 0), kernel)
    rows = (
        (x, slice(position, position + 1), 0, "input x"),
        (scale * kernel, slice(0, len(kernel)), position, "scaled copy of the kernel"),
        (so_far, slice(position, position + len(kernel)), 0, "sum of the copies so far"),
    )
    if position >= len(x):
        return rows, "Every input has been used: the sum of the copies is the convolution."
    copy = f"{_say(scale)}·({', '.join(map(_say, kernel))})"
    return rows, f"Input {position} is {_say(scale)}: add {copy}, beginning at output {position}."


def _filter(x, kernel, position, view):
    """Return the rows of bars when output `position` collects its inputs."""
    flipped = view == "flip and filter"
    taps = kernel[::-1] if flipped else kernel
    first = position - len(kernel) + 1
    so_far = convolve(x, taps[::-1])
    so_far[position + 1 :] = 0
    under = slice(max(first, 0), min(position + 1, len(x)))
    rows = (
        (x, under, 0, "input x"),
        (taps, slice(0, len(taps)), first, "kernel, flipped" if flipped else "kernel, as it is"),
        (so_far, slice(position, position + 1), 0, "output so far"),
    )
    terms = [f"{_say(taps[i - first])}·{_bracket(x[i])}" for i in range(under.start, under.stop)]
    return rows, f"Output {position} = {' + '.join(terms)} = {_say(so_far[position])}."


def _bars(axes, values, marked, start, name, color):
    """Draw values as bars with numbers, the marked ones in full colour."""
    index = np.arange(len(values)) + start
    colours = [color if marked.start <= i < marked.stop else "#CCCCCC" for i in range(len(values))]
    left, right, foot = index - 0.35, index + 0.35, np.zeros(len(values))
    corners = np.array([[left, foot], [left, values], [right, values], [right, foot]])
    bars = PolyCollection(corners.transpose(2, 0, 1), facecolors=colours, edgecolors=GREY)
    axes.add_collection(bars, autolim=False)
    for i, value in zip(index, values, strict=True):
        if value:
            above = value > 0
            axes.text(i, value, _say(value), ha="center", va="bottom" if above else "top", fontsize=10.5)
    axes.set_title(name)


def _say(value):
    return f"{value + 0.0:.3g}".replace("-", "−")


def _bracket(value):
    return f"({_say(value)})" if value < 0 else _say(value)


@checks.arguments(
    n_in=checks.integer(low=1, high=1000),
    kernel_size=checks.integer(low=1, high=1000),
    stride=checks.integer(low=1, high=1000),
    padding=checks.integer(low=0, high=1000),
    position=checks.integer(low=0),
)
def draw_windows(axes, n_in, kernel_size, stride, padding, position=0):
    """Draw where a square window stops on a padded square input, and the output it fills.

    Parameters
    ----------
    axes : array of Axes, shape (2,)
        For the input and the output.
    n_in, kernel_size, stride, padding : int
        Along each axis, as in `nnbook.convolution.output_size`.
    position : int
        Number of the window that is drawn in colour, counted row by row; after the last comes the first.

    Returns
    -------
    str
        The size formula with these numbers and where the window is, or why they do not fit.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> draw_windows(Figure().subplots(1, 2), 5, 3, 2, 0, position=1)[:52]
    'Output size (5 + 2·0 − 3)/2 + 1 = 2 along each side.'
    >>> draw_windows(Figure().subplots(1, 2), 6, 3, 2, 0)[:38]
    'Refused: stride=2 does not fit n_in=6,'
    """
    _canvas.check_row(axes, 2)
    n_padded = n_in + 2 * padding
    starts = np.arange(0, n_padded - kernel_size + 1, stride)
    n_windows = len(starts)
    codes = np.zeros((n_padded, n_padded), int)
    codes[padding : padding + n_in, padding : padding + n_in] = 1
    if n_windows:
        row, column = divmod(position % n_windows**2, n_windows)
        top, left = stride * row, stride * column
        codes[top : top + kernel_size, left : left + kernel_size] = 2
    try:
        n_out = output_size(n_in, kernel_size, stride=stride, padding=padding)
    except ValueError as error:
        readout = f"Refused: {error}."
        reached = starts[-1] + kernel_size if n_windows else 0
        codes[reached:] = codes[:, reached:] = 3
        refuse(axes[1])
    else:
        readout = (
            f"Output size ({n_in} + 2·{padding} − {kernel_size})/{stride} + 1 = {n_out} along each side."
            f" This window starts at row {top}, column {left} and makes output ({row}, {column})."
        )
        result = np.full((n_out, n_out), 1)
        result[row, column] = 2
        show_cells(axes[1], result, ["white", "#A9D8C6", ORANGE], title=f"output {n_out} × {n_out}")
        _same_scale(axes[1], n_out, n_padded)
    title = f"input {n_in} × {n_in}" + (f", padded to {n_padded} × {n_padded}" if padding else "")
    show_cells(axes[0], codes, ["#EEEEEE", "#9CC9E3", "#F3B58C", "#555555"], title=title)
    outline(axes[0], padding, padding, n_in, n_in, color=BLUE, linewidth=2)
    if n_windows:
        across, down = np.meshgrid(starts, starts)
        axes[0].plot(across.ravel(), down.ravel(), "o", color="black", markersize=4)
        outline(axes[0], top, left, kernel_size, kernel_size, color=ORANGE, linewidth=2.5)
    return readout


def refuse(axes):
    """Write across empty axes that the sizes do not fit.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.

    Returns
    -------
    matplotlib.text.Text

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> refuse(Figure().subplots()).get_text()
    'does not fit'
    """
    _canvas.check_axes(axes).set_axis_off()
    middle = {"ha": "center", "va": "center", "transform": axes.transAxes}
    return axes.text(0.5, 0.5, "does not fit", fontsize=14, color=ORANGE, **middle)


def _same_scale(axes, n_cells, n_room):
    """Give a small grid the limits of a large one, so that the cells of both are equally large."""
    rest = (n_room - n_cells) / 2
    axes.set(xlim=(-0.5 - rest, n_cells - 0.5 + rest), ylim=(n_cells - 0.5 + rest, -0.5 - rest))


@checks.arguments(kernel=checks.array(ndim=(1, 2)), row=checks.integer(low=0))
def draw_matrix(axes, kernel, input_shape, padding, stride, row):
    """Draw the Toeplitz matrix of a convolution and one of its rows, folded back into the input's shape.

    Parameters
    ----------
    axes : array of Axes, shape (2,)
        For the matrix and its row.
    kernel : array_like, shape (f,) or (f, g)
        What is convolved with.
    input_shape, padding, stride
        As in `nnbook.convolution.toeplitz`.
    row : int
        Number of the output whose row is shown; numbers too large mean the last.

    Returns
    -------
    str
        Size and filling of the matrix.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> draw_matrix(Figure().subplots(1, 2), [1, 1, 2], (3,), "full", 1, 0)
    'A 5 × 3 matrix with 9 of 15 entries not zero, but only 3 different weights. Row 0 makes output 0.'
    """
    _canvas.check_row(axes, 2)
    matrix = toeplitz(kernel, input_shape, padding=padding, stride=stride)
    row = min(row, len(matrix) - 1)
    limit = (np.abs(kernel).max() or 1.0) / PALE
    n_rows, n_columns = matrix.shape
    show_picture(axes[0], matrix, limits=(-limit, limit), cmap="RdBu_r", title=f"T: {n_rows} × {n_columns}")
    axes[0].set_aspect("auto")  # a flat matrix fills its panel
    outline(axes[0], 0, 0, n_rows, n_columns)
    outline(axes[0], row, 0, 1, n_columns, color="black", linewidth=1.8)
    picture = np.atleast_2d(matrix[row].reshape(each_axis("input_shape", input_shape, kernel.ndim)))
    show_picture(axes[1], picture, limits=(-limit, limit), cmap="RdBu_r", title=f"row {row} on the input")
    outline(axes[1], 0, 0, *picture.shape)
    if picture.size <= 64:
        for (i, j), weight in np.ndenumerate(picture):
            if weight:
                axes[1].text(j, i, _say(weight), ha="center", va="center", color="black")
    used = np.count_nonzero(matrix)
    return (
        f"A {n_rows} × {n_columns} matrix with {used} of {matrix.size} entries not zero,"
        f" but only {kernel.size} different weights. Row {row} makes output {row}."
    )
