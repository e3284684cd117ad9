"""A page that shows every explorer of the book: ``{explorer-gallery}`` is a picture of each, with its name.

Below it stands what surprises there: the last sentence of the alternative text, which says what follows.

What there is to show is known from the pages that were read; no notebook runs for it. The pictures are the
start frames, made small, in the folder ``_gallery`` of the site.
"""

import html
import re
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from nnbook.explore.sphinx import FOLDER as FRAMES

FOLDER = "_gallery"
WIDTH = 320  # CSS pixels; the files have half as many again for fine screens


class gallery_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """The place of the gallery in a document."""


class ExplorerGallery(SphinxDirective):
    """Puts the gallery here."""

    def run(self):
        """Return the place; what is shown there is known when all pages have been read."""
        self.env.note_reread()  # so that it is written anew with every build
        return [gallery_node()]


def shown(env):
    """Yield each page that has explorers and these, in the order of the book."""
    found = getattr(env, "nnbook_explorers", {})
    for docname in env.collect_relations():
        if docname in found:
            yield docname, found[docname]


def surprise(alt):
    """Return what follows from a figure: the last sentence of its alternative text, if there are several.

    Examples
    --------
    >>> surprise("A ball on a slope. It rolls up.")
    'It rolls up.'
    >>> surprise("A ball on a slope.")
    ''
    """
    *shows, follows = re.split(r"(?<=[.?!])(?<!e\.g\.)(?<!i\.e\.) +(?=[^a-z])", alt.strip())
    return follows if shows else ""


def picture_html(builder, entry):
    """Return the small picture of an explorer as HTML, described by what the line below it does not say."""
    alt = entry["alt"].strip().removesuffix(surprise(entry["alt"])).rstrip()
    page = "" if builder.name == "singlehtml" else builder.get_target_uri(builder.current_docname)
    base = relative_uri(page, f"{FOLDER}/.").removesuffix(".")
    height = round(WIDTH * entry["height"] / entry["width"])
    return (
        f'<img src="{base}{entry["start"]}" alt="{html.escape(alt)}" width="{WIDTH}" height="{height}" '
        'loading="lazy" decoding="async">'
    )


def _visit(translator, node):
    builder, env = translator.builder, translator.builder.env
    one_page = builder.name == "singlehtml"
    level = translator.section_level + 1
    for docname, explorers in shown(env):
        target = "" if one_page else builder.get_relative_uri(builder.current_docname, docname)
        cards = "\n".join(_card(builder, name, entry, target) for name, entry in explorers.items())
        title = html.escape(env.titles[docname].astext())
        translator.body.append(f'<h{level}>{title}</h{level}>\n<ul class="gallery">\n{cards}\n</ul>\n')
    raise nodes.SkipNode


def _card(builder, name, entry, target):
    """Return the card of an explorer."""
    says = surprise(entry["alt"])
    picture = picture_html(builder, entry)
    line = f"<p>{html.escape(says)}</p>" if says else ""
    return f'<li>{picture}\n<a href="{target}#{name}">{html.escape(entry["title"])}</a>{line}</li>'


def _make_pictures(app, error):
    """Write the small pictures, and drop those of explorers that are gone."""
    if error or app.builder.format != "html":
        return
    source, folder = Path(app.doctreedir) / FRAMES, Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    wanted = {entry["start"] for _, explorers in shown(app.env) for entry in explorers.values()}
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name in wanted - {path.name for path in folder.iterdir()}:
        with Image.open(source / name) as frame:
            size = 1.5 * WIDTH, frame.height  # the height follows
            frame.thumbnail(size, Image.Resampling.LANCZOS)
            frame.save(folder / f"{name}.part", "WEBP", quality=75, method=6)
        (folder / f"{name}.part").replace(folder / name)


def setup(app):
    """Register with Sphinx."""
    app.add_node(gallery_node, html=(_visit, None))
    app.add_directive("explorer-gallery", ExplorerGallery)
    app.connect("build-finished", _make_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
