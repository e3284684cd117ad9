"""Each number in the text is computed: some output, readout or line of code contains it.

A number counts as contained if it is a number of the code or of an output, rounded to the decimals that the
text gives. Readouts count in their own section only, because an explorer says hundreds of numbers. What is
left out: formulas (but not one that is a number alone), code, years, labels, counters such as "exercise 3",
names such as LeNet-5, and sentences with a citation, whose numbers are another's.
"""

import ast
import math
import re

from tools.rules import Finding, rule
from tools.running import printed

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅙": 1 / 6, "⅛": 1 / 8}
PLACES = (
    r"chapters?|sections?|equations?|figures?|parts?|tables?|theorems?|versions?|Python|(?:Fig|Eq|Sec|pp?)\."
)
COUNTED = r"exercises?|steps?|pages?|questions?|layers?|units?|cells?|panels?|goals?|cases?|seeds?|items?"
COUNTER = re.compile(
    rf"\b(?:(?:{PLACES})\s+\d+(?:\.\d+)*(?:\s*(?:,|and|or|to|–)\s*\d+(?:\.\d+)*)*"
    rf"|(?:{COUNTED})\s+\d{{1,2}}(?:\s*(?:,|and|or|to|–)\s*\d{{1,2}})*)(?![\d.]*\d|\s*%)",
    re.IGNORECASE,
)
YEAR = re.compile(
    r"\b(in|of|since|until|from|by|around|before|after|between|and|to)\s*$|[(–]$", re.IGNORECASE
)
NUMBER = re.compile(
    rf"""(?<![\w.^_/{{\\-])(?<![A-Za-z]\s[-–])           # not part of a name, an index or a longer number
    (?P<number>\d{{1,3}}(?:[\u202f\u00a0,\ ]\d{{3}})+(?!\d)(?:\.\d+)?   # 10 400, 10,400
      |\d+(?:\.\d+)?)
    (?P<vulgar>[{"".join(VULGAR)}])?
    (?:\s*[·×]\s*10(?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)|(?P<bare>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+))?
    (?:/(?P<under>\d+)(?![\d/]))?
    (?P<percent>\s?%|\sper\ cent)?
    (?![\w^_]|\.\d|-[A-Za-z])""",
    re.VERBOSE,
)
OUTPUT = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.\d+", re.IGNORECASE)
ROUGHLY = re.compile(
    r"\b(about|some|roughly|nearly|almost|around|over|under|(more|less) than|at (most|least))\s*$|[≈~]\s*$"
)


def constant(node):
    """Return the value of arithmetic with numbers alone, such as 19 / 21; None for anything else."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
        left, right = constant(node.left), constant(node.right)
        if left is None or right is None or abs(right) > 400:
            return None
        compute = {"Add": lambda: left + right, "Sub": lambda: left - right, "Mult": lambda: left * right}
        compute |= {"Div": lambda: left / right, "Pow": lambda: left**right}
        try:
            return compute[type(node.op).__name__]()
        except (ArithmeticError, ValueError):
            return None
    return None


def literals(cell):
    """Return the numbers that stand in code, and those that arithmetic with them alone gives."""
    found = set()
    for node in ast.walk(cell.tree):
        value = constant(node) if isinstance(node, (ast.Constant, ast.UnaryOp, ast.BinOp)) else None
        if isinstance(value, (int, float)) and math.isfinite(value):
            found.add(abs(float(value)))
    return found


def told(text):
    """Return the numbers in an output."""
    return {float(number.replace(",", "")) for number in OUTPUT.findall(text)}


def contained(notebook, run):
    """Return the numbers that count everywhere, and those of the readouts by section."""
    everywhere, by_section = set(), {}
    for cell in notebook.code:
        everywhere |= literals(cell) | told(printed(run.results[cell.id]))
    for cell, frames in run.frames.items():
        readouts = by_section.setdefault(notebook.section_of[cell], set())
        readouts |= told("\n".join(frame.readout for frame in frames))
    return everywhere, by_section


def plain(text):
    """Return a paragraph with everything blanked out, at equal length, that is no number of the text."""
    blank = lambda found: re.sub(r"[^\n]", " ", found[0])  # noqa: E731
    text = re.sub(r"`+[^`]*`+|\{[\w:]+\}`[^`]*`|\]\([^)]*\)|<?https?://\S+|\{[\w:]+\}", blank, text)
    text = re.sub(r"^\s*\d+\.\s|\(\d{1,2}\)|\^\[?\d+\]?", blank, text, flags=re.MULTILINE)
    text = COUNTER.sub(blank, text)

    def formula(found):
        inside = found[1].replace(r"\%", "%")
        inside = re.sub(r"\\[,;:! ]|\{,\}|\\(?:approx|sim|pm|text|mathrm)\b|[{}~]", "", inside)
        alone = re.fullmatch(r"\s*[-+−<>≈=]*\s*[\d ,.]+\s*%?\s*[A-Za-zµΩ/²]*\s*", inside)
        return f" {inside} ".ljust(len(found[0])) if alone else blank(found)

    text = re.sub(r"\$([^$]*)\$", formula, text)
    return re.sub(r"\\[,;:!]", "  ", text)


def is_year(found):
    """Whether a number is a year, by the word before it."""
    before, bare = found.string[: found.start()], found[0] == found["number"]
    return bool(bare and re.fullmatch(r"1[5-9]\d\d|20\d\d", found[0]) and YEAR.search(before))


def values(found):
    """Return what a number in the text may stand for, as pairs (value, what rounding may hide)."""
    digits = re.sub(r"[\u202f\u00a0, ]", "", found["number"])
    value, decimals = float(digits), len(digits.partition(".")[2])
    unit = 10.0**-decimals
    if found["vulgar"]:
        value, unit = value + VULGAR[found["vulgar"]], 0.01
    power = found["power"] or found["bare"]
    if found["bare"]:
        exponent = int(found["bare"].translate(SUPERSCRIPT))
        value, unit = value**exponent if abs(exponent) < 300 else math.inf, 0.0
    elif power:
        factor = 10.0 ** int(power.translate(SUPERSCRIPT))
        value, unit = value * factor, unit * factor
    if found["under"]:
        value, unit = value / max(float(found["under"]), 1), 0.005
    pairs = [(value, unit)]
    if found["percent"]:
        pairs.append((value / 100, unit / 100))
    if value == int(value) and digits.endswith("0") and not found["percent"]:  # 2000: rounded, perhaps
        pairs.append((value, 10.0 ** (len(digits) - len(digits.rstrip("0")))))
    return pairs


def is_contained(found, numbers, rough):
    pairs = values(found)
    for value, unit in pairs if rough else pairs[: 1 + bool(found["percent"])]:
        slack = unit / 2 * (1 + 1e-9) + 1e-12 * abs(value)
        if any(abs(number - value) <= slack for number in numbers):
            return True
    if found["under"]:
        return {float(found["number"]), float(found["under"])} <= numbers
    return False


def cited(text, place):
    """Whether the sentence around `place` has a citation."""
    start = max(text.rfind(stop, 0, place) for stop in (". ", "? ", ".\n", "\n\n")) + 1
    ends = [i for stop in (". ", "? ", ".\n") if (i := text.find(stop, place)) >= 0]
    return "{cite" in text[start : min(ends, default=len(text))]


@rule(
    "computes the numbers of its text: an output, a readout of the section or the code contains each",
    second=True,
    runs=True,
)
def numbers_are_computed(notebook, run):
    everywhere, by_section = contained(notebook, run)
    for part in notebook.paragraphs:
        if part.section.lower().startswith("further reading") or "Reading time" in part.text:
            continue
        text = plain(part.text)
        for found in NUMBER.finditer(text):
            if is_year(found) or cited(part.text, found.start()):
                continue
            numbers = everywhere | by_section.get(part.section, set())
            rough = bool(ROUGHLY.search(text[: found.start()]))
            if not is_contained(found, numbers, rough):
                line = part.line + text.count("\n", 0, found.start())
                says = f"states {found[0].strip()}, which no output and no claim contains"
                yield Finding(part.cell.id, line, says)
