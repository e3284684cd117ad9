"""Where the book lives, in three settings; what needs an address is left out while its setting is empty.

``html_baseurl``
    Where the pages stand, such as ``https://example.org/book/``: for canonical links, the pictures of shared
    links and ``sitemap.xml``.
``book_repository``
    Where the notebooks stand, such as ``https://github.com/ann/book``: readers open them in JupyterLab, on
    Binder or Colab.
``book_reports``
    Who hears of errors: a mail address, or the form for a new issue. Empty, it is the repository's form.

The environment comes first, so that a workflow publishes a copy without an edit: NNBOOK_BASEURL,
NNBOOK_REPOSITORY, NNBOOK_REPORTS.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import nbformat
from sphinx.errors import ConfigError

SETTINGS = {
    "html_baseurl": "NNBOOK_BASEURL",
    "book_repository": "NNBOOK_REPOSITORY",
    "book_reports": "NNBOOK_REPORTS",
}
BINDER, COLAB = "https://mybinder.org/v2", "https://colab.research.google.com"


def checked(name, value):
    """Return an address as the rest of the book expects it: empty, or whole and with one form of its end."""
    parts = urlsplit(value)
    is_web = parts.scheme in ("http", "https") and parts.netloc
    if value and not is_web and not (name == "book_reports" and _is_mail(value)):
        raise ConfigError(f"need {name} to begin with https:// or to be empty, got {value!r}")
    bare = value.rstrip("/").removesuffix(".git")
    return f"{bare}/" if value and name == "html_baseurl" else bare


def _is_mail(address):
    return "@" in address and "/" not in address


def notebook_links(repository, path):
    """Return label, address and hint of each place that opens the notebook at `path` of a repository."""
    if not repository:
        return []
    server, owner = urlsplit(repository).netloc, urlsplit(repository).path.strip("/")
    kinds = {"github.com": f"gh/{owner}", "gitlab.com": f"gl/{quote(owner, safe='')}"}
    place = kinds.get(server, f"git/{quote(repository, safe='')}")
    lab = f"{BINDER}/{place}/HEAD?{urlencode({'urlpath': f'lab/tree/{path}'})}"
    links = [("Open in JupyterLab", lab, "On Binder: starting takes a minute or more, and nothing is kept")]
    if server == "github.com":
        colab = f"{COLAB}/github/{owner}/blob/HEAD/{quote(path)}"
        links.append(("Open in Colab", colab, f"Run this first: {install(repository)}"))
    return links


def install(repository):
    """Return the line that gives a notebook what it imports, wherever it runs."""
    return f"%pip install --quiet git+{repository}"


def report_link(reports, repository, *, title, page, version):
    """Return an address that opens a report with page and version filled in; the section may be appended.

    Parameters
    ----------
    reports, repository : str
        The settings; without either there is no link.
    title, page, version : str
        Of the page and the book.
    """
    subject = f"Error on the page “{title}”"
    text = f"Page: {page}\nVersion: {version}\nWhat is wrong: \n\nSection: "
    if _is_mail(reports):
        return f"mailto:{reports}?{urlencode({'subject': subject, 'body': text}, quote_via=quote)}"
    is_gitlab = "gitlab" in urlsplit(reports or repository).netloc
    if repository and not reports:
        reports = f"{repository}/{'-/' if is_gitlab else ''}issues/new"
    if is_gitlab:
        fields = {"issue[title]": subject, "issue[description]": text}
    else:
        fields = {"title": subject, "body": text}
    return reports and f"{reports}?{urlencode(fields, quote_via=quote)}"


def _settle(app, config):
    for name, variable in SETTINGS.items():
        config[name] = checked(name, os.environ.get(variable, config[name]) or "")


def _link(app, pagename, templatename, context, doctree):
    """Say to the page's template what it can link to."""
    config, env = app.config, app.env
    if pagename not in env.found_docs:
        return
    path = Path(env.doc2path(pagename)).relative_to(app.srcdir).as_posix()
    if path.endswith(".ipynb"):
        context["notebook"] = f"{context['pathto']('_sources', 1)}/{context['sourcename']}"
        context["notebook_links"] = notebook_links(config.book_repository, path)
    context["report_link"] = report_link(
        config.book_reports,
        config.book_repository,
        title=env.titles[pagename].astext(),
        page=context.get("pageurl") or pagename,
        version=config.book_record["version"],
    )


def _prepare_downloads(app, error):
    """Let notebooks that leave the site bring what they import: a first cell installs it."""
    if error or app.builder.name != "html" or not app.config.book_repository:
        return
    cell = nbformat.v4.new_code_cell(install(app.config.book_repository), id="install")
    for path in Path(app.outdir, "_sources").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        if notebook.cells[0].id != cell.id:
            notebook.cells.insert(0, cell)
            nbformat.write(notebook, path)


def setup(app):
    """Register with Sphinx."""
    app.add_config_value("book_repository", "", "html", [str])
    app.add_config_value("book_reports", "", "html", [str])
    app.connect("config-inited", _settle)
    app.connect("html-page-context", _link)
    app.connect("build-finished", _prepare_downloads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
