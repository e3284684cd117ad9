"""Python in the reader's browser: seconds to its start, CPU of each explorer, memory, and correctness.

    python benchmarks/browser.py [page ...]

Each explorer draws the same settings at random as CPython does with the same versions of numpy, matplotlib
and Pillow (NNBOOK_OLDEST names its interpreter); both count CPU time, so that a busy machine matters little.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from tools import browser
from tools.running import run
from tools.serve import Site

ROOT = Path(__file__).resolve().parents[1]
N_SETTINGS = 20
BEGIN = """async (address) => {
  const page = await (await fetch(address)).json();
  const { Python } = await import(new URL(page.module, address).href);
  window.python = new Python(page, new URL(address), () => {});
  const started = performance.now();
  await window.python.start();
  return [performance.now() - started, Object.keys(page.explorers)];
}"""
ALIVE = """async (name) => {
  const started = performance.now();
  await window.python.explorer(name);
  return performance.now() - started;
}"""
DRAW = """async ([name, values, scale]) => {
  const started = performance.now();
  const { readout } = await window.python.ask("draw", { name, values, scale });
  return [performance.now() - started, readout];
}"""


def settings(explorer):
    """Return the opening setting and others at random, in JSON's words."""
    dice = random.Random(explorer.name)
    moved = []
    for _ in range(N_SETTINGS):
        values = {key: dice.choice(p) for key, c in explorer.controls.items() if (p := c.positions())}
        moved.append({key: explorer.controls[key].to_json(value) for key, value in values.items()})
    return [{}, *moved]


def renderer_cpu(tracked):
    """Return the CPU seconds of a browser's processes so far."""
    total = 0
    for process in tracked.children(recursive=True):
        try:
            total += sum(process.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return total


def memory(tracked):
    """Return the proportional memory of the largest process of a browser, the tab [MB]."""
    sizes = [0]
    for process in tracked.children(recursive=True):
        try:
            sizes.append(process.memory_full_info().pss / 1e6)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return max(sizes)


def here(notebook):
    """Draw the settings of every explorer of `notebook` here; print CPU times and readouts, as JSON."""
    import matplotlib as mpl

    done, results = run(notebook), {}
    with mpl.rc_context(done.settings):
        for name, explorer in done.named.items():
            rows = []
            for values in settings(explorer):
                checked = {key: explorer.controls[key].from_json(value) for key, value in values.items()}
                started = time.process_time()
                readout = explorer.picture(checked).readout
                rows.append((values, 1000 * (time.process_time() - started), readout))
            results[name] = rows
    print(json.dumps(results))


def beside(page, site, tracked, notebook):
    """Yield a row for each explorer of `notebook`: its costs in the browser, and in CPython."""
    python = os.environ.get("NNBOOK_OLDEST", sys.executable)
    command = [python, "-m", "benchmarks.browser", "--here", str(notebook)]
    peer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    peers = json.loads(peer.stdout.splitlines()[-1])
    for name, rows in peers.items():
        before = renderer_cpu(tracked)
        page.evaluate(ALIVE, name)
        cells = renderer_cpu(tracked) - before
        walls, cpus, wrong = [], [], []
        for values, _, readout in rows:
            before = renderer_cpu(tracked)
            wall, said = page.evaluate(DRAW, [name, values, 1])
            cpus.append(1000 * (renderer_cpu(tracked) - before))
            walls.append(wall)
            if said != readout:
                wrong.append((values, readout, said))
        later, peer = sorted(cpus[1:]), statistics.mean(ms for _, ms, _ in rows[1:])
        yield {
            "explorer": name,
            "cells s": round(cells, 2),
            "first ms": round(cpus[0]),
            "median ms": round(statistics.median(later)),
            "p95 ms": round(later[int(0.95 * len(later))]),
            "wall median ms": round(statistics.median(walls[1:])),
            "cpython ms": round(peer, 1),
            "ratio": round(statistics.mean(later) / peer, 2),
            "wrong": wrong,
        }


def measure(site_folder, names):
    """Measure the pages called `names`, all with explorers if there are none."""
    tracked = psutil.Process()
    with Site(site_folder, prefix="/book/") as site, sync_playwright() as playwright:
        for address in sorted((Path(site_folder) / "_live").glob("*.json")):
            stem = address.name.split(".")[0]
            content = json.loads(address.read_text(encoding="utf-8"))
            if not content["explorers"] or (names and stem not in names):
                continue
            running = browser.launch(playwright, shell=True)
            context = running.new_context()
            url = f"{site.url}_live/{address.name}"
            starts = []
            for _ in ("cold", "warm"):
                page = context.new_page()
                page.goto(f"{site.url}search.html")  # the first page leads on to another
                before = renderer_cpu(tracked)
                wall, _ = page.evaluate(BEGIN, url)
                starts.append((round(wall / 1000, 2), round(renderer_cpu(tracked) - before, 2)))
                if _ == "cold":
                    page.close()
            notebook = next((ROOT / "book").rglob(f"{stem}.ipynb"))
            print(f"{stem}: start (wall s, CPU s) {starts}, load {os.getloadavg()[0]:.1f}", flush=True)
            for row in beside(page, site, tracked, notebook):
                print("  ", row, flush=True)
            print(f"   tab {memory(tracked):.0f} MB", flush=True)
            running.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", type=Path)
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("pages", nargs="*")
    arguments = parser.parse_args()
    if arguments.here:
        here(arguments.here)
    else:
        measure(arguments.site, arguments.pages)
