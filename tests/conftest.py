"""What all tests share: one drawing backend, and one built book per run."""

import fcntl
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

os.environ["MPLBACKEND"] = "Agg"
for variable in (
    "NNBOOK_BASEURL",
    "NNBOOK_REPOSITORY",
    "NNBOOK_HUB",
    "NNBOOK_REPORTS",
):  # a workflow may have set them
    os.environ.pop(variable, None)
settings.register_profile("nnbook", deadline=None, derandomize=True)  # the same examples on every machine
settings.load_profile("nnbook")

# Where the package is installed without what builds the book, the tests of the latter are left out.
MACHINERY = re.compile(
    r"^(?:from|import) (?:tools|book|benchmarks|docutils|sphinx|nbformat|fontTools|brotli|py_mini_racer"
    r"|questions|reader_\w+)\b|^from nnbook\.explore import sphinx\b",
    re.MULTILINE,
)
RUNNING = ("tests/test_explorers.py", "tests/notebooks/test_rules.py")  # they share one run of a notebook
collect_ignore = []
if importlib.util.find_spec("sphinx") is None:
    collect_ignore += [
        p for p in ROOT.glob("tests/unit/*.py") if MACHINERY.search(p.read_text(encoding="utf-8"))
    ]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each file to one worker; of tests of pages, and of notebooks that run here, all those of one."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            if file in RUNNING and (notebook := re.search(r"\[([\w/-]+)[:\]]", test)):
                return f"{notebook[1]}, run here"
            page = re.search(r"\[([\w/-]+)\.html", test) if file.startswith("tests/browser/") else None
            if not page:
                return file
            return f"{page[1]}, explorers" if "test_explorers" in file else page[1]

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def built_book():
    """The folder of the built book: the first worker that asks builds it, warnings being errors."""
    build = ROOT / "_build"
    build.mkdir(exist_ok=True)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    done, log = build / ".tested", build / "build.log"
    with (build / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text().split()[0] != run:
            with log.open("w") as output:
                command = [sys.executable, "-m", "tools.build"]
                code = subprocess.run(
                    command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
                ).returncode
            done.write_text(f"{run} {code}")
        code = int(done.read_text().split()[1])
    if code:
        pytest.fail(f"the book was not built: {log}\n{log.read_text()[-4000:]}", pytrace=False)
    return build / "html"


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The site of a small book that knows its addresses."""
    from tests.books import publish  # here, so that tests of the package run without what builds books

    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def questions(tmp_path_factory):
    """The site of a small book with a page of questions and a long one."""
    from tests.books import publish_questions

    return publish_questions(tmp_path_factory.mktemp("questions"))
