"""What is published looks like what Sphinx wrote: nothing that a reader sees was cut away."""

import io
import re
from html import unescape

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from book._ext import formulas
from tests.browser.browsing import kinds_of_pages
from tools.browser import SETTLE
from tools.serve import Site

pytestmark = pytest.mark.browser
PAGES = kinds_of_pages()
FONT = "STIXTwoMath-Regular.ttf"
SIZE = {"viewport": {"width": 1280, "height": 900}, "device_scale_factor": 0.5, "reduced_motion": "reduce"}

# The theme scrolls the contents to the present page, by an amount that depends on what has arrived by then.
STILL = """document.querySelectorAll(".bd-sidebar-primary, .bd-sidebar-secondary").forEach((column) => {
  column.style.position = "static";
  column.scrollTop = 0;
})"""

# Words of code that look like those around them need no mark; without one they are set in one go, a fraction
# of a pixel closer. All are looked at before the first goes: each that goes makes styles be computed again.
UNMARK = """() => {
  const look = (e) => [e.color, e.fontWeight, e.fontStyle, e.textDecorationLine].join();
  const code = [...document.querySelectorAll(".highlight pre")];
  const unmarked = code.flatMap((block) => {
    const plain = look(getComputedStyle(block));
    return [...block.querySelectorAll("span:not([id])")].filter((word) => {
      const style = getComputedStyle(word);
      return look(style) === plain && style.backgroundColor === "rgba(0, 0, 0, 0)";
    });
  });
  for (const word of unmarked) word.replaceWith(...word.childNodes);
  for (const block of code) block.normalize();
}"""


# How finely a picture is made smaller depends on what the browser has time for.
COARSE = "for (const picture of document.images) picture.style.imageRendering = 'pixelated'"

# Only published pages offer to start Python.
STATIC = "document.querySelectorAll('.nnx-live, .nnx-edit').forEach((offer) => offer.remove())"


@pytest.fixture(scope="module")
def unfinished(built_book):
    """Where the pages are as Sphinx wrote them, served like the others."""
    with Site(built_book.parent / "sphinx", prefix="/book/") as site:
        yield site.url


def math_font(built_book):
    """Return the file of the font that the first page with formulas asks for."""
    for path in sorted((built_book / "book").rglob("*.html")):
        if found := re.search(r'data-font="[./]*(_static/[^"]*)"', path.read_text(encoding="utf-8")):
            return built_book / found[1]
    raise AssertionError("no page asks for the font of formulas")


def look(page):
    """Return a picture of the whole page, with all its fonts."""
    page.evaluate(SETTLE)
    page.evaluate(STILL)
    page.evaluate(COARSE)
    page.evaluate(UNMARK)
    page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
    shot = page.screenshot(full_page=True, animations="disabled", timeout=60_000)
    return Image.open(io.BytesIO(shot)).convert("RGB")


def differing(one, other):
    """Return how many pixels differ by more than a shade, and where; everything if the sizes do."""
    if one.size != other.size:
        return one.width * one.height, (one.size, other.size)
    difference = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 8))
    return difference.histogram()[255], difference.getbbox()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_sphinx_wrote_it(revisit, readers, unfinished, built_book, name):
    options = SIZE | {"color_scheme": ("light", "dark")[PAGES.index(name) % 2]}
    published, page = revisit(name, **options), readers.new_page(**options)
    published.evaluate(STATIC)
    # The same font: its roots are narrowed when it is cut. What is in it is looked at below.
    page.route(f"**/{FONT}*", lambda route: route.fulfill(path=math_font(built_book)))
    page.goto(unfinished + name)
    count, where = differing(look(published), look(page))
    page.close()
    assert count < 50, f"{count} pixels differ, within {where}: is a style missing?"


def test_fonts_have_every_sign_of_every_formula(built_book):
    whole = set(TTFont(formulas.font_folder() / FONT).getBestCmap())
    cut = set(TTFont(math_font(built_book)).getBestCmap())
    for path in (built_book / "book").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        wanted = set(unescape("".join(re.findall(r"<m[ino]\b[^>]*>([^<]*)<", html))))
        # Browsers set a letter that stands alone in italics, and a root around what it holds.
        wanted |= set(formulas.styled("".join(sorted(wanted)), "italic")) | {"√"}
        missing = {sign for sign in wanted if ord(sign) in whole - cut}
        assert not missing, f"formulas of {path.name} have signs that the font has not: {sorted(missing)}"
