"""In somebody's own book: the wheel, a plain Jupyter Book, one line in its settings, and an explorer moves.

The environment is new, and nnbook comes into it as its wheel, by pip. What else a book needs is not
downloaded again: a path file shows the new environment the packages of the one that runs the tests, all but
nnbook, which is there by a path file of its own, and those are read in the main folder only. So whatever the
wheel lacks (a script, the entry point for MyST-NB, a dependency in its metadata) is lacking here, too.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat.v4 as nb
import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
CONFIG = """\
title: Somebody's book
execute:
  timeout: 600
sphinx:
  extra_extensions: [nnbook.explore.sphinx]
"""
CELL = '''\
import numpy as np
from nnbook.explore import Slider, explorer

@explorer(sweep={"frequency": [1, 2, 4]}, size=(4, 2))
def wave(axes, frequency=Slider(1, 4, 1, 2, unit="Hz")):
    """A wave

    A sine wave over one second, whose crests come as often as the slider says.
    """
    t = np.linspace(0, 1, 200)
    axes.plot(t, np.sin(2 * np.pi * frequency * t))
    return f"{frequency} crests a second"

wave'''

pytestmark = [pytest.mark.browser, pytest.mark.build]


def run(*command, **options):
    """Run a command as a new user would, who has no paths set; return what it said."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NNBOOK", "MPL", "VIRTUAL"))}
    done = subprocess.run(
        [str(part) for part in command],
        env=clean | {"NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **options,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of a new environment in which the wheel of nnbook is installed."""
    folder = tmp_path_factory.mktemp("environment")
    wheels = folder / "wheels"
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", wheels, ROOT)
    venv.create(folder / "new", with_pip=False)
    new = folder / "new" / "bin" / "python"
    site = Path(run(new, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = wheels.glob("nnbook-*.whl")
    run(new, *pip, "install", "--no-deps", "--ignore-installed", wheel)
    return new


def test_the_wheel_is_what_runs_and_names_what_it_needs(python):
    found = run(python, "-c", "import nnbook.explore; print(nnbook.explore.__file__)").strip()
    assert Path(found).is_relative_to(python.parents[1]), found
    code = "from importlib.metadata import requires; print(*requires('nnbook'), sep='\\n')"
    needed = [line for line in run(python, "-c", code).splitlines() if "extra ==" not in line]
    names = {"anywidget", "ipywidgets", "matplotlib", "numpy"}
    assert {name for name in names if any(line.startswith(name) for line in needed)} == names


def test_an_explorer_moves_in_a_plain_jupyter_book(python, chromium, tmp_path):
    book = tmp_path / "book"
    book.mkdir()
    (book / "_config.yml").write_text(CONFIG)
    (book / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nb.new_markdown_cell("# Mine", id="title"), nb.new_code_cell(CELL, id="wave")]
    (book / "intro.ipynb").write_text(json.dumps(nb.new_notebook(cells=cells, metadata=kernel)))
    command = "from jupyter_book.cli.main import main; main()"  # what the program jupyter-book runs
    said = run(python, "-c", command, "build", "--warningiserror", "--keep-going", book)
    assert "explorers: 1 on 1 pages, 3 frames in 3 files" in said
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: "nnx" in str(error.stack) and errors.append(error.stack))
    page.goto((book / "_build" / "html" / "intro.html").as_uri(), wait_until="domcontentloaded")
    readout = page.locator(".nnx-readout")
    expect(readout).to_have_text("2 crests a second")
    page.get_by_role("slider", name="frequency").press("ArrowRight")
    expect(readout).to_have_text("4 crests a second")
    image = page.locator(".nnx-panel img")
    assert image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") == 800
    assert not errors
    page.close()
