"""Run a notebook here, without a kernel: what its cells print and draw, and every stop of its explorers.

Cells run one after the other in this process, as a kernel would run them, but a cell that fails does not end
the run: what depends on it is passed over, and what does not is still looked at.
"""

import ast
import builtins
import contextlib
import hashlib
import io
import linecache
import os
import traceback
import warnings
from contextlib import chdir
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt

from nnbook.explore import Explorer
from tools.notebooks import text
from tools.reading import read


class Failure(NamedTuple):
    """An error that a cell raised, and the line of the notebook where: cell, number."""

    error: Exception
    cell: str
    line: int

    def __str__(self):
        return f"{getattr(self.error, '_kind', type(self.error).__name__)}: {self.error}"


class Frame(NamedTuple):
    """One stop of an explorer: its setting, a hash of the picture, the readout, or what went wrong."""

    setting: dict
    picture: str
    readout: str
    failure: str = ""
    place: tuple = ("", 0)


@dataclass
class Result:
    """What a cell did: printed text, the value of its last line, figures, warnings, and its error, if any."""

    printed: str = ""
    value: object = None
    shown: str = ""
    figures: list = field(default_factory=list)
    displayed: list = field(default_factory=list)
    warned: list = field(default_factory=list)
    failure: Failure | None = None
    passed_over: bool = False


class Run:
    """A notebook that has been run: results by cell, and the explorers that its cells end with."""

    def __init__(self, notebook, until=None):
        self.notebook = notebook
        self.results = {}
        self._names = {}  # of the files that the cells' code pretends to stand in
        show = plt.show
        with chdir(notebook.path.parent), mpl.rc_context(), page_settings():
            mpl.use("agg")
            plt.show = lambda *_, **__: None
            try:
                self._run(until)
            finally:
                plt.show = show
            self.settings = dict(mpl.rcParams)

    @property
    def explorers(self):
        """The explorers by the id of their cell."""
        return {key: r.value for key, r in self.results.items() if isinstance(r.value, Explorer)}

    @property
    def named(self):
        """The explorers by name."""
        return {explorer.name: explorer for explorer in self.explorers.values()}

    @cached_property
    def frames(self):
        """Every stop of every explorer, by the id of its cell."""
        with mpl.rc_context(self.settings), page_settings():
            return {cell: frames(self, explorer) for cell, explorer in self.explorers.items()}

    def frames_of(self, explorer):
        """Return every stop of one of the explorers."""
        return next(self.frames[cell] for cell, shown in self.explorers.items() if shown is explorer)

    def _run(self, until):
        shown = []  # by the cell that runs
        space = {"__name__": "__main__", "display": lambda *values: shown.extend(values)}
        missing = set()
        for cell in self.notebook.code:
            result = self.results[cell.id] = Result()
            if cell.id == until:
                break
            with (
                warnings.catch_warnings(record=True) as warned,
                contextlib.redirect_stdout(io.StringIO()) as out,
            ):
                warnings.simplefilter("always")
                try:
                    value = self._execute(cell, space)
                except Exception as error:
                    if isinstance(error, NameError) and error.name in missing:
                        result.passed_over = True
                    elif "raises-exception" not in cell.tags:
                        result.failure = self.failure(error, cell.id)
                    missing |= bound(cell.tree) - space.keys()
                    value = None
            result.value, result.printed = value, out.getvalue()
            if not cell.source.rstrip().endswith(";") and value is not None:
                result.shown = pretty(value)
            result.warned = [str(w.message) for w in warned if not issubclass(w.category, ResourceWarning)]
            result.figures = [plt.figure(number) for number in plt.get_fignums()]
            result.displayed, shown[:] = list(shown), []
            plt.close("all")

    def _execute(self, cell, space):
        where = f"{self.notebook.path.name}[{cell.id}]"
        self._names[where] = cell.id
        lines = cell.source.splitlines(keepends=True)
        linecache.cache[where] = (len(cell.source), None, lines, where)
        body = ast.parse(cell.source, filename=where).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), where, "exec"), space)
        return eval(compile(ast.Expression(last.value), where, "eval"), space) if last else None

    def failure(self, error, cell=""):
        """Return `error` with the last line of the notebook that it came through."""
        line = getattr(error, "lineno", 0) or 0
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in self._names:
                cell, line = self._names[frame.filename], frame.lineno
        return Failure(error, cell, line)


@cache
def run(path):
    """Return the notebook at `path` as it ran, once in this process."""
    return Run(read(path))


@contextlib.contextmanager
def page_settings():
    """Let explorers be what they are on a page while the block runs."""
    before = os.environ.get("NNBOOK_EXPLORE_PAGE")
    os.environ["NNBOOK_EXPLORE_PAGE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["NNBOOK_EXPLORE_PAGE"]
        else:
            os.environ["NNBOOK_EXPLORE_PAGE"] = before


def bound(tree):
    """Return the names that code binds when it runs."""
    names = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names |= {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names |= {(a.asname or a.name).split(".")[0] for node in imports for a in node.names}
    return names - set(dir(builtins))


def pretty(value):
    """Return what a notebook shows of a value, as plain text."""
    if isinstance(value, Explorer):
        return ""
    from IPython.lib.pretty import pretty as shown

    return shown(value)


def stored(cell):
    """Return what a checked cell is said to print and to show, as it is stored."""
    parts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.raw.get("outputs", [])]
    return "\n".join(text(part).rstrip("\n") for part in parts)


def printed(result):
    """Return what a cell printed and showed, as `stored` has it."""
    return "\n".join(part.rstrip("\n") for part in (result.printed, result.shown) if part)


def frames(run, explorer):
    """Return the frames of `explorer`, those that cannot be drawn with the reason."""
    found = []
    for setting in explorer.settings():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                picture = explorer.picture(setting)
            except Exception as error:
                failure = run.failure(error)
                cell = failure.cell or next(k for k, v in run.explorers.items() if v is explorer)
                found.append(Frame(setting, "", "", str(failure), (cell, failure.line)))
                continue
        digest = hashlib.sha256(picture.pixels.tobytes()).hexdigest()
        readout = picture.readout if isinstance(picture.readout, str) else ""
        found.append(Frame(setting, digest, readout))
    return found
