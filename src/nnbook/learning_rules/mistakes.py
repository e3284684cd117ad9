"""Learning from mistakes alone, with signed samples: right means positive, and an update is an addition."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.learning_rules.loop import with_bias

LARGEST = 1e300  # weight that is still added to


@checks.arguments(x=checks.array(ndim=2), bias=checks.number())
def signed(x, labels, *, bias=1.0):
    r"""Return samples with a bias input in front, each times the sign of its class.

    .. math:: \mathbf{z}_k = t_k\,(b, x_{k1}, \dots, x_{kn}), \qquad t_k = 2 y_k - 1

    Weights give all samples the right class, none on the border, if and only if w · zₖ > 0 for each of them.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_in)
        Inputs, without the bias input.
    labels : array_like of 0 and 1, shape (n_samples,)
        Classes y.
    bias : float
        The constant b that the first weight is multiplied by; with 0 the unit has no threshold.

    Returns
    -------
    ndarray, shape (n_samples, n_in + 1)

    Examples
    --------
    >>> signed([[0, 1], [1, 1]], [0, 1]) + 0
    array([[-1.,  0., -1.],
           [ 1.,  1.,  1.]])
    """
    X = with_bias(x)
    y = checks.binary("labels", labels, shape=(len(X),))
    X[:, 0] = bias
    return (2 * y - 1)[:, None] * X  # z = t x


@dataclass(frozen=True, eq=False)
class SignedFit:
    """How weights learned from mistakes: every update, and when it was.

    Attributes
    ----------
    w : ndarray, shape (n_updates + 1, n)
        Weights; row 0 is the start, row k what k updates made of it.
    added : list of ndarray of int, n_updates long
        The samples that each update added; one each but in batches.
    visits : ndarray of int, shape (n_updates,)
        At which visit each update was, counted from 0.
    n_visits : int
        Samples looked at until the end, or batches.
    converged : bool
        Whether training ended because a whole epoch found no mistake.
    """

    w: np.ndarray
    added: list
    visits: np.ndarray
    n_visits: int
    converged: bool

    @property
    def average(self):
        """The mean of the weights after each visit, shape (n,): long-lived weights count more."""
        if not self.n_visits:
            return self.w[0]
        lifetimes = np.diff(self.visits, prepend=0, append=self.n_visits)
        return lifetimes @ self.w / self.n_visits  # 1/T Σ w after each of T visits


@checks.arguments(
    Z=checks.array(ndim=2, empty=False),
    lr=checks.number(low=0, open_low=True, high=LARGEST),
    n_epochs=checks.integer(low=0),
    batch=checks.flag(),
)
def fit_signed(Z, *, lr=1.0, n_epochs=100, start=None, batch=False, rng=None):
    r"""Learn by the perceptron rule: add each signed sample whose potential is not positive.

    .. math:: \mathbf{w} \leftarrow \mathbf{w} + \eta\, \mathbf{z}_k
              \quad\text{if}\quad \mathbf{w} \cdot \mathbf{z}_k \le 0

    for one sample after the other, or, in batches, w ← w + η Σ zₖ over all samples with w · zₖ ≤ 0 at once,
    a step down the gradient of the perceptron criterion Σ max(0, −w · zₖ).

    Parameters
    ----------
    Z : array_like, shape (n_samples, n)
        Samples times the sign of their class, such as `signed` makes.
    lr : float
        η > 0.
    n_epochs : int
        Most passes; the first without a mistake is the last.
    start : array_like, shape (n,), optional
        First weights; zeros without it.
    batch : bool
        Whether an epoch is one update by all its mistakes.
    rng : numpy.random.Generator, optional
        Draws a new order for each epoch; without it the order is that of the rows.

    Returns
    -------
    SignedFit

    Raises
    ------
    ValueError
        If a weight would leave the range of floats.

    See Also
    --------
    fit_perceptron : counts a potential of 0 as the answer 1, and keeps the weights of each visit.
    certify : tells whether the rule will end.

    Notes
    -----
    A potential of exactly 0 is a mistake. If it were none, zero weights would never be left. Potentials are
    summed in the order of the weights, so that ties fall alike on every machine.

    References
    ----------
    .. [1] F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in
       the brain", Psychological Review 65 (1958) 386-408, doi:10.1037/h0042519.
    .. [2] Y. Freund and R. E. Schapire, "Large margin classification using the perceptron algorithm", Machine
       Learning 37 (1999) 277-296, doi:10.1023/A:1007662407062.

    Examples
    --------
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> fit = fit_signed(signed(corners, [0, 0, 0, 1]))  # AND
    >>> fit.converged, len(fit.visits), fit.w[-1]
    (True, 18, array([-4.,  3.,  2.]))
    >>> fit_signed(signed(corners, [0, 1, 1, 0]), n_epochs=1).w  # XOR: back at zero
    array([[ 0.,  0.,  0.],
           [-1.,  0.,  0.],
           [ 0.,  0.,  1.],
           [ 1.,  1.,  1.],
           [ 0.,  0.,  0.]])
    """
    n_samples, n = Z.shape
    w = checks.array("start", np.zeros(n) if start is None else start, shape=(n,))
    if rng is not None:
        checks.generator("rng", rng)
    near_one = np.ldexp(Z, -np.frexp(np.abs(Z).max())[1])  # the same signs, and no product overflows
    ws, added, visits = [w], [], []
    for epoch in range(n_epochs):
        order = np.arange(n_samples) if rng is None else rng.permutation(n_samples)
        at, before = 0, len(added)
        while (wrong := at + np.flatnonzero((near_one[order[at:]] * w).sum(axis=1) <= 0)).size:
            wrong = wrong if batch else wrong[:1]  # the next mistake of this epoch
            w = w + lr * Z[order[wrong]].sum(axis=0)  # w + η z
            if not np.abs(w).max() < LARGEST:
                raise ValueError(f"need start, and lr times Z, below {LARGEST:g}, got {start=}, {lr=}")
            ws.append(w)
            added.append(order[wrong])
            visits.append(epoch if batch else epoch * n_samples + wrong[0])
            at = n_samples if batch else wrong[0] + 1
        if len(added) == before:
            break
    done = epoch + 1 if n_epochs else 0
    n_visits = done if batch else done * n_samples
    converged = bool(n_epochs) and len(added) == before
    return SignedFit(np.array(ws), added, np.array(visits, dtype=np.intp), n_visits, converged)
