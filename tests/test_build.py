"""The build: no warnings, the same frames every time, and right again after a stop or an edit."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.books import build, start, write_book

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.build


def site(folder):
    """Return the hash of every file of the site, by path."""
    html = folder / "_build" / "html"
    return {
        str(path.relative_to(html)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(html.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


def frames(html):
    """Return the names of the pictures of each explorer on the page `html`, in order."""
    explorers = r'<nnbook-explorer id="([^"]+)".*?<script type="application/json">(.*?)</script>'
    return {name: json.loads(data)["pictures"] for name, data in re.findall(explorers, html, re.DOTALL)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A sample book that has been built."""
    folder = write_book(tmp_path_factory.mktemp("sample"), [("welcome", "line", 3), ("two", "other-line", 2)])
    code, said = build(folder)
    assert code == 0, said
    assert "explorers: 2 on 2 pages, 7 frames in 4 files" in said
    assert "notebooks: 2 to run" in said
    assert len(re.findall(r"  [12]/2 book/(?:welcome|two) ran in \d+ s\n", said)) == 2
    assert "eavesdropping" not in said
    return folder


def test_the_book_builds_without_a_warning(built_book):
    said = (built_book.parent / "build.log").read_text(encoding="utf-8")
    warnings = [line for line in said.splitlines() if re.search(r"\b(WARNING|ERROR|CRITICAL):", line)]
    assert not warnings, "\n".join(warnings)
    report = re.search(r"explorers: \d+ on \d+ pages, \d+ frames in (\d+) files, [\d.]+ MB, \d+ s", said)
    assert report, f"the log says nothing of the explorers:\n{said[-2000:]}"
    assert int(report[1]) == len(list((built_book / "_explorers").iterdir()))


def test_every_frame_of_every_page_is_there(built_book):
    named = set()
    for page in built_book.glob("book/**/*.html"):
        named.update(*frames(page.read_text(encoding="utf-8")).values())
    there = {path.name for path in (built_book / "_explorers").iterdir()}
    assert named == there, f"missing {sorted(named - there)[:3]}, left over {sorted(there - named)[:3]}"
    broken = [name for name in there if not name.startswith(content_hash(built_book / "_explorers" / name))]
    assert not broken, f"files that hold something else than they should: {broken[:3]}"


def content_hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:22]


def test_frames_are_the_same_in_every_process(built_book):
    draw = """\
import base64, json
import matplotlib as mpl
from nnbook.explore.page import bundle, file_name
from tools.reading import find
from tools.running import run
done = run(find("explorers"))
with mpl.rc_context(done.settings):
    drawn = {n: [file_name(base64.b64decode(p)) for p in bundle(e)["pictures"]]
             for n, e in done.named.items()}
open("PATH", "w").write(json.dumps(drawn))"""
    page = frames((built_book / "book/appendices/explorers.html").read_text(encoding="utf-8"))
    for seed in "12":
        path = built_book.parent / f"frames-{seed}.json"
        subprocess.run(
            [sys.executable, "-c", draw.replace("PATH", str(path))],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "NNBOOK_EXPLORE_PAGE": "1"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert json.loads(path.read_text()) == page
        path.unlink()


def test_an_edit_in_the_package_draws_every_frame_anew(sample, tmp_path):
    book = shutil.copytree(sample, tmp_path / "book")
    before = frames((book / "_build/html/book/welcome.html").read_text())["line"]
    shutil.rmtree(book / "_build" / ".jupyter_cache")  # of the book that was copied
    assert build(book)[0] == 0
    (cache,) = (book / "_build" / ".jupyter_cache").iterdir()
    (book / "src" / "sample.py").write_text("slope = 7\n")
    code, said = build(book)
    assert code == 0, said
    assert not cache.exists(), "results of the old code are kept"
    for page, name in (("welcome", "line"), ("two", "other-line")):
        html = (book / "_build" / "html" / "book" / f"{page}.html").read_text()
        assert "slope 7" in html, f"page {page} still shows what the old code drew"
        after = frames(html)[name]
        assert len(set(after) & set(before)) == 1, "but for the flat line each frame is another"
    assert {p.name for p in (book / "_build/html/_explorers").iterdir()} >= set(after)


@pytest.mark.parametrize(
    "moment",
    [".jupyter_cache/*/executed", ".doctrees/_explorers/*.webp", "sphinx/_static", "html.part/_static"],
)
def test_a_build_that_was_killed_is_made_good_by_the_next(sample, tmp_path, moment):
    book = shutil.copytree(sample, tmp_path / "book", ignore=shutil.ignore_patterns("_build"))
    running = start(book)
    while running.poll() is None and not any((book / "_build").glob(moment)):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL, "the build was over before it could be killed"
    code, said = build(book)
    assert code == 0, said
    assert site(book) == site(sample)


def test_too_many_frames_and_names_used_twice_stop_the_build(tmp_path):
    book = write_book(tmp_path / "book", [("welcome", "twin", 2), ("two", "twin", 3), ("many", "long", 299)])
    code, said = build(book)
    assert code != 0
    assert "explorer 'long' sweeps 300 frames" in said, said[-3000:]
    assert "two explorers are called 'twin'" in said, said[-3000:]
