"""Where the Python of the reader's browser comes from: only files that are what they should be."""

import hashlib
import inspect
import io
import re
import tarfile
import zipfile
from functools import partial

import pytest

from nnbook.datasets import recordings
from tools import pyodide, runtime

CONTENT = {"pyodide.js": b"one", "python_stdlib.zip": b"two"}
obtain = partial(
    pyodide.obtain, files={name: hashlib.sha256(data).hexdigest() for name, data in CONTENT.items()}
)


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Let nobody be asked."""
    monkeypatch.setattr(pyodide, "_fetch", lambda files: pytest.fail("asked Pyodide's address"))
    monkeypatch.setattr(pyodide, "_download", lambda files: pytest.fail("asked the mirror"))


def write(folder, content=CONTENT):
    folder.mkdir(parents=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder


def archive(path, content=CONTENT):
    if path.suffix in (".zip", ".whl"):
        with zipfile.ZipFile(path, "w") as packed:
            for name, data in content.items():
                packed.writestr(f"some/assets/{name}", data)
    else:
        with tarfile.open(path, "w:bz2") as packed:
            for name, data in content.items():
                member = tarfile.TarInfo(f"pyodide/{name}")
                member.size = len(data)
                packed.addfile(member, io.BytesIO(data))
    return path


def there(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("source", ["none", "off", ""])
def test_nothing_is_asked_where_nothing_is_wanted(tmp_path, source):
    assert obtain(source, tmp_path) is None


def test_a_folder_is_taken_as_it_is(tmp_path):
    folder = write(tmp_path / "release")
    assert obtain("release", tmp_path / "cache", tmp_path) == folder
    assert obtain(str(folder), tmp_path / "cache") == folder


@pytest.mark.parametrize("name", ["release.zip", "release.whl", "release.tar.bz2"])
def test_an_archive_is_unpacked(tmp_path, name):
    packed = archive(tmp_path / name, CONTENT | {"other.txt": b"not wanted"})
    assert there(obtain(str(packed), tmp_path / "cache")) == CONTENT


@pytest.mark.parametrize("source", ["auto", "official"])
def test_what_was_fetched_before_is_not_fetched_again(tmp_path, source):
    folder = write(tmp_path / pyodide.PINNED["version"])
    assert obtain(source, tmp_path) == folder


def test_a_mirror_will_do(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide, "_download", lambda files: iter(CONTENT.items()))
    assert there(obtain("auto", tmp_path)) == CONTENT


def test_the_official_address_comes_first_if_it_is_named(tmp_path, monkeypatch):
    def silent(files):
        raise OSError("no network")
        yield

    monkeypatch.setattr(pyodide, "_fetch", silent)
    monkeypatch.setattr(pyodide, "_download", lambda files: iter(CONTENT.items()))
    assert there(obtain("official", tmp_path)) == CONTENT
    monkeypatch.setattr(pyodide, "_fetch", lambda files: iter(CONTENT.items()))
    monkeypatch.setattr(pyodide, "_download", lambda files: pytest.fail("asked the mirror"))
    assert there(obtain("official", tmp_path / "other")) == CONTENT


def test_nobody_answers(tmp_path, monkeypatch):
    def silent(files):
        raise OSError("no network")
        yield

    monkeypatch.setattr(pyodide, "_download", silent)
    with pytest.raises(pyodide.MissingFileError, match="the mirror on PyPI: no network"):
        obtain("auto", tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [({"pyodide.js": b"one"}, "need python_stdlib.zip of Pyodide"),
     (CONTENT | {"pyodide.js": b"bad"}, "pyodide.js .*is not the one")],
)  # fmt: skip
def test_no_other_file_will_do(tmp_path, monkeypatch, content, message):
    for source in (write(tmp_path / "release", content), archive(tmp_path / "release.zip", content)):
        with pytest.raises(pyodide.MissingFileError, match=message):
            obtain(str(source), tmp_path / "cache")
    monkeypatch.setattr(pyodide, "_download", lambda files: iter(content.items()))
    with pytest.raises(pyodide.MissingFileError, match=message):
        obtain("auto", tmp_path / "cache")


def test_what_is_no_archive_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(pyodide.MissingFileError, match="need a zip, wheel or tar archive"):
        obtain("notes.txt", tmp_path / "cache", tmp_path)
    with pytest.raises(pyodide.MissingFileError, match="need a folder or an archive"):
        obtain("nowhere", tmp_path / "cache", tmp_path)


@pytest.mark.parametrize("name", re.findall(r'_sample\("(.*?)"\)', inspect.getsource(recordings)))
def test_recordings_are_among_what_readers_load(name):
    assert not runtime.LEFT_OUT.match(f"matplotlib/mpl-data/sample_data/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "numpy/tests/test_lib.py",
        "numpy/__init__.pyi",
        "numpy/f2py/main.py",
        "matplotlib/backends/backend_pdf.py",
        "matplotlib/mpl-data/fonts/ttf/DejaVuSerif.ttf",
        "matplotlib/mpl-data/sample_data/goog.npz",
    ],
)
def test_what_no_chapter_uses_is_left_out(name):
    assert runtime.LEFT_OUT.match(name)


@pytest.mark.parametrize(
    "name",
    [
        "numpy/__init__.py",
        "numpy/random/_generator.cpython-312-wasm32-emscripten.so",
        "matplotlib/backends/backend_agg.py",
        "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf",
        "matplotlib/mpl-data/fonts/ttf/STIXGeneral.ttf",
        "matplotlib/mpl-data/fonts/ttf/cmr10.ttf",
        "matplotlib/mpl-data/matplotlibrc",
        "mpl_toolkits/mplot3d/axes3d.py",
        "numpy-2.0.2.dist-info/LICENSE.txt",
    ],
)
def test_what_chapters_use_stays(name):
    assert not runtime.LEFT_OUT.match(name)
