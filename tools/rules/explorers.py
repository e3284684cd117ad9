"""What is written about the explorers: their names, their words, the questions after them."""

import re

from tools.reading import PATHS, read
from tools.rules import Finding, rule

MIN_ALT, MAX_LINE = 8, 30  # words


def after(notebook, shown):
    """Return the cells from an explorer to the next one."""
    cells = [each.cell for each in notebook.explorers]
    following = cells[cells.index(shown.cell) + 1 :]
    return notebook.between(shown.cell, following[0] if following else None)


@rule("has at least four explorers")
def enough(notebook):
    if len(notebook.explorers) < 4:
        yield Finding(notebook.cells[0].id, 0, f"need at least 4 explorers, got {len(notebook.explorers)}")


@rule("has at most seven explorers", second=True)
def few(notebook):
    if len(notebook.explorers) > 7:
        yield Finding(notebook.cells[0].id, 0, f"need at most 7 explorers, got {len(notebook.explorers)}")


@rule(
    f"gives each explorer a name, a title and an alternative text of {MIN_ALT} words or more", everywhere=True
)
def describe_themselves(notebook):
    for shown in notebook.explorers:
        line = shown.call.lineno
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", shown.name or ""):
            yield Finding(shown.cell.id, line, f"need a name of a-z, 0-9 and -, got {shown.name!r}")
        if not shown.title:
            yield Finding(shown.cell.id, line, f"explorer {shown.name!r} has no title")
        elif len(shown.title) > 70:
            yield Finding(shown.cell.id, line, f"a title of more than 70 signs: {shown.title!r}")
        if len((shown.alt or "").split()) < MIN_ALT:
            says = f"the alternative text of {shown.name!r} says what is seen and what follows, in {MIN_ALT}"
            yield Finding(shown.cell.id, line, f"{says} words or more; got {shown.alt or ''!r}")


@rule(
    f"ends the alternative text of each explorer with what follows: one sentence of at most {MAX_LINE} "
    "words, which the gallery shows",
    listed=True,
    second=True,
)
def say_what_follows(notebook):
    for shown in notebook.explorers:
        *shows, follows = re.split(r"(?<=[.?!])\s+", (shown.alt or "").strip())
        if not shows or len(follows.split()) > MAX_LINE:
            says = f"the alternative text of {shown.name!r} ends with no short sentence: {follows!r}"
            yield Finding(shown.cell.id, shown.call.lineno, says)


@rule("names an explorer as no other in the book is named", everywhere=True)
def names_are_unique(notebook):
    others = {e.name: read(p).name for p in PATHS if p != notebook.path for e in read(p).explorers}
    seen = set()
    for shown in notebook.explorers:
        if shown.name in seen or shown.name in others:
            where = others.get(shown.name, "this notebook")
            yield Finding(
                shown.cell.id, shown.call.lineno, f"{shown.name!r} is also the name of one in {where}"
            )
        seen.add(shown.name)


@rule("follows each explorer with *Try this*")
def try_this(notebook):
    for shown in notebook.explorers:
        cells = after(notebook, shown)
        asked = [d for d in notebook.directives("try-this") if d.cell in cells]
        if not asked and not any("**Try this.**" in cell.source for cell in cells):
            says = f"explorer {shown.name!r} is followed by no 'try-this' before the next one"
            yield Finding(shown.cell.id, 0, says)


@rule(
    "writes *Try this* as a directive: a numbered list, under each question its own answer, quoted",
    second=True,
)
def answers_are_folded(notebook):
    for part in notebook.paragraphs:
        if "**Try this.**" in part.text:
            says = "the answers stand open: write questions and answers in a 'try-this' directive"
            yield Finding(part.cell.id, part.line, says)
    for asked in notebook.directives("try-this"):
        items = re.split(r"^\d+\.\s+", asked.text, flags=re.MULTILINE)[1:]
        if not items:
            says = "'try-this' is a numbered list: '1. question', and its answer below, quoted with '>'"
            yield Finding(asked.cell.id, asked.line, says)
        for number, item in enumerate(items, 1):
            question = re.split(r"^\s*>", item, maxsplit=1, flags=re.MULTILINE)[0].strip()
            answer = " ".join(re.findall(r"^\s*>\s?(.*)", item, re.MULTILINE)).strip()
            line = asked.cell.line(question.splitlines()[0][:40]) if question else asked.line
            if not re.search(r"[?.]\W*$", question):
                yield Finding(asked.cell.id, line, f"question {number} ends with no ? or full stop")
            if not answer:
                yield Finding(
                    asked.cell.id, line, f"question {number} has no answer under it, quoted with '>'"
                )
            elif not re.search(r"[.!?)*`$]$", answer):
                yield Finding(asked.cell.id, line, f"the answer to question {number} is no full sentence")


@rule(
    "follows each explorer with a folded cell tagged `claims`, whose assertions the text rests on",
    second=True,
)
def claims_beside(notebook):
    for shown in notebook.explorers:
        cells = after(notebook, shown)
        if not any("claims" in cell.tags for cell in cells):
            yield Finding(shown.cell.id, 0, f"explorer {shown.name!r} is followed by no cell tagged 'claims'")
    for cell in notebook.code:
        if "claims" in cell.tags and not re.search(r"^\s*assert\b|assert_", cell.source, re.MULTILINE):
            yield Finding(cell.id, 0, "is tagged 'claims' but asserts nothing")
        if "claims" in cell.tags and not cell.folded:
            yield Finding(cell.id, 0, "is tagged 'claims' and must be folded: add the tag 'hide-input'")
