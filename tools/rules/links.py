"""What a page refers to is there: pages, sections, equations, sources, words of the glossary."""

import re
from functools import cache

from tools.reading import BOOK, PATHS, ROOT, read
from tools.rules import Finding, rule

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?\)")
ROLE = re.compile(r"\{([\w:]+)\}`([^`]+)`")
LABEL = re.compile(r"^\s*(?::label:\s*|\()([\w-]+)(?:\)=)?\s*$|^\$\$\s*\(([\w-]+)\)", re.MULTILINE)


@cache
def citations():
    """Return the keys of references.bib."""
    return set(re.findall(r"^@\w+\{([^,\s]+),", (BOOK / "references.bib").read_text(encoding="utf-8"), re.M))


@cache
def glossary():
    """Return the terms of the glossary, each with what its entry says."""
    text = (BOOK / "appendices" / "glossary.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^(\S.*)\n +(\S.*)", text.partition("{glossary}")[2], re.MULTILINE))


def slug(heading):
    """Return the address of a heading, as MyST makes it."""
    plain = re.sub(r"\$[^$]*\$|\{[\w:]+\}`[^`]*`|[*`\\]|\]\([^)]*\)", "", heading)
    return re.sub(r"[^\w\- ]", "", plain.strip().lower().replace(" ", "-"))


def anchors(text):
    """Return what a link to a page may name: labels, and headings with -1, -2 where they are repeated."""
    found = labels(text)
    for heading in re.findall(r"^#{1,3} (.*)", text, re.MULTILINE):
        base = address = slug(heading)
        n = 0
        while address in found:
            n += 1
            address = f"{base}-{n}"
        found.add(address)
    return found


def labels(text):
    return {one or other for one, other in LABEL.findall(text)}


def names(notebook):
    """Return what a notebook gives a name by other means: figures and explorers."""
    figures = [cell.metadata.get("mystnb", {}).get("figure", {}).get("name", "") for cell in notebook.cells]
    return {*figures, *(shown.name for shown in notebook.explorers)} - {""}


@cache
def labels_of_book():
    """Return every label of the book with the page that has it."""
    found = {}
    for path in [*PATHS, *BOOK.rglob("*.md"), *BOOK.rglob("*.rst")]:
        text = read(path).text if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
        more = (
            names(read(path))
            if path.suffix == ".ipynb"
            else re.findall(r"^\.\. _([\w-]+):", text, re.MULTILINE)
        )
        for label in {*labels(text), *more}:
            found.setdefault(label, []).append(path)
    return found


def outside_code(cell):
    """Yield the lines of a Markdown cell with their numbers, without code in the line."""
    for number, line in enumerate(cell.source.splitlines(), 1):
        yield number, re.sub(r"(?<!\})(`+)(?!`).*?\1", " ", line) if "`" in line else line


@rule("links to pages and sections that exist", everywhere=True)
def links(notebook):
    for cell in notebook.markdown:
        for number, line in outside_code(cell):
            for target in LINK.findall(line):
                if says := broken(notebook, target):
                    yield Finding(cell.id, number, says)


def broken(notebook, target):
    """Say why a link to `target` leads nowhere; an empty string if it leads somewhere."""
    if re.match(r"[a-z]+:", target):
        whole = re.fullmatch(r"(https?://[\w-]+(\.[\w-]+)+\S*|mailto:\S+@\S+)", target)
        return "" if whole else f"the address {target} is not whole"
    page, _, section = target.partition("#")
    path = (notebook.path.parent / page).resolve() if page else notebook.path
    if page and not path.exists():
        if page in labels_of_book():
            return ""
        return f"the link to {target} is dead: {page} is not there"
    if section and path.suffix in (".ipynb", ".md"):
        is_notebook = path.suffix == ".ipynb"
        there = notebook if path == notebook.path else read(path) if is_notebook else None
        text = there.text if there else path.read_text(encoding="utf-8")
        known = anchors(text) | (names(there) if there else set()) | set(labels_of_book())
        if section.partition(":")[0] not in known:
            return f"the link to {target} is dead: {path.name} has no section or label {section!r}"
    return ""


@rule("refers to equations, sections, theorems, exercises and figures that exist", everywhere=True)
def references(notebook):
    known = set(labels_of_book()) | labels(notebook.text) | names(notebook)
    for cell in notebook.markdown:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for role, content in ROLE.findall(line):
                target = re.sub(r".*<|>.*", "", content)
                if role in ("eq", "ref", "numref", "prf:ref") and target not in known:
                    yield Finding(
                        cell.id, number, f"{{{role}}}`{target}` refers to a label that is not there"
                    )


@rule("cites keys of `references.bib`", everywhere=True)
def cites(notebook):
    for cell in notebook.markdown:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for role, content in ROLE.findall(line):
                for key in re.split(r"\s*,\s*", content) if role.startswith("cite") else ():
                    if key not in citations():
                        yield Finding(cell.id, number, f"{key!r} is cited, and is not in book/references.bib")


@rule("names words of the glossary that exist", everywhere=True)
def terms(notebook):
    known = {re.split(r"\s*[(,]", term)[0].lower() for term in glossary()} | {t.lower() for t in glossary()}
    for cell in notebook.markdown:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for role, content in ROLE.findall(line):
                target = re.sub(r".*<|>.*", "", content)
                if role == "term" and target.lower() not in known:
                    yield Finding(cell.id, number, f"{target!r} is no word of book/appendices/glossary.md")


@rule("gives a label once", everywhere=True)
def labels_are_unique(notebook):
    seen = set()
    for cell in notebook.markdown:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for label in labels(line):
                others = [p for p in labels_of_book().get(label, []) if p != notebook.path]
                if label in seen or others:
                    where = f"in {others[0].relative_to(ROOT)}" if others else "here"
                    yield Finding(cell.id, number, f"the label {label!r} is also given {where}")
                seen.add(label)
