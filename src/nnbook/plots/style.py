"""One look for every figure of the book."""

from importlib.resources import as_file, files

from matplotlib import style

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#BC4C00", "#006040", "#767676"  # the first of the cycle, and an aside


def use_style():
    """Apply the book's matplotlib style to this process.

    The colours follow those of Okabe and Ito [1]_, which readers with a colour-vision deficiency can tell
    apart. All but the blue and the black are darker here, so that words can be written in them, too.

    References
    ----------
    .. [1] M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/

    Examples
    --------
    >>> use_style()
    """
    with as_file(files("nnbook") / "nnbook.mplstyle") as path:
        style.use(path)
