"""Functions of one number put together from bumps and from straight pieces."""

import numpy as np

from nnbook import checks
from nnbook.activations import identity, logistic, relu
from nnbook.feedforward._given import network

COORDINATE = checks.number(low=-1e9, high=1e9)
STEEPNESS = checks.number(low=0, high=1e9, open_low=True)


def _check_order(low, high, names="low < high"):
    if not low < high:
        first, last = names.split(" < ")
        raise ValueError(f"need {names}, got {first}={low!r}, {last}={high!r}")


@checks.arguments(x=checks.array(low=-1e9, high=1e9), left=COORDINATE, right=COORDINATE, steepness=STEEPNESS)
def bump(x, left, right, steepness):
    r"""Return the difference of two logistic steps: near 1 between `left` and `right`, near 0 outside.

    .. math:: B(x) = \sigma\bigl(k(x - l)\bigr) - \sigma\bigl(k(x - r)\bigr), \qquad
              \max_x B = \tanh\frac{k(r - l)}{4}

    Parameters
    ----------
    x : array_like
        Where.
    left, right : float
        l < r, the places of the two steps.
    steepness : float
        k > 0.

    Returns
    -------
    ndarray, shape of x

    Raises
    ------
    ValueError
        If `left` is not below `right`.

    Examples
    --------
    >>> bump([-1.0, 0.5, 2.0], 0.0, 1.0, steepness=20.0).round(3)
    array([0., 1., 0.])
    """
    _check_order(left, right, "left < right")
    return logistic(steepness * (x - left)) - logistic(steepness * (x - right))


@checks.arguments(
    heights=checks.array(ndim=1, empty=False), low=COORDINATE, high=COORDINATE, steepness=STEEPNESS
)
def bump_network(heights, low, high, steepness):
    r"""Return a network that adds up bumps side by side: two logistic units and a height for each.

    .. math:: \hat f(x) = \sum_{i=1}^{n} h_i \bigl[ \sigma(k(x - x_{i-1})) - \sigma(k(x - x_i)) \bigr], \qquad
              x_i = \text{low} + i\,\frac{\text{high} - \text{low}}{n}

    Parameters
    ----------
    heights : array_like, shape (n,)
        h, such as the values of a function in the middle of each piece.
    low, high : float
        The interval that the bumps share.
    steepness : float
        k > 0, for a coordinate in the units of x.

    Returns
    -------
    Sequential
        1 input, 2n hidden units, 1 linear output.

    Raises
    ------
    ValueError
        If `low` is not below `high`.

    References
    ----------
    .. [1] M. A. Nielsen, "Neural Networks and Deep Learning", Determination Press 2015, chapter 4.

    Examples
    --------
    >>> bump_network([1.0, 3.0], 0.0, 2.0, steepness=50.0).predict([[0.5], [1.5]]).ravel().round(3)
    array([1., 3.])
    """
    _check_order(low, high)
    edges = np.linspace(low, high, len(heights) + 1)  # x_0 … x_n
    places = np.column_stack([edges[:-1], edges[1:]]).ravel()  # left and right end of each bump
    W1 = np.full((len(places), 1), steepness)
    W2 = np.column_stack([heights, -heights]).reshape(1, -1)  # h_i and −h_i
    return network((W1, -steepness * places, logistic), (W2, [0.0], identity))


@checks.arguments(x=checks.array(ndim=1, low=-1e6, high=1e6), y=checks.array(ndim=1, low=-1e9, high=1e9))
def interpolating_network(x, y):
    r"""Return a network of rectifiers that goes through given points, straight between them, level outside.

    .. math:: \hat f(x) = y_1 + \sum_{i=1}^{n} (s_i - s_{i-1}) \max(x - x_i, 0), \qquad
              s_i = \frac{y_{i+1} - y_i}{x_{i+1} - x_i}, \quad s_0 = s_n = 0

    Each unit bends the curve at one point, by the change of the slope s.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The points, at least two, with x rising.

    Returns
    -------
    Sequential
        1 input, n hidden units, 1 linear output.

    Raises
    ------
    ValueError
        If x does not rise, or by so little that slopes overflow.

    Examples
    --------
    >>> hat = interpolating_network([0.0, 1.0, 2.0], [0.0, 1.0, 0.0])
    >>> hat.predict([[-1.0], [0.5], [1.0], [5.0]]).ravel(), hat.params[2]
    (array([0. , 0.5, 1. , 0. ]), array([[ 1., -2.,  1.]]))
    """
    checks.array("y", y, shape=x.shape)
    if len(x) < 2 or not (np.diff(x) > 1e-12).all():
        raise ValueError(f"need x of at least two rising numbers, got {x=}")
    slopes = np.r_[0, np.diff(y) / np.diff(x), 0]  # s_0 … s_n
    return network(
        (np.ones((len(x), 1)), -x, relu),  # max(x − x_i, 0)
        (np.diff(slopes)[None], y[:1], identity),  # y_1 + Σ (s_i − s_{i−1}) …
    )
