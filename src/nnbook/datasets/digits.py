"""Handwritten digits of 8 x 8 pixels: real data small enough to train on while a reader waits."""

from importlib.resources import files

import numpy as np


def digits():
    """Return the 1797 handwritten digits of the UCI test set.

    Thirteen people filled in forms; their digits were scanned as 32 x 32 black and white pixels, and each
    block of 4 x 4 counts how many are black. These are the numbers of scikit-learn's
    ``load_digits``.

    Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, 1998, https://doi.org/10.24432/C50P49. Licence: CC BY 4.0.

    Returns
    -------
    images : ndarray of float32, shape (1797, 8, 8)
        Ink from 0 to 16, whole numbers. Divide by 16 for the range from 0 to 1.
    labels : ndarray of intp, shape (1797,)
        Which digit each picture shows.

    Examples
    --------
    >>> images, labels = digits()
    >>> images.shape, int(labels[6])
    ((1797, 8, 8), 6)
    >>> for row in images[0][:4]:
    ...     print(" ".join(f"{pixel:2.0f}" for pixel in row))
    0  0  5 13  9  1  0  0
    0  0 13 15 10 15  5  0
    0  3 15  2  0 11  8  0
    0  4 12  0  0  8  8  0
    """
    with (
        (files("nnbook.datasets") / "digits.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        return stored["images"].astype(np.float32), stored["labels"].astype(np.intp)
