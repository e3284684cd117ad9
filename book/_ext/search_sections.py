"""Lets the search page name sections and quote them: what the pages say, without code, in one file.

Sphinx knows which pages hold a word, not where, and for a summary it fetches whole pages, which browsers
refuse for files on a disk. So the build writes ``_static/search_sections.js``, the sections of each page with
anchor, title and text, and ``search.js`` ranks and shows them. An entry of the glossary counts as a section,
and so does a function or class of the reference, with its first paragraph.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from nnbook.explore.sphinx import explorer_node

FILE = "search_sections.js"
GAP = "…"  # for a formula that is not written in letters, and for a number that is not known yet
SILENT = (nodes.FixedTextElement, nodes.raw, nodes.comment, addnodes.glossary, addnodes.desc)
NAMES = "alpha beta gamma delta varepsilon eta theta vartheta kappa lambda mu nu xi pi rho sigma tau varphi"
LETTERS = dict(zip(NAMES.split(), "αβγδεηθϑκλμνξπρστφ", strict=True))


def readable(tex):
    r"""Return a short formula in plain letters, and a gap for any other.

    Examples
    --------
    >>> readable(r"\alpha = 0.9"), readable(r"\mathbf{x}"), readable(r"\frac{a}{b}")
    ('α = 0.9', 'x', '…')
    """
    plain = re.sub(r"\\(?:mathbf|boldsymbol|mathrm|text)\{(\w+)\}", r"\1", tex)
    plain = re.sub(r"\\([A-Za-z]+)", lambda m: LETTERS.get(m[1], m[0]), plain)
    return GAP if re.search(r"[\\{}^_&]", plain) else plain


def words(children):
    """Return the running text of some nodes in one line; inner sections are left out, but not a heading."""
    text = " ".join("".join(map(_text, children)).split())
    return re.sub(r" (?=[,.;:?!])", "", text)


def is_section(node):
    """Whether `node` has a heading: theorems hold sections without one."""
    return isinstance(node, nodes.section) and isinstance(node[0], nodes.title)


def _text(node):
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return readable(node.astext())
    if isinstance(node, nodes.math_block):
        return f"{GAP} "
    if isinstance(node, explorer_node):
        return f"{node['shown']['description']['title']} "
    if isinstance(node, addnodes.pending_xref) and node["refdomain"] in ("cite", "citation"):
        return ""
    if isinstance(node, addnodes.pending_xref) and node["refdomain"] != "py" and not node["refexplicit"]:
        return GAP
    if isinstance(node, SILENT) or is_section(node):
        return " "
    inside = "".join(map(_text, node.children))
    return inside if isinstance(node, nodes.Inline) else f"{inside} "


def sections(doctree):
    """Yield anchor, title and text of each section, each entry of a glossary and each documented name."""
    for section in doctree.findall(is_section):
        yield section["ids"][0], words(section[:1]), words(section[1:])
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            yield item[0]["ids"][0], words(item[:1]), words(item[1:]).removesuffix(" Chapter.")
    for name in doctree.findall(addnodes.desc):
        signature, content = name[0], name[-1]
        if signature["ids"]:
            yield signature["ids"][0], signature["ids"][0], words(content[:1])


def _write(app, error):
    """Write the sections of all pages."""
    if error or app.builder.name != "html":
        return
    found = {name: list(sections(app.env.get_doctree(name))) for name in sorted(app.env.found_docs)}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", FILE).write_text(f"const SECTIONS = {text};\n", encoding="utf-8")


def _load(app, pagename, templatename, context, doctree):
    if pagename == "search":
        app.add_js_file("search.js", loading_method="defer")


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
