"""A series is predicted from a window that slides over its past."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnbook import checks

SERIES = checks.array(ndim=1)


@checks.arguments(series=SERIES, n_window=checks.size(), horizon=checks.size())
def windows(series, n_window, horizon=1):
    r"""Return all windows of a series, and the value that follows each of them.

    .. math:: \mathbf{x}_t = (s_{t-k+1}, \dots, s_{t-1}, s_t), \qquad y_t = s_{t+h}

    Parameters
    ----------
    series : array_like, shape (n,)
        s, in the order of time.
    n_window : int
        k, how many values a window holds.
    horizon : int
        h, how many steps after the window the target lies.

    Returns
    -------
    X : ndarray, shape (n − k − h + 1, k)
        One window a row, its oldest value first.
    y : ndarray, shape (n − k − h + 1,)
        Targets.

    Raises
    ------
    ValueError
        If the series is shorter than k + h.

    Examples
    --------
    >>> windows([1.0, 2.0, 3.0, 4.0, 5.0], 3)
    (array([[1., 2., 3.],
           [2., 3., 4.]]), array([4., 5.]))
    """
    if len(series) < n_window + horizon:
        needed = f"need series of at least n_window + horizon = {n_window + horizon} values"
        raise ValueError(f"{needed}, got series of shape {series.shape}")
    X = sliding_window_view(series[: len(series) - horizon], n_window)
    return X.copy(), series[n_window + horizon - 1 :].copy()


@checks.arguments(
    series=checks.array(ndim=1, low=-1e9, high=1e9), n_window=checks.size(), horizon=checks.size()
)
def fit_autoregression(series, n_window, horizon=1):
    r"""Return the weights of the linear prediction with the smallest squared error on the series.

    .. math:: \hat s_{t+h} = w_0 + \sum_{i=1}^{k} w_i\, s_{t-k+i}

    Parameters
    ----------
    series : array_like, shape (n,)
        s, in the order of time; numbers up to 10⁹.
    n_window : int
        k, the order of the model.
    horizon : int
        h, how many steps ahead; for h > 1 this is a direct forecast and not one that is run step by step.

    Returns
    -------
    ndarray, shape (n_window + 1,)
        w, the constant first, then the weight of the oldest value. If several weights fit equally well, those
        with the smallest sum of squares.

    Raises
    ------
    ValueError
        If the series is shorter than k + h.

    References
    ----------
    .. [1] G. U. Yule, "On a method of investigating periodicities in disturbed series, with special reference
       to Wolfer's sunspot numbers", Philosophical Transactions of the Royal Society A 226 (1927),
       doi:10.1098/rsta.1927.0007.

    Examples
    --------
    >>> fit_autoregression([1.0, 2.0, 4.0, 8.0, 16.0], 1).round(6) + 0
    array([0., 2.])
    """
    X, y = windows(series, n_window, horizon)
    design = np.column_stack([np.ones(len(X)), X])
    return np.linalg.lstsq(design, y)[0]  # min ‖y − w₀ − X w‖²


@checks.arguments(
    predict=checks.function(), history=checks.array(ndim=1, empty=False), n_steps=checks.size(low=0)
)
def free_run(predict, history, n_steps):
    r"""Return a forecast of many steps: each prediction becomes part of the next window.

    .. math:: \hat s_{t+1} = f(s_{t-k+1}, \dots, s_t), \qquad
              \hat s_{t+2} = f(s_{t-k+2}, \dots, s_t, \hat s_{t+1}), \ \dots

    Parameters
    ----------
    predict : callable
        f: ``predict(window) -> float``, for an array of shape (k,).
    history : array_like, shape (k,)
        The last window that is known, its oldest value first.
    n_steps : int
        How many steps ahead.

    Returns
    -------
    ndarray, shape (n_steps,)

    Examples
    --------
    >>> free_run(lambda window: window.sum(), [1.0, 1.0], 5)
    array([ 2.,  3.,  5.,  8., 13.])
    """
    window, forecast = history.copy(), np.empty(n_steps)
    for step in range(n_steps):
        forecast[step] = predict(window)
        window = np.r_[window[1:], forecast[step]]
    return forecast
