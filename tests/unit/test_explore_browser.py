"""What runs in the reader's browser, run here: cells with what they show, explorers from their slices."""

import json

import numpy as np
import pytest

from nnbook.explore.browser import host
from nnbook.explore.kept import REMADE, pack

IMPORT = "from nnbook.explore import Cells, Slider, explorer"
EXPLORER = """\
@explorer(size=(2, 1))
def line(axes, height=Slider(0, 3, 1, 1), board=Cells([[0, 1]])):
    '''A line

    It rises.
    '''
    axes.plot([0, slope * height])
    return f"{slope * height + board.sum()}"

line"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Give each test a page of its own."""
    for name, empty in (("_explorers", {}), ("_page", {}), ("_ran", set())):
        monkeypatch.setattr(host, name, empty)


def run(source, *before, index=None, data=None):
    """Run a cell after those before it; return what it shows."""
    pairs = json.dumps(list(enumerate(before)))
    return json.loads(host.cell(len(before) if index is None else index, source, pairs, data))


def test_an_explorer_comes_alive_from_its_slice():
    cells = json.dumps([[0, IMPORT], [4, "slope = 2"], [7, EXPLORER]])
    described = json.loads(host.explorer("line", cells))
    assert [control["key"] for control in described["controls"]] == ["height", "board"]
    rgba, readout = host.draw("line", json.dumps({"height": 3, "board": [[1, 1]]}), 2)
    assert rgba.shape == (200, 400, 4)
    assert rgba.dtype == np.uint8
    assert (rgba[..., 3] == 255).all()
    assert readout == "8"
    assert host.draw("line", "{}", 1)[1] == "3"


def test_kept_cells_come_as_data():
    data = pack({"4": {"slope": 5, REMADE: "steep = lambda: 10 * slope"}})
    host.explorer("line", json.dumps([[0, IMPORT], [4, None], [7, EXPLORER]]), data)
    assert host.draw("line", "{}", 1)[1] == "6"
    assert json.loads(host.cell(5, "steep()", "[[4, null]]", data)) == [{"kind": "text", "text": "50"}]


@pytest.mark.parametrize(
    ("cells", "message"),
    [([[0, IMPORT], [3, EXPLORER.replace("line", "other")]], "no cell shows the explorer 'line'"),
     ([[0, "1 / 0"]], "ZeroDivisionError: division by zero")],
)  # fmt: skip
def test_an_explorer_that_cannot_says_why(cells, message):
    with pytest.raises(host.CellError, match=message):
        host.explorer("line", json.dumps(cells))


def test_explorers_do_not_share_names():
    for name, slope in (("line", 2), ("other", 4)):
        cells = [[0, IMPORT], [1, f"slope = {slope}"], [2, EXPLORER.replace("line", name)]]
        host.explorer(name, json.dumps(cells))
    assert host.draw("line", "{}", 1)[1] == "3"
    assert host.draw("other", "{}", 1)[1] == "5"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("x = 1", []),
        ("print('a')\nprint('b', end='')", [{"kind": "text", "stream": True, "text": "a\nb"}]),
        ("import sys\nprint('a', file=sys.stderr)", [{"kind": "text", "stream": True, "text": "a\n"}]),
        ("1 + 1", [{"kind": "text", "text": "2"}]),
        ("print(1)\ndisplay(2)\n3", [{"kind": "text", "stream": True, "text": "1\n"},
                                     {"kind": "text", "text": "2"}, {"kind": "text", "text": "3"}]),
        ("class T:\n    def _repr_html_(self): return '<b>t</b>'\nT()",
         [{"kind": "html", "html": "<b>t</b>"}]),
        ("%matplotlib inline\n7", [{"kind": "text", "text": "7"}]),
        ("%%timeit\n7", []),
    ],
)  # fmt: skip
def test_what_a_cell_shows(source, shown):
    assert run(source) == shown


@pytest.mark.parametrize("last", ["", "\nplt.show()", "\nNone"])
def test_figures_are_shown_once(last):
    shown = run(f"import matplotlib.pyplot as plt\nfigure = plt.figure()\nfigure.add_subplot(){last}")
    assert [output["kind"] for output in shown if output["kind"] == "picture"] == ["picture"]


def test_an_edited_explorer_replaces_the_one_of_the_page():
    shown = run(EXPLORER, IMPORT, "slope = 9")
    assert [output["kind"] for output in shown] == ["explorer"]
    assert host.draw("line", "{}", 1)[1] == "10"


def test_cells_before_it_run_once():
    assert run("n", "n = 0", "n += 1") == [{"kind": "text", "text": "1"}]
    assert run("n", "n = 0", "n += 1") == [{"kind": "text", "text": "1"}]
    assert run("n += 1\nn", "n = 0", index=1) == [{"kind": "text", "text": "2"}]
    assert run("n", "n = 0", "n += 1") == [{"kind": "text", "text": "2"}]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a = 1\n\n1 / 0", "ZeroDivisionError: division by zero\ncell 1, line 3: 1 / 0"),
        ("def f():\n    return 1 / 0\nf()", "ZeroDivisionError: division by zero\n"
         "cell 1, line 3: f()\ncell 1, line 2: return 1 / 0"),
        ("a = (", "SyntaxError: '(' was never closed (cell 1, line 1)"),
        ("nothing", "NameError: name 'nothing' is not defined\ncell 1, line 1: nothing"),
        ("raise SystemExit(3)", "SystemExit: 3\ncell 1, line 1: raise SystemExit(3)"),
    ],
)  # fmt: skip
def test_errors_name_their_line(source, words):
    assert run(source) == [{"kind": "error", "text": words}]


def test_what_came_before_an_error_stays():
    shown = run("print('so far')\n1 / 0")
    assert [output["kind"] for output in shown] == ["text", "error"]


def test_an_error_in_a_cell_before_names_that_cell():
    [shown] = run("n", "n = 1 / 0")
    assert shown["text"].endswith("cell 1, line 1: n = 1 / 0")


def test_endless_output_has_an_end():
    [shown] = run("for i in range(100_000): print('x' * 100)")
    assert len(shown["text"]) < host.TEXT_LIMIT + 100
    assert shown["text"].endswith("… and more")


def test_an_exercise_is_checked():
    before = "from nnbook.quiz import check\ntruth = 4"
    assert "No answer yet" in run("answer = ...\ncheck(answer, truth)", before)[0]["text"]
    assert run("answer = 4\ncheck(answer, truth)", before)[0]["text"] == "Right.\n"
