"""Melodies as numbers: sequences short enough to look at, with a grammar that everybody can hear."""

from typing import NamedTuple

import numpy as np

# Notes are MIDI numbers, 60 being middle C; a colon gives the length in quarters where it is not 1, a stroke
# ends a bar. Written down for this book from tunes that are centuries old.
_TUNES = {
    "Frère Jacques": """
        60 62 64 60 | 60 62 64 60 | 64 65 67:2 | 64 65 67:2 |
        67:.5 69:.5 67:.5 65:.5 64 60 | 67:.5 69:.5 67:.5 65:.5 64 60 | 60 55 60:2 | 60 55 60:2
    """,
    "Ah! vous dirai-je, maman": """
        60 60 67 67 | 69 69 67:2 | 65 65 64 64 | 62 62 60:2 |
        67 67 65 65 | 64 64 62:2 | 67 67 65 65 | 64 64 62:2 |
        60 60 67 67 | 69 69 67:2 | 65 65 64 64 | 62 62 60:2
    """,
    "Au clair de la lune": """
        60 60 60 62 | 64:2 62:2 | 60 64 62 62 | 60:4 |
        60 60 60 62 | 64:2 62:2 | 60 64 62 62 | 60:4 |
        62 62 62 62 | 57:2 57:2 | 62 60 59 57 | 55:4 |
        60 60 60 62 | 64:2 62:2 | 60 64 62 62 | 60:4
    """,
    "Ode to Joy": """
        64 64 65 67 | 67 65 64 62 | 60 60 62 64 | 64:1.5 62:.5 62:2 |
        64 64 65 67 | 67 65 64 62 | 60 60 62 64 | 62:1.5 60:.5 60:2 |
        62 62 64 60 | 62 64:.5 65:.5 64 60 | 62 64:.5 65:.5 64 62 | 60 62 55:2 |
        64 64 65 67 | 67 65 64 62 | 60 60 62 64 | 62:1.5 60:.5 60:2
    """,
    "Tempus adest floridum": """
        60 60 60 62 | 60 60 55:2 | 57 55 57 59 | 60:2 60:2 |
        60 60 60 62 | 60 60 55:2 | 57 55 57 59 | 60:2 60:2 |
        67 65 64 62 | 64 62 60:2 | 57 55 57 59 | 60:2 60:2 |
        55 55 57 59 | 60 60 62:2 | 67 65 64 62 | 60:2 65:2 | 60:4
    """,
    "Greensleeves": """
        69:.5 | 72 74:.5 76:.75 77:.25 76:.5 | 74 71:.5 67:.75 69:.25 71:.5 |
        72 69:.5 69:.75 68:.25 69:.5 | 71 68:.5 64 69:.5 |
        72 74:.5 76:.75 77:.25 76:.5 | 74 71:.5 67:.75 69:.25 71:.5 |
        72:.75 71:.25 69:.5 68:.75 66:.25 68:.5 | 69:1.5 69:1.5 |
        79:1.5 79:.75 78:.25 76:.5 | 74 71:.5 67:.75 69:.25 71:.5 |
        72 69:.5 69:.75 68:.25 69:.5 | 71 68:.5 64:1.5 |
        79:1.5 79:.75 78:.25 76:.5 | 74 71:.5 67:.75 69:.25 71:.5 |
        72:.75 71:.25 69:.5 68:.75 66:.25 68:.5 | 69:2.5
    """,
}


class Tune(NamedTuple):
    """A melody, one number for each note.

    Attributes
    ----------
    notes : ndarray of int
        Pitches as MIDI numbers: 60 is middle C, and 12 are an octave.
    durations : ndarray of float
        Lengths [quarter notes].
    bars : ndarray of int
        The bar that each note stands in, from 0; an upbeat is bar 0.
    """

    notes: np.ndarray
    durations: np.ndarray
    bars: np.ndarray


def tunes():
    """Return six tunes by name.

    "Frère Jacques", "Ah! vous dirai-je, maman" (the tune of "Twinkle, twinkle, little star") and "Au clair de
    la lune" are French songs of the 18th century; "Ode to Joy" is the theme of the finale of Beethoven's
    ninth symphony (1824), here without its syncopation; "Tempus adest floridum" (the tune of "Good King
    Wenceslas") is from *Piae Cantiones* (1582); "Greensleeves" was registered in London in 1580. All are in
    the public domain. The first five are set in C major, four quarters to a bar; the last in A minor, its
    sixth and seventh degrees raised here and there, six eighths to a bar. The transcriptions are our own and
    carry the book's licences: BSD-3-Clause as part of the package, CC BY 4.0 as part of the text.

    Returns
    -------
    dict of str to Tune

    Examples
    --------
    >>> jacques = tunes()["Frère Jacques"]
    >>> jacques.notes[:8]
    array([60, 62, 64, 60, 60, 62, 64, 60])
    >>> float(jacques.durations.sum()) / 4  # bars of four quarters
    8.0
    """
    return {name: _parse(text) for name, text in _TUNES.items()}


def _parse(text):
    """Return the tune that is written down in `text`."""
    bars = [[note.partition(":") for note in bar.split()] for bar in text.split("|")]
    return Tune(
        notes=np.array([int(pitch) for bar in bars for pitch, _, _ in bar]),
        durations=np.array([float(length or 1) for bar in bars for *_, length in bar]),
        bars=np.repeat(np.arange(len(bars)), [len(bar) for bar in bars]),
    )
