"""Committed notebooks are in their normal form, and the tool that brings them there is sound."""

import json
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import notebooks
from tools.reading import PATHS, ROOT

TAGGED = {"tags": [notebooks.CHECKED]}


def markdown(source, **extra):
    return {"cell_type": "markdown", "id": "text", "metadata": {}, "source": source} | extra


def code(source, **extra):
    empty = {"cell_type": "code", "id": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return empty | {"source": source} | extra


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def stored(path, *cells):
    path.write_text(json.dumps(notebook(*cells)), encoding="utf-8")
    return path


def test_committed_notebooks_are_valid():
    for path in PATHS:
        nbformat.validate(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))


def test_there_are_notebooks():
    assert PATHS


cells = st.lists(
    st.builds(
        lambda kind, given_id, source, tags, count, printed: (
            code(
                source,
                id=given_id,
                metadata={"tags": tags, "scrolled": True},
                execution_count=count,
                outputs=[{"output_type": "stream", "name": "stdout", "text": [printed]}],
            )
            if kind
            else markdown(source, id=given_id)
        ),
        st.booleans(),
        st.sampled_from(["a", "b", "title", "0a1b2c3d", "", "not a slug", "x" * 65]),
        st.text()
        | st.sampled_from(["# A heading", "(label)=\n# Other", "import numpy", "cafebab1", "a-2", ""]),
        st.lists(st.sampled_from([notebooks.CHECKED, "hide-input"])),
        st.none() | st.integers(1, 99),
        st.text(),
    ),
    max_size=6,
)


@given(cells)
def test_normal_form_is_valid_and_stays_as_it_is(cells):
    normal = notebooks.normalised(notebook(*cells))
    nbformat.validate(nbformat.reads(notebooks.dumps(normal), as_version=4))
    assert notebooks.dumps(notebooks.normalised(json.loads(notebooks.dumps(normal)))) == notebooks.dumps(
        normal
    )
    ids = [cell["id"] for cell in normal["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(notebooks.SLUG.fullmatch(i) and not notebooks.RANDOM_ID.fullmatch(i) for i in ids)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (markdown("(target)=\n# Heading"), "target"),
        (markdown("# Ravines, and *why* they are slow"), "ravines-and-why-they-are-slow"),
        (markdown("```{exercise} ★ Count\n:label: ex-hopfield-1\n```"), "ex-hopfield-1"),
        (markdown("```{solution-start} ex-hopfield-1\n:label: sol-hopfield-1\n```"), "sol-hopfield-1"),
        (markdown("```{solution-end}\n```"), "solution-end"),
        (markdown("**Try this.** Push it."), "try-this-push-it"),
        (markdown("★"), "markdown"),
        (code("import numpy as np"), "imports"),
        (code("@explorer(name='gain')\ndef draw(axes):\n    pass\n\ndraw"), "gain"),
        (code("print(rate)"), "print-rate"),
        (code("cafebab1"), "cell-cafebab1"),
    ],
)
def test_cells_without_an_id_get_one_that_tells(cell, expected):
    normal = notebooks.normalised(notebook(cell | {"id": "01234567"}))
    assert normal["cells"][0]["id"] == expected


def test_meaningful_ids_are_kept_and_doubles_are_not():
    cells = [markdown("# One", id="mine"), markdown("# Two", id="mine"), markdown("# Two", id="99aa88bb")]
    assert notebooks.cell_ids(cells) == ["mine", "two", "two-2"]


def test_only_checked_cells_keep_what_they_print():
    printed = [
        {"output_type": "stream", "name": "stdout", "text": "4"},
        {"output_type": "stream", "name": "stdout", "text": "2\n"},
        {"output_type": "stream", "name": "stderr", "text": "a warning"},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "42", "text/html": "<b>42</b>"},
            "metadata": {},
            "execution_count": 7,
        },
    ]
    normal = notebooks.normalised(
        notebook(
            code("print(1)", outputs=printed, execution_count=6),
            code("print(2)", id="checked", outputs=printed, execution_count=7, metadata=TAGGED),
            code("print(3)", id="not-run", outputs=[], metadata=TAGGED),
        )
    )
    plain, checked, not_run = normal["cells"]
    assert (plain["outputs"], plain["execution_count"]) == ([], None)
    assert (not_run["outputs"], not_run["execution_count"]) == ([], None)
    assert checked["execution_count"] == 1
    assert checked["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["42\n"]},
        {
            "output_type": "execute_result",
            "data": {"text/plain": ["42"]},
            "metadata": {},
            "execution_count": 1,
        },
    ]


def test_code_is_folded_where_tags_ask_for_it():
    cells = [
        code("draw()", metadata={"tags": ["hide-input"]}),
        code("assert 1", id="claim", metadata={"tags": ["claims"], "jupyter": {"source_hidden": False}}),
        code("x = 1", id="open", metadata={"jupyter": {"source_hidden": True}}),
    ]
    hidden, claim, shown = notebooks.normalised(notebook(*cells))["cells"]
    assert hidden["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
    assert claim["metadata"]["jupyter"] == {"source_hidden": True}
    assert shown["metadata"] == {}


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (code("print(1)", metadata=TAGGED), "has no stored output"),
        (code("x = 1", metadata=TAGGED, execution_count=1), "has no stored output"),
        (code("x = 1", execution_count=1), "without being checked"),
        (code("x = 1", metadata={"collapsed": True}), "metadata collapsed"),
        (code("x = 1", id="01ab23cd"), "random"),
        (markdown(" \n"), "is empty"),
        (markdown("a", attachments={"a.png": {}}), "pasted picture"),
        (markdown("a\n"), "not in normal form"),
        ({"cell_type": "heading", "source": "a"}, "no known type"),
    ],
)
def test_check_says_what_is_wrong(cell, complaint, tmp_path, capsys):
    path = stored(tmp_path / "a.ipynb", cell)
    assert notebooks.main(["check", str(tmp_path)]) == 1
    assert complaint in capsys.readouterr().err
    assert json.loads(path.read_text()) == notebook(cell), "check must not write"


@pytest.mark.parametrize("text", ["", "<<<<<<< ours", "[]", '{"cells": []}', '{"cells": [], "nbformat": 3}'])
def test_what_is_no_notebook_is_refused_but_can_be_diffed(text, tmp_path, capsys):
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    assert notebooks.main(["check", str(path)]) == 1
    assert notebooks.main(["normalise", str(path)]) == 1
    assert path.read_text() == text
    assert notebooks.main(["textconv", str(path)]) == 0
    assert text in capsys.readouterr().out


def test_run_keeps_outputs_and_runs_where_the_notebook_stands(tmp_path):
    where = "import os\nprint(os.path.basename(os.getcwd()))"
    cells = (
        code(where, id="where", metadata=TAGGED),
        code("6 * 7", id="answer", metadata=TAGGED),
        code("print(1)"),
    )
    path = stored(tmp_path / "a.ipynb", *cells)
    assert notebooks.main(["run", str(path)]) == 0
    assert list(notebooks.problems(path)) == []
    text = notebooks.plain_text(path)
    assert f"#> {tmp_path.name}" in text
    assert "#> 42" in text
    assert "#> 1" not in text


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import warnings; warnings.warn('careful')", "careful"),
        ("from IPython.display import HTML; HTML('a')", "text/html"),
    ],
)
def test_run_refuses_what_cannot_be_compared(source, complaint, tmp_path, capsys):
    path = stored(tmp_path / "a.ipynb", code(source, metadata=TAGGED))
    before = path.read_text()
    assert notebooks.main(["run", str(path)]) == 1
    assert complaint in capsys.readouterr().err
    assert path.read_text() == before


def test_git_can_call_it_without_the_environment(tmp_path):
    path = stored(
        tmp_path / "a.ipynb", markdown("# Grüße", id="title"), code("x", metadata={"tags": ["hide-input"]})
    )
    command = [sys.executable, "-I", "-S", ROOT / "tools" / "notebooks.py", "textconv", path]
    run = subprocess.run(command, capture_output=True, check=True, env={})
    assert run.stdout.decode() == "# %% [markdown] title\n# Grüße\n\n# %% [code] code #hide-input\nx\n\n"
