"""Which data may be looked at when: parts for training, choosing and judging a model."""

import numpy as np

from nnbook import checks


def split(n_samples, *fractions, rng):
    r"""Divide the numbers 0 … n − 1 at random into parts, the last of which takes what is left.

    Parameters
    ----------
    n_samples : int
        n ≥ 1.
    *fractions : float
        Sizes of all parts but the last, as fractions of n (rounded); together less than 1.
    rng : numpy.random.Generator
        Draws the order.

    Returns
    -------
    list of ndarray of int
        One more than there are fractions; together each sample once.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that kind, or a part would be empty.

    Examples
    --------
    >>> train, validation, test = split(20, 0.6, 0.2, rng=np.random.default_rng(0))
    >>> len(train), len(validation), len(test)
    (12, 4, 4)
    """
    n = checks.size("n_samples", n_samples)
    fractions = [checks.number("fractions", f, low=0, high=1, open_low=True) for f in fractions]
    ends = np.rint(n * np.cumsum([0.0, *fractions])).astype(int)
    if (np.diff([*ends, n]) < 1).any():
        raise ValueError(
            f"need fractions that leave a sample for each part, got {fractions=} of {n_samples=}"
        )
    return np.split(checks.generator("rng", rng).permutation(n), ends[1:])


def k_fold(n_samples, k, *, rng=None):
    r"""Yield k ways to hold out a part of the data, each sample held out once.

    Parameters
    ----------
    n_samples : int
        n ≥ 2.
    k : int
        2 ≤ k ≤ n. The first n mod k parts are one larger.
    rng : numpy.random.Generator, optional
        Draws the order; without it parts are neighbours.

    Yields
    ------
    train, held_out : ndarray of int
        Which samples to learn from, and which to judge by.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that kind.

    References
    ----------
    .. [1] M. Stone, "Cross-validatory choice and assessment of statistical predictions", Journal of the Royal
       Statistical Society B 36 (1974) 111-147.

    Examples
    --------
    >>> for train, held_out in k_fold(5, 2):
    ...     print(train, held_out)
    [3 4] [0 1 2]
    [0 1 2] [3 4]
    """
    n = checks.size("n_samples", n_samples, low=2)
    k = checks.integer("k", k, low=2, high=n)
    order = np.arange(n) if rng is None else checks.generator("rng", rng).permutation(n)
    parts = np.array_split(order, k)
    return ((np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k))


def leave_one_out(n_samples):
    r"""Yield n ways to hold out a single sample: `k_fold` with k = n.

    Parameters
    ----------
    n_samples : int
        n ≥ 2.

    Yields
    ------
    train, held_out : ndarray of int, shapes (n − 1,) and (1,)
        Which samples to learn from, and which to judge by.

    Raises
    ------
    TypeError, ValueError
        If `n_samples` is no such number.

    Examples
    --------
    >>> [int(held_out[0]) for _, held_out in leave_one_out(3)]
    [0, 1, 2]
    """
    return k_fold(n_samples, n_samples)


def weighted_average(errors, sizes):
    r"""Return the mean error of all samples from the mean errors of parts of different sizes.

    .. math:: \bar{E} = \frac{\sum_k n_k E_k}{\sum_k n_k}

    Parameters
    ----------
    errors : array_like, shape (k,)
        E, the mean error on each part.
    sizes : array_like, shape (k,)
        n > 0, samples in each part.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If shapes differ, there is no part, or a size is not positive.

    Examples
    --------
    >>> weighted_average([0.5, 0.25], [3, 1])
    0.4375
    """
    errors = checks.array("errors", errors, ndim=1)
    sizes = checks.array("sizes", sizes, shape=errors.shape)
    if errors.size == 0 or sizes.min() <= 0:
        raise ValueError(f"need sizes > 0, at least one, got {sizes=}")
    return float((sizes / sizes.sum()) @ errors)


def press_residuals(X, y):
    r"""Return what leave-one-out would miss each target by, from a single fit of linear least squares.

    .. math:: y_n - \hat{y}_n^{(-n)} = \frac{y_n - \hat{y}_n}{1 - h_n}, \qquad
              h_n = \bigl[ X (X^\top X)^{-1} X^\top \bigr]_{nn}

    The mean of their squares is the PRESS statistic divided by n.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
        Of full column rank, also without any one row; with a column of ones if there is to be a bias.
    y : array_like, shape (n_samples,)
        Targets.

    Returns
    -------
    ndarray, shape (n_samples,)

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or the rank is too small.

    References
    ----------
    .. [1] D. M. Allen, "The relationship between variable selection and data augmentation and a method for
       prediction", Technometrics 16 (1974) 125-127.

    Examples
    --------
    Predicting by the mean of the others:

    >>> press_residuals([[1.0], [1.0], [1.0]], [0.0, 3.0, 6.0])
    array([-4.5,  0. ,  4.5])
    """
    X = checks.array("X", X, ndim=2)
    y = checks.array("y", y, shape=(len(X),))
    if 0 in X.shape or np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError(f"need X of full column rank, got X of shape {X.shape}")
    Q, _ = np.linalg.qr(X)
    leverage = (Q * Q).sum(axis=1)
    if leverage.max() > 1 - 1e-10:
        raise ValueError(
            f"need X of full rank without any one row, got a leverage of 1 in row {leverage.argmax()}"
        )
    return (y - Q @ (Q.T @ y)) / (1 - leverage)
