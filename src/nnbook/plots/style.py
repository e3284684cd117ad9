"""One look for every figure of the book."""

from importlib.resources import as_file, files

from matplotlib import style


def use_style():
    """Apply the book's matplotlib style to this process.

    The colours are those of Okabe and Ito [1]_, which readers with a colour-vision deficiency can tell apart.

    References
    ----------
    .. [1] M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/

    Examples
    --------
    >>> use_style()
    """
    with as_file(files("nnbook") / "nnbook.mplstyle") as path:
        style.use(path)
