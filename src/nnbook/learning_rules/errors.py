"""Learning from errors: one formula that is the perceptron rule, the delta rule or logistic regression."""

import numpy as np

from nnbook import checks
from nnbook.activations import heaviside, identity
from nnbook.learning_rules.loop import train_unit, with_bias


@checks.arguments(f=checks.function(), lr=checks.number(low=0, open_low=True))
def fit_unit(x, target, f, *, lr, n_epochs, start=None, batch_size=1, order=None, rng=None):
    r"""Learn from errors: each weight moves in proportion to the error and to its input.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta \sum_{n \in \text{batch}}
              \bigl( y_n - f(\mathbf{w} \cdot \mathbf{x}_n) \bigr)\, \mathbf{x}_n

    One formula, three rules: with f = `heaviside` it is Rosenblatt's perceptron rule, with `identity` the
    delta or LMS rule (gradient descent on half the squared error), with `logistic` gradient descent on the
    cross-entropy. Errors of a batch are *summed*, so the learning rate counts per sample.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    target : array_like, shape (n_samples,)
        Wanted outputs y.
    f : callable
        Activation of the unit.
    lr : float
        η > 0.
    n_epochs : int
        Most passes through the data; training ends earlier when one changes nothing.
    start : array_like, shape (n_in + 1,), optional
        First weights, bias first; zeros without it.
    batch_size : int
        1 learns online, n_samples in one batch; a smaller rest makes the last batch of an epoch.
    order : array_like of int, optional
        The samples of an epoch in the order of their visits; may repeat or leave out some.
    rng : numpy.random.Generator, optional
        Draws a new order for each epoch (of `order`, if given too).

    Returns
    -------
    UnitFit

    References
    ----------
    .. [1] B. Widrow and M. E. Hoff, "Adaptive switching circuits", IRE WESCON Conv. Record (1960) 96-104.

    Examples
    --------
    >>> from nnbook.activations import heaviside
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> fit = fit_unit(corners, [0, 0, 1, 1], heaviside, start=[0.5, 0, -1], lr=1, n_epochs=1,
    ...                           order=[3, 0, 0])
    >>> fit.w
    array([[ 0.5,  0. , -1. ],
           [ 1.5,  1. ,  0. ],
           [ 0.5,  1. ,  0. ],
           [-0.5,  1. ,  0. ]])
    """
    X = with_bias(x)
    y = checks.array("target", target, shape=(len(X),))

    def change(w, batch):
        errors = y[batch] - f(X[batch] @ w)
        return lr * (errors @ X[batch])  # η Σ (y − f(w·x)) x

    n_samples, n_weights = X.shape
    how = {"n_epochs": n_epochs, "start": start, "batch_size": batch_size, "order": order, "rng": rng}
    return train_unit(change, n_weights, n_samples, **how)


@checks.arguments(x=checks.array(ndim=2))
def fit_perceptron(x, labels, *, lr=1.0, n_epochs=100, start=None, batch_size=1, order=None, rng=None):
    r"""Learn a threshold unit by Rosenblatt's rule: only mistakes change the weights.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta\,(y - \hat{y})\,\mathbf{x}, \qquad
              \hat{y} = \Theta(\mathbf{w} \cdot \mathbf{x}), \quad \Theta(0) = 1

    If a hyperplane separates the classes the rule finds one after finitely many mistakes, see
    `novikoff_bound`; if none does it never ends, see `pocket`.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes.
    lr, n_epochs, start, batch_size, order, rng
        As in `fit_unit`.

    Returns
    -------
    UnitFit

    References
    ----------
    .. [1] F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in
       the brain", Psychological Review 65 (1958) 386-408, doi:10.1037/h0042519.

    Examples
    --------
    >>> fit = fit_perceptron([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
    >>> fit.converged, fit.w[-1]
    (True, array([-3.,  2.,  1.]))
    """
    y = checks.binary("labels", labels, shape=(len(x),))
    how = {"n_epochs": n_epochs, "start": start, "batch_size": batch_size, "order": order, "rng": rng}
    return fit_unit(x, y, heaviside, lr=lr, **how)


def fit_lms(x, target, *, lr, n_epochs, start=None, batch_size=1, order=None, rng=None):
    r"""Learn a linear unit by the delta rule of Widrow and Hoff: least mean squares.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta \sum_{n \in \text{batch}}
              (y_n - \mathbf{w} \cdot \mathbf{x}_n)\, \mathbf{x}_n

    In one batch this is gradient descent on :math:`\tfrac12 \sum_n (y_n - \mathbf{w}\cdot\mathbf{x}_n)^2`; it
    diverges for η > `largest_rate`.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.
    target : array_like, shape (n_samples,)
        Wanted outputs y.
    lr, n_epochs, start, batch_size, order, rng
        As in `fit_unit`.

    Returns
    -------
    UnitFit

    Examples
    --------
    >>> fit_lms([[1, 1]], [1.1], lr=0.25, n_epochs=1, start=[0.5, 0, -1]).w[-1]
    array([ 0.9,  0.4, -0.6])
    """
    how = {"n_epochs": n_epochs, "start": start, "batch_size": batch_size, "order": order, "rng": rng}
    return fit_unit(x, target, identity, lr=lr, **how)


def largest_rate(x):
    r"""Return the learning rate above which `fit_lms` in one batch diverges.

    .. math:: \eta_\text{max} = 2 / \lambda_\text{max}(X^\top X)

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the 1 for the bias.

    Returns
    -------
    float

    Examples
    --------
    >>> round(largest_rate([[0, 0], [0, 1], [1, 0], [1, 1]]), 4)
    0.3139
    """
    largest = np.linalg.norm(with_bias(x), ord=2)  # the largest singular value, √λ_max(Xᵀ X)
    return float(2 / largest / largest)  # 2 / λ_max
