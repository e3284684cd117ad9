"""Mends roles in the generated HTML that would mislead readers with a screen reader."""


def mend(app, pagename, templatename, context, doctree):
    """Make the entries of a bibliography what their list says they are: docutils mixes two vocabularies."""
    if "citation-list" in context.get("body", ""):
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
