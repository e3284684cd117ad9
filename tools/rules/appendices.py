"""Where else a chapter is entered: contents, welcome page, tables of symbols and algorithms, glossary."""

import ast
import importlib
import re
from functools import cache

from tools.reading import BOOK, ROOT
from tools.rules import Finding, rule
from tools.rules.form import numbered
from tools.rules.links import glossary, labels

# Letters that run over places, steps or samples, and functions, need no entry.
RUNNING = set("abcdefijklmnrstuvxyzNT") | {"d", "e", "pi", "Delta", "partial", "nabla", "sum", "infty", "ell"}
GREEK = (
    "(?:var)?(?:epsilon|theta|rho|phi|sigma)|alpha|beta|gamma|delta|zeta|eta|iota|kappa|lambda|mu|nu|xi|tau|upsilon"
    "|chi|psi|omega|Gamma|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
SYMBOL = re.compile(rf"\\(?:{GREEK})(?![A-Za-z])|(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")


@cache
def appendix(name):
    return (BOOK / "appendices" / f"{name}.md").read_text(encoding="utf-8")


def rows(text):
    """Return the cells of each row of the tables in `text`, without their heads."""
    lines = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    table = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    return [row for row in table if not re.match(r"symbol|---|algorithm", row[0])]


def symbols(tex):
    """Return the letters in a formula, without words, functions, running letters and decoration."""
    tex = re.sub(r"\\(?:text|mathrm|operatorname\*?|label|tag|begin|end|quad|qquad)\s*\{[^}]*\}", " ", tex)
    tex = re.sub(r"\\(?:mathbf|boldsymbol|mathcal|mathbb|vec|hat|bar|tilde|dot)\s*", " ", tex)
    tex = re.sub(r"[_^]\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\?\w+)", " ", tex)
    return {found.lstrip("\\") for found in SYMBOL.findall(tex)} - RUNNING


def section(notebook):
    """Return the part of the table of notation that is this chapter's."""
    pattern = rf"^## In \[.*\]\(\.\./{notebook.name}\.ipynb\)\n(.*?)(?=^## |\Z)"
    found = re.search(pattern, appendix("notation"), re.M | re.S)
    return found[1] if found else ""


@rule("stands in `_toc.yml` and on the welcome page's map")
def entered(notebook):
    first = notebook.cells[0].id
    if f"file: book/{notebook.name}\n" not in (ROOT / "_toc.yml").read_text(encoding="utf-8"):
        yield Finding(first, 0, f"_toc.yml does not list book/{notebook.name}")
    if f"({notebook.name}.ipynb" not in (BOOK / "welcome.ipynb").read_text(encoding="utf-8"):
        yield Finding(first, 0, f"the welcome page has no link to {notebook.name}.ipynb")


@rule(
    "has its section in the table of notation: each symbol with a meaning and the equation that introduces it"
)
def notation(notebook):
    first, table = notebook.cells[0].id, rows(section(notebook))
    if not table:
        says = f"notation.md needs a section '## In [...](../{notebook.name}.ipynb)' with the symbols"
        yield Finding(first, 0, says)
    for symbol, *meaning, introduced in table:
        targets = re.findall(r"`([\w-]+)`", introduced)
        if not meaning or not meaning[0]:
            yield Finding(first, 0, f"notation.md gives no meaning to {symbol}")
        for target in set(targets) - labels(notebook.text):
            yield Finding(
                first, 0, f"notation.md says that {target!r} introduces {symbol}: it is no label here"
            )
        if not targets and f"({'../'}{notebook.name}.ipynb#" not in introduced:
            yield Finding(first, 0, f"notation.md does not say which equation introduces {symbol}")


@rule("has every letter of its numbered equations in the table of notation", second=True)
def symbols_are_defined(notebook):
    everywhere = re.search(r"^## Everywhere\n(.*?)(?=^## )", appendix("notation"), re.M | re.S)[1]
    table = "".join(row[0] + row[1] for row in rows(everywhere) + rows(section(notebook)))
    known = {s for formula in re.findall(r"\$([^$]*)\$", table) for s in symbols(formula)}
    told = set()
    for equation in numbered(notebook):
        for symbol in sorted(symbols(equation.text) - known - told):
            told.add(symbol)
            says = f"the symbol {symbol} of {equation.label} has no definition in the table of notation"
            yield Finding(equation.cell.id, equation.line, says)


@rule("has its algorithms, at least those whose source it shows, in the table of algorithms")
def algorithms(notebook):
    table = rows(appendix("algorithms"))
    if sum(f"../{notebook.name}.ipynb#" in place for _, place, _ in table) < 1:
        yield Finding(notebook.cells[0].id, 0, "algorithms.md lists no algorithm of this chapter")
    listed = {function.strip("`") for *_, function in table}
    imported = {}
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.ImportFrom):
                imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        for call in cell.calls("show_source"):
            head, _, rest = ast.unparse(call.args[0]).partition(".")
            full = f"{imported.get(head, head)}.{rest}".rstrip(".")
            if not {full, full.rpartition(".")[0]} & listed:
                yield Finding(
                    cell.id, call.lineno, f"algorithms.md does not list {full}, whose source is shown"
                )


@rule("has its words in the glossary, and uses each that the glossary says it explains", second=True)
def words_of_the_glossary(notebook):
    own = [term for term, entry in glossary().items() if f"(../{notebook.name}.ipynb" in entry]
    if not own:
        yield Finding(notebook.cells[0].id, 0, "no entry of glossary.md names this chapter")
    text = re.sub(r"\s+", " ", notebook.text).lower()
    for term in own:
        word = re.split(r"\s*[(,]", term)[0]
        if word.lower().rstrip("s") not in text.replace("-", " ") + text:
            yield Finding(notebook.cells[0].id, 0, f"glossary.md says that this chapter explains {word!r}")


@rule("puts its bold terms into the glossary", listed=True, second=True)
def bold_words(notebook):
    known = {re.split(r"\s*[(,]", term)[0].lower() for term in glossary()}
    for part in notebook.paragraphs:
        if {"admonition", "exercise"} & {d.name for d in part.inside}:
            continue
        for term in re.findall(r"(?<!\*)\*\*([^*.?:!]+)\*\*", part.text):
            word = term.strip().lower().replace("\n", " ")
            if word not in known and word.rstrip("s") not in known:
                yield Finding(part.cell.id, part.line, f"{term!r} is bold and no word of the glossary")


def resolves(address):
    """Return whether a dotted address of the package leads to something."""
    module, _, attribute = address.rpartition(".")
    try:
        return callable(getattr(importlib.import_module(module), attribute, None))
    except ModuleNotFoundError:
        return False
