"""Text to learn letters from: the book's own prose, frozen."""

from importlib.resources import files


def prose():
    """Return sentences of this book as one text, for models that predict the next letter.

    They are taken from the welcome page and the first four chapters (spiking neurons, optimisers,
    convolution, Hopfield networks) as they stood in November 2026, and will not change with them. Sentences
    with formulas, digits, code or citations are left out, small numbers are written as words. Each line is
    what was left of a paragraph.

    Source: the nnbook authors. Licence: CC BY 4.0.

    Returns
    -------
    str
        Some 32 000 characters, of 62 kinds: letters, space, newline and ten signs of punctuation.

    Examples
    --------
    >>> text = prose()
    >>> len(set(text))
    62
    >>> print(text[:59])
    A third of the picture can be wrong and the network still f
    """
    return (files("nnbook.datasets") / "prose.txt").read_text(encoding="ascii")
