"""What is published: styles and fonts without what nobody sees, pages that allow no more than they do."""

import base64
import hashlib
import io
import re
import shutil

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from book._ext import formulas
from tools import fonts, pages, stylesheets
from tools.finish import finish

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8" />
<script data-first>early()</script>
<link rel="stylesheet" href="{base}_static/theme.css?v=1" />
<link rel="stylesheet" href="{base}_static/paper.css" media="print" />
<link rel="preload" as="script" href="{base}_static/late.js" />
<script src="{base}_static/first.js"></script><script>let option = 1;</script>
<script defer src="{base}_static/late.js"></script>{more}
<script type="application/json">{{"data": "<b>"}}</script></head>
<body><img src="{base}_static/logo.svg" alt="logo"><article class="note" style="width: 33%">
<img src="{base}_images/a.png" alt="a" />{text}</article></body></html>"""
THEME = """@charset "utf-8"; @import "basic.css";
@font-face {font-family: "Signs Math"; src: url("math.ttf")}
@font-face {font-family: Icons; src: url(math.ttf)}
@font-face {font-family: Unasked; src: url(math.ttf)}
@keyframes turn {to {rotate: 1turn}} @keyframes unused {to {top: 0}}
.note, .tip {font-family: "Signs Math"; animation: turn 1s}
.icon::before {font-family: Icons; content: "\\3b1"} .absent {background: url(absent.png)}
@media (min-width: 9px) {.absent {top: 0} #top {background: url('seen.png')}}"""
SEARCH = '<script src="../_static/search.js"></script>'
POLICY = re.compile(
    r'<meta charset="utf-8"[ /]*>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)"'
)


@pytest.fixture(scope="module")
def font():
    """The font of the formulas, whole."""
    return formulas.font_folder() / "STIXTwoMath-Regular.ttf"


@pytest.fixture
def site(tmp_path, font):
    """What Sphinx might have written: two pages, and files that only some of them need."""
    source = tmp_path / "sphinx"
    for folder in ("_static", "_images", "_explorers", "part"):
        (source / folder).mkdir(parents=True)
    shutil.copy(font, source / "_static" / "math.ttf")
    Image.new("RGB", (30, 20)).save(source / "_images" / "a.png")
    for name, text in {
        "_static/theme.css": THEME,
        "_static/basic.css": ".icon {color: red}",
        "_static/paper.css": ".note {color: black}",
        "_static/first.js": 'ready("icon");\n//# sourceMappingURL=first.js.map',
        "_static/first.js.map": "{}",
        "_static/late.js": "late()",
        "_static/search.js": "search()",
        "_static/seen.png": "",
        "_static/absent.png": "",
        "_static/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"></svg>',
        "_explorers/0123.webp": "frame",
        "one.html": HEAD.format(base="", more="", text="<p id='top'><math><mi>x</mi></math>"),
        "part/two.html": HEAD.format(base="../", more=SEARCH, text=""),
        "404.html": '<meta charset="utf-8"><style>p {top: 0}</style><p>missing',
    }.items():
        (source / name).write_text(text, encoding="utf-8")
    finish(source, tmp_path / "html", tmp_path / "fonts")
    return tmp_path / "html"


def linked(site, kind):
    """Return the contents of the files with suffix `kind` that the page part/two.html asks for."""
    page = (site / "part" / "two.html").read_text(encoding="utf-8")
    names = re.findall(rf'(?:href|src)="\.\./(_static/[0-9a-f]{{16}}\.{kind})"', page)
    return [(site / name).read_text(encoding="utf-8") for name in names]


def test_pages_ask_for_one_style_sheet_with_what_they_can_use(site):
    (css,) = linked(site, "css")
    assert ".note{" in css
    assert ".tip" not in css
    assert "absent" not in css
    assert ".icon{color: red}" in css, "a class that a script sets, from an imported sheet"
    assert "@media (min-width: 9px){#top{" in css
    assert "@media print{.note{color: black}}" in css
    assert "turn" in css
    assert "unused" not in css
    assert css.count("@font-face") == 2, "the font that nobody asks for is left out"
    assert css.endswith('[data-style="width: 33%"]{width: 33%!important}')


def test_scripts_are_two_files_that_hold_nothing_up(site):
    common, extra = linked(site, "js")
    order = ('"loading"', 'ready("icon")', "let option = 1;", "delete", "late()")
    assert sorted(order, key=common.index) == list(order)
    assert "sourceMappingURL" not in common
    assert "search()" in extra
    page = (site / "part" / "two.html").read_text(encoding="utf-8")
    assert page.count("<script defer src=") == 2
    assert page.count("<script data-first") == 1
    assert page.count("<script") == 4, "and the data"
    assert "preload" not in page


def test_pictures_have_their_size_and_come_when_they_are_near(site):
    page = (site / "one.html").read_text(encoding="utf-8")
    assert '<img src="_static/logo.svg" alt="logo" width="16" height="9">' in page
    assert '<img src="_images/a.png" alt="a" width="30" height="20" loading="lazy" decoding="async">' in page


def test_the_policy_allows_exactly_what_stands_on_the_page(site):
    one, missing = ((site / name).read_text(encoding="utf-8") for name in ("one.html", "404.html"))
    policies = [POLICY.search(html)[1] for html in (one, missing)]
    early, style = (
        base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"early()", b"p {top: 0}")
    )
    assert f"script-src 'self' 'sha256-{early}'; style-src 'self';" in policies[0]
    assert f"script-src 'self'; style-src 'self' 'sha256-{style}';" in policies[1]
    assert all(policy.startswith("default-src 'none'; ") and "unsafe" not in policy for policy in policies)
    assert " style=" not in one


def test_the_page_with_formulas_has_their_font_fetched_first(site):
    one, two = ((site / name).read_text(encoding="utf-8") for name in ("one.html", "part/two.html"))
    (name,) = re.findall(r'<script data-first data-font="(_static/[0-9a-f]{16}\.woff2)">', one)
    signs = TTFont(site / name).getBestCmap()
    assert {ord("x"), ord("𝑥"), ord("√")} <= set(signs)
    assert ord("y") not in signs
    assert "data-font" not in two


def test_only_files_that_are_asked_for_are_published(site):
    there = {path.name for path in site.rglob("*") if path.is_file()}
    assert {"seen.png", "logo.svg", "a.png", "0123.webp"} <= there
    assert not there & {"absent.png", "theme.css", "first.js", "first.js.map", "math.ttf"}


def test_scripts_in_attributes_are_refused(tmp_path):
    (tmp_path / "a.html").write_text('<p title="on"><button class="x" onclick="go()">')
    with pytest.raises(ValueError, match=r'got onclick="go\(\)" in a.html'):
        pages.Page(tmp_path / "a.html", tmp_path)


def test_a_picture_without_a_size_is_refused(tmp_path):
    (tmp_path / "a.svg").write_text("<svg>")
    with pytest.raises(ValueError, match=r"need a viewBox.* a\.svg"):
        pages.size(tmp_path / "a.svg")


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        ("a", True),
        (".seen", True),
        (".seen .absent", False),
        ("#anchor", True),
        (".part-of-name", True),
        (":not(.absent)", True),
        (".seen:is(.absent, b)", True),
        ("[data-absent]", True),
        (".absent, .seen", True),
    ],
)
def test_a_rule_stays_if_its_names_can_occur(selector, kept):
    words = stylesheets.Words(['<i class="a seen"><i id="anchor">'], ["e.className = 'part-of-' + name"])
    assert ("top" in stylesheets.purge(f"{selector} {{top: 0}}", words)) == kept


def test_a_broken_style_sheet_is_named():
    with pytest.raises(ValueError, match="need a style sheet without mistakes"):
        stylesheets.purge(".a {top: 0} }", stylesheets.Words([], []))


def test_a_cut_font_has_its_signs_its_roots_and_its_licence(font, tmp_path):
    whole, cut = TTFont(font), TTFont(io.BytesIO(fonts.cut(font, set("x√∑⋆\0"), tmp_path)))
    assert set(cut.getBestCmap()) == {ord(sign) for sign in "x√∑⋆"}
    assert cut["name"].getDebugName(13) == whole["name"].getDebugName(13)
    variants, root = cut["MATH"].table.MathVariants, cut.getBestCmap()[ord("√")]
    built = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    tall = [record.VariantGlyph for record in built.MathGlyphVariantRecord]
    assert len(tall) > 3
    assert {cut["hmtx"][sign][0] for sign in tall} == {cut["hmtx"][root][0]}
    assert fonts.cut(font, {"\0"}, tmp_path) is None
    assert fonts.cut(font, set("x√∑⋆\0"), tmp_path) == fonts.cut(font, set("x√∑⋆\0"), tmp_path / "anew")
