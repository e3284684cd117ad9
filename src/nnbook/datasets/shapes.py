"""Pictures of discs, squares and triangles in which every pixel knows what it belongs to."""

import numpy as np

from nnbook import checks
from nnbook.datasets.generators import LARGEST, inside, regular_polygon

CLASSES = ("background", "disc", "square", "triangle")


@checks.arguments(
    n_samples=checks.size(),
    size=checks.integer(low=8, high=1024),
    max_shapes=checks.integer(low=1, high=1000),
    noise=checks.number(low=0, high=LARGEST),
    rng=checks.generator(),
)
def shapes(n_samples, *, size=32, max_shapes=3, noise=0.1, rng):
    """Return grey pictures with shapes in them and, for each pixel, the class of what is seen there.

    A picture has one to `max_shapes` shapes of random class, place, size, direction and brightness on a
    darker ground; later ones cover earlier ones.

    Parameters
    ----------
    n_samples : int
        At least 1.
    size : int
        Rows and columns [pixels], from 8 to 1024.
    max_shapes : int
        From 1 to 1000.
    noise : float
        Standard deviation ≥ 0 that is added to the brightness of each pixel.
    rng : numpy.random.Generator
        Draws everything.

    Returns
    -------
    pictures : ndarray of float32, shape (n_samples, 1, size, size)
        One channel; without noise from 0 to 1.
    labels : ndarray of intp, shape (n_samples, size, size)
        0 background, 1 disc, 2 square, 3 triangle: the places of `CLASSES`.

    Examples
    --------
    >>> pictures, labels = shapes(1, size=12, max_shapes=2, rng=np.random.default_rng(1))
    >>> for row in labels[0, 3:10]:
    ...     print("".join("-o#^"[k] for k in row))
    ---------^--
    ---------^^^
    -ooo-----^--
    ooooo-------
    ooooo-------
    ooooo-------
    -oooo-------
    """
    pixels = np.stack(np.mgrid[:size, :size][::-1], axis=-1).reshape(-1, 2) + 0.5  # their centres (x, y)
    pictures = np.empty((n_samples, size * size))
    labels = np.zeros((n_samples, size * size), np.intp)
    for picture, label in zip(pictures, labels, strict=True):
        picture[:] = rng.uniform(0, 0.4)
        for _ in range(rng.integers(1, max_shapes + 1)):
            kind = rng.integers(1, len(CLASSES))
            covered = _covered(kind, pixels, size, rng)
            picture[covered] = rng.uniform(0.6, 1)
            label[covered] = kind
    pictures += noise * rng.standard_normal(pictures.shape)
    return (
        pictures.astype(np.float32).reshape(n_samples, 1, size, size),
        labels.reshape(n_samples, size, size),
    )


def _covered(kind, pixels, size, rng):
    """Return which pixels a new shape covers; all of it lies inside the picture."""
    radius = size * rng.uniform(0.12, 0.3)
    centre = rng.uniform(radius, size - radius, 2)
    angle = rng.uniform(0, 2 * np.pi)
    if CLASSES[kind] == "disc":
        return np.hypot(*(pixels - centre).T) < radius
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = regular_polygon(4 if CLASSES[kind] == "square" else 3, radius=radius)
    return inside(pixels, centre + corners @ turn)
