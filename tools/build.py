"""Build the book with Jupyter Book: warnings are errors, and a killed build leaves nothing half done.

Jupyter Book writes pages (`_build/sphinx`) and notebook results in place. A mark stands beside them while
it does; if the mark is still there at the next start, that build was killed, and what it may have half
written is dropped first. The site to publish, `_build/html`, is made of these pages.
"""

import os
import shutil
import sys
import time
from pathlib import Path

from jupyter_book.sphinx import build_sphinx

from tools import live
from tools.finish import finish
from tools.pyodide import MissingFileError

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
MARK = BUILD / ".unfinished"
REDIRECT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>nnbook</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url={home}"></head>
<body><a href="{home}">nnbook</a></body></html>
"""


def recover():
    """Drop what a killed build may have left half written; whole notebook results stay."""
    for folder in ("sphinx", "singlehtml", ".doctrees"):
        shutil.rmtree(BUILD / folder, ignore_errors=True)
    for cache in (BUILD / ".jupyter_cache").glob("*"):
        if not _whole(cache):
            shutil.rmtree(cache)


def _whole(cache):
    """Whether every result that the cache's records name is there and can be read."""
    from jupyter_cache import get_cache

    try:
        store = get_cache(str(cache))
        return all(store.get_cache_bundle(record.pk) for record in store.list_cache_records())
    except Exception:  # a torn database or notebook can fail in any way; all of them mean the same here
        return False


def build(builder="html"):
    """Build the site in `_build/html`, or what another of Sphinx's builders makes; return the exit code."""
    if MARK.exists():
        print("The last build did not finish: starting from what is known to be whole.")
        recover()
    BUILD.mkdir(exist_ok=True)
    MARK.touch()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # kernels inherit it: same sums on every machine
    os.environ.pop("MPLBACKEND", None)  # and with another backend than their own they would show no figure
    failure = build_sphinx(
        str(ROOT),
        str(BUILD / ("sphinx" if builder == "html" else builder)),
        builder=builder,
        noconfig=True,
        path_config=str(ROOT / "_config.yml"),
        confoverrides={"nitpicky": True, "latex_individualpages": False},
        warningiserror=True,
        keep_going=True,
    )
    if failure:
        print(f"The book was not built: {failure}", file=sys.stderr)
        return 1
    if builder == "html":
        (BUILD / "sphinx" / "index.html").write_text(REDIRECT.format(home="book/welcome.html"))
        try:
            python = live.publish(ROOT, BUILD / "sphinx", BUILD)
        except (MissingFileError, *live.ERRORS) as error:
            print(f"The book was not built: {error}", file=sys.stderr)
            return 1
        finish(BUILD / "sphinx", BUILD / "html", cache=BUILD / ".fonts", python=python)
    MARK.unlink()
    return 0


if __name__ == "__main__":
    started = time.perf_counter()
    code = build()
    if code == 0:
        page = BUILD / "html" / "index.html"
        print(f"\nBuilt in {time.perf_counter() - started:.0f} s. Open {page}\nor run `make serve`.")
    sys.exit(code)
