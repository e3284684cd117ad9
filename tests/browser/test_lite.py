"""JupyterLab in the reader's browser, as `make lite` puts it into the site: notebooks run and move."""

import os
import shutil

import pytest
from playwright.sync_api import expect
from reader_parcel import pack

from tests.books import ROOT
from tests.browser.browsing import Browse
from tests.browser.jupyterlab import explorer_of
from tools import lite, live
from tools.pyodide import MissingFileError, obtain
from tools.serve import Site

PATIENCE = 240_000  # ms; JupyterLab and Python take 30 s of CPU to start, and the machine may be busy
PATH = "part/two"

# What JupyterLab always says there.
WARNINGS = ("Disabling terminals", "No exact match found for python", "contents will NOT be synced")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(published, tmp_path_factory):
    """The site of a small book with JupyterLab in it."""
    if not (lite.ENVIRONMENT / ".created").exists():
        pytest.skip("`make .venv/lite/.created` brings what builds it")
    try:
        source = obtain(os.environ.get(live.VARIABLE, "auto"), live.downloads(), ROOT, lite.WANTED)
    except MissingFileError as error:
        pytest.skip(f"no files of Pyodide: {error}")
    folder = tmp_path_factory.mktemp("lite") / "html"
    shutil.copytree(published, folder)
    pack(ROOT, folder / "_notebooks")
    notebook = folder / "_notebooks" / f"{PATH}.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert "from sample import slope" in text
    notebook.write_text(text.replace("from sample import slope", "slope = 1"), encoding="utf-8")
    lite.publish(folder, source, b"", tmp_path_factory.mktemp("work"))
    return folder


def test_a_notebook_runs_and_a_slider_moves_it(site, chromium):
    with Site(site, prefix="/book/") as served, Browse(chromium, {"http": served.url}) as browse:
        page = browse(f"book/{PATH}.html")
        asked = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Use this page").click()
        page.get_by_role("link", name="Open in JupyterLab In this browser").click()
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.set_default_timeout(PATIENCE)
        explorer = explorer_of(page)
        readout = explorer.locator(".nnx-readout")
        expect(readout).to_have_text("height 1, slope 1")
        slider = explorer.get_by_role("slider", name="height")
        slider.focus()
        slider.press("ArrowRight")
        expect(readout).to_have_text("height 2, slope 1", timeout=PATIENCE)
        for warning in WARNINGS:
            browse.forgive(warning)
        # The worker's requests, which the page does not see, too.
        assert [
            url for url in asked if url.startswith(("http", "ws")) and not url.startswith(served.url)
        ] == []


def test_only_pages_that_are_notebooks_lead_there(site):
    linked = {
        p.relative_to(site).as_posix()
        for p in site.rglob("book/**/*.html")
        if "_lite/" in p.read_text("utf-8")
    }
    assert linked == {"book/welcome.html", f"book/{PATH}.html"}


def test_licences_travel_along(site):
    said = (site / lite.FOLDER / "static" / "pyodide" / "LICENSES.txt").read_text("utf-8")
    for name in ("ipython", "anywidget", "matplotlib", "nnbook", "OpenSSL"):
        assert name in said
