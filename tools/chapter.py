"""Begin a chapter: a notebook that shows every directive once, entered wherever a chapter is entered.

    make chapter PART=learning SLUG=perceptron TITLE="The perceptron" [MODULE=perceptron]

PART is a folder of book/; a new one becomes a part of its own. With MODULE a module of that name begins, too,
with its tests, its page of the reference and its floor. What is to be filled in is marked GAP, and
`make check CHAPTER=slug` lists it.
"""

import argparse
import json
import re
import sys

from tools import notebooks
from tools.reading import BOOK, ROOT, name

SKELETON = ROOT / "tools" / "skeleton.txt"
SLUG, FOLDER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*"), re.compile(r"[a-z][a-z0-9_]*")
# Of six exercises three check their answer: two on the page, one in code. One stands for each section.
EXERCISES = (
    ("★ GAP: by hand", "eq-{}-mean", 'ask("ex-{}-1", "The mean of 1 and 4", number=np.mean([1, 4]),\n'
     '    hints={{5: "That is the sum."}}, because="It is half of the sum.")'),
    ("★ GAP: choose", "eq-{}-shift", 'ask("ex-{}-2", "A shift of all values by c",\n'
     '    choice={{"shifts the mean": True, "leaves it": "Insert it."}})'),
    ("★★ GAP: write the step", "{}-method", "my_answer = ...\n\ncheck(my_answer, plain(x), hints=[\n"
     '    (lambda a: a == 3 * plain(x), "Divide by n."), "One pass over x."])'),
    ("★★ GAP: on real data", "{}-data", ""),
    ("★★ GAP: derive", "{}-idea", ""),
    ("★★★ GAP: find out", "{}-data", ""),
)  # fmt: skip
SOLUTION = """\
```{{solution-start}} ex-{label}-{n}
:label: sol-{label}-{n}
:class: dropdown
```
GAP: the way to the answer, in full sentences."""
MODULE = '''\
"""GAP: one sentence that says why this module exists."""

from nnbook import checks


def mean(x):
    """Return the mean of `x`, GAP: or whatever the chapter is about.

    The equation: ``Ψ = 1/n Σ xᵢ``.

    Parameters
    ----------
    x : array_like, shape (n_samples,)
        GAP: what it is [unit].

    Returns
    -------
    float
        GAP: what it says [unit].

    Raises
    ------
    ValueError, TypeError
        If `x` is not a vector of finite numbers, or empty.

    Examples
    --------
    >>> mean([1, 2, 6])
    3.0
    """
    x = checks.array("x", x, ndim=1, finite=True)
    if not len(x):
        raise ValueError(f"need at least one value, got {x=}")
    return float(x.sum() / len(x))  # Ψ = 1/n Σ xᵢ
'''
UNIT = '''\
"""GAP: what these tests say of {module}."""

from nnbook.{module} import mean


def test_mean_of_a_shifted_vector_is_shifted():
    assert mean([1.5, 2.5]) == mean([0.5, 1.5]) + 1
'''
BAD_INPUT = '''\
"""Bad input for {module}."""

from tests.properties.bad_input import call, check_all
from tests.properties.kinds import array

TABLE = {{"{module}.mean": call(x=array(3, lengths=()))}}
check_all(TABLE, "{module}", globals())
'''
REFERENCE = """\
{line}
{title}
{line}

.. automodule:: nnbook.{module}

.. names::

   mean
"""
BIB = """
@article{{gap-{label},
  author  = {{GAP, Author}},
  title   = {{GAP: title of a source of {title}, or delete this entry and cite another}},
  journal = {{GAP}},
  year    = {{2000}},
  doi     = {{10.0000/gap}},
}}
"""


def edit(path, old, new):
    """Replace the one occurrence of `old` in the file at `path`."""
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{path.relative_to(ROOT)}: need {old!r} once, got it {text.count(old)} times")
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def append(path, more):
    path.write_text(
        path.read_text(encoding="utf-8").rstrip("\n") + "\n" + more, encoding="utf-8", newline="\n"
    )


def cells_of(text):
    """Return the cells that a text in the form of `tools/notebooks.py textconv` describes."""
    cells = []
    for part in re.split(r"^# %% ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        kind, cell_id, *tags = head.split()
        cell = {"cell_type": kind.strip("[]"), "id": cell_id, "metadata": {}}
        if tags:
            cell["metadata"]["tags"] = [tag.lstrip("#") for tag in tags]
        if drawn := re.search(r"^# mystnb: (.*)\n", body, re.MULTILINE):
            cell["metadata"]["mystnb"] = json.loads(drawn[1])
            body = body.replace(drawn[0], "")
        printed = re.findall(r"^#> (.*)$", body, re.MULTILINE)
        body = re.sub(r"^#> .*\n", "", body + "\n", flags=re.MULTILINE)
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": 1 if printed else None}
            if printed:
                shown = "\n".join(printed) + "\n"
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [shown]}]
        cells.append(cell | {"source": body.strip("\n")})
    return cells


def exercises(label):
    """Return the exercises of the skeleton, with what checks them and their solutions."""
    parts = []
    for n, (title, place, code) in enumerate(EXERCISES, 1):
        place = place.format(label)
        role = f"{{eq}}`{place}`" if place.startswith("eq-") else f"[this section](#{place})"
        ask = f"```{{exercise}} {title}\n:label: ex-{label}-{n}\nGAP: a question about {role}.\n```"
        parts.append(f"# %% [markdown] exercise-{n}\n{ask}\n")
        if code:
            tag = " #remove-input" if code.startswith("ask") else ""
            parts.append(f"# %% [code] exercise-{n}-answer{tag}\n{code.format(label) if tag else code}\n")
        parts.append(f"# %% [markdown] solution-{n}-start\n{SOLUTION.format(label=label, n=n)}\n")
        parts.append(f"# %% [code] solution-{n}-code\nprint(plain(x))\n")
        parts.append(f"# %% [markdown] solution-{n}-end\n```{{solution-end}}\n```\n")
    return "\n".join(parts)


def notebook(part, slug, title, module, earlier):
    """Return the skeleton of a chapter as a notebook in normal form."""
    label = slug.replace("_", "-")
    function = f"{module}.mean" if module else "numerics.log_sum_exp"
    filled = {
        "exercises": exercises(label),
        "slug": label,
        "Title": title,
        "earlier": earlier,
        "key": f"gap-{label}",
        "import": f"from nnbook import {function.partition('.')[0]}",
        "function": function,
        "reference": f"{function}(x)" if module else "np.mean(x)",
    }
    text = SKELETON.read_text(encoding="utf-8")
    for key, value in filled.items():
        text = text.replace(f"<<{key}>>", value)
    return notebooks.normalised({"cells": cells_of(text)})


def toc_entry(part, slug, title):
    """Enter the chapter at the end of its part in _toc.yml; return the chapter before it."""
    path = ROOT / "_toc.yml"
    text = path.read_text(encoding="utf-8")
    entry = f"      - file: book/{part}/{slug}\n"
    here = re.findall(rf"^      - file: book/{part}/\S+\n", text, re.MULTILINE)
    if here:
        edit(path, here[-1], here[-1] + entry)
    else:
        caption = part.replace("_", " ").capitalize()
        head = f"  - caption: {caption}\n    numbered: 1\n    chapters:\n{entry}"
        edit(path, "  - caption: Appendices\n", f"{head}  - caption: Appendices\n")
    before = path.read_text(encoding="utf-8").partition(entry)[0]
    chapters = re.findall(r"book/((?!appendices|reference)\w+/\w+)\n", before)
    return chapters[-1] if chapters else "welcome"


def enter(part, slug, title, module):
    """Enter the chapter on the welcome page, in the appendices and in the bibliography."""
    label, page = slug.replace("_", "-"), f"{part}/{slug}.ipynb"
    welcome = BOOK / "welcome.ipynb"
    content = notebooks.load(welcome)
    cell = next(cell for cell in content["cells"] if cell["id"] == "map")
    rows = [*re.finditer(r"^\| \[.*\|$", notebooks.text(cell["source"]), re.MULTILINE)]
    row = f"\n| [{title}]({page}) | GAP: the question that it answers |"
    source = notebooks.text(cell["source"])
    cell["source"] = source[: rows[-1].end()] + row + source[rows[-1].end() :]
    notebooks.write(welcome, content)
    appendix = BOOK / "appendices"
    append(
        appendix / "notation.md",
        f"\n## In [{title}](../{page})\n\n| symbol | meaning | introduced in |\n|---|---|---|\n"
        f"| $\\Psi$ | GAP: the mean of $x$ [unit] | {{eq}}`eq-{label}-mean` |\n",
    )
    function = f"nnbook.{module}.mean" if module else "nnbook.numerics.log_sum_exp"
    table = appendix / "algorithms.md"
    lines = table.read_text(encoding="utf-8").rstrip("\n").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("|---")) + 1
    row = f"| GAP of {title} | [](../{page}#{label}-idea) | `{function}` |"
    rows = sorted([*lines[first:], row], key=lambda line: line.split("|")[1].strip().lower())
    table.write_text("\n".join([*lines[:first], *rows]) + "\n", encoding="utf-8", newline="\n")
    glossary(f"Standard term ({title})", f"  GAP: what the **standard term** means. [{title}](../{page}).")
    append(BOOK / "references.bib", BIB.format(label=label, title=title))


def glossary(term, says):
    """Enter a word into the glossary, where the alphabet wants it."""
    path = BOOK / "appendices" / "glossary.md"
    head, opening, rest = path.read_text(encoding="utf-8").partition("````{glossary}\n")
    entries, closing, tail = rest.partition("\n````")
    found = sorted([*entries.strip("\n").split("\n\n"), f"{term}\n{says}"], key=str.lower)
    text = head + opening + "\n\n".join(found) + closing + tail
    path.write_text(text, encoding="utf-8", newline="\n")


def begin_module(module, title):
    """Begin a module with its tests, its floor and its page of the reference."""
    if (ROOT / "src" / "nnbook" / module).exists():
        raise SystemExit(f"nnbook.{module} is a package already: leave MODULE out")
    files = {
        f"src/nnbook/{module}.py": MODULE,
        f"tests/unit/test_{module}.py": UNIT.format(module=module),
        f"tests/properties/test_bad_input_{module}.py": BAD_INPUT.format(module=module),
        f"book/reference/{module}.rst": REFERENCE.format(line="=" * len(title), title=title, module=module),
    }
    if there := [file for file in files if (ROOT / file).exists()]:
        raise SystemExit(f"{there[0]} is there already: take another MODULE")
    for file, text in files.items():
        (ROOT / file).write_text(text, encoding="utf-8", newline="\n")
    append(BOOK / "reference" / "index.rst", f"   nnbook.{module}\n")
    append(ROOT / "_toc.yml", f"          - file: book/reference/{module}\n")
    tests = ROOT / "tests" / "test_architecture.py"
    floors = re.search(r"^FLOORS = \((.*?)^\)", tests.read_text(encoding="utf-8"), re.M | re.S)[1]
    if module not in floors.replace('"', " ").replace(",", " ").split():
        first = re.search(r'^    "(.*)"', floors, re.MULTILINE)[0]
        edit(tests, first, f'{first[:-1]} {module}"')
    covered = ROOT / "tests" / "properties" / "bad_input.py"
    edit(covered, "COVERED = {\n", f'COVERED = {{\n    "{module}": "{module}",\n')


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for key in ("part", "slug", "title"):
        parser.add_argument(key)
    parser.add_argument("module", nargs="?", default="")
    given = parser.parse_args(argv)
    if not SLUG.fullmatch(given.slug) or not FOLDER.fullmatch(given.part) or not given.title.strip():
        parser.error(
            "need PART and SLUG of a-z, 0-9 and _, and a TITLE, such as PART=learning SLUG=perceptron"
        )
    path = BOOK / given.part / f"{given.slug}.ipynb"
    if any(BOOK.rglob(f"{given.slug}.ipynb")):
        parser.error(f"there is a notebook called {given.slug} already")
    if given.module:
        begin_module(given.module, given.title)
    earlier = toc_entry(given.part, given.slug, given.title)
    path.parent.mkdir(exist_ok=True)
    content = notebook(given.part, given.slug, given.title, given.module, earlier)
    path.write_text(notebooks.dumps(content), encoding="utf-8", newline="\n")
    enter(given.part, given.slug, given.title, given.module)
    print(f"{name(path)} is begun. `make check CHAPTER={given.slug}` lists its gaps.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
