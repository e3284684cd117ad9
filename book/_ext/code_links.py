"""Links between code and the reference: names that code imports lead there, and "[source]" says of what."""

import ast
import re

from sphinx.pycode import ModuleAnalyzer

# Highlighted code that imports from the package: up to the end of the line, or to the bracket that closes.
IMPORT = re.compile(
    r'(<span class="nn">(nnbook[\w.]*)</span>(?: |<span class="w"> </span>)<span class="kn">import</span>)'
    r'( <span class="p">\(</span>.*?<span class="p">\)</span>|[^\n]*)',
    re.DOTALL,
)
NAME = re.compile(r'<span class="n">(\w+)</span>')
# A link of viewcode: to an entry or to its code, both of which have the object's name as their anchor.
SOURCE = re.compile(r'<a class="[\w -]+" href="[^"#]*#([\w.]+)"(?=>(?:<span[^>]*>)*(\[(?:source|docs)\]))')


def link_imports(app, pagename, templatename, context, doctree):
    """Make links of the names that code imports from the package."""
    objects = app.env.domains["py"].objects

    def link(module, name):
        entry = objects.get(f"{module}.{name[1]}")
        if not entry:
            return name[0]
        target = f"{app.builder.get_relative_uri(pagename, entry.docname)}#{entry.node_id}"
        return f'<a class="imported" href="{target}">{name[0]}</a>'

    def link_all(found):
        return found[1] + NAME.sub(lambda name: link(found[2], name), found[3])

    context["body"] = IMPORT.sub(link_all, context.get("body", ""))


def name_sources(app, pagename, templatename, context, doctree):
    """Name what "[source]" and "[docs]" lead to, for readers who hear the page."""
    context["body"] = SOURCE.sub(r'\g<0> aria-label="\2 of \1"', context.get("body", ""))


def find_source(app, modname):
    """Return the code of a module and the lines of its names: also of those that a call makes, as ``exp``."""
    analyzer = ModuleAnalyzer.for_module(modname)
    analyzer.find_tags()
    assigned = [node for node in ast.parse(analyzer.code).body if isinstance(node, ast.Assign)]
    made = {
        target.id: ("def", node.lineno, node.end_lineno)
        for node in assigned
        if isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return analyzer.code, made | analyzer.tags


def setup(app):
    """Register with Sphinx."""
    app.connect("viewcode-find-source", find_source)
    app.connect("html-page-context", link_imports)
    app.connect("html-page-context", name_sources)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
