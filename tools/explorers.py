"""The explorers and figures of a notebook, collected by running its cells here: for tests and benchmarks."""

import ast
import json
import os
from contextlib import chdir
from functools import cache
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

from nnbook.explore import Explorer

BOOK = Path(__file__).resolve().parents[1] / "book"


def notebooks():
    """Return the paths of all notebooks of the book, in order."""
    return sorted(path for path in BOOK.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def name(path):
    """Return how reports call the notebook at `path`, such as ``learning/optimisers``."""
    return Path(os.path.relpath(path, BOOK)).with_suffix("").as_posix()


@cache
def collect(path):
    """Run the notebook at `path`; return its explorers by name, figures by cell, and drawing settings."""
    show = plt.show
    with chdir(path.parent), mpl.rc_context():
        mpl.use("agg")
        plt.show = lambda *_, **__: None
        try:
            shown, figures = _run(path)
        finally:
            plt.show = show
        explorers = {value.name: value for value in shown if isinstance(value, Explorer)}
        return explorers, figures, dict(mpl.rcParams)


def _run(path):
    """Run the cells and return what they show, and the figures that each of them draws."""
    shown, figures = [], {}
    space = {"__name__": "__main__", "display": lambda *values: shown.extend(values)}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        where = f"{path.name}[{cell['id']}]"
        body = ast.parse("".join(cell["source"]), filename=where).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        try:
            exec(compile(ast.Module(body, []), where, "exec"), space)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), where, "eval"), space))
        except Exception as error:
            if "raises-exception" not in cell["metadata"].get("tags", []):
                error.add_note(f"in cell {cell['id']!r} of {name(path)}")
                raise
        if numbers := plt.get_fignums():
            figures[cell["id"]] = [plt.figure(number) for number in numbers]
        plt.close("all")
    return shown, figures
