"""Pages on paper: pictures without controls, nothing folded, light, no wider than the sheet."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tools.browser import SETTLE

pytestmark = pytest.mark.browser
SHEET = {"width": 680, "height": 990}  # A4 within its margins, in CSS pixels
HIDDEN = "header, .bd-sidebar, .bd-header-article, .prev-next-footer, .headerlink, .nnx-controls, button"
FOLDED = "document.querySelectorAll('details:not([open]), .toggle-hidden').length"


def on_paper(page):
    """Let the page believe that it is being printed."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def off_paper(page):
    """Let the page believe that it was printed."""
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def split(page, selector):
    """Return the start of each element that can be seen, and of each that has something and cannot."""
    return page.evaluate(
        """(selector) => {
          const found = {true: [], false: []};
          for (const e of document.querySelectorAll(selector)) {
            const seen = e.offsetHeight > 0 &&
              e.checkVisibility({opacityProperty: true, visibilityProperty: true});
            if (seen || e.innerHTML.trim()) found[seen].push(e.outerHTML.slice(0, 100));
          }
          return [found.true, found.false];
        }""",
        selector,
    )


def test_paper_shows_everything_but_controls_and_navigation(browse, chapter):
    page = browse(chapter, viewport=SHEET)
    folded = page.evaluate(FOLDED)
    on_paper(page)
    assert not split(page, HIDDEN)[0]
    n_explorers = page.locator("nnbook-explorer").count()
    for kept in (".nnx-picture", ".nnx-readout"):
        assert len(split(page, kept)[0]) == n_explorers > 0
    assert len(split(page, "article h1")[0]) == 1
    assert not split(page, "article details > :not(summary), article .admonition > :not(summary)")[1]
    off_paper(page)
    assert page.evaluate(FOLDED) == folded


def test_nothing_is_wider_than_the_sheet(calm):
    before = calm.viewport_size
    calm.set_viewport_size(SHEET)
    on_paper(calm)
    wide = calm.evaluate("reader.wide()")
    off_paper(calm)
    calm.set_viewport_size(before)
    assert not wide


def test_paper_is_light_in_the_dark_mode(browse):
    page = browse("book/recurrent/hopfield.html", color_scheme="dark")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark"
    on_paper(page)
    assert page.evaluate(theme) == "light"
    off_paper(page)
    assert page.evaluate(theme) == "dark"


def test_folded_code_is_open_where_no_script_runs(browse):
    page = browse("book/recurrent/hopfield.html", java_script_enabled=False)
    page.emulate_media(media="print")
    seen, unseen = split(page, "article details > .cell_input, article .solution > *")
    assert seen
    assert not unseen


def test_links_to_other_sites_show_their_address(browse):
    page = browse("book/welcome.html")
    page.evaluate(SETTLE)
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = " ".join(page.extract_text() for page in printed.pages)
    assert "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)" in text
    assert ".html)" not in text, "addresses within the book are of no use on paper"
    assert [page.extract_text().split()[0] for page in printed.pages[1:]] == ["2", "3"], "page numbers"
