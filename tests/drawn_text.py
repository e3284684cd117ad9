"""What a reader sees of a picture that is cut into panels: how large its words are, what is cut."""

from unittest import mock

from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tools.pages import WIDE

LEAST = 11  # CSS px
PHONE, DESK = 350, 720  # how wide a panel is shown on a phone, and all of them on a desk [CSS px]
SCROLLED = 576  # how wide a wide figure of a cell is shown on a phone


def boxes(figure, panels):
    """Return the box of each panel as matplotlib counts, from the bottom left."""
    height = figure.bbox.height
    return [Bbox.from_bounds(p.x, height - p.y - p.height, p.width, p.height) for p in panels]


def around(box, panels):
    """Return the panel in which the middle of `box` lies, or None."""
    middle = (box.p0 + box.p1) / 2
    return next((panel for panel in panels if panel.contains(*middle)), None)


def drawn_words(figure):
    """Draw a figure; return the words that were drawn."""
    drawn, draw = [], Text.draw

    def noted(word, *args, **kwargs):
        if word.get_visible() and word.get_text().strip():
            drawn.append(word)
        return draw(word, *args, **kwargs)

    with mock.patch.object(Text, "draw", noted):
        figure.canvas.draw()
    return drawn


def small_words(figure, panels=()):
    """Return the words that are too small to read on a phone or on a desk, each with its size in CSS px.

    Without panels it is a figure of a cell, which scrolls on a phone if it is wide.
    """
    cut, small = boxes(figure, panels), {}
    phone = PHONE if panels or figure.bbox.width <= WIDE else SCROLLED
    for word in drawn_words(figure):
        own = around(word.get_window_extent(), cut) or figure.bbox
        scale = min(1, DESK / figure.bbox.width, phone / own.width)
        size = word.get_fontsize() * figure.dpi / 72 * scale
        if size < LEAST:
            small[word.get_text()] = f"{word.get_text()!r} {size:.1f}"
    return list(small.values())


def crossing(figure, panels):
    """Return what belongs to one panel of a figure and sticks out of it, each with how far [CSS px]."""
    cut, found = boxes(figure, panels), []
    renderer = figure.canvas.get_renderer()
    for axes in figure.axes:
        frame = axes.get_window_extent()
        panel = around(frame, cut)
        for artist in axes.get_children():
            hidden = not artist.get_visible() or (not axes.axison and artist in axes._axis_map.values())
            box = None if hidden else artist.get_tightbbox(renderer)
            if box is None or not (box.width or box.height):
                continue
            if artist.get_clip_on():
                box = Bbox.intersection(box, frame) or box
            out = max(panel.x0 - box.x0, box.x1 - panel.x1, panel.y0 - box.y0, box.y1 - panel.y1)
            if out > 1:
                found.append(f"{type(artist).__name__} by {out:.0f}")
    return found
