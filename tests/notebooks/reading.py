"""Notebooks as the tests see them: cells with their code parsed, exercises and explorers found."""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tools import notebooks

ROOT = Path(__file__).parents[2]
PATHS = sorted(p for p in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
# Chapters stand in the folder of a part; the welcome page and the appendices follow rules of their own.
CHAPTERS = [p for p in PATHS if p.parent.name not in ("book", "appendices")]


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

    @cached_property
    def tree(self):
        """The parsed code; lines for IPython, such as ``%timeit``, are left out."""
        code = re.sub(r"^\s*[%!?].*$", "pass", self.source, flags=re.MULTILINE)
        return ast.parse(code) if self.kind == "code" else ast.parse("")

    def calls(self, name):
        """Return the calls of `name`, in any order."""
        return [n for n in ast.walk(self.tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == name]

    @property
    def at_top(self):
        """The nodes that run when the cell does, those inside functions left out."""
        inside = {
            n
            for f in ast.walk(self.tree)
            if isinstance(f, (ast.FunctionDef, ast.Lambda))
            for n in ast.walk(f)
        }
        return [n for n in ast.walk(self.tree) if n not in inside]


@dataclass(frozen=True)
class Notebook:
    """A notebook of the book."""

    path: Path
    cells: tuple

    @property
    def code(self):
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def text(self):
        """All Markdown, as one string."""
        return "\n\n".join(cell.source for cell in self.cells if cell.kind == "markdown")

    @property
    def explorers(self):
        """The calls of ``explore`` that show something, the last in their cells, with these cells."""
        last = [(cell, getattr(cell.tree.body[-1], "value", None)) for cell in self.code if cell.tree.body]
        return [(cell, value) for cell, value in last if value in cell.calls("explore")]


@cache
def read(path):
    """Return the notebook at `path`."""
    cells, in_solution = [], False
    for cell in notebooks.load(path)["cells"]:
        source = notebooks.text(cell["source"])
        in_solution = in_solution or "{solution-start}" in source
        cells.append(Cell(cell["id"], cell["cell_type"], source, cell["metadata"], in_solution, cell))
        in_solution = in_solution and "{solution-end}" not in source
    return Notebook(path, tuple(cells))


def name(path):
    """Return how tests call the notebook at `path`."""
    return str(path.relative_to(ROOT / "book").with_suffix(""))
