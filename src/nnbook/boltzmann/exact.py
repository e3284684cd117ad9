"""A small restricted Boltzmann machine without sampling: every average is a sum over all states.

The sums run over the states of the smaller layer, because the other one can be summed out by hand.
"""

import numpy as np

from nnbook import checks
from nnbook.activations import softmax
from nnbook.boltzmann.restricted import RBM
from nnbook.hopfield import all_states
from nnbook.numerics import log_sum_exp, sigmoid, softplus

MAX_UNITS = 16


def as_rbm(name, value):
    """Return `value` if it is an RBM."""
    if not isinstance(value, RBM):
        raise TypeError(f"need an RBM for {name}, got {name}={value!r}")
    return value


def averages(h, v):
    """Return the averages of h vᵀ, v and h over samples, the rows of both."""
    return h.T @ v / len(v), v.mean(axis=0), h.mean(axis=0)


def _bits(n):
    return (all_states(n) + 1) / 2


def _summed_out(W, a, b):
    """Return all states v of the smaller layer, the inputs z of the other one, and aᵀv."""
    if min(W.shape) > MAX_UNITS:
        raise ValueError(
            f"need rbm with at most {MAX_UNITS} units in a layer to sum over, got {min(W.shape)}"
        )
    if len(b) < len(a):
        W, a, b = W.T, b, a
    v = _bits(len(a))
    return v, v @ W.T + b, v @ a


def model_averages(W, a, b):
    """Return the averages of h vᵀ, v and h over all states of the machine."""
    v, z, linear = _summed_out(W, a, b)
    P = softmax(linear + softplus(z).sum(axis=1))  # P(v) ∝ e^(aᵀv) Π (1 + e^z)
    h = sigmoid(z)
    hv, v, h = (P[:, np.newaxis] * h).T @ v, P @ v, P @ h
    return (hv.T, h, v) if len(b) < len(a) else (hv, v, h)


@checks.arguments(rbm=as_rbm)
def log_partition(rbm):
    r"""Return the logarithm of the partition function, the sum over all states of both layers.

    .. math:: \ln Z = \ln \sum_{\mathbf{v}} e^{-F(\mathbf{v})}

    Parameters
    ----------
    rbm : RBM
        With at most 16 units in the smaller layer.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If both layers have more than 16 units.

    References
    ----------
    .. [1] A. Fischer, C. Igel, "Training restricted Boltzmann machines: an introduction", Pattern
       Recognition 47 (2014) 25.

    Examples
    --------
    >>> rbm = RBM(W=np.zeros((12, 64)), a=np.zeros(64), b=np.zeros(12))
    >>> round(float(log_partition(rbm) / np.log(2)), 9)  # 2**76 states, all alike
    76.0
    """
    _, z, linear = _summed_out(rbm.W, rbm.a, rbm.b)
    return float(log_sum_exp(linear + softplus(z).sum(axis=1)))


@checks.arguments(rbm=as_rbm)
def visible_distribution(rbm):
    r"""Return the probability of every visible state, :math:`P(\mathbf{v}) = e^{-F(\mathbf{v})} / Z`.

    Parameters
    ----------
    rbm : RBM
        With at most 16 visible units.

    Returns
    -------
    P : ndarray, shape (2**n_visible,)
        In the order of the binary numbers.

    Examples
    --------
    >>> visible_distribution(RBM(W=[[4.0, -4.0]], a=[0.0, 0.0], b=[0.0])).round(2)  # 00, 01, 10, 11
    array([0.03, 0.02, 0.92, 0.03])
    """
    if len(rbm.a) > MAX_UNITS:
        raise ValueError(f"need rbm with at most {MAX_UNITS} visible units, got {len(rbm.a)}")
    return softmax(-rbm.free_energy(_bits(len(rbm.a))))


@checks.arguments(rbm=as_rbm, v=checks.array(ndim=2, empty=False, low=0, high=1))
def log_likelihood(rbm, v):
    r"""Return the mean log-likelihood of data, :math:`\frac1N \sum_n (-F(\mathbf{v}_n)) - \ln Z` [nat].

    Parameters
    ----------
    rbm : RBM
        With at most 16 units in the smaller layer.
    v : array_like, shape (n_samples, n_visible)
        Data between 0 and 1.

    Returns
    -------
    float

    Examples
    --------
    >>> rbm = RBM(W=[[4.0, -4.0]], a=[0.0, 0.0], b=[0.0])
    >>> round(log_likelihood(rbm, [[1, 0]]), 4)  # the logarithm of 0.917
    -0.0864
    """
    return float(np.mean(-rbm.free_energy(v)) - log_partition(rbm))


@checks.arguments(rbm=as_rbm, v=checks.array(ndim=2, empty=False, low=0, high=1))
def likelihood_gradient(rbm, v):
    r"""Return the gradient of the mean log-likelihood.

    .. math:: \frac{\partial}{\partial W} = \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{data}}
              - \langle \mathbf{h} \mathbf{v}^\top \rangle_{\text{machine}}

    and likewise with v for a, and with h for b.

    Parameters
    ----------
    rbm : RBM
        With at most 16 units in the smaller layer.
    v : array_like, shape (n_samples, n_visible)
        Data between 0 and 1.

    Returns
    -------
    W, a, b : ndarray
        One gradient for each parameter of the machine.

    Examples
    --------
    >>> rbm = RBM(W=[[0.0, 0.0]], a=[0.0, 0.0], b=[0.0])
    >>> likelihood_gradient(rbm, [[1, 0], [1, 1]])[1]  # units on in the data, less the half of the machine
    array([0.5, 0. ])
    """
    data = averages(rbm.hidden(v), v)
    machine = model_averages(rbm.W, rbm.a, rbm.b)
    return tuple(d - m for d, m in zip(data, machine, strict=True))


@checks.arguments(
    rbm=as_rbm,
    v=checks.array(ndim=2, empty=False, low=0, high=1),
    n_gibbs=checks.integer(low=1),
)
def expected_cd_gradient(rbm, v, *, n_gibbs=1):
    r"""Return the mean of the step of CD-k over all its random numbers.

    The distribution after `n_gibbs` steps of Gibbs sampling takes the place of the machine's own in
    `likelihood_gradient`. The difference of the two is the bias of contrastive divergence.

    Parameters
    ----------
    rbm : RBM
        With at most 16 units in both layers together.
    v : array_like, shape (n_samples, n_visible)
        Data of 0 and 1, or probabilities.
    n_gibbs : int
        k in CD-k.

    Returns
    -------
    W, a, b : ndarray

    References
    ----------
    .. [1] I. Sutskever, T. Tieleman, "On the convergence properties of contrastive divergence", AISTATS
       (2010) 789.

    Examples
    --------
    >>> rbm = RBM(W=[[2.0, -2.0]], a=[0.0, 0.0], b=[0.0])
    >>> data = [[1, 1], [0, 0]]
    >>> for k in (1, 10, 100):
    ...     print(expected_cd_gradient(rbm, data, n_gibbs=k)[0].round(3))
    [[-0.291  0.146]]
    [[-0.37   0.166]]
    [[-0.37   0.166]]
    >>> likelihood_gradient(rbm, data)[0].round(3)
    array([[-0.37 ,  0.166]])
    """
    if sum(rbm.W.shape) > MAX_UNITS:
        raise ValueError(f"need rbm with at most {MAX_UNITS} units in all, got {sum(rbm.W.shape)}")
    data = averages(rbm.hidden(v), v)
    every_v, every_h = _bits(len(rbm.a)), _bits(len(rbm.b))
    up = _product(rbm.hidden(every_v), every_h)  # P(h | v) for every pair
    down = _product(rbm.visible(every_h), every_v)  # P(v | h)
    P = _product(v, every_v).mean(axis=0)  # the data's distribution
    for _ in range(n_gibbs):
        P = P @ up @ down
    h = rbm.hidden(every_v)
    later = (h.T * P) @ every_v, P @ every_v, P @ h
    return tuple(d - m for d, m in zip(data, later, strict=True))


def _product(p, states):
    """Return how probable each of `states` is if unit i is 1 with probability p[..., i], independently."""
    p = p[:, np.newaxis, :]
    return np.prod(np.where(states == 1, p, 1 - p), axis=2)
