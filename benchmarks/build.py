"""Build seconds: from nothing, and again with nothing changed; in a copy, so that the built book stays."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_build", "tests", "__pycache__", ".*cache", ".hypothesis")


def build(folder):
    """Build the book in `folder`; return the seconds and the line about its explorers."""
    paths = os.pathsep.join([str(folder / "src"), os.environ.get("PYTHONPATH", "")])
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tools.build"],
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "MPLBACKEND"} | {"PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"the book was not built:\n{done.stdout[-2000:]}")
    return round(seconds, 1), re.search(r"explorers: (.* MB)", done.stdout)[1]


def main():
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(ROOT, Path(folder, "book"), ignore=LEFT_OUT)
        rows = []
        for name in ("cold", "warm"):
            seconds, explorers = build(copy)
            rows.append({"build": name, "time [s]": seconds, "explorers": explorers})
    print(json.dumps({"Build": rows}))


if __name__ == "__main__":
    main()
