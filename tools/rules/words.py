"""Words that need proof: superlatives and absolutes, listed where no claim is near."""

import re

from tools.rules import Finding, rule

STRONG = re.compile(
    r"\b(always|never|must|only|all|every|none|best|worst|first|most|least|impossible|perfect(?:ly)?|optimal"
    r"|(?:fast|slow|larg|small|high|low|great|short|long|strong|weak|near|quick|deep|wid|simpl|clos|bigg|cheap)est)\b"
    r"(?!-)",
    re.IGNORECASE,
)
IDIOM = re.compile(
    r"at (first|most|least|best|all)|first of all|the first|all of|only if|after all|not only"
    r"|nearest neighbours?|all the same|most of"
    r"|first (time|two|three|few|layer|step|order|moment)|all (at once|together)",
    re.IGNORECASE,
)
NEAR = 3  # cells


def claimed(notebook):
    """Return the positions of the cells that assert something."""
    return [
        i
        for i, cell in enumerate(notebook.cells)
        if cell.kind == "code" and ("claims" in cell.tags or re.search(r"^\s*assert\b", cell.source, re.M))
    ]


@rule(f"asserts its superlatives and absolutes in a `claims` cell, at most {NEAR} cells away", listed=True)
def superlatives(notebook):
    cells, claims = list(notebook.cells), claimed(notebook)
    for part in notebook.paragraphs:
        around = {d.name for d in part.inside}
        aside = around & {"exercise", "prf:theorem", "prf:proof", "prf:definition"}
        if aside or part.cell.in_solution or part.text.startswith("#"):
            continue
        here = cells.index(part.cell)
        if any(abs(here - place) <= NEAR for place in claims):
            continue
        plain = IDIOM.sub(" ", re.sub(r"\$[^$]*\$|`[^`]*`", " ", part.text))
        if found := list(dict.fromkeys(word.lower() for word in STRONG.findall(plain))):
            quoted = ", ".join(repr(word) for word in found)
            yield Finding(part.cell.id, part.line, f"says {quoted} with no claim near")
