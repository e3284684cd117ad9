"""The package keeps its shape: imports only go down, modules and functions are short."""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.offenders import each

PACKAGE = Path(__file__).parents[1] / "src" / "nnbook"

# A module imports from its own floor or from below. A new one is entered here, as low as it can stand.
FLOORS = (
    "numerics checks quiz activations losses initializers metrics model_selection regression datasets",
    "autodiff convolution optimizers",
    "layers training backpropagation",
    "neurons feedforward learning_rules hopfield boltzmann competitive generative vision graphs",
    "plots explore",
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}

# What else a module may import, besides numpy and the standard library. matplotlib brings PIL and contourpy
# with it, and ipywidgets IPython; the Sphinx extension runs only where a book is built.
DRAWING = {"matplotlib", "contourpy", "PIL", "IPython"}
OUTSIDE = {
    "plots": DRAWING,
    "explore": DRAWING | {"anywidget", "traitlets"},
    "quiz.widget": {"anywidget", "traitlets"},
    "explore.sphinx": {"docutils", "sphinx", "myst_nb"},
}
LAZY = {"datasets": {"matplotlib"}}  # inside a function only: pictures and recordings in matplotlib's wheel

MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")
    for path in PACKAGE.rglob("*.py")
)
each_module = each(MODULES)


@cache
def source_of(module):
    path = PACKAGE.joinpath(*module.split("."))
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")


@cache
def tree_of(module):
    return ast.parse(source_of(module))


def floor_of(module):
    top = module.split(".")[0]
    assert top in FLOOR, f"nnbook.{top} stands on no floor: enter it in FLOORS in {Path(__file__).name}"
    return FLOOR[top]


def imports_of(module, *, top_level=False):
    """Yield the dotted name of everything that `module` imports, or only what it does when loaded."""
    tree = tree_of(module)
    inside = {n for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    for node in ast.walk(tree):
        if top_level and node in inside:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno} of nnbook.{module}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module):
    """Yield the modules of nnbook that `module` imports."""
    for name in imports_of(module):
        if name.split(".")[0] == "nnbook":
            name = name.removeprefix("nnbook").lstrip(".")
            yield name if name in MODULES else name.rpartition(".")[0]


def length_without_docstring(function):
    body = function.body
    end, start = function.end_lineno, function.lineno
    if ast.get_docstring(function) is None:
        return end - start + 1
    return end - start - (body[0].end_lineno - body[0].lineno)


@each_module
def test_imports_only_go_down(module):
    if module:
        for other in filter(None, own_imports(module)):
            assert floor_of(other) <= floor_of(module), f"nnbook.{module} imports nnbook.{other} from above"


def test_imports_are_no_circle():
    graph = {}
    for module in MODULES:
        top = module.split(".")[0]
        graph.setdefault(top, set()).update(o.split(".")[0] for o in own_imports(module) if o)
    for top, others in graph.items():
        others.discard(top)
    TopologicalSorter(graph).prepare()


@each_module
def test_explorers_stand_alone(module):
    others = {other.split(".")[0] for other in own_imports(module)}
    if module.split(".")[0] == "explore":
        assert others <= {"explore"}, (
            "nnbook.explore serves other books too: it imports nothing else of nnbook"
        )
    else:
        assert "explore" not in others, f"nnbook.{module} computes or draws on axes: it knows no explorer"


@each_module
def test_the_rest_of_the_world_is_numpy(module):
    top = module.split(".")[0]
    allowed = {"numpy", "nnbook"} | OUTSIDE.get(top, set()) | OUTSIDE.get(module, set())
    for names, more in (
        (imports_of(module, top_level=True), set()),
        (imports_of(module), LAZY.get(top, set())),
    ):
        foreign = {name.split(".")[0] for name in names} - sys.stdlib_module_names - allowed - more
        assert not foreign, f"nnbook.{module} imports {', '.join(sorted(foreign))}"


def loaded_by(*modules):
    """Return which of matplotlib and ipywidgets a fresh Python has loaded after importing `modules`."""
    code = f"import sys, {', '.join(modules)}; print(*{{'matplotlib', 'ipywidgets'}} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_import_nnbook_loads_numpy_alone():
    assert loaded_by("nnbook") == []


def test_computing_loads_no_drawing():
    shown = ("explore", "plots", "quiz.widget")
    computing = [f"nnbook.{m}" for m in MODULES if m and not m.startswith(shown)]
    assert loaded_by(*computing) == []


@each_module
def test_module_is_read_in_one_sitting(module):
    n_lines = source_of(module).count("\n")
    assert n_lines < 300, f"nnbook.{module} has {n_lines} lines: split it by its nouns"
    assert module.split(".")[-1] not in ("utils", "util", "helpers", "misc", "common"), (
        "name it by what it holds"
    )
    assert ast.get_docstring(tree_of(module)), f"nnbook.{module} does not say why it exists"


@each_module
def test_functions_are_short(module):
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef):
            n_lines = length_without_docstring(node)
            assert n_lines < 40, f"nnbook.{module}.{node.name} has {n_lines} lines without its docstring"


@each_module
def test_nothing_is_left_over(module):
    marks = re.findall(r"\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b", source_of(module))
    assert not marks, f"nnbook.{module} is unfinished: {marks}"


@each_module
def test_randomness_is_an_argument(module):
    assert "random" not in set(imports_of(module)), f"nnbook.{module} draws from Python's global state"
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            assert node.attr in ("default_rng", "Generator", "PCG64", "SeedSequence"), (
                f"line {node.lineno} of nnbook.{module}: np.random.{node.attr} draws from a global state"
            )
