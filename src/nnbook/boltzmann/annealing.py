"""Annealed importance sampling: the partition function of a machine whose states cannot all be visited."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnbook import checks
from nnbook.boltzmann.exact import as_rbm
from nnbook.numerics import log_sum_exp, sigmoid, softplus


@dataclass(frozen=True, eq=False)
class PartitionEstimate:
    """What `annealed_importance_sampling` found.

    Attributes
    ----------
    log_z : float
        Estimate of ln Z.
    error : float
        Standard error of Z relative to its estimate, from the spread of the runs. It does not know of states
        that no run has seen.
    log_weights : ndarray, shape (n_runs,)
        ln Z as each run has it; Z is estimated by the mean of their exponentials.
    """

    log_z: float
    error: float
    log_weights: np.ndarray


@checks.arguments(
    rbm=as_rbm, n_runs=checks.integer(low=2), n_temperatures=checks.size(), rng=checks.generator()
)
def annealed_importance_sampling(rbm, *, n_runs, n_temperatures, rng):
    r"""Estimate the partition function of a restricted Boltzmann machine.

    The runs begin in a machine with W = 0 and b = 0, whose Z is known, and are led to the given one:

    .. math:: P_\beta(\mathbf{v}) \propto p_\beta(\mathbf{v})
              = e^{\mathbf{a}^\top \mathbf{v}} \prod_i \bigl(1 + e^{\beta z_i}\bigr), \qquad
              \ln Z \approx \ln Z_0 + \ln \Bigl\langle \prod_k
              \frac{p_{\beta_k}(\mathbf{v}_k)}{p_{\beta_{k-1}}(\mathbf{v}_k)} \Bigr\rangle

    with z = Wv + b and one step of Gibbs sampling at each inverse temperature. Z is estimated without bias;
    ln Z is underestimated in the mean.

    Parameters
    ----------
    rbm : RBM
        Of any size.
    n_runs : int
        Number of independent runs, at least 2.
    n_temperatures : int
        Number of steps, equal in β, from 0 to 1.
    rng : numpy.random.Generator
        States of the runs.

    Returns
    -------
    PartitionEstimate

    References
    ----------
    .. [1] R. M. Neal, "Annealed importance sampling", Statistics and Computing 11 (2001) 125.
    .. [2] R. Salakhutdinov, I. Murray, "On the quantitative analysis of deep belief networks", ICML (2008)
       872.

    Examples
    --------
    >>> from nnbook.boltzmann import RBM, log_partition
    >>> rbm = RBM(W=[[2.0, -2.0, 1.0]], a=[0.5, 0.0, 0.0], b=[0.0])
    >>> rng = np.random.default_rng(0)
    >>> estimate = annealed_importance_sampling(rbm, n_runs=500, n_temperatures=50, rng=rng)
    >>> round(estimate.log_z, 1), round(log_partition(rbm), 1)
    (4.2, 4.2)
    """
    W, a, b = rbm.W, rbm.a, rbm.b
    v = (rng.random((n_runs, len(a))) < sigmoid(a)).astype(float)
    log_w = np.full(n_runs, softplus(a).sum() + len(b) * np.log(2))  # ln Z₀
    beta = np.linspace(0, 1, n_temperatures + 1)
    for before, now in pairwise(beta):
        z = v @ W.T + b
        log_w += (softplus(now * z) - softplus(before * z)).sum(axis=1)  # ln p_now(v) / p_before(v)
        h = rng.random(z.shape) < sigmoid(now * z)
        v = (rng.random(v.shape) < sigmoid(now * (h @ W) + a)).astype(float)
    log_z = float(log_sum_exp(log_w) - np.log(n_runs))  # ln of the mean weight
    error = np.std(np.exp(log_w - log_z), ddof=1) / np.sqrt(n_runs)
    return PartitionEstimate(log_z, float(error), log_w)
