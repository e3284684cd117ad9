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


def test_a_root_stands_on_a_strut_that_hangs_its_sign_evenly():
    plain, displayed = (inside(r"\sqrt\kappa", display=display) for display in (False, True))
    height = re.compile(r'</mi><mspace width="0" height="([\d.]+)em"></mspace></msqrt>')
    low, high = (float(height.search(text)[1]) for text in (displayed, plain))
    assert 0.7 < low < high < 0.85
    assert "mspace" not in inside(r"\sqrt{\frac{\frac{\frac a b}{c}}{\frac{\frac d e}{f}}}", display=True)


@pytest.mark.parametrize("tex", ["(1-s)^2", r"\beta^2", "10^2", "b_i^2"])
def test_the_base_of_a_power_is_no_higher_than_a_small_letter(tex):
    assert '<mpadded height="0.482em">' in inside(tex)


@pytest.mark.parametrize("tex", ["s^2", "b_i", r"\sum^n", r"\left(\frac12\right)^2", r"\int_0^1"])
def test_other_powers_stay(tex):
    assert "mpadded" not in inside(tex)


@pytest.mark.parametrize(
    ("tex", "mathml"),
    [
        ("f'", "<mrow>F</mrow>"),
        ("f'_i", "<msub><mrow>F</mrow><mi>i</mi></msub>"),
        ("f'^2", '<msup><mpadded height="0.482em"><mrow>F</mrow></mpadded><mn>2</mn></msup>'),
        ("f^{a'}", "<msup><mi>f</mi>"),
    ],
)
def test_primes_stand_beside_their_letter(tex, mathml):
    assert mathml.replace("F", '<mi>f</mi><mo lspace="0" rspace="0">′</mo>') in inside(tex).replace(
        '<mpadded height="0.482em"><mi>f</mi></mpadded>', "<mi>f</mi>"
    )


def test_a_displayed_formula_is_parted_at_wide_spaces():
    parts = formulas.mathml_parts(r"a=b,\qquad c=d \quad\text{if } e")
    assert [re.sub("<[^>]+>", "", part) for part in parts] == ["a=b,", "c=d", "if\xa0e"]
    assert all(part.startswith('<math display="block">') for part in parts)
    for whole in (r"\begin{aligned}a&=b\qquad c\end{aligned}", r"\left(a\quad b\right)", r"\quad"):
        assert len(formulas.mathml_parts(whole)) == 1


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
