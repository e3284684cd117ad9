"""Dropout: every training pass goes through another thinned net, all of them sharing their weights."""

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import check_grad, check_inputs


class Dropout:
    r"""Silence each input with probability p, in training passes only.

    .. math:: \mathbf{y} = \frac{\mathbf{m} \odot \mathbf{x}}{1 - p}, \qquad m_i \in \{0, 1\}, \quad
              P(m_i = 0) = p

    This is *inverted* dropout: the survivors are scaled up at once, so that the mean of **y** is **x** and a
    pass that is not for training is the identity. The original [1]_ leaves survivors as they are and
    multiplies outgoing weights by 1 − p at test time; both give the same expected potentials.

    Parameters
    ----------
    rate : float
        p, 0 ≤ p < 1. (Srivastava et al. write p for the probability to *stay*.)

    Raises
    ------
    TypeError
        In a training pass, if `rng` is not a generator.

    References
    ----------
    .. [1] N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a simple
       way to prevent neural networks from overfitting", JMLR 15 (2014) 1929-1958.

    Examples
    --------
    >>> y, _ = Dropout(0.5).forward(np.ones((1, 6)), training=True, rng=np.random.default_rng(0))
    >>> y
    array([[2., 0., 0., 0., 2., 2.]])
    >>> Dropout(0.5).forward(np.ones((1, 6)))[0]
    array([[1., 1., 1., 1., 1., 1.]])
    """

    def __init__(self, rate):
        self.rate = checks.number("rate", rate, low=0, high=1, open_high=True)
        self.params = []

    def __repr__(self):
        return f"Dropout({self.rate:g})"

    def forward(self, x, *, training=False, rng=None):
        """Return the input, thinned and scaled if `training` (then `rng` is needed), and the cache."""
        x = check_inputs(x, None)
        if not checks.flag("training", training) or self.rate == 0:
            return x, np.broadcast_to(x.dtype.type(1), x.shape)
        m = checks.generator("rng", rng).random(x.shape, x.dtype) >= self.rate  # P(m = 0) = p
        factor = m * x.dtype.type(1 / (1 - self.rate))
        return x * factor, factor  # y = m ⊙ x/(1 − p)

    def backward(self, grad, cache, *, input_grad=True):
        """Return ∂L/∂x, scaled like the survivors, and no gradients of parameters."""
        factor = cache
        grad = check_grad(grad, factor)
        return (grad * factor if input_grad else None), []
