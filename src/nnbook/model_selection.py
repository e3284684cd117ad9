"""Which data may be looked at when: parts for training, choosing and judging a model."""

import math

import numpy as np

from nnbook import checks


@checks.arguments(
    n_samples=checks.size(),
    fractions=checks.number(low=0, high=1, open_low=True),
    rng=checks.generator(),
)
def split(n_samples, *fractions, rng):
    r"""Divide the numbers 0 … n − 1 at random into parts, the last of which takes what is left.

    Parameters
    ----------
    n_samples : int
        n ≥ 1.
    *fractions : float
        Sizes of all parts but the last, as fractions of n, each rounded to whole samples.
    rng : numpy.random.Generator
        Draws the order.

    Returns
    -------
    list of ndarray of int
        One part more than there are fractions. Together they hold each sample once.

    Raises
    ------
    ValueError
        If a part would be empty.

    Examples
    --------
    >>> train, validation, test = split(20, 0.6, 0.2, rng=np.random.default_rng(0))
    >>> len(train), len(validation), len(test)
    (12, 4, 4)
    """
    sizes = [math.floor(n_samples * fraction + 0.5) for fraction in fractions]
    if 0 in sizes or sum(sizes) >= n_samples:
        got = f"{fractions=} of {n_samples=}"
        raise ValueError(f"need fractions that leave a sample for each part, got {got}")
    return np.split(rng.permutation(n_samples), np.cumsum(sizes, dtype=int))


@checks.arguments(n_samples=checks.size(low=2), k=checks.integer(low=2), rng=checks.generator())
def k_fold(n_samples, k, *, rng=None):
    r"""Yield k ways to hold out a part of the data, each sample held out once.

    Parameters
    ----------
    n_samples : int
        n ≥ 2.
    k : int
        2 ≤ k ≤ n. The first n mod k parts are one larger.
    rng : numpy.random.Generator, optional
        Draws the order. Without it each part holds neighbours.

    Yields
    ------
    train, held_out : ndarray of int
        Which samples to learn from, and which to judge by.

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
    checks.integer("k", k, high=n_samples)
    order = np.arange(n_samples) if rng is None else rng.permutation(n_samples)
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

    Examples
    --------
    >>> [int(held_out[0]) for _, held_out in leave_one_out(3)]
    [0, 1, 2]
    """
    return k_fold(n_samples, n_samples)


@checks.arguments(errors=checks.array(ndim=1), sizes=checks.array(ndim=1, empty=False, low=0, open_low=True))
def weighted_average(errors, sizes):
    r"""Return the mean error of all samples from the mean errors of parts of different sizes.

    .. math:: \bar{E} = \frac{\sum_k n_k E_k}{\sum_k n_k}

    Parameters
    ----------
    errors : array_like, shape (k,)
        Mean error E on each part.
    sizes : array_like, shape (k,)
        Number of samples n > 0 in each part.

    Returns
    -------
    float

    Examples
    --------
    >>> weighted_average([0.5, 0.25], [3, 1])
    0.4375
    """
    checks.array("errors", errors, shape=sizes.shape)
    return float((sizes / sizes.sum()) @ errors)


@checks.arguments(fit=checks.function(), X=checks.array(empty=False), y=checks.array(ndim=1))
def cross_validate(fit, X, y, folds):
    r"""Return for each sample what a model predicts that has learned from other samples.

    .. math:: \hat y_n = f^{(-F)}(\mathbf{x}_n) \quad \text{for each sample } n \text{ of the fold } F

    Compared with `y`, each sample counts once, so that folds of different sizes have the weights they need.

    Parameters
    ----------
    fit : callable
        ``fit(X, y) -> predict``, where ``predict(X)`` has the shape (n_samples,). Whatever is chosen by
        looking at the targets belongs in here.
    X : array_like, shape (n_samples, ...)
        Inputs.
    y : array_like, shape (n_samples,)
        Targets.
    folds : iterable of (train, held_out)
        As from `k_fold` or `leave_one_out`: each sample is held out once.

    Returns
    -------
    ndarray, shape (n_samples,)

    Raises
    ------
    ValueError
        If a sample is held out never, or several times, or is used to predict itself.

    References
    ----------
    .. [1] M. Stone, "Cross-validatory choice and assessment of statistical predictions", Journal of the Royal
       Statistical Society B 36 (1974) 111-147.

    Examples
    --------
    Predicting by the mean of the others:

    >>> y = np.array([0.0, 3.0, 6.0])
    >>> def fit(X, y):
    ...     return lambda X: np.full(len(X), y.mean())
    >>> cross_validate(fit, np.zeros((3, 1)), y, leave_one_out(3))
    array([4.5, 3. , 1.5])
    """
    y = checks.array("y", y, shape=X.shape[:1])
    predictions, times = np.empty(len(y)), np.zeros(len(y), dtype=int)
    for train, held_out in folds:
        if np.intersect1d(train, held_out).size:
            raise ValueError(f"need folds without common samples, got {train=} and {held_out=}")
        predictions[held_out] = fit(X[train], y[train])(X[held_out])
        times[held_out] += 1
    if (times != 1).any():
        n = int((times != 1).argmax())
        raise ValueError(f"need folds that hold out each sample once, got sample {n} {times[n]} times")
    return predictions


@checks.arguments(
    X=checks.array(ndim=2, empty=False), y=checks.array(ndim=1), ridge=checks.number(low=0, high=1e15)
)
def press_residuals(X, y, ridge=0.0):
    r"""Return what leave-one-out would miss each target by, from a single fit of linear least squares.

    .. math:: y_n - \hat{y}_n^{(-n)} = \frac{y_n - \hat{y}_n}{1 - h_n}, \qquad
              h_n = \bigl[ X (X^\top X + \lambda I)^{-1} X^\top \bigr]_{nn}

    The mean of their squares is the PRESS statistic divided by n.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
        Of full column rank, also without any one row, unless λ > 0; with a column of ones if there is to be a
        bias.
    y : array_like, shape (n_samples,)
        Targets.
    ridge : float
        λ ≥ 0, a penalty as in `nnbook.regression.ridge_weights`, the same with and without a sample.

    Returns
    -------
    ndarray, shape (n_samples,)

    Raises
    ------
    ValueError
        If the rank of X is too small, also without any one row.

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
    checks.array("y", y, shape=(len(X),))
    n_features = X.shape[1]
    if ridge:  # as n_features more samples with the target 0, which are never left out
        X = np.concatenate([X, math.sqrt(ridge) * np.eye(n_features)])
    if np.linalg.matrix_rank(X) < n_features:
        raise ValueError(f"need X of full column rank, got X of shape {X.shape}")
    Q = np.linalg.qr(X)[0][: len(y)]  # H = Q Qᵀ
    leverage = (Q * Q).sum(axis=1)
    if leverage.max() > 1 - 1e-10:
        raise ValueError(
            f"need X of full rank without any one row, got a leverage of 1 in row {leverage.argmax()}"
        )
    return (y - Q @ (Q.T @ y)) / (1 - leverage)
