"""Numbers in words: as many digits as tell one setting from the next, and no more."""

import math

MOST = 12  # decimals that are tried


def rounded(value, step):
    """Return `value` without what adding steps in binary has left behind it.

    Examples
    --------
    >>> rounded(0.1 + 0.2, 0.1)
    0.3
    """
    return round(float(value), 9 - math.floor(math.log10(step)))


def n_decimals(*numbers):
    """Return how many decimals write all `numbers` exactly.

    Examples
    --------
    >>> n_decimals(0, 0.125), n_decimals(10000, 5)
    (3, 0)
    """
    for n in range(MOST):
        if all(abs(round(x, n) - x) <= 1e-9 * abs(x) for x in numbers):
            return n
    return MOST


def decimal(value, lo, step):
    """Return the number `value` of a slider that begins at `lo` and has steps of `step`.

    Examples
    --------
    >>> decimal(10005, 10000, 5), decimal(0.5, 0, 0.125), decimal(-1.5, -2, 0.5)
    ('10005', '0.500', '−1.5')
    """
    n = n_decimals(lo, step)
    if abs(round(value, n) - value) > 1e-9 * abs(step):  # between two positions
        n += 2
    return true_minus(f"{value + 0.0:.{n}f}")


def telling_apart(decades):
    """Return how many significant digits tell numbers apart that are some part of a decade apart.

    Examples
    --------
    >>> telling_apart(0.25), telling_apart(0.0001)
    (4, 5)
    """
    return max(4, 1 + math.ceil(-math.log10(10**decades - 1)))


def significant(value, n):
    """Return `value` with `n` significant digits, without an exponent where that is shorter to read.

    Examples
    --------
    >>> significant(10000.0, 4), significant(0.001, 4), significant(2.5e-7, 4)
    ('10000', '0.001', '2.5e−07')
    """
    said = f"{value:.{n}g}"
    if "e+" in said and abs(value) < 1e7:
        said = f"{float(said):.0f}"
    return true_minus(said)


def true_minus(said):
    """Return a number in words with the minus that screen readers do not pass over.

    Examples
    --------
    >>> true_minus("-2e-05")
    '−2e−05'
    """
    return said.replace("-", "−")
