"""The rules of a chapter, each a function that yields what breaks it, as sentences with their places.

`make check CHAPTER=slug` applies them to one chapter, the tests to all; CONTRIBUTING lists them, and a test
compares that list with the one here. A rule takes a notebook, or, if it says ``runs=True``, a notebook and
what it did when it ran (`tools.running.Run`).
"""

from collections.abc import Callable
from typing import NamedTuple

from tools.reading import CHAPTERS

# Chapters that are still in the first form. Each breaks a rule of the second: the list can only get shorter.
FIRST_FORM = set()


class Finding(NamedTuple):
    """What breaks a rule: the name of the cell, the line in it (0: the cell as a whole), a sentence."""

    cell: str
    line: int
    says: str

    def __str__(self):
        return f"{self.cell}{f':{self.line}' if self.line else ''}: {self.says}"


class Rule(NamedTuple):
    """A rule: what it demands, the function that finds what breaks it, and where it holds."""

    demand: str
    test: Callable
    everywhere: bool  # in the welcome page and the appendices too
    second: bool  # only in chapters of the second form
    listed: bool  # what it finds is to be read again, and is no fault
    runs: bool

    @property
    def name(self):
        return f"{self.test.__module__.rpartition('.')[2]}.{self.test.__name__}"

    def concerns(self, notebook):
        """Whether the rule speaks of such a notebook: a chapter, or any page of the book."""
        return self.everywhere or is_chapter(notebook)

    def waits(self, notebook):
        """Whether `notebook` is a chapter of the first form that need not obey yet."""
        return self.second and notebook.name in FIRST_FORM


RULES = []


def is_chapter(notebook):
    return notebook.path in CHAPTERS or notebook.path.parent.name not in ("book", "appendices")


def rule(demand, *, everywhere=False, second=False, listed=False, runs=False):
    """Enter the decorated function as a rule; `demand` is its line in CONTRIBUTING's table."""

    def enter(test):
        RULES.append(Rule(demand, test, everywhere, second, listed, runs))
        return test

    return enter


def load():
    """Return all rules, in the order in which a chapter is read."""
    from tools.rules import appendices, code, exercises, explorers, form, links, numbers, running, words

    order = [
        m.__name__ for m in (form, explorers, exercises, code, links, appendices, running, numbers, words)
    ]
    return sorted(RULES, key=lambda r: order.index(r.test.__module__))


def findings(notebook, run=None):
    """Yield pairs (rule, finding) for `notebook`; rules that need a `run` are left out without one."""
    for each in load():
        if each.concerns(notebook) and bool(run) >= each.runs:
            for found in each.test(notebook, run) if each.runs else each.test(notebook):
                yield each, found


def table():
    """Return the rules as a table in Markdown."""
    rows = ["| a chapter … | enforced in |", "|---|---|"]
    for each in load():
        notes = ["listed, not failed"] * each.listed + ["in every notebook"] * each.everywhere
        note = f" ({'; '.join(notes)})" if notes else ""
        rows.append(f"| {each.demand}{note} | `{each.name}` |")
    return "\n".join(rows)
