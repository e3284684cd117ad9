"""Questions on a page: answered by keyboard without Python, kept by the browser, whole without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.browsing import READER, Browse
from tools.serve import Site

pytestmark = pytest.mark.browser
PAGE = "book/questions.html"


@pytest.fixture
def visit(chromium, questions):
    """Open the page of questions as a new reader."""
    with Site(questions, prefix="/book/") as site, Browse(chromium, {"http": site.url}) as opened:
        yield lambda **options: opened(PAGE, **options)


def test_a_number_is_typed_checked_and_kept(visit):
    page = visit()
    field, said = page.get_by_label("The best momentum α"), page.locator("#ask-ex-sample-1 [role=status]")
    field.focus()
    for typed, told in (
        ("hello", "Not yet. A number, please."),
        ("19/21", "Not yet. That is the rate. Square it."),
        ("0,8186", "Right. It is the rate squared."),
    ):
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)
        expect(said).to_be_empty()
        page.keyboard.press("Enter")
        expect(said).to_have_text(told)
        assert field.evaluate("(field) => field === document.activeElement")
        assert (field.get_attribute("aria-invalid") == "true") == told.startswith("Not")
    page.reload()
    expect(field).to_have_value("0,8186")
    expect(said).to_have_text("Right. It is the rate squared.")


def test_several_numbers_are_told_apart(visit):
    page = visit()
    fields, said = (
        page.get_by_role("group", name="Two weights"),
        page.locator("#ask-ex-sample-2 [role=status]"),
    )
    fields.get_by_label("w₁").fill("1 mV")
    fields.get_by_label("w₂").fill("2")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Not yet. w₁ is right. w₂: Which sign?")
    expect(fields.get_by_label("w₂")).to_be_focused()
    expect(fields.get_by_label("w₁")).not_to_have_attribute("aria-invalid", "true")


def test_a_choice_is_made_with_the_arrow_keys(visit):
    page = visit()
    options, said = (
        page.get_by_role("group", name="At twice the rate"),
        page.locator("#ask-ex-sample-3 output"),
    )
    options.get_by_label("crawls").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Not yet. Look at the sign.")
    expect(options.get_by_label("crawls")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Right.")
    page.reload()
    expect(options.get_by_label("diverges")).to_be_checked()


def test_a_browser_that_keeps_nothing_still_answers(visit):
    page = visit()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.get_by_label("The best momentum α").fill("0.8186")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-ex-sample-1 output")).to_contain_text("Right.")


def test_key_and_hints_are_nowhere_on_the_page(visit, questions):
    visit()
    text = (questions / PAGE).read_text(encoding="utf-8")
    assert "The best momentum α" in text
    for secret in ("That is the rate", "0.8186", "Which sign", "Look at the sign", "19 / 21"):
        assert secret not in text


def test_without_a_script_the_questions_stand_and_say_what_they_need(visit):
    page = visit(java_script_enabled=False)
    told = page.locator("nnbook-ask").all_inner_texts()
    assert len(told) == 3
    assert all("JavaScript" in text for text in told)
    assert "crawls" in told[2]


def test_fields_fit_a_phone_and_a_thumb(visit):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    page.evaluate(READER)
    assert not page.evaluate("reader.wide()")
    for control in page.locator(".nna :is(input[type=text], button, .nna-option)").all():
        assert control.bounding_box()["height"] >= 44
    ground = page.locator("nnbook-ask").first.evaluate(
        "(e) => getComputedStyle(e.parentElement).backgroundColor"
    )
    assert ground == "rgba(0, 0, 0, 0)", "a light plate in the dark mode"


def test_answers_below_questions_are_folded_and_named(visit):
    page = visit()
    answers = page.locator(".try-this details.answer")
    assert answers.count() == 2
    assert not page.get_by_text("It diverges, because").is_visible()
    summary = answers.first.locator("summary")
    assert summary.evaluate("(summary) => summary.textContent") == "Answer to question 1"
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It diverges, because")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_everyone_can_answer(visit, look):
    page = visit(color_scheme=look)
    page.get_by_label("The best momentum α").fill("1.5")
    page.keyboard.press("Enter")
    found = Axe().run(page, context=".nna, .try-this").response["violations"]
    assert not [(violation["id"], violation["nodes"][0]["html"]) for violation in found]
