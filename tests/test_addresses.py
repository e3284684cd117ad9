"""What needs an address is there when it is set, leads where it says, and is absent when it is not."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import addresses
import pytest
from sphinx.errors import ConfigError

from tests.books import BASE, REPOSITORY, ROOT
from tests.browser.browsing import pages
from tests.test_page_metadata import Head

pytestmark = pytest.mark.build


def read(path):
    return path.read_text(encoding="utf-8")


def links(html):
    """Return the addresses on a page that lead to other hosts, by what they are called."""
    found = re.findall(r'<a\b[^>]*\bhref="(https?://[^"]+)"[^>]*>\s*([^<]+?)\s*<', html)
    return {label: unescape(address) for address, label in found}


def test_published_pages_have_one_address(published):
    head = Head(read(published / "book/part/two.html"))
    address = f"{BASE}book/part/two.html"
    assert head.links["canonical"] == address
    assert head.meta["og:url"] == head.meta["citation_public_url"] == [address]
    (picture,) = head.meta["og:image"]
    assert (published / picture.removeprefix(BASE)).is_file()
    assert head.meta["og:image:alt"] == ["A straight line. It rises."]
    assert f"url = {{{address}}}" in unescape(read(published / "book/part/two.html"))


def test_the_map_names_every_page(published):
    tree = ElementTree.parse(published / "sitemap.xml")
    named = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    built = {path.relative_to(published).as_posix() for path in published.glob("book/**/*.html")}
    assert sorted(named) == sorted(BASE + path for path in built)
    assert f"Sitemap: {BASE}sitemap.xml" in read(published / "robots.txt").splitlines()


def test_a_missing_page_leads_back(published):
    found = re.findall(r'href="([^"]+)"', read(published / "404.html"))
    chapters = [f"{BASE}book/part/two.html", f"{BASE}book/part/three.html"]
    assert found == ["data:,", BASE, f"{BASE}search.html", *chapters]


def test_a_notebook_opens_elsewhere(published):
    found = links(read(published / "book/part/two.html"))
    lab = urlsplit(found["Open in JupyterLab"])
    assert (lab.netloc, lab.path) == ("mybinder.org", "/v2/gh/ann/book/notebooks")
    assert parse_qs(lab.query) == {"urlpath": ["lab/tree/part/two.ipynb"]}
    colab = "https://colab.research.google.com/github/ann/book/blob/notebooks/part/two.ipynb"
    assert found["Open in Colab"] == colab
    hub = urlsplit(found["Open on the JupyterHub"])
    assert (hub.netloc, hub.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    where = {"repo": REPOSITORY, "branch": "notebooks", "urlpath": "lab/tree/book/part/two.ipynb"}
    assert parse_qs(hub.query) == {key: [value] for key, value in where.items()}


def test_a_notebook_that_is_taken_away_brings_what_it_imports(published):
    page = read(published / "book/part/two.html")
    (target,) = re.findall(r'href="([^"]+\.ipynb)" download', page)
    notebook = json.loads(read((published / "book/part" / target).resolve()))
    assert [cell["id"] for cell in notebook["cells"][:3]] == ["origin", "setup", "title"]
    setup = "".join(notebook["cells"][1]["source"])
    assert f'else "git+{REPOSITORY}"' in setup


def test_a_report_says_which_page_and_version(published):
    address = urlsplit(links(read(published / "book/part/two.html"))["Report an error on this page"])
    assert address.geturl().startswith(f"{REPOSITORY}/issues/new?")
    told = parse_qs(address.query)
    assert told["title"] == ["Error on the page “part/two”"]
    assert told["body"][0].splitlines()[0] == f"Page: {BASE}book/part/two.html"
    assert re.search(r"^Version: \d+\.\d+", told["body"][0], re.MULTILINE)
    assert told["body"][0].endswith("Section: ")


def test_without_addresses_nothing_needs_one(built_book):
    for path in pages():
        html = read(built_book / path)
        assert "Open in" not in html, path
        assert "Report an error" not in html, path
        assert 'rel="canonical"' not in html, path
    assert not {"robots.txt", "sitemap.xml"} & {path.name for path in built_book.iterdir()}
    assert re.findall(r'href="([^"]+)"', read(built_book / "404.html")) == ["data:,", "./", "../"]


def test_every_notebook_can_be_taken_away(built_book):
    for path in pages():
        target = re.findall(r'href="([^"]+\.ipynb)" download', read(built_book / path))
        assert len(target) == (ROOT / path).with_suffix(".ipynb").exists()
        for name in target:
            notebook = json.loads(read((built_book / path).parent / name))
            assert notebook["cells"][0]["id"] == "origin"
            assert name.partition("_notebooks/")[1], "the one for readers"


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        ("https://github.com/ann/book", "gh/ann/book"),
        ("https://gitlab.com/group/sub/book", "gl/group%2Fsub%2Fbook"),
        ("https://git.example.org/ann/book", "git/https%3A%2F%2Fgit.example.org%2Fann%2Fbook"),
    ],
)
def test_binder_takes_repositories_of_every_host(repository, place):
    (label, address, _), *others = addresses.notebook_links(repository, "", "part/a b.ipynb")
    assert label == "Open in JupyterLab"
    assert address == f"https://mybinder.org/v2/{place}/notebooks?urlpath=lab%2Ftree%2Fpart%2Fa+b.ipynb"
    assert bool(others) == ("github.com" in repository), "Colab knows GitHub only"


def test_without_a_repository_no_hub_has_anything_to_fetch():
    assert addresses.notebook_links("", "https://hub.example.org", "part/a.ipynb") == []


@pytest.mark.parametrize(
    ("reports", "repository", "start"),
    [
        ("", "https://gitlab.com/a/b", "https://gitlab.com/a/b/-/issues/new?issue[title]="),
        ("", "https://codeberg.org/a/b", "https://codeberg.org/a/b/issues/new?title="),
        (
            "https://gitlab.uni.example/a/b/-/issues/new",
            "",
            "https://gitlab.uni.example/a/b/-/issues/new?issue[title]=",
        ),
        ("ann@example.org", "https://github.com/a/b", "mailto:ann@example.org?subject="),
    ],
)
def test_reports_go_where_they_should(reports, repository, start):
    link = addresses.report_link(reports, repository, title="Ä & B", page="a/b", version="1")
    assert unquote(link).startswith(f"{start}Error on the page “Ä & B”")
    assert "%0AVersion%3A%201%0A" in link
    assert "+" not in link, "mail programs and some forms take it for a plus"


def test_without_an_address_there_is_no_report():
    assert addresses.report_link("", "", title="A", page="a", version="1") == ""


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("html_baseurl", "", ""),
        ("html_baseurl", "https://example.org", "https://example.org/"),
        ("html_baseurl", "http://example.org/book/", "http://example.org/book/"),
        ("book_repository", "https://github.com/a/b.git", "https://github.com/a/b"),
        ("book_hub", "https://hub.example.org/", "https://hub.example.org"),
        ("book_reports", "ann@example.org", "ann@example.org"),
    ],
)
def test_addresses_have_one_form(name, given, kept):
    assert addresses.checked(name, given) == kept


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("html_baseurl", "example.org/book"),
        ("html_baseurl", "ann@example.org"),
        ("book_repository", "git@github.com:a/b.git"),
        ("book_reports", "javascript:alert(1)"),
        ("book_reports", "https://"),
    ],
)
def test_what_is_no_address_stops_the_build(name, given):
    with pytest.raises(
        ConfigError, match=re.escape(f"{name} to begin with https:// or to be empty, got {given!r}")
    ):
        addresses.checked(name, given)
