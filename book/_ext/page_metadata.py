"""Says in the head of each page what it is about: to search engines, shared links and reference managers.

Title, authors and abstract of the book come from ``CITATION.cff`` beside ``_config.yml``. What a page is
about is taken from what it promises: the goals in its box "What you will learn", else its first paragraph.
"""

import html
import re
from pathlib import Path
from textwrap import shorten

import yaml
from docutils import nodes

LENGTH = 160  # search engines show no more


def description(doctree):
    """Return what the page promises, in one line of at most 160 characters; empty if it says nothing."""
    goals = [item for box in doctree.findall(nodes.admonition) for item in box.findall(nodes.list_item)]
    told = ""
    for text in filter(None, map(_plain, goals)):
        if told and len(told) + 1 + len(text) > LENGTH:
            break
        told = f"{told} {text}".lstrip()
    if not told:
        running = (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
        told = next(filter(None, map(_plain, running)), "")
    return shorten(told, LENGTH, placeholder=" …")


def _plain(node):
    """Return the words of `node`; nothing if formulas belong to them."""
    has_formula = next(node.findall(lambda part: isinstance(part, (nodes.math, nodes.math_block))), None)
    return "" if has_formula else " ".join(node.astext().split())


def is_chapter(env, docname):
    """Whether a page is a numbered chapter."""
    return bool(env.toc_secnumbers.get(docname, {}).get(""))


def _pairs(app, pagename, context, doctree):
    """Yield the attribute, name and content of every tag of a page."""
    book, env = app.config.book_record, app.env
    whole = pagename == app.config.root_doc
    if pagename in env.titles:
        title = env.titles[pagename].astext()
        about = (not whole and description(doctree)) or book["abstract"]
    else:  # an index, or the search
        title = context.get("title") or pagename.capitalize()
        about = shorten(f"{title} of: {book['abstract']}", LENGTH, placeholder=" …")
    yield "name", "description", about
    yield "property", "og:type", "book" if whole else "article"
    yield "property", "og:site_name", book["title"]
    yield "property", "og:title", book["title"] if whole else title
    yield "property", "og:description", about
    address = context.get("pageurl") or ""
    if address:
        yield "property", "og:url", address
        yield from _picture(app, pagename)
    if whole or is_chapter(env, pagename):
        yield "name", "citation_title", book["title"] if whole else title
        if not whole:
            yield "name", "citation_inbook_title", book["title"]
        for author in book["authors"]:
            yield "name", "citation_author", author["name"]
        yield "name", "citation_publication_date", app.config.copyright
        yield "name", "citation_language", app.config.language
        if address:
            yield "name", "citation_public_url", address


def _picture(app, pagename):
    """Yield the tags of the picture that goes with a shared link: the page's first explorer."""
    for shown in getattr(app.env, "nnbook_explorers", {}).get(pagename, {}).values():
        yield "property", "og:image", f"{app.config.html_baseurl}_explorers/{shown['start']}"
        yield "property", "og:image:alt", shown["alt"]
        return


def bibtex(key, title, book, year, address=""):
    """Return the BibTeX entry of the book, or of the part of it that has a `title`.

    Parameters
    ----------
    key : str
        What the entry is cited by.
    title : str
        Of the chapter; empty for the whole book.
    book : dict
        The record of ``CITATION.cff``.
    year, address : str
        Where it was published, and when; without an address the field is left out.
    """
    authors = " and ".join("{" + author["name"] + "}" for author in book["authors"])
    fields = {"author": authors, "title": title or book["title"], "booktitle": title and book["title"]}
    fields |= {"year": year, "note": f"Version {book['version']}", "url": address}
    lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{'incollection' if title else 'book'}{{{key},", *lines, "}"])


def _tex(text):
    return re.sub(r"([&%#$_])", r"\\\1", text) if "://" not in text else text


def _describe(app, pagename, templatename, context, doctree):
    """Add the tags to the page's head, and what is cited to what its template may show."""
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n    <meta {kind}="{name}" content="{html.escape(content)}" />'
        for kind, name, content in _pairs(app, pagename, context, doctree)
    )
    book, whole = app.config.book_record, pagename == app.config.root_doc
    if whole or is_chapter(app.env, pagename):
        title = "" if whole else app.env.titles[pagename].astext()
        key = f"nnbook-{pagename.rpartition('/')[2]}" if title else "nnbook"
        context["bibtex"] = bibtex(key, title, book, app.config.copyright, context.get("pageurl") or "")


def _read_record(app, config):
    config.book_record = yaml.safe_load(Path(app.confdir, "CITATION.cff").read_text(encoding="utf-8"))


def setup(app):
    """Register with Sphinx."""
    app.add_config_value("book_record", None, "html", [dict])  # a change there concerns every page
    app.connect("config-inited", _read_record)
    app.connect("html-page-context", _describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
