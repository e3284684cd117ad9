"""Exercises that answer: a typed or chosen answer on the page, a computed one in the notebook."""

from nnbook.quiz.answers import check
from nnbook.quiz.questions import Question, ask, unseal

__all__ = ["Question", "ask", "check", "unseal"]
