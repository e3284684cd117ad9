"""What hyperplanes can separate, how well, and what to keep when they cannot."""

from math import comb

import numpy as np

from nnbook import checks
from nnbook.activations import heaviside
from nnbook.learning_rules.loop import with_bias


def pocket(x, labels, w):
    r"""Keep the best weights seen so far: the pocket algorithm, for classes that no hyperplane separates.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes.
    w : array_like, shape (n_steps, n_in + 1)
        Weight vectors in the order of their appearance, such as ``fit_perceptron(...).w``.

    Returns
    -------
    errors : ndarray of int, shape (n_steps,)
        Samples that each of them gets wrong.
    best : ndarray of int, shape (n_steps,)
        Which of them is in the pocket: the first with the fewest errors so far.

    Notes
    -----
    Gallant's first version keeps the weights with the longest run of right answers; this is his version "with
    ratchet", which counts errors on all samples.

    References
    ----------
    .. [1] S. I. Gallant, "Perceptron-based learning algorithms", IEEE Transactions on Neural Networks 1
       (1990) 179-191, doi:10.1109/72.80230.

    Examples
    --------
    >>> pocket([[0], [1], [2]], [0, 1, 0], [[-1, 0], [-1, 2], [1, 0], [0, 0]])
    (array([1, 1, 2, 2]), array([0, 0, 0, 0]))
    """
    X = with_bias(x)
    y = checks.binary("labels", labels, shape=(len(X),))
    w = checks.array("w", w, shape=(None, X.shape[1]))
    errors = (heaviside(w @ X.T) != y).sum(axis=1)
    fewest = np.minimum.accumulate(errors)
    is_new = np.diff(fewest, prepend=len(X) + 1) < 0
    return errors, np.maximum.accumulate(np.where(is_new, np.arange(len(w)), 0))


def margin(x, labels, w):
    r"""Return how far the nearest sample lies on the right side of the hyperplane.

    .. math:: \gamma = \min_n \frac{t_n\, \mathbf{w} \cdot \mathbf{x}_n}{\lVert \mathbf{w} \rVert}, \qquad
              t_n = 2y_n - 1

    The distance is measured in the space of (1, x₁, x₂, …), where all hyperplanes contain the origin. See
    `novikoff_bound` for what it is good for.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes.
    w : array_like, shape (n_in + 1,)
        Weights, bias first; not all 0.

    Returns
    -------
    float
        Negative if a sample is on the wrong side.

    Raises
    ------
    ValueError
        If **w** is zero.

    Examples
    --------
    >>> margin([[0.0], [2.0]], [0, 1], [-1.0, 1.0]).__round__(4)
    0.7071
    """
    X = with_bias(x)
    y = checks.binary("labels", labels, shape=(len(X),))
    w = checks.array("w", w, shape=(X.shape[1],))
    if not w.any():
        raise ValueError(f"need w other than zero, got {w=}")
    w = w / np.abs(w).max()  # its length does not matter, and now no square leaves the range of floats
    return float(((2 * y - 1) * (X @ (w / np.linalg.norm(w)))).min())  # min t w·x/‖w‖


def novikoff_bound(x, labels, w):
    r"""Return the most mistakes that the perceptron can make on its way from zero weights.

    .. math:: \text{mistakes} \le (R / \gamma)^2, \qquad R = \max_n \lVert \mathbf{x}_n \rVert

    with the margin γ of any separating **w**; the largest γ gives the best bound. It holds for online
    learning from **w** = 0 with any learning rate and in any order.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes.
    w : array_like, shape (n_in + 1,)
        Weights that separate the classes, bias first.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If **w** does not separate the classes.

    References
    ----------
    .. [1] A. B. J. Novikoff, "On convergence proofs on perceptrons", Symposium on the Mathematical Theory of
       Automata 12 (1962) 615-622.

    Examples
    --------
    >>> novikoff_bound([[0.0], [2.0]], [0, 1], [-1.0, 1.0]).__round__(6)
    10.0
    """
    gamma = margin(x, labels, w)
    if gamma <= 0:
        raise ValueError(f"need w that separates the classes, got {w=} with margin {gamma:.4g}")
    R = np.hypot.reduce(with_bias(x), axis=1).max()  # max ‖x_n‖; no square overflows
    return float((R / gamma) ** 2)


@checks.arguments(n_samples=checks.integer(low=1, high=10_000), n_in=checks.integer(low=0, high=10_000))
def count_dichotomies(n_samples, n_in):
    r"""Return in how many ways hyperplanes divide samples in general position into two labelled classes.

    .. math:: C = 2 \sum_{k=0}^{n} \binom{P - 1}{k}

    for P samples with n inputs. Divided by :math:`2^P` it is the probability that random labels can be
    separated; it is ½ at P = 2(n + 1), for every n.

    Parameters
    ----------
    n_samples : int
        P, from 1 to 10 000. General position means that no n + 1 of them lie in a hyperplane.
    n_in : int
        n, without the bias.

    Returns
    -------
    int
        Exact, however large.

    Notes
    -----
    Cover counts hyperplanes through the origin in d = n + 1 dimensions, which is the same with the bias as an
    input, and his sum ends at d − 1.

    References
    ----------
    .. [1] T. M. Cover, "Geometrical and statistical properties of systems of linear inequalities with
       applications in pattern recognition", IEEE Transactions on Electronic Computers EC-14 (1965) 326-334,
       doi:10.1109/PGEC.1965.264137.

    Examples
    --------
    >>> [count_dichotomies(P, 2) / 2**P for P in (3, 4, 6)]
    [1.0, 0.875, 0.5]
    """
    return 2 * sum(comb(n_samples - 1, k) for k in range(min(n_in, n_samples - 1) + 1))
