"""The element that shows an explorer, in a file of its own: what it moves, says, waits for and looks like."""

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from nnbook.explore import Cells, Choice, Photo, Point, Seed, Slider, Toggle, explorer
from tests.browser.browsing import later

pytestmark = pytest.mark.browser
# A live source that counts its drawings: a black square in a panel of white for each.
LIVE = """async (delay) => {
  const element = document.querySelector("nnbook-explorer");
  window.drawn = [];
  const source = {live: true, has: () => false, async draw(values) {
    drawn.push(values);
    await new Promise((go) => setTimeout(go, delay));
    if (values.seed === 13) throw new Error("thirteen cannot be drawn");
    const bitmap = Object.assign(document.createElement("canvas"), {width: 760, height: 300});
    bitmap.getContext("2d").fillRect(100, 100, 50, 50);
    return {picture: {bitmap}, readout: `live ${JSON.stringify({...values, photo: undefined})}`};
  }};
  await element.upgrade(source);
}"""


@explorer(
    panels=2,
    size=(7.6, 3),
    sweep={"height": [0, 1, 5, 9], "kind": None, "thick": None},
    play="height",
    axes=({"xlim": (0, 1), "ylim": (0, 10)}, {"xlim": (-1, 1), "ylim": (-2, 2)}),
    images=(1,),
)
def lines(
    axes,
    height=Slider(0, 9, 1, 5, unit="ms", label="how high"),
    kind=Choice(["plain", "dashed"], "plain"),
    thick=Toggle(False),
    gain=Slider(0.5, 2, 0.25, 1),
    seed=Seed(3),
    cells=Cells([[0, 1, 0], [1, 0, 1]], label="pattern"),
    kernel=Cells([[0, 1]], lo=-2, hi=2),
    start=Point((0.5, 0), panel=1),
    photo=Photo(np.zeros((8, 8))),  # noqa: B008
):
    """Lines at a height

    A level line in the left panel, and nothing to speak of in the right one.
    """
    axes[0].axhline(height, linestyle="--" if kind == "dashed" else "-", linewidth=4 if thick else 1)
    return f"height {height}, {kind}, {'thick' if thick else 'thin'}"


@explorer(sweep={"n": [1, 2, 3, 4]}, size=(2, 2), autoplay=True)
def opening(axes, n=Slider(1, 4, 1, 3)):
    """A number

    A dot that climbs.
    """
    axes.plot([n], "o")
    return f"number {n}"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "lines.html"
    lines.save(path)
    return path.as_uri()


@pytest.fixture
def show(chromium, address):
    """Open the file, with options for the tab; nothing may be asked for, and nothing may go wrong."""
    pages, complaints = [], []

    def opened(fragment="", **options):
        page = chromium.new_page(**{"viewport": {"width": 1280, "height": 900}} | options)
        page.set_default_timeout(10_000)
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
        page.on(
            "request", lambda r: r.url.startswith(("data:", "blob:", address)) or complaints.append(r.url)
        )
        page.goto(address + fragment)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not complaints, "\n".join(complaints)


def readout(page):
    return page.locator(".nnx-readout")


def message(page):
    return page.locator(".nnx-message")


def test_a_saved_file_moves_without_a_request(show):
    page = show()
    slider = page.get_by_role("slider", name="how high")
    slider.press("ArrowRight")
    expect(readout(page)).to_have_text("height 9, plain, thin")
    expect(slider).to_have_attribute("aria-valuetext", "9 ms")
    page.get_by_label("kind").select_option("dashed")
    page.get_by_label("thick").check()
    expect(readout(page)).to_have_text("height 9, dashed, thick")
    assert page.evaluate("location.hash") == "#lines:height=9&kind=dashed&thick=true"
    for image in page.locator(".nnx-panel img").all():
        assert image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") == 1520
    page.get_by_role("button", name="Reset").click()
    expect(readout(page)).to_have_text("height 5, plain, thin")


@pytest.mark.parametrize(
    ("fragment", "shown", "said"),
    [
        ("#lines:height=9&kind=dashed&thick=true", "height 9, dashed, thick", ""),
        ("#lines%3Aheight=9&kind=dashed", "height 9, dashed, thin", ""),
        ("#lines%3Aheight%3D9%26kind%3Ddashed", "height 9, dashed, thin", ""),
        ("#lines:height=9.0.", "height 9, plain, thin", ""),
        ("#lines:kind=%64ashed&height=+1),", "height 1, dashed, thin", ""),
        ("#lines:height=1e0&kind=dashed”", "height 1, dashed, thin", ""),
        (
            "#lines:height=7.5",
            "height 9, plain, thin",
            "no picture of how high 7.5 ms; this is the nearest, 9 ms",
        ),
        (
            "#lines:height=-4",
            "height 0, plain, thin",
            "no picture of how high −4 ms; this is the nearest, 0 ms",
        ),
        ("#lines:height=9&speed=2", "height 9, plain, thin", "“speed” is no control here."),
        ("#lines:height=high", "height 5, plain, thin", "“high” is no value of how high."),
        ("#lines:height=9&kind", "height 9, plain, thin", "“kind” has no value."),
        ("#lines:kind=wavy", "height 5, plain, thin", "“wavy” is no value of kind."),
        ("#lines:seed=77&height=9", "height 9, plain, thin", "Movable in the notebook: seed 77."),
        ("#lines:seed=3&gain=1.0&height=9", "height 9, plain, thin", ""),
        ("#other:height=9", "height 5, plain, thin", ""),
        ("#lines:__proto__=1&constructor=2", "height 5, plain, thin", "“constructor” is no control here."),
        ("#lines:height=%E0%A4%A", "height 5, plain, thin", "is no value of how high"),
        ("#lines:height=" + "9" * 400, "height 5, plain, thin", "is no value of how high"),
    ],
    ids=lambda text: text[:40],
)
def test_a_link_is_read_with_goodwill(show, fragment, shown, said):
    page = show(fragment)
    expect(readout(page)).to_have_text(shown)
    expect(message(page)).to_contain_text(said)
    if not said:
        expect(message(page)).to_be_empty()


def test_the_word_on_a_link_goes_with_the_next_move(show):
    page = show("#lines:height=7.5")
    expect(message(page)).not_to_be_empty()
    page.get_by_role("slider", name="how high").press("Home")
    expect(readout(page)).to_have_text("height 0, plain, thin")
    expect(message(page)).to_be_empty()


def test_play_and_pause_in_a_hurry_never_run_two_sweeps(show):
    page = show()
    moves = page.evaluate("""async () => {
      const element = document.querySelector("nnbook-explorer");
      const pause = (time) => new Promise((go) => setTimeout(go, time));
      let moves = 0, free;
      const draw = element.sources[0].draw.bind(element.sources[0]);
      const wait = () => new Promise((go) => (free = go));
      element.sources[0].draw = async (...what) => { await wait(); return draw(...what); };
      const step = element.step.bind(element);
      element.step = () => { moves += 1; return step(); };
      const play = element.querySelector(".nnx-play");
      for (let i = 0; i < 7; i++) play.click();  // it plays, though every picture is still awaited
      const pressed = moves;
      for (let i = 0; i < 12; i++) { free(); await pause(100); }
      return [pressed, moves - pressed, element.run !== null];
    }""")
    assert moves[0] == 4, "each press of Play shows one step at once"
    assert 3 <= moves[1] <= 7, f"one sweep makes a step in 220 ms, at most 6 in 1.2 s, not {moves[1]}"
    assert moves[2]
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_play_moves_what_the_author_names(show):
    page = show()
    page.get_by_label("thick").focus()
    page.get_by_role("button", name="Play").click()
    expect(readout(page)).to_have_text("height 0, plain, thin")
    expect(readout(page)).to_have_attribute("aria-live", "off")
    page.get_by_role("button", name="Pause").click()
    expect(readout(page)).not_to_have_attribute("aria-live", "off")


def test_what_files_cannot_show_says_what_brings_it_alive(show):
    page = show()
    expect(page.locator(".nnx-waiting")).to_contain_text("gain 1.00; seed 3; pattern; kernel; start; photo")
    for act, label in (
        (lambda: page.get_by_role("slider", name="gain").press("ArrowRight"), "gain"),
        (lambda: page.get_by_label("seed").fill("8"), "seed"),
        (lambda: page.get_by_role("gridcell").first.press("Enter"), "pattern"),
        (lambda: page.get_by_label("row 1, column 2").last.press("ArrowUp"), "kernel"),
        (lambda: page.get_by_role("application").press("ArrowUp"), "start"),
    ):
        act()
        expect(message(page)).to_have_text(f"Movable in the notebook: {label}.")
    expect(page.get_by_role("slider", name="gain")).to_have_attribute("aria-valuetext", "1.00")
    expect(page.get_by_role("gridcell").first).to_have_attribute("aria-label", "row 1, column 1: 0")
    expect(readout(page)).to_have_text("height 5, plain, thin")
    assert page.get_by_role("slider", name="gain").get_attribute("aria-describedby") == "lines-waiting"


def test_who_can_start_python_is_asked_and_gets_what_was_wanted(show):
    page = show()
    page.evaluate("""addEventListener("nnx-want-live", (event) => {
      event.preventDefault();
      window.asked = event.detail;
    })""")
    page.get_by_label("seed").fill("8")
    assert page.evaluate("asked") == {"name": "lines", "key": "seed", "value": 8}
    expect(message(page)).to_be_empty()
    page.evaluate(LIVE, 0)
    expect(readout(page)).to_contain_text('"seed":8')
    expect(page.locator(".nnx-waiting")).to_be_hidden()
    assert page.get_by_role("slider", name="how high").get_attribute("max") == "9", "all positions"


def live(page, delay=0):
    page.evaluate(LIVE, delay)
    page.evaluate("document.querySelector('nnbook-explorer').reset()")


def test_cells_are_clicked_painted_and_moved_by_keys(show):
    page = show()
    live(page)
    cell = page.get_by_role("gridcell", name="row 1, column 1")
    cell.click()
    expect(readout(page)).to_contain_text('"cells":[[1,1,0],[1,0,1]]')
    cell.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(readout(page)).to_contain_text('"cells":[[1,1,0],[1,1,1]]')
    expect(page.get_by_role("gridcell", name="row 2, column 2: 1")).to_be_focused()
    boxes = [page.get_by_role("gridcell").nth(i).bounding_box() for i in (0, 2)]
    page.mouse.move(boxes[0]["x"] + 5, boxes[0]["y"] + 5)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + 5, boxes[1]["y"] + 5, steps=8)
    page.mouse.up()
    expect(readout(page)).to_contain_text('"cells":[[0,0,0],[1,1,1]]')
    assert len([i for i in page.get_by_role("gridcell").all() if i.get_attribute("tabindex") == "0"]) == 1


def test_numbers_in_cells_are_typed_and_stepped(show):
    page = show()
    live(page)
    first = page.get_by_role("spinbutton", name="row 1, column 1")
    first.fill("-2")
    expect(readout(page)).to_contain_text('"kernel":[[-2,1]]')
    first.press("ArrowUp")
    expect(readout(page)).to_contain_text('"kernel":[[-1,1]]')
    first.fill("99")
    first.blur()
    expect(first).to_have_value("-1")


def test_a_point_is_dragged_clicked_and_moved_by_keys(show):
    page = show()
    live(page)
    ring, panel = page.get_by_role("application"), page.locator(".nnx-panel").nth(1)
    expect(ring).to_have_attribute("aria-label", "start (0.5, 0), moved by the arrow keys")
    ring.press("ArrowLeft")
    expect(readout(page)).to_contain_text('"start":[0.46,0]')
    box, at = panel.bounding_box(), ring.bounding_box()
    page.mouse.move(at["x"] + 22, at["y"] + 22)
    page.mouse.down()
    page.mouse.move(at["x"] - 30, at["y"] + 22, steps=4)
    page.mouse.up()
    moved = page.evaluate("drawn.at(-1).start")
    assert moved[0] < 0.3
    assert abs(moved[1]) < 0.05
    page.mouse.click(box["x"] + 2, box["y"] + 2)  # outside the axes: nothing
    assert page.evaluate("drawn.at(-1).start") == moved
    page.mouse.move(at["x"], at["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 300, box["y"] - 100, steps=4)  # it stays in its panel
    page.mouse.up()
    assert page.evaluate("drawn.at(-1).start") == [1, 2]


def test_a_finger_drags_a_point(show):
    page = show(has_touch=True, viewport={"width": 390, "height": 800})
    live(page)
    ring = page.get_by_role("application")
    ring.scroll_into_view_if_needed()
    at = ring.bounding_box()
    client = page.context.new_cdp_session(page)
    for kind, dx in (("touchStart", 0), ("touchMove", -40), ("touchMove", -80), ("touchEnd", None)):
        points = [] if dx is None else [{"x": at["x"] + 22 + dx, "y": at["y"] + 22}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("drawn.at(-1).start[0] < 0.3")


def test_a_photo_becomes_grey_levels_in_the_browser(show, tmp_path):
    page = show()
    live(page)
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, 40:] = 255, 0, 0  # red on the right: 0.2126 of white
    Image.fromarray(pixels).save(tmp_path / "red.png")
    page.get_by_label("photo: choose a picture").set_input_files(tmp_path / "red.png")
    page.wait_for_function("drawn.at(-1).photo[0][7] > 0")
    photo = np.array(page.evaluate("drawn.at(-1).photo"))
    assert photo.shape == (8, 8)
    np.testing.assert_allclose(photo[:, :3], 0, atol=0.01)
    np.testing.assert_allclose(photo[:, 5:], 0.2126, atol=0.01)
    (tmp_path / "not.png").write_text("no picture")
    page.get_by_label("photo: choose a picture").set_input_files(tmp_path / "not.png")
    expect(message(page)).to_have_text("not.png is no picture that this browser can read.")


def test_python_is_asked_for_the_newest_only_and_files_stay_quick(show):
    page = show()
    page.evaluate(LIVE, 100)
    drawn = page.evaluate("""async () => {
      const element = document.querySelector("nnbook-explorer");
      const gain = element.querySelector("[data-key=gain]");
      for (const value of [0, 1, 2, 3, 5]) { gain.value = value; gain.dispatchEvent(new Event("input")); }
      await element.drawing;
      return drawn.map((values) => values.gain);
    }""")
    assert drawn == [0.5, 1.75]
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("slider", name="how high").press("Home")
    expect(readout(page)).to_have_text("height 0, plain, thin")
    assert page.evaluate("drawn.length") == 2, "what files have is shown from files"


def test_an_error_leaves_the_last_picture_and_says_why(show):
    page = show()
    live(page)
    page.get_by_label("seed").fill("12")
    expect(readout(page)).to_contain_text('"seed":12')
    before = page.locator(".nnx-panel canvas").first.evaluate("(c) => c.toDataURL()")
    page.get_by_label("seed").fill("13")
    expect(message(page)).to_have_text("thirteen cannot be drawn")
    assert page.locator(".nnx-panel canvas").first.evaluate("(c) => c.toDataURL()") == before
    page.get_by_label("seed").fill("14")
    expect(message(page)).to_be_empty()


def test_a_pinned_picture_stays_also_when_it_is_a_drawing(show):
    page = show()
    page.get_by_role("button", name="Pin").click()
    pinned = page.locator(".nnx-pinned")
    expect(pinned).to_contain_text(
        "Pinned: how high 5 ms, kind plain, thick off, gain 1.00, seed 3. height 5"
    )
    page.get_by_role("button", name="Pin").click()
    expect(pinned).to_have_count(0)
    page.evaluate(LIVE, 0)
    page.get_by_label("seed").fill("12")
    expect(readout(page)).to_contain_text("live")
    page.get_by_role("button", name="Pin").click()
    left = pinned.locator("canvas").first
    assert left.evaluate("(c) => c.getContext('2d').getImageData(120, 120, 1, 1).data[3]") == 255
    assert pinned.locator(".nnx-point").count() == 0


def panels(page):
    return [panel.bounding_box() for panel in page.locator(".nnx-panel").all()]


def test_panels_stand_side_by_side_or_one_below_the_other(show):
    left, right = panels(show())
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] == pytest.approx(right["x"], abs=1)
    assert left["height"] == pytest.approx(right["height"], abs=1)
    phone = show(viewport={"width": 390, "height": 800})
    above, below = panels(phone)
    assert above["y"] + above["height"] <= below["y"] + 1
    assert above["width"] > 320
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_each_panel_shows_its_part_of_the_picture(show):
    page = show()
    for panel in page.locator(".nnx-panel").all():
        box = panel.bounding_box()
        image = panel.locator("img").bounding_box()
        x, y, w = (
            float(panel.evaluate(f"(p) => getComputedStyle(p).getPropertyValue('--{n}')")) for n in "xyw"
        )
        scale = box["width"] / w
        assert image["width"] == pytest.approx(760 * scale, abs=0.5)
        assert image["x"] == pytest.approx(box["x"] - x * scale, abs=0.5)
        assert image["y"] == pytest.approx(box["y"] - y * scale, abs=0.5)


def test_in_the_dark_plots_are_turned_over_and_images_are_not(show):
    page = show()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.get_by_role("button", name="Pin").click()
    filters = page.locator(".nnx-picture").evaluate_all("all => all.map((i) => getComputedStyle(i).filter)")
    assert filters == ["invert(0.92) hue-rotate(180deg)", "none"] * 2
    page.emulate_media(media="print")
    filters = page.locator(".nnx-picture").evaluate_all("all => all.map((i) => getComputedStyle(i).filter)")
    assert set(filters) == {"none"}
    expect(page.locator(".nnx-controls")).to_be_hidden()


def test_without_a_script_the_panels_stand_there_with_their_text(show):
    page = show(java_script_enabled=False)
    left, right = panels(page)
    assert left["y"] == right["y"]
    assert left["height"] > 200
    assert len(page.locator(".nnx-panel img").first.get_attribute("alt").split()) > 8
    expect(readout(page)).to_have_text("height 5, plain, thin")
    assert "JavaScript" in page.locator("noscript").inner_text()
    expect(page.locator(".nnx-controls")).to_be_hidden()


def test_nothing_jumps_when_the_script_arrives(show):
    slots = show().locator(".nnx-control, .nnx-buttons")
    jumps = slots.evaluate_all("""(slots) => slots.filter((slot) => {
      const before = slot.getBoundingClientRect().height;
      const empty = slot.cloneNode();
      slot.replaceWith(empty);
      const after = empty.getBoundingClientRect().height;
      empty.replaceWith(slot);
      return before !== after;
    }).map((slot) => slot.className)""")
    assert jumps == ["nnx-control nnx-for-cells nnx-waits"], (
        "only grids of many rows have a size of their own"
    )


# Says what was read under the picture, one after the other, from the start of the page on.
HEAR = """addEventListener("DOMContentLoaded", () => {
  const readout = document.querySelector(".nnx-readout");
  window.heard = [readout.textContent];
  new MutationObserver(() => heard.push(readout.textContent)).observe(readout, {childList: true});
});"""


ON_ARRIVAL = "addEventListener('DOMContentLoaded', () => {{ {} }});"


@pytest.fixture
def open_page(chromium, tmp_path):
    """Open a file whose explorer plays by itself, or would if nothing were in the way."""
    opening.save(tmp_path / "opening.html")
    pages = []

    def opened(fragment="", script="", **options):
        page = chromium.new_page(**options)
        pages.append(page)
        page.add_init_script(HEAR + script)
        page.goto(f"{(tmp_path / 'opening.html').as_uri()}{fragment}")
        return page

    yield opened
    for page in pages:
        page.close()


def test_an_explorer_plays_once_by_itself(open_page):
    page = open_page()
    page.wait_for_function("heard.length === 5 && !document.querySelector('nnbook-explorer').run")
    assert page.evaluate("heard") == [f"number {n}" for n in (3, 4, 1, 2, 3)]
    assert page.evaluate("location.hash") == ""
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    later(page, 500)
    assert page.evaluate("heard.length") == 5


def test_what_plays_by_itself_can_be_paused(open_page):
    page = open_page()
    page.get_by_role("button", name="Pause").click()
    heard = page.evaluate("heard.length")
    later(page, 500)
    assert page.evaluate("heard.length") == heard < 5


def test_it_waits_until_it_is_seen(open_page):
    page = open_page(script=ON_ARRIVAL.format("document.body.style.paddingTop = '3000px'"))
    later(page, 500)
    assert page.evaluate("heard") == ["number 3"]
    page.locator(".nnx-pictures").scroll_into_view_if_needed()
    page.wait_for_function("heard.length === 5")


@pytest.mark.parametrize(
    ("given", "heard"),
    [
        ({"reduced_motion": "reduce"}, ["number 3"]),
        ({"fragment": "#opening:n=2"}, ["number 3", "number 2"]),
        ({"script": ON_ARRIVAL.format("document.querySelector('input').focus()")}, ["number 3"]),
    ],
    ids=["for readers who want no motion", "where a link leads", "under a hand"],
)
def test_it_does_not_play(open_page, given, heard):
    page = open_page(**given)
    later(page, 700)
    assert page.evaluate("heard") == heard
