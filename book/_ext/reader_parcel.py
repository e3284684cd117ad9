"""What travels with readers' notebooks: where they come from, how they find the package, and the package.

The folder ``_notebooks`` of the site is whole: copied anywhere, or pushed to a branch, its notebooks run. It
holds the package as a wheel, and an environment for Binder and conda with the versions of this book.
"""

import os
import shutil
import textwrap
from pathlib import Path

FOLDER = "_notebooks"
SETUP = """\
# The notebook calls the package nnbook. Where it is missing, this cell fetches it.
import importlib.util
from pathlib import Path

if importlib.util.find_spec("nnbook") is None:
    here = Path().resolve()
    wheels = [w for f in (here, here.parent) for w in sorted(f.glob("nnbook-*.whl"))]
    source = wheels[-1] if wheels else "{source}"
    if source:
        %pip install --quiet "{{source}}"
        importlib.invalidate_caches()

if importlib.util.find_spec("nnbook") is None:

    class PackageMissing(ImportError):
        def _render_traceback_(self):
            return [str(self)]

    raise PackageMissing(
{message}
    )
"""


def source_of(config):
    """Return what pip can fetch the package from anywhere; empty if the book has no repository."""
    return f"git+{config.book_repository}" if config.book_repository else ""


def origin(app, docname):
    """Return the sentence that says where the notebook comes from, in Markdown."""
    config = app.config
    book, base = config.book_record, config.html_baseurl
    title, version = book["title"], book["version"]
    name = f"[{title}]({base}{app.builder.get_target_uri(docname)})" if base else f"*{title}*"
    return (
        f"From {name}, version {version}. Run the cells from top to bottom; then move, change and break what "
        "you like. Solutions and drawing code are folded: click the dots or the arrow to open them."
    )


def setup_code(app, docname):
    """Return the code of the cell that finds or fetches the package, or says in one line what to do."""
    source = source_of(app.config)
    message = (
        f"The package nnbook is missing, and {source} could not be fetched: try again with a network."
        if source
        else "The package nnbook is missing: put its file nnbook-….whl beside this notebook, run this again."
    )
    quoted = "\n".join(f'        "{line}"' for line in textwrap.wrap(message, 62, drop_whitespace=False))
    return SETUP.format(source=source, message=quoted).rstrip()


def pack(root, folder):
    """Put the package and its environment into `folder`, if the book in `root` has a package.

    Parameters
    ----------
    root, folder : Path
        Of the repository, and of the readers' notebooks.
    """
    if not (root / "pyproject.toml").exists():
        return
    from hatchling.builders.wheel import WheelBuilder

    for old in folder.glob("*.whl"):
        old.unlink()
    (wheel,) = WheelBuilder(os.fspath(root)).build(directory=os.fspath(folder), versions=["standard"])
    environment = (root / "environment.yml").read_text(encoding="utf-8")
    local = environment.replace("--editable .[book]", f"./{Path(wheel).name}[lab]")
    (folder / "environment.yml").write_text(local, encoding="utf-8")
    shutil.copyfile(root / "requirements.lock", folder / "requirements.lock")
