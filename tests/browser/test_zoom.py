"""Large print and little motion: twice as large, nothing is lost; where motion is unwanted, nothing moves."""

import pytest

from tests.browser.browsing import READER
from tools.browser import SETTLE

pytestmark = pytest.mark.browser
# Zoomed to 200 and 400 % a window of 1280 px has room for 640 and 320; text alone can be enlarged, too.
SIZES = {
    "zoom 200 %": (640, ""),
    "zoom 400 %": (320, ""),
    "text 200 %": (1280, "200%"),
    "both": (640, "200%"),
}


def test_nothing_is_lost_at_twice_the_size(browse, kind):
    page = browse(kind, reduced_motion="reduce")
    page.evaluate(SETTLE)
    page.evaluate(READER)
    lost = []
    for name, (width, text) in SIZES.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(size) => (document.documentElement.style.fontSize = size)", text)
        page.evaluate("reader.frames(3)")  # one to lay out, one to tell the script, one for what it does
        lost += [f"{name}: {each}" for each in page.evaluate("reader.lost()")]
    assert not lost, "\n".join(lost)


def test_nothing_moves_for_readers_who_want_less_motion(browse, kind):
    page = browse(kind, reduced_motion="reduce")
    page.evaluate(READER)
    moving = page.evaluate("reader.moving()")
    assert not moving, f"these move all the same: {sorted(set(moving))[:20]}"
