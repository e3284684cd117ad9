"""What the search page knows of the pages: their sections, in words."""

import json

import pytest

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def sections(published):
    text = (published / "_static" / "search_sections.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("const SECTIONS = ").removesuffix(";\n"))


def test_every_page_is_known(sections, published):
    assert set(sections) == {
        path.relative_to(published).with_suffix("").as_posix() for path in published.glob("book/**/*.html")
    }


def test_sections_have_anchors_titles_and_words(sections):
    assert sections["book/part/three"] == [
        ["three", "Three", "What you will learn What a kernel is."],
        [
            "the-kernel-and-kernel-code",
            "The kernel and kernel code",
            "A kernel is linked already; kernel kernel kernel is not, Kernels are not new. The receptive "
            "field of a unit, and its receptive fields. A load of Hebb’s rules. A load. A signal gain. …",
        ],
        ["slopes-of-alpha-and-hat-alpha", "Slopes of α and …", ""],
        ["sample.slope", "sample.slope", "What rises."],
    ]


def test_anchors_lead_somewhere(sections, published):
    for page, parts in sections.items():
        html = (published / f"{page}.html").read_text(encoding="utf-8")
        for anchor, *_ in parts:
            assert f'id="{anchor}"' in html, f"{page}#{anchor}"


def test_an_explorer_is_found_by_its_title_and_a_term_in_the_glossary(sections):
    assert sections["book/part/two"] == [["part-two", "part/two", "A line"]]
    glossary = sections["book/appendices/glossary"]
    assert ["term-Receptive-field", "Receptive field", "What a unit sees."] in glossary
    assert ["term-Kernel-of-a-filter", "Kernel (of a filter)", "The weights w."] in glossary
