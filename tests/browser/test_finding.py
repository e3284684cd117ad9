"""Finding one's way: to the next page, within a page, out to a notebook, and to whoever mends an error."""

import posixpath
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Browse, pages
from tools.browser import SETTLE
from tools.serve import Site

pytestmark = pytest.mark.browser
CHAPTER = "book/recurrent/hopfield.html"
SIZES = {"phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True}, "desktop": {}}
each_size = pytest.mark.parametrize("size", SIZES)


@pytest.fixture
def published_page(chromium, published):
    """A page of a book that knows its addresses."""
    with Site(published, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        yield opened("book/part/three.html", viewport={"width": 1280, "height": 300})


@pytest.mark.parametrize("way", ["right-next", "left-prev"])
def test_next_leads_through_the_book_and_previous_back(built_book, way):
    in_order = [path for path in pages() if path.startswith("book/")][:: 1 if way == "right-next" else -1]
    for path, following in zip(in_order, [*in_order[1:], None], strict=True):
        html = (built_book / path).read_text(encoding="utf-8")
        leads = re.search(rf'<a class="{way}"\s+href="([^"]*)"', html)
        assert (leads and posixpath.normpath(f"{posixpath.dirname(path)}/{leads[1]}")) == following, path


@each_size
def test_next_and_previous_can_be_clicked(browse, size):
    page = browse("book/welcome.html", **SIZES[size])
    page.locator("a.right-next").click()
    page.wait_for_url(f"**/{pages()[1]}")
    page.evaluate(SETTLE)  # a click counts where nothing moves under it
    page.locator("a.left-prev").click()
    page.wait_for_url("**/book/welcome.html")
    browse.forgive("ERR_ABORTED")  # pictures that were on their way when the page was left


@each_size
def test_contents_of_a_page_lead_to_its_sections(browse, size):
    page = browse(CHAPTER, **SIZES[size])
    if size == "phone":
        page.locator("button.secondary-toggle").click()
    contents = page.locator("nav.page-toc:visible")
    titles = page.locator("article h2").evaluate_all("all => all.map((h) => h.firstChild.textContent.trim())")
    assert contents.locator("li.toc-h2 > a").all_inner_texts() == titles
    contents.get_by_role("link", name="Capacity: how many fit?").click()
    heading = page.locator("h2", has_text="Capacity: how many fit?")
    expect(heading).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#capacity-how-many-fit"


@each_size
def test_a_notebook_is_two_keys_away(browse, size):
    page = browse(CHAPTER, **SIZES[size])
    menu = page.get_by_role("button", name="Use this page")
    menu.focus()
    menu.press("Enter")
    notebook = page.get_by_role("link", name="Download this notebook")
    expect(notebook).to_be_in_viewport()
    with page.expect_download() as started:
        notebook.press("Enter")
    assert started.value.suggested_filename == "hopfield.ipynb"


def test_bibtex_can_be_copied(browse):
    page = browse(CHAPTER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Cite this chapter").click()
    page.locator(".cite-page pre").hover()
    page.locator(".cite-page button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@incollection{nnbook-hopfield,\n")
    assert copied.rstrip().endswith("\n}")


def test_a_word_of_the_glossary_leads_to_what_it_means(browse):
    page = browse(CHAPTER)
    page.locator("a.glossary-term", has_text="crosstalk").click()
    page.wait_for_url("**/glossary.html#term-Crosstalk")
    expect(page.locator("#term-Crosstalk")).to_be_in_viewport()
    browse.forgive("ERR_ABORTED")


def test_the_gallery_leads_to_the_explorer(browse):
    page = browse("book/appendices/gallery.html", viewport={"width": 390, "height": 844})
    card = page.locator(".gallery li", has_text="Softmax recall")
    card.scroll_into_view_if_needed()
    box = card.locator("img").bounding_box()  # the whole card is the link
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/hopfield.html#hop-attention")
    expect(page.locator("#hop-attention")).to_be_in_viewport()
    browse.forgive("ERR_ABORTED")


def section_reported(page):
    """Return the section in the report that a click would open now."""
    link = page.locator("#pst-secondary-sidebar").get_by_role("link", name="Report an error on this page")
    link.dispatch_event("pointerdown")
    told = parse_qs(urlsplit(link.get_attribute("href")).query)["body"][0]
    return re.search(r"^Section: (.*)\Z", told, re.MULTILINE)[1]


def test_a_report_names_the_section_that_is_read(published_page):
    assert section_reported(published_page) == "2. Three"
    heading = published_page.locator("article h2")
    heading.evaluate("(heading) => scrollTo(0, scrollY + heading.getBoundingClientRect().top - 100)")
    assert section_reported(published_page) == "The kernel and kernel code"


def test_a_phone_reports_from_the_menu(published_page):
    published_page.set_viewport_size({"width": 390, "height": 844})
    published_page.get_by_role("button", name="Use this page").click()
    link = published_page.locator(".page-menu .report-error")
    expect(link).to_be_in_viewport()
    link.dispatch_event("pointerdown")
    assert link.get_attribute("href").endswith("Section%3A%20The%20kernel%20and%20kernel%20code")


def test_a_missing_page_can_be_left(chromium, published):
    with Site(published, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        link = opened("404.html").get_by_role("link", name="front page")
        assert link.get_attribute("href") == "https://example.org/a/book/"


@pytest.mark.parametrize("missing", ["nowhere.html", "book/nowhere.html", "book/deep/down/nowhere.html"])
def test_a_missing_page_can_be_left_where_the_address_of_the_book_is_not_known(chromium, questions, missing):
    with Site(questions, prefix="/a/") as site, Browse(chromium, {"http": site.url}) as opened:
        page = opened(missing)
        page.get_by_role("link", name="start of this folder").click()
        for _ in range(missing.count("/")):
            page.get_by_role("link", name="one folder up").click()
        page.wait_for_url("**/a/book/welcome.html")
        opened.forgive("404")


@pytest.mark.parametrize("name", ["capacity-how-many-fit", "further-reading"])
def test_a_link_to_a_section_leads_there_once_all_text_has_arrived(browse, name):
    page = browse(f"book/recurrent/hopfield.html#{name}", viewport={"width": 390, "height": 844})
    expect(page.locator("html")).not_to_have_attribute("data-arriving", "")
    expect(page.locator(f"#{name} > h2")).to_be_in_viewport()


@pytest.fixture
def long_page(chromium, questions):
    """A page whose text is laid out late, and is far lower than browsers take it to be."""
    with Site(questions, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        yield opened("book/long.html")


def settled(page):
    """Return where the page stands once all of it is there."""
    expect(page.locator("html")).not_to_have_attribute("data-arriving", "")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    return page.evaluate("scrollY")


def test_reload_and_back_lead_to_where_the_reader_was(long_page):
    settled(long_page)
    long_page.locator("h2").nth(22).evaluate(
        "(h) => scrollTo({ top: h.offsetTop + 250, behavior: 'instant' })"
    )
    place = settled(long_page)
    assert place > 10_000
    for _ in range(3):
        long_page.reload()
        assert abs(settled(long_page) - place) <= 2
    long_page.locator("a.left-prev").evaluate("(link) => link.click()")
    long_page.wait_for_url("**/questions.html")
    long_page.go_back()
    long_page.wait_for_url("**/long.html")
    assert abs(settled(long_page) - place) <= 2


def test_a_link_to_a_page_that_was_left_leads_to_its_top(long_page):
    settled(long_page)
    long_page.evaluate("scrollTo({ top: 9000, behavior: 'instant' })")
    long_page.locator("a.left-prev").evaluate("(link) => link.click()")
    long_page.wait_for_url("**/questions.html")
    long_page.locator("a.right-next").click()
    long_page.wait_for_url("**/long.html")
    assert settled(long_page) == 0
