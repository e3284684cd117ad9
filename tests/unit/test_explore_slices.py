"""Which cells an explorer needs: read from the code, proved by running, carried as data where slow."""

import json

import nbformat.v4 as nb
import numpy as np
import pytest

from nnbook.explore import Seed
from nnbook.explore.kept import REMADE, can_keep, pack, unpack
from nnbook.explore.slices import Notebook
from tools import slices

EXPLORER = """\
@explorer(size=(2, 2))
def line(axes, height=Slider(0, 3, 1, 1)):
    '''A line

    It rises.
    '''
    axes.plot([0, slope * height])
    return f"slope {slope * height:.2f}"

line"""
IMPORT = "import numpy as np\nfrom nnbook.explore import Slider, explorer"


def needs(*sources, careful=False):
    """Return what the last of some cells needs."""
    return Notebook(sources).needs(len(sources) - 1, careful)


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        (["a = 1", "b = 2", "a + 1"], [0]),
        (["a = 1", "a = 2", "a"], [1]),
        (["a = [1]", "a[0] = 2", "a"], [0, 1]),
        (["a = [1]", "a.append(2)", "a"], [0, 1]),
        (["a = 1", "a += 2", "a"], [0, 1]),
        (["a = 1", "if b: a = 2", "a"], [0, 1]),
        (["a = 1", "for a in c: pass", "a"], [0, 1]),
        (["c = 1", "def f(): return c", "f()"], [0, 1]),
        (["def f(): return c", "c = 1", "f()"], [0, 1]),
        (["c = 1", "f = lambda x: c * x", "f(2)"], [0, 1]),
        (["c = 1", "def f(x=c): return x", "f()"], [0, 1]),
        (["c = 1", "class A:\n    def f(self): return c", "A().f()"], [0, 1]),
        (["x = 1", "[x for x in range(3)]"], []),
        (["x = 1", "[x for y in range(3)]"], [0]),
        (["x = 1", "def f(x): return x\nf(2)"], []),
        (["from a import use_style\nuse_style()", "b = 1", "print(3)"], [0]),
        (["%matplotlib inline\na = 1", "%%time\nb = a", "a"], [0]),
        (["a, (b, *c) = 1, (2, 3)", "c"], [0]),
        (["with open(n) as f: a = 1", "a"], [0]),
        (["d = {}", "d['x'].y = 3", "d"], [0, 1]),
        (["a = 1", "(a := 2)", "a"], [1]),
        (["a = 1", "del a", "b = 2", "b"], [2]),
    ],
)
def test_what_a_cell_needs(sources, wanted):
    assert needs(*sources) == wanted


def test_what_is_handed_to_a_call_may_change():
    cells = ["rng = make()", "x = draw(rng)", "y = draw(rng)", "y"]
    assert needs(*cells) == [0, 2]
    assert needs(*cells, careful=True) == [0, 1, 2]


def test_data_travel_as_they_are():
    kept = {
        "3": {"W": np.eye(2, dtype=np.float32), "n": 3, "name": "a", "none": None, "yes": True},
        "5": {
            "deep": {"a": [1, (2.5, np.arange(3))], 7: "x"},
            "scalar": np.float64(2),
            "words": np.array(["b"]),
        },
    }
    back = unpack(pack(kept))
    assert repr(back) == repr(kept)
    assert back["3"]["W"].dtype == np.float32
    assert type(back["5"]["deep"]["a"][1]) is tuple


def test_dataclasses_travel_with_what_they_hold():
    [back] = unpack(pack({"0": {"x": [Seed(7, label="draw")]}}))["0"]["x"]
    assert back == Seed(7, label="draw")


@pytest.mark.parametrize(
    "value", [len, object(), {1, 2}, np.array([None]), [lambda: 0], np.random.default_rng(0)]
)
def test_what_could_hold_code_is_refused(value):
    assert not can_keep(value)
    with pytest.raises(TypeError, match="to keep W"):
        pack({"0": {"W": value}})


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of code cells, each a source or a source with a tag."""

    def write(*cells):
        pairs = [(cell, ()) if isinstance(cell, str) else (cell[0], cell[1:]) for cell in cells]
        made = [nb.new_code_cell(source, metadata={"tags": list(tags)}) for source, tags in pairs]
        path = tmp_path / "sample.ipynb"
        path.write_text(json.dumps(nb.new_notebook(cells=made)))
        return path

    return write


def test_a_slice_is_proved(notebook):
    path = notebook(IMPORT, "slope = 2", "print('nothing to do with it')", EXPLORER)
    page, data = slices.prove(path)
    assert page["explorers"]["line"]["slice"] == [0, 1]
    assert page["explorers"]["line"]["cell"] == 3
    assert data == b""


def test_what_code_does_not_tell_is_found_by_comparing(notebook):
    hidden = "everything = globals()\neverything['slope'] = 5"
    page, _ = slices.prove(notebook(IMPORT, "slope = 2", hidden, EXPLORER))
    assert page["explorers"]["line"]["slice"] == [0, 1, 2]


def test_a_picture_that_hangs_on_what_was_drawn_before_is_no_picture(notebook):
    counting = EXPLORER.replace(
        "    axes.plot", "    slopes.append(1)\n    slope = len(slopes)\n    axes.plot"
    )
    with pytest.raises(slices.DiffersError, match=r"sample.ipynb: the explorer 'line' draws another picture"):
        slices.prove(
            notebook(
                IMPORT, "import builtins\nif not hasattr(builtins, 'slopes'): builtins.slopes = []", counting
            )
        )


def test_a_slow_cell_is_named_until_it_travels_as_data(notebook):
    slow = "from time import process_time as now\nend = now() + 0.2\nwhile now() < end: pass\nslope = 2"
    with pytest.raises(
        slices.TooSlowError, match=r"the explorer 'line' needs 0\.2.* code cell 2 \(0\.2"
    ) as error:
        slices.prove(notebook(IMPORT, slow, EXPLORER), limit=0.1)
    assert "tag what computes data with 'kept'" in str(error.value)
    page, data = slices.prove(notebook(IMPORT, (slow, "kept"), EXPLORER), limit=0.1)
    assert page["kept"] == [1]
    assert unpack(data)["1"]["slope"] == 2


def test_what_a_kept_cell_defines_is_made_anew(notebook):
    cell = "tilt = lambda x: steep * x\nsteep = sum([2, 3])\ndef grade(): return tilt(base)\nrise = grade()"
    explorer_ = EXPLORER.replace("    axes.plot", "    slope = grade() + rise\n    axes.plot")
    page, data = slices.prove(notebook(IMPORT, "base = 1", "other = 2", (cell, "kept"), explorer_))
    assert page["explorers"]["line"]["slice"] == [0, 1, 3]
    left = unpack(data)["3"]
    assert left.pop(REMADE) == "tilt = lambda x: steep * x\n\ndef grade():\n    return tilt(base)"
    assert left == {"steep": 5, "rise": 5}


def test_what_only_kept_cells_need_stays_behind(notebook):
    cells = [IMPORT, "base = 1", ("slope = base + 1", "kept"), EXPLORER]
    page, _ = slices.prove(notebook(*cells))
    assert page["explorers"]["line"]["slice"] == [0, 2]
