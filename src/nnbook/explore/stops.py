"""Which positions of a control a static page shows: all of them, or a few that are spread evenly."""

from numbers import Integral

from nnbook.explore.controls import Seed, Slider


def stops(control, count=None):
    """Return the positions of `control` that a static page shows.

    Parameters
    ----------
    control : Slider, Choice, Toggle or Seed
        The control.
    count : int, optional
        How many positions, spread evenly and always with the start among them; all when it is not given.

    Raises
    ------
    TypeError, ValueError
        If `count` is not an integer from 2 to the number of positions, or is given for a Choice or Toggle.

    Examples
    --------
    >>> stops(Slider(0, 10, 1, 4), 3)
    (0, 4, 10)
    """
    positions = control.positions()
    if count is None:
        return positions
    if not isinstance(count, Integral) or isinstance(count, bool):
        raise TypeError(f"need an integer number of stops, got {count!r}")
    if isinstance(control, Seed):
        positions = tuple(range(control.start, control.start + count))
    elif not isinstance(control, Slider):
        raise TypeError(f"need all options of a {type(control).__name__} as stops, got {count!r}")
    if not 2 <= count <= len(positions):
        raise ValueError(f"need 2 to {len(positions)} stops, got {count!r}")
    picked = [round(i * (len(positions) - 1) / (count - 1)) for i in range(count)]
    start = positions.index(control.nearest(control.start) if isinstance(control, Slider) else control.start)
    picked[min(range(count), key=lambda i: abs(picked[i] - start))] = start
    return tuple(positions[i] for i in picked)
