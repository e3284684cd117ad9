"""Sample books: small, built by the book's own builder with its own settings, looks and extensions."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat.v4 as nb
import yaml

ROOT = Path(__file__).parents[1]
BASE, REPOSITORY = "https://example.org/a/book/", "https://github.com/ann/book"
HUB = "https://hub.example.org"
ADDRESSES = {
    "NNBOOK_BASEURL": BASE.rstrip("/"),
    "NNBOOK_REPOSITORY": f"{REPOSITORY}.git",
    "NNBOOK_HUB": f"{HUB}/",
}
CHAPTER = """\
# Three

```{admonition} What you will learn
- What a kernel is.
```

## The kernel and `kernel` code

A [kernel](two.ipynb) is linked already; kernel $kernel$ `kernel` is not, Kernels are not new.
The **receptive
field** of a unit, and its receptive fields. A load of Hebb's rules. A load. A signal gain.

```python
print("receptive field")
```

$$
\\frac{a}{b}
$$

### Slopes of $\\alpha$ and $\\hat\\alpha$

```{py:function} sample.slope(height)

What rises.

And more.
```
"""
GLOSSARY = """\
# Glossary

```{glossary}
Gain
  By how much it grows. [Chapter](../part/two.ipynb).

Hebb's rule
  Fires, wires. [Chapter](../part/two.ipynb).

Kernel (of a filter)
  The weights $w$. [Chapter](../part/three.md).

Load, light
  What a horse bears. [Chapter](../part/two.ipynb).

Receptive field
  What a unit sees. [Chapter](../part/two.ipynb).

Signal gain
  See {term}`Gain`.
```
"""
GALLERY = """\
# Gallery

```{start-button} Start here
```

All of them.

```{explorer-gallery}
```

```{part-cards}
```
"""
EXPLORER = """\
from nnbook.explore import Slider, explorer
from sample import slope

@explorer(sweep={"height": None}, name="NAME", size=(2, 2))
def line(axes, height=Slider(0, LAST, 1, 1)):
    '''A line

    A straight line. It rises.
    '''
    axes.plot([0, slope * height])
    axes.set_ylim(0, 30)
    return f"height {height}, slope {slope}"

line"""
# tools/build.py on another book than its own
BUILD = """\
import sys
from pathlib import Path
from tools import build
build.ROOT, build.BUILD = Path.cwd(), Path.cwd() / "_build"
build.MARK = build.BUILD / ".unfinished"
sys.exit(build.build())"""


def write_book(folder, pages):
    """Write a book of one notebook for each of `pages`: its name, its explorer's name, its last position."""
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "sample.py").write_text("slope = 1\n")
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (folder / "_config.yml").write_text(config.replace("explore_watch: [src/nnbook]", "explore_watch: [src]"))
    documents = [{"file": f"book/{page}"} for page, _, _ in pages]
    toc = {"format": "jb-book", "root": documents[0]["file"], "chapters": documents[1:]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    for looks in ("_ext", "_static", "_templates"):
        shutil.copytree(ROOT / "book" / looks, folder / "book" / looks)
    shutil.copy(ROOT / "CITATION.cff", folder)
    (folder / "book" / "references.bib").touch()
    for page, name, last in pages:
        code = EXPLORER.replace("NAME", name).replace("LAST", str(last))
        cells = [nb.new_markdown_cell(f"# {page}", id="title"), nb.new_code_cell(code, id="explorer")]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        text = json.dumps(nb.new_notebook(cells=cells, metadata=kernel))
        path = folder / "book" / f"{page}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


def start(folder, code=BUILD, **variables):
    """Start to build the book in `folder` by `code`, with `variables` in the environment."""
    paths = os.pathsep.join([str(folder / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "NO_COLOR": "1", "NNBOOK_PYTHON": "none"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(folder, code=BUILD, **variables):
    """Build the book in `folder` by `code`; return the exit code and what was said."""
    running = start(folder, code, **variables)
    said, _ = running.communicate(timeout=300)
    return running.returncode, said


def publish(folder):
    """Build a book of two chapters with glossary and gallery, whose addresses are known; return its site."""
    book = write_book(folder, [("welcome", "line", 1), ("part/two", "other-line", 2)])
    (book / "book" / "appendices").mkdir()
    for page, text in (
        ("part/three", CHAPTER),
        ("appendices/glossary", GLOSSARY),
        ("appendices/gallery", GALLERY),
    ):
        (book / "book" / f"{page}.md").write_text(text, encoding="utf-8")
    chapters = [{"file": f"book/part/{page}"} for page in ("two", "three")]
    appendices = [{"file": f"book/appendices/{page}"} for page in ("glossary", "gallery")]
    parts = [
        {"caption": "One", "numbered": 1, "chapters": chapters},
        {"caption": "A", "chapters": appendices},
    ]
    toc = {"format": "jb-book", "root": "book/welcome", "parts": parts}
    (book / "_toc.yml").write_text(yaml.safe_dump(toc))
    code, said = build(book, **ADDRESSES)
    assert code == 0, said
    return book / "_build" / "html"


def publish_questions(folder):
    """Build a book of one explorer, the page of questions in samples/ and a long one; return its site."""
    book = write_book(folder, [("welcome", "line", 1)])
    shutil.copy(Path(__file__).parent / "samples" / "questions.md", book / "book")
    lines = "\n\n".join(f"Line {i}." for i in range(30))  # far lower than the browser takes them to be
    sections = [f"## Section {i}\n\n{'Long words. ' * 300}\n\n{lines}\n" for i in range(40)]
    (book / "book" / "long.md").write_text("\n".join(["# Long\n", *sections]))
    chapters = [{"file": "book/questions"}, {"file": "book/long"}]
    toc = {"format": "jb-book", "root": "book/welcome", "chapters": chapters}
    (book / "_toc.yml").write_text(yaml.safe_dump(toc))
    code, said = build(book)
    assert code == 0, said
    return book / "_build" / "html"
