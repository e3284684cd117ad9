"""Black and white pictures: ten digits of 12 x 10 pixels that a memory can keep, and bars and stripes."""

import numpy as np

from nnbook import checks

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


@checks.arguments(n=checks.integer(low=2, high=8))
def bars_and_stripes(n):
    """Return all pictures of n x n pixels whose rows are each black or white, or whose columns are.

    Source: D. J. C. MacKay, "Information Theory, Inference, and Learning Algorithms", 2003, chapter 43.

    Parameters
    ----------
    n : int
        Width and height in pixels, 2 to 8.

    Returns
    -------
    pictures : ndarray of float, shape (2 ** (n + 1) - 2, n, n)
        Of 1 (ink) and 0, each picture once; the white one is the first and the black one the last.

    Examples
    --------
    >>> bars_and_stripes(2).astype(int).reshape(6, 4).tolist()
    [[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]]
    """
    lines = (np.arange(2**n)[:, np.newaxis] >> np.arange(n)[::-1] & 1).astype(float)
    bars = np.repeat(lines[:, np.newaxis, :], n, axis=1)
    both = np.stack([bars, bars.transpose(0, 2, 1)], axis=1).reshape(-1, n, n)
    return both[1:-1]  # the white and the black picture would come twice
