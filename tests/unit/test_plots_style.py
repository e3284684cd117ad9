"""The book's colours: seen and told apart by every reader, on a light page and on a dark one."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from nnbook.plots import style
from tests.contrast import SHAPE, TEXT, contrast

# Machado, Oliveira and Fernandes (2009), table 1, severity 1: how the colour blind see linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")


@pytest.fixture
def look():
    with mpl.rc_context():
        style.use_style()
        yield mpl.rcParams


def cycle(look):
    return look["axes.prop_cycle"].by_key()["color"]


def lab(rgb, eye):
    """Return CIE L*a*b* of a colour as `eye` sees it."""
    rgb = np.array(rgb)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(EYES[eye] @ linear, 0, 1)
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    t = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def closest(colors, eye):
    """Return the least distance of two of `colors`."""
    return min(
        np.linalg.norm(lab(to_rgb(a), eye) - lab(to_rgb(b), eye))
        for a, b in itertools.combinations(colors, 2)
    )


def test_contrast_of_known_colours():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(15.3, abs=0.1)  # 21 on a light page
    assert contrast(to_rgb("#767676"), (1, 1, 1)) < 4.54  # the grey that just passes, undimmed


def test_words_can_be_written_in_every_colour_of_the_cycle(look):
    paper = to_rgb(look["figure.facecolor"])
    assert paper == to_rgb(look["axes.facecolor"]) == to_rgb(look["savefig.facecolor"])
    for color in [*cycle(look), *(look[f"{name}.labelcolor"] for name in ("axes", "xtick", "ytick"))]:
        assert contrast(to_rgb(f"#{color.lstrip('#')}"), paper) >= TEXT, f"words in {color}"
    for color in (look["axes.edgecolor"], look["xtick.color"], look["ytick.color"], style.GREY):
        assert contrast(to_rgb(f"#{color.lstrip('#')}"), paper) >= SHAPE, f"lines in {color}"


@pytest.mark.parametrize("eye", EYES)
def test_colours_differ_as_much_as_those_of_okabe_and_ito_at_their_closest(look, eye):
    least = min(closest(OKABE_ITO, each) for each in EYES)
    assert closest(cycle(look), eye) >= least


def test_named_colours_are_those_of_the_cycle(look):
    assert cycle(look)[:3] == [style.BLUE, style.ORANGE, style.GREEN]
