"""Formulas sit where TeX would put them, in Chromium and in Firefox: measured in the ink of a picture."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from book._ext import formulas
from tools import browser

pytestmark = pytest.mark.browser
EM = 100  # pixels of a letter: 1 em of the font
ROW = 3 * EM
RED, GREEN, BLUE, BLACK = range(4)
# The line is drawn red, what is under a root blue, what is raised or lowered green.
STYLE = f"""
body {{ margin: 0; background: #fff; }}
p {{ position: absolute; left: 20px; margin: 0; height: {ROW}px; line-height: {ROW}px; white-space: nowrap; }}
math {{ font-size: {EM}px !important; }}
i {{ display: inline-block; width: 20px; height: 2px; background: #f00; margin-bottom: -2px; }}
:is(msqrt, mroot > :first-child) * {{ color: #00f; }}
:is(msup, msub) > :last-child, msubsup > :nth-child(n + 2) {{ color: #0b0; }}
"""
ROOTS = [r"\sqrt\kappa", r"\sqrt\alpha", r"\sqrt{x}", r"\sqrt{1-\alpha^2}", r"\sqrt[3]{\eta}", r"\sqrt{b_i}"]
DISPLAYED = [r"\sqrt\kappa", r"\frac{\sqrt{\kappa}}{2}", r"\sqrt{\hat s_t}", r"\sqrt{\frac{a}{b}}"]
POWERS = ["s^2", "(1-s)^2", "b^2", r"\beta^2", "10^2", r"\alpha^2", "[k]^2", r"|x|^2"]
PRIMES = ["f'", "x'", r"\mathbf{w}'_i", "f''", "f'^2"]
CASES = [(tex, False) for tex in ROOTS + POWERS + PRIMES] + [(tex, True) for tex in DISPLAYED]


def command(name):
    """Return the command of a browser that takes a picture without anybody's help."""
    if name == "chromium":
        return [browser.require(shell=True), *browser.FLAGS, "--hide-scrollbars"]
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.skip("no Firefox")
    return [found, "--headless", "--no-remote"]


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def ink(request, tmp_path_factory):
    """Where a browser puts the ink of each case: for each colour, rows above the line and columns, in em."""
    folder = tmp_path_factory.mktemp("formulas")
    css = (Path(__file__).parents[2] / "book/_static/formulas.css").read_text(encoding="utf-8")
    font = formulas.font_folder().as_uri()
    css = re.sub(r'url\("([^"]*)"\)', rf'url("{font}/\1")', css).replace("swap", "block")
    rows = "".join(
        f'<p style="top: {i * ROW}px"><i></i> {formulas.mathml(tex, display=display)}</p>'
        for i, (tex, display) in enumerate(CASES)
    ).replace('display="block"', 'display="inline" style="display: inline math; math-style: normal"')
    page, picture = folder / "page.html", folder / "page.png"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{css}{STYLE}</style>{rows}", encoding="utf-8")
    size = f"--window-size=1000,{len(CASES) * ROW}"
    profile = ["--profile", str(folder)] if request.param == "firefox" else []
    taken = subprocess.run(
        [*command(request.param), *profile, f"--screenshot={picture}", size, page.as_uri()],
        capture_output=True,
        timeout=120,
        text=True,
    )
    assert picture.exists(), taken.stderr
    pixels = np.asarray(Image.open(picture).convert("RGB")).astype(int)
    return {case: coloured(pixels[i * ROW : (i + 1) * ROW]) for i, case in enumerate(CASES)}


def coloured(strip):
    """Return the places of the ink of each colour of one row of the picture, up from its line and across."""
    r, g, b = np.moveaxis(strip, -1, 0)
    strong = 96
    masks = [
        (r - g > strong) & (r - b > strong),
        (g - r > strong) & (g - b > strong),
        (b - r > strong) & (b - g > strong),
        (r < strong) & (g < strong) & (b < strong),
    ]
    line = np.nonzero(masks[RED])[0].min()
    places = [np.nonzero(mask) for mask in masks]
    return [((line - y) / EM, x / EM) for y, x in places]


def top_bottom(places):
    rows, _ = places
    assert rows.size, "no ink of this colour"
    return rows.max(), rows.min()


@pytest.mark.parametrize("tex", ROOTS)
def test_a_root_hangs_no_lower_than_its_sign_does_in_a_font(ink, tex):
    found = ink[tex, False]
    (top, bottom), (letter, below) = top_bottom(found[BLACK]), top_bottom(found[BLUE])
    assert bottom > min(below, 0) - 0.32, "the sign hangs below the line"
    rows, columns = found[BLACK]
    over = rows[(columns > found[BLUE][1].min()) & (rows > letter - 0.02)]
    assert over.size, "no bar"
    assert over.min() - letter > 0.08, "the bar strikes the letter"
    assert top < 1.15, "the bar is far above the line"


@pytest.mark.parametrize("tex", DISPLAYED)
def test_a_root_in_a_displayed_formula_has_room_above_and_below(ink, tex):
    found = ink[tex, True]
    (_, bottom), (letter, below) = top_bottom(found[BLACK]), top_bottom(found[BLUE])
    rows, columns = found[BLACK]
    over = rows[(columns > found[BLUE][1].min()) & (rows > letter - 0.02)]
    assert over.min() - letter > 0.08
    if "frac{\\sqrt" not in tex:
        above = over.min() - letter
        assert below - bottom < above + 0.25, "the sign hangs lower than the bar is high"


@pytest.mark.parametrize("tex", POWERS)
def test_powers_of_letters_and_brackets_are_equally_high(ink, tex):
    (_, height), (_, usual) = top_bottom(ink[tex, False][GREEN]), top_bottom(ink["s^2", False][GREEN])
    assert abs(height - usual) < 0.03


@pytest.mark.parametrize("tex", PRIMES)
def test_primes_are_as_high_as_powers_and_no_higher_than_letters(ink, tex):
    black = ink[tex, False][BLACK]
    at_the_end = black[1] > black[1].max() - 0.15
    assert 0.66 < black[0][at_the_end].max() < 0.75
