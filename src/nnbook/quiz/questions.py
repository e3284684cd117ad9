"""Questions that are answered on the page: a number, several, or a choice, each mistake with its own hint.

The answer is compared in JavaScript, in a running notebook and on a page without Python alike. Key and hints
travel sealed, so that nobody reads them by accident. The seal hides them but does not protect them: anybody
who wants to can undo it.
"""

import html
import json
import math
import os
import re
import sys
from numbers import Real
from pathlib import Path

import numpy as np

STATIC = Path(__file__).parent / "static"
PAGE_VARIABLE = "NNBOOK_EXPLORE_PAGE"  # set while nnbook.explore.sphinx builds pages
ELSEWHERE = "It is answered on the book’s page, where JavaScript is on, or in a notebook that is run."
NAME = re.compile(r"[A-Za-z][\w-]*")


class Question:
    """A question with its key; `ask` makes it, and a cell that ends with it shows it.

    Parameters
    ----------
    content : dict
        JSON-ready: ``name``, ``prompt``, and ``fields`` or ``choices`` with what is said to each answer.

    Examples
    --------
    >>> ask("ex-square-1", "Four squared", number=4**2)
    Question: Four squared. It is answered on ...
    """

    def __init__(self, content):
        self._content = content

    @property
    def name(self):
        """What the question is called."""
        return self._content["name"]

    @property
    def sealed(self):
        """The question as one word that a reader cannot read; `unseal` opens it."""
        return _cipher(json.dumps(self._content).encode("ascii")).hex()

    def html(self):
        """Return the element that a page shows; without JavaScript it is the question's text."""
        options = "".join(f"<li>{html.escape(option['text'])}</li>" for option in self._content["choices"])
        return (
            f'<nnbook-ask id="ask-{self.name}" data-sealed="{self.sealed}">'
            f'<p class="nna-prompt">{html.escape(self._content["prompt"])}</p>'
            f"{f'<ul>{options}</ul>' if options else ''}"
            f'<p class="nna-elsewhere">{ELSEWHERE}</p></nnbook-ask>'
        )

    def __repr__(self):
        """Return the question without its key."""
        choices = "; ".join(option["text"] for option in self._content["choices"])
        return f"Question: {self._content['prompt']}{f' ({choices})' if choices else ''}. {ELSEWHERE}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        if os.environ.get(PAGE_VARIABLE):
            return {"text/html": self.html(), "text/plain": repr(self)}
        from nnbook.quiz.widget import QuestionWidget

        shown, metadata = QuestionWidget(sealed=self.sealed)._repr_mimebundle_()
        return shown | {"text/plain": repr(self)}, metadata


def ask(
    name,
    prompt="Your answer",
    *,
    number=None,
    numbers=None,
    choice=None,
    unit="",
    rtol=1e-3,
    atol=1e-9,
    hints=None,
    otherwise="",
    because="",
):
    r"""Return a question that a reader answers on the page, without Python.

    Exactly one of `number`, `numbers` and `choice` is given. Let code compute the key, and fold the cell with
    the tag ``hide-input``; the page leaves its code out.

    Parameters
    ----------
    name : str
        Unique in the book, such as the exercise's label, with a letter if it has several questions. What a
        reader answers is kept in the browser under this name.
    prompt : str
        What is asked for, in a few words; the exercise has the whole question.
    number : float, optional
        The answer. ``0.81``, ``0,81``, ``81 %``, ``2·10⁻³``, ``17/21`` and ``(9/10)^2`` can all be typed.
    numbers : dict, optional
        Several answers: labels, such as ``"w₁"``, and numbers.
    choice : dict, optional
        Options, in the order in which they are shown: True for the one that is right, for each other what is
        said to who chose it, or False.
    unit : str or dict
        Stands behind the field; a dictionary gives some of several fields one.
    rtol, atol : float
        How near a number must come: ``|answer - truth| <= atol + rtol * |truth|``.
    hints : dict, optional
        What is said to mistakes: to a value, or to all from ``lo`` to ``hi`` by a tuple ``(lo, hi)``, which
        may be infinite. The first that fits counts. With `numbers`, a label has such a dictionary.
    otherwise : str
        What is said to an answer that no hint fits.
    because : str
        What is said after "Right.", such as the reason in a sentence.

    Returns
    -------
    Question
        The cell shows it if it ends with it.

    Raises
    ------
    ValueError
        If the question cannot be answered as it stands; the message says why.

    Examples
    --------
    >>> ask("ex-optimisers-2", "The best momentum α", number=(19 / 21) ** 2, otherwise="The root of κ is 20.",
    ...     hints={19 / 21: "That is the rate. Square it.", (1, float("inf")): "Above 1 it diverges."})
    Question: The best momentum α. It is answered on ...
    >>> ask("ex-optimisers-3", "At twice the rate, the iteration",
    ...     choice={"diverges": True, "crawls": "Look at the sign of 1 − ηλ."})
    Question: At twice the rate, the iteration (diverges; crawls). It is answered on ...
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(f"need a name of letters, digits and hyphens, got {name=}")
    for word, text in (("prompt", prompt), ("otherwise", otherwise), ("because", because)):
        if not isinstance(text, str):
            raise TypeError(f"need {word} of question {name!r} to be a text, got {text!r}")
    if (number is not None) + bool(numbers) + bool(choice) != 1:
        raise ValueError(f"need one of number, numbers and choice in question {name!r}")
    if number is not None:
        numbers, unit, hints = {prompt: number}, {prompt: unit}, {prompt: hints or {}}
    return Question(
        {
            "name": name,
            "prompt": prompt,
            "fields": _fields(_Near(name, rtol, atol), numbers or {}, unit, hints or {}),
            "choices": _choices(name, choice, hints) if choice else [],
            "otherwise": otherwise,
            "because": because,
        }
    )


def unseal(sealed):
    """Return the question that was sealed: what a reader's notebook holds in place of `ask` and its key.

    Parameters
    ----------
    sealed : str
        What `Question.sealed` gave.

    Returns
    -------
    Question
        The same question.

    Raises
    ------
    ValueError
        If `sealed` is something else.

    Examples
    --------
    >>> question = ask("ex-square-1", "Four squared", number=4**2)
    >>> unseal(question.sealed).name
    'ex-square-1'
    """
    try:
        return Question(json.loads(_cipher(bytes.fromhex(sealed)).decode("ascii")))
    except (TypeError, ValueError) as error:
        raise ValueError(f"need sealed as Question.sealed gave it, got {sealed!r:.60}") from error


class _Near:
    """What counts as the same number in the question called `name`."""

    def __init__(self, name, rtol, atol):
        if not (_is_number(rtol) and _is_number(atol) and 0 <= rtol < 1 and atol >= 0):
            raise ValueError(f"need 0 <= rtol < 1 and atol >= 0 in question {name!r}, got {rtol=} {atol=}")
        self._name, self._rtol, self._atol = name, rtol, atol

    def field(self, label, truth, unit, hints):
        """Return what the page needs to know of one number."""
        if not isinstance(unit, str):
            raise TypeError(f"need the unit of {label!r} in question {self._name!r} as text, got {unit!r}")
        lo, hi = self.around(truth)
        said = []
        for mistake, text in hints.items():
            if not isinstance(mistake, tuple):
                low, high = self.around(mistake)
                if lo <= mistake <= hi:
                    raise ValueError(f"need hints for mistakes, but {mistake} is right in {self._name!r}")
            else:
                low, high = map(float, mistake)
                if not low <= high:
                    raise ValueError(f"need hints from lo to hi, got {mistake} in question {self._name!r}")
            bounds = (bound if math.isfinite(bound) else None for bound in (low, high))
            said.append([*bounds, text])
        return {"label": label, "unit": unit, "truth": float(truth), "lo": lo, "hi": hi, "hints": said}

    def around(self, value):
        """Return between which numbers an answer is as good as `value`."""
        if not _is_number(value):
            raise ValueError(f"need finite numbers in question {self._name!r}, got {value!r}")
        value = float(value)
        margin = self._atol + self._rtol * abs(value)
        return value - margin, value + margin


def _is_number(value):
    return isinstance(value, Real) and abs(value) <= sys.float_info.max  # NaN is no number, and not small


def _fields(near, numbers, unit, hints):
    """Return what the page needs to know of each number."""
    units = unit if isinstance(unit, dict) else dict.fromkeys(numbers, unit)
    strange = [label for label in [*units, *hints] if label not in numbers]
    if numbers and strange:
        raise ValueError(f"need units and hints for {', '.join(numbers)}, got some for {strange[0]!r}")
    return [
        near.field(label, truth, units.get(label, ""), hints.get(label, {}))
        for label, truth in numbers.items()
    ]


def _choices(name, choice, hints):
    if hints:
        raise ValueError(f"need hints beside the options of question {name!r}, got {hints=}")
    right = [text for text, says in choice.items() if isinstance(says, bool | np.bool_) and says]
    if len(choice) < 2 or len(right) != 1:
        raise ValueError(f"need options of which one is True in question {name!r}, got {len(right)} of those")
    return [
        {"text": text, "right": text in right, "says": says if isinstance(says, str) else ""}
        for text, says in choice.items()
    ]


def _cipher(data):
    """Make bytes unreadable, or readable again; ask.js does the same."""
    state, out = 1, bytearray()
    for byte in data:
        state = (69069 * state + 1) % 2**32
        out.append(byte ^ (state >> 24))
    return bytes(out)
