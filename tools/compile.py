"""Runs in Pyodide (compile.js): its own files and packages as the bytecode that it would make at each start.

Modules lose their docstrings, but for numpy's, which its functions refuse to be without. The book's own
package keeps its source, which pages show; the bytecode stands beside it.
"""

import importlib
import json
import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import cache_from_source
from pathlib import Path

KEPT = ("numpy/",)  # with docstrings
DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes from the same files


def compiled(name, data):
    """Return the name and content of a module as bytecode."""
    return f"{name}c", bytecode(name, data, 0 if name.startswith(KEPT) else 2)


def bytecode(name, data, level):
    code = compile(data, name, "exec", dont_inherit=True, optimize=level)
    return bytes(_code_to_hash_pyc(code, b"\0" * 8, checked=False))


def beside(members):
    """Return the bytecode of the modules among `members`, by the names under which Python looks for it."""
    return {
        cache_from_source(name): bytecode(name, data, 0)
        for name, data in members.items()
        if name.endswith(".py")
    }


def rewrite(path, extra=()):
    """Write the zip at `path` anew, with bytecode for source, and `extra` pairs of name and content."""
    members = dict(compiled(*pair) if pair[0].endswith(".py") else pair for pair in read(path).items())
    write(path, members | dict(extra))


def read(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def write(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, DATE), members[name], zipfile.ZIP_DEFLATED, 9)


def font_list(path):
    """Return the list of fonts that matplotlib would make at its first start, as it finds them there."""
    site = next(folder for folder in sys.path if folder.endswith("site-packages"))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(site)
    importlib.invalidate_caches()
    Path(site, "matplotlib", "fontlist.json").unlink(missing_ok=True)
    from matplotlib import font_manager

    target = Path("/fontlist.json")
    font_manager.json_dump(font_manager.FontManager(), target)
    fonts = json.loads(target.read_text())
    fonts["afmlist"] = []
    return json.dumps(fonts, separators=(",", ":")).encode()


if Path("/package.zip").exists():
    sources = read("/package.zip")
    write("/package.zip", sources | beside(sources))
else:
    listed = font_list("/packages.zip")
    rewrite("/stdlib.zip")
    rewrite("/packages.zip", {"matplotlib/fontlist.json": listed})
