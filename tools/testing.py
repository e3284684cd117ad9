"""The tests that concern one chapter: ``python -m tools.testing hopfield``.

First the notebook and its explorers, then the modules that it imports: their tests and the examples in their
docstrings.
"""

import ast
import subprocess
import sys
from pathlib import Path

from tools.reading import ROOT, find, name, read


def modules(notebook):
    """Return the modules and packages of nnbook that a notebook imports, but those that show and ask."""
    found = set()
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "nnbook":
                below = node.module.split(".")[1:2]
                found |= set(below) if below else {alias.name for alias in node.names}
    return sorted(found - {"datasets", "explore", "plots", "quiz"})


def commands(notebook):
    """Return the arguments of pytest, one list for each run."""
    page = notebook.path.relative_to(ROOT)
    chapter = f"{name(notebook.path)} or {notebook.path.name}"
    first = [
        "--nbval-lax",
        "--nbval-current-env",
        page,
        "tests/notebooks/test_rules.py",
        "tests/test_explorers.py",
    ]
    wanted = modules(notebook)
    tests = []
    for folder in ("unit", "oracle", "properties", "learning"):
        for path in sorted((ROOT / "tests" / folder).glob("test_*.py")):
            text = path.read_text(encoding="utf-8")
            if any(f"nnbook.{m}" in text or f"from nnbook import {m}" in text for m in wanted):
                tests.append(path.relative_to(ROOT))
    sources = [Path("src/nnbook") / m for m in wanted]
    sources = [s if (ROOT / s).is_dir() else s.with_suffix(".py") for s in sources]
    return [[*first, "-k", chapter], *([[*tests, *sources]] if sources else [])]


def main(chapter):
    codes = [
        subprocess.run([sys.executable, "-m", "pytest", "--quiet", *given], cwd=ROOT, check=False).returncode
        for given in commands(read(find(chapter)))
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
