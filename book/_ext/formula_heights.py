"""Heights of formulas, and what TeX does with them that browsers do not.

TeX hangs a root sign that is too tall half above and half below its formula, and raises powers of a letter
or a bracket all by the same amount. Browsers follow MathML Core, which lets the root sign hang below the
line, and raises a power, or a prime that is high already, by the height of its base. So this puts an
invisible strut under a root, tells the base of a power to be no higher than a small letter, and sets primes
beside their letter.

Heights are estimated from the outlines and constants of the font, in units of the size of the letters.
"""

import importlib.util
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

FONT = "STIXTwoMath-Regular.ttf"
PRIMES, CLOSING = "′″‴⁗", ")]}|‖⟩"
SCRIPTS = {"msup", "msub", "msubsup"}
TOKENS = {"mi", "mn", "mo", "mtext"}
LIMITS = {"munder", "mover", "munderover"}
TALLEST = 0.85  # of letters and brackets of a line


def font_folder():
    """Return the folder with the font of the formulas; the package that brings it is not imported."""
    return Path(importlib.util.find_spec("ziamath").submodule_search_locations[0], "fonts")


@cache
def _font():
    """Return outlines, characters and unit of the font, its constants, and the heights of its root signs."""
    font = TTFont(font_folder() / FONT)
    unit, characters, math = font["head"].unitsPerEm, font.getBestCmap(), font["MATH"].table
    variants, root = math.MathVariants, characters[ord("√")]
    built = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    roots = sorted(record.AdvanceMeasurement / unit for record in built.MathGlyphVariantRecord)
    return font.getGlyphSet(), characters, unit, math.MathConstants, roots


def _constant(name):
    return getattr(_font()[3], name).Value / _font()[2]


@cache
def _ink(letter):
    """Return how far a letter reaches above and below its line."""
    glyphs, characters, unit, *_ = _font()
    if ord(letter) not in characters:
        return 0.7, 0.2
    pen = BoundsPen(glyphs)
    glyphs[characters[ord(letter)]].draw(pen)
    return (pen.bounds[3] / unit, -pen.bounds[1] / unit) if pen.bounds else (0, 0)


def _around(boxes):
    """Return height and depth of what stands side by side."""
    heights, depths = zip(*boxes, strict=True) if boxes else ((0,), (0,))
    return max(heights), max(depths)


def measure(element, display):
    """Return about how far `element` reaches above and below its line.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        MathML Core.
    display : bool
        Whether it is set as on a line of its own.
    """
    tag, parts = element.tag, list(element)
    if tag in TOKENS:
        text = (element.text or "").strip()
        return _around([_ink(letter) for letter in text])
    if tag in SCRIPTS:
        return _scripts(tag, *(measure(part, display and not i) for i, part in enumerate(parts)))
    if tag == "mfrac":
        return _fraction(*(measure(part, False) for part in parts), display)
    if tag in ("msqrt", "mroot"):
        h, d = _around([measure(part, display) for part in (parts if tag == "msqrt" else parts[:1])])
        above = root_gap(display)
        return h + above, max(d, root_sign(h + d + above) - h - above)
    if tag in LIMITS:
        h, d = measure(parts[0], display)
        more = 0.25 if "accent" in element.attrib else 0.75
        return h + more * ("over" in tag), d + more * ("under" in tag)
    if tag == "mtable":
        return (0.65 * len(parts) + 0.25,) * 2
    if tag == "mspace":
        return tuple(float(element.get(side, "0").removesuffix("em")) for side in ("height", "depth"))
    if tag == "mstyle" and "displaystyle" in element.attrib:
        display = element.get("displaystyle") == "true"
    return _around([measure(part, display) for part in parts])


def _scripts(tag, base, *scripts):
    (h, d), scale = base, _constant_percent("ScriptPercentScaleDown")
    above, below = h, d
    if tag != "msub":
        up = max(_constant("SuperscriptShiftUp"), h - _constant("SuperscriptBaselineDropMax"))
        above = max(h, up + scale * scripts[-1][0])
    if tag != "msup":
        down = max(_constant("SubscriptShiftDown"), d + _constant("SubscriptBaselineDropMin"))
        below = max(d, down + scale * scripts[0][1])
    return above, below


def _constant_percent(name):
    return getattr(_font()[3], name) / 100


def _fraction(top, bottom, display):
    style, gap = ("DisplayStyle", "DisplayStyleGapMin") if display else ("", "GapMin")
    scale = 1 if display else _constant_percent("ScriptPercentScaleDown")
    axis, half = _constant("AxisHeight"), _constant("FractionRuleThickness") / 2
    over, under = ("FractionNum" if display else "FractionNumerator"), "FractionDenominator"
    under_gap = "FractionDenom" if display else "FractionDenominator"
    up = max(
        _constant(f"FractionNumerator{style}ShiftUp"),
        axis + half + _constant(f"{over}{gap}") + scale * top[1],
    )
    down = max(
        _constant(f"{under}{style}ShiftDown"),
        half - axis + _constant(f"{under_gap}{gap}") + scale * bottom[0],
    )
    return up + scale * top[0], down + scale * bottom[1]


def root_gap(display):
    """Return how much a root needs above what is under it: a gap and a bar."""
    style = "DisplayStyle" if display else ""
    return _constant(f"Radical{style}VerticalGap") + _constant("RadicalRuleThickness")


def root_sign(height):
    """Return the height of the root sign that is taken where `height` is needed."""
    return next((sign for sign in _font()[4] if sign >= height), height)


def settle(element, display):
    """Let roots, powers and primes in `element` sit as TeX would set them.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        MathML Core; it is changed.
    display : bool
        Whether it is set as on a line of its own.
    """
    if element.tag == "mstyle" and "displaystyle" in element.attrib:
        display = element.get("displaystyle") == "true"
    is_flat = element.tag in ("mfrac", "mtable")  # what is inside is set as in a line
    is_scripted = element.tag in SCRIPTS | LIMITS | {"mroot"}
    for i, part in enumerate(element):
        settle(part, display and not is_flat and not (is_scripted and i))
    if element.tag in SCRIPTS:
        _settle_scripts(element)
    elif element.tag in ("msqrt", "mroot"):
        _settle_root(element, display)


def _settle_root(root, display):
    under = list(root) if root.tag == "msqrt" else [root[0]]
    h, d = _around([measure(part, display) for part in under])
    needed = h + d + root_gap(display)
    spare = root_sign(needed) - needed
    if spare > 0.02:  # Chromium sets the bar some hundredths lower than it reckons
        strut = Element("mspace", width="0", height=f"{h + min(spare, spare / 2 + 0.05):.3f}em")
        if root.tag == "mroot":
            root[0] = _row("mrow", root[0], strut)
        else:
            root.append(strut)


def _settle_scripts(element):
    if element.tag != "msub":
        _lower_primes(element)
    base, drop = element[0], _constant("SuperscriptBaselineDropMax")
    is_letter = base.tag in ("mi", "mn", "mrow") or (base.tag == "mo" and base.text in CLOSING)
    is_high = _constant("SuperscriptShiftUp") + drop < measure(base, False)[0] < TALLEST
    if element.tag in ("msup", "msubsup") and is_letter and is_high:
        height = _constant("SuperscriptShiftUpCramped") + drop
        element[0] = _row("mpadded", base, height=f"{height:.3f}em")


def _lower_primes(element):
    """Let primes stand beside the letter, in full size: so the font has them, high as they are."""
    raised = element[-1]
    signs = list(raised) if raised.tag == "mrow" else [raised]
    primes = [sign for sign in signs if sign.tag == "mo" and sign.text and set(sign.text) <= set(PRIMES)]
    if not primes or signs[: len(primes)] != primes:
        return
    for sign in primes:
        sign.attrib |= {"lspace": "0", "rspace": "0"}
    element[0] = _row("mrow", element[0], *primes)
    if len(primes) < len(signs):
        rest = signs[len(primes) :]
        element[len(element) - 1] = rest[0] if len(rest) == 1 else _row("mrow", *rest)
    else:
        element.remove(raised)
        element.tag = {"msup": "mrow", "msubsup": "msub"}[element.tag]


def _row(tag, *parts, **attributes):
    row = Element(tag, attributes)
    row.extend(parts)
    return row
