"""The bundled pictures of digits: shapes, ranges, and that each call hands out its own copy."""

from importlib.resources import files

import numpy as np

from nnbook.datasets.bitmaps import digit_bitmaps
from nnbook.datasets.digits import digits


def test_bitmaps_are_ten_different_signs():
    patterns = digit_bitmaps()
    assert patterns.shape == (10, 12, 10)
    assert set(np.unique(patterns)) == {-1.0, 1.0}
    resemblance = np.abs(patterns.reshape(10, 120) @ patterns.reshape(10, 120).T / 120 - np.eye(10))
    assert resemblance.max() < 0.34
    ink = (patterns > 0).mean(axis=(1, 2))
    assert ink.min() > 0.35
    assert ink.max() < 0.6


def test_digits_are_whole_numbers_up_to_16():
    images, labels = digits()
    assert images.shape == (1797, 8, 8)
    assert images.dtype == np.float32
    assert labels.dtype == np.int64
    assert (images == images.round()).all()
    assert images.min() == 0
    assert images.max() == 16
    np.testing.assert_array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])


def test_each_call_gives_a_fresh_copy():
    first, _ = digits()
    first += 1
    assert digits()[0].min() == 0
    bits = digit_bitmaps()
    bits *= 0
    assert np.abs(digit_bitmaps()).min() == 1


def test_the_file_is_small_and_holds_nothing_pickled():
    file = files("nnbook.datasets") / "digits.npz"
    assert len(file.read_bytes()) < 60_000
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
        assert sorted(stored) == ["images", "labels"]
        assert all(stored[name].dtype == np.uint8 for name in stored)
