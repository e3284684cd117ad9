"""Live latency: from the press of a key to the painted picture in JupyterLab, and the kernel's part of it.

In JupyterLab one explorer of the book is moved by the arrow keys, at the pace of a hand. A move counts as
painted when the frame is over in which its panels were drawn. For all explorers the kernel's part is measured
in this process; the floor is what matplotlib needs to draw the same artists once more and to encode the
picture: what is above it is the explorer's own work.
"""

import json
import tempfile
import time
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
from playwright.sync_api import sync_playwright

from nnbook.explore.stage import Picture
from tests.browser.jupyterlab import explorer_of, jupyterlab, run, write
from tools import browser, running
from tools.reading import PATHS, name

N_MOVES = 40
N_KEYS = 60
# Two panels, curves and an image: as much as a usual explorer of the book draws.
CELL = '''\
import numpy as np
from nnbook.explore import Slider, explorer

t = np.linspace(0, 1, 400)

@explorer(panels=2, size=(7.6, 3.4), axes=({"xlim": (0, 1), "ylim": (-2, 2)}, {"xlabel": "time"}))
def waves(axes, frequency=Slider(1, 60, 1, 20)):
    """Waves

    Four waves on the left, and an image of their product on the right.
    """
    for phase in range(4):
        axes[0].plot(t, np.sin(2 * np.pi * frequency * t + phase), label=f"phase {phase}")
    axes[0].legend(loc="upper right")
    axes[1].imshow(np.outer(np.sin(frequency * t), np.cos(frequency * t)), aspect="auto")
    return f"{frequency} crests a second"

waves'''
# Promise the time from the next key press to the end of the frame that shows what it asked for.
WATCH = """(element) => void (window.painted = new Promise((tell) => {
  let pressed;
  element.addEventListener("keydown", () => (pressed = performance.now()), { capture: true, once: true });
  element.put = (shown) => {
    delete element.put;
    element.put(shown);
    requestAnimationFrame(() => setTimeout(() => tell(performance.now() - pressed)));
  };
}))"""


def in_jupyterlab():
    """Return the times from a key press to the painted picture [ms]."""
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyterlab(Path(folder)) as (url, notebooks_folder),
        sync_playwright() as playwright,
    ):
        chromium = browser.launch(playwright)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        run(page, url, write(notebooks_folder, [CELL]))
        explorer = explorer_of(page)
        slider = explorer.get_by_role("slider")
        times = []
        for i in range(N_KEYS):
            explorer.evaluate(WATCH)
            slider.press("ArrowRight" if i % 50 < 25 else "ArrowLeft")
            times.append(page.evaluate("painted"))
            page.wait_for_timeout(30)
        chromium.close()
    return times[5:]  # the first show how long a cold start takes


def milliseconds(work):
    """Return how long `work` takes [ms]."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def moves(explorer, rng):
    """Yield a control and a value to move it to: what a reader drags, over and over."""
    movable = {key: control for key, control in explorer.controls.items() if control.positions()}
    keys = list(movable)
    while True:
        key = keys[rng.integers(len(keys))]
        positions = movable[key].positions()
        value = positions[rng.integers(len(positions))]
        if value != explorer.widget.value[key]:
            yield key, value


def measure(explorer, rng):
    """Return the times of random moves, and of drawing the same figures again [ms]."""
    widget = explorer.widget
    canvas = explorer._stages[1]._canvas
    live, floor = [], []
    for (key, value), _ in zip(moves(explorer, rng), range(N_MOVES), strict=False):
        live.append(milliseconds(lambda key=key, value=value: setattr(widget, "value", {key: value})))
        if widget.error:
            raise RuntimeError(f"explorer {explorer.name!r} at {widget.value}: {widget.error}")
        pixels = np.array(canvas.buffer_rgba())[..., :3]
        floor.append(milliseconds(canvas.draw) + milliseconds(Picture(pixels, "").png))
    return live, floor


def summary(times):
    """Return median and 95th percentile, rounded."""
    median, p95 = np.percentile(times, [50, 95])
    return {"median [ms]": round(median, 1), "p95 [ms]": round(p95, 1)}


def main():
    rng = np.random.default_rng(0)
    rows, everything = [], []
    for path in PATHS:
        done = running.run(path)
        for explorer in done.named.values():
            with mpl.rc_context(done.settings), warnings.catch_warnings():
                warnings.simplefilter("error")
                live, floor = measure(explorer, rng)
            everything += live
            rows.append(
                {"notebook": name(path), "explorer": explorer.name}
                | summary(live)
                | {
                    "matplotlib alone [ms]": round(np.median(floor), 1),
                    "within 60 and 100": "yes"
                    if np.median(live) <= 60 and np.percentile(live, 95) <= 100
                    else "NO",
                }
            )
    lab = in_jupyterlab()
    print(
        json.dumps(
            {
                "Live: a move in JupyterLab, from key to picture": [{"moves": len(lab)} | summary(lab)],
                "Live: a move in a notebook's kernel": rows,
                "Live: all explorers": [
                    {"explorers": len(rows), "moves": len(everything)} | summary(everything)
                ],
            }
        )
    )


if __name__ == "__main__":
    main()
