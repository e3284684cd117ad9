"""Activations made of straight pieces: the linear unit, the threshold unit and the rectifiers."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks


@dataclass(frozen=True)
class Identity:
    r"""The linear unit, :math:`f(z) = z`.

    Examples
    --------
    >>> identity([1.0, -2.0]), identity.prime([1.0, -2.0])
    (array([ 1., -2.]), array([1., 1.]))
    """

    def __call__(self, z):
        """Return z."""
        return checks.floats("z", z)

    def prime(self, z, a=None):
        """Return the derivative, 1.

        Parameters
        ----------
        z : array_like
            Potentials.
        a : array_like, optional
            The values f(z), where they are at hand: some derivatives are cheaper from them.

        Returns
        -------
        ndarray, shape of z
            f'(z).
        """
        z = checks.floats("z", z)
        return np.ones(z.shape, z.dtype)


@dataclass(frozen=True)
class Heaviside:
    r"""The threshold unit, :math:`f(z) = 1` for z ≥ 0, else 0.

    Its derivative is 0 wherever it has one: gradient descent learns nothing through it.

    Notes
    -----
    At the threshold itself the unit fires, as a neuron does whose potential reaches its threshold. Some books
    choose 0 or ½.

    References
    ----------
    .. [1] W. S. McCulloch and W. Pitts, "A logical calculus of the ideas immanent in nervous activity",
       Bulletin of Mathematical Biophysics 5 (1943), doi:10.1007/BF02478259.

    Examples
    --------
    >>> heaviside([-0.1, 0.0, 3.0])
    array([0., 1., 1.])
    """

    def __call__(self, z):
        """Return 1 where z ≥ 0, else 0."""
        return np.heaviside(checks.floats("z", z), 1)

    def prime(self, z, a=None):
        """Return the derivative, 0."""
        return np.zeros_like(checks.floats("z", z))


@dataclass(frozen=True)
class ReLU:
    r"""The rectified linear unit, :math:`f(z) = \max(z, 0)`.

    The derivative is 1 for z > 0, else 0: at the kink itself 0 is chosen, as in PyTorch.

    References
    ----------
    .. [1] V. Nair and G. Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.

    Examples
    --------
    >>> relu([-2.0, 3.0]), relu.prime([-2.0, 0.0, 3.0])
    (array([0., 3.]), array([0., 0., 1.]))
    """

    def __call__(self, z):
        """Return max(z, 0)."""
        return np.maximum(checks.floats("z", z), 0)

    def prime(self, z, a=None):
        """Return the derivative: 1 where z > 0, else 0; a is positive there too."""
        z = checks.floats("z", z) if a is None else a
        return (z > 0).astype(z.dtype)


@dataclass(frozen=True)
class LeakyReLU:
    r"""A rectifier that lets a little of the negative side through.

    .. math:: f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}

    When α is learned it is a parametric rectifier: `nnbook.layers.PReLU`.

    Parameters
    ----------
    slope : float
        α, any finite number; 0 gives `ReLU`, 1 the identity, −1 the absolute value.

    References
    ----------
    .. [1] A. Maas, A. Hannun and A. Ng, "Rectifier nonlinearities improve neural network acoustic models",
       ICML workshop 2013.

    Examples
    --------
    >>> LeakyReLU(0.1)([-2.0, 3.0])
    array([-0.2,  3. ])
    """

    slope: float = 0.01

    def __post_init__(self):
        object.__setattr__(self, "slope", checks.number("slope", self.slope))

    def __call__(self, z):
        """Return z where z > 0, else αz."""
        z = checks.floats("z", z)
        return np.where(z > 0, z, self.slope * z)

    def prime(self, z, a=None):
        """Return the derivative: 1 where z > 0, else α."""
        z = checks.floats("z", z)
        return np.where(z > 0, z.dtype.type(1), z.dtype.type(self.slope))


identity, heaviside, relu = Identity(), Heaviside(), ReLU()
