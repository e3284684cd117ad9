"""The gallery shows every explorer of the book, small, and leads to each."""

import re

import pytest
from gallery import surprise
from PIL import Image

from tools.reading import PATHS, read

pytestmark = pytest.mark.build
PAGE = "book/appendices/gallery.html"
CARD = (
    r'<li><img src="([^"]+)" alt="([^"]+)" ([^>]+)>\s*<a href="([^"]+)">([^<]+)</a>(?:<p>([^<]+)</p>)?</li>'
)


@pytest.fixture(scope="module")
def cards(built_book):
    page = (built_book / PAGE).read_text(encoding="utf-8")
    return re.findall(CARD, page)


def test_every_explorer_is_there_once(cards, built_book):
    names = [shown.name for path in PATHS for shown in read(path).explorers]
    shown = [target.partition("#")[2] for *_, target, _, _ in cards]
    assert sorted(shown) == sorted(names)
    for *_, target, _, _ in cards:
        path, _, name = target.partition("#")
        assert f'<nnbook-explorer id="{name}"' in (built_book / PAGE).parent.joinpath(path).read_text()


def test_pictures_are_small_and_keep_their_shape(cards, built_book):
    weights = []
    for source, alt, attributes, *_, says in cards:
        path = (built_book / PAGE).parent / source
        width, height = (int(n) for n in re.findall(r'(?:width|height)="(\d+)"', attributes))
        with Image.open(path) as picture:
            assert picture.width == 480
            assert abs(picture.height / picture.width - height / width) < 0.01
        assert 'loading="lazy"' in attributes
        assert len(f"{alt} {says}".split()) >= 8
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


def test_most_explorers_say_what_surprises(cards):
    lines = [says for *_, says in cards if says]
    assert len(lines) > 0.6 * len(cards)
    assert max(len(line.split()) for line in lines) <= 40


@pytest.mark.parametrize(
    ("alt", "follows"),
    [
        ("A line. It rises.", "It rises."),
        ("A line.  It\nrises.", "It\nrises."),
        ("Is it a line? 3 of 4 rise.", "3 of 4 rise."),
        ("A line, at e.g. 3 ms.", ""),
        ("A line at a rate of 0.5 per ms.", ""),
    ],
)
def test_what_follows_is_the_last_sentence(alt, follows):
    assert surprise(alt) == follows


def test_a_button_leads_to_the_first_chapter_and_each_part_has_a_card(published):
    page = (published / PAGE).read_text(encoding="utf-8")
    ((button, words),) = re.findall(r'<a class="[^"]*start-button[^"]*" href="([^"]+)">(.*?)</a>', page)
    assert (button, re.sub(r"<[^>]+>", "", words)) == ("../part/two.html", "Start here")
    (cards,) = re.findall(r'<ul class="gallery parts[^"]*">(.*?)</ul>', page, re.DOTALL)
    assert re.findall(r"<strong>(.*?)</strong>", cards) == ["One"]
    assert re.findall(r'<a class="reference internal" href="([^"]+)">', cards) == [
        "../part/two.html",
        "../part/three.html",
    ]
    (picture,) = re.findall(r'<img src="([^"]+)" alt="[^"]+"', cards)
    assert (published / PAGE).parent.joinpath(picture).exists()
    assert re.findall(r"<p>(It rises.*?)</p>", cards) == ["It rises."]
