"""Runs cells and draws explorers in the reader's browser; `worker.js` calls it.

Each explorer has a namespace of its own, in which just the cells run that it needs, as was proved when the
book was built. The cells that a reader runs share another one, as in a notebook.
"""

import ast
import base64
import builtins
import contextlib
import io
import json
import linecache
import re
import traceback

import matplotlib.pyplot as plt
import numpy as np

from nnbook.explore.explorer import Explorer

MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
TEXT_LIMIT = 100_000  # characters of output that a cell may leave on the page
_explorers = {}  # by name
_page = {}  # the namespace of the cells that readers run
_ran = set()  # which of them did


class CellError(Exception):
    """What a cell did wrong, in words."""


def explorer(name, cells, data=None):
    """Run `cells`, what the explorer called `name` needs, and return how it is described.

    Parameters
    ----------
    name : str
        Of the explorer.
    cells : str
        JSON: pairs of number and source, in order; the source is None where `data` holds what the cell makes.
    data : buffer, optional
        What cells left when the book was built, for those that take long.

    Returns
    -------
    str
        JSON.

    Raises
    ------
    CellError
        If a cell fails, or none of them shows this explorer.

    Examples
    --------
    >>> explorer("wave", '[[0, "1 / 0"]]')
    Traceback (most recent call last):
    ...
    nnbook.explore.browser.host.CellError: ZeroDivisionError: division by zero
    cell 1, line 1: 1 / 0
    """
    space, shown = _namespace(), None
    with _quiet():
        for index, source in json.loads(cells):
            if source is None:
                _take(data, index, space)
                continue
            value = _run(index, source, space)
            shown = value if isinstance(value, Explorer) and value.name == name else shown
    if shown is None:
        raise CellError(f"no cell shows the explorer {name!r}")
    _explorers[name] = shown
    return json.dumps(shown.describe())


def draw(name, values, scale):
    """Return the picture of an explorer, and what it says.

    Parameters
    ----------
    name : str
        Of the explorer; `explorer` has made it.
    values : str
        JSON: settings by control.
    scale : float
        Pixels for one CSS pixel.

    Returns
    -------
    rgba : ndarray of uint8, shape (height, width, 4)
        As a canvas wants it.
    readout : str
        The sentence under it.

    Examples
    --------
    >>> draw("none", "{}", 1)
    Traceback (most recent call last):
    ...
    KeyError: 'none'
    """
    shown = _explorers[name]
    settings = {key: shown.controls[key].from_json(value) for key, value in json.loads(values).items()}
    picture = shown.picture(settings, scale=scale)
    height, width, _ = picture.pixels.shape
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = picture.pixels
    return rgba, picture.readout


def cell(index, source, before, data=None, tell=lambda what: None):
    """Run a cell of the page, those before it that it needs first.

    Parameters
    ----------
    index : int
        Its number on the page.
    source : str
        Its code, as the reader left it.
    before : str
        JSON: number and source of the cells that it needs, as in `explorer`; those that ran do not run again.
    data : buffer, optional
        As in `explorer`.
    tell : callable
        Is told which cell runs.

    Returns
    -------
    str
        JSON: what the cell shows, a list of dicts whose ``kind`` is text, picture, html, explorer or error.

    Examples
    --------
    >>> cell(1, "n + 1", '[[0, "n = 1"]]')
    '[{"kind": "text", "text": "2"}]'
    """
    if not _page:
        _page.update(_namespace())
    outputs = []
    try:
        for number, text in json.loads(before):
            if number not in _ran:
                tell(f"cell {number + 1}")
                with _quiet():
                    _take(data, number, _page) if text is None else _run(number, text, _page)
                _ran.add(number)
        tell(f"cell {index + 1}")
        with _collecting(outputs):
            value = _run(index, source, _page)
            _show_figures()
            if value is not None:
                _show(value)
        _ran.add(index)
    except CellError as error:
        outputs.append({"kind": "error", "text": str(error)})
    return json.dumps(outputs)


def _namespace():
    return {"__name__": "__main__", "__builtins__": builtins}


def _take(data, index, space):
    """Put what cell `index` left when the book was built into `space`, and make what cannot travel."""
    from nnbook.explore.kept import REMADE, unpack

    left = unpack(bytes(data.to_py() if hasattr(data, "to_py") else data))[str(index)]
    remade = left.pop(REMADE, "")
    space.update(left)
    _run(index, remade, space)


def _run(index, source, space):
    """Run one cell as a kernel does and return the value of its last expression."""
    where = f"<cell {index + 1}>"
    if source.lstrip().startswith("%%"):
        return None
    source = MAGIC.sub(r"\1pass", source)
    linecache.cache[where] = len(source), None, source.splitlines(True), where
    try:
        body = ast.parse(source, where).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), where, "exec"), space)
        return eval(compile(ast.Expression(last.value), where, "eval"), space) if last else None
    except BaseException as error:  # sys.exit() too
        raise CellError(_words(error, where)) from error


def _words(error, where):
    """Say what went wrong and in which line of which cell, innermost last."""
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    if isinstance(error, SyntaxError):
        return f"{said} ({where.strip('<>')}, line {error.lineno})"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<cell")]
    places = [f"{f.filename.strip('<>')}, line {f.lineno}: {f.line}" for f in frames]
    return "\n".join([said, *places])


_sink = None  # where outputs go while a cell runs


@contextlib.contextmanager
def _collecting(outputs):
    """Put what is printed and shown into `outputs`, in order, what came before an error, too."""
    global _sink
    _sink, writer = outputs, _Writer(outputs)
    show, plt.show = plt.show, lambda *_, **__: _show_figures()
    builtins.display = _show  # as IPython's
    try:
        with contextlib.redirect_stdout(writer), contextlib.redirect_stderr(writer):
            yield
    finally:
        _sink, plt.show = None, show
        del builtins.display
        plt.close("all")


@contextlib.contextmanager
def _quiet():
    """Keep what cells print and draw to themselves."""
    with _collecting([]):
        yield


class _Writer(io.TextIOBase):
    """Writes text into a list of outputs, and stops when it is too much for a page."""

    def __init__(self, outputs):
        self._outputs, self._written = outputs, 0

    def write(self, text):
        room = TEXT_LIMIT - self._written
        self._written += len(text)
        part = text[: max(room, 0)] + ("\n… and more" if 0 <= room < len(text) else "")
        if self._outputs and self._outputs[-1]["kind"] == "text" and "stream" in self._outputs[-1]:
            self._outputs[-1]["text"] += part
        elif part:
            self._outputs.append({"kind": "text", "stream": True, "text": part})
        return len(text)


def _show(*values):
    """Show values as a notebook does: a picture, HTML or text."""
    if _sink is None:
        return
    for value in values:
        if isinstance(value, Explorer):
            _explorers[value.name] = value
            _sink.append({"kind": "explorer", "name": value.name, "description": value.describe()})
        elif png := getattr(value, "_repr_png_", lambda: None)():
            _sink.append({"kind": "picture", "png": _base64(png)})
        elif html := getattr(value, "_repr_html_", lambda: None)():
            _sink.append({"kind": "html", "html": html})
        elif markdown := getattr(value, "_repr_markdown_", lambda: None)():
            _sink.append({"kind": "text", "text": markdown})
        else:
            _sink.append({"kind": "text", "text": repr(value)[:TEXT_LIMIT]})


def _show_figures():
    """Show the open figures, and close them."""
    for number in plt.get_fignums():
        target = io.BytesIO()
        plt.figure(number).savefig(target, format="png")
        if _sink is not None:
            _sink.append({"kind": "picture", "png": _base64(target.getvalue())})
    plt.close("all")


def _base64(data):
    return base64.b64encode(data).decode("ascii")
