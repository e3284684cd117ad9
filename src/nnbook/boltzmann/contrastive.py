"""How a restricted Boltzmann machine learns: what it shows with data, less what it shows by itself.

The first term is an average over data. For the second there are three ways: a short chain that begins at the
data (contrastive divergence), chains that go on from step to step (persistent), and a sum over all states.
"""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.boltzmann.exact import as_rbm, averages, model_averages
from nnbook.boltzmann.restricted import RBM
from nnbook.numerics import sigmoid

METHODS = ("cd", "pcd", "exact")


@dataclass(frozen=True, eq=False)
class RBMFit:
    """What `fit_rbm` learned.

    Attributes
    ----------
    rbm : RBM
        The machine.
    error : ndarray, shape (n_epochs,)
        Mean squared difference between data and their reconstruction, per visible unit. No method descends
        on it, and it does not say how probable the data are.
    kept : dict
        The machine after each of the epochs in `keep`.
    """

    rbm: RBM
    error: np.ndarray
    kept: dict


@checks.arguments(
    v=checks.array(ndim=2, empty=False, low=0, high=1),
    n_epochs=checks.integer(low=0),
    rng=checks.generator(),
    method=checks.one_of(options=METHODS),
    n_gibbs=checks.integer(low=1),
    batch_size=checks.integer(low=1),
    lr=checks.number(low=0),
    weight_decay=checks.number(low=0),
)
def fit_rbm(
    v,
    n_hidden=None,
    *,
    n_epochs,
    rng,
    method="cd",
    n_gibbs=1,
    batch_size=20,
    lr=0.1,
    weight_decay=0.0,
    start=None,
    keep=(),
):
    r"""Teach a restricted Boltzmann machine.

    .. math:: \Delta W = \eta \bigl( \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{data}}
              - \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{machine}} \bigr)

    Hidden units enter both averages with their probabilities. Visible units are drawn; Hinton's guide takes
    probabilities for them too, which is less noisy and no sample.

    Parameters
    ----------
    v : array_like, shape (n_samples, n_visible)
        Data between 0 and 1.
    n_hidden : int, optional
        Number of hidden units; needed unless `start` has them.
    n_epochs : int
        Passes through the data.
    rng : numpy.random.Generator
        First weights, order and states.
    method : {"cd", "pcd", "exact"}
        Where the second average comes from: chains of `n_gibbs` steps that begin at the data of the batch,
        chains that go on `n_gibbs` steps from where they were, or a sum over the states of the smaller layer.
    n_gibbs : int
        Steps of Gibbs sampling, k in CD-k.
    batch_size : int
        Samples in a step, and number of persistent chains; a smaller rest is left out of its epoch.
    lr : float
        Learning rate eta.
    weight_decay : float
        The weights, not the biases, lose this times `lr` of themselves in each step.
    start : RBM, optional
        Where to go on from; not changed.
    keep : iterable of int
        After which epochs the machine is kept; 0 is before the first.

    Returns
    -------
    RBMFit

    References
    ----------
    .. [1] G. E. Hinton, "Training products of experts by minimizing contrastive divergence", Neural
       Computation 14 (2002) 1771.
    .. [2] T. Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood
       gradient", ICML (2008) 1064.

    Examples
    --------
    >>> stripes = np.repeat([[1, 1, 0, 0], [0, 0, 1, 1]], 50, axis=0)
    >>> fit = fit_rbm(stripes, 2, n_epochs=200, lr=0.5, rng=np.random.default_rng(0))
    >>> fit.rbm.reconstruct([1, 0, 0, 0], n_steps=3).round(1) + 0
    array([1., 1., 0., 0.])
    """
    checks.integer("batch_size", batch_size, high=len(v))
    keep = _as_epochs(keep, n_epochs)
    W, a, b = _first_parameters(v, n_hidden, start, rng)
    error, n_batches = np.zeros(n_epochs), len(v) // batch_size
    chains = rng.integers(0, 2, (batch_size, v.shape[1])).astype(float) if method == "pcd" else None
    kept = {0: RBM(W, a, b)} if 0 in keep else {}
    for epoch in range(n_epochs):
        order = rng.permutation(len(v))
        for k in range(n_batches):
            batch = v[order[k * batch_size : (k + 1) * batch_size]]
            h = sigmoid(batch @ W.T + b)  # P(h = 1 | v), given the data
            data = averages(h, batch)
            error[epoch] += np.mean((batch - sigmoid(h @ W + a)) ** 2) / n_batches
            if method == "pcd":
                h = sigmoid(chains @ W.T + b)  # not from the data, but from where the chains were
            if method != "exact":
                chains, h = _chain(W, a, b, h, n_gibbs, rng)
            machine = model_averages(W, a, b) if method == "exact" else averages(h, chains)
            W += lr * (data[0] - machine[0] - weight_decay * W)  # ΔW = η (⟨h vᵀ⟩ data − ⟨h vᵀ⟩ machine)
            a += lr * (data[1] - machine[1])
            b += lr * (data[2] - machine[2])
        if epoch + 1 in keep:
            kept[epoch + 1] = RBM(W, a, b)
    return RBMFit(RBM(W, a, b), error, kept)


def _as_epochs(keep, n_epochs):
    """Return the epochs to keep, each at most `n_epochs`."""
    if not np.iterable(keep):
        raise TypeError(f"need keep to be a list of epochs, got {keep=!r}")
    return {checks.integer("keep", epoch, low=0, high=n_epochs) for epoch in keep}


def _chain(W, a, b, h, n_gibbs, rng):
    """Go down and up again from hidden probabilities `h`; return the visible units and the new `h`."""
    for _ in range(n_gibbs):
        drawn = rng.random(h.shape) < h  # h ~ P(h | v)
        v = (rng.random((len(h), len(a))) < sigmoid(drawn @ W + a)).astype(float)  # v ~ P(v | h)
        h = sigmoid(v @ W.T + b)
    return v, h


def _first_parameters(v, n_hidden, start, rng):
    """Return small random weights, visible biases that give the data's means, and zero hidden biases."""
    if start is not None:
        as_rbm("start", start)
        checks.array("v", v, shape=(None, len(start.a)))
        if n_hidden is not None:
            checks.integer("n_hidden", n_hidden, low=len(start.b), high=len(start.b))
        return start.W.copy(), start.a.copy(), start.b.copy()
    n_hidden = checks.size("n_hidden", n_hidden)
    mean = v.mean(axis=0).clip(0.01, 0.99)
    return rng.normal(0, 0.01, (n_hidden, v.shape[1])), np.log(mean / (1 - mean)), np.zeros(n_hidden)
