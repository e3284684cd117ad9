"""The reference describes every public name once, and its links lead to the code."""

import ast
import inspect
import re
from collections import Counter

import pytest

from tests.reference import OPEN, PAGES, ROOT, documented, public_modules, public_names, resolve
from tools.reading import CHAPTERS, name, read


def test_every_public_name_is_on_one_page():
    pages = Counter(address for address, _ in documented())
    missing = sorted(public_names().keys() - pages.keys())
    assert not missing, f"enter them in book/reference: {missing}"
    assert set(pages.values()) == {1}, f"more than once: {[name for name, n in pages.items() if n > 1]}"


def test_what_else_is_described_comes_out_of_a_public_name():
    more = [resolve(address) for address in {a for a, _ in documented()} - public_names().keys()]
    assert {thing.__name__ for thing in more} == {"Best", "Neuron", "Picture", "Switches"}


def test_the_front_page_lists_every_module():
    listed = re.findall(
        r"^   (nnbook\.[\w.]+)$", (PAGES / "index.rst").read_text(encoding="utf-8"), re.MULTILINE
    )
    modules = {name for name in public_modules() if name.rpartition(".")[0] not in OPEN}
    assert sorted(listed) == sorted(modules | set(OPEN))


@pytest.mark.build
def test_every_name_has_a_place_and_its_code_is_a_click_away(built_book):
    for address, page in documented():
        html = (built_book / "book" / "reference" / f"{page}.html").read_text(encoding="utf-8")
        entry = re.search(rf'id="{re.escape(address)}">(.*?)</dt>', html, re.DOTALL)
        assert entry, f"{address} has no entry on {page}"
        thing = resolve(address)
        if inspect.isclass(thing) or inspect.isroutine(inspect.unwrap(thing)):
            link, fragment = re.search(
                r'href="(\S+?\.html)#(\S+?)" aria-label="\[source\] of \S+"><span class="viewcode', entry[1]
            ).groups()
            source = (built_book / "book" / "reference" / link).resolve().read_text(encoding="utf-8")
            assert f'id="{fragment}"' in source, f"{address}: its code is not at {link}#{fragment}"


def imported(notebook):
    """Return the addresses of the names that a notebook imports from the package."""
    nodes = [node for cell in notebook.code for node in ast.walk(cell.tree)]
    imports = [n for n in nodes if isinstance(n, ast.ImportFrom) and n.module.startswith("nnbook.")]
    things = [resolve(f"{node.module}.{alias.name}") for node in imports for alias in node.names]
    return [address for address, thing in public_names().items() if thing in things]


@pytest.mark.build
@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_code_of_a_chapter_leads_to_what_it_imports(built_book, path):
    html = (built_book / path.relative_to(ROOT).with_suffix(".html")).read_text(encoding="utf-8")
    linked = set(re.findall(r'class="imported" href="[^"]*#([\w.-]+)"', html))
    assert imported(read(path))
    missing = set(imported(read(path))) - linked
    assert not missing, f"imported from where the reference has no name? {missing}"
