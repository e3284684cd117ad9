"""Code cells: what they import, how long and how wide they are, what they may define and show."""

import ast
import re
import subprocess
import sys

from tools import notebooks
from tools.rules import Finding, rule

IMPORTS = {"numpy", "matplotlib", "nnbook"} | sys.stdlib_module_names
WIDTH, MAX_LINES, MAX_FUNCTION, MAX_PLAIN = 76, 15, 25, 12
FOREIGN = re.compile(
    r"<(?:script|img|iframe|style|svg)\b|!\[[^\]]*\]\("
    r"|IPython\.display import (?:HTML|Javascript)|\burllib\b|\brequests\."
)


def functions(cell):
    return [node for node in cell.tree.body if isinstance(node, ast.FunctionDef)]


def n_lines(node):
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return node.end_lineno - first + 1


@rule("is stored in the normal form of notebooks, which `make fmt` writes", everywhere=True)
def normal_form(notebook):
    if notebook.path.exists():
        for problem in notebooks.problems(notebook.path):
            number, _, says = problem.partition(": ")
            place = re.match(r"cell (\d+)", number)
            cell = notebook.cells[int(place[1]) - 1].id if place else notebook.cells[0].id
            yield Finding(cell, 0, says if place else problem)


@rule("is as `ruff` wants it", everywhere=True)
def ruff(notebook):
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", "--quiet", notebook.path]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for number, line, says in re.findall(r":cell (\d+):(\d+):\d+: (.*)", said):
        yield Finding(notebook.cells[int(number) - 1].id, int(line), f"ruff: {says}")


@rule(
    "imports in its first code cell, called `imports`, numpy, matplotlib, nnbook and the standard library",
    everywhere=True,
)
def imports(notebook):
    for position, cell in enumerate(notebook.code):
        for node in ast.walk(cell.tree):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            names = [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            roots = {module.split(".")[0] for module in names}
            if roots - IMPORTS:
                missing = ", ".join(roots - IMPORTS)
                yield Finding(cell.id, node.lineno, f"imports {missing}, which not every reader has")
            if position and roots != {"nnbook"} and not cell.in_solution:
                yield Finding(
                    cell.id, node.lineno, f"imports {', '.join(names)}: do so in the first code cell"
                )
    if notebook.code and notebook.code[0].id != "imports":
        yield Finding(notebook.code[0].id, 0, "the first code cell imports: give it the id 'imports'")


@rule("folds its imports: `hide-input`", second=True)
def imports_are_folded(notebook):
    for cell in notebook.code[:1]:
        if not cell.folded:
            yield Finding(cell.id, 0, "the imports stand open: add the tag 'hide-input'")


@rule(
    f"keeps cells within {MAX_LINES} lines, but for functions, whose bodies have {MAX_FUNCTION} at most;"
    " folded cells may be twice as long"
)
def short_cells(notebook):
    for cell in notebook.code:
        for function in functions(cell):
            shown = function.body[1 if ast.get_docstring(function) else 0 :]
            n = function.end_lineno - shown[0].lineno + 1 if shown else 0
            if n > MAX_FUNCTION:
                says = f"{function.name} has {n} lines, need at most {MAX_FUNCTION}"
                yield Finding(cell.id, function.lineno, says)
        aside = sum(map(n_lines, functions(cell)))
        n = sum(bool(line.strip()) for line in cell.source.splitlines()) - aside
        limit = 2 * MAX_LINES if cell.folded or cell.id == "imports" else MAX_LINES
        if n > limit:
            yield Finding(
                cell.id, 0, f"has {n} lines, need at most {limit}: split it, or move code to nnbook"
            )


@rule(f"keeps code within {WIDTH} columns, the width of the page", second=True)
def width(notebook):
    for cell in notebook.code:
        wide = [n for n, line in enumerate(cell.source.splitlines(), 1) if len(line) > WIDTH]
        if wide:
            says = f"line{'s' * (len(wide) > 1)} {', '.join(map(str, wide))} of more than {WIDTH} columns"
            yield Finding(cell.id, wide[0], says)


@rule("hides the cells of `ask`, which hold the key: `remove-input`", second=True)
def questions_are_folded(notebook):
    for cell in notebook.code:
        if (cell.calls("ask") or cell.calls("quiz.ask")) and "remove-input" not in cell.tags:
            yield Finding(cell.id, 0, "the key of this question stands open: add the tag 'remove-input'")


@rule(
    "shows functions only where they draw, solve, or write out what it asserts equal to the package's;"
    " those that prepare an experiment are folded"
)
def functions_live_in_the_package(notebook):
    drawn = {shown.draw: shown.cell for shown in notebook.explorers}
    for cell in notebook.code:
        for node in cell.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not cell.in_solution:
                draws = node.name in drawn or node.name.startswith("draw")
                aids = cell in drawn.values() and node.end_lineno - node.lineno < 10
                compared = "assert" in cell.source or cell.folded or list(cell.calls("check"))
                if not (draws or aids or compared):
                    says = (
                        f"defines {node.name}: move it to nnbook, or assert here that it equals what is there"
                    )
                    yield Finding(cell.id, node.lineno, says)


@rule(
    f"writes its algorithm out, unfolded, in {MAX_PLAIN} lines, and asserts that it equals nnbook's",
    second=True,
)
def plain_form(notebook):
    for cell in notebook.code:
        short = [f for f in functions(cell) if n_lines(f) <= MAX_PLAIN]
        if (
            short
            and not cell.folded
            and not cell.in_solution
            and re.search(r"^\s*assert\b", cell.source, re.M)
        ):
            return
    says = (
        f"need an open cell with the plain form, a function of {MAX_PLAIN} lines or fewer, and its assertion"
    )
    yield Finding(notebook.cells[0].id, 0, says)


@rule("shows the package's own source, folded: `show_source` with the tag `hide-output`", second=True)
def source_is_folded(notebook):
    shown = [cell for cell in notebook.code if cell.calls("show_source")]
    if not shown:
        yield Finding(
            notebook.cells[-1].id, 0, "no cell shows the source of the central function: show_source"
        )
    for cell in shown:
        if not {"hide-output", "hide-cell"} & set(cell.tags):
            yield Finding(cell.id, 0, "the source stands open: add the tag 'hide-output'")


@rule("draws a schematic by code, in a cell tagged `schematic`", second=True)
def schematic(notebook):
    if not any("schematic" in cell.tags for cell in notebook.code):
        yield Finding(notebook.cells[0].id, 0, "need a schematic drawn by code, in a cell tagged 'schematic'")


@rule("prints the numbers it states in cells tagged `nbval-check-output`")
def prints_numbers(notebook):
    if not any(notebooks.CHECKED in cell.tags for cell in notebook.code):
        yield Finding(notebook.cells[0].id, 0, f"no cell is tagged {notebooks.CHECKED!r}")


@rule(
    "prints at most 20 lines from a checked cell, without addresses or more than seven decimals",
    everywhere=True,
)
def printed_is_short(notebook):
    for cell in notebook.code:
        if notebooks.CHECKED in cell.tags:
            shown = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.raw["outputs"]]
            outputs = "".join(map(notebooks.text, shown))
            if outputs.count("\n") > 20:
                yield Finding(cell.id, 0, f"prints {outputs.count(chr(10))} lines, need at most 20")
            for odd in re.findall(r"0x[0-9a-f]{6,}|\d\.\d{8,}|<[A-Z]\w+", outputs):
                yield Finding(cell.id, 0, f"prints {odd!r}, which is not stable: round it, or leave it out")


@rule("draws random numbers from a generator with a seed", everywhere=True)
def randomness(notebook):
    for cell in notebook.code:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for hidden in re.findall(r"np\.random\.(?!default_rng|Generator)\w+|\bdefault_rng\(\)", line):
                yield Finding(cell.id, number, f"{hidden} draws from no seed: np.random.default_rng(seed)")


@rule("holds nothing foreign: no pictures, pages or scripts from elsewhere", everywhere=True)
def nothing_foreign(notebook):
    for cell in notebook.cells:
        for number, line in enumerate(cell.source.splitlines(), 1):
            for foreign in FOREIGN.findall(line):
                yield Finding(
                    cell.id, number, f"holds {foreign!r}: figures are drawn by code, nothing is fetched"
                )


@rule(
    "gives figures an alternative text, 8 words or more: `mystnb: {image: {alt: …}}` in the metadata",
    everywhere=True,
    runs=True,
)
def figures_have_alt(notebook, run):
    for cell in notebook.code:
        if run.results[cell.id].figures:
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            if len(alt.split()) < 8:
                says = "draws a figure: metadata.mystnb.image.alt says in 8 words or more what it shows"
                yield Finding(cell.id, 0, f"{says}; got {alt!r}")
