"""Exercises: stars, labels, sections, solutions, and checks that give hints."""

import ast
import re

from tools.rules import Finding, rule
from tools.rules.form import teaching
from tools.running import bound


def exercises(notebook):
    return notebook.directives("exercise", "exercise-start")


def solved(directive):
    """Return the label of the exercise that a solution belongs to."""
    return directive.argument.split()[0] if directive.argument else ""


def answered(notebook):
    """Return the labels of the exercises that the page answers: by ``ask``, or by ``check`` below them."""
    found, label = set(), ""
    for cell in notebook.cells:
        for exercise in exercises(notebook):
            label = exercise.label if exercise.cell is cell else label
        for call in [*cell.calls("ask"), *cell.calls("quiz.ask")]:
            given = str(getattr(call.args[0], "value", "")) if call.args else ""
            found.add(re.sub(r"(?<=\d)[a-z]$", "", given) if given.startswith("ex-") else label)
        if cell.calls("check") or cell.calls("quiz.check"):
            found.add(label)
    return found - {""}


@rule("has at least five exercises, each with its ★ and a title")
def stars(notebook):
    if len(exercises(notebook)) < 5:
        says = f"need at least 5 exercises (6 in the second form), got {len(exercises(notebook))}"
        yield Finding(notebook.cells[-1].id, 0, says)
    for exercise in exercises(notebook):
        if not re.match(r"★{1,3} \S", exercise.argument):
            says = f"an exercise begins with ★, ★★ or ★★★ and a title, got {exercise.argument!r}"
            yield Finding(exercise.cell.id, exercise.line, says)


@rule(
    "has at least six exercises, one for each section that teaches: in it, or with a reference to it",
    second=True,
)
def one_a_section(notebook):
    found = exercises(notebook)
    if len(found) < 6:
        yield Finding(notebook.cells[-1].id, 0, f"need at least 6 exercises, got {len(found)}")
    served = {notebook.section_of[e.cell.id] for e in found if not e.cell.in_solution}
    words = "\n".join(e.text for e in found)
    words += "\n".join(c.source for c in notebook.markdown if c.in_solution or "solution" in c.source)
    for title in teaching(notebook):
        cells = [cell for cell in notebook.markdown if notebook.section_of[cell.id] == title]
        labels = {
            label for cell in cells for label in re.findall(r"^(?::label: |\()([\w-]+)", cell.source, re.M)
        }
        if title not in served and not any(
            f"`{label}`" in words or f"(#{label})" in words for label in labels
        ):
            heading = notebook.sections[title]
            says = f"no exercise stands in the section {title!r} or refers to one of its labels"
            yield Finding(heading.cell.id, heading.line, says)


@rule("labels exercises `ex-<slug>-1`, `ex-<slug>-2` …, in order", second=True)
def labels(notebook):
    slug = notebook.slug.replace("_", "-")
    for number, exercise in enumerate(exercises(notebook), 1):
        if exercise.label != f"ex-{slug}-{number}":
            says = f"the label of exercise {number} is ex-{slug}-{number}, got {exercise.label!r}"
            yield Finding(exercise.cell.id, exercise.line, says)


@rule("gives each exercise its folded solution: `:class: dropdown`, closed by `solution-end`")
def solutions(notebook):
    known = [exercise.label for exercise in exercises(notebook)]
    found = notebook.directives("solution", "solution-start")
    for exercise in exercises(notebook):
        if not exercise.label:
            yield Finding(
                exercise.cell.id, exercise.line, f"{exercise.argument!r} has no label: ':label: ex-...'"
            )
        elif (n := [solved(s) for s in found].count(exercise.label)) != 1:
            says = f"exercise {exercise.label!r} has {n or 'no'} solution{'s' * (n > 1)}"
            yield Finding(exercise.cell.id, exercise.line, says)
    for solution in found:
        if solved(solution) not in known:
            yield Finding(solution.cell.id, solution.line, f"there is no exercise {solved(solution)!r}")
        if "dropdown" not in solution.options.get("class", ""):
            says = f"the solution of {solved(solution)!r} stands open: fold it with ':class: dropdown'"
            yield Finding(solution.cell.id, solution.line, says)
    gates = [d for d in notebook.directives("solution-start", "solution-end")]
    for opening, closing in zip(gates, [*gates, None][1:], strict=True):
        if opening.name == "solution-start" and (not closing or closing.name != "solution-end"):
            yield Finding(opening.cell.id, opening.line, "this solution is not closed by 'solution-end'")


@rule("checks an answer: `ask` or `check`")
def checks_itself(notebook):
    if not answered(notebook):
        yield Finding(notebook.cells[-1].id, 0, "need an exercise that checks its answer, with ask or check")


@rule("answers at least half of its exercises on the page, by `ask` or `check`", second=True)
def half_check_themselves(notebook):
    n, known = len(answered(notebook)), [e.label for e in exercises(notebook)]
    if 2 * n < len(known):
        missing = ", ".join(label for label in known if label not in answered(notebook))
        says = f"ask or check answers {n} of {len(known)} exercises, need half of them; none has {missing}"
        yield Finding(notebook.cells[-1].id, 0, says)
    for label in answered(notebook) - set(known):
        yield Finding(notebook.cells[-1].id, 0, f"ask names {label!r}, which is no exercise")


@rule("uses what a question's cell computes there alone, since readers' notebooks leave its code out")
def questions_stand_alone(notebook):
    of_question = {}
    for cell in notebook.code:
        own = bound(cell.tree)
        nodes = list(ast.walk(cell.tree))
        read = {node.id for node in nodes if isinstance(node, ast.Name)} - own
        read -= {node.arg for node in nodes if isinstance(node, ast.arg)}
        for name in sorted(read & of_question.keys()):
            yield Finding(cell.id, 0, f"uses {name!r} of the question {of_question[name]!r}: compute it here")
        asks = cell.calls("ask") or cell.calls("quiz.ask")
        for name in own:
            of_question.pop(name, None)
            if asks:
                of_question[name] = cell.id


@rule("lets readers learn something from real data: it imports from `nnbook.datasets`", second=True)
def real_data(notebook):
    if not re.search(r"\bnnbook(\.| import )datasets\b", "\n".join(cell.source for cell in notebook.code)):
        yield Finding("imports", 0, "nothing is imported from nnbook.datasets: need something from real data")
