"""Every page for every reader: who hears it, who enlarges it, who wants it to keep still."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
# Zoomed to 200 and 400 % a window of 1280 px has room for 640 and 320; text alone can be enlarged, too.
SIZES = {
    "zoom 200 %": (640, ""),
    "zoom 400 %": (320, ""),
    "text 200 %": (1280, "200%"),
    "both": (640, "200%"),
}


def test_every_formula_can_be_heard(calm):
    silent = calm.evaluate("reader.unheard()")
    assert not silent, f"{len(silent)} formulas without MathML or name, such as {silent[0]}"


def test_nothing_moves_for_readers_who_want_less_motion(calm):
    moving = calm.evaluate("reader.moving()")
    assert not moving, f"these move all the same: {sorted(set(moving))[:20]}"


def test_nothing_is_lost_at_twice_the_size(calm):
    lost = []
    for name, (width, text) in SIZES.items():
        resize(calm, width, text)
        lost += [f"{name}: {each}" for each in calm.evaluate("reader.lost()")]
    resize(calm, 1280, "")
    assert not lost, "\n".join(lost)


def resize(page, width, text):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("(size) => (document.documentElement.style.fontSize = size)", text)
    page.evaluate("reader.frames(3)")  # one to lay out, one to tell the script, one for what it does


def test_a_page_has_landmarks_and_one_title(calm):
    assert calm.locator("html").get_attribute("lang") == "en"
    for landmark in ("banner", "main"):
        assert calm.get_by_role(landmark).count() == 1, f"not one landmark {landmark!r}"
    assert not calm.get_by_role("contentinfo").count(), "a landmark with nothing in it"
    assert calm.get_by_role("heading", level=1).count() == 1
    headings = calm.get_by_role("main").get_by_role("heading")
    levels = headings.evaluate_all("all => all.map((heading) => Number(heading.tagName[1]))")
    jumps = [(one, following) for one, following in pairwise(levels) if following > one + 1]
    assert levels[0] == 1, f"the page begins with a heading of level {levels[0]}"
    assert not jumps, f"levels of headings left out: {jumps}"
    listed = calm.get_by_role("navigation", name="Main").get_by_role("link")
    here = [link for link in listed.evaluate_all("all => all.map((a) => a.href)") if link == f"{calm.url}#"]
    marked = calm.locator("[aria-current=page]").evaluate_all("all => all.map((a) => a.href)")
    assert marked == here, f"marked as this page: {marked}, expected: {here}"


def test_a_name_of_a_link_leads_to_one_place(calm, kind):
    prose = re.match("book/(?!reference)", kind)  # the reference names methods that many classes have
    for root in ("nav[aria-label=Main]", *["article"] * bool(prose)):
        targets = {}
        for name, target in calm.evaluate("(root) => reader.links(root)", root):
            assert name, f"a link to {target} without a name"
            targets.setdefault(name, set()).add(target)
        # A year stands behind the authors.
        ambiguous = {name: found for name, found in targets.items() if len(found) > 1 and not name.isdigit()}
        assert not ambiguous, f"links with one name and several targets: {ambiguous}"


def test_an_explorer_says_what_it_is_where_it_stands_and_what_came_of_it(browse):
    explorer = browse("book/appendices/explorers.html").locator("#beats")
    expect(explorer).to_match_aria_snapshot("""
      - 'figure "Explorer: Two tones that nearly agree"':
        - paragraph: Two tones that nearly agree
        - text: frequency
        - status: 20 Hz
        - slider "frequency"
        - text: detuning
        - status: 2 Hz
        - slider "detuning"
        - button "Play"
        - button "Pin"
        - button "Reset"
        - img /its loudness swells and fades/
        - status: 20 Hz and 22 Hz together beat 2 times a second.
        - status
        - paragraph:
          - button /Make everything move/
          - status
    """)
    said = explorer.get_by_role("status").evaluate_all("all => all.map((one) => one.ariaLive)")
    assert said == ["off", "off", None, None, None], (
        "a slider tells its value itself; what came of it is told once"
    )
    explorer.get_by_role("button", name="Pin").click()
    expect(explorer.get_by_role("button", name="Pin", pressed=True)).to_be_visible()
