"""The whole book on one page, for print: a title page, the contents, then parts and chapters in their order.

Sphinx's own builder joins the documents as they are. But all of them have a summary and a first reference, so
most anchors would exist several times and links lead astray: here each carries the name of its document.
"""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.util.nodes import inline_all_toctrees


class OnePage(SingleFileHTMLBuilder):
    """Writes `index.html` beside its style sheets, wherever in the sources the first document stands."""

    def get_outfilename(self, pagename):
        """Return the path of the one page."""
        return str(Path(self.outdir, "index.html"))

    def get_doc_context(self, docname, body, metatags):
        """Return what the theme's template needs."""
        return super().get_doc_context(docname, body, metatags) | {"title": self.config.book_record["title"]}

    def assemble_doctree(self):
        """Return the book as one document."""
        root = self.config.root_doc
        book = self.env.get_doctree(root)
        parts = list(book.findall(addnodes.toctree))
        for part in parts:
            part.parent.remove(part)
        first = _file(root, book)
        book.children = []
        book.extend([self._title_page(), self._contents(parts), first])
        for part in parts:
            book.extend(self._part(part))
        self.env.resolve_references(book, root, self)
        tops = {file["docname"]: next(file.findall(nodes.section)) for file in book.findall(_is_file)}
        _name_anchors(book, root, {name: section["ids"][0] for name, section in tops.items()})
        return book

    def assemble_toc_secnumbers(self):
        """Return the numbers of all sections by document and anchor."""
        named = {
            f"{name}/{anchor and '#' + _unique(name, anchor[1:])}": number
            for name, numbers in self.env.toc_secnumbers.items()
            for anchor, number in numbers.items()
        }
        return {self.config.root_doc: named}

    def assemble_toc_fignumbers(self):
        """Return the numbers of all figures, tables, equations, ... by document, kind and anchor."""
        named = {
            f"{name}/{kind}": {_unique(name, anchor): number for anchor, number in numbers.items()}
            for name, kinds in self.env.toc_fignumbers.items()
            for kind, numbers in kinds.items()
        }
        return {self.config.root_doc: named}

    def _title_page(self):
        book = self.config.book_record
        title, _, subtitle = book["title"].partition(": ")
        authors = ", ".join(author["name"] for author in book["authors"])
        lines = [title, subtitle[:1].upper() + subtitle[1:], authors, f"Version {book['version']}"]
        page = nodes.container("", *(nodes.paragraph("", line) for line in lines), classes=["title-page"])
        page += nodes.raw("", self.config.html_theme_options["extra_footer"], format="html")
        return page

    def _contents(self, parts):
        listed = nodes.section("", nodes.title("", "Contents"), ids=["contents"], classes=["contents"])
        listed += self._entry(self.config.root_doc)
        for part in parts:
            if part["caption"]:
                listed += nodes.paragraph("", part["caption"], classes=["part"])
            listed.extend(map(self._entry, part["includefiles"]))
        return listed

    def _entry(self, name):
        number = self.env.toc_secnumbers.get(name, {}).get("")
        number = f"{'.'.join(map(str, number))}. " if number else ""
        title = self.env.titles[name].deepcopy().children
        link = nodes.reference("", "", nodes.Text(number), *title, internal=True, refuri=f"#document-{name}")
        return nodes.paragraph("", "", link)

    def _part(self, toctree):
        """Return the chapters of a part, below its caption if it has one."""
        chapters = []
        for name in map(str, toctree["includefiles"]):
            chapter = inline_all_toctrees(self, set(), name, self.env.get_doctree(name), str, [name])
            chapters.append(_file(name, chapter))
        if not toctree["caption"]:
            return chapters
        caption = nodes.title("", toctree["caption"])
        anchor = nodes.make_id(f"part-{caption.astext()}")
        return [nodes.section("", caption, *chapters, ids=[anchor], classes=["part"])]


def _file(name, document):
    file = addnodes.start_of_file(docname=name)
    file.extend(document.children)
    return file


def _is_file(node):
    return isinstance(node, addnodes.start_of_file)


def _unique(name, anchor):
    return f"{name}/{anchor}"


def _name_anchors(node, name, tops):
    """Put the name of its document before each anchor below `node`, and before those that links lead to."""
    if _is_file(node):
        name = node["docname"]
    if isinstance(node, nodes.Element):
        for key in ("ids", "backrefs"):
            node[key] = [_unique(name, anchor) for anchor in node[key]]
        if "refid" in node:
            node["refid"] = _unique(name, node["refid"])
        elif node.get("refuri", "").startswith("#document-"):
            target, _, anchor = node["refuri"].removeprefix("#document-").partition("#")
            node["refuri"] = f"#{_unique(target, anchor or tops[target])}"
    for child in node.children:
        _name_anchors(child, name, tops)


def _share_handlers(app):
    """Let this builder write what the html builder can, although one extension names both of them."""
    handlers = app.registry.translation_handlers
    handlers["singlehtml"] = handlers["html"] | handlers.get("singlehtml", {})


def setup(app):
    """Register with Sphinx."""
    app.add_builder(OnePage, override=True)
    app.connect("builder-inited", _share_handlers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
