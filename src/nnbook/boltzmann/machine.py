"""The Boltzmann machine without hidden units: it learns the pair correlations of its data.

Units are +1 and -1 and all visible, and sums run over all states exactly. `RBM` has hidden units.
"""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.activations import softmax
from nnbook.hopfield import all_states
from nnbook.hopfield.weights import as_weights, energy
from nnbook.numerics import log_sum_exp


@checks.arguments(W=as_weights, beta=checks.number(low=0, high=1e100))
def boltzmann_distribution(W, *, beta=1.0, theta=0.0):
    r"""Return the probability of every state in thermal equilibrium.

    .. math:: P(\mathbf{x}) = \frac{e^{-\beta E(\mathbf{x})}}{\sum_{\mathbf{x}'} e^{-\beta E(\mathbf{x}')}}

    Parameters
    ----------
    W : array_like, shape (n, n)
        Symmetric weights of at most 16 units, because all 2**n states are summed.
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
    ValueError
        If there are more than 16 units.

    References
    ----------
    .. [1] D. H. Ackley, G. E. Hinton, T. J. Sejnowski, "A learning algorithm for Boltzmann machines",
       Cognitive Science 9 (1985) 147.

    Examples
    --------
    >>> boltzmann_distribution([[0, 1], [1, 0]]).round(3)
    array([0.44, 0.06, 0.06, 0.44])
    """
    if len(W) > 16:
        raise ValueError(f"need W of at most 16 units to sum over all states, got {len(W)}")
    return softmax(-beta * energy(W, all_states(len(W)), theta))  # e^(−βE) / Σ e^(−βE)


@dataclass(frozen=True, eq=False)
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


@checks.arguments(
    samples=checks.signs(ndim=2), n_steps=checks.size(low=0), lr=checks.number(low=0, high=1e100)
)
def fit_boltzmann(samples, *, n_steps, lr):
    r"""Learn weights whose thermal equilibrium has the pair correlations of the samples.

    .. math:: \Delta w_{ij} = \eta \bigl( \langle x_i x_j \rangle_{\text{data}}
              - \langle x_i x_j \rangle_{\text{machine}} \bigr), \qquad
              \Delta \theta_i = -\eta \bigl( \langle x_i \rangle_{\text{data}}
              - \langle x_i \rangle_{\text{machine}} \bigr)

    Learning begins with zero weights and inverse temperature 1. The first average is Hebb's rule. The second
    unlearns what the machine shows by itself.

    Parameters
    ----------
    samples : array_like, shape (n_samples, n)
        States of +1 and -1, at most 12 units.
    n_steps : int
        Number of steps of gradient descent.
    lr : float
        Learning rate eta, from 0 to 10¹⁰⁰.

    Returns
    -------
    BoltzmannFit

    Raises
    ------
    ValueError
        If there are more than 12 units.

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
    n = samples.shape[1]
    if n > 12:
        raise ValueError(f"need samples of at most 12 units to sum over all states, got {n}")
    x = all_states(n)
    data = np.bincount((samples > 0) @ (1 << np.arange(n)[::-1]), minlength=2**n) / len(samples)
    seen = data > 0
    W, theta, divergence = np.zeros((n, n)), np.zeros(n), np.empty(n_steps + 1)
    for step in range(n_steps + 1):
        minus_E = 0.5 * np.sum((x @ W) * x, axis=1) - x @ theta
        log_P = minus_E - log_sum_exp(minus_E)
        P = np.exp(log_P)
        divergence[step] = data[seen] @ (np.log(data[seen]) - log_P[seen])
        if step < n_steps:
            W += lr * x.T @ ((data - P)[:, np.newaxis] * x)  # η (⟨x_i x_j⟩ data − ⟨x_i x_j⟩ machine)
            np.fill_diagonal(W, 0)
            theta -= lr * (data - P) @ x  # −η (⟨x_i⟩ data − ⟨x_i⟩ machine)
    return BoltzmannFit(W, theta, divergence)
