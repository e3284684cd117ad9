"""An explorer in words and numbers, ready for JSON: all that a page or a widget must know to show it."""

from nnbook.explore.stage import DPI


def describe(explorer):
    """Return what whoever shows `explorer` must know, but for its pictures.

    Parameters
    ----------
    explorer : Explorer
        What to describe. Its opening picture is drawn, because the layout follows from it.

    Returns
    -------
    dict
        Name, title and alt text; width and height, and the boxes of the panels [CSS px]; what Play moves, and
        whether it does so once by itself; and the controls. The ``stops`` of a control are the indices of
        those ``values`` that a static page shows, or None if it stands still there.

    Examples
    --------
    >>> from nnbook.explore import Slider, explorer
    >>> @explorer(sweep={"n": [1, 2]}, size=(3, 2))
    ... def count(axes, n=Slider(1, 3, 1, 2)):
    ...     '''Counting
    ...
    ...     Nothing but a number below the picture.
    ...     '''
    ...     return f"n = {n}"
    >>> shown = describe(count)
    >>> shown["title"], shown["width"], shown["panels"][0]["kind"], shown["play"]
    ('Counting', 300, 'plot', 'n')
    >>> shown["controls"][0]["values"], shown["controls"][0]["stops"]
    ([1, 2, 3], [0, 1])
    """
    layout = explorer.layout
    return {
        "name": explorer.name,
        "title": explorer.title,
        "alt": explorer.alt,
        "width": round(explorer.size[0] * DPI),
        "height": round(explorer.size[1] * DPI),
        "panels": [panel._asdict() for panel in layout.panels],
        "play": explorer.play,
        "autoplay": explorer.autoplay,
        "controls": [_control(explorer, key, layout) for key in explorer.controls],
    }


def _control(explorer, key, layout):
    control = explorer.controls[key]
    told = {"unit": ""} | control.describe(explorer.sweep.get(key))
    if "panel" in told:
        told["box"] = list(layout.areas[told["panel"]])
    return {"key": key, "label": explorer.label(key), "start": control.to_json(explorer.start[key])} | told
