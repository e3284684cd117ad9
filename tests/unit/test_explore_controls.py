"""Controls: positions, words, and what they refuse."""

import math
from itertools import pairwise

import pytest

from nnbook.explore import Choice, Seed, Slider, Toggle
from nnbook.explore.stops import stops


def test_linear_positions_are_the_decimal_numbers_a_reader_expects():
    assert Slider(0.1, 0.5, 0.1, 0.3).positions() == (0.1, 0.2, 0.3, 0.4, 0.5)


def test_integer_ends_and_step_give_ints():
    positions = Slider(1, 9, 2, 5).positions()
    assert positions == (1, 3, 5, 7, 9)
    assert all(type(position) is int for position in positions)


def test_log_positions_have_a_constant_ratio():
    positions = Slider(1e-3, 10, 0.5, 0.1, log=True).positions()
    ratios = [b / a for a, b in pairwise(positions)]
    assert positions[0] == 1e-3
    assert positions[-1] == 10
    assert all(math.isclose(ratio, math.sqrt(10), rel_tol=1e-3) for ratio in ratios)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((1, 0, 0.1, 0.5), ValueError, "lo < hi"),
        ((0, 1, 0, 0), ValueError, "step > 0"),
        ((0, 1, 0.3, 0), ValueError, "step=0.3"),
        ((0, 1, 0.1, 0.54), ValueError, "start=0.54; the nearest is 0.5"),
        ((0, 1e9, 1, 0), ValueError, "1 to 10 000 steps"),
    ],
)
def test_slider_refuses(arguments, error, words):
    with pytest.raises(error, match=words.replace("(", r"\(")):
        Slider(*arguments)


def test_log_slider_refuses_zero():
    with pytest.raises(ValueError, match="lo > 0"):
        Slider(0, 1, 0.5, 1, log=True)


def test_a_slider_of_whole_numbers_takes_no_other():
    with pytest.raises(ValueError, match=r"gain.*2\.5"):
        Slider(0, 9, 1, 5).check("gain", 2.5)


def test_a_slider_takes_values_between_its_positions():
    assert Slider(0, 1, 0.1, 0.5).check("gain", 0.123) == 0.123


@pytest.mark.parametrize("options", ["ab", 3, ["a", 1], ["a", " "], ["a"], ["a", "a"]])
def test_choice_refuses_what_is_not_a_list_of_different_names(options):
    with pytest.raises((TypeError, ValueError), match="options"):
        Choice(options, "a")


def test_text_says_value_and_unit():
    assert Slider(-80, 40, 1, -65, unit="mV").text(-65) == "−65 mV"
    assert Slider(0, 1, 0.1, 0.3).text(0.3) == "0.3"
    assert Toggle(True).text(False) == "off"


@pytest.mark.parametrize("count", range(2, 12))
def test_stops_always_hold_the_start_and_the_right_number(count):
    slider = Slider(0, 10, 1, 4)
    picked = stops("gain", slider, count)
    assert len(set(picked)) == count
    assert 4 in picked
    assert list(picked) == sorted(picked)


def test_stops_of_a_seed_are_consecutive():
    assert stops("draw", Seed(7), 3) == (7, 8, 9)


@pytest.mark.parametrize(
    ("control", "count"), [(Slider(0, 3, 1, 0), 5), (Toggle(True), 2), (Slider(0, 3, 1, 0), 1.5)]
)
def test_stops_refuse(control, count):
    with pytest.raises((TypeError, ValueError), match="stops"):
        stops("gain", control, count)
