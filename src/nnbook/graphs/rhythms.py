"""What a loop does in time, when all neurons change at once: rest, cycles and chaos."""

from typing import NamedTuple

import numpy as np

from nnbook import checks
from nnbook.hopfield.weights import as_thresholds, as_weights


class Rhythm(NamedTuple):
    """How a clocked network of threshold neurons ended; see `rhythm`.

    Parameters
    ----------
    transient : int
        Steps before the cycle is reached.
    period : int
        Length of the cycle: 1 for a fixed point; 0 if no state had come back yet.
    states : ndarray, shape (transient + period, n)
        Every state on the way, the last one being the end of the cycle.

    Examples
    --------
    >>> Rhythm(0, 1, np.ones((1, 2))).period
    1
    """

    transient: int
    period: int
    states: np.ndarray


@checks.arguments(W=as_weights, max_steps=checks.integer(low=1, high=10**7))
def rhythm(W, x, *, theta=0.0, max_steps=10_000):
    r"""Let threshold neurons of states ±1 change all at once until a state comes back.

    .. math:: x_i(t+1) = \operatorname{sign}\Bigl(\sum_j w_{ij} x_j(t) - \theta_i\Bigr)

    A tie keeps the state. The next state depends on this one alone, and there are :math:`2^n` of them, so
    every run ends in a cycle, a fixed point being one of length 1. With symmetric W the length is 1 or 2
    [1]_. With antisymmetric W, no thresholds and no ties it is 4.

    Parameters
    ----------
    W : array_like, shape (n, n)
        Weights; ``W[i, j]`` leads from neuron j to neuron i.
    x : array_like, shape (n,)
        The first state.
    theta : float or array_like, shape (n,)
        Thresholds.
    max_steps : int
        After how many steps to give up.

    Returns
    -------
    Rhythm

    References
    ----------
    .. [1] E. Goles-Chacc, F. Fogelman-Soulie, D. Pellegrin, "Decreasing energy functions as a tool for
       studying threshold networks", Discrete Applied Mathematics 12 (1985) 261.

    Examples
    --------
    >>> rhythm([[0, 1], [-1, 0]], [1, 1]).period
    4
    """
    x, theta = checks.signs("x", x, ndim=1, n=len(W)), as_thresholds(theta, len(W))
    seen, states = {}, []
    for t in range(max_steps + 1):
        if (key := x.tobytes()) in seen:
            return Rhythm(seen[key], t - seen[key], np.array(states))
        seen[key] = t
        states.append(x)
        h = W @ x - theta
        x = np.where(h != 0, np.sign(h), x)  # x(t+1) = sign(W x(t) − θ), a tie keeps
    return Rhythm(max_steps, 0, np.array(states))


def as_networks(name, W):
    """Return the weights of one network, or of several of one size.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    W : array_like, shape (n, n) or (n_networks, n, n)
        Weights.

    Returns
    -------
    ndarray, shape of W

    Examples
    --------
    >>> as_networks("W", np.zeros((5, 2, 2))).shape
    (5, 2, 2)
    """
    W = checks.array(name, W, ndim=(2, 3), empty=False)
    if W.shape[-1] != W.shape[-2]:
        raise ValueError(f"need square matrices in {name}, got {name} of shape {W.shape}")
    return W


@checks.arguments(W=as_networks, n_steps=checks.size(low=0))
def clocked_path(W, x, *, n_steps, drive=None):
    r"""Return the states of clocked neurons with the activation tanh.

    .. math:: \mathbf{x}(t+1) = \tanh\bigl(W \mathbf{x}(t) + \mathbf{u}(t)\bigr)

    Parameters
    ----------
    W : array_like, shape (n, n) or (n_networks, n, n)
        Weights of one network, or of several that run side by side.
    x : array_like, shape (n,) or (n_networks, n)
        The first state, one for each network.
    n_steps : int
        Number of steps.
    drive : array_like, shape (n_steps, n), optional
        The input u(t), the same for all networks; none by default.

    Returns
    -------
    ndarray, shape (n_steps + 1, n) or (n_steps + 1, n_networks, n)
        The start and the state after each step.

    Examples
    --------
    >>> path = clocked_path([[0, 2], [-2, 0]], [0.1, 0], n_steps=2)
    >>> path.round(2)
    array([[ 0.1 ,  0.  ],
           [ 0.  , -0.2 ],
           [-0.38,  0.  ]])
    """
    n = W.shape[-1]
    x = checks.array("x", x, shape=W.shape[:-1])
    u = np.zeros((n_steps, 1)) if drive is None else checks.array("drive", drive, shape=(n_steps, n))
    path = np.empty((n_steps + 1, *x.shape))
    path[0] = x
    for t in range(n_steps):
        z = (W @ path[t][..., np.newaxis])[..., 0] + u[t]
        path[t + 1] = np.tanh(z)  # x(t+1) = tanh(W x(t) + u(t))
    return path


@checks.arguments(W=as_networks, n_steps=checks.integer(low=1), rng=checks.generator())
def lyapunov_exponent(W, x, *, n_steps, n_discard=0, rng, drive=None):
    r"""Return the largest Lyapunov exponent of clocked tanh neurons.

    A small difference v(t) between two states grows by the derivative of the step,

    .. math:: \mathbf{v}(t+1) = \operatorname{diag}\bigl(1 - \mathbf{x}(t+1)^2\bigr)\, W\, \mathbf{v}(t),
              \qquad
              \lambda = \frac1N \sum_t \ln\frac{\lVert\mathbf{v}(t+1)\rVert}{\lVert\mathbf{v}(t)\rVert} ,

    where the sum runs over the last N of all steps. After each step v is scaled back to length 1. A positive
    exponent says that the difference grows like :math:`e^{\lambda t}` on average, which is called chaos if
    the states stay bounded, as here. On a stable cycle or fixed point the exponent is negative, on a torus
    zero.

    Parameters
    ----------
    W : array_like, shape (n, n) or (n_networks, n, n)
        Weights of one network, or of several that run side by side.
    x : array_like, shape (n,) or (n_networks, n)
        The first state, one for each network.
    n_steps : int
        Steps over which the growth is averaged.
    n_discard : int
        Steps before them.
    rng : numpy.random.Generator
        Draws the direction of the first difference, from which the result hardly depends.
    drive : array_like, shape (n_discard + n_steps, n), optional
        An input u(t); the exponent then is that of the difference under one and the same input.

    Returns
    -------
    float, or ndarray of shape (n_networks,)
        Per step; -inf if the difference vanished.

    References
    ----------
    .. [1] G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, "Lyapunov characteristic exponents for
       smooth dynamical systems and for Hamiltonian systems, part 1", Meccanica 15 (1980) 9.

    Examples
    --------
    >>> W = 0.5 * np.array([[0.0, 1.0], [-1.0, 0.0]])  # a rotation that shrinks by one half
    >>> shrinks = lyapunov_exponent(W, [1e-9, 0], n_steps=20, rng=np.random.default_rng(0))
    >>> float(np.exp(shrinks).round(9))
    0.5
    """
    n_discard = checks.size("n_discard", n_discard, low=0)
    path = clocked_path(W, x, n_steps=n_discard + n_steps, drive=drive)
    v = rng.normal(size=path.shape[1:])
    v /= np.linalg.norm(v, axis=-1, keepdims=True)
    total = np.zeros(v.shape[:-1])
    for t in range(n_discard + n_steps):
        v = (1 - path[t + 1] ** 2) * (W @ v[..., np.newaxis])[..., 0]
        length = np.linalg.norm(v, axis=-1, keepdims=True)
        v = np.divide(v, length, out=v, where=length > 0)
        if t >= n_discard:
            with np.errstate(divide="ignore"):  # ln 0 says that the difference is gone
                total += np.log(length[..., 0])
    return total / n_steps if total.ndim else float(total / n_steps)
