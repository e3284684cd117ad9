"""Every explorer of every notebook, driven to the ends of its controls and to places in between.

The notebooks run in this process, so that what a picture warns of is an error here.
"""

import ast
import copy
import itertools
import re
from collections import Counter

import matplotlib as mpl
import numpy as np
import pytest

from nnbook.explore import Seed, Slider
from tests.contrast import faint_shapes, faint_words
from tests.notebooks.reading import read
from tools.explorers import collect, name, notebooks

NOTEBOOKS = notebooks()
MAX_CORNERS, N_INSIDE = 16, 6


def declared(path):
    """Return the names of the explorers that cells of the notebook end with, without running anything."""
    calls = [call for _, call in read(path).explorers]
    given = [{k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg == "name"} for call in calls]
    return [keywords.get("name", "(without a name)") for keywords in given]


@pytest.fixture
def explorers(request):
    """The explorers of one notebook, under the matplotlib settings that it made."""
    found, _, settings = collect(request.param)
    with mpl.rc_context(settings):
        yield found


@pytest.fixture
def figures(request):
    """The figures of one notebook by cell, under the matplotlib settings that it made."""
    _, found, settings = collect(request.param)
    with mpl.rc_context(settings):
        yield found


each_notebook = pytest.mark.parametrize("explorers", NOTEBOOKS, indirect=True, ids=name)
each_explorer = pytest.mark.parametrize(
    ("explorers", "name"),
    [pytest.param(p, n, id=f"{name(p)}:{n}") for p in NOTEBOOKS for n in declared(p)],
    indirect=["explorers"],
)


def ends(control):
    """Return the values of a control that are furthest out: all of them where there is no order."""
    match control:
        case Slider():
            return control.lo, control.hi
        case Seed():
            return 0, control.highest
    return control.positions()


def inside(control, rng):
    """Return a value that a reader can reach; where it need not be whole, also between two positions."""
    match control:
        case Seed():
            return int(rng.integers(control.highest, endpoint=True))
        case Slider(whole=False):
            i = rng.integers(len(control.positions()) - 1)
            return rng.uniform(*control.positions()[i : i + 2])
    return control.positions()[rng.integers(len(control.positions()))]


def settings(controls, rng):
    """Return the corners of the controls, or some with every end among them, and settings in between."""
    reach = {key: ends(control) for key, control in controls.items()}
    if np.prod([len(values) for values in reach.values()]) <= MAX_CORNERS:
        corners = list(itertools.product(*reach.values()))
    else:
        columns = [rng.permutation(np.arange(MAX_CORNERS) % len(values)) for values in reach.values()]
        picked = zip(*columns, strict=True)
        corners = [[v[i] for v, i in zip(reach.values(), row, strict=True)] for row in picked]
    middle = [[inside(control, rng) for control in controls.values()] for _ in range(N_INSIDE)]
    return [dict(zip(controls, values, strict=True)) for values in corners + middle]


def fresh(explorer):
    """Return the same explorer as if it had never drawn."""
    other = copy.copy(explorer)
    other._stages = {}
    return other


def check_words(text, where):
    assert text.strip(), f"nothing to read {where}"
    assert not re.search(r"[$\\]|\bnan\b|array\(|np\.", text), f"not a sentence for readers {where}: {text!r}"


@each_explorer
def test_draws_whatever_its_controls_say(explorers, name):
    explorer = explorers[name]
    for setting in settings(explorer.controls, np.random.default_rng(0)):
        try:
            pixels, readout = explorer.picture(**setting)
        except Exception as error:
            error.add_note(f"explorer {name!r} at {setting}")
            raise
        where = f"in explorer {name!r} at {setting}"
        assert np.ptp(pixels) > 0, f"an empty picture {where}"
        border = np.concatenate([pixels[[0, -1]].reshape(-1, 3), pixels[:, [0, -1]].reshape(-1, 3)])
        assert np.ptp(border, axis=0).max() == 0, f"something is cut off at the picture's edge {where}"
        check_words(readout, where)


@each_explorer
def test_same_values_give_the_same_picture(explorers, name):
    explorer = explorers[name]
    *moves, probe = settings(explorer.controls, np.random.default_rng(1))
    probes = [explorer.start, probe]
    first = [explorer.frame(**setting) for setting in probes]
    for setting in moves[::5]:
        explorer.picture(**setting)
    other = fresh(explorer)
    for setting, before in zip(probes, first, strict=True):
        assert explorer.frame(**setting) == before, f"{name!r} at {setting} depends on earlier moves"
        assert other.frame(**setting) == before, f"{name!r} at {setting} depends on what was drawn first"


@each_explorer
def test_weak_eyes_can_read_it(explorers, name):
    explorer = explorers[name]
    for setting in [explorer.start, *settings(explorer.controls, np.random.default_rng(2))[-2:]]:
        explorer.picture(**setting)
        figure = explorer._stages[1]._canvas.figure
        faint = faint_shapes(figure) + faint_words(figure)
        assert not faint, f"too little contrast in explorer {name!r} at {setting}: {faint}"


@pytest.mark.parametrize("figures", NOTEBOOKS, indirect=True, ids=name)
def test_figures_of_cells_can_be_read_and_say_what_they_show(figures, request):
    cells = {cell.id: cell for cell in read(request.node.callspec.params["figures"]).code}
    for cell, drawn in figures.items():
        alt = cells[cell].metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        assert len(alt.split()) >= 8, (
            f"cell {cell!r} draws a figure: metadata.mystnb.image.alt says what it shows"
        )
        faint = [words for figure in drawn for words in faint_shapes(figure) + faint_words(figure)]
        assert not faint, f"too little contrast in the figure of cell {cell!r}: {faint}"


@each_explorer
def test_says_what_it_shows(explorers, name):
    explorer = explorers[name]
    check_words(explorer.title, "as title")
    check_words(explorer.alt, "as alt text")
    assert len(explorer.title) <= 70, f"a long title: {explorer.title!r}"
    assert len(explorer.alt.split()) >= 8, f"a short alt text: {explorer.alt!r}"
    assert explorer.sweep, f"explorer {name!r} sweeps nothing: it would not move on the page"


@each_notebook
def test_no_explorer_escapes_these_tests(explorers, request):
    assert sorted(explorers) == sorted(declared(request.node.callspec.params["explorers"])), (
        "each explorer is made by the last expression of its cell, with a literal name"
    )


def test_names_are_unique_in_the_book():
    count = Counter(name for path in NOTEBOOKS for name in declared(path))
    assert max(count.values()) == 1, f"names used twice: {[name for name, n in count.items() if n > 1]}"
