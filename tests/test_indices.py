"""The tables of symbols and algorithms are whole, in order, and lead to what they name."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.notebooks.reading import CHAPTERS, name, read

APPENDICES = Path(__file__).parents[1] / "book" / "appendices"
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=name)


def rows(text):
    """Return the cells of each row of the tables in `text`, without their heads."""
    lines = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if not re.match(r" symbol|---|\W*algor", line)
    ]


ALGORITHMS = rows((APPENDICES / "algorithms.md").read_text(encoding="utf-8"))
FUNCTIONS = [function.strip("`") for *_, function in ALGORITHMS]


def test_algorithms_are_in_order_and_named_once():
    names = [algorithm.lower() for algorithm, *_ in ALGORITHMS]
    assert names == sorted(set(names))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_algorithms_are_in_the_package(function):
    module, _, attribute = function.rpartition(".")
    assert callable(getattr(importlib.import_module(module), attribute))


@each_chapter
def test_algorithms_whose_source_is_shown_are_listed(path):
    notebook = read(path)
    imported = {}
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.ImportFrom):
                imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    shown = [ast.unparse(call.args[0]) for cell in notebook.code for call in cell.calls("show_source")]
    assert shown, "a chapter shows the source of its central function"
    for expression in shown:
        first, _, rest = expression.partition(".")
        full = f"{imported[first]}.{rest}".rstrip(".")
        assert {full, full.rpartition(".")[0]} & set(FUNCTIONS), f"algorithms.md does not list {full}"


@each_chapter
def test_algorithms_of_every_chapter_are_listed(path):
    assert sum(f"../{name(path)}.ipynb#" in section for _, section, _ in ALGORITHMS) >= 5


@each_chapter
def test_symbols_lead_to_where_they_are_introduced(path):
    notation = (APPENDICES / "notation.md").read_text(encoding="utf-8")
    (section,) = re.findall(
        rf"^## In \[.*\]\(\.\./{name(path)}\.ipynb\)\n(.*?)(?=^## |\Z)", notation, re.M | re.S
    )
    labels = set(re.findall(r"^:label: (\S+)", read(path).text, re.MULTILINE))
    table = rows(section)
    assert len(table) >= 5
    for symbol, _, introduced in table:
        targets = re.findall(r"`([\w-]+)`", introduced)
        assert set(targets) <= labels, f"{symbol}: {introduced} is no label of the chapter"
        assert targets or f"({'../'}{name(path)}.ipynb#" in introduced, f"{symbol} is introduced nowhere"
