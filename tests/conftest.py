"""What all tests share: one drawing backend, and one built book per run."""

import fcntl
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.books import publish

ROOT = Path(__file__).parents[1]

os.environ["MPLBACKEND"] = "Agg"
for variable in ("NNBOOK_BASEURL", "NNBOOK_REPOSITORY", "NNBOOK_REPORTS"):  # a workflow may have set them
    os.environ.pop(variable, None)
settings.register_profile("nnbook", deadline=None, derandomize=True)  # the same examples on every machine
settings.load_profile("nnbook")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each file to one worker, and of the tests of pages all those of a page, or of its explorers."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
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
    return publish(tmp_path_factory.mktemp("published"))
