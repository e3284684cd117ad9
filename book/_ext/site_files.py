"""Writes the files that a host and search engines look for: ``404.html``, ``sitemap.xml`` and ``robots.txt``.

A sitemap needs the address of the book (``html_baseurl``); without it there is none. What a host shows for a
missing page appears at addresses of any depth, so its links need that address, too.
"""

from pathlib import Path
from xml.sax.saxutils import escape

from page_metadata import is_chapter

ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"
SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{addresses}
</urlset>
"""


def _write(app, error):
    """Write the files beside the built pages, and drop those that the settings no longer allow."""
    if error or app.builder.name != "html":
        return
    base, env, folder = app.config.html_baseurl, app.env, Path(app.outdir)
    address = {name: base + app.builder.get_target_uri(name) for name in sorted(env.found_docs)}
    missing = {
        "book": app.config.book_record,
        "base": base,
        "chapters": [
            (env.titles[name].astext(), address[name]) for name in env.toc_secnumbers if is_chapter(env, name)
        ],
    }
    (folder / "404.html").write_text(app.builder.templates.render("404.html", missing), encoding="utf-8")
    entries = "\n".join(f"<url><loc>{escape(page)}</loc></url>" for page in address.values())
    for name, text in (
        ("sitemap.xml", SITEMAP.format(addresses=entries)),
        ("robots.txt", ROBOTS.format(base=base)),
    ):
        if base:
            (folder / name).write_text(text, encoding="utf-8")
        else:
            (folder / name).unlink(missing_ok=True)


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
