"""Every explorer of every notebook, driven to the ends of its controls and to places in between.

The notebooks run in this process, so that what a picture warns of is an error here.
"""

import copy
import itertools
import re
from collections import Counter

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from nnbook.explore import Cells, Photo, Point, Seed, Slider
from tests.contrast import faint_shapes, faint_words
from tests.drawn_text import LEAST, crossing, small_words
from tools.reading import PATHS, find, name, read
from tools.running import run

MAX_CORNERS, N_INSIDE = 16, 6
# Explorers with words too small for a phone, until their chapters give them other sizes.
SMALL_PRINT = set()
REPEATING = set()  # explorers with two stops that look the same, until their chapters give others


def declared(path):
    """Return the names of the explorers that cells of the notebook end with, without running anything."""
    return [shown.name or "(without a name)" for shown in read(path).explorers]


@pytest.fixture
def explorers(request):
    """The explorers of one notebook, under the matplotlib settings that it made."""
    done = run(request.param)
    with mpl.rc_context(done.settings):
        yield done.named


each_notebook = pytest.mark.parametrize("path", PATHS, ids=name)
each_explorer = pytest.mark.parametrize(
    ("explorers", "name"),
    [pytest.param(p, n, id=f"{name(p)}:{n}") for p in PATHS for n in declared(p)],
    indirect=["explorers"],
)


def ends(control):
    """Return the values of a control that are furthest out: all of them where there is no order."""
    match control:
        case Slider():
            return control.lo, control.hi
        case Seed():
            return 0, control.highest
        case Cells():
            return [np.full(control.start.shape, end) for end in (control.lo, control.hi)]
        case Point():
            return [*zip(control.limits["xlim"], control.limits["ylim"], strict=True)]
        case Photo():
            return [np.full(control.start.shape, grey) for grey in (0.0, 1.0)]
    return control.positions()


def inside(control, rng):
    """Return a value that a reader can reach; where it need not be whole, also between two positions."""
    match control:
        case Seed():
            return int(rng.integers(control.highest, endpoint=True))
        case Slider(whole=False):
            i = rng.integers(len(control.positions()) - 1)
            return rng.uniform(*control.positions()[i : i + 2])
        case Cells():
            n_steps = round((control.hi - control.lo) / control.step)
            steps = rng.integers(n_steps, endpoint=True, size=control.start.shape)
            return control.lo + control.step * steps
        case Point():
            return tuple(rng.uniform(*np.sort([control.limits[axis] for axis in ("xlim", "ylim")]).T))
        case Photo():
            return rng.random(control.start.shape)
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
            pixels, readout = explorer.picture(setting)
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
    first = [explorer.frame(setting) for setting in probes]
    for setting in moves[::5]:
        explorer.picture(setting)
    other = fresh(explorer)
    for setting, before in zip(probes, first, strict=True):
        assert explorer.frame(setting) == before, f"{name!r} at {setting} depends on earlier moves"
        assert other.frame(setting) == before, f"{name!r} at {setting} depends on what was drawn first"


@each_explorer
def test_every_stop_is_drawn_and_each_step_shows(explorers, name, request):
    explorer = explorers[name]
    frames = run(request.node.callspec.params["explorers"]).frames_of(explorer)
    drawn = {tuple(frame.setting[key] for key in explorer.sweep): frame.picture for frame in frames}
    problems = [f"cannot draw {frame.setting}: {frame.failure}" for frame in frames if frame.failure]
    start = [explorer.controls[key].on_position(key, explorer.start[key]) for key in explorer.sweep]
    for i, (key, stops) in enumerate(explorer.sweep.items()):
        if explorer.controls[key].kind != "slider" or problems:
            continue
        others = {(*at[:i], *at[i + 1 :]) for at in drawn}
        pairs = [(o, a, b) for o in others for a, b in itertools.pairwise(stops)]
        equal = [(o, a, b) for o, a, b in pairs if drawn[*o[:i], a, *o[i:]] == drawn[*o[:i], b, *o[i:]]]
        at_start = [(a, b) for o, a, b in equal if o == (*start[:i], *start[i + 1 :])]
        problems += [f"{key} from {a} to {b}: the same picture" for a, b in at_start]
        if len(equal) > len(pairs) / 2:
            problems.append(f"{key}: {len(equal)} of {len(pairs)} steps change nothing")
    if name in REPEATING:
        assert problems, f"explorer {name!r} shows each step: take it out of REPEATING"
    else:
        assert not problems, f"explorer {name!r}:\n" + "\n".join(problems)


@each_explorer
def test_weak_eyes_can_read_it(explorers, name):
    explorer = explorers[name]
    for setting in [explorer.start, *settings(explorer.controls, np.random.default_rng(2))[-2:]]:
        explorer.picture(setting)
        figure = explorer._stages[1]._canvas.figure
        faint = faint_shapes(figure) + faint_words(figure)
        assert not faint, f"too little contrast in explorer {name!r} at {setting}: {faint}"


@each_explorer
def test_words_are_large_enough_on_a_phone_and_on_a_desk(explorers, name):
    explorer = explorers[name]
    small = set()
    for setting in [explorer.start, *settings(explorer.controls, np.random.default_rng(3))[-2:]]:
        explorer.picture(setting)
        small.update(small_words(explorer._stages[1]._canvas.figure, explorer.layout.panels))
    if name in SMALL_PRINT:
        assert small, f"explorer {name!r} can be read: take it out of SMALL_PRINT"
    else:
        assert not small, f"explorer {name!r} has words below {LEAST} CSS px: {sorted(small)}"


def test_lists_name_explorers():
    gone = (SMALL_PRINT | REPEATING) - {name for path in PATHS for name in declared(path)}
    assert not gone, f"take out of the lists: {gone}"


@each_explorer
def test_no_panel_is_cut_through(explorers, name):
    explorer = explorers[name]
    panels = explorer.layout.panels
    rows, columns = explorer._setting.panels
    assert len(panels) == rows * columns, f"explorer {name!r} cannot be cut into its panels"
    width, height = (round(100 * side) for side in explorer.size)
    assert sum(panel.width * panel.height for panel in panels) == width * height
    offenders = []
    for setting in [explorer.start, *settings(explorer.controls, np.random.default_rng(4))[-3:]]:
        explorer.picture(setting)
        found = crossing(explorer._stages[1]._canvas.figure, panels)
        offenders += [f"at {setting}: {words}" for words in found]
    assert not offenders, f"explorer {name!r}: out of its panel sticks\n" + "\n".join(offenders)


@each_notebook
def test_figures_of_cells_can_be_read_and_say_what_they_show(path):
    done, cells = run(path), {cell.id: cell for cell in read(path).code}
    for cell, result in done.results.items():
        if not result.figures:
            continue
        alt = cells[cell].metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        assert len(alt.split()) >= 8, (
            f"cell {cell!r} draws a figure: metadata.mystnb.image.alt says what it shows"
        )
        with mpl.rc_context(done.settings):
            faint = [words for f in result.figures for words in faint_shapes(f) + faint_words(f)]
            small = [words for f in result.figures for words in small_words(f)]
        assert not faint, f"too little contrast in the figure of cell {cell!r}: {faint}"
        assert not small, f"words below {LEAST} CSS px in the figure of cell {cell!r}: {small}"


@each_explorer
def test_says_what_it_shows(explorers, name):
    explorer = explorers[name]
    check_words(explorer.title, "as title")
    check_words(explorer.alt, "as alt text")
    assert len(explorer.title) <= 70, f"a long title: {explorer.title!r}"
    assert len(explorer.alt.split()) >= 8, f"a short alt text: {explorer.alt!r}"
    assert explorer.sweep, f"explorer {name!r} sweeps nothing: it would not move on the page"


@each_notebook
def test_no_explorer_escapes_these_tests(path):
    assert sorted(run(path).named) == sorted(declared(path)), (
        "each explorer is made by the last expression of its cell, with a literal name"
    )


def test_names_are_unique_in_the_book():
    count = Counter(name for path in PATHS for name in declared(path))
    assert max(count.values()) == 1, f"names used twice: {[name for name, n in count.items() if n > 1]}"


def test_the_six_lines_of_plain_ipywidgets_work():
    text = read(find("explorers")).text
    (block,) = re.findall(r"^```python\n(from ipywidgets import interact\n.*?)^```", text, re.M | re.DOTALL)
    assert len([line for line in block.splitlines() if line.strip()]) == 6
    space = {"np": np, "plt": plt}
    with mpl.rc_context():
        mpl.use("agg")
        exec(block, space)
        (line,) = space["beats"](30, 3) or plt.gca().lines[-1:]
        plt.close("all")
    assert len(line.get_xdata()) == 1000
    assert [type(box).__name__ for box in space["beats"].widget.children[:2]] == ["IntSlider", "IntSlider"]
