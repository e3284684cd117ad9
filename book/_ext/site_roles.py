"""Mends the generated HTML where it would mislead readers with a screen reader."""


def mend(app, pagename, templatename, context, doctree):
    """Make the entries of a bibliography what their list says they are: docutils mixes two vocabularies."""
    if "citation-list" in context.get("body", ""):
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def name_arrows(app, pagename, templatename, context, doctree):
    """Say what the arrows in the contents open: the theme leaves them without a name."""
    if contents := context.get("generate_toctree_html"):
        named = '<summary aria-label="Pages below this one">'
        context["generate_toctree_html"] = lambda *a, **k: str(contents(*a, **k)).replace("<summary>", named)


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", mend)
    app.connect("html-page-context", name_arrows, priority=900)  # after the theme
    return {"parallel_read_safe": True, "parallel_write_safe": True}
