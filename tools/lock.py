"""Write requirements.lock anew: the newest versions that pyproject.toml allows in an empty environment.

    python tools/lock.py

Versions stand without the local suffix of one build (torch's ``+cpu``), so that the lock holds everywhere.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# The exact versions that the book is built and tested with; `make lock` writes this file anew.
# It is used as constraints (pip install -c), so what is not needed is not installed.
"""


def lock():
    """Return the text of requirements.lock."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = next(
            p for p in (Path(folder, "bin/python"), Path(folder, "Scripts/python.exe")) if p.exists()
        )
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", f"{ROOT}[book,pdf,test]"], check=True)
        freeze = subprocess.run(
            [*pip, "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True
        ).stdout
    pins = [line for line in freeze.splitlines() if re.fullmatch(r"[\w.-]+==\S+", line)]
    return HEADER + "".join(f"{re.sub(r'[+].*', '', pin)}\n" for pin in sorted(pins, key=str.lower))


if __name__ == "__main__":
    text = lock()
    (ROOT / "requirements.lock").write_text(text, encoding="utf-8")
    print(f"requirements.lock: {text.count('==')} pins")
    sys.exit(0)
