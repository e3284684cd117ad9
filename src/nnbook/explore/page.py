"""The static view: every swept picture of an explorer, and the HTML that a page shows them in."""

import base64
import hashlib
import html
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from nnbook.explore.describe import describe

MIME = "application/vnd.nnbook.explorer+json"
SCALE = 2  # pixels of a frame for one CSS pixel
STATIC = Path(__file__).parent / "static"
SCRIPTS = ("inputs.js", "direct.js", "files.js", "explorer.js")


def bundle(explorer):
    """Draw every swept setting of `explorer`.

    Parameters
    ----------
    explorer : Explorer
        What to draw.

    Returns
    -------
    dict
        JSON-ready: the explorer's description, the order in which its swept controls are counted through (the
        last moves fastest), the number of the picture and readout of each setting, and the pictures
        themselves (WebP, base64). Equal pictures are kept once.

    Raises
    ------
    RuntimeError
        If a setting cannot be drawn; the message names explorer and setting.

    Examples
    --------
    >>> from nnbook.explore import Slider, explorer
    >>> @explorer(sweep={"n": None})
    ... def count(axes, n=Slider(1, 3, 1, 2)):
    ...     '''Count
    ...
    ...     Empty axes.
    ...     '''
    ...     return f"n = {n}"
    >>> drawn = bundle(count)
    >>> drawn["readouts"], drawn["frames"]
    (['n = 1', 'n = 2', 'n = 3'], [0, 0, 0])
    """
    drawn = []
    with ThreadPoolExecutor(max_workers=2) as pool:  # one core draws while the other compresses
        for setting in explorer.settings():
            try:
                picture = explorer.picture(setting, scale=SCALE)
            except Exception as error:
                raise RuntimeError(f"explorer {explorer.name!r} cannot draw {setting}: {error}") from error
            drawn.append((picture.readout, pool.submit(picture.webp)))
    encoded = [job.result() for _, job in drawn]
    pictures = list(dict.fromkeys(encoded))
    readouts = list(dict.fromkeys(readout for readout, _ in drawn))
    number = {picture: i for i, picture in enumerate(pictures)}
    return {
        "description": describe(explorer),
        "order": list(explorer.sweep),
        "frames": [number[picture] for picture in encoded],
        "words": [readouts.index(readout) for readout, _ in drawn],
        "readouts": readouts,
        "pictures": [base64.b64encode(picture).decode("ascii") for picture in pictures],
    }


def file_name(picture):
    """Return the name of a picture's file: the hash of what is in it.

    Examples
    --------
    >>> file_name(b"abc")
    'ba7816bf8f01cfea414140.webp'
    """
    return hashlib.sha256(picture).hexdigest()[:22] + ".webp"


def first_setting(shown):
    """Return which of the frames of a bundle shows the start.

    Examples
    --------
    >>> controls = [{"key": "a", "start": 4, "values": [2, 3, 4], "stops": [0, 2]},
    ...             {"key": "b", "start": "x", "values": ["x", "y"], "stops": [0, 1]}]
    >>> first_setting({"description": {"controls": controls}, "order": ["a", "b"]})
    2
    """
    controls = {control["key"]: control for control in shown["description"]["controls"]}
    number = 0
    for control in map(controls.get, shown["order"]):
        stops = [control["values"][stop] for stop in control["stops"]]
        number = number * len(stops) + stops.index(control["start"])
    return number


def figure_html(shown, base):
    """Return the HTML of an explorer; without a script it is a plain figure with its caption.

    Parameters
    ----------
    shown : dict
        A bundle whose ``pictures`` are file names, or the pictures themselves as addresses.
    base : str
        What leads from the page to the folder of the pictures, with a slash at the end.

    Returns
    -------
    str
        A ``<nnbook-explorer>`` element.

    Examples
    --------
    >>> from nnbook.explore import explorer
    >>> @explorer(name="t")
    ... def nothing(axes):
    ...     '''T
    ...
    ...     Empty axes.
    ...     '''
    ...     return "nothing"
    >>> figure_html(bundle(nothing) | {"pictures": ["a.webp"]}, "../_explorers/").splitlines()[0]
    '<nnbook-explorer id="t" data-base="../_explorers/">'
    """
    described = shown["description"]
    opening = first_setting(shown)
    safe = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title, escaped_base = html.escape(described["title"]), html.escape(base)
    picture = escaped_base + shown["pictures"][shown["frames"][opening]]
    plays = " data-autoplay" * described["autoplay"]
    return f"""<nnbook-explorer id="{described["name"]}" data-base="{escaped_base}"{plays}>
<figure class="nnx" aria-label="Explorer: {title}">
<p class="nnx-title">{title}</p>
{_controls_html(described["controls"])}
<div class="nnx-pictures">{_panels_html(described, picture)}</div>
<figcaption><output class="nnx-readout">{html.escape(shown["readouts"][shown["words"][opening]])}</output>
<p class="nnx-message" role="status"></p>{_waiting_html(described)}</figcaption>
</figure>
<script type="application/json">{safe}</script>
</nnbook-explorer>"""


def _controls_html(controls):
    """Return the places of the controls, which the page's script fills, and a word for readers without it."""
    places = "".join(f'<div class="nnx-control nnx-for-{control["kind"]}"></div>' for control in controls)
    return f"""<div class="nnx-controls">{places}<div class="nnx-buttons"></div></div>
<noscript><p class="nnx-noscript">The controls need JavaScript; this is the first setting.</p></noscript>"""


def _panels_html(described, picture):
    """Return the panels: the same file in each, of which the style sheet shows a part."""
    sides = f'width="{described["width"]}" height="{described["height"]}"'
    rows = []
    for _, row in groupby(described["panels"], lambda panel: panel["row"]):
        cells = ""
        for panel in row:
            first = panel is described["panels"][0]
            alt = html.escape(described["alt"]) if first else ""
            place = f"--x:{panel['x']};--y:{panel['y']};--w:{panel['width']};--h:{panel['height']}"
            cells += (
                f'<div class="nnx-panel nnx-{panel["kind"]}" style="{place}"><img class="nnx-picture" '
                f'src="{picture}" alt="{alt}" {sides} loading="lazy" decoding="async"></div>'
            )
        rows.append(f'<div class="nnx-row">{cells}</div>')
    return f'<div class="nnx-panels" style="--whole:{described["width"]}">{"".join(rows)}</div>'


def _waiting_html(described):
    waiting = [control for control in described["controls"] if not control.get("stops")]
    if not waiting:
        return ""
    listed = "; ".join(html.escape(_start_words(control)) for control in waiting)
    identity = f"{described['name']}-waiting"
    return f'<p class="nnx-waiting" id="{identity}">Fixed here, movable in the notebook: {listed}.</p>'


def _start_words(control):
    start, values = control["start"], control.get("values", [])
    if start in values:
        return f"{control['label']} {control['texts'][values.index(start)]}"
    return f"{control['label']} {start}" if control["kind"] == "seed" else control["label"]


def script(*more):
    """Return the program of the page as one script, with `more` of the files beside it in the end.

    Examples
    --------
    >>> "customElements.define" in script()
    True
    """
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in (*SCRIPTS, *more))


def page_script():
    """Return the same for a page, where its names must not meet those of other scripts.

    Examples
    --------
    >>> page_script().splitlines()[0]
    '(() => {'
    """
    return f'(() => {{\n"use strict";\n{script()}\n}})();\n'


def style():
    """Return the style sheet of explorers.

    Examples
    --------
    >>> "nnbook-explorer" in style()
    True
    """
    return (STATIC / "explorer.css").read_text(encoding="utf-8")


def save(explorer, path):
    """Write `explorer` as one file that needs no other: for slides, Moodle or Quarto, or to send by mail.

    Parameters
    ----------
    explorer : Explorer
        What to write; its swept controls move in the file.
    path : path_like
        Where to, such as "wave.html".

    Examples
    --------
    >>> import tempfile
    >>> from nnbook.explore import explorer
    >>> @explorer(name="t")
    ... def nothing(axes):
    ...     '''T
    ...
    ...     Empty axes.
    ...     '''
    ...     return "nothing"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(nothing, f"{folder}/t.html")
    ...     Path(folder, "t.html").read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    shown = bundle(explorer)
    shown["pictures"] = [f"data:image/webp;base64,{picture}" for picture in shown["pictures"]]
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(explorer.title)}</title>
<link rel="icon" href="data:,">
<style>
body {{ margin: 0 auto; max-width: 60rem; font: 16px/1.5 system-ui, sans-serif; }}
{style()}</style>
</head>
<body>
{figure_html(shown, "")}
<script>
{page_script()}</script>
</body>
</html>
"""
    Path(path).write_text(page, encoding="utf-8")
