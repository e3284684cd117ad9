"""Contrast as WCAG 2.2 defines it: of colours, and of what stands in a figure, on light and dark pages."""

import re
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.text import Text

TEXT, SHAPE = 4.5, 3.0  # the least contrast of words, and of lines and fills
CSS = (Path(__file__).parents[1] / "book" / "_static" / "nnbook.css").read_text(encoding="utf-8")
# On a dark page plots are turned over, other pictures dimmed.
TURNED = float(re.search(r"filter: invert\(([\d.]+)\) hue-rotate\(180deg\)", CSS)[1])
DIMMED = float(re.search(r"filter: brightness\(([\d.]+)\)", CSS)[1])
HALF_ROUND = np.array(
    [[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]]
)  # of hues, as CSS has it


def luminance(rgb):
    """Return the relative luminance of colours of shape (..., 3), parts from 0 to 1."""
    rgb = np.asarray(rgb, float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def turned(rgb):
    """Return colours of shape (..., 3) with their lightness turned over."""
    return np.clip((TURNED - (2 * TURNED - 1) * np.asarray(rgb)) @ HALF_ROUND.T, 0, 1)


def contrast(one, other, turns=True):
    """Return the contrast of colours, the least of those on a light and on a dark page.

    What is drawn on an image is not turned over there.
    """
    ratios = []
    for seen in (np.asarray, lambda rgb: DIMMED * np.asarray(rgb), *([turned] if turns else [])):
        a, b = luminance(seen(one)), luminance(seen(other))
        ratios.append((np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05))
    return np.minimum.reduce(ratios)


def on(paper, color):
    """Return a colour as it is seen on `paper`, or None where nothing is drawn."""
    *rgb, alpha = to_rgba(color)
    return alpha * np.array(rgb) + (1 - alpha) * np.asarray(paper) if alpha else None


def faint_words(figure):
    """Return the words of a figure that are hard to read on what is behind them, each with its contrast."""
    canvas = FigureCanvasAgg(figure)
    with_words = _pixels(canvas)
    words = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    boxes = [word.get_window_extent() for word in words]
    alphas = [word.get_alpha() for word in words]
    for word in words:
        word.set_alpha(0)  # a box around it stays
    behind = _pixels(canvas)
    faint = []
    for word, box, alpha in zip(words, boxes, alphas, strict=True):
        word.set_alpha(alpha)
        top, bottom = (int(np.clip(len(behind) - y, 0, len(behind))) for y in (box.y1, box.y0))
        place = slice(top, bottom + 1), slice(max(int(box.x0), 0), int(box.x1) + 1)
        ground = behind[place].reshape(-1, 3)
        if np.any(with_words[place] != behind[place]):  # it is drawn at all
            turns = not (word.axes and word.axes.images)
            ratios = contrast(to_rgba(word.get_color())[:3], ground, turns)
            seen = np.quantile(ratios, 0.25)  # lines may run through
            if seen < TEXT:
                faint.append(f"{word.get_text()!r}: {seen:.1f}")
    return faint


def _pixels(canvas):
    canvas.draw()
    return np.array(canvas.buffer_rgba())[..., :3] / 255


def faint_shapes(figure):
    """Return the lines and fills on plain paper that are hard to see, each with its contrast."""
    faint = []
    for axes in figure.axes:
        if axes.images or not axes.get_visible():
            continue
        paper = to_rgba(axes.get_facecolor())[:3]
        colors = {}
        for line in axes.lines:
            style = line.get_linestyle() not in ("None", "", " ")
            colors[line] = [
                line.get_color() if style else line.get_markerfacecolor(),
                line.get_markeredgecolor(),
            ]
        for patch in [*axes.patches, *axes.collections]:
            colors[patch] = [*np.atleast_2d(patch.get_facecolor()), *np.atleast_2d(patch.get_edgecolor())]
        for shape, given in colors.items():
            seen = [on(paper, color) for color in given if not isinstance(color, str) or color != "none"]
            ratios = [contrast(color, paper) for color in seen if color is not None]
            if shape.get_visible() and ratios and max(ratios) < SHAPE:
                faint.append(f"{shape}: {max(ratios):.1f}")
    return faint
