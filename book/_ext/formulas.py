"""Typesets formulas while the book builds: pages carry MathML, which browsers draw and screen readers read.

MathJax's TeX parser, the one that JupyterLab uses, runs in an embedded JavaScript engine; nothing of it
reaches the page. What it returns is MathML 3; browsers agree on the smaller MathML Core, so the difference
is made up for here. A formula that cannot be typeset is a warning at its place in the text.
"""

import atexit
import html
import importlib.util
import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from formula_heights import font_folder, settle
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

LOGGER = logging.getLogger(__name__)
COMPONENTS = ("loader.js", "core.js", "adaptors/liteDOM.js", "input/tex-full.js")
PACKAGES = ["base", "ams", "boldsymbol", "configmacros", "mathtools"]
NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
OPENING, CLOSING = re.compile(r"[(\[“‘]*$"), re.compile(r"(?:-\w+)?[,.;:!?)\]’”]*")
# What MathML Core leaves out: https://www.w3.org/TR/mathml-core/
UNKNOWN = {"maction", "menclose", "mfenced", "mglyph", "mlabeledtr", "mlongdiv", "mstack"}
SPACES = {"thinmathspace": "0.167em", "mediummathspace": "0.222em", "thickmathspace": "0.278em"}
ACCENTS = "^~¨˙´`˘ˇ¯\u203e→\u20db\u20dc"
BARS = {"mover": "\u203e", "munder": "_"}  # MathJax's one bar for both does not stretch
WIDE = {"1em", "2em"}  # \quad, \qquad
STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
OLDER = {"FRAKTUR": "BLACK-LETTER"}  # Unicode's earlier name of the letters that it had before the others


@cache
def _typesetter(macros):
    """Return the function of MathJax that turns TeX into MathML, with `macros` (JSON) defined."""
    from py_mini_racer import MiniRacer

    package = importlib.util.find_spec("sphinx-mathjax-offline").submodule_search_locations[0]
    engine = MiniRacer()
    atexit.register(engine.close)  # later its thread is gone, and Python would wait for it
    engine.eval("var global = globalThis, MathJax = {loader: {load: []}};")
    for component in COMPONENTS:
        engine.eval(Path(package, "static", "mathjax", component).read_text(encoding="utf-8"))
    engine.eval(Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    engine.eval(f"start({json.dumps(PACKAGES)}, {macros}); null")
    return lambda tex, display: engine.call("convert", tex, display)


def mathml(tex, *, display=False, macros=None):
    r"""Return the formula `tex` as MathML Core.

    Parameters
    ----------
    tex : str
        What stands between the dollar signs.
    display : bool
        Whether the formula stands on a line of its own.
    macros : dict, optional
        Macros as in MathJax's settings.

    Raises
    ------
    ValueError
        If MathJax does not understand the formula, or browsers cannot draw it.

    Examples
    --------
    >>> mathml(r"\mathbf{x}^2")
    '<math><msup><mi>𝐱</mi><mn>2</mn></msup></math>'
    """
    return _html(_tree(tex, display, macros))


def mathml_parts(tex, macros=None):
    r"""Return a displayed formula as pieces of MathML, parted where the author leaves a wide space.

    Side by side on a wide page, they stand one below the other where there is less room.

    Examples
    --------
    >>> len(mathml_parts(r"a = b, \qquad c = d")), len(mathml_parts(r"a\,b"))
    (2, 1)
    """
    whole = _tree(tex, True, macros)
    parts = [[]]
    for element in whole:
        inner = element[0] if element.tag == "mstyle" and len(element) == 1 else element
        if inner.tag == "mspace" and inner.get("width") in WIDE:
            parts.append([])
        elif parts[-1] or element.tag != "mspace":
            parts[-1].append(element)
    pieces = [ElementTree.Element("math", whole.attrib) for part in parts if part]
    for piece, part in zip(pieces, filter(None, parts), strict=True):
        piece.extend(part)
    return [_html(piece) for piece in pieces] or [_html(whole)]


def _html(element):
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def _tree(tex, display, macros):
    done = _typesetter(json.dumps(macros or {}, sort_keys=True))(tex, display)
    if "error" in done:
        raise ValueError(f"need a formula that MathJax can read, got {tex!r}: {done['error']}")
    root = ElementTree.fromstring(done["mathml"].replace(NAMESPACE, "", 1))
    _adapt(root)
    settle(root, display)
    if unknown := {element.tag for element in root.iter()} & UNKNOWN:
        raise ValueError(f"need a formula that browsers can draw, got {tex!r}: they know no {min(unknown)}")
    return root


def _adapt(element):
    """Say in MathML Core what `element` says in MathML 3."""
    for i, child in enumerate(element):
        _adapt(child)
        if child.tag == "mrow" and len(child) == 1 and not child.attrib:
            element[i] = child[0]
    attributes = element.attrib
    for name in [name for name in attributes if name.startswith("data-")]:
        del attributes[name]
    for name in {"lspace", "rspace", "width"} & set(attributes):
        attributes[name] = SPACES.get(attributes[name], attributes[name])
    if (variant := attributes.get("mathvariant", "normal")) != "normal":
        del attributes["mathvariant"]
        element.text = styled(element.text, variant)
    if element.tag in BARS and element[1].text == "\u2015":
        element[1].text = BARS[element.tag]
    if element.tag == "mover" and element[1].tag == "mo" and element[1].text in ACCENTS:
        attributes["accent"] = "true"
    if element.tag == "mtable":
        _align(element)
    if element.text and not element.text.strip(" \n"):
        element.text = None
    element.tail = None


def _align(table):
    """Give each cell the class of its column, which a style sheet aligns."""
    sides = table.attrib.pop("columnalign", "center").split()
    gaps = table.attrib.pop("columnspacing", "1em").split()
    table.attrib.pop("rowspacing", None)
    if gaps[0] == "0em":
        table.set("class", "aligned")
    for row in table:
        for i, cell in enumerate(row):
            if (side := sides[min(i, len(sides) - 1)]) != "center":
                cell.set("class", side)


def styled(text, variant):
    """Return the letters of `text` as Unicode's mathematical letters; a character without such a form stays.

    Examples
    --------
    >>> styled("E", "double-struck"), styled("L", "script"), styled("-μ", "bold-italic")
    ('𝔼', 'ℒ', '-𝝁')
    """
    return "".join(_letter(letter, STYLES[variant]) for letter in text)


def _letter(letter, style):
    plain = unicodedata.name(letter, "")
    for word in ("LATIN ", "GREEK ", "LUNATE ", "LETTER "):
        plain = plain.replace(word, "")
    if style == "ITALIC" and letter == "h":
        return "ℎ"
    for name in (f"MATHEMATICAL {style} {plain}", f"{OLDER.get(style, style)} {plain}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter


def _typeset(translator, node, tex, display):
    """Return the HTML of a formula; what cannot be typeset is shown as it is written."""
    settings = translator.config.mathjax3_config or {}
    macros = settings.get("tex", {}).get("macros")
    try:
        return "".join(mathml_parts(tex, macros)) if display else mathml(tex, macros=macros)
    except ValueError as error:
        LOGGER.warning("%s", error, location=node)
        return f"<code>{html.escape(tex)}</code>"


def _visit_inline(translator, node):
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    translator.body.append(_typeset(translator, node, node.astext(), display=False) + "</span>")
    raise nodes.SkipNode


def _visit_block(translator, node):
    tex = node.astext()
    if not node["nowrap"]:  # blank lines part equations, as everywhere in Sphinx
        parts = [part for part in tex.split("\n\n") if part.strip()]
        parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
        tex = r"\\".join(parts)
        if len(parts) > 1:
            tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    formula = _typeset(translator, node, tex, display=True)
    translator.body.append(f'<div class="formula">{formula}</div></div>\n')
    raise nodes.SkipNode


class KeepSigns(SphinxPostTransform):
    """Keep a formula and the signs at it on one line: browsers would begin the next one with a comma."""

    default_priority = 900  # after whatever looks for words
    formats = ("html",)

    def run(self, **kwargs):
        """Put them into one element."""
        for formula in [*self.document.findall(nodes.math)]:
            parent, place = formula.parent, formula.parent.index(formula)
            before = _text(parent[place - 1]) if place else ""
            after = _text(formula.next_node(descend=False, siblings=True))
            opening, closing = OPENING.search(before)[0], CLOSING.match(after)[0]
            if opening or closing:
                first, last = (
                    nodes.Text(before.removesuffix(opening)),
                    nodes.Text(after.removeprefix(closing)),
                )
                together = nodes.inline("", opening, formula, nodes.Text(closing), classes=["unbroken"])
                parent[place - bool(before) : place + 1 + bool(after)] = [first, together, last]


def _text(node):
    return node.astext() if isinstance(node, nodes.Text) else ""


def _add_font(app, config):
    config.html_static_path.append(str(font_folder()))


def setup(app):
    """Register with Sphinx."""
    app.add_html_math_renderer("formulas", (_visit_inline, None), (_visit_block, None))
    app.add_css_file("formulas.css")
    app.add_post_transform(KeepSigns)
    app.connect("config-inited", _add_font)
    return {"parallel_read_safe": True, "parallel_write_safe": False}  # processes cannot share an engine
