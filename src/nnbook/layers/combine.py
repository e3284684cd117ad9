"""Layers around layers: flatten pictures, add or append what an inner layer makes of its input."""

import math

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import as_layer, buffers, check_grad, check_inputs


class Flatten:
    """Turn each sample into one row, whatever its shape.

    Examples
    --------
    >>> y, _ = Flatten().forward(np.zeros((5, 3, 8, 8)))
    >>> y.shape
    (5, 192)
    """

    def __init__(self):
        self.params = []

    def __repr__(self):
        return "Flatten()"

    def forward(self, x, *, training=False, rng=None):
        """Return `x` as (n_samples, n_features) and the cache."""
        x = check_inputs(x, None)
        y = x.reshape(len(x), math.prod(x.shape[1:]))
        return y, (x.shape, y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return the gradient in the shape of the input."""
        shape, y = cache
        return (check_grad(grad, y).reshape(shape) if input_grad else None), []


class Residual:
    r"""Add the input to what the inner layer makes of it.

    .. math:: \mathbf{y} = \mathbf{s}(\mathbf{x}) + f(\mathbf{x}), \qquad
              \frac{\partial L}{\partial \mathbf{x}} =
              \mathbf{s}'^\top \frac{\partial L}{\partial \mathbf{y}} +
              f'^\top \frac{\partial L}{\partial \mathbf{y}}

    With the identity as shortcut **s** the gradient reaches the input whatever f does to it.

    Parameters
    ----------
    inner : Layer
        f; its output has the shape of the shortcut's.
    shortcut : Layer, optional
        **s**, such as a 1×1 convolution where sizes change; the identity without it.

    Attributes
    ----------
    params : list
        Those of `inner`, then those of `shortcut`.

    Raises
    ------
    ValueError
        In a forward pass, if the shapes of the two ways differ.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", CVPR 2016,
       arXiv:1512.03385, equations 1 and 2.

    Examples
    --------
    >>> from nnbook.layers import Dense
    >>> block = Residual(Dense(3, 3, init=lambda shape, rng, dtype: np.zeros(shape), rng=None))
    >>> block.forward([[1.0, 2.0, 3.0]])[0]
    array([[1., 2., 3.]])
    """

    def __init__(self, inner, shortcut=None):
        self.inner = as_layer("inner", inner)
        self.shortcut = None if shortcut is None else as_layer("shortcut", shortcut)

    def __repr__(self):
        return f"Residual({self.inner!r}{'' if self.shortcut is None else f', {self.shortcut!r}'})"

    @property
    def params(self):
        """Parameters of both ways."""
        return [*self.inner.params, *([] if self.shortcut is None else self.shortcut.params)]

    @property
    def buffers(self):
        """Running statistics of both ways."""
        return buffers(self.inner, self.shortcut)

    def forward(self, x, *, training=False, rng=None):
        """Return the sum of both ways and their caches."""
        f, f_cache = self.inner.forward(x, training=training, rng=rng)
        s, s_cache = x, None
        if self.shortcut is not None:
            s, s_cache = self.shortcut.forward(x, training=training, rng=rng)
        s = check_inputs(s, f.dtype)
        if f.shape != s.shape:
            raise ValueError(f"need inner and shortcut to agree in shape, got {f.shape} and {s.shape}")
        return s + f, (f_cache, s_cache)  # y = s(x) + f(x)

    def backward(self, grad, cache, *, input_grad=True):
        """Return the sum of both gradients and those of all parameters."""
        f_cache, s_cache = cache
        dx, grads = self.inner.backward(grad, f_cache, input_grad=input_grad)
        if self.shortcut is None:
            return (dx + checks.floats("grad", grad, dx.dtype) if input_grad else None), grads
        ds, more = self.shortcut.backward(grad, s_cache, input_grad=input_grad)
        return (dx + ds if input_grad else None), [*grads, *more]


class Concat:
    r"""Put the outputs of several layers that see the same input behind one another.

    .. math:: \mathbf{y} = [f_1(\mathbf{x}), f_2(\mathbf{x}), \dots], \qquad
              \frac{\partial L}{\partial \mathbf{x}} =
              \sum_k f_k'^\top \frac{\partial L}{\partial \mathbf{y}_k}

    Parameters
    ----------
    *branches : Layer
        At least one. Their outputs differ in length along `axis` only.
    axis : int
        1 for features or channels, −1 for the features of sequences.

    Attributes
    ----------
    params : list
        Those of all branches in order.

    Raises
    ------
    ValueError
        In a forward pass, if the outputs differ in more than their length along `axis`.

    Examples
    --------
    >>> from nnbook.activations import relu, tanh
    >>> from nnbook.layers import Activation
    >>> y, _ = Concat(Activation(relu), Activation(tanh)).forward([[-1.0, 0.0]])
    >>> y.round(2)
    array([[ 0.  ,  0.  , -0.76,  0.  ]])
    """

    def __init__(self, *branches, axis=1):
        if not branches:
            raise ValueError("need at least one layer, got branches=()")
        self.branches = [as_layer(f"branches[{i}]", branch) for i, branch in enumerate(branches)]
        self.axis = checks.integer("axis", axis)
        if axis == 0:
            raise ValueError("need an axis other than that of samples, got axis=0")

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.branches))})"

    @property
    def params(self):
        """Parameters of all branches."""
        return [p for branch in self.branches for p in branch.params]

    @property
    def buffers(self):
        """Running statistics of all branches."""
        return buffers(*self.branches)

    def forward(self, x, *, training=False, rng=None):
        """Return the joined outputs and the cache."""
        passes = [branch.forward(x, training=training, rng=rng) for branch in self.branches]
        outputs, caches = zip(*passes, strict=True)
        try:
            y = np.concatenate(outputs, axis=self.axis, dtype=outputs[-1].dtype)
        except ValueError as error:  # AxisError is one
            shapes = [output.shape for output in outputs]
            raise ValueError(
                f"need branches that differ along axis {self.axis} only, got {shapes}"
            ) from error
        return y, (caches, np.cumsum([output.shape[self.axis] for output in outputs[:-1]]), y)

    def backward(self, grad, cache, *, input_grad=True):
        """Return the sum of the branches' gradients and those of all parameters."""
        caches, borders, y = cache
        parts = np.split(check_grad(grad, y), borders, axis=self.axis)
        backs = [
            branch.backward(part, cache, input_grad=input_grad)
            for branch, part, cache in zip(self.branches, parts, caches, strict=True)
        ]
        grads = [g for _, branch_grads in backs for g in branch_grads]
        return (sum(dx for dx, _ in backs) if input_grad else None), grads


class Skip(Concat):
    r"""Put the output of the inner layer behind its input, :math:`\mathbf{y} = [\mathbf{x}, f(\mathbf{x})]`.

    The parts stay apart where `Residual` adds them: dense blocks and U-Nets are made of it.

    Parameters
    ----------
    inner : Layer
        f; keeps all lengths but that of `axis`.
    axis : int
        1 for features or channels, −1 for the features of sequences.

    References
    ----------
    .. [1] G. Huang, Z. Liu, L. van der Maaten and K. Weinberger, "Densely connected convolutional networks",
       CVPR 2017, arXiv:1608.06993.

    Examples
    --------
    >>> from nnbook.layers import Dense
    >>> Skip(Dense(3, 2, rng=np.random.default_rng(0))).forward(np.ones((4, 3)))[0].shape
    (4, 5)
    """

    def __init__(self, inner, *, axis=1):
        super().__init__(_Same(), as_layer("inner", inner), axis=axis)


class _Same:
    """The identity as a layer."""

    params: tuple = ()

    def __repr__(self):
        return "x"

    def forward(self, x, *, training=False, rng=None):
        return check_inputs(x, None), None

    def backward(self, grad, cache, *, input_grad=True):
        return grad, []
