"""The zip of the site: the same for the same site, and at work without a server."""

import os
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Browse
from tools import dist


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "html"
    for path in ("index.html", "b/page.html", "a.webp", ".buildinfo", "b/.nojekyll"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path * 100)
    return folder


def test_the_same_site_gives_the_same_zip(site, tmp_path):
    first, second = tmp_path / "1" / "book-1.0.zip", tmp_path / "2" / "book-1.0.zip"
    for target in (first, second):
        target.parent.mkdir()
        assert dist.pack(site, target) == 4
        assert os.listdir(target.parent) == [target.name], "nothing half done stays"
        for path in site.rglob("*"):
            os.utime(path, (1e9, 1e9))
            path.chmod(0o700)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        names = ["a.webp", "b/.nojekyll", "b/page.html", "index.html"]
        assert archive.namelist() == [f"book-1.0/{name}" for name in names]
        assert archive.read("book-1.0/b/page.html") == (site / "b" / "page.html").read_bytes()


def test_no_site_is_no_zip(tmp_path):
    with pytest.raises(FileNotFoundError, match="make book"):
        dist.pack(tmp_path / "html", tmp_path / "book.zip")
    assert not list(tmp_path.iterdir())


@pytest.mark.browser
def test_an_explorer_of_the_unpacked_zip_moves(chromium, built_book, tmp_path):
    dist.pack(built_book, tmp_path / "book.zip")
    with zipfile.ZipFile(tmp_path / "book.zip") as archive:
        archive.extractall(tmp_path / "a stick")
    with Browse(chromium, {"file": f"file://{tmp_path}/a stick/book/"}) as browse:
        page = browse("index.html", "file")
        page.wait_for_url("**/book/welcome.html")
        explorer = page.locator("nnbook-explorer").first
        picture = explorer.locator(".nnx-picture").first
        before = picture.get_attribute("src")
        explorer.locator("input[type=range]").first.press("ArrowRight")
        expect(picture).not_to_have_attribute("src", before)
        assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
