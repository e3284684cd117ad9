"""Which positions of a control a static page shows: all, a few spread evenly, or those that are named."""

from numbers import Integral

from nnbook.explore.errors import BriefTypeError, BriefValueError


def stops(name, control, wanted=None):
    """Return the positions of `control` that a static page shows.

    Parameters
    ----------
    name : str
        What the control is called, in errors.
    control : Slider, Choice, Toggle or Seed
        The control.
    wanted : int or sequence, optional
        How many positions, spread evenly and always with the start among them; or the positions themselves,
        uneven where something happens. All of them when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `wanted` is neither, if a stop is no position of the control, if stops stand twice or not in order,
        or if the start is not among them.

    Examples
    --------
    >>> from nnbook.explore import Slider
    >>> stops("current", Slider(0, 10, 1, 4), 3)
    (0, 4, 10)
    >>> stops("current", Slider(0, 10, 1, 4), [0, 3, 4, 5, 10])
    (0, 3, 4, 5, 10)
    """
    if not control.positions():
        raise BriefTypeError(
            f"need a Slider, Choice, Toggle or Seed to sweep, but {name} is {type(control).__name__}: "
            "on a page of files it stands at its start"
        )
    if wanted is None:
        return control.positions()
    if isinstance(wanted, Integral) and not isinstance(wanted, bool):
        return control.spread(wanted)
    if isinstance(wanted, str) or not hasattr(wanted, "__iter__"):
        raise BriefTypeError(f"need a number of stops, or a list of them, for {name}, got {wanted!r}")
    picked = [control.on_position(f"sweep[{name!r}]", value) for value in wanted]
    if len(picked) < 2 or len(set(picked)) < len(picked):
        raise BriefValueError(f"need at least two different stops for {name}, got {wanted!r}")
    if picked != sorted(picked, key=_order(control)):
        raise BriefValueError(f"need the stops of {name} in the order of its positions, got {wanted!r}")
    if control.on_position(name, control.start) not in picked:
        raise BriefValueError(f"need the start of {name}, {control.start!r}, among its stops {wanted!r}")
    return tuple(picked)


def _order(control):
    """Return a key that sorts stops as a reader meets them."""
    positions = control.positions()
    return lambda stop: positions.index(stop) if stop in positions else stop
