"""Every page, from a server below a prefix and from files: whole, by itself, on a phone."""

import pytest

from tests.browser.browsing import pages, source_pages
from tools.browser import SETTLE

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


def test_the_site_has_the_pages_of_the_contents(built_book):
    built = {str(p.relative_to(built_book)) for p in built_book.rglob("*.html") if "_static" not in p.parts}
    assert built == {"index.html", "404.html", *pages(), *source_pages()}


def test_the_front_door_leads_to_the_first_page(browse, scheme):
    page = browse("index.html", scheme)
    page.wait_for_url(f"**/{pages()[0]}")
    assert page.locator("article h1").count() == 1


def test_a_page_is_whole_and_asks_nobody_else(revisit, path, scheme):
    page = revisit(path, scheme)
    page.evaluate(SETTLE)
    broken = page.evaluate("[...document.images].filter((i) => i.src && !i.naturalWidth).map((i) => i.src)")
    assert not broken, f"pictures that do not show: {broken}"
    pictures = page.locator("article img").evaluate_all(
        "all => all.map((i) => [i.getAttribute('src'), i.alt])"
    )
    # Sphinx takes the file name where an author gave no alternative text.
    poor = [src for src, alt in pictures if len(alt.split()) < 4 or src.rpartition("/")[2] in alt]
    assert not poor, f"pictures whose alternative text says too little: {poor}"
    assert not page.locator(".math > code, .problematic, .traceback").count(), "an error stands on the page"
    assert page.locator(".math").count() == page.locator(".math math").count(), "formulas are not typeset"


def test_a_page_fits_a_phone(revisit, path):
    page = revisit(path, **PHONE)
    page.evaluate(SETTLE)
    wide = page.evaluate("""() => [...document.querySelectorAll("article *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
      .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)""")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} px wide on a phone of 390 px; sticking out: {wide}"
    small = page.evaluate("""() => [...document.querySelectorAll(".nnx :is(input, select, button)")]
      .map((e) => [e.id || e.className, (e.closest("label") ?? e).getBoundingClientRect()])
      .filter(([, box]) => box.height < 44 || box.width < 44)
      .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""")
    assert not small, f"controls that a thumb misses (44 px are needed): {small}"
