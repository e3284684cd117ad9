"""Learning without a teacher: what fires together wires together, without a limit and with one."""

from nnbook import checks
from nnbook.learning_rules.loop import train_unit

RULES = {
    "x": checks.array(ndim=2, empty=False),
    "lr": checks.number(low=0, open_low=True),
    "start": checks.array(ndim=1),
}


@checks.arguments(**RULES)
def fit_hebb(x, *, lr, n_epochs, start, batch_size=1, order=None, rng=None):
    r"""Learn a linear unit by Hebb's rule: weights grow with the product of input and output.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta \sum_{n \in \text{batch}} y_n \mathbf{x}_n, \qquad
              y_n = \mathbf{w} \cdot \mathbf{x}_n

    On average **w** is multiplied by 1 + ηC, C = ⟨x xᵀ⟩: it turns to the eigenvector of the largest
    eigenvalue and grows without limit. There is no bias.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs; take the mean off for principal components.
    lr : float
        η > 0.
    n_epochs : int
        Passes through the data.
    start : array_like, shape (n_in,)
        First weights; from zero nothing ever moves.
    batch_size, order, rng
        As in `fit_unit`.

    Returns
    -------
    UnitFit
        Ends early, with ``diverged_at``, when weights overflow.

    References
    ----------
    .. [1] D. O. Hebb, *The Organization of Behavior*, Wiley, 1949.

    Examples
    --------
    >>> fit_hebb([[2.0, 0.0]], lr=0.25, n_epochs=3, start=[1.0, 1.0]).w
    array([[1., 1.],
           [2., 1.],
           [4., 1.],
           [8., 1.]])
    """

    def change(w, batch):
        y = x[batch] @ w
        return lr * (y @ x[batch])  # η Σ y x

    how = {"n_epochs": n_epochs, "start": start, "batch_size": batch_size, "order": order, "rng": rng}
    return train_unit(change, x.shape[1], len(x), **how)


@checks.arguments(**RULES)
def fit_oja(x, *, lr, n_epochs, start, batch_size=1, order=None, rng=None):
    r"""Learn the first principal component by Oja's rule: Hebb's, with forgetting that keeps the length at 1.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta \sum_{n \in \text{batch}}
              y_n (\mathbf{x}_n - y_n \mathbf{w}), \qquad y_n = \mathbf{w} \cdot \mathbf{x}_n

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs; take the mean off for principal components.
    lr : float
        η > 0; it must be small against 1/‖x‖².
    n_epochs : int
        Passes through the data.
    start : array_like, shape (n_in,)
        First weights, not at right angles to the component.
    batch_size, order, rng
        As in `fit_unit`.

    Returns
    -------
    UnitFit

    References
    ----------
    .. [1] E. Oja, "A simplified neuron model as a principal component analyzer", Journal of Mathematical
       Biology 15 (1982) 267-273, doi:10.1007/BF00275687.

    Examples
    --------
    >>> x = [[2.0, 2.0], [-2.0, -2.0], [0.5, -0.5], [-0.5, 0.5]]
    >>> fit_oja(x, lr=0.05, n_epochs=50, start=[1.0, 0.0]).w[-1].round(2)
    array([0.71, 0.71])
    """

    def change(w, batch):
        y = x[batch] @ w
        return lr * (y @ x[batch] - (y @ y) * w)  # η Σ y (x − y w)

    how = {"n_epochs": n_epochs, "start": start, "batch_size": batch_size, "order": order, "rng": rng}
    return train_unit(change, x.shape[1], len(x), **how)
