"""Errors of a definition: one sentence that names what is wrong, without the way there."""


class _Brief:
    """Shown in a notebook without a traceback: the sentence says where to look."""

    def _render_traceback_(self):
        return [f"{self._kind}: {self}"]


class BriefTypeError(_Brief, TypeError):
    """A value of the wrong kind, said in one sentence.

    Examples
    --------
    >>> raise BriefTypeError("need a number for start, got start='a'")
    Traceback (most recent call last):
    nnbook.explore.errors.BriefTypeError: need a number for start, got start='a'
    """

    _kind = "TypeError"


class BriefValueError(_Brief, ValueError):
    """A value out of reach, said in one sentence.

    Examples
    --------
    >>> raise BriefValueError("need lo < hi, got lo=2, hi=1")
    Traceback (most recent call last):
    nnbook.explore.errors.BriefValueError: need lo < hi, got lo=2, hi=1
    """

    _kind = "ValueError"
