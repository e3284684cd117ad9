"""Measure what a reader waits for, what a page weighs, and how fast nnbook is beside other libraries.

    python benchmarks/run.py [live] [static] [bytes] [lighthouse] [build] [peers]      all if none is named

Writes results.json and RESULTS.md beside this file; parts that were not run keep their last numbers.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PARTS = ("live", "static", "bytes", "lighthouse", "build", "peers")
# Where an environment sets them, numpy's BLAS is slower than on a reader's machine.
UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def machine():
    """Return what the numbers depend on."""
    import matplotlib

    return {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "matplotlib": matplotlib.__version__,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "default"),
    }


def run(part):
    """Measure one part in a fresh process and return its numbers."""
    environment = {key: value for key, value in os.environ.items() if key not in UNSET}
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-P", HERE / f"{part}.py"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": paths, "MPLBACKEND": "agg"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def table(rows):
    """Return `rows`, dictionaries with the same keys, as a Markdown table."""
    keys = list(rows[0])
    lines = [keys, ["---" if isinstance(rows[0][key], str) else "---:" for key in keys]]
    lines += [[str(row[key]) for key in keys] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(results):
    """Return all numbers as Markdown."""
    facts = ", ".join(f"{key} {value}" for key, value in results["machine"].items())
    parts = [f"# Measured\n\n{facts}. Unset: {', '.join(UNSET)}."]
    for part in PARTS:
        for title, rows in results.get(part, {}).items():
            parts.append(f"## {title}\n\n{table(rows)}")
    return "\n\n".join(parts) + "\n"


def main(parts):
    """Run `parts` and write the results."""
    if wrong := set(parts) - set(PARTS):
        sys.exit(f"need parts of {', '.join(PARTS)}, got {', '.join(sorted(wrong))}")
    store = HERE / "results.json"
    results = json.loads(store.read_text()) if store.exists() else {}
    results["machine"] = machine()
    for part in parts or PARTS:
        print(f"Measuring: {part}", file=sys.stderr, flush=True)
        results[part] = run(part)
        store.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (HERE / "RESULTS.md").write_text(report(results), encoding="utf-8")
    print(report(results))


if __name__ == "__main__":
    main(sys.argv[1:])
