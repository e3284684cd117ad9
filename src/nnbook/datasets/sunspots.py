"""Three centuries of sunspots: a real series with a rhythm that is not quite regular."""

from importlib.resources import files

import numpy as np


def sunspots():
    """Return the yearly sunspot numbers from 1700 to 2008.

    The relative (Zürich, then international) sunspot number counts spots and groups of spots; its cycle of
    about eleven years was found by Schwabe in 1844. These are the numbers of version 1.0 of the series;
    version 2.0 of 2015 recalibrated them all, so newer tables differ.

    Source: SIDC, Royal Observatory of Belgium, as distributed by NOAA's National Geophysical Data Center,
    public domain. statsmodels ships the same numbers as ``statsmodels.datasets.sunspots``.

    Returns
    -------
    years : ndarray of int64, shape (309,)
        1700, 1701, …, 2008.
    numbers : ndarray of float64, shape (309,)
        Yearly means.

    Examples
    --------
    >>> years, numbers = sunspots()
    >>> int(years[numbers.argmax()]), float(numbers.max())
    (1957, 190.2)
    """
    text = (files("nnbook.datasets") / "sunspots.txt").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    numbers = np.array([float(number) for row in rows for number in row.split()])
    return np.arange(1700, 1700 + len(numbers)), numbers
