"""A chapter can be begun: the skeleton obeys every rule but for its gaps, wherever it is entered."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tools.reading import ROOT

SHOWN = r'<script type="application/json">(.*?)</script>'


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A copy of what `make chapter` writes to, with a chapter and a module begun in it."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("_toc.yml", "_config.yml", "CITATION.cff", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("book", "tools", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/unit", "tests/properties"):
        (folder / name).mkdir(parents=True)
    for name in ("tests/test_architecture.py", "tests/properties/bad_input.py"):
        shutil.copy(ROOT / name, folder / name)
    said = run(folder, "tools.chapter", "new_part", "demo_chapter", "A demo", "demo_mean")
    assert said.returncode == 0, said.stderr
    return folder


def run(folder, module, *arguments):
    """Run a tool in the copy."""
    environment = os.environ | {"PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_skeleton_obeys_every_rule_but_for_its_gaps(book):
    said = run(book, "tools.check", "demo_chapter")
    _, _, found = said.stdout.partition("To be mended:\n")
    assert found, said.stdout + said.stderr
    *sentences, last = found.strip().splitlines()
    assert re.fullmatch(r"new_part/demo_chapter: \d+ to be mended \(\d+ s\)", last)
    assert [sentence for sentence in sentences if "a gap is to be filled" not in sentence] == []


def test_the_skeleton_is_entered_everywhere(book):
    def text(name):
        return (book / name).read_text(encoding="utf-8")

    assert (
        "  - caption: New part\n    numbered: 1\n    chapters:\n      - file: book/new_part/demo_chapter\n"
        in text("_toc.yml")
    )
    assert "(new_part/demo_chapter.ipynb)" in text("book/welcome.ipynb")
    for page in ("notation", "algorithms", "glossary"):
        assert "(../new_part/demo_chapter.ipynb" in text(f"book/appendices/{page}.md"), page
    assert "@article{gap-demo-chapter," in text("book/references.bib")
    assert "   nnbook.demo_mean\n" in text("book/reference/index.rst")
    assert ".. automodule:: nnbook.demo_mean\n" in text("book/reference/demo_mean.rst")
    assert '"demo_mean": "demo_mean"' in text("tests/properties/bad_input.py")
    assert re.search(
        r'^FLOORS = \(\n(.*\n)*?    ".*\bdemo_mean\b', text("tests/test_architecture.py"), re.MULTILINE
    )


def test_the_module_begins_with_tests_that_pass(book):
    files = ["tests/unit/test_demo_mean.py", "src/nnbook/demo_mean.py"]
    said = run(book, "pytest", "-q", "-p", "no:xdist", *files)
    assert "2 passed" in said.stdout, said.stdout


@pytest.mark.build
def test_its_page_is_built_alone_with_few_stops(book):
    prepare = "from tools import preview; preview.prepare(preview.find('demo_chapter'))"
    subprocess.run(
        [sys.executable, "-c", prepare], cwd=book, check=True, env=os.environ | {"PYTHONPATH": "src:."}
    )
    said = run(book, "tools.preview", "demo_chapter", "--once")
    assert said.returncode == 0, said.stdout + said.stderr
    page = book / "_build" / "preview" / "html" / "book" / "new_part" / "demo_chapter.html"
    html = page.read_text(encoding="utf-8")
    assert html.count("<nnbook-explorer ") == 4
    assert "reload.js" in html
    pictures = [len(data["pictures"]) for data in map(json.loads, re.findall(SHOWN, html))]
    assert len(pictures) == 4
    assert 2 <= min(pictures) <= max(pictures) <= 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("learning", "Hopfield", "A"), "need PART and SLUG of a-z"),
        (("learning", "hopfield", "A"), "there is a notebook called hopfield already"),
        (("learning", "another", " "), "and a TITLE"),
        (("learning", "another", "A", "layers"), "nnbook.layers is a package already"),
    ],
)
def test_what_cannot_be_begun_is_refused(arguments, says, book):
    said = run(book, "tools.chapter", *arguments)
    assert said.returncode != 0
    assert says in said.stderr
    assert not (book / "book" / "learning" / "another.ipynb").exists()
