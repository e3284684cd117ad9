"""Python in the reader's browser, the real one: what a reader can do with it, and what must not go wrong.

The sample book is built with the files that `explore_python` finds; without any these tests are skipped, as
the site then has no Python either.
"""

import gzip
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat.v4 as nb
import pytest
from playwright.sync_api import expect

from tests.books import build, write_book
from tests.browser.browsing import Browse
from tools import engine
from tools.serve import Site

START = "Make everything move"
RUNS = "Python runs in this page: every control moves."
PATIENCE = 90_000  # ms; a start takes 4 s of CPU, and the machine may be busy
EXPLORER = """\
from nnbook.explore import Cells, Choice, Point, Seed, Slider, Toggle, explorer
from sample import slope

@explorer(sweep={"height": [0, 1, 3]}, name="NAME", axes={"xlim": (0, 1), "ylim": (0, 30)})
def line(axes, height=Slider(0, 3, 1, 1), power=Slider(0.0, 2.0, 0.1, 1.0), seed=Seed(1),
         colour=Choice(["C0", "C1"], "C0"), on=Toggle(False), board=Cells([[0, 1], [1, 0]]),
         start=Point((0.5, 10.0))):
    '''A line

    A straight line that rises.
    '''
    axes.plot([0, slope * height], color=colour)
    if seed == 13:
        raise ValueError("need luck")
    return (f"height {height}, power {power}, seed {seed}, colour {colour}, on {on}, "
            f"board {board.sum():g}, start {start[0]:.2f}")

line"""
CELLS = [
    "x = 1\nprint('x is', x)",
    "import matplotlib.pyplot as plt\nplt.plot([0, x])\nplt.show()",
    "from nnbook.quiz import check\nanswer = ...\ncheck(answer, 4 * x, hints=['Four of them.'])",
]


# Move each control of each explorer of the page, one after the other; return what was moved and said.
MOVE_ALL = """async () => {
  const another = ({ kind, values, stops, start, lo, hi, xlim, ylim }) => {
    if (values?.length) return values.findLast((_, i) => !stops?.includes(i)) ?? values[0];
    if (kind === "seed") return start + 11;
    if (kind === "cells") return start.map((row, i) => row.map((x, j) => (i || j ? x : x === hi ? lo : hi)));
    if (kind === "point") return [xlim, ylim].map(([from, to]) => from + 0.6 * (to - from));
    return start;
  };
  const seen = [];
  for (const explorer of document.querySelectorAll("nnbook-explorer")) {
    for (const control of explorer.description.controls) {
      await explorer.moved(control.key, another(control));
      seen.push([explorer.id, control.key, explorer.readout.textContent, explorer.message.textContent]);
    }
  }
  return seen;
}"""


@pytest.fixture(scope="module")
def living(tmp_path_factory):
    """The site of a small book with Python in it."""
    book = write_book(tmp_path_factory.mktemp("living"), [("welcome", "line", 1), ("two", "other", 3)])
    for page, name in (("welcome", "line"), ("two", "other")):
        path = book / "book" / f"{page}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][1]["source"] = EXPLORER.replace("NAME", name)
        notebook["cells"] += [nb.new_code_cell(source, id=f"cell{i}") for i, source in enumerate(CELLS)]
        path.write_text(json.dumps(notebook), encoding="utf-8")
    code, said = build(book, NNBOOK_PYTHON=os.environ.get("NNBOOK_PYTHON", "auto"))
    assert code == 0, said
    site = book / "_build" / "html"
    if not (site / "_live").is_dir():
        pytest.skip("no files of Pyodide were found: NNBOOK_PYTHON can name some")
    return site


@pytest.fixture(scope="module")
def places(living):
    with Site(living, prefix="/book/") as site:
        yield {"http": site.url, "file": f"{living.as_uri()}/"}


@pytest.fixture
def visit(chromium, places):
    """Open pages as a new reader, all in one context; nothing may go wrong on any of them."""
    context = chromium.new_context()
    with Browse(Reader(context), places) as opened:
        opened.context = context
        yield opened
    context.close()


class Reader:
    """A browser whose pages are those of one visit."""

    def __init__(self, context):
        self._context = context

    def new_page(self, **_):
        return self._context.new_page()


@pytest.fixture(scope="module")
def session(chromium, places):
    """One page with Python in it, for tests that do not mind what others did there."""
    context = chromium.new_context()
    with Browse(Reader(context), places) as opened:
        page = opened("book/two.html")
        start(page)
        yield page
    context.close()


def start(page):
    page.get_by_role("button", name=START).first.click()  # each explorer has one
    started(page)


def started(page):
    expect(status(page)).to_have_text(RUNS, timeout=PATIENCE)


def status(page):
    return page.locator(".nnx-live [role=status]").first


def readout(page):
    return page.locator("nnbook-explorer .nnx-readout").first


def says(page, *words):
    for word in words:
        expect(readout(page)).to_contain_text(word, timeout=PATIENCE)


def edit(page, n):
    """Make the code cell `n`, after the explorer's, editable; return it, its text area and output."""
    cell = page.locator(".cell").nth(n + 1)
    if cell.locator("textarea").count() == 0:
        cell.get_by_role("button", name="Edit and run").click()
    expect(cell.locator("textarea")).to_be_visible(timeout=PATIENCE)
    return cell, cell.locator("textarea"), cell.locator(".nnx-outputs")


def run(page, n, code=None):
    cell, area, output = edit(page, n)
    if code is not None:
        area.fill(code)
    cell.get_by_role("button", name="Run", exact=True).click()
    return output


def test_nothing_is_loaded_before_a_reader_asks(visit):
    asked = []
    visit.context.on("request", lambda request: asked.append(request.url))
    page = visit("book/two.html")
    expect(page.get_by_role("button", name=START)).to_have_text("Make everything move (16 MB, once)")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "_live" in url]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("power", 0.3, "power 0.3"), ("seed", 12, "seed 12"), ("colour", "C1", "colour C1"),
     ("on", True, "on True"),
     ("board", [[1, 1], [1, 0]], "board 3"), ("start", [0.25, 3], "start 0.25"), ("height", 2, "height 2")],
)  # fmt: skip
def test_every_control_obeys(session, key, value, words):
    session.evaluate(
        "([key, value]) => document.querySelector('nnbook-explorer').moved(key, value)", [key, value]
    )
    says(session, words)
    assert session.locator("nnbook-explorer canvas.nnx-picture").count()


def test_all_controls_of_a_page(visit):
    page = visit("book/welcome.html")
    start(page)
    moved(page)


def moved(page):
    """Move all that can be moved on `page`: each move is followed by a sentence, and none by a complaint."""
    seen = page.evaluate(MOVE_ALL)
    assert seen
    assert [row for row in seen if row[3] or not row[2]] == []


def test_every_explorer_of_the_book(browse, built_book, chapter):
    if not (built_book / "_live").is_dir():
        pytest.skip("no files of Pyodide were found: NNBOOK_PYTHON can name some")
    page = browse(chapter)
    start(page)
    moved(page)


def test_frames_cost_nothing(session):
    session.get_by_role("button", name="Reset").first.click()
    says(session, "height 1, power 1", "seed 1")
    expect(session.locator("nnbook-explorer img.nnx-picture").first).to_be_visible()


def test_a_slider_obeys_the_keyboard(session):
    session.get_by_role("button", name="Reset").first.click()
    session.get_by_label("power").press("ArrowRight")
    says(session, "power 1.1")


def test_an_error_of_a_drawing_appears_in_words(session):
    session.evaluate("() => document.querySelector('nnbook-explorer').moved('seed', 13)")
    message = session.locator("nnbook-explorer .nnx-message")
    expect(message).to_contain_text("need luck", timeout=PATIENCE)
    session.evaluate("() => document.querySelector('nnbook-explorer').moved('seed', 14)")
    says(session, "seed 14")
    expect(message).to_be_empty()


def test_a_cell_is_edited_run_and_reset(session):
    expect(run(session, 0)).to_have_text("x is 1", timeout=PATIENCE)
    expect(run(session, 0, "x = 5\nprint('x is', x)")).to_have_text("x is 5", timeout=PATIENCE)
    cell, area, output = edit(session, 0)
    cell.get_by_role("button", name="Reset").click()
    expect(area).to_have_value(CELLS[0])
    expect(output).to_be_empty()


def test_a_figure_and_an_error_are_shown(session):
    expect(run(session, 1).locator("img")).to_be_visible(timeout=PATIENCE)
    error = run(session, 1, "a = [1]\n\na[x + 9]").locator(".nnx-error")
    expect(error).to_contain_text("IndexError: list index out of range", timeout=PATIENCE)
    expect(error).to_contain_text("line 3")


def test_an_exercise_is_checked_on_the_page(session):
    expect(run(session, 0, "x = 1")).to_contain_text("shows nothing", timeout=PATIENCE)
    expect(run(session, 2)).to_contain_text("No answer yet", timeout=PATIENCE)
    code = CELLS[2].replace("...", "NUMBER")
    expect(run(session, 2, code.replace("NUMBER", "3"))).to_contain_text(
        "Not yet. Four of them.", timeout=PATIENCE
    )
    expect(run(session, 2, code.replace("NUMBER", "4"))).to_contain_text("Right.", timeout=PATIENCE)


def test_keys_of_a_text_area(session):
    _, area, _ = edit(session, 0)
    area.fill("")
    area.press_sequentially("for i in range(3):")
    area.press("Enter")
    area.press_sequentially("print(i)")
    expect(area).to_have_value("for i in range(3):\n    print(i)")
    area.press("Shift+Tab")
    expect(area).to_have_value("for i in range(3):\nprint(i)")
    area.press("Home")
    area.press("Tab")
    expect(area).to_have_value("for i in range(3):\n    print(i)")
    area.press("Shift+Enter")
    expect(edit(session, 0)[2]).to_have_text("0 1 2", timeout=PATIENCE)
    area.press("Escape")
    area.press("Tab")
    expect(area).not_to_be_focused()


def test_no_request_can_leave(session):
    names = ["fetch", "XMLHttpRequest", "WebSocket", "importScripts", "EventSource", "Worker"]
    code = f"import js\n[name for name in {names} if getattr(js, name, None)]"
    expect(run(session, 0, code)).to_have_text("[]", timeout=PATIENCE)


def test_an_edited_explorer_draws_on_the_page(session):
    cell = session.locator(".cell").first
    cell.get_by_role("button", name="Edit and run").click()
    area = cell.locator("textarea")
    area.fill(EXPLORER.replace("NAME", "other").replace('f"height', 'f"MINE height'))
    cell.get_by_role("button", name="Run", exact=True).click()
    says(session, "MINE")
    session.evaluate("() => document.querySelector('nnbook-explorer').moved('power', 0.7)")
    says(session, "MINE", "power 0.7")


def test_an_endless_loop_is_stopped(visit):
    page = visit("book/two.html")
    start(page)
    output = run(page, 0, "while True: pass")
    page.get_by_role("button", name="Stop").click(timeout=PATIENCE)
    expect(output).to_contain_text("Stopped", timeout=PATIENCE)
    expect(run(page, 0, "6 * 7")).to_have_text("42", timeout=PATIENCE)
    page.evaluate("() => document.querySelector('nnbook-explorer').moved('power', 0.7)")
    says(page, "power 0.7")


def test_a_cell_starts_python_by_itself(visit):
    page = visit("book/two.html")
    page.locator(".cell").nth(2).get_by_role("button", name="Edit and run").click()
    expect(page.locator("textarea")).to_be_focused(timeout=PATIENCE)


def test_a_control_that_stands_still_starts_python(visit):
    page = visit("book/two.html")
    page.evaluate("() => document.querySelector('nnbook-explorer').moved('power', 0.4)")
    says(page, "power 0.4")


def test_the_choice_holds_for_the_visit(visit):
    page = visit("book/two.html")
    start(page)
    page.goto(page.url.replace("two", "welcome"))
    started(page)
    page.go_back()
    started(page)
    page.reload()
    started(page)
    other = visit("book/two.html")  # another tab is another visit
    expect(other.get_by_role("button", name=START)).to_be_visible()


def test_two_pages_at_once_and_no_network(visit):
    pages = [visit("book/two.html"), visit("book/welcome.html")]
    for page in pages:
        page.get_by_role("button", name=START).click()
    for page in pages:
        started(page)
    visit.context.set_offline(True)
    for page in pages:
        page.evaluate("() => document.querySelector('nnbook-explorer').moved('power', 0.6)")
        says(page, "power 0.6")
        expect(run(page, 0)).to_have_text("x is 1", timeout=PATIENCE)


def test_a_damaged_file_is_refused(visit):
    visit.context.route("**/packages.zip", lambda route: damaged(route))
    page = visit("book/two.html")
    page.get_by_role("button", name=START).click()
    expect(status(page)).to_contain_text("packages.zip arrived damaged", timeout=PATIENCE)
    visit.context.unroute("**/packages.zip")
    start(page)


def damaged(route):
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 1
    route.fulfill(body=bytes(body), content_type="application/zip")


def test_a_missing_file_is_named(visit):
    visit.context.route("**/pyodide.asm.wasm", lambda route: route.fulfill(status=404))
    page = visit("book/two.html")
    page.get_by_role("button", name=START).click()
    expect(status(page)).to_contain_text("does not have pyodide.asm.wasm (status 404)", timeout=PATIENCE)
    expect(page.get_by_role("button", name=START)).to_be_visible()
    visit.forgive("404")
    visit.forgive("ERR_ABORTED")  # of what was on its way at the same time


def test_a_start_that_hangs_is_given_up(visit):
    held = []
    visit.context.route("**/python_stdlib.zip", lambda route: held.append(route))
    visit.context.route("**/_live/two.*.json", impatient)
    page = visit("book/two.html")
    page.get_by_role("button", name=START).click()
    expect(status(page)).to_contain_text("nothing happened for 2 s while loading", timeout=PATIENCE)
    expect(status(page)).to_contain_text("The pictures stay.")
    page.get_by_label("height").press("ArrowRight")
    says(page, "height 3")
    visit.forgive("python_stdlib.zip")
    visit.forgive("ERR_ABORTED")


def impatient(route):
    route.fulfill(json=json.loads(route.fetch().body()) | {"patience": 2})


@pytest.mark.parametrize(
    ("script", "words"),
    [("delete globalThis.WebAssembly", "it has no WebAssembly"),
     ("delete globalThis.Worker", "too old to run Python")],
)  # fmt: skip
def test_what_a_browser_lacks_is_said(visit, script, words):
    visit.context.add_init_script(script)
    page = visit("book/two.html")
    expect(status(page)).to_contain_text(words)
    expect(page.get_by_role("button", name=START)).to_be_hidden()
    expect(page.get_by_role("button", name="Edit and run")).to_have_count(0)


def test_a_reader_who_saves_data_is_asked_on_each_page(visit):
    saving = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    visit.context.add_init_script(f"{saving} sessionStorage.setItem('nnbook-live', '1');")
    page = visit("book/two.html")
    expect(page.get_by_role("button", name=START)).to_be_visible()


def test_files_offer_nothing(visit):
    page = visit("book/two.html", scheme="file")
    expect(page.locator("nnbook-explorer .nnx-title")).to_be_visible()
    expect(page.get_by_role("button", name=START)).to_have_count(0)
    expect(page.get_by_role("button", name="Edit and run")).to_have_count(0)


def test_bytes_stay_in_bounds(living):
    live = living / "_live"
    files = [path for path in live.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25e6
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 16.5e6
    assert any(path.name == "LICENSES.txt" for path in files)


def test_bytecode_is_the_same_whoever_compiles(living, tmp_path):
    folder = next(path.parent for path in (living.parent / ".live").glob("*/packages.zip"))
    package, made = tmp_path / "package.zip", []
    for way in engine.find():
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("a/b.py", "x = 1")
        way(folder, [package])
        assert zipfile.ZipFile(package).namelist() == ["a/__pycache__/b.cpython-312.pyc", "a/b.py"]
        made.append(package.read_bytes())
    assert len(set(made)) == 1
    package.write_bytes(b"no zip")
    with pytest.raises(engine.EngineError, match="File is not a zip file"):
        engine.rewrite(folder, package)


PUPPETEER = "puppeteer-core@24.43.1"  # drives a Firefox as it is


def test_firefox_does_the_same(living, places, tmp_path_factory):
    firefox = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    npm = shutil.which("npm")
    if not (firefox and npm):
        pytest.skip("needs Firefox, and npm for what drives it")
    folder = tmp_path_factory.mktemp("puppeteer")
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, PUPPETEER]
    if subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True).returncode:
        pytest.skip(f"npm could not install {PUPPETEER}")
    ran = subprocess.run(
        ["node", Path(__file__).with_name("firefox.cjs"), f"{places['http']}book/two.html", firefox],
        env=os.environ | {"NODE_PATH": str(folder / "node_modules")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    assert seen["status"] == RUNS
    assert "power 0.4" in seen["readout"]
    assert seen["output"].strip() == "x is 1"
    assert seen["errors"] == []
