"""Ten digits as pictures of 12 x 10 black and white pixels: patterns that an associative memory can keep."""

import numpy as np

# Drawn for this book so that a Hopfield network of 120 units has a chance: about as much ink as paper, and shapes
# shifted and slanted until few digits share their strokes (the largest overlaps are 2 and 7, 3 and 8: one third).
_DRAWING = """
....##....  .....#####  ########..  ######....  ##...##...  ##########  ......####  ##########  ...####...  ...#######
...####...  ....######  #########.  #######...  ##...##...  ##########  ....####..  ##########  ..##..##..  ..########
..##..##..  ...#######  .......###  ....####..  ##...##...  ##........  ...####...  ##......##  ..##..##..  ..##....##
.##....##.  ...#######  .......###  .....###..  ##...##...  ##........  ..####....  ##......##  ..##..##..  ..##....##
.##....##.  .....#####  ......####  ....####..  ##...##...  ########..  .####.....  ......####  ...####...  ..########
##......##  .....#####  ....#####.  ######....  ##########  #########.  .#######..  .....####.  ..####....  ...#######
##......##  .....#####  ..#####...  ######....  ##########  .......###  .########.  ....####..  .##..##...  ........##
.##....##.  .....#####  ####......  ....####..  .....##...  ........##  .###..###.  ...####...  ##....##..  .......###
.##....##.  .....#####  ###.......  .....###..  .....##...  ........##  .##....##.  ..####....  ##....##..  ......###.
..##..##..  .....#####  ###.......  ....####..  .....##...  ##....####  .###..###.  .####.....  ##....##..  ....####..
...####...  .....#####  ##########  #######...  .....##...  #########.  .########.  ####......  .##..##...  ..####....
....##....  .....#####  ##########  ######....  .....##...  .#######..  ..######..  ###.......  ..####....  ####......
"""


def digit_bitmaps():
    """Return the ten digits as patterns of +1 (ink) and -1 (paper).

    The pictures were drawn for this book and carry its licences: BSD-3-Clause as part of the package, CC BY 4.0
    as part of the text.

    Returns
    -------
    patterns : ndarray of float, shape (10, 12, 10)
        ``patterns[d]`` is the digit d in 12 rows of 10 pixels; reshape to (10, 120) to store them.

    Examples
    --------
    >>> one = digit_bitmaps()[1]
    >>> for row in one[:4]:
    ...     print("".join(".#"[int(pixel > 0)] for pixel in row))
    ....####..
    ...#####..
    ..######..
    .###.###..
    """
    rows = [line.split() for line in _DRAWING.split("\n") if line]
    ink = [[[pixel == "#" for pixel in row] for row in digit] for digit in zip(*rows, strict=True)]
    return np.where(ink, 1.0, -1.0)
