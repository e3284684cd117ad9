"""The restricted Boltzmann machine: hidden units learn what goes together, by contrastive divergence.

Units are 0 and 1, as in most of its literature.
"""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.numerics import sigmoid


@dataclass(frozen=True)
class RBM:
    r"""A restricted Boltzmann machine: visible and hidden units of 0 and 1, no weights within a layer.

    .. math:: E(\mathbf{v}, \mathbf{h}) = -\mathbf{h}^\top W \mathbf{v}
              - \mathbf{a}^\top \mathbf{v} - \mathbf{b}^\top \mathbf{h}

    Parameters
    ----------
    W : array_like, shape (n_hidden, n_visible)
        Weights, used in both directions.
    a : array_like, shape (n_visible,)
        Visible biases.
    b : array_like, shape (n_hidden,)
        Hidden biases.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or a number is not finite.

    References
    ----------
    .. [1] G. E. Hinton, "A practical guide to training restricted Boltzmann machines", 2012,
       https://doi.org/10.1007/978-3-642-35289-8_32

    Examples
    --------
    >>> rbm = RBM(W=np.array([[2.0, -2.0]]), a=np.zeros(2), b=np.zeros(1))
    >>> rbm.hidden([1.0, 0.0]).round(3)
    array([0.881])
    """

    W: np.ndarray
    a: np.ndarray
    b: np.ndarray

    def __post_init__(self):
        for name, ndim in (("W", 2), ("a", 1), ("b", 1)):
            object.__setattr__(self, name, checks.array(name, getattr(self, name), ndim=ndim))
        checks.array("a", self.a, shape=(self.W.shape[1],))
        checks.array("b", self.b, shape=(self.W.shape[0],))

    def hidden(self, v):
        r"""Return the chance of each hidden unit to be 1, :math:`\sigma(W \mathbf{v} + \mathbf{b})`.

        Raises
        ------
        TypeError, ValueError
            If `v`, of shape (..., n_visible), does not fit.
        """
        return sigmoid(self._fitting("v", v, self.a) @ self.W.T + self.b)

    def visible(self, h):
        r"""Return the chance of each visible unit to be 1, :math:`\sigma(W^\top \mathbf{h} + \mathbf{a})`.

        Raises
        ------
        TypeError, ValueError
            If `h`, of shape (..., n_hidden), does not fit.
        """
        return sigmoid(self._fitting("h", h, self.b) @ self.W + self.a)

    def free_energy(self, v):
        r"""Return :math:`F(\mathbf{v}) = -\mathbf{a}^\top \mathbf{v} - \sum_i \ln(1 + e^{z_i})`, z = Wv + b.

        It makes :math:`P(\mathbf{v}) \propto e^{-F(\mathbf{v})}` once the hidden units are summed out.

        Raises
        ------
        TypeError, ValueError
            If `v`, of shape (..., n_visible), does not fit.
        """
        v = self._fitting("v", v, self.a)
        return -v @ self.a - np.logaddexp(0, v @ self.W.T + self.b).sum(axis=-1)

    def reconstruct(self, v, *, n_steps=1, known=None):
        """Go up and down `n_steps` times with probabilities for states, and return the visible ones.

        Parameters
        ----------
        v : array_like, shape (..., n_visible)
            Between 0 and 1.
        n_steps : int
            How often.
        known : array_like of bool, shape (n_visible,), optional
            Units that are put back to `v` after each step, as a picture's visible part is.

        Returns
        -------
        v : ndarray, shape of v

        Raises
        ------
        TypeError, ValueError
            If shapes do not fit or `n_steps` is not positive.
        """
        start = v = self._fitting("v", v, self.a)
        known = checks.array("known", np.zeros(self.a.shape) if known is None else known, shape=self.a.shape)
        if not ((known == 0) | (known == 1)).all():
            raise ValueError(f"need known to be True or False for each unit, got {known=}")
        for _ in range(checks.integer("n_steps", n_steps, low=1)):
            v = np.where(known == 1, start, self.visible(self.hidden(v)))
        return v

    @staticmethod
    def _fitting(name, value, bias):
        value = checks.array(name, value)
        if value.ndim == 0 or value.shape[-1] != len(bias):
            raise ValueError(f"need {name} with {len(bias)} units, got {name} of shape {value.shape}")
        return value


def train_rbm(v, n_hidden=None, *, n_epochs, rng, batch_size=20, lr=0.1, start=None):
    r"""Teach a restricted Boltzmann machine by one step of contrastive divergence (CD-1) for each batch.

    .. math:: \Delta W = \eta \bigl( \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{data}}
              - \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{one step later}} \bigr)

    The hidden units driven by data are drawn; everything else uses probabilities, as Hinton's guide advises.

    Parameters
    ----------
    v : array_like, shape (n_samples, n_visible)
        Data between 0 and 1.
    n_hidden : int, optional
        Number of hidden units; needed unless `start` has them.
    n_epochs : int
        Passes through the data.
    rng : numpy.random.Generator
        First weights, order and hidden states.
    batch_size : int
        Samples in a step; a smaller rest is left out of its epoch.
    lr : float
        Learning rate eta.
    start : RBM, optional
        Where to go on from; not changed.

    Returns
    -------
    rbm : RBM
    error : ndarray, shape (n_epochs,)
        Mean squared difference between data and their reconstruction, per visible unit. It shows progress,
        but it is not what CD-1 descends on.

    Raises
    ------
    TypeError, ValueError
        If `v` has numbers outside 0 to 1, or a setting is out of range.

    References
    ----------
    .. [1] G. E. Hinton, "Training products of experts by minimizing contrastive divergence", Neural
       Computation 14 (2002) 1771.

    Examples
    --------
    >>> stripes = np.repeat([[1, 1, 0, 0], [0, 0, 1, 1]], 50, axis=0)
    >>> rbm, error = train_rbm(stripes, 2, n_epochs=100, lr=0.5, rng=np.random.default_rng(0))
    >>> rbm.reconstruct([1, 0, 0, 0], n_steps=3).round(1) + 0
    array([1., 1., 0., 0.])
    """
    v = checks.array("v", v, ndim=2)
    if v.size == 0 or v.min() < 0 or v.max() > 1:
        raise ValueError(f"need v with numbers from 0 to 1, got v of shape {v.shape}")
    n_epochs = checks.integer("n_epochs", n_epochs, low=0)
    batch_size = checks.integer("batch_size", batch_size, low=1, high=len(v))
    lr = checks.number("lr", lr, low=0)
    checks.generator("rng", rng)
    W, a, b = _first_parameters(v, n_hidden, start, rng)
    errors, n_batches = [], len(v) // batch_size
    for _ in range(n_epochs):
        errors.append(0.0)
        order = rng.permutation(len(v))
        for v0 in (v[order[k * batch_size : (k + 1) * batch_size]] for k in range(n_batches)):
            h0 = sigmoid(v0 @ W.T + b)
            v1 = sigmoid((rng.random(h0.shape) < h0) @ W + a)
            h1 = sigmoid(v1 @ W.T + b)
            W += lr / batch_size * (h0.T @ v0 - h1.T @ v1)
            a += lr * (v0 - v1).mean(axis=0)
            b += lr * (h0 - h1).mean(axis=0)
            errors[-1] += np.mean((v0 - v1) ** 2) / n_batches
    return RBM(W, a, b), np.array(errors)


def _first_parameters(v, n_hidden, start, rng):
    """Return small random weights, visible biases that give the data's means, and zero hidden biases."""
    if start is not None:
        if not isinstance(start, RBM):
            raise TypeError(f"need an RBM for start, got start={start!r}")
        checks.array("v", v, shape=(None, len(start.a)))
        if n_hidden is not None:
            checks.integer("n_hidden", n_hidden, low=len(start.b), high=len(start.b))
        return start.W.copy(), start.a.copy(), start.b.copy()
    n_hidden = checks.size("n_hidden", n_hidden)
    mean = v.mean(axis=0).clip(0.01, 0.99)
    return rng.normal(0, 0.01, (n_hidden, v.shape[1])), np.log(mean / (1 - mean)), np.zeros(n_hidden)
