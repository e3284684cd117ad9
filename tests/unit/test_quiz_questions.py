"""Questions on the page: what may be typed, what is said to it, and that the key is nowhere to be read."""

import json
from pathlib import Path

import numpy as np
import pytest
from py_mini_racer import MiniRacer

from nnbook.explore.explorer import PAGE_VARIABLE
from nnbook.quiz import ask, questions, unseal
from nnbook.quiz.widget import QuestionWidget

STUBS = "class HTMLElement {}; const customElements = {get() {}, define() {}};"
ALPHA = {"hints": {19 / 21: "Square it.", (1, np.inf): "It diverges.", (-np.inf, 0): "Positive."}}


@pytest.fixture(scope="module")
def script():
    """The page's script, in an engine without a page."""
    engine = MiniRacer()
    engine.eval(STUBS + Path(questions.STATIC, "ask.js").read_text(encoding="utf-8"))
    engine.eval("const judge = nnbookAsk.judge, readings = nnbookAsk.readings;")
    yield engine
    engine.close()


@pytest.fixture
def judge(script):
    """What the page says to answers."""
    return lambda question, *answers: script.call("judge", question._content, answers)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.81", 0.81),
        (" 0,81 ", 0.81),
        (".5", 0.5),
        ("5.", 5),
        ("−0.5", -0.5),
        ("81 %", 0.81),
        ("81%", 0.81),
        ("1e-3", 1e-3),
        ("1E3", 1e3),
        ("1/3", 1 / 3),
        ("-1/3", -1 / 3),
        ("(19/21)^2", (19 / 21) ** 2),
        ("(19/21)**2", (19 / 21) ** 2),
        ("(19/21)²", (19 / 21) ** 2),
        ("2·10⁻³", 2e-3),
        ("2 × 10^-3", 2e-3),
        ("1 000", 1000),
        ("1\u202f000\u202f000", 1e6),
        ("1,000.5", 1000.5),
        ("1.000,5", 1000.5),
        ("√2", 2**0.5),
        ("sqrt(2)/2", 2**0.5 / 2),
        ("2π", None),
        ("2*pi", 2 * np.pi),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("1-2-3", -4),
        ("8/4/2", 1),
        ("20 ms", 20),
        ("20ms", 20),
        ("hello", None),
        ("", None),
        ("1/0", None),
        ("1 1/2", None),
        ("1,2,3", None),
        ("20 s", None),
        ("2e", None),
        ("((1)", None),
        ("constructor", None),
        ("∞", None),
    ],
)
def test_numbers_as_people_write_them(script, text, value):
    assert script.call("readings", text, "ms") == pytest.approx([] if value is None else [value])


def test_a_comma_before_three_digits_may_mean_either(script):
    assert script.call("readings", "1,000", "") == [1, 1000]
    assert script.call("readings", "0,815", "") == [0.815]


@pytest.mark.parametrize(
    ("typed", "state", "says"),
    [
        ("0.8186", "right", "Right. It is the rate squared."),
        ("0.8192", "right", "Right. It is the rate squared."),
        ("(19/21)^2", "right", "Right. It is the rate squared."),
        ("0.905", "wrong", "Not yet. Square it."),
        ("1.2", "wrong", "Not yet. It diverges."),
        ("-3", "wrong", "Not yet. Positive."),
        ("0.82", "wrong", "Not yet. Right as far as it goes. More digits, please."),
        ("1", "wrong", "Not yet. It diverges."),
        ("0.5", "wrong", "Not yet. Look at κ."),
        ("hello", "wrong", "Not yet. A number, please."),
        ("  ", "open", "Type an answer first."),
    ],
)
def test_what_is_said_to_a_number(judge, typed, state, says):
    question = ask(
        "q", "α", number=(19 / 21) ** 2, otherwise="Look at κ.", because="It is the rate squared.", **ALPHA
    )
    assert judge(question, typed) == {"state": state, "says": says}


def test_a_number_with_a_unit_says_which(judge):
    assert judge(ask("q", number=20, unit="ms"), "0.02 s")["says"] == "Not yet. A number, please, in ms."
    assert judge(ask("q", number=81, unit="%"), "81 %")["state"] == "right"


def test_zero_needs_atol(judge):
    assert judge(ask("q", number=0), "0,0")["state"] == "right"
    assert judge(ask("q", number=0), "1e-3")["state"] == "wrong"
    assert judge(ask("q", number=0, atol=0.01), "1e-3")["state"] == "right"


def test_each_of_several_numbers_is_judged(judge):
    question = ask(
        "q", "Weights", numbers={"w₁": 1, "w₂": -2}, hints={"w₂": {2: "Which sign?"}}, unit={"w₁": "V"}
    )
    said = judge(question, "1 V", "2")
    assert (said["state"], said["parts"]) == ("wrong", [True, False])
    assert said["says"] == "Not yet. w₁ is right. w₂: Which sign?"
    assert judge(question, "1", "-2")["state"] == "right"
    assert judge(question, "", "")["state"] == "open"
    assert (
        judge(question, "hello", "")["says"] == "Not yet. w₁: A number, please, in V. w₂: A number, please."
    )


def test_a_choice_is_told_why_not(judge):
    question = ask("q", choice={"it diverges": True, "it crawls": "Look at the sign.", "it stops": False})
    assert judge(question, "0")["state"] == "right"
    assert judge(question, "1")["says"] == "Not yet. Look at the sign."
    assert judge(question, "2")["says"] == "Not yet. Look again at the question."
    assert judge(question, "")["state"] == judge(question, "constructor")["state"] == "open"


def test_key_and_hints_are_not_in_the_open(monkeypatch):
    question = ask("ex-a-1", "α < 1", number=0.8186, hints={0.9048: "Square <it>."})
    assert unseal(question.sealed).sealed == question.sealed
    monkeypatch.setenv(questions.PAGE_VARIABLE, "1")
    shown = question._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    assert "α &lt; 1" in shown["text/html"]
    assert "JavaScript" in shown["text/plain"]
    for secret in ("8186", "9048", "Square"):
        assert secret not in json.dumps(shown) + repr(question)


def test_numpys_true_marks_the_right_option():
    assert [
        option["right"] for option in ask("ex-a-1", choice={"a": np.True_, "b": "No."})._content["choices"]
    ] == [
        True,
        False,
    ]


def test_a_running_notebook_gets_the_widget(monkeypatch):
    monkeypatch.delenv(questions.PAGE_VARIABLE, raising=False)
    shown, _ = ask("ex-a-1", number=1)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert shown["text/plain"].startswith("Question: Your answer. It is answered")
    assert "export default" in QuestionWidget._esm


def test_pages_are_told_as_explorers_are():
    assert questions.PAGE_VARIABLE == PAGE_VARIABLE


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "one of number, numbers and choice"),
        ({"number": 1, "choice": {"a": True, "b": False}}, "one of number, numbers and choice"),
        ({"numbers": {}}, "one of number, numbers and choice"),
        ({"number": np.nan}, "need finite numbers .* got nan"),
        ({"number": 4 + 5j}, r"need finite numbers .* got \(4\+5j\)"),
        ({"number": np.ones(2)}, "need finite numbers"),
        ({"number": "four"}, "need finite numbers .* got 'four'"),
        ({"number": 1, "rtol": 2}, "rtol=2"),
        ({"number": 1, "hints": {1.0001: "no"}}, "hints for mistakes, but 1.0001 is right"),
        ({"number": 1, "hints": {(3, 2): "no"}}, "hints from lo to hi"),
        ({"numbers": {"a": 1}, "hints": {"b": {}}}, "hints for a, got some for 'b'"),
        ({"choice": {"a": False, "b": False}}, "one is True .* got 0"),
        ({"choice": {"a": True}}, "one is True"),
        ({"choice": {"a": True, "b": False}, "hints": {1: "no"}}, "beside the options"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        ask("ex-a-1", **options)


@pytest.mark.parametrize("name", ["", "1a", "a b", 'a"b', None])
def test_a_name_can_stand_in_an_address(name):
    with pytest.raises(ValueError, match="need a name"):
        ask(name, number=1)


@pytest.mark.parametrize("sealed", ["", "zz", "00", None, 3])
def test_only_what_was_sealed_is_unsealed(sealed):
    with pytest.raises(ValueError, match=r"need sealed as Question\.sealed gave it"):
        unseal(sealed)
