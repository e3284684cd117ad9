"""Links the first use of each word of the glossary in a chapter to its entry.

An entry names its chapters with links. A term of several words, such as "receptive field", means the same
everywhere and is linked in every chapter; a single word, such as "kernel" or "load", only in the chapters of
its entry, because elsewhere it may mean something else. There an author can write ``{term}``. What stands in
brackets after a term, or after a comma in it, only explains it. An entry that begins with "See" is another
name of what it sends to, and uses of it lead there. Headings, code, formulas, links and the box of goals are
left as they are.
"""

import re
from itertools import groupby
from typing import NamedTuple

from docutils import nodes
from page_metadata import is_chapter
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

GOALS = "What you will learn"
CLOSED = (
    nodes.Titular,
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.reference,
    nodes.caption,
    addnodes.pending_xref,
    addnodes.start_of_file,
)


class Entry(NamedTuple):
    """How a term is written, the place of its entry, what that says and sends to, and its chapters."""

    form: str
    docname: str
    anchor: str
    says: str
    see: str
    chapters: frozenset


def spelling(form):
    """Return a pattern for a term: a small or capital letter first, any hyphen or apostrophe, one or many."""
    pattern = re.sub(r"\\ |\\-", r"[\\s-]+", re.sub("['’]", "['’]", re.escape(form)))
    if form[:1].isalpha() and not form[1:2].isupper():
        pattern = f"[{form[0].lower()}{form[0].upper()}]{pattern[1:]}"
    return rf"(?<![\w-]){pattern}(?:e?s)?(?![\w-])"


def entries(docname, doctree):
    """Yield the entries of the glossaries of a page."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            text = item[-1]
            links = list(text.findall(addnodes.pending_xref))
            linked = {link.get("reftarget", "") for link in links}
            see = form_of(links[0]["reftarget"]) if text.astext().startswith("See ") and links else ""
            has_formula = next(text.findall(nodes.math), None) is not None
            says = "" if has_formula else text.astext().removesuffix(" Chapter.")
            for term in item.findall(nodes.term):
                yield Entry(form_of(term.astext()), docname, term["ids"][0], says, see, frozenset(linked))


def form_of(term):
    """Return how a term is written, without what explains it."""
    return re.split(r"\s*[(,]", term)[0]


class LinkTerms(SphinxPostTransform):
    """Turns first uses into links; a book on one page has a part for each of its former pages."""

    default_priority = 5  # before links become plain text with an address

    def run(self, **kwargs):
        """Link each chapter of the document."""
        for part in list(self.document.findall(addnodes.start_of_file)) or [self.document]:
            docname = part.get("docname", self.env.docname)
            if is_chapter(self.env, docname):
                self.link(part, docname)

    def link(self, part, docname):
        """Link what one chapter uses; of two terms at one place the longer one is meant."""
        by_hand = {link["reftarget"].lower() for link in part.findall(addnodes.pending_xref)}
        every = [entry for found in self.env.glossary_entries.values() for entry in found]
        meant = {entry.form: entry for entry in every}
        every = [meant.get(entry.see, entry)._replace(form=entry.form) for entry in every]
        wanted = [entry for entry in every if " " in entry.form or docname in entry.chapters]
        wanted = sorted(
            (entry for entry in wanted if entry.form.lower() not in by_hand), key=lambda e: -len(e.form)
        )
        if not wanted:
            return
        pattern = re.compile("|".join(f"(?P<n{i}>{spelling(e.form)})" for i, e in enumerate(wanted)))
        unused = {f"n{i}": entry for i, entry in enumerate(wanted)}
        for text in list(open_texts(part)):
            shown = self.linked(text.astext(), pattern, unused, docname)
            if len(shown) > 1:
                text.parent.replace(text, shown)

    def linked(self, text, pattern, unused, docname):
        """Return `text` as nodes, with a link at each first use; its entry is taken out of `unused`."""
        shown, end = [], 0
        for use in pattern.finditer(text):
            if entry := unused.get(use.lastgroup):
                for name in [name for name, other in unused.items() if other.anchor == entry.anchor]:
                    del unused[name]
                place = self.app.builder, docname, entry.docname, entry.anchor
                link = make_refnode(*place, nodes.Text(use[0]), entry.says or None)
                link["classes"].append("glossary-term")
                shown += [nodes.Text(text[end : use.start()]), link]
                end = use.end()
        return [*shown, nodes.Text(text[end:])]


def open_texts(node):
    """Yield the running text below `node`, in pieces that no line breaks: MyST has a node for each line."""
    children = []
    for is_text, group in groupby(node.children, key=lambda child: isinstance(child, nodes.Text)):
        pieces = list(group)
        children += [nodes.Text("".join(pieces))] if is_text else pieces
    node[:] = children
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif not is_closed(child):
            yield from open_texts(child)


def is_closed(node):
    """Whether no link may stand inside `node`."""
    is_goals = isinstance(node, nodes.admonition) and node[0].astext() == GOALS
    return isinstance(node, CLOSED) or "cell" in node.get("classes", ()) or is_goals


def _glossary(env):
    if not hasattr(env, "glossary_entries"):
        env.glossary_entries, env.glossary_linked = {}, None
    return env.glossary_entries


def _collect(app, doctree):
    if found := list(entries(app.env.docname, doctree)):
        _glossary(app.env)[app.env.docname] = found


def _purge(app, env, docname):
    _glossary(env).pop(docname, None)


def _merge(app, env, docnames, other):
    _glossary(env).update({name: found for name, found in _glossary(other).items() if name in docnames})


def _outdated(app, env):
    """Name every page, to be written anew, when the glossary has changed."""
    before, env.glossary_linked = env.glossary_linked, dict(_glossary(env))
    return [] if before == env.glossary_linked else list(env.found_docs)


def setup(app):
    """Register with Sphinx."""
    app.add_post_transform(LinkTerms)
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
