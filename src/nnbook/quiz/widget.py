"""The question in a running notebook: the page's own element, shown through anywidget."""

import anywidget
import traitlets

from nnbook.quiz.questions import STATIC

EXPORT = "export default { render: nnbookAsk.render };\n"  # pages take the same file as a plain script


class QuestionWidget(anywidget.AnyWidget):
    """A question in JupyterLab, Notebook 7, VS Code, Colab and JupyterLite; `Question` shows itself so.

    Parameters
    ----------
    sealed : str
        What `Question.sealed` gives.

    Examples
    --------
    >>> from nnbook.quiz import ask
    >>> QuestionWidget(sealed=ask("ex-square-1", number=4**2).sealed).sealed[:2]
    '7b'
    """

    _esm = f"{(STATIC / 'ask.js').read_text(encoding='utf-8')}\n{EXPORT}"
    _css = (STATIC / "ask.css").read_text(encoding="utf-8")
    sealed = traitlets.Unicode().tag(sync=True)
