"""The numbers that checked cells print really are compared: a wrong one fails.

nbval passes a cell that was never run without comparing anything, and says nothing about it.
"""

import os
import re
import subprocess
import sys

import pytest

from tests.notebooks.test_normal_form import TAGGED, code, notebook
from tools import notebooks
from tools.reading import CHAPTERS, ROOT, name


def run_nbval(path):
    """Run nbval on `path` as `make test` does; return its report and the ids of the cells that failed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-current-env",
        "-p",
        "no:xdist",
        "-q",
        path,
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    run = subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", "--rootdir", path.parent],
        capture_output=True,
        text=True,
        cwd=path.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    code_cells = [cell for cell in notebooks.load(path)["cells"] if cell["cell_type"] == "code"]
    failed = re.findall(r"^FAILED .*::Cell (\d+)", run.stdout, re.MULTILINE)
    return run.stdout, {code_cells[int(number)]["id"] for number in failed}


def falsified(cell):
    """Return the checked `cell` with another last digit, or word, in what it is said to print."""
    output = cell["outputs"][-1]
    holder, key = (output, "text") if "text" in output else (output["data"], "text/plain")
    return {**cell, "outputs": [*cell["outputs"][:-1], {**output, **changed(holder, key, output)}]}


def changed(holder, key, output):
    shown = notebooks.text(holder[key]).rstrip("\n")
    last = shown[-1]
    other = str((int(last) + 1) % 10) if last.isdecimal() else last + "x"
    wrong = shown[:-1] + other
    return {"text": [wrong + "\n"]} if holder is output else {"data": {**holder, key: [wrong]}}


def store(path, content):
    path.write_text(notebooks.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path):
    """A notebook with three checked cells and one that is not, as it is committed."""
    path = store(
        tmp_path / "small.ipynb",
        notebook(
            code("x = 2", id="start"),
            code("print(f'{x / 3:.3f}')", id="printed", metadata=TAGGED),
            code("x + 2", id="value", metadata=TAGGED),
            code("print('stable')", id="word", metadata=TAGGED),
        ),
    )
    assert notebooks.main(["run", str(path)]) == 0
    return path


def test_right_numbers_pass(small):
    report, failed = run_nbval(small)
    assert not failed
    assert "4 passed" in report


def test_wrong_numbers_fail(small):
    content = notebooks.load(small)
    content["cells"] = [falsified(c) if notebooks.is_checked(c) else c for c in content["cells"]]
    report, failed = run_nbval(store(small, content))
    assert failed == {"printed", "value", "word"}, report


def test_what_was_never_run_is_not_compared_and_check_says_so(small):
    content = notebooks.load(small)
    content["cells"] = [
        {**c, "outputs": [], "execution_count": None} if notebooks.is_checked(c) else c
        for c in content["cells"]
    ]
    report, _ = run_nbval(store(small, content))
    assert "4 passed" in report
    assert sum("nothing would be compared" in problem for problem in notebooks.problems(small)) == 3


@pytest.mark.parametrize("path", sorted(CHAPTERS, key=lambda p: p.stat().st_size)[:1], ids=name)
def test_every_checked_cell_of_a_chapter_is_compared(path, tmp_path):
    content = notebooks.load(path)
    checked = {cell["id"] for cell in content["cells"] if notebooks.is_checked(cell)}
    content["cells"] = [falsified(c) if notebooks.is_checked(c) else c for c in content["cells"]]
    report, failed = run_nbval(store(tmp_path / path.name, content))
    assert failed == checked, report
