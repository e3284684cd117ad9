"""The sunspot numbers are the ones of version 1.0, as statsmodels 0.15.0 ships them too."""

import hashlib

import numpy as np

from nnbook.datasets.sunspots import sunspots


def test_known_years():
    years, numbers = sunspots()
    assert years.shape == numbers.shape == (309,)
    by_year = dict(zip(years.tolist(), numbers.tolist(), strict=True))
    assert (by_year[1700], by_year[1712], by_year[1957], by_year[2008]) == (5.0, 0.0, 190.2, 2.9)


def test_all_numbers_are_those_of_statsmodels():
    """The hash is of statsmodels' sunspots.csv (version 0.15.0), its 309 numbers written with one decimal."""
    _, numbers = sunspots()
    text = " ".join(f"{number:.1f}" for number in numbers)
    assert hashlib.sha256(text.encode()).hexdigest() == HASH


def test_the_rhythm_is_eleven_years():
    _, numbers = sunspots()
    x = numbers - numbers.mean()
    power = np.abs(np.fft.rfft(x)) ** 2
    assert 10.5 < 309 / power.argmax() < 11.5


HASH = "9945cc5995623c573e45bc2e806697eff3e2270125a9701d2373e990fc19d6e0"
