"""Words, letters and classes are whole numbers; here they become vectors."""

import numpy as np

from nnbook import checks
from nnbook.initializers import unit_normal
from nnbook.layers.settings import draw_weights


def one_hot(labels, n_classes, *, dtype=np.float32):
    r"""Return a vector for each label that is 1 at the label's place and 0 elsewhere.

    Parameters
    ----------
    labels : array_like of int, any shape
        From 0 to n_classes − 1.
    n_classes : int
        Length of the vectors.
    dtype : dtype
        float32 or float64.

    Returns
    -------
    ndarray of `dtype`, shape labels.shape + (n_classes,)

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    n_classes = checks.size("n_classes", n_classes)
    labels = checks.class_indices("labels", labels, n_classes)
    vectors = np.zeros((labels.size, n_classes), checks.float_type("dtype", dtype))
    vectors[np.arange(labels.size), labels.ravel()] = 1
    return vectors.reshape(*labels.shape, n_classes)


class Embedding:
    r"""A table with one row of numbers for each token: a dense layer without bias behind a one-hot code.

    .. math:: Y = \operatorname{onehot}(\text{tokens})\, W, \qquad
              \frac{\partial L}{\partial W} = \operatorname{onehot}(\text{tokens})^\top
              \frac{\partial L}{\partial Y}

    Parameters
    ----------
    n_tokens, n_features : int
        Size of the vocabulary and of the vectors.
    init : callable
        Initialiser of the table, N(0, 1) if not given.
    rng : numpy.random.Generator
        Draws the table.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    params : list
        ``[W]`` of shape (n_tokens, n_features).

    References
    ----------
    .. [1] Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, "A neural probabilistic language model", Journal
       of Machine Learning Research 3 (2003) 1137-1155.

    Examples
    --------
    >>> table = Embedding(3, 2, rng=np.random.default_rng(0))
    >>> y, cache = table.forward([[0, 2]])
    >>> y.shape, (y[0, 1] == table.params[0][2]).all()
    ((1, 2, 2), np.True_)
    """

    def __init__(self, n_tokens, n_features, *, init=unit_normal, rng, dtype=np.float32):
        self.n_tokens = checks.size("n_tokens", n_tokens)
        self.n_features = checks.size("n_features", n_features)
        self.params = [draw_weights(init, (self.n_tokens, self.n_features), rng=rng, dtype=dtype)]

    def __repr__(self):
        return f"Embedding({self.n_tokens}, {self.n_features})"

    def forward(self, x, *, training=False, rng=None):
        """Return the rows of the tokens `x`, shape x.shape + (n_features,), and the cache."""
        tokens = checks.class_indices("x", x, self.n_tokens)
        return self.params[0][tokens], tokens

    def backward(self, grad, cache, *, input_grad=True):
        """Return None (tokens have no gradient) and [∂L/∂W]."""
        (W,), tokens = self.params, cache
        grad = checks.floats("grad", grad, W.dtype)
        if grad.shape != (*tokens.shape, self.n_features):
            raise ValueError(
                f"need grad of shape {(*tokens.shape, self.n_features)}, got grad of shape {grad.shape}"
            )
        codes = one_hot(tokens.ravel(), self.n_tokens, dtype=W.dtype)
        return None, [codes.T @ grad.reshape(-1, self.n_features)]
