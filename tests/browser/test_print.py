"""Pages on paper: pictures without controls, nothing folded, light, no wider than the sheet."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.browsing import Browse
from tools.browser import SETTLE
from tools.serve import Site

pytestmark = pytest.mark.browser
SHEET = {"width": 680, "height": 990}  # A4 within its margins, in CSS pixels
HIDDEN = "header, .bd-sidebar, .bd-header-article, .prev-next-footer, .headerlink, .nnx-controls, button"
DRAWING = ".above-input"
# Outputs of three lines each, in different places of their pages.
REPEAT = """() => {
  const cell = [...document.querySelectorAll(".cell")].findLast((c) => /momentum {3}58/.test(c.textContent));
  for (let i = 0; i < 60; i++) {
    const [gap, copy] = [document.createElement("p"), cell.cloneNode(true)];
    gap.textContent = "gap ".repeat(13 * (i % 7));
    copy.querySelector(".cell_output pre").textContent = `first${i}.\\nsecond${i}.\\nthird${i}.\\n`;
    cell.parentElement.append(gap, copy);
  }
}"""
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
    assert len(split(page, ".nnx-readout")[0]) == n_explorers > 0
    assert len(split(page, ".nnx-picture")[0]) == page.locator(".nnx-panel").count() >= n_explorers
    assert len(split(page, "article h1")[0]) == 1
    assert not split(
        page, f"article details:not({DRAWING}) > :not(summary), article .admonition:not(details) > *"
    )[1]
    assert not split(page, f"article {DRAWING}")[0], "code of drawings is of no use on paper"
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


def test_solutions_are_open_where_no_script_runs(browse):
    page = browse("book/recurrent/hopfield.html", java_script_enabled=False)
    page.emulate_media(media="print")
    seen, unseen = split(page, "article .solution > *")
    assert seen
    assert not unseen


@pytest.fixture
def questions_page(chromium, questions):
    with Site(questions, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        yield lambda **options: opened("book/questions.html", **options)


@pytest.mark.parametrize("scripts", [True, False])
def test_answers_are_printed_and_the_code_of_drawings_is_not(questions_page, scripts):
    page = questions_page(java_script_enabled=scripts)
    text = " ".join(p.extract_text() for p in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    for printed in (
        "It diverges, because",
        "as long",
        "The best momentum",
        "diverges",
        "FOLDED",
        "Newton 1 step",
    ):
        assert printed in re.sub(r"\s+", " ", text), printed
    for unprinted in ("def drawn", "Show the code", "Check", "JavaScript is on"):
        assert unprinted not in text, unprinted


def test_no_output_is_torn(questions_page):
    page = questions_page()
    page.evaluate(SETTLE)
    page.evaluate(REPEAT)
    texts = [p.extract_text() for p in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    assert len(texts) > 8
    places = [
        [n for n, text in enumerate(texts) for line in ("first", "second", "third") if f"{line}{i}." in text]
        for i in range(60)
    ]
    assert {len(found) for found in places} == {3}
    assert not [found for found in places if len(set(found)) > 1], "outputs over two pages"


def test_links_to_other_sites_show_their_address(browse):
    page = browse("book/welcome.html")
    page.evaluate(SETTLE)
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = " ".join(page.extract_text() for page in printed.pages)
    assert "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)" in text
    assert ".html)" not in text, "addresses within the book are of no use on paper"
    first = [page.extract_text().split()[0] for page in printed.pages]
    assert len(first) > 2
    assert first[1:] == [str(n + 2) for n in range(len(first) - 1)], "page numbers"
