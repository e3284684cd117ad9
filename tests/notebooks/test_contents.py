"""Every chapter has its parts, and its code is what a chapter's code should be."""

import ast
import re
import sys
from itertools import pairwise

import pytest

from tests.notebooks.reading import CHAPTERS, PATHS, ROOT, name, read

each_chapter = pytest.mark.parametrize("notebook", CHAPTERS, ids=name, indirect=True)
each_notebook = pytest.mark.parametrize("notebook", PATHS, ids=name, indirect=True)
IMPORTS = {"numpy", "matplotlib", "nnbook"} | sys.stdlib_module_names


FOREIGN = re.compile(
    r"<(?:script|img|iframe|style|svg)\b|!\[[^\]]*\]\("
    r"|IPython\.display import (?:HTML|Javascript)|\burllib\b|\brequests\."
)


@pytest.fixture
def notebook(request):
    return read(request.param)


def block(text, opening):
    """Return the directives in `text` whose first line fits `opening`, each with all of its lines."""
    return [
        m[0] for m in re.finditer(rf"^(`{{3,}}|:{{3,}})\{{{opening}.*\n(?:.*\n)*?\1 *$", text + "\n", re.M)
    ]


def option(directive, key):
    found = re.search(rf"^:{key}:[ ]*(.+?)[ ]*$", directive, re.MULTILINE)
    return found[1] if found else ""


def literal(call, keyword):
    """Return the value of a keyword of `call` that is written out, else None."""
    for given in call.keywords:
        if given.arg == keyword:
            try:
                return ast.literal_eval(given.value)
            except ValueError:
                return None
    return None


def prose(notebook):
    """Return the words of the running text: no directives' options, mathematics, code or addresses."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.kind == "markdown")
    for noise in (
        r"```\{math\}(.|\n)*?```",
        r"\$\$(.|\n)*?\$\$",
        r"\$[^$]*\$",
        r"^[`:]{3,}.*$",
        r"^:\w+:.*$",
    ):
        text = re.sub(noise, " ", text, flags=re.MULTILINE)
    return re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"https?://\S+|\{[\w:]+\}`[^`]*`|`[^`]*`", " ", text))


@each_chapter
def test_opening(notebook):
    title, *_ = (cell.source for cell in notebook.cells)
    assert notebook.cells[0].kind == "markdown"
    assert re.search(r"^# \S", title, re.MULTILINE), "the first cell holds the title"
    goals = block(notebook.text, r"admonition\} What you will learn")
    assert len(goals) == 1, "one box 'What you will learn'"
    assert 3 <= len(re.findall(r"^\s*(?:[-*]|\d\.) ", goals[0], re.MULTILINE)) <= 7, (
        "three to five learning goals"
    )
    needs = re.search(
        r"^\*\*Builds on:\*\* (.+?\.)\s\*\*Reading time:\*\* (\d+) minutes\b", goals[0], re.M | re.S
    )
    assert needs, "'**Builds on:** what one should know. **Reading time:** 45 minutes, ...'"
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    before = toc.partition(f"file: book/{name(notebook.path)}")[0]
    for other in re.findall(r"\]\(\.\./([^)#]+)\.ipynb", needs[1]):
        assert f"file: book/{other}" in before, f"builds on {other}, which comes later"
    n_words = len(prose(notebook))
    assert n_words / 150 <= int(needs[2]) <= n_words / 50, f"{needs[2]} minutes for {n_words} words"


@each_chapter
def test_goals_begin_with_what_a_reader_will_do(notebook):
    (goals,) = block(notebook.text, r"admonition\} What you will learn")
    for goal in re.findall(r"^[-*] (.*)", goals, re.MULTILINE):
        assert re.match(r"[A-Z][a-z]+ ", goal), f"{goal!r} is no sentence that begins with a verb"


@each_chapter
def test_closing(notebook):
    assert block(notebook.text, r"admonition\} Common misconceptions"), "a box 'Common misconceptions'"
    assert re.search(r"^## Summary", notebook.text, re.MULTILINE), "a summary"
    assert re.search(r"^##+ Further reading", notebook.text, re.MULTILINE), "further reading"
    assert re.search(r"\{cite(:\w+)?\}`", notebook.text), "statements of fact cite their sources"
    assert block(notebook.text, "math") or "$$" in notebook.text, "numbered equations"


@each_chapter
def test_length(notebook):
    n_words = len(prose(notebook))
    assert 2500 <= n_words <= 6500, f"{n_words} words, exercises and solutions included"


@each_chapter
def test_explorers(notebook):
    assert len(notebook.explorers) >= 4
    cells = list(notebook.cells)
    places = [cells.index(cell) for cell, _ in notebook.explorers] + [len(cells)]
    for start, end in pairwise(places):
        following = "".join(cell.source for cell in cells[start + 1 : end])
        assert "Try this" in following, f"after explorer {cells[start].id}: what to try"


@each_notebook
def test_explorers_describe_themselves(notebook):
    for cell, call in notebook.explorers:
        assert re.fullmatch(r"[a-z0-9-]+", literal(call, "name") or ""), f"{cell.id}: explore(name=...)"
        assert literal(call, "title"), f"{cell.id}: explore(title=...)"
        assert len((literal(call, "alt") or "").split()) >= 8, (
            f"{cell.id}: alt says what is seen and what follows"
        )


def test_names_of_explorers_are_unique():
    names = [literal(call, "name") for path in PATHS for _, call in read(path).explorers]
    assert sorted(names) == sorted(set(names))


@each_chapter
def test_exercises(notebook):
    exercises = block(notebook.text, "exercise")
    assert len(exercises) >= 5
    assert any(cell.calls("check") for cell in notebook.code), "one exercise at least checks itself"
    for exercise in exercises:
        assert re.match(r"\W+exercise\} ★{1,3} \S", exercise), (
            f"{exercise[:60]!r} begins with its ★ and a title"
        )
        assert re.fullmatch(r"ex-[a-z0-9-]+", option(exercise, "label")), (
            f"{exercise[:60]!r} has a label ex-..."
        )


@each_chapter
def test_every_exercise_has_its_hidden_solution(notebook):
    labels = sorted(option(exercise, "label") for exercise in block(notebook.text, "exercise"))
    solutions = block(notebook.text, "solution-start") + block(notebook.text, r"solution\}")
    assert sorted(re.match(r"\W+[\w-]+\}\s*(\S+)", solution)[1] for solution in solutions) == labels
    for solution in solutions:
        assert "dropdown" in option(solution, "class"), f"{solution[:60]!r} is folded: ':class: dropdown'"
    gates = re.findall(r"\{solution-(start|end)\}", notebook.text)
    assert gates == ["start", "end"] * (len(gates) // 2), "every solution that is opened is closed"


@each_chapter
def test_some_numbers_are_checked(notebook):
    assert any("nbval-check-output" in cell.tags for cell in notebook.code)


@each_notebook
def test_checked_output_is_short_and_stable(notebook):
    for cell in notebook.code:
        if "nbval-check-output" in cell.tags:
            outputs = "".join("".join(o.get("text") or o["data"]["text/plain"]) for o in cell.raw["outputs"])
            assert outputs.count("\n") <= 20, f"{cell.id} prints too much to be read"
            assert not re.search(r"0x[0-9a-f]{6,}|\d\.\d{8,}|<[A-Z]\w+", outputs), f"{cell.id}: {outputs!r}"


@each_notebook
def test_imports_come_first(notebook):
    for position, cell in enumerate(notebook.code):
        for node in ast.walk(cell.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                roots = {module.split(".")[0] for module in names}
                assert roots <= IMPORTS, f"{cell.id} imports {roots - IMPORTS}: not every reader has it"
                first = position == 0 or roots == {"nnbook"} or cell.in_solution
                assert first, f"{cell.id} imports {', '.join(names)}: imports stand in the first code cell"
    if notebook.code:
        assert notebook.code[0].id == "imports"


@each_chapter
def test_functions_live_in_the_package(notebook):
    """But drawing an explorer with a short aid, a solution, and the equation taught, compared with nnbook."""
    drawn = {ast.unparse(call.args[0]): cell for cell, call in notebook.explorers if call.args}
    for cell in notebook.code:
        for node in cell.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not cell.in_solution:
                draws = node.name in drawn or node.name.startswith("draw")
                aids = cell in drawn.values() and node.end_lineno - node.lineno < 10
                compared = "assert" in cell.source
                assert draws or aids or compared, f"{cell.id} defines {node.name}: it belongs in nnbook"


@each_chapter
def test_cells_show_one_idea(notebook):
    for cell in notebook.code:
        functions = [n for n in cell.tree.body if isinstance(n, ast.FunctionDef)]
        for function in functions:
            n_lines = function.end_lineno - function.lineno + 1
            assert n_lines <= 25, f"{cell.id}: {function.name} has {n_lines} lines"
        calls = [n for n in cell.tree.body if isinstance(n, ast.Expr) and n.value in cell.calls("explore")]
        aside = sum(n.end_lineno - n.lineno + 1 for n in functions + calls)
        n_lines = sum(bool(line.strip()) for line in cell.source.splitlines()) - aside
        assert n_lines <= (20 if cell.id == "imports" else 15), f"{cell.id} has {n_lines} lines"


@each_notebook
def test_randomness_is_explicit(notebook):
    for cell in notebook.code:
        hidden = re.findall(r"np\.random\.(?!default_rng|Generator)\w+|\bdefault_rng\(\)", cell.source)
        assert not hidden, f"{cell.id}: {hidden}"


@each_notebook
def test_nothing_foreign(notebook):
    for cell in notebook.cells:
        foreign = FOREIGN.findall(cell.source)
        assert not foreign, f"{cell.id} holds {foreign}: figures are drawn by code, and nothing is fetched"


@each_notebook
def test_links_between_pages_lead_somewhere(notebook):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)\s#]*[./][^)\s#]*)", notebook.text):
        assert (notebook.path.parent / target).exists(), f"{target} is not there"
