"""JupyterLab: an explorer moves there as on the page, follows other widgets, and says what fails."""

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import explorer_of, jupyterlab, run, write

CELLS = [
    """\
from nnbook.explore import Cells, Point, Seed, Slider, explorer

@explorer(panels=2, size=(6, 2.5), axes={"xlim": (0, 10), "ylim": (0, 10)})
def line(axes, height=Slider(0, 9, 1, 3, label="how high"), start=Point((2, 2), panel=1),
         cells=Cells([[0, 1], [1, 0]]), seed=Seed(1)):
    '''A line in two panels

    A level line on the left, and a dot on the right that can be dragged.
    '''
    if height == 8:
        raise RuntimeError("eight is too high")
    axes[0].axhline(height)
    axes[1].plot(*start, "o")
    return f"height {height}, start {start[0]:.1f} {start[1]:.1f}, cells {cells.sum()}, seed {seed}"

line""",
    """\
import ipywidgets as widgets

other = widgets.IntSlider(3, 0, 9)
widgets.jslink((other, "value"), (line.widget, "height"))
told = widgets.interactive_output(lambda values: print("told", values["height"]), {"values": line.widget})
widgets.VBox([other, told])""",
]

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(tmp_path):
    """The address and the folder of a JupyterLab."""
    with jupyterlab(tmp_path) as started:
        yield started


def drawn(explorer):
    """Return what is painted in each panel."""
    return explorer.locator("canvas.nnx-picture").evaluate_all("all => all.map((c) => c.toDataURL())")


def test_an_explorer_moves_follows_and_says_what_fails(lab, chromium):
    url, folder = lab
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    run(page, url, write(folder, CELLS))
    explorer = explorer_of(page)
    readout, message = explorer.locator(".nnx-readout"), explorer.locator(".nnx-message")
    slider = explorer.get_by_role("slider", name="how high")
    expect(readout).to_have_text("height 3, start 2.0 2.0, cells 2, seed 1")
    assert slider.bounding_box()["width"] > 200

    before = drawn(explorer)
    slider.press("ArrowRight")
    expect(readout).to_contain_text("height 4")
    expect(slider).to_have_attribute("aria-valuetext", "4")
    assert drawn(explorer)[0] != before[0]
    expect(page.get_by_text("told 4")).to_be_visible()  # interactive_output observes it

    ring = explorer.get_by_role("application")
    ring.press("ArrowRight")
    expect(readout).to_contain_text("start 2.2 2.0")
    box = explorer.locator(".nnx-panel").nth(1).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    expect(readout).not_to_contain_text("start 2.2 2.0")
    explorer.get_by_role("gridcell", name="row 1, column 1: 0").press("Space")
    expect(readout).to_contain_text("cells 3")
    explorer.get_by_label("seed").fill("77")
    expect(readout).to_contain_text("seed 77")

    handle = page.locator(".widget-slider [role=slider]").first
    handle.press("End")  # another widget, linked in the browser
    expect(readout).to_contain_text("height 9")
    expect(slider).to_have_attribute("aria-valuetext", "9")
    kept = drawn(explorer)
    slider.press("ArrowLeft")
    expect(message).to_contain_text("RuntimeError: eight is too high")
    assert drawn(explorer) == kept
    slider.press("ArrowLeft")
    expect(readout).to_contain_text("height 7")
    expect(message).to_be_empty()
    explorer.get_by_role("button", name="Reset").click()
    expect(readout).to_have_text("height 3, start 2.0 2.0, cells 2, seed 1")

    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.restartKernel()")
    expect(message).to_contain_text("The kernel was restarted")
    slider.press("ArrowRight")
    expect(message).to_contain_text("run this cell again")
    assert not errors, errors
    page.close()


def test_a_question_is_answered_by_keyboard(lab, chromium):
    url, folder = lab
    code = (
        'from nnbook.quiz import ask\nask("ex-lab", "Four squared", number=4**2, hints={8: "You doubled."})'
    )
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    run(page, url, write(folder, [code]))
    field, said = page.get_by_label("Four squared"), page.locator("nnbook-ask [role=status]")
    field.click()
    for typed, told in (("8", "Not yet. You doubled."), ("16", "Right.")):
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(said).to_have_text(told)
    page.keyboard.press("d")  # twice, in command mode, it deletes the cell
    page.keyboard.press("d")
    expect(field).to_have_value("16dd")
    assert not errors, errors
    page.close()
