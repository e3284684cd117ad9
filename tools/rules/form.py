"""The parts of a chapter: title, goals, question, answer, closing, and its length."""

import re

from tools.reading import BOOK, ROOT, words
from tools.rules import Finding, rule

# Sections that ask, collect or close; the others teach.
FRAME = re.compile(
    r"exercises|common misconceptions|(the )?answer\b.*|.*\bback to the question|summary|further reading",
    re.I,
)
MIN_WORDS, MAX_WORDS = 2700, 5500
WORDS_A_MINUTE, MINUTES_A_FORMULA, MINUTES_AN_EXPLORER = 120, 1, 3


def goals(notebook):
    """Return the box of goals, or None."""
    boxes = notebook.directives("admonition")
    return next((box for box in boxes if box.argument == "What you will learn"), None)


def promises(box):
    """Return what a chapter builds on and its reading time in minutes, as the box of goals has them."""
    return re.search(
        r"^\*\*Builds on:\*\* (.+?\.)\s\*\*Reading time:\*\* (\d+) minutes\b", box.text, re.M | re.S
    )


def teaching(notebook):
    """Return the titles of the sections that teach: not the first, which asks, and not the closing ones."""
    return [title for title in list(notebook.sections)[1:] if not FRAME.fullmatch(title)]


def prose(notebook):
    """Return the words of the text that is read in one go: no exercises, no solutions, no folded answers."""
    found = []
    for part in notebook.paragraphs:
        aside = {"exercise", "solution", "solution-start", "dropdown", "try-this"} & {
            d.name for d in part.inside
        }
        if not aside and not part.cell.in_solution and part.section.lower() != "exercises":
            found += words(part.text)
    return found


def numbered(notebook):
    """Return the equations that have a number."""
    return [d for d in notebook.directives("math") if d.label]


@rule("opens with its title and one box *What you will learn*")
def opening(notebook):
    first = notebook.cells[0]
    if first.kind != "markdown" or not re.search(r"^# \S", first.source, re.MULTILINE):
        yield Finding(first.id, 1, "the first cell holds the title: '# ...'")
    boxes = [d for d in notebook.directives("admonition") if d.argument == "What you will learn"]
    if len(boxes) != 1:
        yield Finding(first.id, 0, f"need one box 'What you will learn' in the first cell, got {len(boxes)}")


@rule("names three to seven goals, each a sentence that begins with a verb")
def goals_are_acts(notebook):
    if not (box := goals(notebook)):
        return
    found = re.findall(r"^\s*(?:[-*]|\d\.) (.*)", box.text, re.MULTILINE)
    if not 3 <= len(found) <= 7:
        yield Finding(box.cell.id, box.line, f"need 3 to 7 goals, got {len(found)}")
    for goal in found:
        if not re.match(r"[A-Z][a-z]+ ", goal):
            yield Finding(box.cell.id, box.cell.line(goal), f"the goal {goal!r} begins with no verb")


@rule(
    "says `**Builds on:** … .` with links to chapters that come earlier, then `**Reading time:** N minutes`"
)
def builds_on(notebook):
    if not (box := goals(notebook)):
        return
    needs = promises(box)
    if not needs:
        says = "the box ends with '**Builds on:** what one should know. **Reading time:** 45 minutes.'"
        yield Finding(box.cell.id, box.line, says)
        return
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    before, here, _ = toc.partition(f"file: book/{notebook.name}\n")
    for link in re.findall(r"\]\(([^)#\s]+)\.ipynb", needs[1]):
        other = (notebook.path.parent / link).resolve()
        target = f"file: book/{other.relative_to(ROOT / 'book').as_posix()}\n" if here else ""
        if target not in before:
            line = box.cell.line(link)
            yield Finding(box.cell.id, line, f"builds on {link}, which is no earlier chapter of _toc.yml")


@rule("gives an honest reading time: words/120 + 1 minute a numbered formula + 3 an explorer", second=True)
def reading_time(notebook):
    box = goals(notebook)
    if not box or not (needs := promises(box)):
        return
    n_words, n_formulas, n_explorers = len(prose(notebook)), len(numbered(notebook)), len(notebook.explorers)
    minutes = n_words / WORDS_A_MINUTE + MINUTES_A_FORMULA * n_formulas + MINUTES_AN_EXPLORER * n_explorers
    if abs(int(needs[2]) - minutes) > 0.2 * minutes + 5:
        says = f"{n_words} words, {n_formulas} numbered formulas and {n_explorers} explorers take"
        line = box.cell.line("Reading time")
        yield Finding(box.cell.id, line, f"{says} {round(minutes, -1):.0f} minutes, not {needs[2]}")


@rule(
    "asks its question as the title of its first section, where the first explorer lets readers play it",
    second=True,
)
def question(notebook):
    if not notebook.sections:
        yield Finding(notebook.cells[0].id, 0, "need sections: '## ...'")
        return
    title, heading = next(iter(notebook.sections.items()))
    if not title.endswith("?"):
        yield Finding(
            heading.cell.id, heading.line, f"the first section asks the question: {title!r} ends with no ?"
        )
    if notebook.explorers and notebook.section_of[notebook.explorers[0].cell.id] != title:
        cell = notebook.explorers[0].cell.id
        yield Finding(cell, 0, f"the first explorer stands in the first section, {title!r}")


@rule("closes with misconceptions, the answer to its question, a summary and further reading")
def closing(notebook):
    last = notebook.cells[-1].id
    boxes = [d.argument for d in notebook.directives("admonition")]
    titles = [p.text.lstrip("# ") for p in notebook.paragraphs if p.text.startswith("##")]
    if "Common misconceptions" not in [*boxes, *titles]:
        yield Finding(last, 0, "need a box 'Common misconceptions'")
    for needed, pattern in (
        ("the answer to the opening question: '## The answer'", r"The answer\b.*|Back to the question"),
        ("a summary: '## Summary'", r"Summary\b.*"),
        ("further reading: '## Further reading'", "Further reading"),
    ):
        if not any(re.fullmatch(pattern, title) for title in titles):
            yield Finding(last, 0, f"need {needed}")


@rule("has numbered equations, and cites sources")
def argues(notebook):
    if not numbered(notebook):
        yield Finding(notebook.cells[0].id, 0, "need a numbered equation: ```{math} with a :label:")
    if not re.search(r"\{cite(:\w+)?\}`", notebook.text):
        yield Finding(notebook.cells[0].id, 0, "need a source: {cite:p}`key` with a key of references.bib")


@rule(
    f"is read in one evening: {MIN_WORDS} to {MAX_WORDS} words without exercises and folded answers",
    second=True,
)
def length(notebook):
    n_words = len(prose(notebook))
    if any(gaps_in(notebook)):
        return
    if not MIN_WORDS <= n_words <= MAX_WORDS:
        says = f"need {MIN_WORDS} to {MAX_WORDS} words of prose, got {n_words}"
        yield Finding(notebook.cells[0].id, 0, says)


def gaps_in(notebook):
    """Yield the lines with a GAP: in the chapter, and in what other pages say of it."""
    for cell in notebook.cells:
        for number, line in enumerate(cell.source.splitlines(), 1):
            if "GAP" in line:
                yield Finding(cell.id, number, f"a gap is to be filled: {line.strip()[:70]!r}")
    pages = ["welcome.ipynb", *(f"appendices/{page}.md" for page in ("notation", "algorithms", "glossary"))]
    for page in pages:
        for number, line in enumerate((BOOK / page).read_text(encoding="utf-8").splitlines(), 1):
            if "GAP" in line and f"{notebook.name}.ipynb" in line:
                yield Finding(notebook.cells[0].id, 0, f"a gap is to be filled in line {number} of {page}")
    for section in re.findall(
        rf"^## In \[.*{notebook.name}.ipynb\)(.*?)(?=^## |\Z)", notation(), re.M | re.S
    ):
        for line in re.findall(r".*GAP.*", section):
            yield Finding(notebook.cells[0].id, 0, f"a gap is to be filled in notation.md: {line[:60]!r}")


def notation():
    return (BOOK / "appendices" / "notation.md").read_text(encoding="utf-8")


@rule("leaves no `GAP` of the skeleton, here and where it is entered")
def gaps(notebook):
    yield from gaps_in(notebook)
