"""The directive try-this: each question keeps its own answer, and what is no list of them is refused."""

import io
import logging

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

GOOD = """
1. What happens at *twice* the rate?
   > It diverges.

2. And at half?
   More words.

   > It is slower.
   >
   > Twice.
"""


@pytest.fixture
def build(tmp_path):
    """Build a page of `text`; give what is on it and what was warned of."""

    def run(text):
        (tmp_path / "index.md").write_text(f"# Page\n\n{text}", encoding="utf-8")
        told = io.StringIO()
        settings = {
            "extensions": ["myst_parser", "questions"],
            "myst_enable_extensions": ["colon_fence"],
            "html_theme": "basic",
        }
        with docutils_namespace():
            folders = [str(tmp_path / name) for name in ("out", "trees")]
            app = Sphinx(str(tmp_path), None, *folders, "html", settings, status=None, warning=told)
            app.build()
        return (tmp_path / "out" / "index.html").read_text(encoding="utf-8"), told.getvalue()

    yield run
    logger = logging.getLogger("sphinx")  # as it was before Sphinx took it: other tests listen to it
    logger.handlers.clear()
    logger.propagate = True


@pytest.mark.parametrize("fence", [":::", "```"])
def test_each_question_keeps_its_answer(build, fence):
    page, warned = build(f"{fence}{{try-this}}\n{GOOD}\n{fence}\n")
    assert not warned
    first, second = page.split('<details class="answer">')[1:]
    assert "It diverges." in first.split("</details>")[0]
    assert "And at half?" not in first.split("</details>")[0]
    assert "<p>Twice.</p>" in second.split("</details>")[0]
    assert page.index("twice</em> the rate") < page.index("It diverges.") < page.index("More words.")
    assert 'Answer<span class="visually-hidden"> to question 2</span>' in second
    assert "Try this" in page
    assert "<blockquote" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Why?\n", "need one numbered list in try-this"),
        ("1. Why?\n   > So.\n\nMore.\n", "need one numbered list in try-this"),
        ("1. Why?\n   > So.\n\n2. How?\n", "need an answer, quoted with >, at the end of question 2"),
        ("1. > So.\n", "need an answer, quoted with >, at the end of question 1"),
    ],
)
def test_what_is_no_list_of_questions_is_refused(build, text, said):
    _, warned = build(f":::{{try-this}}\n{text}:::\n")
    assert said in warned


def test_two_questions_of_one_name_are_told(build):
    _, warned = build('<nnbook-ask id="ask-a"></nnbook-ask>\n\n<nnbook-ask id="ask-a"></nnbook-ask>\n')
    assert "2 questions are called 'a'" in warned
