"""Words of the glossary are linked where a chapter first uses them, and nowhere else."""

import re

import pytest
from glossary_links import spelling

from tests.books import ADDRESSES, build, publish
from tests.browser.browsing import pages

pytestmark = pytest.mark.build
LINK = re.compile(r'<a class="glossary-term reference internal" href="([^"]+)"( title="[^"]*")?>([^<]+)</a>')


def linked(path):
    """Return the words that are links on a page, with their addresses and what they say under the mouse."""
    found = LINK.findall(path.read_text(encoding="utf-8"))
    return {" ".join(word.split()): (address, title.strip()) for address, title, word in found}


def test_first_uses_are_links(published):
    glossary = "../appendices/glossary.html#term-"
    assert linked(published / "book/part/three.html") == {
        "kernel": (f"{glossary}Kernel-of-a-filter", ""),
        "receptive field": (f"{glossary}Receptive-field", 'title="What a unit sees."'),
        "Hebb’s rules": (f"{glossary}Hebbs-rule", 'title="Fires, wires."'),
        "signal gain": (f"{glossary}Gain", 'title="By how much it grows."'),
    }


def test_the_use_that_is_linked_is_the_first_in_running_text(published):
    page = (published / "book/part/three.html").read_text(encoding="utf-8")
    before, _, after = page.partition('class="glossary-term')
    assert before.rstrip("< a").endswith("is linked already;")
    assert "is not, Kernels are not new" in re.sub(r"<[^>]+>", "", after)


def test_pages_follow_an_edit_of_the_glossary(tmp_path):
    site = publish(tmp_path / "book")
    glossary = tmp_path / "book/book/appendices/glossary.md"
    glossary.write_text(glossary.read_text(encoding="utf-8").replace("Receptive field\n", "Unit\n"))
    code, said = build(tmp_path / "book", **ADDRESSES)
    assert code == 0, said
    assert set(linked(site / "book/part/three.html")) == {"kernel", "Hebb’s rules", "signal gain"}


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("Kernel", "kernel Kernels, kernel.", ["kernel", "Kernels", "kernel"]),
        ("Kernel", "KERNEL kernelled hyper-kernel kernel_size", []),
        ("Learning-rate schedule", "learning rate schedules; learning-rate\nschedule", None),
        ("f–I curve", "f–I curve, F–I curves, f-i curve", ["f–I curve", "F–I curves"]),
        ("Hebb's rule", "Hebb’s rule hebb's rules", ["Hebb’s rule", "hebb's rules"]),
        ("im2col", "im2col", ["im2col"]),
        ("ISI", "ISI, isi", ["ISI"]),
    ],
)
def test_spellings(form, text, found):
    uses = re.findall(spelling(form), text)
    assert uses == (found if found is not None else re.split("; ", text))


def test_chapters_of_the_book_use_its_glossary(built_book):
    entries = set(
        re.findall(r'<dt id="(term-[^"]+)"', (built_book / "book/appendices/glossary.html").read_text())
    )
    assert entries
    for page in pages():
        found = linked(built_book / page)
        named = [address.partition("#")[2] for address, _ in found.values()]
        assert len(named) == len(set(named)), f"{page} links a word twice"
        assert set(named) <= entries, page
        is_chapter = re.fullmatch(r"book/(?!appendices|reference)\w+/\w+\.html", page) is not None
        assert (len(named) >= 5) == is_chapter, f"{page} links {len(named)} words"


def test_no_link_stands_in_a_heading_or_a_link(built_book):
    for page in pages():
        text = (built_book / page).read_text(encoding="utf-8")
        for closed in re.findall(r"<(h[1-6]|a|pre|code)\b[^>]*>(.*?)</\1>", text, re.DOTALL):
            assert "glossary-term" not in closed[1], page
