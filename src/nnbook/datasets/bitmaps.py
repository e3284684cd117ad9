"""Ten digits as pictures of 12 x 10 black and white pixels: patterns that an associative memory can keep."""

import numpy as np

# Drawn for this book so that a Hopfield network of 120 units has a chance: about as much ink as paper, and
# shapes shifted and slanted until few share their strokes (largest overlaps: 2 with 7 and 3 with 8, 1/3).
_DRAWING = """
....##....  .....#####  ########..  ######....  ##...##...
...####...  ....######  #########.  #######...  ##...##...
..##..##..  ...#######  .......###  ....####..  ##...##...
.##....##.  ...#######  .......###  .....###..  ##...##...
.##....##.  .....#####  ......####  ....####..  ##...##...
##......##  .....#####  ....#####.  ######....  ##########
##......##  .....#####  ..#####...  ######....  ##########
.##....##.  .....#####  ####......  ....####..  .....##...
.##....##.  .....#####  ###.......  .....###..  .....##...
..##..##..  .....#####  ###.......  ....####..  .....##...
...####...  .....#####  ##########  #######...  .....##...
....##....  .....#####  ##########  ######....  .....##...

##########  ......####  ##########  ...####...  ...#######
##########  ....####..  ##########  ..##..##..  ..########
##........  ...####...  ##......##  ..##..##..  ..##....##
##........  ..####....  ##......##  ..##..##..  ..##....##
########..  .####.....  ......####  ...####...  ..########
#########.  .#######..  .....####.  ..####....  ...#######
.......###  .########.  ....####..  .##..##...  ........##
........##  .###..###.  ...####...  ##....##..  .......###
........##  .##....##.  ..####....  ##....##..  ......###.
##....####  .###..###.  .####.....  ##....##..  ....####..
#########.  .########.  ####......  .##..##...  ..####....
.#######..  ..######..  ###.......  ..####....  ####......
"""


def digit_bitmaps():
    """Return the ten digits as patterns of +1 (ink) and -1 (paper).

    The pictures were drawn for this book and carry its licences: BSD-3-Clause as part of the package,
    CC BY 4.0 as part of the text.

    Returns
    -------
    patterns : ndarray of float, shape (10, 12, 10)
        ``patterns[d]`` is the digit d in 12 rows of 10 pixels; reshape to (10, 120) to store them.

    Examples
    --------
    >>> two = digit_bitmaps()[2]
    >>> for row in two[:3]:
    ...     print("".join(" #"[int(pixel > 0)] for pixel in row))
    ########
    #########
           ###
    """
    halves = [[line.split() for line in half.strip().split("\n")] for half in _DRAWING.split("\n\n")]
    digits = [digit for half in halves for digit in zip(*half, strict=True)]
    return np.where([[[pixel == "#" for pixel in row] for row in digit] for digit in digits], 1.0, -1.0)
