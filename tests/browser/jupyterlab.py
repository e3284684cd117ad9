"""A JupyterLab for tests and benchmarks, and a notebook that is run in it."""

import json
from contextlib import contextmanager

import nbformat.v4 as nb

from tests.browser.jupyter import TOKEN, serve


@contextmanager
def jupyterlab(tmp_path):
    """Start a JupyterLab that stores nothing outside `tmp_path`; give its address and its folder."""
    folder = tmp_path / "book"
    folder.mkdir()
    with serve("jupyterlab", folder, tmp_path) as url:
        yield url, folder


def write(folder, cells):
    """Write a notebook of code cells into `folder`; return its name."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = [nb.new_code_cell(code, id=f"cell-{i}") for i, code in enumerate(cells)]
    (folder / "tried.ipynb").write_text(json.dumps(nb.new_notebook(cells=made, metadata=kernel)))
    return "tried.ipynb"


def run(page, url, name):
    """Open a notebook and run all of it."""
    page.set_default_timeout(60_000)
    page.goto(f"{url}lab/tree/{name}?reset&token={TOKEN}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.ready.then(() => true)")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")


def explorer_of(page):
    """Return the explorer that a notebook shows, once its picture is there."""
    explorer = page.locator("nnbook-explorer").first
    explorer.locator("canvas.nnx-picture").first.wait_for()
    return explorer
