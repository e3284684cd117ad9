"""Markdown for readers: words are shown as they are, whichever they are; boxes, tables, formulas hold."""

import re
from html import unescape

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from questions import answer_node
from reader_markdown import Markdown, contents, escaped, folded, quoted
from reader_tex import with_macros

RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.fixture
def write():
    """A writer whose links lead to their own address, and that numbers and warns as the node says."""
    warned = []
    writer = Markdown(
        link=lambda node: node.get("refuri", ""),
        number=lambda node: node.get("no", ""),
        macros={"E": r"{\mathbb{E}}", "vec": [r"{\mathbf{#1}}", 1]},
        warn=lambda message, node: warned.append(f"{message}: {type(node).__name__}"),
    )
    yield writer
    assert not warned


def shown(markdown):
    """Return what a front end shows of `markdown`, as one line of words."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", RENDER.render(markdown))).split())


def paragraph(*children):
    made = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    return nodes.paragraph("", "", *made)


LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"])


@given(st.text(LETTERS | st.sampled_from(" *_`#-+<>[]()!&|~$\\1."), max_size=40))
def test_words_are_shown_as_they_are(text):
    words = " ".join(text.split())
    write = Markdown(lambda node: "", lambda node: "", {}, lambda message, node: pytest.fail(message))
    assert shown(write.blocks([paragraph(words)])) == words if words else True


def test_escapes_are_few():
    assert escaped("step_size [1] of (a, b): 5 % – “so”") == "step_size [1] of (a, b): 5 % – “so”"


@pytest.mark.parametrize(
    ("before", "inside", "after"),
    [("a ", "b", " c"), ("a", "(b)", "c"), ("", "b.", "c"), ("", " b", ""), ("(", "b", ")")],
)
def test_marks_are_taken_for_marks(write, before, inside, after):
    html = RENDER.render(write.blocks([paragraph(before, nodes.strong("", inside), after)]))
    assert re.sub(r"\s", "", f"<strong>{inside}</strong>") in re.sub(r"\s", "", html)


def test_links_hold_with_brackets_and_boxes(write):
    link = nodes.reference("", "Polyak [1964]", refuri="https://doi.org/10.1016/0041(64) 5")
    html = RENDER.render(write.blocks([paragraph("[", link, "]")]))
    assert 'href="https://doi.org/10.1016/0041%2864%29%205"' in html
    assert shown(write.blocks([paragraph("[", link, "]")])) == "[Polyak [1964]]"


def test_a_word_of_the_glossary_explains_itself_where_no_page_is(write):
    term = nodes.reference("", "load", classes=["glossary-term"], reftitle='"Patterns" a unit')
    assert write.blocks([paragraph(term)]) == '<abbr title="&quot;Patterns&quot; a unit">load</abbr>'


def test_equations_have_their_numbers(write):
    block = nodes.math_block("", "a = b\n+ c", no="2.1")
    assert write.block(block) == "$$\na = b\n+ c \\tag{2.1}\n$$"


@pytest.mark.parametrize(
    ("tex", "kept"),
    [
        (r"a \\ b", r"\begin{aligned}a \\ b\end{aligned}"),
        (r"\begin{align*}a \\ b\end{align*}", r"\begin{aligned}a \\ b\end{aligned}"),
        (r"\begin{equation}a\end{equation}", "a"),
        (r"\begin{cases}a \\ b\end{cases}", r"\begin{cases}a \\ b\end{cases}"),
        ("a\n\nb", r"\begin{aligned}a\\b\end{aligned}"),
        (r"x<y \vec v", r"x< y {\mathbf{v}}"),
    ],
)
def test_equations_can_stand_between_dollar_signs(write, tex, kept):
    written = write.block(nodes.math_block("", tex)).strip("$")
    assert written.replace("\n", "").strip() == kept


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\E X", r"{\mathbb{E}} X"),
        (r"\Eta", r"\Eta"),
        (r"\vec{x_{1}}", r"{\mathbf{x_{1}}}"),
        (r"\vec\xi^2", r"{\mathbf{\xi}}^2"),
    ],
)
def test_macros_of_the_book_are_written_out(tex, plain):
    assert with_macros(tex, {"E": r"{\mathbb{E}}", "vec": [r"{\mathbf{#1}}", 1]}) == plain


def test_the_sign_of_a_quote_stays_out_of_formulas():
    assert quoted("a\n\n$$\nx\n= y\n$$") == "> a\n>\n> $$x = y$$"


def test_bars_of_formulas_do_not_end_a_cell(write):
    cells = [paragraph(nodes.math("", r"|a| \|b\|")), paragraph(nodes.literal("", "a|b")), paragraph("c|d")]
    rows = [nodes.row("", *(nodes.entry("", cell.deepcopy()) for cell in cells)) for _ in range(2)]
    group = nodes.tgroup("", nodes.thead("", rows[0]), nodes.tbody("", rows[1]))
    written = write.block(nodes.table("", group))
    assert r"$\vert a\vert  \Vert b\Vert $" in written
    html = RENDER.render(written)
    assert html.count("<td>") == html.count("<th>") == 3
    assert "<code>a|b</code>" in html
    assert "c|d" in html


def test_lists_keep_their_depth(write):
    inner = nodes.bullet_list("", nodes.list_item("", paragraph("b")))
    item = nodes.list_item("", paragraph("a"), inner, nodes.math_block("", "x"))
    html = RENDER.render(
        write.block(nodes.enumerated_list("", item, nodes.list_item("", paragraph("c")), start=3))
    )
    assert '<ol start="3">' in html
    assert html.count("<li>") == 3
    assert html.index("<ul>") < html.index("$$") < html.index("</li>\n<li>")


def admonition(*classes):
    box = nodes.admonition(
        "", nodes.title("", "", nodes.Text("Why "), nodes.math("", "x<y")), paragraph("So.")
    )
    box["classes"] += classes
    return box


def test_boxes_are_quotes_with_a_title(write):
    assert write.block(admonition()) == "> **Why $x< y$**\n>\n> So."


def test_what_folds_on_the_page_folds(write):
    written = write.block(admonition("dropdown"))
    assert written == folded("Why $x< y$", "So.")
    html = RENDER.render(written)
    assert html.startswith("<details>")
    assert "<p>So.</p>" in html, "Markdown inside is read as Markdown"


@pytest.mark.parametrize("kind", ["details_node", "AnswerDetails"])
def test_any_kind_of_details_folds(write, kind):
    box = type(kind, (nodes.General, nodes.Element), {})("", paragraph("So."), summary="Answer to 1")
    assert write.block(box) == folded("Answer to 1", "So.")


def test_what_goes_on_in_another_cell_says_so(write):
    box = admonition("dropdown")
    assert "<summary>Why $x< y$, continued</summary>" in write.share(box, contents(box), first=False)


def test_what_has_no_form_is_a_warning():
    warned = []
    write = Markdown(lambda node: "", lambda node: "", {}, lambda *told: warned.append(told[0]))
    strange = type("strange", (nodes.General, nodes.Element), {})
    assert write.blocks([strange("", paragraph("kept"))]) == "kept"
    assert warned == ["no form in a notebook"]


def test_answers_fold_below_their_questions(write):
    answer = answer_node("", paragraph("It diverges."), number=1)
    item = nodes.list_item("", paragraph("At twice the rate?"), answer)
    html = RENDER.render(
        write.block(nodes.container("", nodes.enumerated_list("", item), classes=["try-this"]))
    )
    assert re.search(r"<li>\s*<p>At twice the rate\?</p>\s*<details>\s*<summary>Answer</summary>", html)
    assert re.search(r"<p>It diverges.</p>\s*</details>\s*</li>", html)
