"""`make lab`: copies for the reader, whose own changes are never lost without a yes."""

import json
import subprocess

import pytest

from tools import lab


def write(path, *sources, **rest):
    cells = [
        {"cell_type": "code", "source": source, "outputs": [], "metadata": {}} | rest for source in sources
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells}))
    return path


def said(path):
    return [cell["source"] for cell in json.loads(path.read_text())["cells"]]


@pytest.fixture
def places(tmp_path):
    """The book's notebooks, and the folder of their copies."""
    built, mine = tmp_path / "built", tmp_path / "lab"
    write(built / "part" / "a.ipynb", "1 + 1")
    write(built / "b.ipynb", "2 + 2")
    (built / "nnbook-1.whl").write_bytes(b"PK")
    assert lab.copy(built, mine) == []
    return built, mine


def test_everything_is_copied(places):
    built, mine = places
    for path in built.rglob("*.*"):
        assert (mine / path.relative_to(built)).read_bytes() == path.read_bytes()


def test_a_newer_book_replaces_what_the_reader_left_alone(places):
    built, mine = places
    write(built / "b.ipynb", "2 + 3")
    write(mine / "b.ipynb", "2 + 2", outputs=[{"text": "4"}], metadata={"collapsed": True})  # only run
    assert lab.changed(mine) == []
    assert lab.copy(built, mine) == []
    assert said(mine / "b.ipynb") == ["2 + 3"]


def test_changes_of_the_reader_are_kept(places):
    built, mine = places
    write(mine / "b.ipynb", "my own")
    for _ in range(2):
        assert lab.copy(built, mine) == [], "nothing newer, nothing to say"
        assert lab.changed(mine) == ["b.ipynb"]
    write(built / "b.ipynb", "2 + 3")
    assert lab.copy(built, mine) == ["b.ipynb"]
    assert said(mine / "b.ipynb") == ["my own"]


def test_changes_are_kept_when_the_record_is_lost(places):
    built, mine = places
    write(mine / "b.ipynb", "my own")
    (mine / lab.RECORD).unlink()
    assert lab.copy(built, mine) == ["b.ipynb"]
    assert said(mine / "b.ipynb") == ["my own"]
    assert lab.changed(mine) == ["b.ipynb"]


def test_what_the_reader_deleted_comes_back(places):
    built, mine = places
    (mine / "b.ipynb").unlink()
    lab.copy(built, mine)
    assert said(mine / "b.ipynb") == ["2 + 2"]


def test_notebooks_of_the_readers_own_stay(places):
    built, mine = places
    write(mine / "notes.ipynb", "mine")
    (mine / "b.ipynb").write_text("no notebook any more")
    lab.copy(built, mine)
    assert said(mine / "notes.ipynb") == ["mine"]
    assert (mine / "b.ipynb").read_text() == "no notebook any more"


@pytest.mark.parametrize(
    ("answer", "left"), [("y", ["2 + 2"]), ("", ["my own"]), ("no", ["my own"]), (None, ["my own"])]
)
def test_fresh_asks_first(places, answer, left, monkeypatch, capsys):
    built, mine = places
    write(mine / "b.ipynb", "my own")
    monkeypatch.setattr(lab, "BUILT", built)
    monkeypatch.setattr(lab, "LAB", mine)
    monkeypatch.setattr(lab.sys.stdin, "isatty", lambda: answer is not None, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: answer)
    assert lab.main(["--fresh", "--no-open"]) == 0
    assert "lab/b.ipynb" in capsys.readouterr().out
    assert said(mine / "b.ipynb") == left


def test_without_a_book_it_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lab, "BUILT", tmp_path / "none")
    assert lab.main(["--no-open"]) == 1
    assert "make book" in capsys.readouterr().err


def test_git_does_not_see_the_copies():
    ignored = subprocess.run(
        ["git", "-C", lab.ROOT, "check-ignore", "lab/part/a.ipynb"], capture_output=True, check=False
    )
    assert ignored.returncode == 0
