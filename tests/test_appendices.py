"""The glossary and the table of notation: in order and without holes."""

import re

import pytest

from tools.reading import BOOK, CHAPTERS, name, read
from tools.rules.appendices import appendix, rows, section
from tools.rules.links import glossary

ENTRIES = glossary()
LINK = re.compile(r"\]\(\.\./([\w/]+\.ipynb)")
SEE = re.compile(r"See \{term\}`([^`]+)`\.")


def test_words_stand_in_the_order_of_the_alphabet():
    assert list(ENTRIES) == sorted(ENTRIES, key=str.lower)


@pytest.mark.parametrize("term", ENTRIES)
def test_each_word_names_a_chapter_or_the_word_that_does(term):
    says, sent = ENTRIES[term], SEE.fullmatch(ENTRIES[term])
    if sent:
        assert sent[1] in ENTRIES, f"{term!r} sends to {sent[1]!r}, which is not there"
        assert not SEE.fullmatch(ENTRIES[sent[1]]), f"{term!r} sends to {sent[1]!r}, which sends on"
    else:
        assert LINK.findall(says), f"{term!r} has no chapter that explains it"
        assert [page for page in LINK.findall(says) if not (BOOK / page).exists()] == []


def test_no_word_stands_there_twice():
    text = appendix("glossary").partition("{glossary}")[2]
    terms = [term.lower() for term in re.findall(r"^(\w.*)$", text, re.MULTILINE)]
    assert len(terms) == len(set(terms)) == len(ENTRIES)


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_a_symbol_has_one_row_of_its_chapter(path):
    heads = [row[0] for row in rows(section(read(path)))]
    symbols = [symbol for head in heads for symbol in re.findall(r"\$([^$]+)\$", head)]
    twice = {symbol for symbol in symbols if symbols.count(symbol) > 1}
    assert not twice, f"notation.md explains twice: {twice}"
