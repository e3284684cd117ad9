"""States of +1 and -1: what a memory starts from, where it ends, and how the two are compared."""

import numpy as np

from nnbook import checks


def signs(name, x, *, ndim=(1, 2), n=None):
    """Return `x` as an array of +1 and -1, in one dimension (a state) or two (one state in each row).

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    x : array_like, shape (n,) or (n_states, n)
        The states.
    ndim : int or tuple of int
        The allowed numbers of dimensions.
    n : int, optional
        The wanted number of units.

    Raises
    ------
    TypeError, ValueError
        If `x` is no array of +1 and -1 of that shape, or is empty.

    Examples
    --------
    >>> signs("x", [1, 0])
    Traceback (most recent call last):
    ...
    ValueError: need only +1 and -1 in x, got 0
    """
    x = checks.array(name, x, ndim=ndim)
    if x.size == 0:
        raise ValueError(f"need at least one unit and one state in {name}, got {name} of shape {x.shape}")
    if n is not None and x.shape[-1] != n:
        raise ValueError(f"need {name} with {n} units, got {name} of shape {x.shape}")
    if (wrong := np.abs(x) != 1).any():
        raise ValueError(f"need only +1 and -1 in {name}, got {x[wrong][0]:g}")
    return x


def overlap(x, patterns):
    r"""Return how far states agree with patterns: :math:`m^\mu = \frac1n \sum_i \xi^\mu_i x_i`, from -1 to 1.

    A state with a share q of its units wrong has overlap 1 - 2q.

    Parameters
    ----------
    x : array_like, shape (n,) or (n_states, n)
        States.
    patterns : array_like, shape (n,) or (p, n)
        Patterns.

    Returns
    -------
    m : float or ndarray, shape (p,), (n_states,) or (n_states, p)
        One number for each pair of a state and a pattern.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or an entry is neither +1 nor -1.

    Examples
    --------
    >>> overlap([1, 1, 1, -1], [[1, 1, 1, 1], [1, -1, 1, -1]])
    array([0.5, 0.5])
    """
    x = signs("x", x)
    xi = signs("patterns", patterns, n=x.shape[-1])
    m = x @ xi.T / x.shape[-1]
    return float(m) if m.ndim == 0 else m


def all_states(n):
    """Return every state of n units, in the order of the binary numbers with -1 for 0 and unit 1 leading.

    Parameters
    ----------
    n : int
        Number of units, 1 to 20.

    Returns
    -------
    states : ndarray, shape (2**n, n)

    Raises
    ------
    TypeError, ValueError
        If `n` is not an integer from 1 to 20.

    Examples
    --------
    >>> all_states(2)
    array([[-1., -1.],
           [-1.,  1.],
           [ 1., -1.],
           [ 1.,  1.]])
    """
    n = checks.integer("n", n, low=1, high=20)
    bits = np.arange(2**n)[:, np.newaxis] >> np.arange(n)[::-1] & 1
    return 2.0 * bits - 1


def flip_bits(x, fraction, *, rng):
    """Damage states: turn over a share of the units, the same number in each state.

    Parameters
    ----------
    x : array_like, shape (n,) or (n_states, n)
        States; not changed.
    fraction : float
        Share of units to turn over, 0 to 1; ``round(fraction * n)`` of them.
    rng : numpy.random.Generator
        Draws which.

    Returns
    -------
    damaged : ndarray, shape of x

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of +1 and -1 or `fraction` is not between 0 and 1.

    Examples
    --------
    >>> x = np.ones(8)
    >>> float(overlap(flip_bits(x, 0.25, rng=np.random.default_rng(0)), x))
    0.5
    """
    x = signs("x", x)
    n_flips = round(checks.number("fraction", fraction, low=0, high=1) * x.shape[-1])
    rank = checks.generator("rng", rng).permuted(np.broadcast_to(np.arange(x.shape[-1]), x.shape), axis=-1)
    return np.where(rank < n_flips, -x, x)


def majority(patterns):
    r"""Mix an odd number of patterns: each unit takes the sign that most of them have.

    .. math:: x_i = \operatorname{sign}\Bigl(\sum_\mu \xi^\mu_i\Bigr)

    Parameters
    ----------
    patterns : array_like, shape (p, n)
        An odd number of patterns; give the negative of one to mix its inverse in.

    Returns
    -------
    x : ndarray, shape (n,)

    Raises
    ------
    TypeError, ValueError
        If `patterns` is not made of +1 and -1, or their number is even.

    Examples
    --------
    >>> majority([[1, 1, 1], [1, -1, -1], [-1, 1, -1]])
    array([ 1.,  1., -1.])
    """
    xi = signs("patterns", patterns, ndim=2)
    if len(xi) % 2 == 0:
        raise ValueError(f"need an odd number of patterns for a majority, got patterns of shape {xi.shape}")
    return np.sign(xi.sum(axis=0))


def identify(x, patterns):
    """Say which pattern each state is: mu for pattern number mu (from 1), -mu for its inverse, 0 for none.

    Parameters
    ----------
    x : array_like, shape (n,) or (n_states, n)
        States.
    patterns : array_like, shape (p, n) or (n,)
        Patterns; of equal ones the first is named.

    Returns
    -------
    number : int or ndarray of int, shape (n_states,)

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or an entry is neither +1 nor -1.

    Examples
    --------
    >>> identify([[1, 1, -1], [-1, -1, -1], [1, -1, 1]], [[1, 1, 1], [1, 1, -1]])
    array([ 2, -1,  0])
    """
    x = signs("x", x)
    xi = np.atleast_2d(signs("patterns", patterns, n=x.shape[-1]))
    agreement = np.atleast_2d(x) @ xi.T
    best = np.abs(agreement).argmax(axis=1)
    votes = agreement[np.arange(len(best)), best]
    number = np.where(np.abs(votes) == x.shape[-1], np.sign(votes) * (best + 1), 0).astype(int)
    return int(number[0]) if x.ndim == 1 else number
