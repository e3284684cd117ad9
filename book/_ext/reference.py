"""The reference of the package, and the links that lead to it.

The directive ``names`` gives a table of names, one line each, and below it what each of them is. They stand
in the module that ``automodule`` named last::

    .. names::

       Dense
       Embedding

In docstrings `single` backticks hold a name of the package, which becomes a link, or anything else that is
code. On all pages code that spells a name out, such as ``nnbook.layers.Dense``, becomes a link too.
"""

import re
from typing import ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.ext.autosummary import Autosummary
from sphinx.transforms import SphinxTransform

SPELT_OUT = re.compile(r"nnbook(\.\w+)+")


class Names(Autosummary):
    """Autosummary's table, and autodoc's entries for what is in it."""

    option_spec: ClassVar = {}

    def run(self):
        """Return the table and the entries."""
        self.options["nosignatures"] = None
        self.entries = []
        table = super().run()
        return table + self.parse_text_to_nodes("\n".join(self.entries))

    def import_by_name(self, name, prefixes):
        """Look nowhere but in the module: ``array`` is one of Python's own, too."""
        return super().import_by_name(name, [self.env.ref_context["py:module"]])

    def create_documenter(self, app, obj, parent, full_name):
        """Note what the entry for `obj` is; Autosummary calls this for each row of the table."""
        documenter = super().create_documenter(app, obj, parent, full_name)
        if documenter.objtype == "data":  # an object made ready, such as ``relu = ReLU()``
            name = full_name.rpartition("::")[2]
            self.entries += [f".. py:data:: {name}", f"   :value: {obj!r}", ""]
        else:
            members = ["   :members:"] if documenter.objtype == "class" else []
            self.entries += [f".. auto{documenter.objtype}:: {full_name}", *members, ""]
        return documenter


class LinkNames(SphinxTransform):
    """Makes links of names that are spelt out in code."""

    default_priority = 400  # before references are resolved

    def apply(self, **kwargs):
        """Wrap each such name; one that the reference does not have stays as it is."""
        for code in list(self.document.findall(nodes.literal)):
            if SPELT_OUT.fullmatch(code.astext()) and isinstance(code.parent, nodes.TextElement):
                name = code.astext()
                link = pending_xref(
                    refdomain="py", reftype="obj", reftarget=name, refexplicit=True, is_guess=True
                )
                code.replace_self(link)
                link += code


def leave_as_code(app, env, node, contnode):
    """Show what is no name of the package as code; a name that is spelt out in a docstring has to exist."""
    text = contnode.astext()
    if node.get("reftype") == "obj" and (node.get("is_guess") or not SPELT_OUT.fullmatch(text)):
        return nodes.literal(text, text)
    return None


def skip(app, what, name, obj, is_skipped, options):
    """Leave out what a named tuple says of its fields: "Alias for field number 0"."""
    return True if (obj.__doc__ or "").startswith("Alias for field number") else None


def signature(app, what, name, obj, options, args, returns):
    """Give a protocol none: nobody calls it."""
    return ("", None) if getattr(obj, "_is_protocol", False) else None


def drop_backlinks(app, doctree, docname):
    """Leave numbers of references plain: each stands below the only entry that cites it."""
    if docname.startswith("book/reference/"):
        for reference in doctree.findall(nodes.citation):
            reference["backrefs"] = []


def setup(app):
    """Register with Sphinx."""
    app.setup_extension("sphinx.ext.autosummary")
    app.add_directive("names", Names)
    app.add_transform(LinkNames)
    app.connect("missing-reference", leave_as_code)
    app.connect("autodoc-skip-member", skip)
    app.connect("autodoc-process-signature", signature)
    app.connect("doctree-resolved", drop_backlinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
