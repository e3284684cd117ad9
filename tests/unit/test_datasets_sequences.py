"""Text, tunes and recordings: that they are what their descriptions say."""

import re
from importlib.resources import files

import numpy as np
import pytest

import nnbook.datasets
from nnbook.datasets.prose import prose
from nnbook.datasets.recordings import eeg, membrane_recording, mri_slice
from nnbook.datasets.tunes import tunes

MAJOR = {0, 2, 4, 5, 7, 9, 11}
FOUR_QUARTERS = [name for name in tunes() if name != "Greensleeves"]


def test_prose_is_plain_text_of_the_promised_size():
    text = prose()
    assert 20_000 < len(text) < 40_000
    assert len(set(text)) == 62
    assert re.fullmatch(r"[A-Za-z \n\"'(),.:;?-]+", text)
    assert not re.search(r"  | \n|\n\n| [,.;:?]", text)
    assert text.endswith(".\n")


def test_prose_is_frozen():
    lines = prose().splitlines()
    assert len(lines) == 207
    assert lines[0].startswith("A third of the picture can be wrong")
    assert lines[-1] == "A steeper vote lifts the limit; with the softmax it is attention."


def test_lines_of_prose_are_sentences():
    for line in prose().splitlines():
        assert line[0].isupper()
        assert line[-1] in '.?")'
        assert line.count("(") == line.count(")")


@pytest.mark.parametrize("name", tunes())
def test_a_tune_is_three_columns(name):
    tune = tunes()[name]
    assert len(tune.notes) == len(tune.durations) == len(tune.bars)
    assert tune.notes.dtype.kind == tune.bars.dtype.kind == "i"
    assert 55 <= tune.notes.min() <= tune.notes.max() <= 79
    assert np.abs(np.diff(tune.notes)).max() <= 15  # a tenth, where the second half of Greensleeves begins
    assert np.isin(tune.durations, [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 4]).all()


@pytest.mark.parametrize("name", FOUR_QUARTERS)
def test_bars_have_four_quarters_and_notes_are_of_c_major(name):
    notes, durations, bars = tunes()[name]
    np.testing.assert_array_equal(np.bincount(bars, durations), 4)
    assert set(notes % 12) <= MAJOR
    assert notes[-1] == 60


def test_greensleeves_has_six_eighths_an_upbeat_and_a_minor():
    notes, durations, bars = tunes()["Greensleeves"]
    lengths = np.bincount(bars, durations)
    assert lengths[0] + lengths[-1] == 3
    np.testing.assert_array_equal(lengths[1:-1], 3)
    assert set(notes % 12) == MAJOR | {6, 8}
    assert notes[-1] == 69


def test_tunes_repeat_what_they_are_known_to_repeat():
    def bars(name, first, last):
        notes, durations, bar = tunes()[name]
        chosen = (bar >= first - 1) & (bar < last)
        return list(zip(notes[chosen], durations[chosen], strict=True))

    for first in (1, 3, 5, 7):
        assert bars("Frère Jacques", first, first) == bars("Frère Jacques", first + 1, first + 1)
    assert bars("Ah! vous dirai-je, maman", 1, 4) == bars("Ah! vous dirai-je, maman", 9, 12)
    assert bars("Au clair de la lune", 1, 4) == bars("Au clair de la lune", 13, 16)
    assert bars("Ode to Joy", 5, 8) == bars("Ode to Joy", 13, 16)
    assert bars("Tempus adest floridum", 1, 4) == bars("Tempus adest floridum", 5, 8)


def test_frere_jacques_is_a_canon():
    """Voices that enter two bars apart meet on every strong beat in thirds, fifths, sixths and octaves."""
    notes, durations, _ = tunes()["Frère Jacques"]
    starts = np.cumsum(durations) - durations
    at = notes[np.searchsorted(starts, np.arange(0, 32, 2), side="right") - 1]
    intervals = np.abs(at - np.roll(at, 4)) % 12
    assert np.isin(intervals, [0, 3, 4, 7, 8, 9]).all()


def test_the_membrane_rests_fires_and_rests():
    t, v = membrane_recording()
    assert t.shape == v.shape == (12_000,)
    assert np.diff(t) == pytest.approx(0.5)
    onsets = t[1:][(v[1:] > -20) & (v[:-1] <= -20)]
    assert len(onsets) == 57
    assert 500 < onsets[0] < onsets[-1] < 5500
    assert v[t < 400].mean() == pytest.approx(-67, abs=0.5)
    early, late = np.diff(onsets[onsets < 3500]), np.diff(onsets[onsets > 3700])
    assert late.std() / late.mean() > 3 * early.std() / early.mean()


def test_channels_of_the_eeg_are_in_standard_deviations():
    t, v = eeg()
    assert t[-1] == pytest.approx(10 - 1 / 80)
    np.testing.assert_allclose(v.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(v.std(axis=0), 1, atol=0.01)
    assert np.isfinite(v).all()


def test_the_head_is_a_picture_on_black_ground():
    picture = mri_slice()
    assert picture.shape == (256, 256)
    assert picture.dtype == np.float32
    assert (picture * 255 == (picture * 255).round()).all()
    assert 0.3 < (picture == 0).mean() < 0.6
    assert np.abs(np.diff(picture)).mean() < 0.1 * picture.std()  # neighbours resemble each other


def test_each_call_gives_a_fresh_copy():
    for load in (lambda: membrane_recording()[1], lambda: eeg()[1], mri_slice):
        data = load()
        data += 1
        assert not np.array_equal(load(), data)


def test_every_data_set_stands_in_the_table_of_sources():
    listed = set(re.findall(r"^`(\w+)\.\w+`  ", nnbook.datasets.__doc__, re.MULTILINE))
    named = set(re.findall(r"`(\w+)", nnbook.datasets.__doc__))
    inside = [f.name for f in files("nnbook.datasets").iterdir()]
    modules = {name.removesuffix(".py") for name in inside if name.endswith(".py")} - {"__init__"}
    assert listed < modules
    assert modules <= named
