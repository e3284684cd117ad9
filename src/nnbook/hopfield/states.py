"""States of +1 and -1: what a memory starts from, where it ends, and how the two are compared."""

import numpy as np

from nnbook import checks


@checks.arguments(x=checks.signs(), patterns=checks.signs())
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

    Examples
    --------
    >>> overlap([1, 1, 1, -1], [[1, 1, 1, 1], [1, -1, 1, -1]])
    array([0.5, 0.5])
    """
    check_same_units(x, patterns)
    m = x @ patterns.T / x.shape[-1]  # m^µ = Σ ξ_i x_i / n
    return float(m) if m.ndim == 0 else m


@checks.arguments(n=checks.integer(low=1, high=20))
def all_states(n):
    """Return every state of n units, in the order of the binary numbers with -1 for 0 and unit 1 leading.

    Parameters
    ----------
    n : int
        Number of units, 1 to 20.

    Returns
    -------
    states : ndarray, shape (2**n, n)

    Examples
    --------
    >>> all_states(2)
    array([[-1., -1.],
           [-1.,  1.],
           [ 1., -1.],
           [ 1.,  1.]])
    """
    bits = np.arange(2**n)[:, np.newaxis] >> np.arange(n)[::-1] & 1
    return 2.0 * bits - 1


@checks.arguments(x=checks.signs(), fraction=checks.number(low=0, high=1), rng=checks.generator())
def flip_bits(x, fraction, *, rng):
    """Damage states: turn over a share of the units, the same number in each state.

    Parameters
    ----------
    x : array_like, shape (n,) or (n_states, n)
        States. They are not changed.
    fraction : float
        Share of units to turn over, from 0 to 1: ``round(fraction * n)`` units.
    rng : numpy.random.Generator
        Draws the units.

    Returns
    -------
    damaged : ndarray, shape of x

    Examples
    --------
    >>> x = np.ones(8)
    >>> float(overlap(flip_bits(x, 0.25, rng=np.random.default_rng(0)), x))
    0.5
    """
    n = x.shape[-1]
    rank = rng.permuted(np.broadcast_to(np.arange(n), x.shape), axis=-1)
    return np.where(rank < round(fraction * n), -x, x)


@checks.arguments(patterns=checks.signs(ndim=2))
def majority(patterns):
    r"""Mix an odd number of patterns: each unit takes the sign that most of them have.

    .. math:: x_i = \operatorname{sign}\Bigl(\sum_\mu \xi^\mu_i\Bigr)

    Parameters
    ----------
    patterns : array_like, shape (p, n)
        An odd number of patterns. The negative of a pattern mixes its inverse in.

    Returns
    -------
    x : ndarray, shape (n,)

    Raises
    ------
    ValueError
        If the number of patterns is even.

    Examples
    --------
    >>> majority([[1, 1, 1], [1, -1, -1], [-1, 1, -1]])
    array([ 1.,  1., -1.])
    """
    if len(patterns) % 2 == 0:
        got = f"got patterns of shape {patterns.shape}"
        raise ValueError(f"need an odd number of patterns for a majority, {got}")
    return np.sign(patterns.sum(axis=0))


@checks.arguments(x=checks.signs(), patterns=checks.signs())
def identify(x, patterns):
    """Say which pattern each state is: mu for pattern number mu (from 1), -mu for its inverse, 0 for none.

    Parameters
    ----------
    x : array_like, shape (n,) or (n_states, n)
        States.
    patterns : array_like, shape (p, n) or (n,)
        Patterns. If some are equal, the first of them is named.

    Returns
    -------
    number : int or ndarray of int, shape (n_states,)

    Examples
    --------
    >>> identify([[1, 1, -1], [-1, -1, -1], [1, -1, 1]], [[1, 1, 1], [1, 1, -1]])
    array([ 2, -1,  0])
    """
    check_same_units(x, patterns)
    agreement = np.atleast_2d(x) @ np.atleast_2d(patterns).T
    best = np.abs(agreement).argmax(axis=1)
    votes = agreement[np.arange(len(best)), best]
    number = np.where(np.abs(votes) == x.shape[-1], np.sign(votes) * (best + 1), 0).astype(int)
    return int(number[0]) if x.ndim == 1 else number


def check_same_units(x, patterns):
    """Check that states and patterns have equally many units.

    Parameters
    ----------
    x, patterns : ndarray, shapes (..., n)
        Both made of +1 and -1.

    Examples
    --------
    >>> check_same_units(np.ones(2), np.ones((4, 3)))
    Traceback (most recent call last):
    ...
    ValueError: need patterns with 2 units as x, got patterns of shape (4, 3)
    """
    if x.shape[-1] != patterns.shape[-1]:
        raise ValueError(
            f"need patterns with {x.shape[-1]} units as x, got patterns of shape {patterns.shape}"
        )
