"""Notebooks as the rules and the tests see them: cells with parsed code, directives, paragraphs, sections."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from tools import notebooks

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
PATHS = sorted(p for p in BOOK.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
# Chapters stand in the folder of a part; the welcome page and the appendices follow rules of their own.
CHAPTERS = [p for p in PATHS if p.parent.name not in ("book", "appendices")]

FENCE = re.compile(r"\s*(`{3,}|:{3,}|~{3,})(.*)")
DIRECTIVE = re.compile(r"\{([\w:+.-]+)\}\s*(.*)")
OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)")
NOT_PROSE = ("math", "code", "code-block", "code-cell", "bibliography", "eval-rst", "")


@dataclass(frozen=True)
class Cell:
    """One cell: its place, its text and, of code, the syntax tree."""

    id: str
    kind: str
    source: str
    metadata: dict
    in_solution: bool
    raw: dict

    @property
    def tags(self):
        return self.metadata.get("tags", [])

    @property
    def folded(self):
        """Whether readers see the code only when they ask for it, or not at all."""
        return bool({"hide-input", "hide-cell", "remove-input", "remove-cell"} & set(self.tags))

    @cached_property
    def tree(self):
        """The parsed code; lines for IPython, such as ``%timeit``, are left out."""
        code = re.sub(r"^\s*[%!?].*$", "pass", self.source, flags=re.MULTILINE)
        return ast.parse(code) if self.kind == "code" else ast.parse("")

    def calls(self, name):
        """Return the calls of `name`, in any order."""
        return [n for n in ast.walk(self.tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == name]

    def line(self, words):
        """Return the number of the first line that holds `words`; the first line if none does."""
        lines = self.source.splitlines()
        return next((number for number, line in enumerate(lines, 1) if words in line), 1)


@dataclass
class Directive:
    """A fenced directive: ```` ```{name} argument ````, options, text; `line` is that of its fence."""

    cell: Cell
    line: int
    name: str
    argument: str
    inside: tuple
    options: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(self.lines)

    @property
    def label(self):
        return self.options.get("label", "")


class Paragraph(NamedTuple):
    """Running text: where it begins, the ``##`` section that it stands in, the directives around it."""

    cell: Cell
    line: int
    text: str
    section: str
    inside: tuple


class Shown(NamedTuple):
    """An explorer: its cell, its call (``@explorer(...)``) and, as written, its words."""

    cell: Cell
    call: ast.Call
    name: str
    title: str
    alt: str
    draw: str


@dataclass(frozen=True)
class Notebook:
    """A notebook of the book."""

    path: Path
    cells: tuple

    @property
    def code(self):
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def markdown(self):
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @property
    def slug(self):
        return self.path.stem

    @property
    def name(self):
        return name(self.path)

    @cached_property
    def text(self):
        """All Markdown, as one string."""
        return "\n\n".join(cell.source for cell in self.markdown)

    @cached_property
    def explorers(self):
        """The explorers that end a cell, in order."""
        return [shown for cell in self.code for shown in [_explorer(cell)] if shown]

    @cached_property
    def _parsed(self):
        directives, paragraphs, section = [], [], ""
        for cell in self.markdown:
            section = _parse(cell, section, directives, paragraphs)
        return directives, paragraphs

    @property
    def paragraphs(self):
        """The running text; headings and rows of tables are paragraphs of their own."""
        return self._parsed[1]

    def directives(self, *names):
        """Return the directives called one of `names`, in order; all of them without a name."""
        return [d for d in self._parsed[0] if not names or d.name in names]

    @cached_property
    def section_of(self):
        """The ``##`` section in which each cell ends, by the cell's id."""
        found, current = {}, ""
        for cell in self.cells:
            if cell.kind == "markdown":
                headings = [p.text for p in self.paragraphs if p.cell is cell and p.text.startswith("## ")]
                current = headings[-1][3:].strip() if headings else current
            found[cell.id] = current
        return found

    @cached_property
    def sections(self):
        """The titles of the ``##`` sections, in order, with the paragraph that is the heading."""
        return {p.text[3:].strip(): p for p in self.paragraphs if p.text.startswith("## ")}

    def between(self, start, end=None):
        """Return the cells after `start` and before `end`."""
        cells = list(self.cells)
        return cells[cells.index(start) + 1 : cells.index(end) if end else None]


def _parse(cell, section, directives, paragraphs):
    """Append what the Markdown `cell` holds; return the section in which it ends."""
    stack, lines, first, in_math = [], [], 1, False

    def close():
        nonlocal section
        if not lines:
            return
        text = "\n".join(lines)
        if text.startswith("## "):
            section = text[3:].strip()
        inside = tuple(d for _, d in stack if d)
        paragraphs.append(Paragraph(cell, first, text, section, inside))
        lines.clear()

    for number, line in enumerate(cell.source.splitlines(), 1):
        fence = FENCE.fullmatch(line)
        closes = fence and stack and not fence[2].strip() and fence[1].startswith(stack[-1][0])
        for _, directive in stack[:-1] if closes else stack:
            if directive:
                directive.lines.append(line)
        if closes:
            close()
            stack.pop()
        elif fence and (not stack or stack[-1][1] or fence[1][0] != stack[-1][0][0]):
            close()
            kind = DIRECTIVE.fullmatch(fence[2].strip())
            inside = tuple(d for _, d in stack if d)
            directive = Directive(cell, number, kind[1], kind[2].strip(), inside) if kind else None
            stack.append((fence[1], directive))
            if directive:
                directives.append(directive)
                if directive.argument and directive.name in ("admonition", "exercise", "prf:theorem"):
                    paragraphs.append(Paragraph(cell, number, directive.argument, section, inside))
        elif stack and (not stack[-1][1] or stack[-1][1].name in NOT_PROSE):
            _option(stack[-1][1], line)
        elif (
            stack and len(stack[-1][1].lines) == len(stack[-1][1].options) + 1 and _option(stack[-1][1], line)
        ):
            continue
        else:
            in_math = in_math != (line.count("$$") % 2 == 1)
            if in_math or line.strip().startswith("$$") or not line.strip():
                close()
            elif re.match(r"#{1,6} |\||\([\w-]+\)=$|\s*(?:[-*]|\d+\.) ", line):
                close()
                lines, first = [line], number
                if not re.match(r"\s*(?:[-*]|\d+\.) ", line):
                    close()
            else:
                first = first if lines else number
                lines.append(line)
    close()
    return section


def _option(directive, line):
    """Keep an option of `directive` that stands in `line`; return whether there is one."""
    found = OPTION.fullmatch(line)
    if directive and found:
        directive.options[found[1]] = found[2].strip()
    return bool(directive and found)


def _explorer(cell):
    """Return the explorer that ends `cell`; None if there is none."""
    if not cell.tree.body:
        return None
    last = getattr(cell.tree.body[-1], "value", None)
    if isinstance(last, ast.Name):
        for node in cell.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == last.id:
                for call in node.decorator_list:
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "explorer":
                        title, _, alt = (ast.get_docstring(node) or "").partition("\n")
                        given = literal(call, "name") or node.name.replace("_", "-")
                        return Shown(cell, call, given, title.strip(), alt.strip(), node.name)
    return None


def literal(call, keyword):
    """Return the value of a keyword of `call` that is written out, else None."""
    for given in call.keywords:
        if given.arg == keyword:
            try:
                return ast.literal_eval(given.value)
            except ValueError:
                return None
    return None


def words(text):
    """Return the words of running text: mathematics, code, roles and addresses are none."""
    for noise in (r"\$\$(.|\n)*?\$\$", r"\$[^$]*\$", r"https?://\S+", r"\{[\w:]+\}`[^`]*`", r"`[^`]*`"):
        text = re.sub(noise, " ", text)
    return re.findall(r"[^\W\d_][\w'’-]*", text)


def parse(path, content):
    """Return `content`, what a notebook file holds, as the notebook at `path`."""
    cells, in_solution = [], False
    for cell in content["cells"]:
        source = notebooks.text(cell["source"])
        in_solution = in_solution or "{solution-start}" in source
        cells.append(Cell(cell["id"], cell["cell_type"], source, cell["metadata"], in_solution, cell))
        in_solution = in_solution and "{solution-end}" not in source
    return Notebook(path, tuple(cells))


@cache
def read(path):
    """Return the notebook at `path`."""
    return parse(path, notebooks.load(path))


def name(path):
    """Return how reports call the notebook at `path`, such as ``learning/optimisers``."""
    path = Path(path)
    return path.relative_to(BOOK).with_suffix("").as_posix() if path.is_relative_to(BOOK) else path.stem


def find(slug):
    """Return the path of the notebook called `slug`, such as ``hopfield`` or ``recurrent/hopfield``."""
    wanted = slug.removesuffix(".ipynb").removeprefix("book/")
    found = [path for path in PATHS if wanted in (path.stem, name(path))]
    if len(found) != 1:
        known = ", ".join(path.stem for path in PATHS)
        raise SystemExit(f"no chapter is called {slug!r}: need one of {known}")
    return found[0]
