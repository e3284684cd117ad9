"""The restricted Boltzmann machine: a layer of visible and a layer of hidden units, each drawn at once.

Units are 0 and 1, as in most of its literature.
"""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.numerics import sigmoid, softplus


@dataclass(frozen=True, eq=False)
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
        W = checks.array("W", self.W, ndim=2)
        n_hidden, n_visible = W.shape
        a = checks.array("a", self.a, shape=(n_visible,))
        b = checks.array("b", self.b, shape=(n_hidden,))
        for name, value in (("W", W), ("a", a), ("b", b)):
            object.__setattr__(self, name, value.copy())  # the caller's arrays may change

    def hidden(self, v):
        r"""Return how probably each hidden unit is 1.

        Given `v`, of shape (..., n_visible), that is :math:`\sigma(W \mathbf{v} + \mathbf{b})`.
        """
        return sigmoid(self._as_units("v", v, self.a) @ self.W.T + self.b)

    def visible(self, h):
        r"""Return how probably each visible unit is 1.

        Given `h`, of shape (..., n_hidden), that is :math:`\sigma(W^\top \mathbf{h} + \mathbf{a})`.
        """
        return sigmoid(self._as_units("h", h, self.b) @ self.W + self.a)

    def free_energy(self, v):
        r"""Return the free energy of `v`, for which :math:`P(\mathbf{v}) \propto e^{-F(\mathbf{v})}`.

        It sums the hidden units out: :math:`F(\mathbf{v}) = -\mathbf{a}^\top \mathbf{v}
        - \sum_i \ln(1 + e^{z_i})` with z = Wv + b.
        """
        v = self._as_units("v", v, self.a)
        return -v @ self.a - softplus(v @ self.W.T + self.b).sum(axis=-1)

    def reconstruct(self, v, *, n_steps=1, known=None):
        """Go up and down `n_steps` times with probabilities in place of states, and return the visible ones.

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
        """
        start = v = self._as_units("v", v, self.a)
        known = np.zeros(len(self.a)) if known is None else known
        known = checks.binary("known", known, shape=self.a.shape, dtype=bool)
        for _ in range(checks.integer("n_steps", n_steps, low=1)):
            v = np.where(known, start, self.visible(self.hidden(v)))
        return v

    def sample(self, v, *, n_steps, rng):
        """Draw all hidden units, then all visible ones, `n_steps` times: block Gibbs sampling.

        Parameters
        ----------
        v : array_like, shape (..., n_visible)
            Where the chains begin, between 0 and 1.
        n_steps : int
            How often.
        rng : numpy.random.Generator
            States of the units.

        Returns
        -------
        v : ndarray, shape of v
            Of 0 and 1 after the first step.

        Examples
        --------
        >>> rbm = RBM(W=[[3.0, -3.0]], a=[0.0, 0.0], b=[0.0])
        >>> rbm.sample(np.zeros((4000, 2)), n_steps=50, rng=np.random.default_rng(0)).mean(axis=0).round(1)
        array([0.9, 0.1])
        """
        v = self._as_units("v", v, self.a)
        rng = checks.generator("rng", rng)
        for _ in range(checks.size("n_steps", n_steps, low=0)):
            h = rng.random((*v.shape[:-1], len(self.b))) < self.hidden(v)  # h ~ P(h | v)
            v = (rng.random(v.shape) < self.visible(h)).astype(float)  # v ~ P(v | h)
        return v

    @staticmethod
    def _as_units(name, value, bias):
        value = checks.array(name, value)
        if value.ndim == 0 or value.shape[-1] != len(bias):
            raise ValueError(f"need {name} with {len(bias)} units, got {name} of shape {value.shape}")
        return value
