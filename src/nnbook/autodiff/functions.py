"""Functions of variables, each with its derivative in the same line."""

import numpy as np

from nnbook.autodiff.variable import unary
from nnbook.numerics import sigmoid


def exp(a):
    r"""Return :math:`y = e^a`; :math:`y' = y`.

    Parameters
    ----------
    a : Variable or array_like
        The exponent.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError, ValueError
        If `a` is not made of real numbers, or the result overflows.

    Examples
    --------
    >>> exp(0)
    Variable(1.0, op='exp')
    """
    return unary("exp", a, np.exp, lambda g, a, y: g * y)


def log(a):
    r"""Return :math:`y = \ln a`; :math:`y' = 1/a`.

    Parameters
    ----------
    a : Variable or array_like
        Positive numbers.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError, ValueError
        If a number is not real or not positive.

    Examples
    --------
    >>> log(1)
    Variable(0.0, op='log')
    """
    return unary("log", a, np.log, lambda g, a, y: g / a)


def tanh(a):
    r"""Return :math:`y = \tanh a`; :math:`y' = 1 - y^2`.

    Parameters
    ----------
    a : Variable or array_like
        Any real numbers.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError
        If `a` is not made of real numbers.

    Examples
    --------
    >>> tanh(0)
    Variable(0.0, op='tanh')
    """
    return unary("tanh", a, np.tanh, lambda g, a, y: g * (1 - y**2))


def logistic(a):
    r"""Return :math:`y = \sigma(a) = 1/(1 + e^{-a})`; :math:`y' = y\,(1 - y)`.

    Parameters
    ----------
    a : Variable or array_like
        Any real numbers.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError
        If `a` is not made of real numbers.

    Examples
    --------
    >>> logistic(0)
    Variable(0.5, op='σ')
    """
    return unary("σ", a, sigmoid, lambda g, a, y: g * (y * (1 - y)))


def relu(a):
    r"""Return :math:`y = \max(a, 0)`; :math:`y' = 1` for a > 0, else 0.

    Parameters
    ----------
    a : Variable or array_like
        Any real numbers.

    Returns
    -------
    Variable, shape of a

    Raises
    ------
    TypeError
        If `a` is not made of real numbers.

    Examples
    --------
    >>> relu([-1, 2])
    Variable([0.0, 2.0], op='relu')
    """
    return unary("relu", a, lambda a: np.maximum(a, 0), lambda g, a, y: g * (a > 0))
