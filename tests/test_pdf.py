"""The book as one PDF: bookmarks, page numbers, links, formulas, and all that is folded on a screen."""

import json
import re

import nbformat
import nbformat.v4 as nb
import pytest
import yaml
from pypdf import PdfReader

from tests.books import BUILD, build, write_book

PRINT = BUILD.replace("import build\n", "import build, pdf\n").replace(
    "build.build()", "not pdf.print_book()"
)
WELCOME = """\
## Summary

Each chapter has one; see {ref}`that of the other <summary-two>`, {eq}`eq-two` and {ref}`ex-two`.
"""
LONG = "A title so long that no line of the page could ever hold all of its words"
TWO = """\
```{math}
:label: eq-two
\\frac{a}{b} = c
```

```{exercise} Fractions
:label: ex-two
What is $c$?
```

```{solution} ex-two
:class: dropdown
A quotient, as [others](https://example.org/fractions) say.
```

(summary-two)=
## Summary

Division, in short.
"""

pytestmark = [pytest.mark.browser, pytest.mark.build]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A sample book of two parts, printed."""
    pages = [("welcome", "line", 3), ("two", "other-line", 2), ("three", "third-line", 2)]
    folder = write_book(tmp_path_factory.mktemp("printed"), pages)
    for name, title, text in (("welcome", "welcome", WELCOME), ("two", "two", TWO), ("three", LONG, "")):
        path = folder / "book" / f"{name}.ipynb"
        notebook = nbformat.read(path, 4)
        notebook.cells[0].source = f"# {title}"
        notebook.cells[1].metadata = {"tags": ["hide-input"]}
        notebook.cells.append(nb.new_markdown_cell(text, id="text"))
        path.write_text(json.dumps(notebook))
    parts = [
        {"caption": "Arithmetic", "numbered": 1, "chapters": [{"file": "book/two"}]},
        {"caption": "Appendices", "chapters": [{"file": "book/three"}]},
    ]
    toc = {"format": "jb-book", "root": "book/welcome", "parts": parts}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    code, said = build(folder, PRINT)
    assert code == 0, said
    return PdfReader(folder / "_build" / "nnbook.pdf")


@pytest.fixture(scope="module")
def texts(printed):
    return [" ".join(page.extract_text().split()) for page in printed.pages]


def bookmarks(printed, outline=None, depth=0):
    """Yield depth, title and page number of each bookmark."""
    for entry in printed.outline if outline is None else outline:
        if isinstance(entry, list):
            yield from bookmarks(printed, entry, depth + 1)
        else:
            yield depth, entry.title, printed.get_destination_page_number(entry) + 1


def test_bookmarks_follow_parts_chapters_and_sections(printed):
    assert list(bookmarks(printed)) == [
        (0, "Contents", 2),
        (0, "welcome", 3),
        (1, "Summary", 3),
        (0, "Arithmetic", 4),
        (1, "1. two", 4),
        (2, "Summary", 4),
        (0, "Appendices", 5),
        (1, LONG, 5),
    ]


def test_pages_are_numbered_after_the_title_page(texts):
    assert len(texts) == 5
    assert texts[0].startswith("nnbook An interactive textbook")
    assert [text.split()[0] for text in texts[1:]] == ["2", "3", "4", "5"]


def test_contents_know_the_pages(texts):
    assert texts[1] == f"2 Contents welcome 3 Arithmetic 1. two 4 Appendices {LONG} 5"


def test_links_lead_to_the_right_page(printed):
    """Two chapters have a summary: a link must know which."""
    there = {
        name: printed.get_destination_page_number(d) + 1 for name, d in printed.named_destinations.items()
    }
    links = [annotation.get_object() for page in printed.pages for annotation in page.get("/Annots", [])]
    inner = [str(link["/Dest"]) for link in links if "/Dest" in link]
    assert {there[name] for name in inner if name.endswith("summary-two")} == {4}
    outer = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert not [address for address in outer if not address.startswith("https://")]
    welcome = [str(link["/Dest"]) for link in map(lambda a: a.get_object(), printed.pages[2]["/Annots"])]
    assert [there[name] for name in welcome] == [4, 4, 4]


def test_what_is_folded_or_typeset_can_be_read(texts):
    assert "Solution to Exercise 1.1 (Fractions)" in texts[3]
    assert "A quotient, as others (https://example.org/fractions) say." in texts[3]
    assert "def line" not in texts[3], "the code of a drawing is of no use on paper"
    assert "(1.1)" in texts[3]
    assert "\\frac" not in texts[3], "the formula is not typeset"
    assert "height 1, slope 1" in texts[3], "the explorer's readout"
    assert not re.search(r"\b(Pin|Reset|Play)\b", " ".join(texts))


def test_pictures_fonts_title_and_tags_are_in_the_file(printed):
    for page in printed.pages[2:]:
        kinds = [thing.get_object()["/Subtype"] for thing in page["/Resources"]["/XObject"].values()]
        assert "/Image" in kinds, "a page without its explorer's picture"
    for page in printed.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            parts = (
                font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                if "/DescendantFonts" in font
                else {}
            )
            assert font["/Subtype"] == "/Type3" or "/FontFile2" in parts
    assert printed.metadata.title == "nnbook: an interactive textbook on neural networks"
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert printed.trailer["/Root"]["/Lang"] == "en"
