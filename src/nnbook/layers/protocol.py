"""What every layer can do, written down once: the two methods that a network is made of."""

from typing import Any, Protocol, runtime_checkable

import numpy as np

from nnbook import checks


@runtime_checkable
class Layer(Protocol):
    r"""A function with parameters that also knows its derivative.

    .. math:: \mathbf{y} = f(\mathbf{x}; \theta), \qquad
              \frac{\partial L}{\partial \mathbf{x}} =
              \left(\frac{\partial \mathbf{y}}{\partial \mathbf{x}}\right)^{\!\top}
              \frac{\partial L}{\partial \mathbf{y}}

    What the backward pass needs is returned by the forward pass as a *cache* and never kept on the layer, so
    that a layer can be applied twice before going back: a recurrent net, tied weights, a discriminator. It
    may hold x and y themselves, so neither may be changed before `backward`.
    Parameters are float32 unless asked otherwise; everything is computed in their dtype.

    Attributes
    ----------
    params : list of ndarray
        The arrays that an optimiser changes in place; may be empty.

    Examples
    --------
    Anything with these three members is a layer:

    >>> class Double:
    ...     params = []
    ...
    ...     def forward(self, x, *, training=False, rng=None):
    ...         return 2 * x, None
    ...
    ...     def backward(self, grad, cache, *, input_grad=True):
    ...         return 2 * grad, []
    >>> isinstance(Double(), Layer)
    True
    """

    params: list[np.ndarray]

    def forward(self, x, *, training=False, rng=None) -> tuple[np.ndarray, Any]:
        """Return the output, and a cache of what `backward` will need.

        Parameters
        ----------
        x : array_like, shape (n_samples, ...)
            Inputs.
        training : bool
            Whether this is a pass of training: dropout thins, batch normalisation uses its batch.
        rng : numpy.random.Generator, optional
            The source of noise in training, such as dropout's. Layers that draw nothing do not use it.

        Returns
        -------
        y : ndarray, shape (n_samples, ...)
            Outputs.
        cache : object
            For `backward`, and for nothing else.
        """

    def backward(self, grad, cache, *, input_grad=True):
        """Return the gradients of a loss L with respect to the input and to every parameter.

        Parameters
        ----------
        grad : array_like, shape of y
            ∂L/∂y.
        cache : object
            What `forward` returned with that y.
        input_grad : bool
            Whether ∂L/∂x is wanted; the first layer of a net need not compute it.

        Returns
        -------
        dx : ndarray, shape of x, or None
            ∂L/∂x; None unless `input_grad`.
        dparams : list of ndarray
            ∂L/∂θ for each array of `params`, in their order.
        """


def as_layer(name, value):
    """Return `value` if it is a layer.

    Raises
    ------
    TypeError
        If it has no `forward`, `backward` or `params`, or is a class that still has to be called.

    Examples
    --------
    >>> as_layer("inner", np.tanh)
    Traceback (most recent call last):
    ...
    TypeError: need inner to be a layer with forward, backward and params, got inner=<ufunc 'tanh'>
    """
    if isinstance(value, type) or not isinstance(value, Layer):
        raise TypeError(f"need {name} to be a layer with forward, backward and params, got {name}={value!r}")
    return value


def buffers(*layers):
    """Return the arrays besides parameters that training passes of these layers move, such as running means.

    A layer that has some, or has layers inside, lists them as its attribute `buffers`.

    Examples
    --------
    >>> from nnbook.layers import BatchNorm, Dense
    >>> buffers(BatchNorm(2), Dense(2, 1, rng=np.random.default_rng(0)))
    [array([0., 0.], dtype=float32), array([1., 1.], dtype=float32)]
    """
    return [array for one in layers for array in getattr(one, "buffers", ())]


def check_inputs(x, dtype, *, ndim=None, axis=-1, length=None):
    """Return the input of a layer as an array of `dtype` whose `axis` has the wanted length.

    NaN and infinity pass: they show in the loss, and `nnbook.training.fit` looks there.

    Parameters
    ----------
    x : array_like
        What the layer was given.
    dtype : dtype
        That of the layer's parameters; None keeps what floats `x` has.
    ndim : tuple of int, optional
        Allowed numbers of dimensions; any from 2 up without it.
    axis : int
        Where features or channels stand.
    length : int, optional
        How many there must be.

    Examples
    --------
    >>> check_inputs([[1, 2]], np.float32, length=3)
    Traceback (most recent call last):
    ...
    ValueError: need x of shape (..., 3), got x of shape (1, 2)
    """
    x = checks.floats("x", x, dtype)
    if x.ndim < 2 if ndim is None else x.ndim not in ndim:
        wanted = "at least 2" if ndim is None else " or ".join(map(str, ndim))
        raise ValueError(f"need x with {wanted} dimensions, samples first, got x of shape {x.shape}")
    if length is not None and x.shape[axis] != length:
        wanted = f"(..., {length})" if axis == -1 else f"(n_samples, {length}, ...)"
        raise ValueError(f"need x of shape {wanted}, got x of shape {x.shape}")
    return x


def check_grad(grad, like):
    """Return ∂L/∂y as an array of the dtype of the layer's output y after comparing their shapes.

    Examples
    --------
    >>> check_grad(np.ones(3), np.ones((3, 1)))
    Traceback (most recent call last):
    ...
    ValueError: need grad of shape (3, 1) like the layer's output, got shape (3,)
    """
    grad = checks.floats("grad", grad, like.dtype)
    if grad.shape != like.shape:
        raise ValueError(f"need grad of shape {like.shape} like the layer's output, got shape {grad.shape}")
    return grad
