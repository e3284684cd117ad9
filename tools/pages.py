"""A page between Sphinx and the reader: what it asks for, and how it is published.

Scripts leave the text, so that a Content-Security-Policy can forbid all that stand there; pictures get their
size, so that nothing jumps when they arrive.
"""

import base64
import hashlib
import re
from functools import cache
from html import unescape
from os.path import normpath

from PIL import Image

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's style sheet holds small pictures
    "font-src": "'self'",
    "connect-src": "'self'",  # search results show the text around what was found
    "form-action": "'self'",
    "base-uri": "'none'",
}
CHARSET = re.compile(r'<meta charset="[^"]*"\s*/?>')
STYLESHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*>\n?')
PRELOAD = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="preload")[^>]*>\n?')
SCRIPT = re.compile(r"[ \t]*<script\b([^>]*)>(.*?)</script>\n?", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
STYLED = re.compile(r'(<[a-zA-Z][^<>]*?\s)style="([^"]*)"')
HANDLER = re.compile(r'<[a-zA-Z][^<>]*?\s(on[a-z]+="[^"]*")')
PAGE_NAME = re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[^']*';")  # for a menu of versions; there is none
VIEW_BOX = re.compile(r'<svg\b[^>]*\sviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
IMAGE = re.compile(r"<img\b([^>]*?)\s*/?>")
WIDE = 800  # px, at two for one of the page: words in wider pictures are too small on a phone


def attribute(tag, name):
    """Return the value of an attribute of an HTML tag; None if it has none of this name."""
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


class Page:
    """A page as Sphinx wrote it.

    Parameters
    ----------
    path, root : Path
        Of the page, and of the folder of the site.

    Attributes
    ----------
    name, text : str
        Its path within the site, and its HTML.
    styles : list of (str, str or None)
        Its style sheets, as paths within the site, with the media that they are for.
    scripts : list of (bool, str)
        In the order in which they run: whether a script waits for the whole page, and its path within the
        site, or "=" and the script itself.
    """

    def __init__(self, path, root):
        self.root = root
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        if handlers := HANDLER.findall(self.text):
            raise ValueError(f"need pages without scripts in attributes, got {handlers[0]} in {self.name}")
        tags = STYLESHEET.findall(self.text)
        self.styles = [(self._file(attribute(tag, "href")), attribute(tag, "media")) for tag in tags]
        scripts = [self._script(found) for found in SCRIPT.finditer(self.text) if _moves(found)]
        self.scripts = sorted(dict.fromkeys(filter(None, scripts)), key=lambda script: script[0])
        # What leads from here to the root of the site.
        self.base = attribute(tags[0], "href").partition("_static/")[0] if tags else ""

    def _script(self, found):
        source = attribute(found[1], "src")
        code = self._file(source) if source else "=" + PAGE_NAME.sub("", found[2]).strip()
        return ("defer" in found[1], code) if code != "=" else None

    def _file(self, address):
        """Return the path within the site of what the page calls `address`."""
        address = address.partition("?")[0]
        _, static, name = address.rpartition("_static/")
        return static + name if static else normpath(f"{self.name}/../{address}")

    def start_python(self, attributes, script):
        """Let readers start Python here: name what it is made of, and add the script that asks them."""
        address = self.base + attributes["content"]
        tag = (
            f'<meta name="nnbook-live" content="{address}" data-megabytes="{attributes["data-megabytes"]}" />'
        )
        self.text = self.text.replace("</head>", f"    {tag}\n</head>", 1)
        self.scripts.append((True, f"={script}"))

    def published(self, style, scripts, font, unseen):
        """Return the HTML to publish.

        Parameters
        ----------
        style, font : str
            The style sheet and the font of formulas, as paths within the site.
        scripts : list of str
            The files with its scripts.
        unseen : set of str
            Marks in code that look like plain code; half of all elements of a page are such.
        """
        links = [f'    <link rel="stylesheet" href="{self.base}{style}" />\n']
        links += [f'    <script defer src="{self.base}{name}"></script>\n' for name in scripts]
        waiting = iter(["".join(links)])
        text = SCRIPT.sub(lambda found: "" if _moves(found) else found[0], PRELOAD.sub("", self.text))
        text = STYLESHEET.sub(lambda _: next(waiting, ""), text)
        text = STYLED.sub(r'\1data-style="\2"', text)
        if font and "<math" in text:
            text = text.replace("<script data-first", f'<script data-first data-font="{self.base}{font}"', 1)
        marks = "|".join(map(re.escape, sorted(unseen)))
        text = re.sub(rf'<span class="(?:{marks})">([^<]*)</span>', r"\1", text) if unseen else text
        first = text.find("<article")
        text = IMAGE.sub(lambda found: self._picture(found[1], lazy=found.start() > first), text)
        return CHARSET.sub(lambda found: f"{found[0]}\n    {policy(text)}", text, count=1)

    def _picture(self, attributes, lazy):
        """Return the tag of a picture with its size, fetched when it is near if it is `lazy`.

        What the page has not measured comes from a cell: if it is wide, it stands in a box that can scroll.
        """
        source, wide = attribute(attributes, "src"), False
        if not attribute(attributes, "width"):
            width, height = size(self.root / self._file(source))
            attributes += f' width="{width}" height="{height}"'
            wide = width > WIDE
        if lazy and not attribute(attributes, "loading"):
            attributes += ' loading="lazy" decoding="async"'
        return f'<span class="wide-picture"><img{attributes}></span>' if wide else f"<img{attributes}>"


def _moves(script):
    """Whether a script can run when the page is there: not data, nor what must come before it is drawn."""
    return "data-first" not in script[1] and attribute(script[1], "type") in (None, "text/javascript")


@cache
def size(path):
    """Return width and height of the picture at `path` [px]."""
    if path.suffix != ".svg":
        with Image.open(path) as picture:
            return picture.size
    if not (box := VIEW_BOX.search(path.read_text(encoding="utf-8"))):
        raise ValueError(f"need a viewBox, from which to tell the size, got none in {path.name}")
    return tuple(round(float(side)) for side in box.groups())


def policy(html):
    """Return the tag that allows the page `html` what it does, and nothing else."""
    allowed = dict(POLICY)
    scripts = [code for tag, code in SCRIPT.findall(html) if not re.search(r"\s(src|type)=", tag)]
    for directive, texts in {"script-src": scripts, "style-src": STYLE.findall(html)}.items():
        for text in dict.fromkeys(texts):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            allowed[directive] += f" 'sha256-{digest}'"
    content = "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}" />'
