"""Brings formulas into the TeX that every front end of notebooks can set: MathJax, KaTeX, nbconvert."""

import re

BEFORE_LETTER = re.compile(r"<(?=[A-Za-z/!?])")  # would begin a tag of HTML
INNER = re.compile(r"\\(begin|end)\{(align|gather)\*?\}")
OUTER = re.compile(r"\\(begin|end)\{equation\*?\}")
BARS = {"|": r"\vert ", r"\|": r"\Vert "}


def inline(tex, macros):
    """Return a formula of a line, without dollar signs.

    Parameters
    ----------
    tex : str
        As it is written in the book.
    macros : dict
        The book's own, as in MathJax's settings.
    """
    return BEFORE_LETTER.sub("< ", with_macros(" ".join(tex.split()), macros))


def display(tex, macros, number=""):
    """Return a formula that stands by itself, with its `number`; what `inline` does, and environments fit."""
    tex = with_macros(tex.strip(), macros)
    tex = OUTER.sub("", INNER.sub(r"\\\1{\2ed}", tex))  # what may stand inside dollar signs
    tex = "\n\\\\\n".join(part.strip() for part in tex.split("\n\n") if part.strip())
    if r"\\" in re.sub(r"\\begin.*\\end\{.*?\}", "", tex, flags=re.DOTALL):
        tex = f"\\begin{{aligned}}\n{tex}\n\\end{{aligned}}"
    tag = f" \\tag{{{number}}}" if number else ""
    return f"{BEFORE_LETTER.sub('< ', tex)}{tag}"


def in_cell(text):
    r"""Return Markdown for a cell of a table, which bars would end, in a formula and in code too.

    Examples
    --------
    >>> in_cell(r"$|a|$ and `a|b`")
    '$\\vert a\\vert $ and `a\\|b`'
    """
    text = re.sub(r"\$[^$]+\$", lambda tex: re.sub(r"\\?\|", lambda bar: BARS[bar[0]], tex[0]), text)
    return re.sub(r"`[^`]+`", lambda code: code[0].replace("|", r"\|"), text)


def with_macros(tex, macros):
    r"""Return TeX without the book's own macros, which no other place knows.

    Examples
    --------
    >>> with_macros(r"\E[\vec x^2] \in \Eta", {"vec": [r"{\mathbf{#1}}", 1], "E": r"{\mathbb{E}}"})
    '{\\mathbb{E}}[{\\mathbf{x}}^2] \\in \\Eta'
    """
    for name, meaning in macros.items():
        body, n_arguments = meaning if isinstance(meaning, list) else (meaning, 0)
        argument = r"\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|\S)" * n_arguments
        pattern = re.compile(rf"\\{name}(?![A-Za-z]){argument}")

        def replace(found, body=body):
            for i, given in enumerate(found.groups(), 1):
                body = body.replace(f"#{i}", re.sub(r"^\{(.*)\}$", r"\1", given, flags=re.DOTALL))
            return body

        tex = pattern.sub(replace, tex)
    return tex
