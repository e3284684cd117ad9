"""The Sphinx side without a build: what is kept for each page, what becomes a file, and what is reported."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from nnbook.explore import Slider, Toggle, explorer
from nnbook.explore import sphinx as extension
from nnbook.explore.page import MIME, bundle


def line(axes, height=Slider(0, 0.5, 0.5, 0), thick=Toggle(True)):
    """T

    A.
    """
    axes.plot([0, height], linewidth=5 if thick else 1)
    return f"height {height}"


@pytest.fixture(scope="module")
def shown():
    """Four frames, moved by a slider and a toggle."""
    return bundle(explorer(line, sweep=("height", "thick")))


@pytest.fixture
def env(tmp_path):
    return SimpleNamespace(doctreedir=tmp_path / "doctrees", docname="two", found_docs=["one", "two"])


@pytest.fixture
def app(tmp_path, env):
    (tmp_path / "html").mkdir()
    config = SimpleNamespace(explore_max_frames=6, explore_max_megabytes=1)
    builder = SimpleNamespace(format="html", name="html", current_docname="part/two")
    builder.get_target_uri = "{}.html".format
    return SimpleNamespace(
        env=env, outdir=tmp_path / "html", builder=builder, config=config, nnbook_started=0
    )


def render(env, shown, mime=MIME, inline=False):
    renderer = SimpleNamespace(renderer=SimpleNamespace(sphinx_env=env))
    data = SimpleNamespace(mime_type=mime, content=shown)
    return extension.ExplorerRenderer.handle_mime(renderer, data, inline)


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_bundle_becomes_a_node_and_its_pictures_files(app, env, shown):
    (node,) = render(env, shown)
    kept = env.nnbook_explorers["two"]["line"]
    assert set(kept["files"]) == names(env.doctreedir / "_explorers")
    assert (kept["frames"], kept["title"], kept["alt"]) == (4, "T", "A.")
    assert kept["start"] in kept["files"]
    assert render(env, shown, mime="image/png") is None
    assert render(env, shown, inline=True) is None
    translator = SimpleNamespace(builder=app.builder, body=[])
    with pytest.raises(extension.nodes.SkipNode):
        extension._visit(translator, node)
    assert f'src="../_explorers/{kept["start"]}"' in translator.body[0]
    assert "nnx-for-toggle" in translator.body[0]


def test_frames_that_no_page_shows_are_dropped(app, env, shown, caplog):
    render(env, shown)
    wanted = set(env.nnbook_explorers["two"]["line"]["files"])
    target = app.outdir / "_explorers"
    target.mkdir()
    for folder in (target, env.doctreedir / "_explorers"):
        (folder / f"{'0a' * 11}.webp").touch()
    (target / "of-somebody-else.webp").touch()
    (target / "folder").mkdir()
    extension._finish(app, None)
    foreign = {"of-somebody-else.webp", "folder"}
    assert names(target) - foreign == names(env.doctreedir / "_explorers") == wanted
    assert not caplog.messages
    extension._purge(app, env, "two")
    extension._finish(app, None)
    assert names(target) == foreign, "what the extension did not make stays"


@pytest.mark.parametrize("cache", ["", ".", "shared"])
def test_only_own_results_are_cleared_from_a_cache(tmp_path, cache):
    foreign = [tmp_path / cache / name / "file" for name in ("chapters", "executed", "explore-notes", "0a0a")]
    for path in foreign:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    watched = tmp_path / "package.py"

    def configure(folder):
        config = SimpleNamespace(html_static_path=[], explore_watch=[watched], nb_execution_cache_path=cache)
        app = SimpleNamespace(confdir=folder, doctreedir=tmp_path / "build" / "doctrees")
        extension._configure(app, config)
        return Path(config.nb_execution_cache_path)

    watched.write_text("1")
    first = configure(tmp_path)
    config = SimpleNamespace(
        html_static_path=[], explore_watch=[watched], nb_execution_cache_path=str(tmp_path / cache)
    )
    (tmp_path / "other").mkdir()
    extension._configure(SimpleNamespace(confdir=tmp_path / "other", doctreedir=tmp_path / "o" / "d"), config)
    other = Path(config.nb_execution_cache_path)
    watched.write_text("2")
    second = configure(tmp_path)
    assert second.is_dir()
    assert not first.exists(), "results of code that is no longer there"
    assert other.is_dir(), "another book's results"
    assert all(path.exists() for path in foreign)


def test_a_name_that_a_heading_has_is_reported_with_what_to_do(env, shown, caplog):
    (node,) = render(env, shown)
    document = SimpleNamespace(findall=lambda _: [node], ids={"line": None})
    extension.CodeBelowExplorer.run(SimpleNamespace(document=document))
    assert "explorer 'line' has the name of a heading" in caplog.text
    assert "@explorer(name='line-explorer')" in caplog.text


def test_a_failed_build_copies_nothing(app, env, shown):
    render(env, shown)
    extension._finish(app, RuntimeError())
    assert not names(app.outdir)


def test_too_many_frames_are_reported(app, env, shown, caplog):
    render(env, shown)
    app.config.explore_max_frames = 3
    extension._finish(app, None)
    assert "explorers weigh 4 frames" in caplog.text


def test_two_explorers_of_one_name_are_reported(app, env, shown, caplog):
    render(env, shown)
    extension._check_names(app, env)
    assert not caplog.messages
    other = SimpleNamespace(nnbook_explorers={"one": {"line": {}}, "three": {"line": {}}})
    extension._merge(app, env, {"one"}, other)
    extension._check_names(app, env)
    assert caplog.messages == ["two explorers are called 'line', the other in one"]


def test_an_edit_of_the_watched_code_reads_all_notebooks_again(tmp_path, env):
    watched, file = tmp_path / "package", tmp_path / "settings.toml"
    (watched / "__pycache__").mkdir(parents=True)
    (watched / "one.py").write_text("1")
    file.write_text("a")
    before = extension._digest([watched, file])
    (watched / "__pycache__" / "one.pyc").write_text("2")
    assert extension._digest([watched, file]) == before
    (watched / "one.py").write_text("2")
    after = extension._digest([watched, file])
    assert after != before
    env.doc2path = {"one": "one.md", "two": "two.ipynb"}.get
    for digest, outdated in ((before, ["two"]), (before, []), (after, ["two"])):
        app = SimpleNamespace(nnbook_digest=digest)
        assert extension._outdated(app, env, set(), set(), set()) == outdated
    with pytest.raises(FileNotFoundError, match="need explore_watch to name files or folders that exist"):
        extension._digest([tmp_path / "none"])
