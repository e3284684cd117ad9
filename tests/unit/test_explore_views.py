"""The views of an explorer: a widget for notebooks, frames and HTML for a page, a file of its own."""

import base64
import html
import io
import json
import re

import ipywidgets as widgets
import numpy as np
import pytest
import traitlets
from PIL import Image

from nnbook.explore import Cells, Choice, Photo, Point, Seed, Slider, Toggle, explorer
from nnbook.explore.explorer import PAGE_VARIABLE
from nnbook.explore.live import ExplorerWidget
from nnbook.explore.page import MIME, bundle, figure_html, file_name


def wave(
    axes,
    frequency=Slider(1, 5, 1, 2, unit="Hz"),
    kind=Choice(["sine", "cosine"], "sine"),
    grid=Toggle(False),
    seed=Seed(3, label="draw"),
):
    """Waves <fast & slow>

    A "wave" over one second.
    """
    t = np.linspace(0, 1, 100)
    noise = np.random.default_rng(seed).normal(scale=0.1, size=100)
    function = np.sin if kind == "sine" else np.cos
    axes.plot(t, function(2 * np.pi * frequency * t) + noise)
    axes.grid(grid)
    return f"{kind} at {frequency} Hz"


@pytest.fixture
def waves():
    return explorer(wave, name="waves", sweep=("kind", "frequency"))


@pytest.fixture
def widget(waves):
    return ExplorerWidget(waves)


def test_scale_gives_pixels_not_another_layout(waves):
    assert waves.picture().pixels.shape == (360, 640, 3)
    assert waves.picture(scale=2).pixels.shape == (720, 1280, 3)


def test_frame_is_a_png_of_the_picture(waves):
    decoded = np.array(Image.open(io.BytesIO(waves.frame({"frequency": 4}))))
    np.testing.assert_array_equal(decoded, waves.picture({"frequency": 4}).pixels)


def test_webp_differs_from_the_picture_by_half_a_shade_at_most(waves):
    picture = waves.picture(scale=2)
    decoded = np.array(Image.open(io.BytesIO(picture.webp())).convert("RGB")).astype(int)
    assert np.abs(decoded - picture.pixels).max() <= 255 / 63 / 2 + 1
    assert decoded.max() == 255


@pytest.mark.parametrize(
    ("values", "words"),
    [({"speed": 1}, "speed"), ({"frequency": 9}, "frequency=9"), ({"kind": "square"}, "kind='square'")],
)
def test_unknown_controls_and_values_are_named(waves, values, words):
    with pytest.raises((TypeError, ValueError), match=words):
        waves.picture(values)


def test_a_readout_has_true_minus_signs():
    @explorer
    def minus(axes):
        """Minus

        Nothing at all is drawn here.
        """
        return "from -3 to -.5e-05, (T-1), x[0]-2, 10-12, well-known"

    assert minus.picture().readout == "from −3 to −.5e-05, (T-1), x[0]-2, 10-12, well-known"


# The widget.


def test_the_opening_picture_is_there_at_once(waves, widget):
    assert (widget._picture, widget.readout, widget.error) == (waves.frame(), "sine at 2 Hz", "")
    assert widget.value == {"frequency": 2, "kind": "sine", "grid": False, "seed": 3}


def test_each_control_is_a_trait_that_is_observed_and_linked(waves, widget):
    seen = []
    widget.observe(lambda change: seen.append((change.name, change.new)), ["frequency", "value"])
    widget.frequency = 4
    assert sorted(seen, key=str) == [("frequency", 4), ("value", widget.value)]
    assert widget._picture == waves.frame({"frequency": 4})
    other = widgets.IntSlider(4, 1, 5)
    widgets.link((other, "value"), (widget, "frequency"))
    other.value = 5
    assert widget.readout == "sine at 5 Hz"
    widget.frequency = 1
    assert other.value == 1
    widgets.jslink((other, "value"), (widget, "frequency"))
    assert widget in widgets.VBox([widget, other]).children


def test_value_moves_several_controls_in_one_picture(widget):
    count = widget._answer["count"]
    widget.value = {"frequency": 5, "kind": "cosine"}
    assert (widget.frequency, widget.kind, widget.readout) == (5, "cosine", "cosine at 5 Hz")
    assert widget._answer["count"] == count + 1
    assert widget.value["seed"] == 3


def test_interactive_output_follows_the_setting(widget):
    seen = []
    out = widgets.interactive_output(lambda values: seen.append(values["frequency"]), {"values": widget})
    widget.frequency = 3
    assert seen == [2, 3], out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"frequency": 9}, "need 1 <= frequency <= 5, got frequency=9"),
        ({"kind": "square"}, "got kind='square'"),
        ({"value": {"speed": 1}}, "got 'speed'"),
        ({"value": {"seed": -1}}, "got seed=-1"),
    ],
)
def test_what_a_control_refuses_is_refused_with_words(widget, change, words):
    before = widget.value, widget._picture
    ((name, value),) = change.items()
    with pytest.raises(traitlets.TraitError, match=re.escape(words)):
        setattr(widget, name, value)
    assert (widget.value, widget._picture) == before


def ask(widget, question="q", scale=1, **values):
    """Ask as the browser does: in one message."""
    widget.set_state(values | {"_asked": {"question": question, "scale": scale}})


def test_a_question_of_the_browser_is_answered_once(waves, widget):
    ask(widget, "first", frequency=4, kind="cosine")
    answer = widget._answer
    assert (answer["question"], answer["readout"], answer["error"]) == ("first", "cosine at 4 Hz", "")
    assert answer["values"] == widget.value == waves.start | {"frequency": 4, "kind": "cosine"}
    assert answer["count"] == 2
    ask(widget, "same again", frequency=4)
    assert widget._answer["question"] == "same again"
    ask(widget, "sharp", scale=2)
    assert Image.open(io.BytesIO(widget._picture)).size == (1280, 720)


def test_what_the_browser_may_not_ask_is_answered_with_words(widget):
    picture = widget._picture
    ask(widget, frequency=99)
    assert "frequency=99" in widget.error
    assert widget._picture == picture


def test_only_the_newest_setting_waits_while_a_picture_is_drawn():
    drawn = []

    @explorer
    def count(axes, n=Slider(0, 5, 1, 0)):
        """Count

        Nothing is drawn here.
        """
        drawn.append(n)
        if n == 1:  # while this picture is being drawn the reader drags on
            for later in (2, 3, 4):
                count.widget.n = later
        return str(n)

    count.widget.n = 0
    drawn.clear()
    count.widget.n = 1
    assert drawn == [1, 4]
    assert count.widget.readout == "4"


def test_a_draw_that_raises_leaves_the_last_picture_and_says_why():
    @explorer
    def breaks(axes, n=Slider(0, 5, 1, 0)):
        """Breaks

        A title that says the number.
        """
        if n == 2:
            raise RuntimeError("n = 2 <breaks>")
        axes.set_title(str(n))
        return str(n)

    widget = breaks.widget
    widget.n = 1
    last = widget._picture
    widget.n = 2
    assert (widget._picture, widget.readout) == (last, "1")
    assert widget.error.startswith("RuntimeError: n = 2 <breaks>")
    widget.n = 3
    assert widget._picture != last
    assert not widget.error


def test_an_interrupted_draw_is_answered_before_the_kernel_hears_of_it():
    @explorer
    def endless(axes, n=Slider(0, 5, 1, 0)):
        """Endless

        Nothing is drawn here.
        """
        if n:
            raise KeyboardInterrupt
        return str(n)

    with pytest.raises(KeyboardInterrupt):
        endless.widget.n = 1
    assert endless.widget.error.startswith("KeyboardInterrupt (the picture is the last one")
    endless.widget.n = 0
    assert not endless.widget.error


def test_controls_may_have_the_names_of_attributes_of_widgets():
    @explorer
    def named(axes, value=Slider(0, 5, 1, 0), layout=Toggle(True), self=Seed(1), scale=Slider(1, 3, 1, 1)):
        """Names

        Nothing is drawn here.
        """
        return f"{value} {layout} {self} {scale}"

    named.widget.value_, named.widget.layout_, named.widget.scale, named.widget.self_ = 4, False, 3, 2
    assert named.widget.readout == "4 False 2 3"
    assert named.widget.value["value"] == 4


def test_controls_for_the_hand_travel_as_lists():
    @explorer(axes={"xlim": (0, 1), "ylim": (0, 1)})
    def hand(axes, cells=Cells([[0, 1]]), at=Point((0.5, 0.5)), photo=Photo([[0, 0], [0, 0]])):
        """By hand

        Nothing is drawn here.
        """
        return f"{cells.tolist()} {at} {photo.sum():.2f}"

    ask(hand.widget, cells=[[1, 1]], at=[0.25, 1], photo=[[0, 0.5], [0.25, 1]])
    assert hand.widget.readout == "[[1, 1]] (0.25, 1.0) 1.75"
    assert json.loads(json.dumps(hand.widget.value))["cells"] == [[1, 1]]


def test_a_notebook_gets_a_widget_and_a_plain_picture(waves, monkeypatch):
    monkeypatch.delenv(PAGE_VARIABLE, raising=False)
    data, metadata = waves._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == waves.widget.model_id
    assert data["image/png"] == waves.frame()
    assert data["text/plain"] == "Waves <fast & slow>: sine at 2 Hz"
    assert metadata["image/png"] == {"width": 640, "height": 360}


# The page.


def test_a_page_gets_every_swept_frame(waves, monkeypatch):
    monkeypatch.setenv(PAGE_VARIABLE, "1")
    shown = json.loads(json.dumps(waves._repr_mimebundle_()[MIME]))
    assert (len(shown["frames"]), shown["order"]) == (10, ["kind", "frequency"])
    index = 1 * 5 + 3  # the second kind, the fourth frequency
    assert shown["readouts"][shown["words"][index]] == "cosine at 4 Hz"
    picture = base64.b64decode(shown["pictures"][shown["frames"][index]])
    assert picture == waves.picture({"frequency": 4, "kind": "cosine"}, scale=2).webp()


def test_equal_pictures_are_kept_once():
    @explorer(sweep=("n",))
    def same(axes, n=Slider(0, 5, 1, 0)):
        """The same

        Nothing is drawn here.
        """
        return "nothing"

    shown = bundle(same)
    assert (len(shown["frames"]), len(shown["pictures"]), len(shown["readouts"])) == (6, 1, 1)


def test_a_frame_that_cannot_be_drawn_is_named():
    @explorer(sweep=("n",))
    def bad(axes, n=Slider(-1, 1, 1, 1)):
        """Bad

        Nothing is drawn here.
        """
        return f"{1 / n}"

    with pytest.raises(RuntimeError, match=r"'bad' cannot draw \{'n': 0\}: division by zero"):
        bundle(bad)


def test_html_is_escaped_and_stands_without_a_script(waves):
    shown = bundle(waves)
    shown["readouts"] = [readout + "</script><b>" for readout in shown["readouts"]]
    shown["pictures"] = [file_name(base64.b64decode(picture)) for picture in shown["pictures"]]
    page = figure_html(shown, "../_explorers/")
    assert page.count("</script>") == 1
    assert "<b>" not in page
    assert html.escape("Waves <fast & slow>") in page
    opening = waves.picture(scale=2).webp()
    assert f'src="../_explorers/{file_name(opening)}" alt="A &quot;wave&quot; over one second."' in page
    assert "movable in the notebook: grid off; draw 3." in page
    assert re.findall(r'class="nnx-control nnx-for-(\w+)"', page) == ["slider", "choice", "toggle", "seed"]
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)[1])
    assert data["description"]["controls"][0]["texts"][0] == "1 Hz"


def test_panels_are_parts_of_one_file():
    @explorer(panels=(2, 2), size=(6, 4))
    def four(axes):
        """Four panels

        Four empty panels in two rows.
        """
        return "nothing"

    shown = bundle(four) | {"pictures": ["a.webp"]}
    page = figure_html(shown, "")
    assert page.count('<div class="nnx-row">') == 2
    assert page.count('src="a.webp"') == 4
    assert page.count('alt=""') == 3, "the picture is described once"
    boxes = [tuple(map(int, box)) for box in re.findall(r"--x:(\d+);--y:(\d+);--w:(\d+);--h:(\d+)", page)]
    assert sum(width * height for *_, width, height in boxes) == 600 * 400


def test_a_saved_explorer_needs_no_other_file(waves, tmp_path):
    waves.save(tmp_path / "waves.html")
    page = (tmp_path / "waves.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "@import" not in page
    assert "http" not in page.replace("http-equiv", "")
