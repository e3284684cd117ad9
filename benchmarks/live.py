"""Live latency: from a new value of a control to the bytes of the new picture, in a notebook's process.

The floor is what matplotlib needs to draw the same artists once more and to encode the picture: what is
above it is the explorer's own work.
"""

import contextlib
import json
import sys
import time
import warnings

import matplotlib as mpl
import numpy as np

from nnbook.explore.live import LiveView
from nnbook.explore.stage import Picture
from tools.explorers import collect, name, notebooks

N_MOVES = 40


def milliseconds(work):
    """Return how long `work` takes [ms]."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def moves(view, rng):
    """Yield a control and a value to move it to: what a reader drags, over and over."""
    keys = list(view.inputs)
    controls = view._explorer.controls
    while True:
        key = keys[rng.integers(len(keys))]
        positions = controls[key].positions()
        value = positions[rng.integers(len(positions))]
        if value != view.inputs[key].value:
            yield key, value


def measure(explorer, rng):
    """Return the times of random moves, and of drawing the same figures again [ms]."""
    view = LiveView(explorer)
    canvas = explorer._stages[1]._canvas
    live, floor = [], []
    for (key, value), _ in zip(moves(view, rng), range(N_MOVES), strict=False):
        live.append(milliseconds(lambda key=key, value=value: setattr(view.inputs[key], "value", value)))
        if view.message.value:
            raise RuntimeError(f"explorer {explorer.name!r} at {view.values()}: {view.message.value}")
        pixels = np.array(canvas.buffer_rgba())[..., :3]
        floor.append(milliseconds(canvas.draw) + milliseconds(Picture(pixels, "").png))
    return live, floor


def main():
    rng = np.random.default_rng(0)
    rows, everything = [], []
    for path in notebooks():
        with contextlib.redirect_stdout(sys.stderr):
            found, _, settings = collect(path)
        for explorer in found.values():
            with mpl.rc_context(settings), warnings.catch_warnings():
                warnings.simplefilter("error")
                live, floor = measure(explorer, rng)
            everything += live
            median, p95 = np.percentile(live, [50, 95])
            rows.append(
                {
                    "notebook": name(path),
                    "explorer": explorer.name,
                    "median [ms]": round(median, 1),
                    "p95 [ms]": round(p95, 1),
                    "matplotlib alone [ms]": round(np.median(floor), 1),
                    "within 60 and 100": "yes"
                    if np.median(live) <= 60 and np.percentile(live, 95) <= 100
                    else "NO",
                }
            )
    total = {
        "explorers": len(rows),
        "moves": len(everything),
        "median [ms]": round(np.median(everything), 1),
        "p95 [ms]": round(np.percentile(everything, 95), 1),
    }
    print(json.dumps({"Live: a move in a notebook": rows, "Live: all explorers": [total]}))


if __name__ == "__main__":
    main()
