"""The one photograph of the book: a face, a uniform and a flag, with edges in every direction."""

from importlib.resources import files

import numpy as np

from nnbook import checks

FACE = (slice(16, 400), slice(60, 444))  # the square that `size` scales


@checks.arguments(size=checks.integer(low=8, high=384))
def photograph(size=None):
    """Return a portrait of Rear Admiral Grace Hopper as a grey picture.

    The picture is the official U.S. Navy portrait of January 1984, when she was a commodore. A work of the
    United States government, it is in the public domain (17 U.S.C. 105). What is stored are the grey levels
    0 … 255 of the copy in matplotlib's sample data, ``grace_hopper.jpg``: 0.299 red + 0.587 green + 0.114
    blue, which is brightness in Rec. ITU-R BT.601. Decoders of JPEG differ in the last level; none is used.

    Parameters
    ----------
    size : int, optional
        Rows and columns [pixels] of the square around the face, made smaller by averaging; from 8 to 384.
        Without it the whole picture of 600 by 512 pixels is returned.

    Returns
    -------
    picture : ndarray of float32, shape (size, size) or (600, 512)
        From 0, black, to 1, white.

    Examples
    --------
    >>> photograph(64).shape, photograph().shape
    ((64, 64), (600, 512))
    """
    with (
        (files("nnbook.datasets") / "photograph.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        grey = stored["grey"].astype(np.float32) / 255
    if size is None:
        return grey
    face = grey[FACE]
    rows = _averaging(size, len(face))
    return rows @ face @ rows.T


def _averaging(n_out, n_in):
    """Return the matrix whose row m averages the m-th of `n_out` equal stretches of `n_in` cells."""
    ends = np.arange(n_out + 1) * (n_in / n_out)
    cells = np.arange(n_in)
    covered = np.minimum(ends[1:, None], cells + 1) - np.maximum(ends[:-1, None], cells)
    return (np.maximum(covered, 0) * (n_out / n_in)).astype(np.float32)
