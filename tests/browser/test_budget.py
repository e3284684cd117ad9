"""What a page may weigh at first sight, compressed, and how often it may ask."""

import pytest

from tests.browser.browsing import first_view, pages, pages_with_explorers
from tools.reading import CHAPTERS, PATHS

pytestmark = pytest.mark.browser
PARTS = {path.parent for path in CHAPTERS}
# kind of page: [KB] with gzip, requests. A little above what is reached, so that a step back is seen.
BUDGETS = {
    "welcome": (165 + 6 * len(PARTS), 25 + len(PARTS)),  # one each; its explorer plays by itself: 15
    "chapter": (350, 10),  # the words and answers of an evening: up to 120 KB; the font of formulas: 62 KB
    "appendix": (230, 10),
    "reference": (180, 8),
    "gallery": (300, 45),  # a small picture of every explorer near the first screen
    "search": (90 + 8 * len(PATHS), 8),  # its index grows with the book
}


def budget(path):
    """Return kilobytes and requests that the page at `path` may take."""
    if path == pages()[0]:
        return BUDGETS["welcome"]
    if path.endswith("gallery.html"):
        return BUDGETS["gallery"]
    if "/appendices/" in path:
        return BUDGETS["appendix"]
    if "/reference/" in path:
        return BUDGETS["reference"]
    return BUDGETS["chapter" if path in pages_with_explorers() else "search"]


def test_a_first_view_stays_within_its_budget(chromium, roots, kind):
    view = first_view(chromium, roots["http"] + kind)
    kilobytes, requests = budget(kind)
    assert sum(size for _, size in view) <= kilobytes, view
    assert len(view) <= requests, view
