"""Writes each notebook of the book anew for its readers: ``_notebooks/<part>/<chapter>.ipynb`` of the site.

The sources are MyST, which JupyterLab, Colab, VS Code, GitHub do not show. A reader's notebook has the text
of the finished page as plain Markdown, the cells of code as they are, and what they gave when the book was
built. Solutions, and code that only prepares or draws, are folded. A first cell says where the notebook comes
from, a second one fetches the package where it is missing: so a notebook runs wherever it is taken.
"""

import posixpath
import re
from itertools import groupby
from pathlib import Path

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from nbformat import v4
from reader_markdown import Markdown, contents, is_box, is_cell, is_folded, is_title
from reader_outputs import outputs, source
from reader_parcel import FOLDER, origin, pack, setup_code
from sphinx.util import logging

HIDING = {"hide-output", "hide-cell", "remove-output", "remove-cell"}
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
LOGGER = logging.getLogger(__name__)


def is_notebook(env, docname):
    """Whether a page is made from a notebook."""
    return str(env.doc2path(docname)).endswith(".ipynb")


def place(root, docname):
    """Return the path of the reader's notebook of a page below the folder of all of them.

    Examples
    --------
    >>> place("book/welcome", "book/learning/optimisers")
    'learning/optimisers.ipynb'
    """
    return f"{posixpath.relpath(docname, posixpath.dirname(root) or '.')}.ipynb"


class Links:
    """Where the references of a page lead, seen from its reader's notebook.

    Citations lead to what is cited. With the address of the book all else leads to its pages; without it, to
    other notebooks only, because nothing else travels with them.
    """

    def __init__(self, app, docname):
        self._base, self._root, self._here = app.config.html_baseurl, app.config.root_doc, docname
        self._uri = app.builder.get_target_uri
        self._pages = {self._uri(name): name for name in app.env.found_docs if is_notebook(app.env, name)}
        cite = app.env.domains.get("cite")
        self._works = {work.citation_id: work.entry.fields for work in cite.citations} if cite else {}

    def __call__(self, reference):
        """Return the address that a resolved reference leads to; empty if there is none."""
        address = reference.get("refuri", "")
        if re.match(r"[a-z]+:", address):
            return address
        page, _, anchor = address.partition("#")
        here = self._uri(self._here)
        page = page and posixpath.normpath(posixpath.join(posixpath.dirname(here), page))
        anchor = reference.get("refid", anchor)
        if "bibtex-citation" in reference.parent.get("classes", ()) and anchor in self._works:
            return self._work(self._works[anchor]) or (self._base and f"{self._base}{page}#{anchor}")
        if self._base:
            return f"{self._base}{page or here}{anchor and '#' + anchor}"
        if page in self._pages and self._pages[page] != self._here:
            mine, other = (place(self._root, name) for name in (self._here, self._pages[page]))
            return posixpath.relpath(other, posixpath.dirname(mine) or ".")
        return ""

    @staticmethod
    def _work(fields):
        return f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")


class Reader:
    """The cells of one page: text by the cell of the source that it comes from, and how code is shown."""

    def __init__(self, app, docname):
        env, tex = app.env, (app.config.mathjax3_config or {}).get("tex", {})
        self._sections = env.toc_secnumbers.get(docname, {})
        self._numbers = {
            anchor: ".".join(map(str, number))
            for kind in env.toc_fignumbers.get(docname, {}).values()
            for anchor, number in kind.items()
        }
        self._figure = app.config.numfig_format["figure"]
        self._write = Markdown(Links(app, docname), self._number, tex.get("macros", {}), self._warn)
        self._cell = 0
        self.texts, self.solutions, self.captions = {}, set(), {}

    def _number(self, node):
        return next((self._numbers[anchor] for anchor in node["ids"] if anchor in self._numbers), "")

    def _section_number(self, section, level):
        anchors = [f"#{anchor}" for anchor in section["ids"]] if level > 1 else [""]
        found = (self._sections[anchor] for anchor in anchors if anchor in self._sections)
        return ".".join(map(str, next(found, None) or ()))

    def _warn(self, message, node):
        LOGGER.warning("%s: %s", message, type(node).__name__, location=node)

    def read(self, node, level=1):
        """Take in what is below a section, or the document."""
        for child in node.children:
            if isinstance(child, nodes.section):
                self._cell = _cell_of(child, self._cell)
                title = next(filter(is_title, child.children))
                self._add(self._write.heading(title, level, self._section_number(child, level)))
                self.read(child, level + 1)
            elif is_cell(child):
                self._take_code(child)
            elif is_box(child):
                self._take_box(child)
            elif not is_title(child):
                self._cell = _cell_of(child, self._cell)
                self._add(self._write.block(child))

    def _take_box(self, box):
        """Take in a box; what it holds of several cells becomes a box for each."""
        self._cell = _cell_of(box, self._cell)
        first, inner = True, []
        for part in contents(box):
            self._cell = _cell_of(part, self._cell)
            inner.append((self._cell, part))
        for cell, parts in groupby(inner, key=lambda pair: pair[0]):
            parts = [part for _, part in parts]
            text = [part for part in parts if not is_cell(part)]
            for part in filter(is_cell, parts):
                self._take_code(part)
                self.solutions |= {part["cell_index"]} if is_folded(box) else set()
            if text:
                self._cell = cell
                self._add(self._write.share(box, text, first=first))
                first = False

    def _take_code(self, cell):
        self._cell = cell["cell_index"]
        for figure in cell.findall(nodes.figure):
            said = [self._write.inline(part) for part in figure.children if isinstance(part, nodes.caption)]
            number = self._number(figure)
            self.captions[self._cell] = " ".join(
                [f"**{self._figure % number}**" if number else "", *said]
            ).strip()

    def _add(self, text):
        if text.strip():
            self.texts.setdefault(self._cell, []).append(text)


def _cell_of(node, otherwise):
    """Return the number of the source's cell that `node` comes from: MyST-NB counts it in lines."""
    if is_cell(node):
        return node["cell_index"]
    for part in node.findall(nodes.Element):
        if part.line and part.line >= 10_000:
            return part.line // 10_000 - 1
    return otherwise


def code_cell(cell, reader, number):
    """Return a code cell for readers."""
    tags = cell.metadata.get("tags", [])
    is_solution = number in reader.solutions
    metadata = {"tags": list(tags)} if tags else {}
    view = dict(cell.metadata.get("jupyter", {}))
    if is_solution or cell.id == "imports":
        view["source_hidden"] = True
    if HIDING & set(tags) or is_solution:
        view["outputs_hidden"] = True
    metadata |= {"jupyter": view} if view else {}
    metadata |= {"cellView": "form"} if view.get("source_hidden") else {}  # Colab's word for it
    shown = [] if "remove-cell" in tags else outputs(cell, reader.captions.get(number, ""))
    return v4.new_code_cell(
        source(cell), id=cell.id, metadata=metadata, outputs=shown, execution_count=cell.execution_count
    )


def reader_notebook(app, doctree, docname):
    """Return the reader's notebook of a page.

    Parameters
    ----------
    app : Sphinx
        With the environment that the page was resolved in.
    doctree : document
        The resolved page.
    docname : str
        Its name.
    """
    executed = as_run(app, docname)
    reader = Reader(app, docname)
    reader.read(doctree)
    cells = [
        v4.new_markdown_cell(origin(app, docname), id="origin"),
        v4.new_code_cell(setup_code(app, docname), id="setup", metadata=FOLDED),
    ]
    for number, cell in enumerate(executed.cells):
        if cell.cell_type == "code":
            cells.append(code_cell(cell, reader, number))
        elif text := "\n\n".join(reader.texts.get(number, ())):
            starts = re.match(r"##? ", text)
            slide = {"slideshow": {"slide_type": "slide"}} if starts else {}
            cells.append(v4.new_markdown_cell(text, id=cell.id, metadata=slide))
    kernel = {key: executed.metadata[key] for key in ("kernelspec", "language_info")}
    return v4.new_notebook(cells=cells, metadata=kernel)


def as_run(app, docname):
    """Return the notebook of a page with all that it gave when it was run for the page."""
    written = nbformat.read(app.env.doc2path(docname), as_version=4)
    _, executed = get_cache(app.config.nb_execution_cache_path).merge_match_into_notebook(written)
    return executed


def _write(app, doctree, docname):
    """Write the reader's notebook of each page that is written."""
    if app.builder.name != "html" or not is_notebook(app.env, docname):
        return
    path = Path(app.outdir, FOLDER, place(app.config.root_doc, docname))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    nbformat.write(reader_notebook(app, doctree, docname), partial)
    partial.replace(path)


def _finish(app, error):
    """Drop notebooks whose pages are gone, and put beside the others what they need."""
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    kept = {
        folder / place(app.config.root_doc, name) for name in app.env.found_docs if is_notebook(app.env, name)
    }
    for path in folder.rglob("*.ipynb"):
        if path not in kept:
            path.unlink()
    pack(Path(app.confdir), folder)


def setup(app):
    """Register with Sphinx."""
    app.connect("doctree-resolved", _write, priority=900)  # after all that changes the text
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
