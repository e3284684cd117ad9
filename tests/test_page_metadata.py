"""Every page says what it is about, and chapters can be cited: from the built book, and with an address."""

import re
from html.parser import HTMLParser

import page_metadata
import pytest
from docutils import nodes
from docutils.utils import new_document
from pybtex.database import parse_string

from tests.browser.browsing import pages

BOOK = {"title": "A book", "authors": [{"name": "Ann & Co"}], "version": "1.2"}


class Head(HTMLParser):
    """Collects the tags of a page's head that say something about it."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.title = {}, {}, ""
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta.setdefault(name, []).append(given.get("content"))
        if tag == "link" and given.get("rel") == "canonical":
            self.links["canonical"] = given["href"]


@pytest.fixture(scope="module")
def heads(built_book):
    return {path: Head((built_book / path).read_text(encoding="utf-8")) for path in pages()}


def page(*parts):
    """Return a document with a note and `parts` in its section; a string becomes a paragraph."""
    document = new_document("page")
    written = [nodes.paragraph(text=part) if isinstance(part, str) else part for part in parts]
    note = nodes.note("", nodes.paragraph(text="Not this."))
    document += nodes.section("", nodes.title(text="Title"), note, *written)
    return document


def test_every_page_is_described_in_words_of_its_own(heads):
    said = {path: head.meta["description"] for path, head in heads.items()}
    for path, described in said.items():
        assert len(described) == 1, f"{path} is described {len(described)} times"
        assert 20 <= len(described[0]) <= 160, f"{path}: {described[0]!r}"
        assert not re.search(r"[\\${}]", described[0]), f"{path} is described in TeX: {described[0]!r}"
    assert len({described for (described,) in said.values()}) == len(said), "two pages say the same"


def test_pages_can_be_shared(heads):
    for path, head in heads.items():
        (title,), (described,) = head.meta["og:title"], head.meta["og:description"]
        assert title, path
        assert described == head.meta["description"][0]
        assert not {"og:url", "og:image", "citation_public_url"} & set(head.meta), "no address is known"
        assert not head.links


def test_chapters_and_the_book_can_be_cited(heads):
    cited = {path: head for path, head in heads.items() if "citation_title" in head.meta}
    assert len(cited) >= 5
    for path, head in cited.items():
        assert "/appendices/" not in path
        assert head.meta["citation_author"]
        assert re.fullmatch(r"\d{4}", head.meta["citation_publication_date"][0])
        assert ("citation_inbook_title" in head.meta) == (path != pages()[0])


def test_a_description_is_the_first_running_text():
    assert page_metadata.description(page("In two\nlines.", "Nor that.")) == "In two lines."
    assert page_metadata.description(page()) == ""


def test_a_description_is_cut_between_words():
    told = page_metadata.description(page("word " * 50))
    assert len(told) <= 160
    assert told.endswith("word …")


def test_a_description_has_no_formulas():
    assert (
        page_metadata.description(page(nodes.paragraph("", "", nodes.math(text="x^2")), "That.")) == "That."
    )


def test_goals_describe_best():
    goals = [nodes.list_item("", nodes.paragraph(text=text)) for text in ("Do this.", "And that.", "x" * 150)]
    box = nodes.admonition("", nodes.bullet_list("", *goals))
    assert page_metadata.description(page("Running text.", box)) == "Do this. And that."


@pytest.mark.parametrize("title", ["", "50 % of x_1 & more"])
def test_bibtex_can_be_read(title):
    entry = page_metadata.bibtex("book-part", title, BOOK, "2026", "https://example.org/a_b.html")
    (read,) = parse_string(entry, "bibtex").entries.values()
    assert read.type == ("incollection" if title else "book")
    assert read.fields["booktitle" if title else "title"] == "A book"
    assert [str(author) for author in read.persons["author"]] == [r"{Ann \& Co}"]
    assert read.fields["year"] == "2026"
    assert read.fields["url"] == "https://example.org/a_b.html"
    if title:
        assert read.fields["title"] == r"50 \% of x\_1 \& more"


def test_without_an_address_bibtex_has_none():
    assert "url" not in page_metadata.bibtex("a", "", BOOK, "2026")
