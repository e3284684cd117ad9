"""Formulas become MathML that browsers draw as TeX would set it, and what cannot is said."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from book._ext import formulas

MINUS = r'<mo lspace="{}" rspace="{}">−</mo>'


def inside(tex, **options):
    """Return what stands between <math> and </math>."""
    return re.fullmatch(r"<math[^>]*>(.*)</math>", formulas.mathml(tex, **options))[1]


@pytest.mark.parametrize(
    ("tex", "lspace", "rspace"),
    [("a-b", "0.222em", "0.222em"), ("=-1", "0.278em", "0"), ("(-1)", "0", "0"), ("x^{-1}", "0", "0")],
)
def test_a_minus_has_the_space_that_its_neighbours_ask_for(tex, lspace, rspace):
    assert MINUS.format(lspace, rspace) in formulas.mathml(tex)


@pytest.mark.parametrize(
    ("tex", "between"),
    [
        (r"\ln x", '<mo lspace="0" rspace="0.167em">\u2061</mo>'),
        (r"2\sin x", '<mn>2</mn><mspace width="0.167em"></mspace><mi>sin</mi>'),
        (r"\max(a)", 'lspace="0" rspace="0">max</mo>'),
        (r"a \bmod n", 'lspace="0.278em" rspace="0.278em">mod</mo>'),
        (r"1/n", '<mo lspace="0" rspace="0">/</mo>'),
    ],
)
def test_functions_and_fractions_in_a_line_are_spaced_as_in_tex(tex, between):
    assert between in inside(tex)


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\mathbf{w}", "𝐰"),
        (r"\boldsymbol{\vartheta}", "𝝑"),
        (r"\mathcal{L}", "ℒ"),
        (r"\mathbb{R}", "ℝ"),
        (r"\mathfrak{C}", "ℭ"),
        (r"\mathit{hi}", "ℎ𝑖"),
        (r"\mathtt{x}", "𝚡"),
        (r"\mathrm{d}", 'mathvariant="normal">d'),
    ],
)
def test_alphabets_are_letters_of_their_own(tex, letters):
    assert f"{letters}<" in inside(tex)


def test_accents_and_bars_sit_on_their_letters_and_stretch():
    assert inside(r"\hat x").startswith('<mover accent="true">')
    assert ">‾</mo></mover>" in inside(r"\overline{ab}")
    assert ">_</mo></munder>" in inside(r"\underline{ab}")


def test_columns_are_aligned():
    cells = re.findall(r"<mtd[^>]*>", inside(r"\begin{aligned}a&=b\\c&=d\end{aligned}", display=True))
    assert cells == ['<mtd class="right">', '<mtd class="left">'] * 2
    assert 'class="aligned"' in inside(r"\begin{aligned}a&=b\end{aligned}")
    assert 'class="aligned"' not in inside(r"\begin{cases}a&b\end{cases}")
    assert "class" not in inside(r"\begin{pmatrix}1&2\end{pmatrix}")


def test_nothing_of_mathjax_and_of_mathml_3_is_left():
    tex = r"\left(\frac{\mathbf a}{\sqrt{b}}\right)_{i=1}^{\text{top}} \operatorname{erf}"
    html = formulas.mathml(tex, display=True)
    assert html.startswith('<math display="block">')
    assert not re.search(r"data-|xmlns|mathspace|column|rowspacing|mathvariant=\"(?!normal)", html)


def test_macros_of_the_settings_are_known():
    assert inside(r"\E x", macros={"E": r"\mathbb{E}"}) == inside(r"\mathbb{E} x")


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\nosuch", "Undefined control sequence"),
        ("{", "missing close brace"),
        (r"\boxed{x}", "they know no menclose"),
        (r"\newcommand{\a}{b} \a", "Undefined control sequence"),
    ],
)
def test_what_cannot_be_typeset_is_named(tex, reason):
    with pytest.raises(ValueError, match=f"need a formula .* got .*{re.escape(reason)}") as told:
        formulas.mathml(tex)
    assert repr(tex) in str(told.value)


def test_a_wrong_formula_is_a_warning_at_its_place_and_stays_readable(caplog):
    node = nodes.math(r"\nosuch < 1", r"\nosuch < 1")
    node.source, node.line = "chapter.md", 7
    translator = SimpleNamespace(config=SimpleNamespace(mathjax3_config=None))
    assert formulas._typeset(translator, node, node.astext(), display=False) == "<code>\\nosuch &lt; 1</code>"
    assert [(record.levelname, record.location) for record in caplog.records] == [("WARNING", node)]


def test_signs_stay_with_their_formula():
    x, y, z = (nodes.math(name, name) for name in "xyz")
    said = nodes.paragraph("", "If (", x, nodes.Text("), or for the "), y, nodes.Text("-th. Or "), z)
    document = new_document("", get_default_settings())
    document += said
    formulas.KeepSigns(document).run()
    assert said.astext() == "If (x), or for the y-th. Or z"
    assert [part.astext() for part in said.findall(nodes.inline)] == ["(x),", "y-th."]
    assert list(document.findall(nodes.math)) == [x, y, z]
