"""The author's tools: the local server behaves as a good host, and the browser is found or asked for."""

import gzip
import http.client
import os
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

from tools import browser, serve

PAGE = "<!DOCTYPE html><title>Grüße</title>" + "<p>text</p>" * 100


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "secret.txt").write_text("not yours")
    root = folder / "html"
    for path, data in {
        "index.html": PAGE,
        "book/a page.html": PAGE,
        "part/index.html": PAGE,
        "empty/file.txt": "",
        "frames/0123456789abcdef.webp": "RIFF",
        "font.woff2": "wOF2",
        "module.mjs": "export {}",
        "chapter.ipynb": "{}",
        "mystery": "?",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(data, encoding="utf-8")
    (root / "link.txt").symlink_to(folder / "secret.txt")
    with serve.Site(root, prefix="/book/") as site:
        yield site


def get(site, path, method="GET", **headers):
    """Ask for exactly `path`, which no client tidies up first."""
    connection = http.client.HTTPConnection("127.0.0.1", site.server.server_port, timeout=10)
    connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    "path", ["/book/", "/book/book/a%20page.html", "/book/part/", "/book/index.html?v=1"]
)
def test_pages_are_served(site, path):
    response, body = get(site, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert body.decode() == PAGE


@pytest.mark.parametrize(
    ("path", "target"), [("/", "/book/"), ("/book", "/book/"), ("/book/part", "/book/part/")]
)
def test_folders_end_with_a_slash(site, path, target):
    response, _ = get(site, path)
    assert response.status == 301
    assert response.headers["Location"] == target


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/book/none.html",
        "/book/empty/",
        "/book/font.woff2/",
        "/book/../secret.txt",
        "/book/..%2fsecret.txt",
        "/book/%2e%2e/secret.txt",
        "/book/..%5csecret.txt",
        "/book/link.txt",
        "/book//etc/passwd",
        "/book/%00",
        "/book/%ff%fe",
        "/book/" + "a" * 5000,
    ],
)
def test_what_lies_outside_is_not_found(site, path):
    response, body = get(site, path)
    assert response.status == 404
    assert b"not yours" not in body


def test_a_missing_page_is_answered_by_the_book(site):
    (site.directory / "404.html").write_text("Nothing here")
    tag = get(site, "/book/none/at/all.html")[0].headers["ETag"]
    for condition in ({}, {"If_None_Match": tag}):
        response, body = get(site, "/book/none/at/all.html", **condition)
        assert (response.status, body) == (404, b"Nothing here")
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    (site.directory / "404.html").unlink()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("frames/0123456789abcdef.webp", "image/webp"),
        ("font.woff2", "font/woff2"),
        ("module.mjs", "text/javascript; charset=utf-8"),
        ("chapter.ipynb", "application/x-ipynb+json"),
        ("mystery", "application/octet-stream"),
    ],
)
def test_types_are_right(site, path, kind):
    response, _ = get(site, f"/book/{path}")
    assert response.headers["Content-Type"] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("accept", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_text_is_compressed_as_the_browser_can_read_it(site, accept, encoding, unpack):
    response, body = get(site, "/book/", Accept_Encoding=accept)
    assert response.headers["Content-Encoding"] == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    assert int(response.headers["Content-Length"]) == len(body)
    assert unpack(body).decode() == PAGE


def test_pictures_are_not_compressed_again(site):
    response, _ = get(site, "/book/frames/0123456789abcdef.webp", Accept_Encoding="br")
    assert response.headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    ("path", "kept"), [("frames/0123456789abcdef.webp", True), ("module.mjs?v=01234567", True), ("", False)]
)
def test_only_what_carries_a_hash_is_kept(site, path, kept):
    response, _ = get(site, f"/book/{path}")
    assert ("immutable" in response.headers["Cache-Control"]) == kept


def test_an_unchanged_page_is_not_sent_twice(site):
    first, _ = get(site, "/book/")
    again, body = get(site, "/book/", If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (304, b"")


def test_an_edited_page_is_sent_anew(site):
    path = site.directory / "part" / "index.html"
    first, _ = get(site, "/book/part/")
    path.write_text(PAGE + " ")
    os.utime(path, (1, 1))
    again, body = get(site, "/book/part/", If_None_Match=first.headers["ETag"])
    assert again.status == 200
    assert body.decode() == PAGE + " "
    path.write_text(PAGE)


def test_head_sends_no_body(site):
    response, body = get(site, "/book/", method="HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) == len(PAGE.encode())


def test_nonsense_is_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match="make book"):
        serve.Site(tmp_path / "none")
    for prefix in ("book", "/book", "//evil.example/", "/a b/"):
        with pytest.raises(ValueError, match="need a prefix such as /book/"):
            serve.Site(tmp_path, prefix=prefix)


def test_command_says_where_the_book_is(tmp_path):
    (tmp_path / "index.html").write_text("hello")
    command = [
        sys.executable,
        Path(serve.__file__),
        "--directory",
        tmp_path,
        "--port",
        "0",
        "--prefix",
        "/book/",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        process.terminate()
    assert line.startswith("The book is at http://127.0.0.1:")
    assert line.endswith("/book/\n")


def test_command_says_that_a_port_is_taken(site, tmp_path):
    command = [
        sys.executable,
        Path(serve.__file__),
        "--directory",
        tmp_path,
        "--port",
        str(site.server.server_port),
    ]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 2
    assert "--port 0" in run.stderr


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Put programs of these names, and no others, where they are found; returns their paths."""

    def put(*names):
        for name in names:
            (tmp_path / name).write_text("#!/bin/sh\n")
            (tmp_path / name).chmod(0o755)
        return [str(tmp_path / name) for name in names]

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return put


def test_browser_named_by_the_reader_goes_first(programs, monkeypatch):
    own, *_ = programs("own-chromium", "chromium", "chromium-headless-shell")
    monkeypatch.setenv("CHROMIUM", own)
    assert browser.require() == browser.require(shell=True) == own


def test_tests_take_the_browser_without_windows_where_there_is_one(programs):
    (plain,) = programs("chromium")
    assert browser.require() == browser.require(shell=True) == plain
    (shell,) = programs("chromium-headless-shell")
    assert browser.require() == plain
    assert browser.require(shell=True) == shell


def test_missing_browser_is_asked_for(programs):
    assert browser.find() is None
    with pytest.raises(FileNotFoundError, match="apt-get install chromium"):
        browser.require()
