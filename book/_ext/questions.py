"""Questions on the page: those of `nnbook.quiz.ask` get their script, those of "Try this" folded answers.

The directive ``try-this`` holds a numbered list; what is quoted in an item answers it::

    ```{try-this}
    1. What happens at twice the rate?
       > It diverges, because the step is longer than the valley is wide.

    2. And at half?
       > It takes twice as long.
    ```

Where MyST is not known, it reads the same way as plain Markdown.
"""

import re
from collections import Counter

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nnbook.quiz.questions import STATIC

LOGGER = logging.getLogger(__name__)
QUESTION = re.compile(r'<nnbook-ask id="([^"]*)"')


class answer_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """The answer to a question: folded on the screen, open on paper."""


class TryThis(SphinxDirective):
    """A list of questions for the figure above, each with its own answer."""

    has_content = True

    def run(self):
        """Return the box with its list."""
        content = self.parse_content_to_nodes()
        lists = [node for node in content if isinstance(node, nodes.enumerated_list)]
        items = [item for found in lists for item in found]
        if not items or len(lists) < len(content):
            raise self.error("need one numbered list in try-this: a question in each item, its answer quoted")
        for number, item in enumerate(items, 1):
            self._fold(item, number)
        title = nodes.paragraph("", "", nodes.strong("", "Try this"), classes=["try-this-title"])
        return [nodes.container("", title, *content, classes=["try-this"], is_div=True)]

    def _fold(self, item, number):
        """Fold the quotation at the end of an item."""
        *question, quoted = item.children or [None]
        if not question or not isinstance(quoted, nodes.block_quote):
            raise self.error(f"need an answer, quoted with >, at the end of question {number} in try-this")
        item.replace(quoted, answer_node("", *quoted.children, number=number))


class HideKeys(SphinxPostTransform):
    """Leaves out the code of a cell that asks a question: it holds key and hints."""

    default_priority = 310  # after MyST-NB has folded the code

    def run(self, **kwargs):
        """Keep of such cells what they show."""
        for shown in [raw for raw in self.document.findall(nodes.raw) if QUESTION.search(raw.astext())]:
            cell = shown.parent
            while cell is not None and "cell" not in cell.get("classes", ()):
                cell = cell.parent
            if cell is not None:
                cell[:] = [part for part in cell if "cell_output" in part.get("classes", ())]


def _visit_html(translator, node):
    summary = f'<summary>Answer<span class="visually-hidden"> to question {node["number"]}</span></summary>'
    translator.body.append(f'<details class="answer">{summary}<div>')


def _depart_html(translator, node):
    translator.body.append("</div></details>\n")


def _pass(translator, node):
    """Show nothing of its own: other writers print question and answer one below the other."""


def _add_assets(app, pagename, templatename, context, doctree):
    names = Counter(QUESTION.findall(context.get("body", "")))
    for name, n in names.items():
        if n > 1:
            LOGGER.warning("%d questions are called %r", n, name.removeprefix("ask-"), location=pagename)
    if names:
        app.add_js_file("ask.js", loading_method="defer")
        app.add_css_file("ask.css")


def _add_static(app, config):
    config.html_static_path.append(str(STATIC))


def setup(app):
    """Register with Sphinx."""
    app.add_directive("try-this", TryThis)
    app.add_node(answer_node, html=(_visit_html, _depart_html), latex=(_pass, _pass), text=(_pass, _pass))
    app.add_post_transform(HideKeys)
    app.connect("config-inited", _add_static)
    app.connect("html-page-context", _add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
