"""The Sphinx side: notebooks run for the page, frames become files, and the log says what they weigh.

A Jupyter Book names ``nnbook.explore.sphinx`` in ``sphinx: extra_extensions:`` of its ``_config.yml``, any
other Sphinx project in its ``extensions``. Settings:

``explore_watch``
    Files and folders whose content keys the notebook cache beside the notebooks' own cells, so that an edit
    in a package re-runs the notebooks that may use it.
``explore_max_frames``, ``explore_max_megabytes``
    What all explorers of the book may weigh together; more is a warning.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import time
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from nnbook.explore.explorer import PAGE_VARIABLE
from nnbook.explore.page import MIME, figure_html, file_name, first_setting, page_script, style

FOLDER = "_explorers"
FRAME = re.compile(r"[0-9a-f]{22}\.webp(\.part)?")  # no other file in the folders of frames is from here
LOGGER = logging.getLogger(__name__)


class explorer_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """An explorer in a document tree; its pictures are already files."""


class CodeBelowExplorer(SphinxPostTransform):
    """Puts the folded code of an explorer's cell below it: first play, then ask how it is done."""

    default_priority = 300  # after MyST-NB has folded the code

    def run(self, **kwargs):
        """Move the code of every cell that shows an explorer and folds its code."""
        for shown in list(self.document.findall(explorer_node)):
            if (name := shown["shown"]["description"]["name"]) in self.document.ids:
                LOGGER.warning(
                    "explorer %r has the name of a heading or label on its page, so that links to %r are "
                    "ambiguous; give it another, as in @explorer(name=%r)",
                    name, f"#{name}", f"{name}-explorer", location=shown,
                )  # fmt: skip
            cell = shown.parent
            while cell is not None and "cell" not in cell.get("classes", ()):
                cell = cell.parent
            if cell is not None and {"tag_hide-input", "tag_hide-cell"} & set(cell["classes"]):
                cell.append(cell.pop(0))


class ExplorerRenderer:
    """Turns an explorer's MIME bundle into a document node and files; a plug-in of MyST-NB."""

    mime_priority_overrides = tuple((builder, MIME, 1) for builder in ("html", "dirhtml", "singlehtml"))

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Return the node for an explorer, None for anything else."""
        if data.mime_type != MIME or inline:
            return None
        env = renderer.renderer.sphinx_env
        shown = data.content if isinstance(data.content, dict) else json.loads(data.content)
        files = [_store(_frame_folder(env), base64.b64decode(picture)) for picture in shown["pictures"]]
        described = shown["description"]
        _explorers(env).setdefault(env.docname, {})[described["name"]] = {
            "frames": len(shown["frames"]),
            "files": files,
            "start": files[shown["frames"][first_setting(shown)]],
        } | {key: described[key] for key in ("title", "alt", "width", "height")}
        return [explorer_node(shown=shown | {"pictures": files})]


def _store(folder, picture):
    """Write a picture under the hash of its content, in one step, so that no half file can ever stay."""
    path = folder / file_name(picture)
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(picture)
        partial.replace(path)
    return path.name


def _frame_folder(env):
    folder = Path(env.doctreedir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _explorers(env):
    if not hasattr(env, "nnbook_explorers"):
        env.nnbook_explorers = {}
    return env.nnbook_explorers


def _visit(translator, node):
    builder = translator.builder
    page = "" if builder.name == "singlehtml" else builder.get_target_uri(builder.current_docname)
    base = relative_uri(quote(page), f"{FOLDER}/.").removesuffix(".")
    translator.body.append(figure_html(node["shown"], base))
    raise nodes.SkipNode


def _digest(paths):
    """Return a hash of the content of files and folders."""
    total = hashlib.sha256()
    for root in paths:
        if not root.exists():
            raise FileNotFoundError(
                f"need explore_watch to name files or folders that exist, got {str(root)!r}"
            )
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _configure(app, config):
    os.environ[PAGE_VARIABLE] = "1"
    app.nnbook_started = time.perf_counter()
    config.html_static_path.append(str(_static_files(Path(app.doctreedir))))
    app.nnbook_digest = _digest([Path(app.confdir, path) for path in config.explore_watch])
    if cache := getattr(config, "nb_execution_cache_path", ""):
        parent = Path(app.confdir, cache)
    else:
        parent = Path(app.doctreedir).parent / ".jupyter_cache"
    book = hashlib.sha256(str(Path(app.confdir).resolve()).encode()).hexdigest()[:8]
    keyed = parent / f"explore-{book}-{app.nnbook_digest}"
    keyed.mkdir(parents=True, exist_ok=True)
    for old in parent.glob(f"explore-{book}-*"):  # this book's results of code that is no longer there
        if old != keyed and re.fullmatch(r"[0-9a-f]{16}", old.name.rpartition("-")[2]):
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(keyed)


def _static_files(doctreedir):
    """Write what pages with explorers ask for into a folder of its own, and return that."""
    folder = doctreedir / "_explore_static"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"explorer.js": page_script(), "explorer.css": style()}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _outdated(app, env, added, changed, removed):
    """Name every notebook when the watched code has changed."""
    before, env.nnbook_digest = getattr(env, "nnbook_digest", None), app.nnbook_digest
    if before == app.nnbook_digest:
        return []
    return [name for name in env.found_docs if str(env.doc2path(name)).endswith(".ipynb")]


def _purge(app, env, docname):
    _explorers(env).pop(docname, None)


def _merge(app, env, docnames, other):
    _explorers(env).update({name: found for name, found in _explorers(other).items() if name in docnames})


def _check_names(app, env):
    seen = {}
    for docname, found in sorted(_explorers(env).items()):
        for name in found:
            if name in seen:
                LOGGER.warning(
                    "two explorers are called %r, the other in %s", name, seen[name], location=docname
                )
            seen[name] = docname


def _add_assets(app, pagename, templatename, context, doctree):
    if doctree is not None and next(doctree.findall(explorer_node), None) is not None:
        app.add_js_file("explorer.js", loading_method="defer")
        app.add_css_file("explorer.css")


def _finish(app, error):
    """Copy the frames beside the pages, drop those that no page shows, and report."""
    if error is not None or app.builder.format != "html":
        return
    source, target = _frame_folder(app.env), Path(app.outdir) / FOLDER
    shown = [entry for found in _explorers(app.env).values() for entry in found.values()]
    wanted = {name for entry in shown for name in entry["files"]}
    target.mkdir(exist_ok=True)
    for folder in (source, target):
        for path in folder.iterdir():
            if path.name not in wanted and FRAME.fullmatch(path.name):
                path.unlink()
    for name in wanted:
        if not (target / name).exists():
            partial = target / f"{name}.part"
            shutil.copyfile(source / name, partial)
            partial.replace(target / name)
    n_frames = sum(entry["frames"] for entry in shown)
    megabytes = sum((target / name).stat().st_size for name in wanted) / 1e6
    LOGGER.info(
        "explorers: %d on %d pages, %d frames in %d files, %.1f MB, %.0f s",
        len(shown), len(_explorers(app.env)), n_frames, len(wanted), megabytes,
        time.perf_counter() - app.nnbook_started,
    )  # fmt: skip
    if n_frames > app.config.explore_max_frames or megabytes > app.config.explore_max_megabytes:
        LOGGER.warning(
            "explorers weigh %d frames and %.1f MB, allowed are %d and %d MB",
            n_frames, megabytes, app.config.explore_max_frames, app.config.explore_max_megabytes,
        )  # fmt: skip


def setup(app):
    """Register the extension."""
    app.add_config_value("explore_watch", [], "env", [list])
    app.add_config_value("explore_python", "none", "", [str])  # for the tools that finish the site
    app.add_config_value("explore_max_frames", 8000, "", [int])
    app.add_config_value("explore_max_megabytes", 200, "", [int, float])
    app.add_node(explorer_node, html=(_visit, None))
    app.add_post_transform(CodeBelowExplorer)
    app.connect("config-inited", _configure)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-check-consistency", _check_names)
    app.connect("html-page-context", _add_assets)
    app.connect("build-finished", _finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True, "env_version": 3}
