"""A Chromium that watches over every page it opens: what goes wrong there fails the test."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.browsing import READER, Browse, Readers, kinds_of_pages, pages, pages_with_explorers
from tools import browser
from tools.browser import SETTLE
from tools.serve import Site


def pytest_generate_tests(metafunc):
    """Run what asks for `path` on every page, for `kind` on every kind, for `chapter` where explorers are."""
    cases = {
        "path": pages,
        "kind": kinds_of_pages,
        "chapter": pages_with_explorers,
        "scheme": lambda: ["http", "file"],
    }
    for argument, make in cases.items():  # in this order in every worker
        if argument in metafunc.fixturenames:
            # With this scope all tests of a page come before those of the next, and can share it.
            metafunc.parametrize(argument, make(), scope="session")


@pytest.fixture(scope="session")
def chromium():
    try:
        browser.require(shell=True)
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        running = browser.launch(playwright, shell=True)
        yield running
        running.close()


@pytest.fixture(scope="session")
def roots(built_book):
    """Where the site stands: on a server, below a prefix, and in the file system."""
    with Site(built_book, prefix="/book/") as site:
        yield {"http": site.url, "file": f"{built_book.as_uri()}/"}


@pytest.fixture
def browse(chromium, roots):
    """Open pages, each as a new reader; at the end nothing may have gone wrong on any of them."""
    with Browse(chromium, roots) as opened:
        yield opened


@pytest.fixture(scope="session")
def readers(chromium):
    """A browser whose pages share what they loaded."""
    known = Readers(chromium)
    yield known
    known.close()


@pytest.fixture
def revisit(readers, roots):
    """Open pages like `browse`, as a reader who comes back: far quicker, for tests that only look at many."""
    with Browse(readers, roots) as opened:
        yield opened


@pytest.fixture(scope="session")
def calm(readers, roots, kind):
    """A page of each kind, without motion, all of it there: for tests that leave it as they found it."""
    with Browse(readers, roots) as opened:
        page = opened(kind, reduced_motion="reduce")
        page.evaluate(SETTLE)
        page.evaluate(READER)
        yield page
