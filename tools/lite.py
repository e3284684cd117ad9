"""Puts JupyterLab into the built site, for readers who install nothing: it runs in the browser, Python too.

    python -m tools.lite

JupyterLite's own builder, in an environment of its own (`.venv/lite`), makes `_lite` of the readers'
notebooks. Python is the Pyodide of the pages with what a notebook needs besides: IPython and widgets. All
of it stands in the site, so nobody else is asked; `lite.json` is the part of Pyodide's own lock file that is
needed. A page made of a notebook gets a line in its menu that opens it there.
"""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat

from tools import live
from tools.lab import QUIET
from tools.pyodide import FILES, MissingFileError, obtain
from tools.runtime import ENGINE, LICENSES, licenses, runtime

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv" / "lite"
FOLDER = "_lite"
LOCK = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
WANTED = {name: FILES[name] for name in (*ENGINE, "python_stdlib.zip")} | {
    package["file_name"]: package["sha256"] for package in LOCK["packages"].values()
}
NEEDS = {  # of what is not Pyodide's
    "anywidget": ["ipywidgets", "psygnal", "typing_extensions"],
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "nnbook": ["anywidget", "matplotlib", "numpy"],
    "psygnal": [],
    "typing_extensions": [],
}
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "nnbook",
        # It would ask outside the folder of the book, and only brings files that cells write into the list.
        "disabledExtensions": ["@jupyterlite/application-extension:service-worker-manager"],
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "pyodideUrl": "./static/pyodide/pyodide.js",
                "disablePyPIFallback": True,
                "loadPyodideOptions": {"packages": ["nnbook"]},
            }
        },
    },
}
# Explorers out of sight stay as they are.
OVERRIDES = QUIET | {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"}}
FONTS = "matplotlib/fontlist.json"  # which Pyodide's matplotlib brings in a form that it does not take
OPTIONS = ["--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"]
DOWNLOAD = re.compile(r'\s*<li><a class="([^"]*)" href="([^"]*)_notebooks/([^"]*\.ipynb)" download>.*?</li>')
HINT = "In this browser: loads 28 MB, once, and keeps your changes"
OPENSSL = "\nOpenSSL 1.1.1w (https://www.openssl.org): the OpenSSL and the original SSLeay licence.\n"


def publish(site, source, fonts, work):
    """Put JupyterLab into a built site, and a link to it into the menu of each page that is a notebook.

    Parameters
    ----------
    site, source, work : Path
        Folders: the site, with its readers' notebooks; the files of `WANTED`; one that may be emptied.
    fonts : bytes
        The list of fonts that matplotlib would make at each start; may be empty.
    """
    shutil.rmtree(work, ignore_errors=True)
    notebooks = site / "_notebooks"
    for path in notebooks.rglob("*.ipynb"):
        target = work / "contents" / path.relative_to(notebooks)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(nbformat.read(path, 4), ensure_ascii=False)  # texts whole, not as lists of lines
        target.write_text(text, encoding="utf-8")
    (work / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
    (work / "jupyter-lite.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    command = [ENVIRONMENT / "bin" / "jupyter-lite", "build", "--contents", "contents"]
    subprocess.run(
        [*command, "--output-dir", FOLDER, *OPTIONS],
        cwd=work,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wheels = [*(ENVIRONMENT / "wheels").glob("*.whl"), *notebooks.glob("nnbook-*.whl")]
    add_python(work / FOLDER / "static" / "pyodide", source, wheels, fonts)
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    shutil.move(work / FOLDER, site / FOLDER)
    for page in (site / "book").rglob("*.html"):
        link(page)


def add_python(folder, source, wheels, fonts):
    """Write Pyodide and `wheels` to `folder`, with a lock file that knows them all.

    Parameters
    ----------
    folder, source : Path
        Folders: of JupyterLab's Python, and of the files of `WANTED`.
    wheels : sequence of Path
        One for each of `NEEDS`.
    fonts : bytes
        As in `publish`.
    """
    folder.mkdir(parents=True)
    for name in WANTED:
        shutil.copyfile(source / name, folder / name)
    packages = dict(LOCK["packages"])
    if fonts:
        path = folder / packages["matplotlib"]["file_name"]
        path.write_bytes(_replaced(path, FONTS, fonts))
        packages["matplotlib"] = packages["matplotlib"] | {"sha256": _sha256(path)}
    for wheel in wheels:
        shutil.copyfile(wheel, folder / wheel.name)
        name, version = wheel.name.split("-")[:2]
        packages[name.replace("_", "-")] = {
            "name": name.replace("_", "-"),
            "version": version,
            "file_name": wheel.name,
            "sha256": _sha256(wheel),
            "imports": [name],
            "depends": NEEDS[name],
            "install_dir": "site",
            "package_type": "package",
            "unvendored_tests": False,
        }
    (folder / "pyodide-lock.json").write_text(json.dumps({"info": LOCK["info"], "packages": packages}))
    texts = LICENSES + licenses(sorted(folder.glob("*.whl"))) + OPENSSL
    (folder / "LICENSES.txt").write_text(texts, encoding="utf-8")


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _replaced(path, name, content):
    """Return the zip at `path` with another `content` of the member called `name`."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, content if member.filename == name else old.read(member))
    return target.getvalue()


def fonts_of(folder):
    """Return the list of fonts that Python was given for the pages; empty if it is not compiled."""
    with zipfile.ZipFile(folder / "packages.zip") as packed:
        return packed.read(FONTS) if FONTS in packed.namelist() else b""


def link(page):
    """Add to the menu of a page, after the download of its notebook, what opens it in JupyterLab."""

    def add(found):
        style, base, notebook = found.groups()
        address = f"{base}{FOLDER}/lab/index.html?path={notebook}"
        label = f"Open in JupyterLab <small>{HINT}</small>"
        return f'{found[0]}\n    <li><a class="{style}" href="{address}">{label}</a></li>'

    text = page.read_text(encoding="utf-8")
    linked = DOWNLOAD.sub(add, text)
    if linked != text:
        page.write_text(linked, encoding="utf-8")


def main():
    """Put JupyterLab into the built book; return the exit status."""
    build = ROOT / "_build"
    try:
        source = obtain(live.source(ROOT), live.downloads(), ROOT, WANTED)
        if source is None:
            raise MissingFileError(f"{live.VARIABLE} or explore_python leaves Python out")
        pages = live.cache(build)
        publish(build / "html", source, fonts_of(runtime(source, pages)), build / ".lite")
    except MissingFileError as error:
        print(f"JupyterLab is not in the book: {error}.", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"JupyterLab is not in the book:\n{error.stdout}", file=sys.stderr)
        return 1
    print(f"JupyterLab is in {build / 'html' / FOLDER}, and in the menu of each chapter: run `make serve`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
