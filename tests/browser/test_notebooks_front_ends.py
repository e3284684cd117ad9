"""Readers' notebooks in JupyterLab and in Notebook 7: they read like the page, and obey."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import open_notebook, serve
from tools.reading import CHAPTERS, ROOT

# A chapter with everything: formulas, explorers, questions, and an exercise that is answered in code.
CHAPTER = next(path for path in CHAPTERS if path.stem == "convolution")
EXPLORER, SLIDER = "explorer-slide", "position"
START, CHECK, WRONG = "design-start", "design-check", "my_kernel = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]"
RAW = re.compile(r"\{[a-z:]+\}`|^\([\w-]+\)=|```|\$\$|\\(?:tag|begin|frac)\b|:label:|:class:", re.MULTILINE)
FORMULAS = "mjx-container[display=true]"
PATIENCE = 120_000  # the kernel has the whole chapter to run first

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["jupyterlab", "notebook"])
def opened(request, chromium, built_book, tmp_path_factory):
    """A chapter in each front end: its page, and the notebook as it was written."""
    home = tmp_path_factory.mktemp(request.param)
    folder = home / "elsewhere"
    folder.mkdir()
    path = built_book / "_notebooks" / CHAPTER.relative_to(ROOT / "book")
    shutil.copy(path, folder)
    with serve(request.param, folder, home) as url:
        page = open_notebook(chromium, url, request.param, path.name)
        yield page, nbformat.read(path, as_version=4)
        page.close()


def code_cell(page, notebook, cell_id):
    """Return the cell on the page that shows the code cell with an id."""
    at = [cell.id for cell in notebook.cells].index(cell_id)
    return page.locator(".jp-Notebook .jp-Cell").nth(at)


def test_text_reads_like_a_page(opened):
    page, notebook = opened
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    n_formulas = sum(text.count("$$") // 2 for text in texts)
    shown = page.locator(".jp-MarkdownOutput")
    expect(shown.locator(FORMULAS)).to_have_count(n_formulas)
    assert shown.locator("mjx-merror, [data-mjx-error]").count() == 0
    said = "\n".join(shown.all_inner_texts())
    assert not RAW.findall(said)
    titles = [title for text in texts for title in re.findall(r"\*\*(Exercise [\d.]+ \(★+) ", text)]
    assert len(titles) >= 5
    for title in titles:
        assert title in said


def test_solutions_and_drawing_code_are_folded(opened):
    page, notebook = opened
    answers = page.locator(".jp-MarkdownOutput details")
    assert answers.count() >= 5
    assert answers.evaluate_all("all => all.filter((one) => one.open).length") == 0
    folded = [cell.id for cell in notebook.cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    for cell_id in folded:
        cell = code_cell(page, notebook, cell_id)
        assert (
            cell.locator(".jp-InputArea-editor").count() == 0
            or not cell.locator(".jp-InputArea-editor").is_visible()
        )
    explorers = [cell.id for cell in notebook.cells if "hide-input" in cell.metadata.get("tags", [])]
    assert set(explorers) <= set(folded)


def test_it_obeys(opened):
    page, notebook = opened
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
    explorer = code_cell(page, notebook, EXPLORER)
    slider = explorer.get_by_role("slider", name=SLIDER)
    readout = explorer.locator("[role=status], .nnx-readout").first
    expect(readout).not_to_be_empty(timeout=PATIENCE)
    said = readout.text_content()
    slider.click()  # as a reader does: focus by itself goes back to the cell
    slider.press("ArrowRight")
    expect(readout).not_to_have_text(said, timeout=PATIENCE)

    result = code_cell(page, notebook, CHECK).locator(".jp-OutputArea-output")
    expect(result).to_contain_text("No answer yet", timeout=PATIENCE)
    page.evaluate(ANSWER, [START, WRONG])
    page.evaluate(ANSWER, [CHECK, None])
    expect(result).to_contain_text("Not yet.", timeout=PATIENCE)
    assert not errors


# Run a cell, with another text in it if there is one, as a reader does.
ANSWER = """([id, source]) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.findIndex((cell) => cell.model.id === id);
  if (source !== null) notebook.activeCell.model.sharedModel.setSource(source);
  void window.jupyterapp.commands.execute("notebook:run-cell");
}"""
