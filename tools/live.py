"""Publishes Python for the reader's browser beside the pages: `_live`, which pages name once a reader asks.

    _live/HASH/      Pyodide, pruned and compiled; changes with its version only
    _live/HASH/      the package and the scripts of the page
    _live/two.HASH.json   of a page: its cells, which of them each explorer needs, where everything is
    _live/two.HASH.npz    what its slow cells leave

Hashes are of the content, so that browsers may keep everything.
"""

import hashlib
import io
import json
import os
import shutil
import zipfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import yaml

import nnbook
from tools import slices
from tools.pyodide import MissingFileError, obtain
from tools.runtime import runtime, with_bytecode

FOLDER = "_live"
VARIABLE = "NNBOOK_PYTHON"
PATIENCE = 60  # seconds without a sign of life after which a page gives the start up
PACKAGE = Path(nnbook.__file__).parent
BROWSER = PACKAGE / "explore" / "browser"
START = BROWSER / "start.js"
MODULES = ("worker.js", "python.js", "cells.js", "live.css")
UNPACKED = {".js", ".css"}  # of the package: for pages, not for Python
ERRORS = (slices.BrokenError, slices.TooSlowError, slices.DiffersError)


def source(root):
    """Return where the files of Pyodide come from: NNBOOK_PYTHON, or the setting in ``_config.yml``."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return os.environ.get(VARIABLE) or config["sphinx"]["config"].get("explore_python", "none")


def publish(root, pages, build, note=print):
    """Write `_live` and return its folder, and what each page has to name.

    Parameters
    ----------
    root, pages, build : Path
        Of the book, of its built pages, and where results stay; ``build / ".live" / "_live"`` is written.
    note : callable
        Is told in a sentence why there is no Python in the browser.

    Returns
    -------
    folder : Path or None
        None if there is no source of Pyodide.
    named : dict from str to dict
        For each page with code, such as ``book/welcome.html``, the attributes of its tag.

    Raises
    ------
    MissingFileError, slices.TooSlowError, slices.DiffersError
        If a folder or archive was named and lacks a file, or an explorer cannot come alive.
    """
    where = source(root)
    try:
        files = obtain(where, downloads(), root)
    except MissingFileError as error:
        if where not in ("auto", "official"):
            raise
        note(f"No Python in the reader's browser: {error}.")
        return None, {}
    if files is None:
        return None, {}
    store = cache(build)
    target = store / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    python = _python(files, store, target, root, note)
    own = _own(target)
    python["worker"] = own.pop("worker")
    megabytes = str(_megabytes(python, target))
    named = {}
    for name, (page, data) in _proved(root, pages, store).items():
        stem = Path(name).stem
        kept = page.pop("kept")
        if data:
            page["kept"] = {"cells": kept, "url": _store(data, stem, "npz", target)}
        page |= {"python": python, "patience": PATIENCE} | own
        text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
        address = f"{FOLDER}/{_store(text.encode(), stem, 'json', target)}"
        named[name] = {"content": address, "data-megabytes": megabytes}
    return target, named


def cache(build):
    """Return the folder in which results stay for the next build."""
    folder = build / ".live"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def downloads():
    """Return where fetched files stay, on this machine."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nnbook" / "pyodide"


def _python(files, store, target, root, note):
    """Write what runs in the worker; return where it is, with sizes and hashes."""
    made = runtime(files, store, note)
    names = sorted(path.name for path in made.iterdir())
    folder = _hash(*((made / name).read_bytes() for name in names))
    (target / folder).mkdir(parents=True)
    for name in names:
        os.link(made / name, target / folder / name)
    listed = {n: _entry(target / folder / n, f"{folder}/{n}") for n in names if n != "LICENSES.txt"}
    packed = with_bytecode(_packed(root), made, store)
    name = f"package.{_hash(packed)}.zip"
    (target / name).write_bytes(packed)
    return {"files": listed, "package": {"name": name} | _entry(target / name, name)}


def _entry(path, url):
    data = path.read_bytes()
    return {"url": url, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _own(target):
    """Write the scripts of the page; return their addresses."""
    contents = {name: (BROWSER / name).read_bytes() for name in MODULES}
    folder = _hash(*contents.values())
    (target / folder).mkdir()
    for name, data in contents.items():
        (target / folder / name).write_bytes(data)
    return {"worker": f"{folder}/worker.js", "module": f"{folder}/python.js", "style": f"{folder}/live.css"}


def _packed(root):
    """Return a zip of the package, and of what else stands in the book's own ``src``."""
    folders = [PACKAGE.parent, root / "src"]
    members = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            if not path.is_file() or "__pycache__" in path.parts or path.suffix in UNPACKED:
                continue
            if folder == root / "src" or name.startswith("nnbook/"):
                members[name] = path.read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in sorted(members.items()):
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def _proved(root, pages, cache):
    """Return for each page made of a notebook its cells and data; what was proved before is kept."""
    found = {}
    for path in sorted((root / "book").rglob("*.ipynb")):
        page = path.relative_to(root).with_suffix(".html")
        if ".ipynb_checkpoints" not in path.parts and (pages / page).is_file():
            found[page.as_posix()] = path
    key = _hash(_packed(root), Path(slices.__file__).read_bytes())
    kept = {name: cache / f"{_hash(path.read_bytes(), key.encode())}.page" for name, path in found.items()}
    new = [name for name, stored in kept.items() if not stored.exists()]
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        for name, (page, data) in zip(new, pool.map(slices.prove, (found[n] for n in new)), strict=True):
            text = json.dumps(page).encode()
            kept[name].write_bytes(len(text).to_bytes(8) + text + data)
    for stored in cache.glob("*.page"):
        if stored not in kept.values():
            stored.unlink()
    return {name: _read(stored) for name, stored in kept.items()}


def _read(path):
    data = path.read_bytes()
    end = 8 + int.from_bytes(data[:8])
    return json.loads(data[8:end]), data[end:]


def _megabytes(python, folder):
    """Return what a reader loads over a line that compresses [MB]."""
    entries = [*python["files"].values(), python["package"]]
    return round(sum(len(zlib.compress((folder / e["url"]).read_bytes())) for e in entries) / 1e6)


def _store(data, stem, kind, folder):
    name = f"{stem}.{_hash(data)}.{kind}"
    (folder / name).write_bytes(data)
    return name


def _hash(*parts):
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8) + part)
    return total.hexdigest()[:16]
