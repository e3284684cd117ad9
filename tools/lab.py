"""Opens the chapters in JupyterLab, in copies that belong to the reader.

    python -m tools.lab [--fresh] [--no-open]

Copies of the readers' notebooks stand in `lab/`, which git ignores. A copy that holds changes of the reader's
is kept when the book has a newer one; `--fresh` replaces it, and asks first. What counts as a change is what
stands in the cells: outputs, and what was folded or unfolded, do not.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT, LAB = ROOT / "_build" / "html" / "_notebooks", ROOT / "lab"
RECORD = ".copied.json"  # what the cells of each copy held when it was made
QUIET = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    }
}


def fingerprint(path):
    """Return a hash of what stands in the cells of a notebook; of any other file, of its content."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = [[cell["cell_type"], "".join(cell["source"])] for cell in json.loads(data)["cells"]]
            data = json.dumps(cells).encode()
        except (ValueError, KeyError, TypeError):
            pass  # not a notebook any more: then every byte counts
    return hashlib.sha256(data).hexdigest()


def read_record(folder):
    """Return what the copies in `folder` held when they were made; nothing if that is not known."""
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def changed(folder):
    """Return the names of the copies in `folder` that hold changes of the reader's.

    Parameters
    ----------
    folder : Path
        Where the copies stand.
    """
    record = read_record(folder)
    return [
        name for name, was in record.items() if (folder / name).exists() and fingerprint(folder / name) != was
    ]


def copy(built, folder, replace=()):
    """Bring the copies in `folder` up to date; return the names of those that were kept, though older.

    Parameters
    ----------
    built, folder : Path
        The readers' notebooks of the book, and their copies.
    replace : collection of str
        Names of changed copies that may be replaced.
    """
    before, after, kept = read_record(folder), {}, []
    for path in sorted(built.rglob("*")):
        if path.is_dir():
            continue
        name, now = path.relative_to(built).as_posix(), fingerprint(path)
        copied = folder / name
        is_readers = copied.exists() and fingerprint(copied) not in (before.get(name), now)
        if is_readers and name not in replace:
            kept += [name] if before.get(name) != now else []
            after[name] = before.get(name, "")
            continue
        if not copied.exists() or before.get(name) != now or is_readers:
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)
        after[name] = now
    folder.mkdir(exist_ok=True)
    (folder / RECORD).write_text(json.dumps(after, indent=1), encoding="utf-8")
    return kept


def ask(names):
    """Ask whether the reader's changes may go; without a terminal the answer is no."""
    print("These hold changes of yours:", *(f"  lab/{name}" for name in names), sep="\n")
    if not sys.stdin.isatty():
        return False
    return input("Replace them by fresh ones? Your changes are lost. [y/N] ").strip().lower() == "y"


def quieten():
    """Let this environment's JupyterLab not ask whether it may fetch news."""
    path = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(QUIET), encoding="utf-8")


def main(argv=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fresh", action="store_true", help="replace changed copies, after asking")
    parser.add_argument("--no-open", action="store_true", help="copy only")
    arguments = parser.parse_args(argv)
    if not BUILT.exists():
        print(f"{BUILT} is not there: build the book first, with `make book`", file=sys.stderr)
        return 1
    mine = changed(LAB) if arguments.fresh else []
    replace = mine if mine and ask(mine) else []
    for name in copy(BUILT, LAB, replace):
        print(f"lab/{name} holds changes of yours and is kept. The book's newer one: make lab-fresh")
    if arguments.no_open:
        return 0
    quieten()
    root = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    where = [f"--ServerApp.root_dir={LAB}", "--LabApp.default_url=/lab/tree/welcome.ipynb"]
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *where, *root])


if __name__ == "__main__":
    sys.exit(main())
