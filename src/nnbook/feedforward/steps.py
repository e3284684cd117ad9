"""Networks of threshold units made by hand: Boolean functions, polygons, pictures."""

import numpy as np

from nnbook import checks
from nnbook.activations import heaviside
from nnbook.feedforward._given import network


def xor_network():
    r"""Return a network of three threshold units that says whether exactly one of two inputs is 1.

    .. math:: a_1 = [x_1 + x_2 \ge \tfrac12], \qquad a_2 = [x_1 + x_2 \ge \tfrac32], \qquad
              y = [a_1 - a_2 \ge \tfrac12]

    Returns
    -------
    Sequential
        2 inputs, 2 hidden units (OR and AND), 1 output.

    Examples
    --------
    >>> xor_network().predict([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel()
    array([0., 1., 1., 0.])
    """
    return parity_network(2)


@checks.arguments(n_in=checks.integer(low=1, high=1000))
def parity_network(n_in):
    r"""Return a network that says whether an odd number of its inputs is 1, with one hidden unit an input.

    .. math:: a_k = [x_1 + \dots + x_D \ge k - \tfrac12], \qquad
              y = [a_1 - a_2 + a_3 - \dots \ge \tfrac12]

    Hidden unit k asks whether at least k inputs are 1. With m ones the first m units fire, and their
    alternating sum is 1 for odd m, else 0.

    Parameters
    ----------
    n_in : int
        D, from 1 to 1000.

    Returns
    -------
    Sequential

    References
    ----------
    .. [1] D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning internal representations by error
       propagation", in Parallel Distributed Processing 1, MIT Press 1986, the section on parity.

    Examples
    --------
    >>> parity_network(3).predict([[0, 1, 0], [1, 1, 0], [1, 1, 1]]).ravel()
    array([1., 0., 1.])
    """
    count = np.arange(1, n_in + 1)
    W1, b1 = np.ones((n_in, n_in)), 0.5 - count  # a_k = [Σ x ≥ k − ½]
    W2, b2 = -((-1.0) ** count)[None], [-0.5]  # y = [a₁ − a₂ + a₃ − … ≥ ½]
    return network((W1, b1, heaviside), (W2, b2, heaviside))


def _as_table(name, value):
    """Return `value` as the column of a truth table."""
    value = checks.binary(name, value, shape=(None,))
    n_rows = len(value)
    if n_rows < 2 or n_rows & (n_rows - 1) or n_rows > 1024:
        raise ValueError(f"need {name} of 2, 4, 8, … 1024 rows, got {name} of shape {value.shape}")
    return value


@checks.arguments(outputs=_as_table)
def truth_table_network(outputs):
    r"""Return a network with any given truth table: a hidden unit for each row whose output is 1.

    .. math:: a_r = \Bigl[\sum_i (2r_i - 1)\,x_i \ge \sum_i r_i - \tfrac12\Bigr], \qquad
              y = \Bigl[\sum_r a_r \ge \tfrac12\Bigr]

    Unit r fires for the inputs of row r and for no others: each input that differs lowers its sum by 1.

    Parameters
    ----------
    outputs : array_like of 0 and 1, shape (2**D,)
        In the order in which the inputs count as a binary number, 00, 01, 10, 11; D from 1 to 10.

    Returns
    -------
    Sequential
        If all outputs are 0, with one hidden unit that does not matter.

    References
    ----------
    .. [1] W. S. McCulloch and W. Pitts, "A logical calculus of the ideas immanent in nervous activity",
       Bulletin of Mathematical Biophysics 5 (1943), doi:10.1007/BF02478259.

    Examples
    --------
    >>> truth_table_network([0, 1, 1, 0]).predict([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel()
    array([0., 1., 1., 0.])
    """
    n_in = len(outputs).bit_length() - 1
    rows = (np.arange(len(outputs))[:, None] >> np.arange(n_in)[::-1]) & 1  # r, one binary number a row
    wanted = rows[outputs == 1] if outputs.any() else rows[:1]
    W1, b1 = 2 * wanted - 1, 0.5 - wanted.sum(axis=1)  # a_r = [Σ (2r_i − 1) x_i ≥ Σ r_i − ½]
    W2 = np.full((1, len(wanted)), float(outputs.any()))
    return network((W1, b1, heaviside), (W2, [-0.5], heaviside))  # y = [Σ a_r ≥ ½]


def _as_convex(name, value):
    """Return the corners of a convex polygon counter-clockwise."""
    value = checks.array(name, value, shape=(None, 2), low=-1e6, high=1e6)
    if len(value) < 3:
        raise ValueError(f"need {name} with at least 3 corners, got {name} of shape {value.shape}")
    edges = np.roll(value, -1, axis=0) - value
    following = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    angles = np.arctan2(turns, (edges * following).sum(axis=1))
    if not ((turns > 0).all() or (turns < 0).all()) or abs(angles.sum()) > 2 * np.pi + 1e-6:
        raise ValueError(f"need {name} of a convex polygon in order, got {name} of shape {value.shape}")
    return value if turns[0] > 0 else value[::-1]


@checks.arguments(corners=_as_convex)
def polygon_network(corners):
    r"""Return a network that says which points of the plane lie in a convex polygon.

    .. math:: a_k = [\mathbf{n}_k \cdot \mathbf{x} \ge \mathbf{n}_k \cdot \mathbf{c}_k], \qquad
              y = \Bigl[\sum_k a_k \ge K - \tfrac12\Bigr]

    Each hidden unit is a half-plane, bounded by an edge from corner **c** with normal **n** inwards. The
    output unit is the AND of all K.

    Parameters
    ----------
    corners : array_like, shape (n_corners, 2)
        In order, clockwise or not, of a convex polygon without three corners on a line; up to 10⁶ in size.

    Returns
    -------
    Sequential

    Examples
    --------
    >>> polygon_network([[0, 0], [1, 0], [0, 1]]).predict([[0.2, 0.2], [0.9, 0.9]]).ravel()
    array([1., 0.])
    """
    edges = np.roll(corners, -1, axis=0) - corners
    normals = np.column_stack([-edges[:, 1], edges[:, 0]])  # n_k, a quarter turn to the left of the edge
    b1 = -(normals * corners).sum(axis=1)  # a_k = [n_k · x ≥ n_k · c_k]
    W2, b2 = np.ones((1, len(corners))), [0.5 - len(corners)]  # y = [Σ a_k ≥ K − ½]
    return network((normals, b1, heaviside), (W2, b2, heaviside))


@checks.arguments(picture=checks.binary(shape=(None, None)))
def cells_network(picture):
    r"""Return a network that says which points of the plane lie in the black cells of a picture.

    .. math:: u_c = [x_1 \ge c], \quad v_r = [x_2 \ge r], \qquad
              a_{rc} = [u_c - u_{c+1} + v_r - v_{r+1} \ge \tfrac32], \qquad
              y = \Bigl[\sum a_{rc} \ge \tfrac12\Bigr]

    The first layer holds the lines of the grid, the second one AND for each black cell, the third an OR.

    Parameters
    ----------
    picture : array_like of 0 and 1, shape (n_rows, n_columns)
        1 is black. The cell in row r and column c is c ≤ x₁ < c + 1, r ≤ x₂ < r + 1: x₂ goes down.

    Returns
    -------
    Sequential
        If no cell is black, with one unit in the second layer that does not matter.

    Raises
    ------
    ValueError
        If the picture has no cell, or more than 10 000.

    Examples
    --------
    >>> net = cells_network([[1, 0], [0, 1]])
    >>> net.predict([[0.5, 0.5], [1.5, 0.5], [1.5, 1.5]]).ravel(), [len(b) for b in net.params[1::2]]
    (array([1., 0., 1.]), [6, 2, 1])
    """
    n_rows, n_columns = picture.shape
    if not 1 <= picture.size <= 10_000:
        raise ValueError(f"need picture of 1 to 10 000 cells, got picture of shape {picture.shape}")
    lines = np.r_[np.arange(n_columns + 1), np.arange(n_rows + 1)]  # c of u_c, then r of v_r
    W1 = np.zeros((len(lines), 2))
    W1[: n_columns + 1, 0] = W1[n_columns + 1 :, 1] = 1
    black = np.argwhere(picture) if picture.any() else np.zeros((1, 2), int)
    W2, here = np.zeros((len(black), len(lines))), np.arange(len(black))
    r, c = black.T
    W2[here, c], W2[here, c + 1] = 1, -1  # u_c − u_{c+1}
    W2[here, n_columns + 1 + r], W2[here, n_columns + 2 + r] = 1, -1  # v_r − v_{r+1}
    W3 = np.full((1, len(black)), float(picture.any()))
    return network(
        (W1, -lines, heaviside), (W2, np.full(len(black), -1.5), heaviside), (W3, [-0.5], heaviside)
    )
