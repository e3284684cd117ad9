"""The Boltzmann machine: a memory with noise, whose weights are learned until it dreams what it has seen.

Units are +1 and -1 and all visible, and sums run over all states exactly. `nnbook.rbm` has hidden units.
"""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.activations import softmax
from nnbook.hopfield import all_states
from nnbook.hopfield.states import signs
from nnbook.hopfield.weights import energy, network


def boltzmann_distribution(W, *, beta=1.0, theta=0.0):
    r"""Return the probability of every state in thermal equilibrium.

    .. math:: P(\mathbf{x}) = \frac{e^{-\beta E(\mathbf{x})}}{\sum_{\mathbf{x}'} e^{-\beta E(\mathbf{x}')}}

    Parameters
    ----------
    W : array_like, shape (n, n)
        Symmetric weights; at most 16 units, since all 2**n states are summed.
    beta : float
        Inverse temperature, from 0 to 10¹⁰⁰.
    theta : float or array_like, shape (n,)
        Thresholds.

    Returns
    -------
    P : ndarray, shape (2**n,)
        In the order of `nnbook.hopfield.all_states`.

    Raises
    ------
    TypeError, ValueError
        If `W` is not a square array of at most 16 units or `beta` is out of range.

    References
    ----------
    .. [1] D. H. Ackley, G. E. Hinton, T. J. Sejnowski, "A learning algorithm for Boltzmann machines",
       Cognitive Science 9 (1985) 147.

    Examples
    --------
    >>> boltzmann_distribution([[0, 1], [1, 0]]).round(3)
    array([0.44, 0.06, 0.06, 0.44])
    """
    W, theta = network(W, theta)
    if len(W) > 16:
        raise ValueError(f"need W of at most 16 units to sum over all states, got {len(W)}")
    x = all_states(len(W))
    return softmax(-checks.number("beta", beta, low=0, high=1e100) * energy(W, x, theta))


@dataclass(frozen=True)
class BoltzmannFit:
    """What `fit_boltzmann` learned.

    Attributes
    ----------
    W : ndarray, shape (n, n)
        Symmetric weights with zero diagonal.
    theta : ndarray, shape (n,)
        Thresholds.
    divergence : ndarray, shape (n_steps + 1,)
        Kullback-Leibler divergence from data to machine before each step and after the last [nat].
    """

    W: np.ndarray
    theta: np.ndarray
    divergence: np.ndarray


def fit_boltzmann(samples, *, n_steps, lr):
    r"""Learn weights whose thermal equilibrium has the pair correlations of the samples.

    .. math:: \Delta w_{ij} = \eta \bigl( \langle x_i x_j \rangle_{\text{data}}
              - \langle x_i x_j \rangle_{\text{machine}} \bigr), \qquad
              \Delta \theta_i = -\eta \bigl( \langle x_i \rangle_{\text{data}}
              - \langle x_i \rangle_{\text{machine}} \bigr)

    from zero weights, at inverse temperature 1: Hebb's rule awake, unlearning in the dream.

    Parameters
    ----------
    samples : array_like, shape (n_samples, n)
        States of +1 and -1, at most 12 units.
    n_steps : int
        How many steps of gradient descent.
    lr : float
        Learning rate eta, from 0 to 10¹⁰⁰.

    Returns
    -------
    BoltzmannFit

    Raises
    ------
    TypeError, ValueError
        If `samples` is not made of +1 and -1, has more than 12 units, or a setting is out of range.

    References
    ----------
    .. [1] D. H. Ackley, G. E. Hinton, T. J. Sejnowski, "A learning algorithm for Boltzmann machines",
       Cognitive Science 9 (1985) 147.

    Examples
    --------
    >>> fit = fit_boltzmann([[1, 1], [1, 1], [-1, -1], [1, -1]], n_steps=500, lr=0.2)
    >>> boltzmann_distribution(fit.W, theta=fit.theta).round(2)  # 00, 01, 10, 11 seen 1, 0, 1, 2 times of 4
    array([0.25, 0.  , 0.25, 0.5 ])
    """
    samples = signs("samples", samples, ndim=2)
    n = samples.shape[1]
    if n > 12:
        raise ValueError(f"need samples of at most 12 units to sum over all states, got {n}")
    n_steps = checks.size("n_steps", n_steps, low=0)
    lr = checks.number("lr", lr, low=0, high=1e100)
    x = all_states(n)
    data = np.bincount((samples > 0) @ (1 << np.arange(n)[::-1]), minlength=2**n) / len(samples)
    seen = data > 0
    W, theta, divergence = np.zeros((n, n)), np.zeros(n), np.empty(n_steps + 1)
    for step in range(n_steps + 1):
        P = softmax(0.5 * np.sum((x @ W) * x, axis=1) - x @ theta)
        with np.errstate(divide="ignore", over="ignore"):  # infinite where the machine never shows a sample
            divergence[step] = np.sum(data[seen] * np.log(data[seen] / P[seen]))
        if step < n_steps:
            W += lr * x.T @ ((data - P)[:, np.newaxis] * x)
            np.fill_diagonal(W, 0)
            theta -= lr * (data - P) @ x
    return BoltzmannFit(W, theta, divergence)
