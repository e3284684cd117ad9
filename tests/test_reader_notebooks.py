"""Readers' notebooks of the built book: whole, plain, folded where they should be, and they run alone."""

import json
import posixpath
import re
import subprocess
import sys
import zipfile
from functools import cache

import nbformat
import pytest

from tools.reading import CHAPTERS, PATHS, ROOT, name, read

pytestmark = pytest.mark.build
each_notebook = pytest.mark.parametrize("path", PATHS, ids=name)
MYST = {
    "a directive": r"^\s*(?:>\s*)*(`{3,}|:{3,})\{",
    "a role": r"\{[\w:+-]+\}`",
    "a target": r"^\([\w-]+\)=",
    "an option": r"^\s*:(?:label|class|name|nonumber):",
    "a comment": r"^%\s",
    "a substitution": r"\{\{.*\}\}",
}
LOOSE = re.compile(r"(?<![\\$])\$(?!\$)")


@cache
def written(folder, path):
    """Return the reader's notebook of a source."""
    return nbformat.read(folder / "_notebooks" / path.relative_to(ROOT / "book"), as_version=4)


def texts(notebook):
    return [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]


@each_notebook
def test_no_myst_is_left(built_book, path):
    found = [
        f"{cell}: {what}: {match[0]!r}"
        for cell, text in texts(written(built_book, path))
        for what, pattern in MYST.items()
        if (
            match := re.search(
                pattern, re.sub(r"(?ms)^```.*?^```|\$\$.*?\$\$|\$[^$]*\$|`[^`]+`", "", text), re.MULTILINE
            )
        )
    ]
    assert not found, "\n".join(found)


@each_notebook
def test_formulas_are_whole(built_book, path):
    for cell, text in texts(written(built_book, path)):
        assert text.count("$$") % 2 == 0, cell
        assert len(LOOSE.findall(re.sub(r"`[^`]*`", "", text).replace("$$", ""))) % 2 == 0, cell
        for tex in re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL):
            assert "\n>" not in tex, f"{cell}: the sign of a quote inside {tex}"
            assert r"\label" not in tex, cell


@each_notebook
def test_equations_and_exercises_have_the_numbers_of_the_page(built_book, path):
    html = (built_book / path.relative_to(ROOT)).with_suffix(".html").read_text(encoding="utf-8")
    whole = "\n".join(text for _, text in texts(written(built_book, path)))
    assert re.findall(r"\\tag\{([\d.]+)\}", whole) == re.findall(r'class="eqno">\(([\d.]+)\)', html)
    boxes = r"(?:Exercise|Theorem|Definition) [\d.]+(?= )"
    on_page = re.findall(rf'class="caption-number">({boxes})', html)
    assert re.findall(rf"\*\*({boxes})", whole) == on_page
    stars = [cell.source.split("\n")[0] for cell in read(path).cells if "{exercise}" in cell.source]
    assert len(re.findall(r"\*\*Exercise [\d.]+ \(★", whole)) == len(stars)


@each_notebook
def test_code_is_that_of_the_source(built_book, path):
    cells = written(built_book, path).cells
    kept = {cell.id: cell.source for cell in read(path).code}
    for cell in cells:
        if cell.cell_type == "code" and cell.id != "setup":
            asks = re.fullmatch(r'from nnbook.quiz import unseal\n\nunseal\("[0-9a-f]+"\)', cell.source)
            assert cell.source == kept[cell.id] or (asks and "ask(" in kept[cell.id]), cell.id
    order = [cell.id for cell in cells]
    assert order[:2] == ["origin", "setup"]
    assert [i for i in order if i in kept] == list(kept)
    source_order = [cell.id for cell in read(path).cells]
    assert [i for i in source_order if i in order] == order[2:]


@each_notebook
def test_it_is_valid_and_of_a_plain_kernel(built_book, path):
    notebook = written(built_book, path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@each_notebook
def test_what_would_spoil_or_distract_is_folded(built_book, path):
    folded = {"hide-input", "hide-cell", "remove-input", "remove-cell", "claims"}
    sources = {cell.id: cell for cell in read(path).code}
    for cell in written(built_book, path).cells:
        if cell.cell_type != "code" or cell.id == "setup":
            continue
        source, hidden = sources[cell.id], cell.metadata.get("jupyter", {})
        expected = source.in_solution or cell.id == "imports" or bool(folded & set(source.tags))
        assert bool(hidden.get("source_hidden")) == expected, cell.id
        if source.in_solution:
            assert hidden["outputs_hidden"], cell.id
    solutions = [
        text
        for _, text in texts(written(built_book, path))
        if re.search(r"<summary>Solution(?!.*continued)", text)
    ]
    assert len(solutions) == sum("{solution-start}" in cell.source for cell in read(path).cells)


@each_notebook
def test_pictures_say_what_they_show(built_book, path):
    shown = 0
    for cell in written(built_book, path).cells:
        for i, output in enumerate(cell.get("outputs", [])):
            assert not any("nnbook" in mime or "widget" in mime for mime in output.get("data", {}))
            if "image/png" in output.get("data", {}):
                shown += 1
                alt = output.metadata["image/png"]["alt"]
                assert len(alt.split()) > 8, cell.id
                below = cell.outputs[i + 1].data
                words = below.get("text/html") or below["text/markdown"]
                assert "<summary>The figure in words</summary>" in words, cell.id
                is_explorer = any(explorer.cell.id == cell.id for explorer in read(path).explorers)
                assert not is_explorer or "Run this cell to move it" in words, cell.id
    figures = [cell for cell in read(path).code if "image" in cell.metadata.get("mystnb", {})]
    assert shown == len(read(path).explorers) + len(figures)


@each_notebook
def test_lines_that_were_sent_apart_are_one_output(built_book, path):
    for cell in written(built_book, path).cells:
        printed = [output for output in cell.get("outputs", []) if output.output_type == "stream"]
        assert len(printed) <= 1, cell.id


@each_notebook
def test_links_lead_somewhere(built_book, path):
    here = posixpath.dirname(path.relative_to(ROOT / "book").as_posix())
    for cell, text in texts(written(built_book, path)):
        for target in re.findall(r"\]\(([^)]*)\)", re.sub(r"`[^`]*`|\$[^$]*\$", "", text)):
            if not re.match(r"https?:|mailto:", target):
                assert (built_book / "_notebooks" / here / target).is_file(), f"{cell}: {target}"


def test_no_notebook_is_left_over(built_book):
    found = {
        path.relative_to(built_book / "_notebooks") for path in (built_book / "_notebooks").rglob("*.ipynb")
    }
    assert found == {path.relative_to(ROOT / "book") for path in PATHS}


def test_the_package_travels_along(built_book):
    folder = built_book / "_notebooks"
    (wheel,) = folder.glob("nnbook-*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    modules = {p.relative_to(ROOT / "src").as_posix() for p in (ROOT / "src").rglob("*.py")}
    assert modules <= set(inside)
    assert f"./{wheel.name}[lab]" in (folder / "environment.yml").read_text()
    assert (folder / "requirements.lock").read_bytes() == (ROOT / "requirements.lock").read_bytes()


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_it_runs_where_it_is_served_from(built_book, path):
    copied = built_book / "_notebooks" / path.relative_to(ROOT / "book")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    run = subprocess.run(
        [*command, copied.name], cwd=copied.parent, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    assert re.search(r"\d+ passed", run.stdout)


BARE = """
import sys
from importlib import invalidate_caches, util
find = util.find_spec
util.find_spec = lambda name: None if name == "nnbook" else find(name)  # as where it is not installed
from IPython.core.interactiveshell import InteractiveShell
result = InteractiveShell.instance().run_cell({source!r})
sys.exit(0 if type(result.error_in_exec).__name__ == "PackageMissing" else 1)
"""


def test_without_the_package_it_says_one_line(built_book, tmp_path):
    (setup,) = [cell for cell in written(built_book, PATHS[0]).cells if cell.id == "setup"]
    run = subprocess.run(
        [sys.executable, "-c", BARE.format(source=setup.source)],
        cwd=tmp_path,
        env={"IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (line,) = (run.stdout + run.stderr).strip().splitlines()
    assert line.startswith("The package nnbook is missing: put its file nnbook-….whl beside")


def test_figures_leave_with_nbconvert(built_book, tmp_path):
    path = built_book / "_notebooks" / CHAPTERS[0].relative_to(ROOT / "book")
    n_pictures = path.read_text(encoding="utf-8").count('"image/png": "')
    for to in ("html", "slides"):
        command = [sys.executable, "-m", "nbconvert", "--to", to, "--output-dir", tmp_path, path]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    page = (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")
    assert page.count('src="data:image/png;base64,') == page.count("The figure in words") == n_pictures
    slides = (tmp_path / f"{path.stem}.slides.html").read_text(encoding="utf-8")
    assert slides.count('src="data:image/png;base64,') == n_pictures
    assert slides.count("<section") > 10


def test_with_addresses_it_leads_to_the_book(published):
    notebook = json.loads((published / "_notebooks" / "part" / "two.ipynb").read_text(encoding="utf-8"))
    origin, setup, title = ("".join(cell["source"]) for cell in notebook["cells"][:3])
    assert "(https://example.org/a/book/book/part/two.html)" in origin
    assert 'else "git+https://github.com/ann/book"' in setup
    assert title == "# part/two" or title.endswith(" part/two")
