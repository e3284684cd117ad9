"""Units that answer to what is near them: centres that move to the data, and functions around centres."""

from nnbook.competitive.k_means import KMeans, k_means
from nnbook.competitive.rbf import RBFNetwork, fit_rbf, gaussian_features

__all__ = [
    "KMeans",
    "RBFNetwork",
    "fit_rbf",
    "gaussian_features",
    "k_means",
]
