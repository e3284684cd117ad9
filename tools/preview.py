"""One chapter as a page, built again whenever it is saved, with few stops of its explorers.

    make preview CHAPTER=slug

The page is built by the book's own settings, alone: references to other pages stay open, and `make check`
says which of them lead nowhere. Cells run only if code has changed, here and without a kernel.
"""

import argparse
import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time

from tools.reading import BOOK, ROOT, find, name, read

FOLDER = ROOT / "_build" / "preview"
SOURCE, SITE = FOLDER / "source", FOLDER / "html"
STOPS = 3  # of the control that Play moves; the others stay at their start
# What a page alone has no use for, or what makes the others' pages.
LEFT_OUT = {
    *("sphinx.ext.viewcode", "gallery", "reference", "search_sections", "site_files", "code_links"),
    *("reader_notebooks", "reader_parcel", "run_ahead"),
}
SOURCES = "## Bibliography\n\n```{bibliography}\n:filter: docname in docnames\n```"
SHARED = ("book/_ext", "book/_static", "book/_templates", "book/references.bib", "CITATION.cff", "src")
OPEN = ("not found", "unknown document", "undefined label", "xref_missing", "reference target")
RELOAD = """\
let seen = null;
setInterval(async () => {
  const built = await (await fetch("/built.txt", { cache: "no-store" })).text();
  if (seen !== null && built !== seen) location.reload();
  seen = built;
}, 500);
"""


def executed(notebook, few=STOPS):
    """Run `notebook` here and return it with its outputs, explorers with `few` stops."""
    from IPython.core.formatters import DisplayFormatter

    from nnbook.explore import Explorer
    from tools.running import Run, page_settings

    run, show = Run(notebook), DisplayFormatter()
    cells = json.loads(notebook.path.read_text(encoding="utf-8"))
    for cell in cells["cells"]:
        if cell["cell_type"] != "code":
            continue
        result = run.results[cell["id"]]
        said = result.printed or (str(result.failure) if result.failure else "")
        outputs = [{"output_type": "stream", "name": "stdout", "text": said}] if said else []
        values = [*result.displayed, *([] if cell["source"][-1:] == [";"] else [result.value])]
        for value in (value for value in values if value is not None):
            if isinstance(value, Explorer):
                value.sweep = thinned(value, few)
            with page_settings():
                data, metadata = show.format(value)
            data = {
                kind: encoded(shown) if isinstance(shown, bytes) else shown for kind, shown in data.items()
            }
            outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})
        outputs += [{"output_type": "display_data", "data": png(f), "metadata": {}} for f in result.figures]
        cell["outputs"] = [o for o in outputs if o.get("text") or o.get("data")]
    return cells


def thinned(explorer, few):
    """Return the sweep of `explorer` with `few` stops of what Play moves, and the start alone of all else."""
    sweep = {key: (explorer.start[key],) for key in explorer.sweep}
    if key := explorer.play or next(iter(sweep), None):
        stops = explorer.sweep[key]
        picked = {0, len(stops) - 1, *range(0, len(stops), max(1, len(stops) // max(few - 1, 1)))}
        sweep[key] = tuple(stop for i, stop in enumerate(stops) if i in picked or stop == explorer.start[key])
    return sweep


def png(figure):
    """Return a figure as a notebook keeps it."""
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    return {"image/png": encoded(file.getvalue())}


def encoded(data):
    return base64.b64encode(data).decode()


def code_hash(notebook):
    """Return a hash of all code that the chapter's outputs depend on: its own, and the package's."""
    total = hashlib.sha256("\0".join(cell.source for cell in notebook.code).encode())
    for path in sorted((ROOT / "src").rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def write(path):
    """Write the chapter at `path` into the preview's folder, with the last outputs if code is as it was."""
    notebook, kept = read(path), FOLDER / f"{path.stem}.json"
    digest = code_hash(notebook)
    stored = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if stored.get("code") != digest:
        ran = executed(notebook)["cells"]
        stored = {"code": digest, "outputs": {cell["id"]: cell.get("outputs", []) for cell in ran}}
        kept.write_text(json.dumps(stored), encoding="utf-8")
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = stored["outputs"].get(cell["id"], [])
    content["cells"].append({"cell_type": "markdown", "id": "sources", "metadata": {}, "source": SOURCES})
    target = SOURCE / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content), encoding="utf-8")


def prepare(path):
    """Make the folder of a book with one page."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    (SOURCE / "book").mkdir(parents=True)
    for shared in SHARED:
        (SOURCE / shared).symlink_to(ROOT / shared)
    (SOURCE / "_toc.yml").write_text(f"format: jb-book\nroot: book/{name(path)}\n", encoding="utf-8")
    (SOURCE / "reload").mkdir()
    (SOURCE / "reload" / "reload.js").write_text(RELOAD, encoding="utf-8")


def build(path):
    """Build the page of the chapter at `path`; return the exit code."""
    import yaml
    from jupyter_book.sphinx import build_sphinx

    write(path)
    given = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    failure = build_sphinx(
        str(SOURCE),
        str(SITE),
        noconfig=True,
        path_config=str(ROOT / "_config.yml"),
        confoverrides={
            "extensions": [each for each in given["extensions"] if each not in LEFT_OUT],
            "html_js_files": [*given["html_js_files"], "reload.js"],
            "html_static_path": [*given["html_static_path"], "reload"],
            "latex_individualpages": False,
            "nb_execution_mode": "off",
            "explore_watch": [],
            "explore_python": "none",
        },
        warningiserror=False,
        quiet=True,
    )
    return int(bool(failure))


def state(path):
    """Return what tells that the page is to be built again."""
    files = [path, BOOK / "references.bib", *sorted((ROOT / "src").rglob("*.py"))]
    files += [f for folder in ("_ext", "_static", "_templates") for f in sorted((BOOK / folder).rglob("*"))]
    return [(str(file), file.stat().st_mtime_ns) for file in files if file.is_file()]


def rebuild(slug):
    """Build the page in a process of its own, which sees what has changed in the package; say how it went."""
    started = time.perf_counter()
    command = [sys.executable, "-W", "ignore", "-m", "tools.preview", slug, "--once"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = [line for line in ran.stderr.splitlines() if "WARNING" in line or "Error" in line]
    said = [line for line in said if not any(words in line for words in OPEN)]
    print("\n".join([*said, f"{slug}: built in {time.perf_counter() - started:.0f} s"]), flush=True)
    if ran.returncode:
        print(ran.stdout[-2000:] + ran.stderr[-2000:], file=sys.stderr)
    if SITE.exists():
        (SITE / "built.txt").write_text(str(time.time_ns()), encoding="utf-8")
    return ran.returncode


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("chapter", help="such as hopfield")
    parser.add_argument("--once", action="store_true", help="build and end")
    parser.add_argument("--port", type=int, default=8010, help="0 takes any free one")
    arguments = parser.parse_args(argv)
    path = find(arguments.chapter)
    os.environ.setdefault("MPLBACKEND", "agg")
    if arguments.once:
        if not (SOURCE / "_toc.yml").exists():
            prepare(path)
        return build(path)
    prepare(path)
    before = state(path)
    if rebuild(arguments.chapter):
        return 1
    from tools.serve import Site

    with Site(SITE, port=arguments.port) as site:
        page = f"{site.url}book/{name(path)}.html"
        print(f"The page is at {page}, and is built again when you save it. Stop with Ctrl-C.", flush=True)
        try:
            while True:
                time.sleep(0.3)
                if (now := state(path)) != before:
                    before = now
                    rebuild(arguments.chapter)
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
