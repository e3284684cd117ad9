"""Searching: the section that explains the words comes first and is quoted, on a server and on a disk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Browse
from tools.serve import Site

pytestmark = pytest.mark.browser
FIRST = {
    "momentum": ("book/learning/optimisers.html#momentum", "book/appendices/glossary.html#term-Momentum"),
    "Nesterov": ("book/learning/optimisers.html#nesterov", "book/appendices/glossary.html#term-Nesterov"),
    "Hopfield capacity": (
        "book/recurrent/hopfield.html#hopfield-networks",
        "book/recurrent/hopfield.html#capacity-how-many-fit",
    ),
}


def results(page):
    expect(page.locator("#search-results [role=status]")).not_to_be_empty()
    return page.locator("#search-results li")


@pytest.mark.parametrize("query", FIRST)
def test_the_right_section_comes_first(browse, scheme, query):
    found = results(browse(f"search.html?q={query}", scheme))
    targets = found.locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    for target, start in zip(targets, FIRST[query], strict=False):
        assert target.startswith(start), f"{query!r} leads to {targets[:3]}"
    assert len(targets) == len(set(targets)), "a section is named twice"
    quoted = found.filter(has=found.page.locator(".context")).all_inner_texts()
    assert len(quoted) >= 2
    for told in quoted:
        assert any(word in told.lower() for word in query.lower().split()), f"{told!r} is not about {query!r}"
        assert 40 < len(told) < 400, told
        assert not re.search(r"[\\$]|[_^]\{|print\(|\bimport \w+\n", told), f"code or TeX in {told!r}"


def test_results_can_be_reached_by_keyboard(browse):
    page = browse("book/welcome.html")
    page.keyboard.press("Control+K")
    page.keyboard.type("nesterov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=nesterov")
    first = results(page).first.locator("a")
    for _ in range(40):
        if first.evaluate("(link) => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/learning/optimisers.html#nesterov*")
    expect(page.locator("h3", has_text="Nesterov")).to_be_in_viewport()
    browse.forgive("ERR_ABORTED")  # what the first page still waited for


@pytest.mark.parametrize("query", ["qwertzuiop", "the", "<img src=x onerror=alert(1)>", "%F0%9F%A7%A0"])
def test_what_is_nowhere_is_said_to_be_nowhere(browse, query):
    page = browse(f"search.html?q={query}")
    expect(page.locator("#search-results [role=status]")).to_contain_text("No page")
    assert not page.locator("#search-results li").count()


@pytest.mark.parametrize("word", ["constructor", "toString", "hasOwnProperty", "__proto__", "valueOf"])
def test_words_that_javascript_knows_are_words_like_others(chromium, questions, word):
    with Site(questions, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        page = opened(f"search.html?q={word}")
        found = results(page).locator("a")
        on_the_page = word in ("constructor", "toString", "hasOwnProperty")
        assert [link.inner_text() for link in found.all()] == ["Code"] * on_the_page
        heading, box = page.locator("#search-results [role=status]"), page.locator(".bd-search").last
        gap = heading.bounding_box()["y"] - box.bounding_box()["y"] - box.bounding_box()["height"]
        assert gap >= 12, "what was found stands apart from the box"


def test_without_a_question_nothing_is_loaded(browse):
    page = browse("search.html")
    page.wait_for_load_state("networkidle")
    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [url for url in asked if "search_sections" in url]
    assert not page.locator("#search-results *").count()
