"""What the front page says of the book by itself: a button to its first chapter, and a card for each part.

``{start-button} Start reading`` leads to the first chapter, whichever it is. ``{part-cards}`` shows of each
part the first explorer, what surprises there, and the chapters.
"""

from docutils import nodes
from gallery import picture_html, shown, surprise
from page_metadata import is_chapter
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

ADDED = ["sd-sphinx-override", "sd-btn", "sd-btn-primary", "start-button"]  # as sphinx_design's buttons look


class start_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """The place of the button."""


class cards_node(nodes.General, nodes.Element):  # noqa: N801
    """The place of the cards."""


class card_picture(nodes.container):  # noqa: N801
    """The picture of a card; other forms of the page do without it."""


class _Place(SphinxDirective):
    """Puts a place here; what stands there is known when all pages have been read."""

    place = None
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Return the place."""
        self.env.note_reread()  # so that it is filled anew with every build
        return [self.place("", words=self.arguments[0] if self.arguments else "")]


class StartButton(_Place):
    """The button to the first chapter."""

    place, required_arguments, optional_arguments = start_node, 1, 0


class PartCards(_Place):
    """The cards of all parts."""

    place, optional_arguments = cards_node, 0


def parts(env):
    """Yield caption and chapters of each part that has any."""
    for toctree in env.get_doctree(env.config.root_doc).findall(addnodes.toctree):
        chapters = [name for name in map(str, toctree["includefiles"]) if is_chapter(env, name)]
        if chapters:
            yield toctree["caption"] or env.titles[chapters[0]].astext(), chapters


class FillFrontPage(SphinxPostTransform):
    """Writes button and cards into their places."""

    default_priority = 5  # before links become plain text with an address

    def run(self, **kwargs):
        """Fill every place of the document."""
        for place in list(self.document.findall(start_node)):
            chapters = [name for _, names in parts(self.env) for name in names]
            button = (
                [nodes.paragraph("", "", self.link(chapters[0], place["words"], ADDED))] if chapters else []
            )
            place.parent.replace(place, button)
        for place in list(self.document.findall(cards_node)):
            cards = [self.card(caption, names) for caption, names in parts(self.env)]
            place.parent.replace(place, nodes.bullet_list("", *cards, classes=["gallery", "parts"]))

    def card(self, caption, chapters):
        """Return the card of a part."""
        found = dict(shown(self.env))
        entry = next((next(iter(found[name].values())) for name in chapters if name in found), None)
        card = nodes.list_item("")
        if entry:
            card += card_picture("", entry=entry)
        card += nodes.paragraph("", "", nodes.strong("", caption))
        if entry and surprise(entry["alt"]):
            card += nodes.paragraph("", surprise(entry["alt"]))
        links = [self.link(name, self.env.titles[name].astext()) for name in chapters]
        card += nodes.paragraph("", "", *[part for link in links for part in (nodes.Text(" · "), link)][1:])
        return card

    def link(self, docname, words, classes=()):
        """Return a link to the top of a page."""
        link = make_refnode(self.app.builder, self.env.docname, docname, "", nodes.Text(words))
        link["classes"] += classes
        return link


def _visit(translator, node):
    translator.body.append(picture_html(translator.builder, node["entry"]))
    raise nodes.SkipNode


def setup(app):
    """Register with Sphinx."""
    app.add_node(card_picture, html=(_visit, None))
    app.add_directive("start-button", StartButton)
    app.add_directive("part-cards", PartCards)
    app.add_post_transform(FillFrontPage)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
