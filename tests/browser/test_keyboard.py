"""The keyboard alone: it reaches everything in the order of reading, shows where it is, is nowhere caught."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.contrast import luminance

pytestmark = pytest.mark.browser
CHAPTER = "book/recurrent/hopfield.html"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
RING, PIXELS = 3.0, 2  # contrast with what was there before, and thickness


@pytest.fixture(scope="session")
def known():
    """The kinds of things whose focus was looked at."""
    return []


def test_tab_visits_everything_in_the_order_of_reading(calm):
    stops = calm.evaluate("reader.findStops()")
    calm.evaluate("reader.follow()")
    for pressed in range(2 * stops + 10):
        calm.keyboard.down("Tab")  # and down again: it is held
        if pressed >= stops and calm.evaluate("reader.where()") == "left":
            break
    calm.keyboard.up("Tab")
    visited = [where for where in calm.evaluate("reader.visited") if where not in ("scrolls", "left")]
    odd = [where for where in visited if isinstance(where, str)]
    assert not odd, f"stops that should not be, or cannot be seen: {odd}"
    assert visited == list(range(stops)), "some are left out or out of order"


@pytest.mark.parametrize("name", ["book/welcome.html", CHAPTER, "search.html", "_modules/index.html"])
def test_the_first_stop_skips_to_the_text(browse, name):
    page = browse(name, reduced_motion="reduce")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_focus_can_be_seen_on_everything_of_a_new_kind(calm, known):
    calm.evaluate("reader.findStops()")
    kinds = calm.evaluate("(known) => reader.newKinds(known)", known)
    known += [kind for _, kind in kinds]
    faint = []
    for name, look in LOOKS.items() if kinds else ():
        calm.emulate_media(**look)
        faint += [f"{name}: {kind}" for number, kind in kinds if not ring(calm, number)]
    calm.emulate_media(color_scheme="null", forced_colors="null")
    assert not faint, "no visible focus on\n" + "\n".join(faint)


def ring(page, number):
    """Return whether the focus on a stop changes as many pixels as a line around it has, and clearly."""
    x, y, width, height = page.evaluate("(number) => reader.focus(number)", number)
    room = {"x": max(x - 8, 0), "y": max(y - 8, 0), "width": width + 16, "height": height + 16}
    focused = picture(page, room)
    page.evaluate("document.activeElement.blur()")
    lights = sorted([luminance(focused), luminance(picture(page, room))], key=id)
    ratio = (np.maximum(*lights) + 0.05) / (np.minimum(*lights) + 0.05)
    return np.count_nonzero(ratio >= RING) >= 0.8 * PIXELS * 2 * (width + height)


def picture(page, room):
    return np.array(Image.open(io.BytesIO(page.screenshot(clip=room))).convert("RGB")) / 255


def inside(page, dialog):
    return dialog.evaluate(
        "(d) => d.contains(document.activeElement) || document.activeElement === document.body"
    )


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_search_opens_and_closes_by_key(browse, size):
    page = browse("book/welcome.html", **size)
    before = page.locator("article a:not(.headerlink)").first
    before.focus()
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert inside(page, dialog), "the focus left the open dialog"
    page.keyboard.press("Control+k")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(before).to_be_focused()


@pytest.mark.parametrize("name", ["Chapters", "On this page"])
def test_drawers_open_and_close_by_key_and_give_the_focus_back(browse, name):
    page = browse(CHAPTER, **PHONE)
    button, dialog = page.get_by_role("button", name=name), page.get_by_role("dialog", name=name)
    for leave in ("Escape", "button"):
        button.focus()
        page.keyboard.press("Enter")
        expect(dialog).to_be_visible()
        for _ in range(30):
            page.keyboard.press("Tab")
            assert inside(page, dialog), "the focus left the open drawer"
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()
        expect(button).to_be_focused()


def test_the_button_for_the_chapters_says_whether_they_are_shown(browse):
    page = browse("book/welcome.html")
    button, chapters = (
        page.get_by_role("button", name="Chapters"),
        page.get_by_role("navigation", name="Main"),
    )
    button.focus()
    for shown in (False, True):
        page.keyboard.press("Enter")
        expect(chapters).to_be_visible(visible=shown)
        expect(button).to_have_attribute("aria-expanded", str(shown).lower())
        expect(button).to_be_focused()


def test_the_colour_mode_changes_by_key_again_and_again(browse):
    page = browse("book/welcome.html", color_scheme="light")
    button = page.get_by_role("button", name="Color mode")
    button.focus()
    modes = []
    for _ in range(3):
        page.keyboard.press("Enter")
        modes.append(page.evaluate("document.documentElement.dataset.mode"))
        expect(button).to_be_focused()
    assert sorted(modes) == ["auto", "dark", "light"]
