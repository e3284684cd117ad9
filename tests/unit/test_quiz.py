"""What a self-checking exercise says to a right, a wrong, a missing and a strange answer."""

from fractions import Fraction

import numpy as np
import pytest

from nnbook.quiz import check

HINTS = (
    (lambda answer: answer < 0, "It is a length."),
    (lambda answer: np.sum(answer) > 100, "Divide by n."),
    "Look at equation 1.",
)


@pytest.mark.parametrize(
    ("answer", "truth", "said"),
    [
        (..., 4.0, "No answer yet"),
        (4.0, 4.0, "Right."),
        ([1, 2], np.array([1.0, 2.0]), "Right."),
        (" Mean ", "mean", "Right."),
        ("median", "mean", "Not yet. Look again at the question."),
        (3.0, "mean", "Not yet. Look again at the question."),
        (4.1, 4.0, "Not yet. Check the arithmetic"),
        (None, 4.0, "Not yet. A number, please."),
        ("four", 4.0, "Not yet. A number, please."),
        ("4.0", 4.0, "Not yet. A number, please."),
        ("four", [1.0, 2.0], "Not yet. An array of shape (2,), please."),
        (np.array(4 + 5j), 4.0, "Not yet. A number, please."),
        (4 + 0j, 4.0, "Not yet. A number, please."),
        (np.array(4 + 5j, dtype=object), 4.0, "Not yet. A number, please."),
        ([1, None], [1.0, 2.0], "Not yet. An array of shape (2,), please."),
        ([1, [2, 3]], [1.0, 2.0], "Not yet. An array of shape (2,), please."),
        (np.ma.array(4.0, mask=True), 4.0, "Not yet. A number, please."),
        (Fraction(8, 2), 4.0, "Right."),
        (10**400, 4.0, "Not yet. That is a larger number than a computer can calculate with."),
        (np.nan, 4.0, "Not yet. Your answer is NaN: no number came out."),
        (np.inf, 4.0, "Not yet. Check the arithmetic"),
        (object(), 4.0, "Not yet. A number, please."),
        (check, 4.0, "Not yet. A number, please."),
        ([True, False], np.array([True, False]), "Right."),
        ([1.0, 2.0, 3.0], [1.0, 2.0], "Not yet. The answer has shape (2,), yours has (3,)."),
    ],
)
def test_answers_without_hints(answer, truth, said, capsys):
    check(answer, truth)
    assert capsys.readouterr().out.startswith(said)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (-1.0, "Not yet. It is a length.\n"),
        (400.0, "Not yet. Divide by n.\n"),
        (5.0, "Not yet. Look at equation 1.\n"),
        ("four", "Not yet. A number, please.\n"),
        ([-1.0, -2.0], "Not yet. The answer has shape (), yours has (2,).\n"),
        (4.0, "Right.\n"),
    ],
)
def test_the_first_hint_that_fits(answer, said, capsys):
    check(answer, 4.0, hints=HINTS)
    assert capsys.readouterr().out == said


def test_a_wrong_answer_that_no_hint_fits(capsys):
    check(5.0, 4.0, hints=HINTS[:2])
    assert capsys.readouterr().out == "Not yet. Check the arithmetic step by step.\n"


@pytest.mark.parametrize(
    "predicate", [lambda a: 1 / 0, lambda a: {}[a], lambda a: a.hidden, lambda a: "" + a, lambda a: [][1]]
)
def test_a_predicate_that_fails_is_no_hint(predicate, capsys):
    check(5.0, 4.0, hints=[(predicate, "never"), "Look at equation 1."])
    assert capsys.readouterr().out == "Not yet. Look at equation 1.\n"


def test_how_near_is_near_enough(capsys):
    for answer, more in ((4.003, {}), (4.3, {"rtol": 0.1}), (1e-3, {"atol": 0.01})):
        check(answer, 0.0 if "atol" in more else 4.0, **more)
    assert capsys.readouterr().out == "Right.\n" * 3
