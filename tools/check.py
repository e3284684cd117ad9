"""Everything that keeps a chapter from being right, as sentences with the name of the cell and the line.

    make check CHAPTER=slug

The rules stand in tools/rules, and in a table in CONTRIBUTING. The end is 1 if one is broken; what is only
listed, such as a superlative that no claim is near, is to be read again.
"""

import argparse
import os
import sys
import time


def report(notebook):
    """Print what is found in `notebook`; return how many findings are to be mended."""
    from tools.rules import findings
    from tools.running import Run

    order = {cell.id: i for i, cell in enumerate(notebook.cells)}
    groups = {"To be read again:": [], "Asked of chapters in the second form:": [], "To be mended:": []}
    again, later, now = groups.values()
    for rule, found in findings(notebook, Run(notebook)):
        group = again if rule.listed else later if rule.waits(notebook) else now
        group.append((order.get(found.cell, 0), found.line, f"{found}  [{rule.name}]"))
    for heading, group in groups.items():
        if group:
            print(heading)
        for *_, says in sorted(group):
            print(f"  {says}")
    return len(now)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("chapter", help="such as hopfield")
    arguments = parser.parse_args(argv)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("MPLBACKEND", "agg")
    started = time.perf_counter()
    from tools.reading import find, read

    notebook = read(find(arguments.chapter))
    n = report(notebook)
    took = f"{time.perf_counter() - started:.0f} s"
    if n:
        print(f"{notebook.name}: {n} to be mended ({took})")
    else:
        n_frames = f"{len(notebook.cells)} cells, {len(notebook.explorers)} explorers"
        print(f"{notebook.name}: nothing to be mended ({n_frames}, {took})")
    return int(bool(n))


if __name__ == "__main__":
    sys.exit(main())
