"""Pages as the tests open them: each as a new reader would, with an ear for what goes wrong."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.reference import documented, resolve
from tools.reading import PATHS, read

ROOT = Path(__file__).parents[2]
MADE = ("index.html", "layers.html")
READER = (Path(__file__).parent / "reader.js").read_text(encoding="utf-8")


def pages():
    """Return the addresses of the pages to look at: the contents, the indices, and a page of source code.

    Pages of source code differ in nothing but the code.
    """
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    documents = re.findall(r"^\s*(?:- )?(?:file|root):\s*(\S+)", toc, re.MULTILINE)
    others = ["search", "genindex", "prf-prf", "_modules/index", "_modules/nnbook/layers/dense"]
    return [f"{name}.html" for name in [*documents, *others]]


def kinds_of_pages():
    """Return the addresses of pages that differ in more than words: of those made from docstrings, two."""
    made = "book/reference/"
    return [page for page in pages() if not page.startswith(made) or page[len(made) :] in MADE]


def source_pages():
    """Return the addresses of all pages of source code: modules that define something in the reference."""
    modules = {module for address, _ in documented() if "nnbook." in (module := resolve(address).__module__)}
    return {f"_modules/{module.replace('.', '/')}.html" for module in modules}


def pages_with_explorers():
    """Return the addresses of the pages whose notebooks show an explorer."""
    shown = {str(path.relative_to(ROOT).with_suffix(".html")) for path in PATHS if read(path).explorers}
    return [page for page in pages() if page in shown]


def first_view(chromium, url):
    """Return kind and kilobytes of everything that comes over the wire for the page at `url`, with gzip."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, extra_http_headers={"Accept-Encoding": "gzip"}
    )
    page = context.new_page()
    # How far below the window pictures are fetched depends on what the browser thinks of the line.
    quick = {"offline": False, "latency": 1, "downloadThroughput": 1e7, "uploadThroughput": 1e7}
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", quick | {"connectionType": "cellular4g"})
    seen = []
    page.on("requestfinished", lambda request: seen.append(request))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    view = [(request.resource_type, request.sizes()["responseBodySize"] / 1e3) for request in seen]
    context.close()
    return view


class Readers:
    """A browser in which pages opened with the same options share what they have loaded before."""

    def __init__(self, chromium):
        self._chromium, self._contexts = chromium, {}

    def new_page(self, **options):
        kind = repr(options)
        if kind not in self._contexts:
            self._contexts[kind] = self._chromium.new_context(**options)
        return self._contexts[kind].new_page()

    def close(self):
        for context in self._contexts.values():
            context.close()


def later(page, milliseconds):
    """Let what `page` has set its clock for, within `milliseconds`, happen first: its timers end in order."""
    page.evaluate(
        """(delay) => new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, delay))))""",
        milliseconds,
    )


class Browse:
    """Opens pages and notes what they complain of, and whom else they ask; nothing may be left at the end."""

    def __init__(self, browser, roots):
        self._browser, self._roots, self._pages = browser, roots, []
        self.complaints = []

    def __call__(self, path, scheme="http", **options):
        """Open the page at `path` below the site in a tab of its own, made with `options`."""
        page = self._browser.new_page(**{"viewport": {"width": 1280, "height": 900}} | options)
        page.set_default_timeout(60_000)  # on a busy machine, too: what is waited for are states
        self._pages.append(page)
        root = self._roots[scheme]

        def note(complaint):
            self.complaints.append(f"{page.url}: {complaint}")

        page.on("console", lambda m: m.type in ("error", "warning") and note(f"{m.type} {m.text}"))
        page.on("pageerror", lambda error: note(f"error {error}"))
        page.on("requestfailed", lambda r: _missed(r) and note(f"no answer to {r.url}: {r.failure}"))
        page.on("response", lambda r: r.status >= 400 and note(f"status {r.status} of {r.url}"))
        page.on("request", lambda r: _inside(r.url, root) or note(f"asks for {r.url}"))
        page.goto(root + path)
        return page

    def forgive(self, complaint):
        """Forget the complaints that contain `complaint`."""
        self.complaints = [other for other in self.complaints if complaint not in other]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        complaints = list(self.complaints)  # what pages still wait for when they are closed is no complaint
        for page in self._pages:
            page.close()
        assert not complaints, "\n".join(complaints)


def _missed(request):
    """Whether the page misses what it has asked for: not scripts, in a browser without them, whose failure is
    "csp", and not pictures that were on their way when it was left."""
    return request.failure != "csp" and (request.failure, request.resource_type) != (
        "net::ERR_ABORTED",
        "image",
    )


def _inside(url, root):
    return urlsplit(url).scheme in ("data", "blob") or unquote(url).startswith(root)
