"""What a chapter does when it runs: no errors, what it says it prints, and every stop of every explorer."""

import re
from itertools import pairwise

from tools import notebooks
from tools.rules import Finding, rule
from tools.running import printed, stored


def setting(frame, explorer):
    """Return where a frame stands, by what moves."""
    return ", ".join(f"{key} = {frame.setting[key]}" for key in explorer.sweep)


@rule("runs without an error or a warning", everywhere=True, runs=True)
def runs(notebook, run):
    for cell in notebook.code:
        result = run.results[cell.id]
        if result.failure:
            yield Finding(result.failure.cell, result.failure.line, str(result.failure))
        elif result.passed_over:
            yield Finding(cell.id, 0, "was passed over: it needs what a cell above did not get to")
        for warning in dict.fromkeys(result.warned):
            yield Finding(cell.id, 0, f"warns: {warning}")


@rule("draws its schematics, and shows a figure alone: the cell ends with `;`", everywhere=True, runs=True)
def figures_stand_alone(notebook, run):
    for cell in notebook.code:
        result = run.results[cell.id]
        if "schematic" in cell.tags and not result.figures:
            yield Finding(cell.id, 0, "is tagged schematic, and draws no figure of pyplot, which pages show")
        if result.figures and result.shown:
            shown = result.shown.partition("\n")[0]
            yield Finding(cell.id, 0, f"shows {shown!r} above its figure: end the cell with a semicolon")


@rule("prints what is stored in its checked cells", everywhere=True, runs=True)
def prints_the_same(notebook, run):
    for cell in notebook.code:
        result = run.results[cell.id]
        if notebooks.CHECKED not in cell.tags or result.failure or result.passed_over:
            continue
        now, before = printed(result).splitlines(), stored(cell).splitlines()
        if now == before or not before:
            continue
        line = next(
            (i for i, (a, b) in enumerate(zip(now, before, strict=False)) if a != b),
            min(len(now), len(before)),
        )
        shown = [lines[line] if line < len(lines) else "nothing" for lines in (before, now)]
        says = f"line {line + 1} of what it prints is stored as {shown[0]!r} and is {shown[1]!r}"
        yield Finding(cell.id, 0, f"{says}; if that is right, `tools/notebooks.py run` stores it")


@rule("draws every stop of every explorer", everywhere=True, runs=True)
def every_stop_is_drawn(notebook, run):
    for cell, frames in run.frames.items():
        failed = [frame for frame in frames if frame.failure]
        for frame in failed[:3]:
            says = f"explorer {run.explorers[cell].name!r} cannot draw {setting(frame, run.explorers[cell])}"
            more = f" (and {len(failed) - 3} more)" if frame is failed[2:3] else ""
            yield Finding(frame.place[0], frame.place[1], f"{says}: {frame.failure}{more}")


@rule(
    "says in every readout what can be read aloud: no signs of TeX or Python",
    everywhere=True,
    runs=True,
)
def every_stop_is_told(notebook, run):
    for cell, frames in run.frames.items():
        explorer = run.explorers[cell]
        for frame in frames:
            if odd := re.search(r"[$\\]|\bnan\b|array\(|np\.", frame.readout):
                yield Finding(cell, 0, f"the readout at {setting(frame, explorer)} holds {odd[0]!r}")
                break


@rule("has no dead stops: from one stop of a control to the next something changes", runs=True, second=True)
def every_stop_moves(notebook, run):
    for cell, frames in run.frames.items():
        explorer = run.explorers[cell]
        for key in explorer.sweep:
            still, pairs, example = 0, 0, None
            lines = {}
            for frame in frames:
                rest = tuple(str(v) for k, v in frame.setting.items() if k != key)
                lines.setdefault(rest, []).append(frame)
            for line in lines.values():
                for one, other in pairwise(line):
                    pairs += 1
                    if one.picture and one.picture == other.picture and one.readout == other.readout:
                        still += 1
                        example = example or (one, other)
            if still and still > pairs // 10:
                one, other = (frame.setting[key] for frame in example)
                says = f"{still} of {pairs} steps of {key} in explorer {explorer.name!r} change nothing"
                yield Finding(
                    cell, 0, f"{says}, such as from {one} to {other}: choose the stops where it happens"
                )
