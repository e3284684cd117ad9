"""Every page, from a server below a prefix and from files: whole, by itself, on a phone."""

import pytest

from tests.browser.browsing import READER, Browse, pages, source_pages
from tools.browser import SETTLE

pytestmark = pytest.mark.browser


def test_the_site_has_the_pages_of_the_contents(built_book):
    built = {str(p.relative_to(built_book)) for p in built_book.rglob("*.html") if "_static" not in p.parts}
    assert built == {"index.html", "404.html", *pages(), *source_pages()}


def test_the_front_door_leads_to_the_first_page(browse, scheme):
    page = browse("index.html", scheme)
    page.wait_for_url(f"**/{pages()[0]}")
    assert page.locator("article h1").count() == 1


@pytest.fixture(scope="module")
def phone(readers, roots, path):
    """Each page on a phone, all of it there, from the server."""
    with Browse(readers, roots) as opened:
        page = opened(path, viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True)
        page.evaluate(SETTLE)
        page.evaluate(READER)
        yield page


def look_through(page):
    """Check that nothing is missing on a page."""
    broken = page.evaluate("[...document.images].filter((i) => i.src && !i.naturalWidth).map((i) => i.src)")
    assert not broken, f"pictures that do not show: {broken}"
    # An explorer's picture is described once, in its first panel.
    described = "article img:not(.nnx-panel ~ .nnx-panel *, .nnx-row ~ .nnx-row *)"
    pictures = page.locator(described).evaluate_all("all => all.map((i) => [i.getAttribute('src'), i.alt])")
    # Sphinx takes the file name where an author gave no alternative text.
    poor = [src for src, alt in pictures if len(alt.split()) < 4 or src.rpartition("/")[2] in alt]
    assert not poor, f"pictures whose alternative text says too little: {poor}"
    assert not page.locator(".math > code, .problematic, .traceback").count(), "an error stands on the page"
    assert page.locator(".math").count() == page.locator(".math:has(math)").count(), (
        "formulas are not typeset"
    )


def test_a_page_is_whole_and_asks_nobody_else(phone):
    look_through(phone)


def test_a_page_on_a_stick_is_whole_and_asks_nobody_else(revisit, path):
    page = revisit(path, "file")
    page.evaluate(SETTLE)
    look_through(page)


def test_nothing_is_cut_on_a_desk(calm):
    cut = calm.evaluate("reader.cut()")
    assert not cut, "formulas and code wider than the column:\n" + "\n".join(cut)


def test_a_page_fits_a_phone(phone):
    wide = phone.evaluate("reader.wide()")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} px wide on a phone of 390 px; sticking out: {wide}"
    torn = phone.evaluate("reader.torn()")
    assert not torn, f"words and formulas of tables that do not stay in one piece: {torn}"
    astray = phone.evaluate("reader.astray()")
    assert not astray, f"signs that begin a line: {astray}"
    small = phone.evaluate("""() => [...document.querySelectorAll(".nnx :is(input, select, button)")]
      .map((e) => [e.id || e.className, (e.closest("label") ?? e).getBoundingClientRect()])
      .filter(([, box]) => box.height < 44 || box.width < 44)
      .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""")
    assert not small, f"controls that a thumb misses (44 px are needed): {small}"
