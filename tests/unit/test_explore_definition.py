"""Definitions: what is read from a function, and the one sentence that a bad one gets."""

import json

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from nnbook.explore import Cells, Choice, Photo, Point, Seed, Slider, Toggle, explorer
from nnbook.explore.describe import describe
from nnbook.explore.stops import stops

ONE, GREY = np.eye(2), np.full((2, 3), 0.5)
NINE = {"xlim": (0, 9), "ylim": (0, 9)}
PLANE = {"xlim": (0, 150), "ylim": (10, 1), "yscale": "log"}


@explorer(
    panels=2,
    size=(7.6, 3.7),
    ratios=(1.25, 1),
    sweep={"surface": None, "eta": [0.01, 0.1, 1], "step": 9, "seed": [3, 8]},
    play="step",
    axes=(PLANE, {"ylim": (0, 1)}),
)
def every_kind(
    axes,
    surface=Choice({"ravine": 1, "bowl": 2}, "bowl"),
    eta=Slider(0.01, 1, 0.25, 0.1, log=True, label="learning rate η"),
    step=Slider(0, 100, 1, 60, unit="ms"),
    seed=Seed(3),
    scale=Toggle(np.True_),
    self=Slider(0, 1, 0.5, 0.5),
    begin=Point((3, 4)),
    kernel=Cells(ONE),
    photo=Photo(GREY),
):
    """Everything that moves

    All the controls there are,
    and what they say.
    """
    axes[0].plot(*begin, "o")
    axes[1].imshow(photo)
    return f"{surface} {scale} {self} {kernel.tolist()} {kernel.dtype.kind} {begin} {photo.shape}"


def test_a_definition_is_read_from_the_function():
    assert every_kind.name == "every-kind"
    assert every_kind.title == "Everything that moves"
    assert every_kind.alt == "All the controls there are, and what they say."
    assert every_kind.label("eta") == "learning rate η"
    assert every_kind.sweep["eta"] == (0.01, 0.1, 1.0)
    assert every_kind.sweep["seed"] == (3, 8)
    assert len(list(every_kind.settings())) == 2 * 3 * 9 * 2


def test_a_control_may_have_any_name():
    assert every_kind.picture({"scale": False, "self": 1}, scale=2).readout.startswith("2 False 1.0")


def test_what_draw_receives():
    assert every_kind.picture().readout == "2 True 0.5 [[1, 0], [0, 1]] i (3.0, 4.0) (2, 3)"


def test_json_goes_there_and_back():
    described = json.loads(json.dumps(describe(every_kind)))
    for told in described["controls"]:
        control = every_kind.controls[told["key"]]
        np.testing.assert_array_equal(control.from_json(told["start"]), control.start)
    assert described["play"] == "step"
    told = {each["key"]: each for each in described["controls"]}
    assert told["surface"]["stops"] == [0, 1]
    assert [told["eta"]["texts"][i] for i in told["eta"]["stops"]] == ["0.01", "0.1", "1"]
    assert (told["seed"]["values"], told["seed"]["stops"]) == ([3, 8], [0, 1])
    assert told["step"]["texts"][60] == "60 ms"
    assert told["scale"]["stops"] is None
    assert (told["begin"]["ylim"], told["begin"]["ylog"], told["begin"]["xlog"]) == ([10, 1], True, False)


def test_panels_tile_the_picture_and_a_point_knows_its_box():
    described = every_kind.describe()
    plot, image = described["panels"]
    assert (plot["kind"], image["kind"]) == ("plot", "image")
    assert (plot["x"], plot["width"] + image["width"]) == (0, 760)
    assert image["x"] == plot["width"] > image["width"]
    assert plot["height"] == image["height"] == 370
    x, y, width, height = described["controls"][6]["box"]
    every_kind.picture()
    axes = every_kind._stages[1]._axes[0]
    left, top = axes.transData.transform((0, 1))  # the axis is turned over: 1 is at the top
    assert (x, 370 - y) == pytest.approx((left, top), abs=0.01)
    assert x + width < plot["width"]
    assert y + height < 370


def test_what_crosses_keeps_the_picture_whole():
    @explorer(panels=(2, 2), size=(4, 3))
    def crossed(axes):
        """Four panels

        Under a title that stands over all of them.
        """
        axes[0].figure.suptitle("over all of them")
        return "whole"

    assert [panel[:4] for panel in crossed.layout.panels] == [(0, 0, 400, 300)]


def test_the_same_function_may_be_defined_again():
    other = explorer(every_kind.draw, name="other", panels=2, axes=(PLANE, None), images=())
    assert (other.sweep, other.play) == ({}, None)
    assert {panel.kind for panel in other.layout.panels} == {"plot"}


def good(axes, x=Slider(0, 10, 1, 3), hand=Cells([[1]])):
    """Good

    Nothing is wrong with it.
    """
    return "good"


def defined(change="", **given):
    """Define an explorer from `good`, changed in its source or given other arguments."""
    source = "def good(axes, x=Slider(0, 10, 1, 3)):\n    '''Good\n\n    Words.\n    '''\n    return 'good'\n"
    old, _, new = change.partition(" -> ")
    space = {"Slider": Slider, "Point": Point}
    exec(source.replace(old, new) if change else source, space)
    return explorer(space["good"], **given)


BAD = [
    ("x=Slider(0, 10, 1, 3) -> x=3", {}, "as default of x in good, got 3"),
    ("x=Slider(0, 10, 1, 3) -> x", {}, "as default of x in good, got none"),
    ("x=Slider(0, 10, 1, 3) -> **x", {}, "as default of x in good, got none"),
    ("axes, x=Slider(0, 10, 1, 3) -> ", {}, "first parameter for the axes in good"),
    ("return 'good' -> 'good'", {}, "good to return a sentence"),
    ("return 'good' -> return", {}, "good to return a sentence"),
    ("\n\n    Words.\n     -> ", {}, "docstring of good .* got 'Good'"),
    ("'''Good\n\n    Words.\n    ''' -> pass", {}, "docstring of good .* got 'none'"),
    ("x=Slider(0, 10, 1, 3) -> x=Point((1, 2))", {}, r"xlim=\(low, high\) in axes= for the panel .* x"),
    ("x=Slider(0, 10, 1, 3) -> x=Point((1, 2), panel=1)", {}, "panel below 1 for x"),
    (
        "x=Slider(0, 10, 1, 3) -> x=Point((99, 2))",
        {"axes": {"xlim": (0, 9), "ylim": (0, 9)}},
        "x within xlim 0 to 9",
    ),
    ("", {"sweep": {"x": [0, 3, 99]}}, r"sweep\['x'\]=99; the nearest is 10"),
    ("", {"sweep": {"x": [0, 10]}}, "start of x, 3, among its stops"),
    ("", {"sweep": {"x": [3, 0]}}, "stops of x in the order"),
    ("", {"sweep": {"x": [3, 3.0]}}, "two different stops for x"),
    ("", {"sweep": {"x": "all"}}, "number of stops, or a list of them, for x, got 'all'"),
    ("", {"sweep": {"y": None}}, r"controls of \['x'\], got 'y'"),
    ("", {"sweep": "x"}, "sweep='x'"),
    ("", {"play": "x"}, r"play to name one of the swept controls \[\], got 'x'"),
    ("", {"autoplay": True}, "swept control that Play moves for autoplay=True, got none"),
    ("", {"autoplay": 1, "sweep": ("x",)}, "True or False for autoplay, got autoplay=1"),
    ("", {"ratios": (1, 2)}, r"ratios=\(1, 2\)"),
    ("", {"axes": ({}, {})}, "one for each of 1"),
    ("", {"axes": {"xlimit": 3}}, "such as xlim or title, got 'xlimit'"),
    ("", {"images": (1,)}, r"images=\(1,\)"),
    ("", {"panels": 0}, "panels=0"),
    ("", {"size": (0, 4)}, r"size=\(0, 4\)"),
    ("", {"name": "Not a slug"}, "name='Not a slug'"),
]


@pytest.mark.parametrize(("change", "given", "words"), BAD)
def test_a_bad_definition_is_told_in_one_sentence(change, given, words):
    with pytest.raises((TypeError, ValueError), match=words) as told:
        defined(change, **given)
    (shown,) = told.value._render_traceback_()
    assert shown.endswith(str(told.value))
    assert "\n" not in shown


@pytest.mark.parametrize("name", ["波形", "Ω", "_"])
def test_a_name_without_latin_letters_asks_for_another(name):
    good.__name__, kept = name, good.__name__
    try:
        with pytest.raises(ValueError, match=f"need name=, because none can be made from '{name}'"):
            explorer(good)
        assert explorer(good, name="wave").name == "wave"
    finally:
        good.__name__ = kept


def test_too_many_frames_are_refused_at_definition():
    with pytest.raises(ValueError, match="'good' sweeps 300 frames"):
        defined("Slider(0, 10, 1, 3) -> Slider(0, 299, 1, 3)", sweep=("x",))


def test_what_is_moved_by_hand_cannot_be_swept():
    with pytest.raises(TypeError, match="but hand is Cells"):
        explorer(good, sweep=("hand",))


@pytest.mark.parametrize("returned", ["return None if x else 'a'", "return ''", "return 3"])
def test_a_draw_without_a_sentence_is_told_when_it_is_shown(returned):
    with pytest.raises(TypeError, match=r"sentence to read under the picture, got (None|''|3)"):
        defined(f"return 'good' -> {returned}").picture()


def test_a_notebook_shows_the_sentence_alone(capsys):
    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from nnbook.explore import Slider\nSlider(0, 1, 0.3, 0)")
        said = capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()
    assert said.strip() == "ValueError: need whole steps from lo to hi, got step=0.3 for lo=0, hi=1"


def test_values_travel_in_one_dict():
    with pytest.raises(TypeError, match="values=3"):
        every_kind.picture(3)
    with pytest.raises(TypeError, match="got 'speed'"):
        every_kind.picture({"speed": 1})


def test_constants_are_there_at_every_call():
    @explorer(axes={"xlim": (0, 3), "xlabel": "always"})
    def drawn(axes, x=Slider(0, 3, 1, 1)):
        """Constants

        They are there before anything is drawn.
        """
        found = f"{axes.get_xlabel()} to {axes.get_xlim()[1]:g}"
        axes.set(xlim=(x, 9), xlabel="never")
        return found

    for x in (0, 1, 2):
        assert drawn.picture({"x": x}).readout == "always to 3"


@pytest.mark.parametrize(
    ("slider", "texts"),
    [
        (Slider(10000, 10010, 5, 10000), ["10000", "10005", "10010"]),
        (Slider(0, 0.5, 0.125, 0.5), ["0.000", "0.125", "0.250", "0.375", "0.500"]),
        (Slider(0.0, 0.2, 0.1, 0.1), ["0.0", "0.1", "0.2"]),
        (Slider(-1, 1, 0.5, 0.5, unit="mV"), ["−1.0 mV", "−0.5 mV", "0.0 mV", "0.5 mV", "1.0 mV"]),
        (Slider(1, 100_000, 1, 100, log=True), ["1", "10", "100", "1000", "10000", "100000"]),
        (Slider(1e-7, 1e-5, 1, 1e-6, log=True), ["1e−07", "1e−06", "1e−05"]),
    ],
)
def test_settings_that_differ_read_differently(slider, texts):
    assert [slider.text(position) for position in slider.positions()] == texts


def test_every_slider_of_a_fine_step_reads_differently():
    for slider in (
        Slider(1, 1.1, 0.0001, 1),
        Slider(1, 10**0.01, 0.0001, 1, log=True),
        Slider(0, 1e-6, 1e-8, 0),
    ):
        texts = [slider.text(position) for position in slider.positions()]
        assert len(set(texts)) == len(texts)


def test_a_value_between_two_positions_reads_differently_from_both():
    slider = Slider(0, 1, 0.1, 0.5)
    assert slider.text(0.55) not in {slider.text(0.5), slider.text(0.6)}


def test_stops_may_be_uneven_and_are_positions():
    current = Slider(0, 10, 0.1, 6.2)
    assert stops("current", current, [0, 3, 5, 6, 6.2, 6.3, 7, 10]) == (0, 3, 5, 6, 6.2, 6.3, 7, 10)
    assert stops("kind", Choice(["a", "b", "c"], "a"), ["a", "c"]) == ("a", "c")


def test_cells_and_photos_are_arrays_of_their_own():
    cells = Cells([[0, 1], [1, 0]])
    received = cells.argument(cells.start)
    received[0, 0] = 1
    assert cells.start[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        cells.start[0, 0] = 1
    with pytest.raises(ValueError, match="steps of 1"):
        cells.check("cells", [[0.5, 0], [0, 0]])
    with pytest.raises(ValueError, match="shape"):
        cells.check("cells", [[0, 0]])
