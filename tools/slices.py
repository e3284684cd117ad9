"""The cells that each explorer of a notebook needs, proved: what they draw is what the whole notebook draws.

Reading the code proposes a slice (`nnbook.explore.slices`). Here the whole notebook runs once, then each
slice in a namespace of its own; the opening picture and three settings at random must be equal to the last
pixel, the readout, too. If they are not, a more careful slice is tried, at last all cells above. A slice that
takes too long for a reader's browser is an error: the cells that cost the time need the tag ``kept``. What
such a cell computes travels as data; what it defines, and other values that are not data, is made anew.
"""

import ast
import copy
import json
import os
import random
import time
from contextlib import chdir, redirect_stdout

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from nnbook.explore import Explorer
from nnbook.explore.kept import REMADE, can_keep, pack
from nnbook.explore.slices import MAGIC, Notebook, binding

SETTINGS = 3  # at random, besides the opening one
KEPT = "kept"  # the tag of cells whose variables travel as data
# CPU seconds of a slice here: a browser needs about three times as long, and may take 1 s.
LIMIT = 0.3
LOOP = 0.0066  # CPU seconds of the loop in `_slowness` on the machine where this was measured


class TooSlowError(Exception):
    """An explorer that would not come alive within a second of CPU in a reader's browser."""


class BrokenError(Exception):
    """A notebook whose cells, or an explorer whose pictures, fail."""


class DiffersError(Exception):
    """An explorer whose picture depends on more than the cells above it."""


class _Left(dict):
    """The variables that a kept cell left, as data; code that makes what is `lost`, not data, is `remade`."""

    def __init__(self, variables, source):
        data = {name: value for name, value in variables.items() if can_keep(value)}
        super().__init__(copy.deepcopy(data))  # later cells may change what is here
        self.lost = variables.keys() - self.keys()
        self.remade = binding(source, self.lost)


def prove(path, limit=LIMIT):
    """Return the cells of the notebook at `path`, what each explorer and cell needs, and what is kept.

    Parameters
    ----------
    path : Path
        A notebook.
    limit : float
        CPU seconds that the cells of an explorer may take here.

    Returns
    -------
    page : dict
        JSON-ready: ``cells``, their sources; ``needs``, for each the numbers of those that it needs before;
        ``explorers``, for each name the number of its cell, ``slice``, and ``seconds`` of CPU here; ``kept``,
        the numbers of cells that travel as data.
    data : bytes
        Their variables; empty if there are none.
    """
    cells = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    kept = [i for i, cell in enumerate(cells) if KEPT in cell["metadata"].get("tags", ())]
    raises = {i for i, c in enumerate(cells) if "raises-exception" in c["metadata"].get("tags", ())}
    with chdir(path.parent), mpl.rc_context():
        mpl.use("agg")
        shown, left = _whole(sources, raises, kept)
        notebook = Notebook(sources)
        explorers = {
            name: _slice(path, notebook, sources, left, index, explorer, limit)
            for name, (index, explorer) in shown.items()
        }
    page = {
        "cells": sources,
        "needs": [notebook.needs(i, careful=True, kept=_remade(left)) for i in range(len(sources))],
        "explorers": explorers,
        "kept": kept,
    }
    return page, pack({str(i): {**left[i], REMADE: left[i].remade} for i in kept}) if kept else b""


def _whole(sources, raises, kept):
    """Run all cells; return explorers by name with the number of their cells, and what `kept` left."""
    shown, left, space = {}, {}, _namespace()
    for index, source in enumerate(sources):
        before = dict(space)
        try:
            values = _run(source, space)
        except Exception as error:
            if index not in raises:
                raise BrokenError(f"code cell {index + 1} fails outside a kernel: {error}") from error
            continue
        for value in values:
            if isinstance(value, Explorer):
                shown[value.name] = index, value
        if index in kept:
            new = {n: v for n, v in space.items() if n not in before or before[n] is not v}
            left[index] = _Left({n: v for n, v in new.items() if n != "display" and n[:2] != "__"}, source)
    return shown, left


def _remade(left):
    return {number: variables.remade for number, variables in left.items()}


def _slice(path, notebook, sources, left, index, explorer, limit):
    """Return the proved slice of `explorer`, which cell `index` shows."""
    settings = _settings(explorer)
    try:
        wanted = [_picture(explorer, setting) for setting in settings]
    except Exception as error:
        raise BrokenError(f"{path.name}: the explorer {explorer.name!r} cannot draw: {error}") from error
    read = [notebook.needs(index, careful, kept=_remade(left)) for careful in (False, True)]
    for cells in [*read, list(range(index))]:
        started = time.process_time()
        try:
            found = _alive(sources, left, [*cells, index], explorer.name)
            seconds = time.process_time() - started
            if found is None or not _same(found, settings, wanted):
                continue
        except Exception:  # a name is missing, a variable has another form: this slice is not enough
            continue
        limit *= _slowness() if seconds > limit else 1
        if seconds > limit:  # on a busy machine the same work takes longer: the quickest of three counts
            seconds = min([seconds, *(_seconds(sources, left, [*cells, index]) for _ in range(2))])
        if seconds > limit:
            raise TooSlowError(_sentence(path, explorer.name, sources, left, cells, seconds, limit))
        return {"cell": index, "slice": cells, "seconds": round(seconds, 3)}
    lost = sorted({name for number in left if number < index for name in left[number].lost})
    raise DiffersError(
        f"{path.name}: the explorer {explorer.name!r} draws another picture when cells above it run again; "
        "its draw function must depend on nothing but its arguments"
        + (f", and what kept cells leave must be data, which {', '.join(lost)} are not" if lost else "")
    )


def _alive(sources, left, cells, name):
    """Run `cells` in a namespace of their own and return the explorer called `name`."""
    space, found = _namespace(), None
    for number in cells:
        for value in _rerun(number, sources, left, space):
            found = value if isinstance(value, Explorer) and value.name == name else found
    return found


def _rerun(number, sources, left, space):
    """Run a cell as a browser will: of a kept one only what is not there as data; return what it shows."""
    if number not in left:
        return _run(sources[number], space)
    space.update(left[number])
    return _run(left[number].remade, space)


def _slowness():
    """Return how many times slower this machine is than the one where `LIMIT` was measured, at least 1."""

    def loop():
        started = time.process_time()
        total = 0
        for i in range(300_000):
            total += i % 7
        return time.process_time() - started

    return max(1, min(loop() for _ in range(5)) / LOOP)


def _seconds(sources, left, cells):
    """Return the CPU time that `cells` take."""
    started = time.process_time()
    _alive(sources, left, cells, "")
    return time.process_time() - started


def _sentence(path, name, sources, left, cells, seconds, limit):
    """Say which cells an explorer waits for."""
    costs, space = [], _namespace()
    for number in cells:
        started = time.process_time()
        _rerun(number, sources, left, space)
        costs.append((time.process_time() - started, number))
    dear = [f"{number + 1} ({cost:.2f} s)" for cost, number in sorted(costs)[:-4:-1] if cost > 0.02]
    return (
        f"{path.name}: the explorer {name!r} needs {seconds:.2f} s of CPU before it draws, at most {limit} "
        f"are allowed, so that it comes alive in a browser within 1 s; most goes to code cell "
        f"{', '.join(dear)}: tag what computes data with 'kept', or let it compute less"
    )


def _same(explorer, settings, wanted):
    for setting, (pixels, readout) in zip(settings, wanted, strict=True):
        drawn, said = _picture(explorer, setting)
        if said != readout or not np.array_equal(drawn, pixels):
            return False
    return True


def _picture(explorer, setting):
    picture = explorer.picture(setting)
    return picture.pixels, picture.readout


def _settings(explorer):
    """Return the opening setting and some at random, the same for each build."""
    dice = random.Random(explorer.name)
    moved = [
        {key: dice.choice(positions) for key, c in explorer.controls.items() if (positions := _positions(c))}
        for _ in range(SETTINGS)
    ]
    return [{}, *moved]


def _positions(control):
    return control.positions() if hasattr(control, "positions") else ()


def _namespace():
    return {"__name__": "__main__"}


def _run(source, space):
    """Run a cell; return the values that it shows."""
    shown = []
    space["display"] = lambda *values: shown.extend(values)
    if source.lstrip().startswith("%%"):
        return shown
    body = ast.parse(MAGIC.sub(r"\1pass", source)).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    show, plt.show = plt.show, lambda *_, **__: None
    try:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            exec(compile(ast.Module(body, []), "<cell>", "exec"), space)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), "<cell>", "eval"), space))
    finally:
        plt.show = show
        plt.close("all")
    return shown
