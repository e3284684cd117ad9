"""axe-core finds nothing on any page, at any width, in either mode."""

from importlib.resources import files

import pytest

from tests.browser.browsing import READER, later
from tools.browser import SETTLE

pytestmark = pytest.mark.browser
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (1280, 768, 390, 320)


def test_axe_finds_nothing_at_any_width_in_any_mode(revisit, kind):
    page = revisit(kind, reduced_motion="reduce")
    for script in (SETTLE, READER, AXE, "reader.thin()"):
        page.evaluate(script)
    found = []
    for width in WIDTHS:
        # So high that nothing in the sidebar is scrolled out of sight: what axe cannot see it cannot judge.
        page.set_viewport_size({"width": width, "height": 2400})
        later(page, 400)  # the theme counts what scrolls, and makes it reachable, after 300 ms
        found += [f"{width} px: {violation}" for violation in page.evaluate("reader.others()")]
        for mode in ("light", "dark"):
            page.emulate_media(color_scheme=mode)
            found += [f"{width} px, {mode}: {violation}" for violation in page.evaluate("reader.colours()")]
    assert not found, "\n".join(found)
