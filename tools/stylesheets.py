"""One style sheet out of many, with only those rules that a page of the site can need.

Theme and extensions bring styles for everything that they could show. A rule stays if each class and name
in its selector stands on a page or may be set by a script; of fonts and animations those stay that a rule
asks for.
"""

import re
from os.path import normpath

import tinycss2

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"')]+)["']\)?\s*;""")
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#|[a-z]+:)([^"')]+)\1\s*\)""")
NESTED = {"media", "supports"}
CODE = re.compile(r'html\[data-theme="(\w+)"\] \.highlight(?: \.(\w+))?\s*\{([^}]*)\}')


def read(path, root):
    """Return the style sheet at `path` with what it imports, its addresses relative to the folder `root`."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    text = IMPORT.sub(lambda found: read(path.parent / found[1], root), text)
    folder = path.parent.relative_to(root)
    return ADDRESS.sub(lambda found: f'url("{_join(folder, found[2])}")', text)


def _join(folder, address):
    return normpath(f"{folder}/{address}")


def unseen(css):
    """Return the marks of highlighted code to which the style sheet `css` gives the colour of plain code.

    Examples
    --------
    >>> rule = 'html[data-theme="light"] .highlight'
    >>> unseen(f"{rule} {{ background: #fff; color: #000 }}{rule} .n {{ color: #000 }}")
    {'n'}
    """
    plain, marked = {}, {}
    for theme, mark, style in CODE.findall(css):
        style = frozenset(part.strip().lower() for part in style.split(";") if part.strip())
        if mark:
            marked.setdefault(mark, {})[theme] = style
        elif any(part.startswith("color:") for part in style):
            plain[theme] = {part for part in style if part.startswith("color:")}
    return {mark for mark, styles in marked.items() if plain and styles == plain}


class Words:
    """The names that pages carry and the words that scripts contain, from which they may make names.

    Parameters
    ----------
    pages, scripts : iterable of str
        The text of all pages and of all scripts.
    """

    def __init__(self, pages, scripts):
        self._names = set()
        for page in pages:
            for value in re.findall(r"""\s(?:class|id)=["']([^"']*)["']""", page):
                self._names.update(value.split())
        for script in scripts:
            self._names.update(re.findall(r"[\w-]+", script))
        # A script joins "tooltip-" and a side: every tooltip-... may be wanted.
        self._beginnings = tuple(name for name in self._names if len(name) > 3 and name.endswith("-"))

    def __contains__(self, name):
        return name in self._names or name.startswith(self._beginnings)


def purge(css, words):
    """Return what of the style sheet `css` may apply where only `words` occur.

    Examples
    --------
    >>> words = Words(['<p class="note" id="top">'], ["e.classList.add('open')"])
    >>> purge(".note, .tip {color: red} .tip {top: 0} @media print {.open.note > b {top: 1px}}", words)
    '@charset "utf-8";.note{color: red}@media print{.open.note > b{top: 1px}}'
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = _purge(rules, words)
    asked = "".join(text for kind, text in kept if kind not in ("font-face", "keyframes"))
    return '@charset "utf-8";' + "".join(text for kind, text in kept if _wanted(kind, text, asked))


def _purge(rules, words):
    """Return kind and text of each rule that stays."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            if selectors := [s for s in _split(rule.prelude) if all(name in words for name in _names(s))]:
                prelude = ",".join(_text(selector) for selector in selectors)
                kept.append(("rule", f"{prelude}{{{_text(rule.content)}}}"))
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTED:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if inside := "".join(text for _, text in _purge(inner, words)):
                kept.append(("media", f"@{rule.at_keyword} {_text(rule.prelude)}{{{inside}}}"))
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            content = ";" if rule.content is None else f"{{{_text(rule.content)}}}"
            prelude = f" {_text(rule.prelude)}".rstrip()
            kept.append((rule.lower_at_keyword, f"@{rule.at_keyword}{prelude}{content}"))
        elif rule.type == "error":
            raise ValueError(f"need a style sheet without mistakes, got: {rule.message}")
    return kept


def _wanted(kind, text, asked):
    """Whether a font or animation is named in the rules `asked`; everything else is."""
    if kind == "keyframes":
        return text.split("{")[0].split()[-1] in asked
    if kind == "font-face":
        return family(text) in re.sub(r"\\(.)", r"\1", asked)
    return True


def family(font_face):
    """Return the name of the font that a @font-face rule brings."""
    return re.search(r"font-family:\s*([^;}]+)", font_face)[1].strip(" \"'").replace("\\", "")


def _split(prelude):
    """Return the selectors of a rule, each as its tokens."""
    selectors = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _names(selector):
    """Yield the classes and ids without which a selector cannot match; brackets are left aside."""
    before = None
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before == "."):
            yield token.value
        before = token.value if token.type == "literal" else None


def _text(tokens):
    return re.sub(r"\s+", " ", tinycss2.serialize(tokens)).strip()
