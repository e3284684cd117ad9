"""Committed notebooks have one normal form, so that a diff shows what an author changed and nothing else.

    python tools/notebooks.py normalise PATH...    rewrite in place
    python tools/notebooks.py check PATH...        exit 1 and say what is not normal
    python tools/notebooks.py run PATH...          execute, keep what tagged cells print, normalise
    python tools/notebooks.py textconv PATH        plain text for ``git diff``

The normal form is nbformat 4.5 with meaningful cell ids, only the metadata that the book reads, code folded
where its tags ask for it, so that authors see what readers see, and outputs only in cells tagged
``nbval-check-output``: those are compared when the notebooks are tested. nbval compares
nothing where the execution count is null, so such a cell keeps a number; the numbers count the tagged cells.
A PATH may be a folder. All but ``run`` need the standard library alone, because git calls them anywhere.
"""

import argparse
import json
import re
import sys
from pathlib import Path

CHECKED = "nbval-check-output"
FOLDING = {"hide-input", "hide-cell", "remove-input", "remove-cell", "claims"}
FOLDED = {"source_hidden": True}  # what JupyterLab and Notebook obey
CELL_METADATA = ("mystnb", "tags")
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# What Jupyter gives a new cell: eight hexadecimal digits, or a UUID.
RANDOM_ID = re.compile(r"(?=.*\d)[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")
# The first of these that a cell contains names it.
NAMING = (
    r":label:\s*([A-Za-z0-9_-]+)",  # an exercise, a theorem, an equation
    r"^```\{solution-end\}(.*)",
    r"^\(([A-Za-z0-9_-]+)\)=",
    r"^#+\s+(.+)",
    r"\bname=[\"']([^\"']+)",  # an explorer
    r"^def\s+(\w+)",
    r"^(?!\s*(?:from|import|[`:%(]))(.*\w.*)",
    r"(.*\w.*)",
)


class NotebookError(ValueError):
    """A file that cannot be brought into normal form; the message says why."""


def text(value):
    """Return a multi-line string of the notebook format, which may be stored as a list of lines."""
    return "".join(value) if isinstance(value, list) else value


def lines(value):
    """Return the list of lines that a multi-line string is stored as."""
    return text(value).splitlines(keepends=True)


def load(path):
    """Read the notebook at `path` as the dictionary that it is, and make sure that it can be one."""
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotebookError(f"not JSON: {error}") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotebookError("no list of cells: an nbformat 4 notebook is needed")
    if notebook.get("nbformat") != 4:
        raise NotebookError(f"nbformat {notebook.get('nbformat')!r}: 4 is needed")
    for number, cell in enumerate(notebook["cells"], 1):
        if cell.get("cell_type") not in ("code", "markdown", "raw") or "source" not in cell:
            raise NotebookError(f"cell {number} has no known type or no source")
        if cell.get("attachments"):
            raise NotebookError(f"cell {number} holds a pasted picture: figures are drawn by code")
    return notebook


def is_checked(cell):
    """Whether the output of `cell` is compared when the notebook is tested."""
    return cell["cell_type"] == "code" and CHECKED in cell.get("metadata", {}).get("tags", [])


def derived_id(cell):
    """Return an id that says what is in `cell`: its label, heading, explorer's name or first words."""
    source = text(cell["source"])
    if cell["cell_type"] == "code" and re.match(r"(from|import)\s", source):
        return "imports"
    for pattern in NAMING:
        if match := re.search(pattern, source, re.MULTILINE):
            words = re.findall(r"[a-z0-9]+", (match[1] or "solution-end").lower().replace("_", "-"))
            slug = "-".join(words[:6])[:48].strip("-")
            if slug:
                return f"cell-{slug}" if RANDOM_ID.fullmatch(slug) else slug
    return cell["cell_type"]


def cell_ids(cells):
    """Return one id per cell: the given one where it is meaningful and new, else a derived one."""
    kept, seen = [], set()
    for cell in cells:
        given = str(cell.get("id", ""))
        keep = SLUG.fullmatch(given) and not RANDOM_ID.fullmatch(given) and given not in seen
        kept.append(given if keep else None)
        seen.add(given if keep else None)
    for position, cell in enumerate(cells):
        if kept[position] is None:
            base, suffix = derived_id(cell), 1
            slug = base
            while slug in seen:
                suffix += 1
                slug = f"{base}-{suffix}"
            kept[position] = slug
            seen.add(slug)
    return kept


def normal_outputs(outputs, count):
    """Keep what a checked cell prints and what it evaluates to, as plain text."""
    kept = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream" and output.get("name") == "stdout":
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] = lines(text(kept[-1]["text"]) + text(output["text"]))
            else:
                kept.append({"name": "stdout", "output_type": "stream", "text": lines(output["text"])})
        elif kind in ("execute_result", "display_data") and "text/plain" in output.get("data", {}):
            data = {"text/plain": lines(output["data"]["text/plain"])}
            result = {"data": data, "metadata": {}, "output_type": kind}
            kept.append(result | ({"execution_count": count} if kind == "execute_result" else {}))
    return kept


def normal_cell(cell, cell_id, count):
    """Return `cell` with nothing in it but what the book needs; `count` is its number among checked cells."""
    metadata = {key: cell["metadata"][key] for key in CELL_METADATA if cell.get("metadata", {}).get(key)}
    if "tags" in metadata:
        metadata["tags"] = list(dict.fromkeys(metadata["tags"]))
    normal = {
        "cell_type": cell["cell_type"],
        "id": cell_id,
        "metadata": metadata,
        "source": lines(text(cell["source"]).strip("\n").rstrip()),
    }
    if cell["cell_type"] == "code":
        if FOLDING & set(metadata.get("tags", ())):
            metadata["jupyter"] = FOLDED
        executed = is_checked(cell) and cell.get("execution_count") is not None
        normal["execution_count"] = count if executed else None
        normal["outputs"] = normal_outputs(cell.get("outputs", []), count) if executed else []
    return normal


def normalised(notebook):
    """Return the normal form of `notebook` as a new dictionary; cells without any text are left out."""
    cells = [cell for cell in notebook["cells"] if text(cell["source"]).strip()]
    normal, count = [], 0
    for cell, cell_id in zip(cells, cell_ids(cells), strict=True):
        count += is_checked(cell)
        normal.append(normal_cell(cell, cell_id, count))
    return {"cells": normal, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def dumps(notebook):
    """Return `notebook` as the text that is stored."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def problems(path):
    """Yield what keeps the notebook at `path` from being normal, one sentence each."""
    try:
        notebook = load(path)
    except NotebookError as error:
        yield str(error)
        return
    ids = [str(cell.get("id", "")) for cell in notebook["cells"]]
    for number, (cell, cell_id) in enumerate(zip(notebook["cells"], ids, strict=True), 1):
        yield from (f"cell {number} ({cell_id}): {problem}" for problem in cell_problems(cell))
        if not SLUG.fullmatch(cell_id) or RANDOM_ID.fullmatch(cell_id) or ids.count(cell_id) > 1:
            yield f"cell {number}: its id {cell_id!r} is missing, random or used twice"
    if dumps(normalised(notebook)) != Path(path).read_text(encoding="utf-8"):
        yield f"not in normal form: run `python tools/notebooks.py normalise {path}`"


def cell_problems(cell):
    """Yield what is wrong with the contents of one cell."""
    if extra := sorted(set(cell.get("metadata", {})) - {*CELL_METADATA, "jupyter"}):
        yield f"metadata {', '.join(extra)}"
    if not text(cell["source"]).strip():
        yield "is empty"
    if cell["cell_type"] != "code":
        return
    if is_checked(cell):
        if cell.get("execution_count") is None or not normal_outputs(cell.get("outputs", []), 0):
            yield f"is tagged {CHECKED} but has no stored output, so nothing would be compared: `run` it"
    elif cell.get("outputs") or cell.get("execution_count") is not None:
        yield "holds an output or an execution count without being checked"


def execute(path):
    """Run the notebook at `path` from top to bottom, in its own folder, and return it with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.reads(dumps(normalised(load(path))), as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": Path(path).parent}},
    )
    client.execute()
    for cell in filter(is_checked, notebook.cells):
        for output in cell.outputs:
            rich = set(output.get("data", {})) - {"text/plain"}
            if rich or output.get("name") == "stderr":
                what = ", ".join(sorted(rich)) or f"a warning: {text(output['text']).strip()}"
                raise NotebookError(f"checked cell {cell.id} gives {what}; plain printed text is needed")
    return json.loads(nbformat.writes(notebook))


def write(path, notebook):
    """Store `notebook` at `path` in normal form; return whether that changed the file."""
    path, stored = Path(path), dumps(normalised(notebook))
    if path.read_text(encoding="utf-8") == stored:
        return False
    path.write_text(stored, encoding="utf-8", newline="\n")
    return True


def plain_text(path):
    """Return the notebook at `path` as text to compare, and what is none, such as half a merge, as it is."""
    try:
        notebook = load(path)
    except NotebookError:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    parts = []
    for cell in notebook["cells"]:
        tags = cell.get("metadata", {}).get("tags", [])
        header = [f"# %% [{cell['cell_type']}]", str(cell.get("id", "")), *(f"#{tag}" for tag in tags)]
        parts += [" ".join(header), text(cell["source"]).rstrip()]
        if drawn := cell.get("metadata", {}).get("mystnb"):
            parts.append(f"# mystnb: {json.dumps(drawn, ensure_ascii=False, sort_keys=True)}")
        for output in cell.get("outputs", []):
            shown = output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")
            parts += [f"#> {line}" for line in text(shown).splitlines()]
        parts.append("")
    return "\n".join(parts)


def notebooks_in(paths):
    """Yield the notebooks that `paths` name, those in folders included."""
    for path in map(Path, paths):
        if not path.exists():
            raise SystemExit(f"{path}: no such file or folder")
        found = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
        yield from (p for p in found if ".ipynb_checkpoints" not in p.parts)


def apply(command, path):
    """Carry out `command` on the notebook at `path`; return the problems that were left."""
    if command == "check":
        return list(problems(path))
    try:
        changed = write(path, execute(path) if command == "run" else load(path))
    except NotebookError as error:
        return [str(error)]
    except Exception as error:  # whatever the notebook's own code raised, already with its traceback
        if command != "run":
            raise
        return [f"did not run: {error}"]
    if changed:
        print(f"{path}: rewritten")
    return []


def main(argv=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("normalise", "check", "run", "textconv"))
    parser.add_argument("paths", nargs="+", metavar="PATH")
    arguments = parser.parse_args(argv)
    if arguments.command == "textconv":
        sys.stdout.reconfigure(encoding="utf-8")
        print(plain_text(arguments.paths[0]))
        return 0
    found = 0
    for path in notebooks_in(arguments.paths):
        for problem in apply(arguments.command, path):
            print(f"{path}: {problem}", file=sys.stderr)
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
