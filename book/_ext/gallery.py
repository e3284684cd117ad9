"""A page that shows every explorer of the book: ``{explorer-gallery}`` is a picture of each, with its name.

What there is to show is known from the pages that were read; no notebook runs for it. The pictures are the
start frames, made small, in the folder ``_gallery`` of the site.
"""

import html
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


def _visit(translator, node):
    builder, env = translator.builder, translator.builder.env
    one_page = builder.name == "singlehtml"
    here, level = builder.current_docname, translator.section_level + 1
    base = relative_uri("" if one_page else builder.get_target_uri(here), f"{FOLDER}/.").removesuffix(".")
    for docname, explorers in shown(env):
        target = "" if one_page else builder.get_relative_uri(here, docname)
        pictures = "\n".join(_picture(name, entry, base, target) for name, entry in explorers.items())
        title = html.escape(env.titles[docname].astext())
        translator.body.append(f'<h{level}>{title}</h{level}>\n<ul class="gallery">\n{pictures}\n</ul>\n')
    raise nodes.SkipNode


def _picture(name, entry, base, target):
    height = round(WIDTH * entry["height"] / entry["width"])
    return f"""<li><img src="{base}{entry["start"]}" alt="{html.escape(entry["alt"])}" width="{WIDTH}" \
height="{height}" loading="lazy" decoding="async">
<a href="{target}#{name}">{html.escape(entry["title"])}</a></li>"""


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
