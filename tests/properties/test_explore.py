"""Explorers under odd input: a clear error or the right result, nothing else."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.explore import Choice, Explorer, Seed, Slider, Toggle
from nnbook.explore.page import bundle
from nnbook.explore.stops import stops

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=3),
)


@settings(deadline=None, max_examples=200)
@given(lo=anything, hi=anything, step=anything, start=anything, log=st.booleans())
def test_a_slider_is_refused_by_name_or_holds_what_it_promises(lo, hi, step, start, log):
    try:
        slider = Slider(lo, hi, step, start, log=log)
    except (TypeError, ValueError) as error:
        assert any(name in str(error) for name in ("lo", "hi", "step", "start")), error
        return
    positions = slider.positions()
    assert math.isclose(positions[0], lo, rel_tol=1e-3, abs_tol=1e-9)
    assert math.isclose(positions[-1], hi, rel_tol=1e-3, abs_tol=abs(step) * 1e-3)
    assert all(a < b for a, b in pairwise(positions))


@settings(deadline=None, max_examples=100)
@given(
    control=st.sampled_from([Slider(0, 1, 0.1, 0.5), Choice(["a", "b"], "a"), Toggle(True), Seed(0)]),
    value=anything,
)
def test_a_value_is_refused_by_name_or_said_in_words(control, value):
    try:
        checked = control.check("gain", value)
    except (TypeError, ValueError) as error:
        assert "gain" in str(error)
    else:
        assert control.text(checked)


@settings(deadline=None, max_examples=100)
@given(n_positions=st.integers(2, 60), start=st.integers(0, 59), count=st.integers(2, 60))
def test_stops_are_different_sorted_and_hold_the_start(n_positions, start, count):
    slider = Slider(0, n_positions - 1, 1, min(start, n_positions - 1))
    if count > n_positions:
        with pytest.raises(ValueError, match=str(count)):
            stops("gain", slider, count)
        return
    picked = stops("gain", slider, count)
    assert sorted(set(picked)) == list(picked)
    assert len(picked) == count
    assert slider.start in picked


@settings(deadline=None, max_examples=15)
@given(sizes=st.lists(st.integers(2, 4), min_size=1, max_size=3), starts=st.data())
def test_frames_stand_where_the_page_looks_for_them(sizes, starts):
    controls = {
        f"c{i}": Slider(0, size - 1, 1, starts.draw(st.integers(0, size - 1))) for i, size in enumerate(sizes)
    }
    made = Explorer(
        lambda axes, **at: json.dumps(at),
        controls,
        "T",
        "A.",
        name="counters",
        sweep=dict.fromkeys(controls),
        play=None,
        autoplay=False,
        panels=1,
        size=(1, 1),
        ratios=None,
        axes=None,
        images=None,
    )
    shown = bundle(made)
    described = {control["key"]: control for control in shown["description"]["controls"]}
    index = 0
    for key in shown["order"]:  # what the page's script computes
        control = described[key]
        stops_shown = [control["values"][i] for i in control["stops"]]
        index = index * len(stops_shown) + stops_shown.index(control["start"])
    assert json.loads(shown["readouts"][shown["words"][index]]) == made.start
