"""Where the book lives, in four settings; what needs an address is left out while its setting is empty.

``html_baseurl``
    Where the pages stand, such as ``https://example.org/book/``: for canonical links, the pictures of shared
    links and ``sitemap.xml``.
``book_repository``
    Where the book is developed, such as ``https://github.com/ann/book``. Its branch ``notebooks`` holds the
    readers' notebooks, which open on Binder, in Colab and on a JupyterHub.
``book_hub``
    The JupyterHub of a class, such as ``https://hub.example.org``.
``book_reports``
    Who hears of errors: a mail address, or the form for a new issue. Empty, it is the repository's form.

The environment comes first, so that a workflow publishes a copy without an edit: NNBOOK_BASEURL,
NNBOOK_REPOSITORY, NNBOOK_HUB, NNBOOK_REPORTS.
"""

import os
from urllib.parse import quote, urlencode, urlsplit

from reader_notebooks import is_notebook, place
from reader_parcel import FOLDER
from sphinx.errors import ConfigError
from sphinx.util.osutil import relative_uri

SETTINGS = {
    "html_baseurl": "NNBOOK_BASEURL",
    "book_repository": "NNBOOK_REPOSITORY",
    "book_hub": "NNBOOK_HUB",
    "book_reports": "NNBOOK_REPORTS",
}
BRANCH = "notebooks"
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


def notebook_links(repository, hub, path):
    """Return label, address and hint of each place that opens a reader's notebook.

    Parameters
    ----------
    repository, hub : str
        The settings; without a repository there is no such place.
    path : str
        Of the notebook in the branch of the repository that holds them.
    """
    if not repository:
        return []
    server, owner = urlsplit(repository).netloc, urlsplit(repository).path.strip("/")
    kinds = {"github.com": f"gh/{owner}", "gitlab.com": f"gl/{quote(owner, safe='')}"}
    where = kinds.get(server, f"git/{quote(repository, safe='')}")
    lab = f"{BINDER}/{where}/{BRANCH}?{urlencode({'urlpath': f'lab/tree/{path}'})}"
    links = [("Open in JupyterLab", lab, "On Binder: starting takes a minute or more, and nothing is kept")]
    if server == "github.com":
        colab = f"{COLAB}/github/{owner}/blob/{BRANCH}/{quote(path)}"
        links.append(
            ("Open in Colab", colab, "With an account at Google; the first cell installs the package")
        )
    if hub:
        links.insert(
            0, ("Open on the JupyterHub", hub_link(repository, hub, path), "Your changes stay there")
        )
    return links


def hub_link(repository, hub, path):
    """Return the address by which nbgitpuller copies the notebooks to a JupyterHub and opens one of them."""
    folder = repository.rpartition("/")[2]
    where = {"repo": repository, "branch": BRANCH, "urlpath": f"lab/tree/{folder}/{path}"}
    return f"{hub}/hub/user-redirect/git-pull?{urlencode(where)}"


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
    if is_notebook(env, pagename):
        path = place(config.root_doc, pagename)
        context["notebook"] = relative_uri(app.builder.get_target_uri(pagename), f"{FOLDER}/{quote(path)}")
        context["notebook_links"] = notebook_links(config.book_repository, config.book_hub, path)
    context["report_link"] = report_link(
        config.book_reports,
        config.book_repository,
        title=env.titles[pagename].astext(),
        page=context.get("pageurl") or pagename,
        version=config.book_record["version"],
    )


def setup(app):
    """Register with Sphinx."""
    app.add_config_value("book_repository", "", "html", [str])
    app.add_config_value("book_hub", "", "html", [str])
    app.add_config_value("book_reports", "", "html", [str])
    app.connect("config-inited", _settle)
    app.connect("html-page-context", _link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
