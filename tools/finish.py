"""Makes the site to publish of what Sphinx wrote: quick to load, and allowed to do no more than it does.

Each page asks for one style sheet with the rules that the site can use, for fonts with the signs that it
shows, and for its scripts in one file or two, which hold nothing up. Names carry a hash: browsers may keep
the files.
"""

import functools
import hashlib
import os
import re
import shutil
import unicodedata
from html import unescape

from tools import fonts, stylesheets
from tools.live import START
from tools.pages import STYLED, Page

MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
FONT_FILE = re.compile(r'url\("([^"]+)"\)')
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
# Scripts that were written for the head of a page look whether it is there, and else wait for the event.
LOADING = 'Object.defineProperty(document, "readyState", { value: "loading", configurable: true });\n'
LOADED = "delete document.readyState;\n"
ICON = re.compile(r'"(.)"')
ITALICS = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)]  # what browsers make of <mi>x</mi>
UNPUBLISHED = {".buildinfo"}


def finish(source, target, cache, python=(None, {})):
    """Write the site that Sphinx left in `source` to `target`, whole or not at all.

    Parameters
    ----------
    source, target : Path
        Folders; `target` is replaced.
    cache : Path
        A folder where cut fonts stay for the next time.
    python : (Path, dict)
        What `tools.live.publish` returned: Python for the reader's browser, and the tag of each page.
    """
    folder, named = python
    pages = [Page(path, source) for path in sorted(source.rglob("*.html")) if "_static" not in path.parts]
    for page in pages:
        if page.name in named:
            page.start_python(named[page.name], START.read_text(encoding="utf-8"))
    partial = target.with_name(f"{target.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "_static").mkdir(parents=True)
    full = [page for page in pages if page.styles]
    css = _stylesheet(full, source)
    unseen = stylesheets.unseen(css)
    css, font = _cut_fonts(css, full, source, partial, cache)
    style = _store(css.replace('url("_static/', 'url("').encode(), "css", partial)
    common = [script for script in full[0].scripts if all(script in page.scripts for page in full)]
    bundle = functools.cache(lambda part: _bundle(part, source, partial))  # most pages have the same ones
    for page in pages:
        extra = [script for script in page.scripts if script not in common]
        parts = [common, extra] if page.styles else [extra]
        scripts = [bundle(tuple(part)) for part in parts if part]
        path = partial / page.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.published(style, scripts, font, unseen), encoding="utf-8")
    _copy_rest(source, partial)
    if folder:
        shutil.copytree(folder, partial / folder.name, copy_function=os.link)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def _store(data, kind, folder):
    """Write `data` under its hash below `folder` and return its path within the site."""
    name = f"_static/{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
    (folder / name).write_bytes(data)
    return name


def _code(script, source):
    code = script[1:] if script.startswith("=") else (source / script).read_text(encoding="utf-8")
    return f"{SOURCE_MAP.sub('', code)}\n;\n"  # a script does not end in the first line of the next


def _bundle(scripts, source, folder):
    """Write `scripts` as one deferred file; those that did not wait for the page still find it unfinished."""
    at_once = "".join(_code(code, source) for waits, code in scripts if not waits)
    later = "".join(_code(code, source) for waits, code in scripts if waits)
    return _store(f"{LOADING}{at_once}{LOADED}{later}".encode(), "js", folder)


def _stylesheet(pages, source):
    """Return the rules that `pages` need in one style sheet; addresses in it begin at the root."""
    wanted = {}
    for page in sorted(pages, key=lambda page: -len(page.styles)):  # the longest list says most on order
        wanted |= dict.fromkeys(page.styles)
    css = ""
    for name, media in wanted:
        text = stylesheets.read(source / name, source)
        css += f"@media {media}{{{text}}}" if media else text
    scripts = dict.fromkeys(code for page in pages for _, code in page.scripts)
    words = stylesheets.Words((page.text for page in pages), (_code(code, source) for code in scripts))
    return stylesheets.purge(css + _inline_styles(pages), words)


def _cut_fonts(css, pages, source, folder, cache):
    """Write the fonts of the style sheet `css` with the signs of `pages`.

    Returns the style sheet that asks for them, and the path of the font of formulas; "" if there are none.
    """
    formulas = {sign for page in pages for formula in MATH.findall(page.text) for sign in unescape(formula)}
    formulas |= {letter for code in ITALICS if unicodedata.normalize("NFKC", letter := chr(code)) in formulas}
    formulas |= {"√"} if formulas else set()  # drawn around what <msqrt> holds
    icons = set(ICON.findall(css))
    written = {}

    def cut(face):
        family, address = stylesheets.family(face[0]), FONT_FILE.search(face[0])[1]
        data = fonts.cut(source / address, formulas if "Math" in family else icons, cache)
        if not data:
            return ""
        written[family] = _store(data, "woff2", folder)
        return re.sub(r"src:[^;}]+", f'src:url("{written[family]}") format("woff2")', face[0])

    css = FONT_FACE.sub(cut, css)
    return css, next((name for family, name in written.items() if "Math" in family), "")


def _inline_styles(pages):
    """Return rules for what stands in style attributes, which the policy forbids: they win, too."""
    rules = ""
    for style in dict.fromkeys(unescape(style) for page in pages for _, style in STYLED.findall(page.text)):
        parts = [f"{part.strip()}!important" for part in style.split(";") if part.strip()]
        rules += f'[data-style="{style}"]{{{";".join(parts)}}}'
    return rules


def _copy_rest(source, folder):
    """Take over what pages may ask for: all but static files that nobody names any more."""
    written = [path for path in folder.rglob("*") if path.suffix in (".html", ".css", ".js")]
    named = "\n".join(path.read_text(encoding="utf-8") for path in written)
    for path in sorted(source.rglob("*")):
        target = folder / path.relative_to(source)
        unasked = path.is_relative_to(source / "_static") and path.name not in named
        if path.is_dir() or target.exists() or unasked or path.name in UNPUBLISHED:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.parent.name == "_explorers":  # most of the site, named by their content: they never change
            os.link(path, target)
        else:
            shutil.copyfile(path, target)
