"""Points in the plane with classes, drawn on demand: problems whose solution can be looked at."""

import numpy as np

from nnbook import checks

LARGEST = 1e30  # noise, of which single precision still holds the numbers
SOME = {"n_samples": checks.size(), "noise": checks.number(low=0, high=LARGEST), "rng": checks.generator()}


def _shuffled(x, labels, noise, rng):
    """Add noise, and put samples in random order."""
    x = x + noise * rng.standard_normal(x.shape)
    order = rng.permutation(len(x))
    return x[order], labels[order]


def _sizes(n_samples, n_classes):
    """Return labels 0 … n_classes − 1 in classes as equal as can be."""
    return np.sort(np.arange(n_samples) % n_classes)


@checks.arguments(**SOME, n_classes=checks.size(), turns=checks.number(low=0))
def spirals(n_samples, *, n_classes=2, turns=1.5, noise=0.0, rng):
    r"""Return interleaved spiral arms, one for each class.

    .. math:: \mathbf{x} = r\,(\cos\varphi, \sin\varphi), \qquad
              \varphi = 2\pi\,(r\,\text{turns} + c / n_\text{classes}), \quad r \in [0.1, 1]

    Parameters
    ----------
    n_samples : int
        At least 1.
    n_classes : int
        Arms, at least 1.
    turns : float
        How often an arm winds around the origin, ≥ 0.
    noise : float
        Standard deviation ≥ 0 that is added to both coordinates.
    rng : numpy.random.Generator
        Draws positions, noise and order.

    Returns
    -------
    x : ndarray, shape (n_samples, 2)
        Without noise inside the unit circle.
    labels : ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> x, labels = spirals(100, rng=np.random.default_rng(0))
    >>> x.shape, np.bincount(labels)
    ((100, 2), array([50, 50]))
    """
    labels = _sizes(n_samples, n_classes)
    r = np.sqrt(rng.uniform(0.01, 1, n_samples))
    phi = 2 * np.pi * (turns * r + labels / n_classes)
    return _shuffled(r[:, None] * np.column_stack([np.cos(phi), np.sin(phi)]), labels, noise, rng)


@checks.arguments(**SOME)
def moons(n_samples, *, noise=0.0, rng):
    r"""Return two half circles that reach into each other.

    Class 0 is the upper half of the unit circle, class 1 the lower half of one around (1, ½).

    Parameters
    ----------
    n_samples : int
        At least 1.
    noise : float
        Standard deviation ≥ 0 that is added to both coordinates.
    rng : numpy.random.Generator
        Draws positions, noise and order.

    Returns
    -------
    x : ndarray, shape (n_samples, 2)
    labels : ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> x, labels = moons(100, rng=np.random.default_rng(0))
    >>> bool((x[labels == 0, 1] >= 0).all())
    True
    """
    labels = _sizes(n_samples, 2)
    phi = np.pi * (rng.random(n_samples) + labels)
    centre = labels[:, None] * [1.0, 0.5]
    return _shuffled(centre + np.column_stack([np.cos(phi), np.sin(phi)]), labels, noise, rng)


@checks.arguments(**SOME, radii=checks.array(ndim=1, empty=False, low=0))
def rings(n_samples, *, radii=(0.5, 1.0), noise=0.0, rng):
    r"""Return rings around the origin, one for each class.

    Parameters
    ----------
    n_samples : int
        At least 1.
    radii : sequence of float
        Radius ≥ 0 of each ring; 0 is a blob around the origin once there is noise.
    noise : float
        Standard deviation ≥ 0 that is added to both coordinates.
    rng : numpy.random.Generator
        Draws angles, noise and order.

    Returns
    -------
    x : ndarray, shape (n_samples, 2)
    labels : ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> x, labels = rings(100, radii=(1, 2, 3), rng=np.random.default_rng(0))
    >>> bool(np.allclose(np.hypot(*x.T), labels + 1))
    True
    """
    radii = np.asarray(radii)
    labels = _sizes(n_samples, len(radii))
    phi = rng.uniform(0, 2 * np.pi, n_samples)
    x = radii[labels][:, None] * np.column_stack([np.cos(phi), np.sin(phi)])
    return _shuffled(x, labels, noise, rng)


def _as_corners(name, value):
    """Return the corners of a polygon."""
    value = checks.array(name, value, shape=(None, 2))
    if len(value) < 3:
        raise ValueError(f"need {name} with at least 3 corners, got {name} of shape {value.shape}")
    return value


@checks.arguments(points=checks.array(shape=(None, 2)), corners=_as_corners)
def inside(points, corners):
    r"""Say which points lie inside a polygon: a ray to the right crosses its edges an odd number of times.

    Parameters
    ----------
    points : array_like, shape (n_points, 2)
        Where to look.
    corners : array_like, shape (n_corners, 2)
        Of the polygon, in order; it need not be convex.

    Returns
    -------
    ndarray of bool, shape (n_points,)
        For points exactly on an edge either answer may come.

    Examples
    --------
    >>> inside([[0.5, 0.5], [2.0, 0.5]], [[0, 0], [1, 0], [1, 1], [0, 1]])
    array([ True, False])
    """
    a, b = corners, np.roll(corners, -1, axis=0)  # the ends of each edge
    x, y = points[:, 0, None], points[:, 1, None]
    spans = (a[:, 1] > y) != (b[:, 1] > y)  # edges whose ends lie above and below
    share = np.divide(y - a[:, 1], b[:, 1] - a[:, 1], out=np.zeros(spans.shape), where=spans)
    crossing = a[:, 0] + share * (b[:, 0] - a[:, 0])
    return (spans & (x < crossing)).sum(axis=1) % 2 == 1


@checks.arguments(**SOME)
def polygons(n_samples, *polygons, noise=0.0, rng):
    r"""Return points of the square [−1, 1]², of class 1 inside any of the polygons.

    Convex polygons are what two layers of threshold units can tell from their surroundings; for others it
    takes three.

    Parameters
    ----------
    n_samples : int
        At least 1.
    *polygons : array_like, shape (n_corners, 2)
        Corners in order; `regular_polygon` makes them.
    noise : float
        Standard deviation ≥ 0 that is added to the points after they got their class.
    rng : numpy.random.Generator
        Draws points and noise.

    Returns
    -------
    x : ndarray, shape (n_samples, 2)
    labels : ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> x, labels = polygons(1000, regular_polygon(4, radius=1.0), rng=np.random.default_rng(0))
    >>> round(float(labels.mean()), 1)  # half of the square
    0.5
    """
    if not polygons:
        raise ValueError("need at least one polygon, got polygons=()")
    polygons = [_as_corners(f"polygons[{i}]", corners) for i, corners in enumerate(polygons)]
    x = rng.uniform(-1, 1, (n_samples, 2))
    labels = np.any([inside(x, corners) for corners in polygons], axis=0).astype(np.intp)
    return _shuffled(x, labels, noise, rng)


@checks.arguments(
    n_corners=checks.size(low=3),
    radius=checks.number(low=0, open_low=True),
    centre=checks.array(shape=(2,)),
    inner=checks.number(low=0, open_low=True),
)
def regular_polygon(n_corners, *, radius=0.7, centre=(0.0, 0.0), inner=None):
    r"""Return the corners of a regular polygon, the first one on top, or of a star.

    Parameters
    ----------
    n_corners : int
        At least 3; points of the star, if it is one.
    radius : float
        Distance > 0 of the corners from the centre.
    centre : array_like, shape (2,)
        Where it stands.
    inner : float, optional
        Distance > 0 of the corners between the points: makes a star.

    Returns
    -------
    ndarray, shape (n_corners, 2), or (2 n_corners, 2) of a star

    Examples
    --------
    >>> regular_polygon(4, radius=1).round(12) + 0
    array([[ 0.,  1.],
           [-1.,  0.],
           [ 0., -1.],
           [ 1.,  0.]])
    """
    n, r = n_corners, np.full(n_corners, radius)
    if inner is not None:
        r, n = np.column_stack([r, np.full(n, inner)]).ravel(), 2 * n
    phi = np.pi / 2 + 2 * np.pi * np.arange(n) / n
    directions = np.column_stack([np.cos(phi), np.sin(phi)])
    return np.asarray(centre) + r[:, None] * directions
