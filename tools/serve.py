"""A small web server for the built book, on this machine only, that behaves as a good host does.

    python tools/serve.py [--port 8000] [--prefix /book/] [--directory _build/html]

It compresses text, knows the types of every file of the book, lets browsers keep what carries a hash in its
address, and serves under any prefix, because the book must not care where it stands. Tests use it as::

    with Site("_build/html", prefix="/book/") as site:
        page.goto(site.url + "book/welcome.html")
"""

import argparse
import gzip
import mimetypes
import re
import sys
import threading
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

try:
    import brotli
except ImportError:  # outside the book's environment gzip does
    brotli = None

ROOT = Path(__file__).resolve().parents[1]
# What systems disagree about, or do not know.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".inv": "application/octet-stream",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
COMPRESSED = ("text/", "application/json", "application/x-ipynb+json", "image/svg+xml", "application/wasm")
HASHED = re.compile(r"(^|[.\-_])[0-9a-f]{8,64}\.\w+$")
HASHED_FOLDER = re.compile(r"/_live/[0-9a-f]{16}/[^/]+$")
HASHED_QUERY = re.compile(r"(^|&)(v|digest)=[0-9a-f]{6,}")


def content_type(path):
    """Return the MIME type of the file at `path`, by its name."""
    guessed = mimetypes.guess_type(path.name)[0]
    return TYPES.get(path.suffix.lower()) or guessed or "application/octet-stream"


def accepted(header):
    """Return the best encoding that the Accept-Encoding `header` allows: br, gzip or none ("")."""
    offers = {}
    for item in (header or "").lower().split(","):
        name, _, weight = item.partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    wanted = [name for name in ("br", "gzip") if offers.get(name, offers.get("*", False))]
    if brotli is None and "br" in wanted:
        wanted.remove("br")
    return wanted[0] if wanted else ""


@lru_cache(maxsize=512)
def body(path, changed, encoding):
    """Return the file at `path` in `encoding`, and its entity tag; an edited file has another `changed`."""
    data = path.read_bytes()
    tag = f'"{sha256(data).hexdigest()[:16]}{"-" + encoding if encoding else ""}"'
    if encoding == "br":
        data = brotli.compress(data, quality=5)
    elif encoding == "gzip":
        data = gzip.compress(data, compresslevel=6, mtime=0)
    return data, tag


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files below the server's directory, and for nothing else."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def handle(self):
        """Answer one request after the other; a reader may leave at any time."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self):
        """Send a file, or say why not."""
        self.answer(urlsplit(self.path))

    do_HEAD = do_GET  # noqa: N815 (the base class calls it so)

    def answer(self, address):
        """Find the file that `address` names and send it, a redirect or an error."""
        prefix = self.server.prefix
        if address.path == prefix.rstrip("/") or address.path == "/" != prefix:
            return self.redirect(prefix)
        path = self.file(address.path, prefix)
        if path is None:
            return self.send_missing()
        if path.is_dir() and not address.path.endswith("/"):
            return self.redirect(address.path + "/")
        if address.path.endswith("/"):
            path /= "index.html"
        if not path.is_file():
            return self.send_missing()
        hashed = (
            HASHED.search(path.name)
            or HASHED_FOLDER.search(address.path)
            or HASHED_QUERY.search(address.query)
        )
        return self.send_file(path, "public, max-age=31536000, immutable" if hashed else "no-cache")

    def file(self, url_path, prefix):
        """Return the path below the served directory that `url_path` names; None if there is none."""
        if not url_path.startswith(prefix):
            return None
        relative = unquote(url_path[len(prefix) :], errors="replace")
        if "\0" in relative or "\\" in relative:
            return None
        try:
            path = (self.server.directory / relative.lstrip("/")).resolve()
            return path if path.is_relative_to(self.server.directory) and path.exists() else None
        except (OSError, RuntimeError):  # a name that is too long, a circle of links
            return None

    def redirect(self, target):
        """Send the reader on to `target`, which begins with exactly one slash: never to another host."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", "/" + target.lstrip("/"))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_missing(self):
        """Send the book's own page for addresses that lead nowhere, if it has one."""
        page = self.server.directory / "404.html"
        if not page.is_file():
            return self.send_error(HTTPStatus.NOT_FOUND)
        return self.send_file(page, "no-cache", HTTPStatus.NOT_FOUND)

    def send_file(self, path, cache_control, status=HTTPStatus.OK):
        """Send the file at `path`, compressed if that is of use and the browser can read it."""
        kind = content_type(path)
        encoding = accepted(self.headers["Accept-Encoding"]) if kind.startswith(COMPRESSED) else ""
        data, tag = body(path, path.stat().st_mtime_ns, encoding)
        fresh = status == HTTPStatus.OK and tag in (self.headers["If-None-Match"] or "")
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else status)
        self.send_header("Cache-Control", cache_control)
        self.send_header("ETag", tag)
        self.send_header("X-Content-Type-Options", "nosniff")
        if kind.startswith(COMPRESSED):
            self.send_header("Vary", "Accept-Encoding")
        if not fresh:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
        self.end_headers()
        if not fresh and self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_):
        """Keep quiet: the address is all that a reader wants to see."""


class Site:
    """The built book below `directory`, served from a thread while the ``with`` block runs.

    Parameters
    ----------
    directory : path
        What to serve, such as ``_build/html``.
    prefix : str
        The address under which the book stands, with a slash at both ends.
    port : int
        0 takes any free one; `url` tells.
    """

    def __init__(self, directory, *, prefix="/", port=0):
        self.directory = Path(directory).resolve()
        if not self.directory.is_dir():
            raise FileNotFoundError(
                f"{self.directory} is not a folder: build the book first, with `make book`"
            )
        if not re.fullmatch(r"/([\w.~-]+/)*", prefix):
            raise ValueError(f"need a prefix such as /book/, with a slash at both ends, got {prefix!r}")
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.directory, self.server.prefix = self.directory, prefix
        self.url = f"http://127.0.0.1:{self.server.server_port}{prefix}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


def main(argv=None):
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--directory", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free one")
    parser.add_argument("--prefix", default="/", help="such as /book/")
    arguments = parser.parse_args(argv)
    try:
        site = Site(arguments.directory, prefix=arguments.prefix, port=arguments.port)
    except (FileNotFoundError, ValueError) as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(
            f"port {arguments.port} cannot be used ({error.strerror}): take another, such as --port 0"
        )
    with site:
        print(f"The book is at {site.url}\nStop with Ctrl-C.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
