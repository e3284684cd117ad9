"""Writes the text of a page as Markdown that every front end of notebooks shows.

What the page's markup says is resolved already: numbers, references, citations. The Markdown is that which
JupyterLab, Notebook, Colab, VS Code, GitHub and nbconvert share: headings, lists, pipe tables, quotes,
``$...$`` and ``$$...$$``, and ``<details>`` around what a reader unfolds. Boxes become quotes: nothing else
keeps its shape everywhere, and in a dark theme.
"""

import html
import re

import reader_tex
from docutils import nodes
from sphinx import addnodes

SPECIAL = re.compile(r"[\\`*<$|]|\](?=[(\[:])|(?<![^\W_])_|_(?![^\W_])|~~|&(?=#?\w+;)")
AT_START = re.compile(r"^(#{1,6}(?=\s)|[-+](?=\s)|>)|^(\d+)(?=[.)]\s)")
IN_LINK = str.maketrans({" ": "%20", "(": "%28", ")": "%29"})
SILENT = (nodes.target, nodes.comment, nodes.substitution_definition, addnodes.index, addnodes.toctree)
INLINE = (nodes.Text, nodes.Inline)
FOLDING = {"answer_node", "solution_node", "dropdown_main"}
BOXES = {"definition_node", "theorem_node", "lemma_node", "corollary_node", "proposition_node"}
BOXES |= {"algorithm_node", "example_node", "remark_node", "property_node", "assumption_node"}
BOXES |= {"exercise_node", "exercise_enumerable_node", "admonition"}


def quoted(text):
    """Return Markdown as a quote; each formula on one line, or signs of the quote would get into it."""
    text = re.sub(r"\$\$(.+?)\$\$", lambda tex: f"$${' '.join(tex[1].split())}$$", text, flags=re.DOTALL)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def folded(summary, text):
    """Return Markdown that a reader unfolds; the blank lines make it Markdown inside HTML, everywhere."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


def escaped(text):
    r"""Return words as Markdown that shows them as they are.

    Examples
    --------
    >>> escaped("a_b *c* 2 < 3")
    'a_b \\*c\\* 2 &lt; 3'
    """
    return SPECIAL.sub(lambda sign: html.escape(sign[0]) if sign[0] in "<&" else f"\\{sign[0]}", text)


class Markdown:
    """Writes nodes of a resolved page.

    Parameters
    ----------
    link : callable
        ``link(reference) -> str``: where a reference leads; empty if nowhere from a notebook.
    number : callable
        ``number(node) -> str``: of an equation, exercise, theorem or figure; empty if it has none.
    macros : dict
        Macros as in MathJax's settings.
    warn : callable
        ``warn(message, node)``: of what has no form here.
    """

    def __init__(self, link, number, macros, warn):
        self._link, self._number, self._macros, self._warn = link, number, macros, warn

    # Text in a line.

    def inline(self, node):
        """Return what is in `node` as one line of Markdown."""
        return "".join(map(self._piece, node.children))

    def _piece(self, node):
        if isinstance(node, nodes.Text):
            return escaped(" ".join(re.split(r"\s+", node.astext())))
        write = getattr(self, f"_inline_{type(node).__name__}", None)
        if write:
            return write(node)
        if isinstance(node, SILENT):
            return ""
        if not isinstance(node, nodes.Inline | nodes.TextElement):
            self._warn("no form in a line of a notebook", node)
        return self.inline(node)

    def _inline_math(self, node):
        return f"${reader_tex.inline(node.astext(), self._macros)}$"

    def _inline_emphasis(self, node):
        return self._marked(node, "*", "em")

    def _inline_strong(self, node):
        return self._marked(node, "**", "strong")

    def _marked(self, node, sign, tag):
        """Mark what is in `node`; with HTML where Markdown would not take the sign for a mark."""
        text = self.inline(node)
        before, after = _neighbour(node, -1), _neighbour(node, 1)
        glued = (before.isalnum() and not text[:1].isalnum()) or (after.isalnum() and not text[-1:].isalnum())
        return f"<{tag}>{text}</{tag}>" if glued or text != text.strip() else f"{sign}{text}{sign}"

    def _inline_literal(self, node):
        text = " ".join(node.astext().split())
        fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
        pad = " " if "`" in (text[:1], text[-1:]) else ""
        return f"{fence}{pad}{text}{pad}{fence}"

    def _inline_reference(self, node):
        text = self.inline(node)
        if address := self._link(node):
            before = " " if text[:1] == " " else ""
            return f"{before}[{text.strip()}]({address.translate(IN_LINK)})"
        if "glossary-term" in node["classes"] and node.get("reftitle"):
            return f'<abbr title="{html.escape(node["reftitle"])}">{text}</abbr>'
        return text

    def _inline_subscript(self, node):
        return f"<sub>{self.inline(node)}</sub>"

    def _inline_superscript(self, node):
        return f"<sup>{self.inline(node)}</sup>"

    def _inline_image(self, node):
        self._warn("pictures of notebooks are drawn by code", node)
        return escaped(node.get("alt", ""))

    def _inline_raw(self, node):
        return node.astext() if "html" in node["format"].split() else ""

    # Blocks.

    def blocks(self, children):
        """Return `children` as Markdown, with a blank line between any two; lines among them are joined."""
        parts, line = [], ""
        for child in children:
            if isinstance(child, INLINE) and not isinstance(child, SILENT):
                line += self._piece(child)
                continue
            parts += [line, self.block(child)]
            line = ""
        return "\n\n".join(part for part in (*parts, line) if part.strip())

    def block(self, node):
        """Return one block as Markdown."""
        if isinstance(node, SILENT):
            return ""
        if is_box(node):
            return self.share(node, contents(node), first=True)
        if write := getattr(self, f"_block_{type(node).__name__}", None):
            return write(node)
        if isinstance(node, nodes.Admonition):
            return quoted(self.blocks([nodes.strong("", type(node).__name__.capitalize()), *node.children]))
        if not isinstance(node, nodes.container | nodes.section | nodes.compound):
            self._warn("no form in a notebook", node)
        return self.blocks(node.children)

    def share(self, node, children, *, first):
        """Return those of a box's `children` that stand in one cell; the `first` cell has its title."""
        body = self.blocks(children)
        if is_folded(node):
            summary = next((self._plain(title) for title in filter(is_title, node.children)), "")
            summary = " ".join(summary.split()) or html.escape(node.get("summary") or "Answer")
            return folded(summary if first else f"{summary}, continued", body)
        title = self._title(node) if first else ""
        return quoted(f"**{title}**\n\n{body}".strip() if title else body)

    def _title(self, node):
        """Return the title of a box, with its number."""
        said = next((self.inline(title) for title in filter(is_title, node.children)), "").strip()
        if type(node).__name__ != "admonition":
            kind = type(node).__name__.removesuffix("_node").removesuffix("_enumerable").capitalize()
            said = said.removeprefix(kind).strip()
            said = " ".join(filter(None, (kind, self._number(node), said)))
        return " ".join(said.split())

    def _plain(self, node):
        """Return a title as it can stand inside HTML: words and formulas."""
        if isinstance(node, nodes.math):
            return self._inline_math(node)
        if isinstance(node, nodes.Text):
            return html.escape(node.astext(), quote=False)
        return "" if isinstance(node, nodes.raw) else "".join(map(self._plain, node.children))

    def heading(self, node, level, number):
        """Return the title `node` of a section."""
        return f"{'#' * min(level, 6)} {number and f'{number}. '}{self.inline(node).strip()}"

    def _block_paragraph(self, node):
        text = self.inline(node).strip()
        return AT_START.sub(lambda start: f"\\{start[0]}" if start[1] else f"{start[2]}\\", text)

    _block_rubric = _block_paragraph

    def _block_proof_node(self, node):
        text = self.blocks(part for box in node.children for part in box.children)
        return re.sub(r"^Proof\.\s*", "*Proof.* ", text)

    def _block_math_block(self, node):
        tex = reader_tex.display(node.astext(), self._macros, self._number(node))
        return f"$$\n{tex}\n$$"

    def _block_literal_block(self, node):
        language = node.get("language", "")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", node.astext())), default=0))
        name = {"default": "", "none": "", "ipython3": "python"}.get(language, language)
        return f"{fence}{name}\n{node.astext()}\n{fence}"

    _block_doctest_block = _block_literal_block

    def _block_block_quote(self, node):
        return quoted(self.blocks(node.children))

    def _block_transition(self, node):
        return "---"

    def _block_raw(self, node):
        return self._inline_raw(node)

    def _block_bullet_list(self, node):
        return self._items(node, ["-"] * len(node))

    def _block_enumerated_list(self, node):
        start = node.get("start", 1)
        return self._items(node, [f"{start + i}." for i in range(len(node))])

    def _items(self, node, marks):
        items = []
        for mark, item in zip(marks, node.children, strict=True):
            text = self.blocks(item.children)
            items.append(f"{mark} " + text.replace("\n", "\n" + " " * (len(mark) + 1)))
        loose = any("\n\n" in item for item in items)
        return re.sub(r"(?m)^ +$", "", ("\n\n" if loose else "\n").join(items))

    def _block_definition_list(self, node):
        entries = []
        for item in node.children:
            terms = ", ".join(self.inline(term) for term in item.findall(nodes.term))
            says = [self.blocks(part.children) for part in item.findall(nodes.definition)]
            entries.append("\n\n".join([f"**{terms}**", *map(quoted, says)]))
        return "\n\n".join(entries)

    def _block_table(self, node):
        rows = [[self._cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
        head, *body = rows if next(node.findall(nodes.thead), None) else [[""] * len(rows[0]), *rows]
        lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body)]
        title = "".join(f"**{self.inline(part)}**\n\n" for part in node.children if is_title(part))
        return title + "\n".join(lines)

    def _cell(self, entry):
        text = "<br>".join(self.blocks([child]).replace("\n", " ") for child in entry.children)
        return reader_tex.in_cell(text)


def is_box(node):
    """Whether `node` is set apart from the text around it, with a title of its own."""
    return is_folded(node) or type(node).__name__ in BOXES


def contents(box):
    """Return the blocks in a box, without its title."""
    inner = [child for child in box.children if not is_title(child)]
    while len(inner) == 1 and isinstance(inner[0], nodes.section | nodes.container) and not is_cell(inner[0]):
        inner = inner[0].children
    return inner


def is_cell(node):
    """Whether `node` is a code cell with what it gives."""
    return isinstance(node, nodes.container) and "cell_index" in node


def is_title(node):
    """Whether `node` is the title of the box that it stands in."""
    return isinstance(node, nodes.title) or type(node).__name__.endswith(("_title", "summary"))


def is_folded(node):
    """Whether pages show `node` folded: a solution, an answer, a box that opens."""
    kind = type(node).__name__.lower()
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    return kind in FOLDING or "details" in kind or not {"dropdown", "toggle"}.isdisjoint(classes)


def _neighbour(node, step):
    """Return the sign next to `node` in its line."""
    place = node.parent.index(node) + step
    text = node.parent[place].astext() if 0 <= place < len(node.parent) else ""
    return text[:1] if step > 0 else text[-1:]
