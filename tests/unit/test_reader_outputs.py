"""What cells gave, as readers' notebooks keep it: pictures with words, questions without their key."""

import pytest
from nbformat import v4
from reader_outputs import EXPLORER, outputs, source

from nnbook.quiz import ask, unseal

SHOWN = {"description": {"title": "A <line>", "alt": "It rises & falls."}}


def cell(*given, code="draw()", **metadata):
    return v4.new_code_cell(code, outputs=list(given), metadata=metadata)


def result(**data):
    return v4.new_output("execute_result", {mime.replace("_", "/"): said for mime, said in data.items()})


def test_an_explorer_is_its_first_picture_and_what_that_says():
    given = v4.new_output(
        "execute_result",
        {EXPLORER: SHOWN, "image/png": "iVBO\nRw0\n", "text/plain": "A <line>: height 3 < 4"},
    )
    picture, below = outputs(cell(given))
    assert picture.data["image/png"] == "iVBORw0"
    assert picture.metadata["image/png"]["alt"] == "A <line>. It rises & falls."
    assert "<strong>A &lt;line&gt;.</strong> height 3 &lt; 4 " in below.data["text/html"]
    assert "<summary>The figure in words</summary>It rises &amp; falls.</details>" in below.data["text/html"]


@pytest.mark.parametrize("caption", ["", "**Fig. 1.1** A line, $x$."])
def test_a_figure_has_its_caption_and_words(caption):
    alt = {"image": {"alt": "It rises."}}
    _, below = outputs(cell(result(image_png="iVBO", text_plain="<Figure>"), mystnb=alt), caption)
    assert below.data["text/markdown"].startswith(caption or "<details>")
    assert "It rises.</details>" in below.data["text/markdown"]


def test_a_question_does_not_tell_its_answer():
    question = ask("ex-square-1", "Four squared", number=4**2, otherwise="Multiply.")
    asking = cell(result(text_html=question.html(), text_plain=repr(question)), code="ask(number=4**2)")
    given = {}
    exec(source(asking), given)
    assert "4**2" not in source(asking)
    assert unseal(question.sealed).name == "ex-square-1"
    (shown,) = outputs(asking)
    assert shown.data["text/html"].startswith('<p class="nna-prompt">Four squared</p>')
    assert "sealed" not in shown.data["text/html"]
    assert source(cell()) == "draw()"
