"""Chapters obey the rules, and what breaks one on purpose is found, and told in a sentence with its place."""

import re

import pytest

from tests.notebooks.sample import sample
from tools import chapter
from tools.reading import CHAPTERS, PATHS, ROOT, name, parse, read
from tools.rules import FIRST_FORM, findings, load, numbers, table
from tools.running import Run, run

STATIC = [rule for rule in load() if not (rule.runs or rule.listed)]


@pytest.mark.parametrize("rule", STATIC, ids=lambda rule: rule.name)
def test_notebooks_obey(rule):
    offenders = [
        f"{name(path)}: {found}"
        for path in PATHS
        for notebook in [read(path)]
        if rule.concerns(notebook) and not rule.waits(notebook)
        for found in rule.test(notebook)
    ]
    assert not offenders, "\n".join(["", *offenders])


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_notebooks_do_what_they_say(path):
    notebook, offenders = read(path), []
    for rule in load():
        if rule.runs and rule.concerns(notebook) and not rule.waits(notebook):
            offenders += [f"{found}  [{rule.name}]" for found in rule.test(notebook, run(path))]
    assert not offenders, "\n".join(["", *offenders])


def test_chapters_of_the_first_form_are_those_that_need_it():
    assert {name(path) for path in CHAPTERS} >= FIRST_FORM
    for slug in sorted(FIRST_FORM):
        notebook = read(next(path for path in CHAPTERS if name(path) == slug))
        broken = [found for rule in STATIC if rule.waits(notebook) for found in rule.test(notebook)]
        assert broken, f"{slug} has the second form: take it out of FIRST_FORM in tools/rules/__init__.py"


@pytest.mark.parametrize("page", ["README.md", "book/welcome.ipynb"])
def test_nothing_is_promised_that_only_some_chapters_hold(page):
    text = (ROOT / page).read_text(encoding="utf-8").lower()
    assert not (FIRST_FORM and re.search(r"(every|each) number", text))


def test_contributing_lists_the_rules():
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert table() in contributing, "`.venv/bin/python -m tools.rules` writes the table anew"


def test_contributing_has_an_example_of_each_directive():
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    skeleton = (ROOT / "tools" / "skeleton.txt").read_text(encoding="utf-8") + chapter.exercises("slug")
    used = set(re.findall(r"^```\{([\w:-]+)\}", skeleton, re.MULTILINE))
    shown = set(re.findall(r"^```\{([\w:-]+)\}", contributing, re.MULTILINE))
    assert used == shown


def said(notebook):
    return {str(found) for _, found in findings(notebook, Run(notebook))}


@pytest.fixture(scope="module")
def before():
    """What is said of the sample as it is: it is too short for a chapter."""
    return said(sample())


def alt(words):
    return {"metadata": {"mystnb": {"image": {"alt": words}}}}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param(
            sample("question", "0.81", "0.84"),
            r"question:3: states 0\.84, which no output and no claim contains",
            id="a wrong number in prose",
        ),
        pytest.param(
            sample("question", "81 %", "83 %"),
            r"question:3: states 83 %, which no output and no claim contains",
            id="a wrong share in prose",
        ),
        pytest.param(
            sample("mean", "1.0]", "2.0]"),
            r"mean: line 1 of what it prints is stored as 'mean 0\.81' and is 'mean 1\.01'",
            id="a wrong number in a checked cell",
        ),
        pytest.param(
            sample("explorer", "A straight line that rises from zero to thirty over height.", "A plot."),
            r"explorer:1: the alternative text of 'sample-line' says what is seen .*; got 'A plot\.'",
            id="a short alternative text",
        ),
        pytest.param(
            sample("explorer", "\n    A straight line that rises from zero to thirty over height.\n", ""),
            r"explorer:1: the alternative text of 'sample-line' .* got ''",
            id="no alternative text",
        ),
        pytest.param(
            sample("explorer", "\n    A straight line that rises from zero to thirty over height.\n", " "),
            r"explorer:1: TypeError: need a docstring of line whose first line is the title",
            id="an empty alternative text",
        ),
        pytest.param(
            sample("figure", "plt.plot(x);", "plt.plot(x)"),
            r"figure: shows '.*Line2D .*' above its figure: end the cell with a semicolon",
            id="a figure with an object above it",
        ),
        pytest.param(
            sample("figure", "plt.plot(x);", "pass", metadata={"tags": ["schematic"]}),
            r"figure: is tagged schematic, and draws no figure",
            id="a schematic that is not there",
        ),
        pytest.param(
            sample("figure", **alt("")),
            r"figure: draws a figure: metadata\.mystnb\.image\.alt says",
            id="a figure without an alternative text",
        ),
        pytest.param(
            sample("title", "(optimisers.ipynb)", "(optimizers.ipynb)"),
            r"title:9: the link to optimizers\.ipynb is dead: optimizers\.ipynb is not there",
            id="a dead link to a page",
        ),
        pytest.param(
            sample("question", "](#sample)", "](#simple)"),
            r"question:3: the link to #simple is dead: sample\.ipynb has no section or label 'simple'",
            id="a dead link to a section",
        ),
        pytest.param(
            sample("question", "polyak1964methods", "polyak1965methods"),
            r"question:3: 'polyak1965methods' is cited, and is not in book/references\.bib",
            id="an unknown citation",
        ),
        pytest.param(
            sample("exercise", "eq-sample-mean", "eq-sample-mode"),
            r"exercise:3: \{eq\}`eq-sample-mode` refers to a label that is not there",
            id="an unknown equation",
        ),
        pytest.param(
            sample("explorer", "Slider(1, 5", "Slider(1, 300"),
            r"explorer:1: ValueError: explorer 'sample-line' sweeps 300 frames .* at most 240 are allowed",
            id="300 frames",
        ),
        pytest.param(
            sample("explorer", "30 / height", "30 / (height - 3)"),
            r"explorer:7: explorer 'sample-line' cannot draw height = 3: ZeroDivisionError: division by zero",
            id="a draw that raises at one stop",
        ),
        pytest.param(
            sample("explorer", '    return f"height {height}"\n', ""),
            r"explorer:1: TypeError: need line to return a sentence to read under the picture, got none",
            id="a draw without a sentence",
        ),
        pytest.param(
            sample("explorer", 'return f"height', 'return "" if height == 2 else f"height'),
            r"explorer: .*'sample-line' .*height = 2.*sentence",
            id="a draw without a sentence at one stop",
        ),
        pytest.param(
            sample(
                "explorer", 'axes.plot([0, 30 / height])\n    return f"height {height}"', 'return "height"'
            ),
            r"explorer: 4 of 4 steps of height in explorer 'sample-line' change nothing, such as from 1 to 2",
            id="dead stops",
        ),
        pytest.param(
            sample("try", "```{try-this}\n1. How high is it?", "**Try this.** How high is it?\n```{note}"),
            r"try:1: the answers stand open",
            id="an open answer",
        ),
        pytest.param(
            sample("try", "\n   > It is as high as the slider says.", ""),
            r"try:2: question 1 has no answer under it",
            id="a question without an answer",
        ),
        pytest.param(
            sample("solution", ":class: dropdown\n", ""),
            r"solution:1: the solution of 'ex-sample-1' stands open: fold it with ':class: dropdown'",
            id="an open solution",
        ),
        pytest.param(
            sample(
                "solution",
                "```{solution-start} ex-sample-1\n:label: sol-sample-1\n:class: dropdown\n```\n",
                "",
            ),
            r"exercise:1: exercise 'ex-sample-1' has no solution",
            id="an exercise without a solution",
        ),
        pytest.param(
            sample("question", "W_i", "\\Xi_i"),
            r"question:5: the symbol Xi of eq-sample-mean has no definition in the table of notation",
            id="a symbol without a definition",
        ),
        pytest.param(
            sample("claims", "assert ", ""),
            r"claims: is tagged 'claims' but asserts nothing",
            id="a claim that asserts nothing",
        ),
        pytest.param(
            sample("mean", "print(", "ask('ex-sample-1', 'The mean', number=1.0)\nprint("),
            r"figure: uses 'x' of the question 'mean': compute it here",
            id="what a question computes used elsewhere",
        ),
        pytest.param(
            sample("mean", "x = np.array", "x = 1 / 0 * np.array"),
            r"mean:1: ZeroDivisionError: division by zero",
            id="a cell that fails",
        ),
        pytest.param(
            sample("mean", "print(", "print('" + "long " * 16 + "', "),
            r"mean:2: line 2 of more than 76 columns",
            id="a wide line",
        ),
        pytest.param(
            sample("exercise", "What is the mean", "The best mean is never one; what is it"),
            None,
            id="nothing: exercises may be bold",
        ),
    ],
)
def test_what_is_broken_is_found(changed, says, before):
    new = said(changed) - before
    if says is None:
        assert not new
        return
    assert any(re.fullmatch(f"{says}.*", found, re.DOTALL) for found in new), "\n".join(["", *sorted(new)])


@pytest.mark.parametrize(("claim", "n"), [("assert", 0), ("print", 1)])
def test_superlatives_are_listed_where_no_claim_is_near(claim, n):
    notebook = sample("question", "The **mean**", "The best **mean**")
    cells = [{**c.raw, "source": c.source.replace("assert", claim)} for c in notebook.cells[:5]]
    cells.append({**notebook.cells[7].raw, "source": f"{claim}(x.all())", "metadata": {}})
    found = [
        f for r, f in findings(parse(notebook.path, {"cells": cells})) if r.listed and "'best'" in f.says
    ]
    assert [(f.cell, f.line) for f in found] == [("question", 3)] * n


@pytest.mark.parametrize(
    ("text", "computed", "missing"),
    [
        ("It needs 346 steps.", {346}, []),
        ("It needs 346 steps.", {345.6}, []),
        ("It needs 364 steps.", {346}, ["364"]),
        ("About 0.81, or 81 %.", {0.8131}, []),
        ("About 0.82, or 82 %.", {0.8131}, ["0.82", "82 %"]),
        ("At 10 400 and 10,400 steps.", {10400}, []),
        ("At 10 401 steps.", {10400}, ["10 401"]),
        ("About 2000 steps, and 2000 steps.", {1997}, ["2000"]),
        ("One in 1/3 and 2 ½.", {0.3333, 2.5}, []),
        ("One in 1/7.", {0.3333}, ["1/7"]),
        ("An error of 10⁻⁶ or 2.5 · 10⁻³.", {1e-6, 0.0025}, []),
        ("An error of 10⁻⁵.", {1e-6}, ["10⁻⁵"]),
        ("In 1964, exercise 3, section 4.2 and layers 2 and 3 of LeNet-5.", set(), []),
        ("Formulas such as $x_3 = 17$ are left out, $0.138$ is not.", set(), ["0.138"]),
        ("Code such as `17`, and {cite:p}`lecun1998gradient` with 17.", set(), []),
        ("(1) One thing, two things.", set(), []),
        ("The rate falls to −37.", {-37.0}, []),
        ("A 12 × 10 grid.", {12, 10}, []),
        ("A 12×13 grid.", {12, 10}, ["13"]),
    ],
)
def test_numbers_are_compared_as_they_are_read(text, computed, missing):
    shown = numbers.plain(text)
    found = [
        found[0].strip()
        for found in numbers.NUMBER.finditer(shown)
        if not numbers.is_year(found)
        and not numbers.cited(text, found.start())
        and not numbers.is_contained(
            found, set(map(abs, computed)), numbers.ROUGHLY.search(shown[: found.start()])
        )
    ]
    assert found == missing
