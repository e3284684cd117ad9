"""The gallery shows every explorer of the book, small, and leads to each."""

import re

import pytest
from PIL import Image

from tests.notebooks.reading import PATHS, read
from tests.notebooks.test_contents import literal

pytestmark = pytest.mark.build
PAGE = "book/appendices/gallery.html"


@pytest.fixture(scope="module")
def cards(built_book):
    page = (built_book / PAGE).read_text(encoding="utf-8")
    return re.findall(r'<li><img src="([^"]+)" alt="([^"]+)" ([^>]+)>\s*<a href="([^"]+)">([^<]+)</a>', page)


def test_every_explorer_is_there_once(cards, built_book):
    names = [literal(call, "name") for path in PATHS for _, call in read(path).explorers]
    shown = [target.partition("#")[2] for *_, target, _ in cards]
    assert sorted(shown) == sorted(names)
    for *_, target, _ in cards:
        path, _, name = target.partition("#")
        assert f'<nnbook-explorer id="{name}"' in (built_book / PAGE).parent.joinpath(path).read_text()


def test_pictures_are_small_and_keep_their_shape(cards, built_book):
    weights = []
    for source, alt, attributes, *_ in cards:
        path = (built_book / PAGE).parent / source
        width, height = (int(n) for n in re.findall(r'(?:width|height)="(\d+)"', attributes))
        with Image.open(path) as picture:
            assert picture.width == 480
            assert abs(picture.height / picture.width - height / width) < 0.01
        assert 'loading="lazy"' in attributes
        assert len(alt.split()) >= 8
        weights.append(path.stat().st_size)
    assert max(weights) < 40_000
    assert sum(weights) / len(weights) < 12_000, "a gallery of a hundred explorers stays near a megabyte"
    assert len(list((built_book / "_gallery").iterdir())) == len(set(source for source, *_ in cards))


def test_chapters_stand_in_the_order_of_the_book(published):
    page = (published / PAGE).read_text(encoding="utf-8")
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["welcome", "part/two"]
    assert re.findall(r'<a href="([^"]+#[\w-]*line)">([^<]+)</a>', page) == [
        ("../welcome.html#line", "A line"),
        ("../part/two.html#other-line", "A line"),
    ]
