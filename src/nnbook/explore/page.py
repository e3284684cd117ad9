"""The static view: every swept picture of an explorer, and the HTML that a page shows them in."""

import base64
import hashlib
import html
import json
from concurrent.futures import ThreadPoolExecutor

from nnbook.explore.controls import Choice, Seed, Slider, Toggle
from nnbook.explore.stage import DPI

MIME = "application/vnd.nnbook.explorer+json"
SCALE = 2  # pixels of a frame for one CSS pixel
KINDS = {Slider: "slider", Choice: "choice", Toggle: "toggle", Seed: "slider"}


def bundle(explorer):
    """Draw every swept setting of `explorer`.

    Parameters
    ----------
    explorer : Explorer
        What to draw.

    Returns
    -------
    dict
        JSON-ready: the explorer in words, its controls, the number of the picture and readout of each
        setting, and the pictures themselves (WebP, base64). Equal pictures are kept once.

    Raises
    ------
    RuntimeError
        If a setting cannot be drawn; the message names explorer and setting.

    Examples
    --------
    >>> from nnbook.explore import explore
    >>> drawn = bundle(explore(lambda ax, n: f"n = {n}", sweep=("n",), title="Count", alt="Empty.",
    ...                        n=Slider(1, 3, 1, 2)))
    >>> drawn["readouts"], drawn["frames"]
    (['n = 1', 'n = 2', 'n = 3'], [0, 0, 0])
    """
    drawn = []
    with ThreadPoolExecutor(max_workers=2) as pool:  # one core draws while the other compresses
        for setting in explorer.settings():
            try:
                picture = explorer.picture(scale=SCALE, **setting)
            except Exception as error:
                raise RuntimeError(f"explorer {explorer.name!r} cannot draw {setting}: {error}") from error
            drawn.append((picture.readout, pool.submit(picture.webp)))
    encoded = [job.result() for _, job in drawn]
    pictures = list(dict.fromkeys(encoded))
    readouts = list(dict.fromkeys(readout for readout, _ in drawn))
    number = {picture: i for i, picture in enumerate(pictures)}
    return {
        "name": explorer.name,
        "title": explorer.title,
        "alt": explorer.alt,
        "width": round(explorer.size[0] * DPI),
        "height": round(explorer.size[1] * DPI),
        "controls": [_moving(explorer, key, positions) for key, positions in explorer.sweep.items()],
        "fixed": [
            {"label": explorer.label(key), "text": control.text(control.start)}
            for key, control in explorer.controls.items()
            if key not in explorer.sweep
        ],
        "frames": [number[picture] for picture in encoded],
        "words": [readouts.index(readout) for readout, _ in drawn],
        "readouts": readouts,
        "pictures": [base64.b64encode(picture).decode("ascii") for picture in pictures],
    }


def _moving(explorer, key, positions):
    control = explorer.controls[key]
    return {
        "key": key,
        "label": explorer.label(key),
        "kind": KINDS[type(control)],
        "values": [
            str(position).lower() if isinstance(position, bool) else str(position) for position in positions
        ],
        "texts": [control.text(position) for position in positions],
        "start": positions.index(
            explorer.start[key] if not isinstance(control, Slider) else control.nearest(control.start)
        ),
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
    >>> first_setting({"controls": [{"values": "abc", "start": 1}, {"values": "de", "start": 1}]})
    3
    """
    number = 0
    for control in shown["controls"]:
        number = number * len(control["values"]) + control["start"]
    return number


def figure_html(shown, base):
    """Return the HTML of an explorer; without a script it is a plain figure with its caption.

    Parameters
    ----------
    shown : dict
        A bundle whose ``pictures`` are file names.
    base : str
        What leads from the page to the folder of the pictures, with a slash at the end.

    Returns
    -------
    str
        A ``<nnbook-explorer>`` element.

    Examples
    --------
    >>> from nnbook.explore import explore
    >>> drawn = bundle(explore(lambda ax: "nothing", title="T", alt="Empty axes.", name="t"))
    >>> figure_html(drawn | {"pictures": ["a.webp"]}, "../_explorers/").splitlines()[0]
    '<nnbook-explorer id="t" data-base="../_explorers/">'
    """
    opening = first_setting(shown)
    data = {key: shown[key] for key in ("frames", "words", "readouts", "pictures")}
    data["controls"] = [
        {key: control[key] for key in ("key", "values", "texts", "start")} for control in shown["controls"]
    ]
    safe = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    picture = shown["pictures"][shown["frames"][opening]]
    title, alt, base = html.escape(shown["title"]), html.escape(shown["alt"]), html.escape(base)
    return f"""<nnbook-explorer id="{shown["name"]}" data-base="{base}">
<figure class="nnx" aria-label="Explorer: {title}">
<p class="nnx-title">{title}</p>
{_controls_html(shown)}
<div class="nnx-pictures"><img class="nnx-picture" src="{base}{picture}" alt="{alt}" \
width="{shown["width"]}" height="{shown["height"]}" loading="lazy" decoding="async"></div>
<figcaption><output class="nnx-readout">{html.escape(shown["readouts"][shown["words"][opening]])}</output>
<p class="nnx-message" role="status"></p>{_fixed_html(shown["fixed"])}</figcaption>
</figure>
<script type="application/json">{safe}</script>
</nnbook-explorer>"""


def _controls_html(shown):
    """Return the form controls, which the page's script brings to life, and a word for readers without it."""
    if not shown["controls"]:
        return ""
    rows = "\n".join(
        _control_html(f"{shown['name']}-{control['key']}", control) for control in shown["controls"]
    )
    buttons = '<button type="button" class="nnx-pin" aria-pressed="false">Pin</button>'
    buttons += '<button type="button" class="nnx-reset">Reset</button>'
    if any(control["kind"] == "slider" for control in shown["controls"]):
        buttons = '<button type="button" class="nnx-play">Play</button>' + buttons
    return f"""<div class="nnx-controls">
{rows}
<div class="nnx-buttons">{buttons}</div>
</div>
<noscript><p class="nnx-noscript">The controls need JavaScript; this is the first setting.</p></noscript>"""


def _control_html(identity, control):
    label, kind, start = html.escape(control["label"]), control["kind"], control["start"]
    texts = [html.escape(text) for text in control["texts"]]
    common = f'id="{identity}" data-key="{control["key"]}" autocomplete="off"'
    if kind == "choice":
        options = "".join(
            f'<option value="{i}"{" selected" * (i == start)}>{text}</option>' for i, text in enumerate(texts)
        )
        return (
            f'<div class="nnx-control"><label for="{identity}">{label}</label>'
            f"<select {common}>{options}</select></div>"
        )
    if kind == "toggle":
        checked = " checked" * start
        return (
            f'<div class="nnx-control nnx-toggle"><label for="{identity}">'
            f'<input type="checkbox" {common}{checked}> {label}</label></div>'
        )
    return (
        f'<div class="nnx-control"><label for="{identity}">{label}</label>'
        f'<output for="{identity}" class="nnx-value" aria-live="off">{texts[start]}</output>'
        f'<input type="range" {common} min="0" max="{len(texts) - 1}" step="1" value="{start}" '
        f'aria-valuetext="{texts[start]}"></div>'
    )


def _fixed_html(fixed):
    if not fixed:
        return ""
    listed = "; ".join(f"{html.escape(item['label'])} {html.escape(item['text'])}" for item in fixed)
    return f'<p class="nnx-fixed">Fixed on this page, movable in the notebook: {listed}.</p>'
