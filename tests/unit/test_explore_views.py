"""The three views of an explorer: one renderer, a live widget, a page."""

import base64
import html
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from nnbook.explore import Choice, Seed, Slider, Toggle, explore
from nnbook.explore.explorer import PAGE_VARIABLE
from nnbook.explore.live import LiveView
from nnbook.explore.page import MIME, bundle, figure_html, file_name


def wave(axes, frequency, kind="sine", grid=False, seed=0):
    """Draw with everything that a stage has to take away again."""
    t = np.linspace(0, 1, 100)
    noise = np.random.default_rng(seed).normal(scale=0.1, size=100)
    axes.plot(
        t, getattr(np, {"sine": "sin", "cosine": "cos"}[kind])(2 * np.pi * frequency * t) + noise, label="x"
    )
    if grid:
        axes.set(xscale="symlog", title="grid", ylim=(-9, 9), aspect="auto", xticks=[0, 1])
        axes.bar([0, 1], [1, 2], label="bars")
        axes.legend()
        axes.inset_axes([0.1, 0.1, 0.2, 0.2])
    if frequency == 3:
        axes.twinx().set_ylabel("twin")
        axes.set_axis_off()
        axes.axvspan(0, 0.5)
        axes.bar([0, 1], [1, 2], label="bars")
        axes.text(0.5, 0.5, "three")
    return f"{kind} at {frequency} Hz"


@pytest.fixture
def waves():
    return explore(
        wave,
        sweep=("frequency", "kind"),
        title="Waves <fast & slow>",
        alt='A "wave" over one second.',
        name="waves",
        frequency=Slider(1, 5, 1, 2, unit="Hz"),
        kind=Choice(["sine", "cosine"], "sine"),
        grid=Toggle(False),
        seed=Seed(3, label="draw"),
    )


def test_a_picture_depends_on_its_setting_and_not_on_the_way_there(waves):
    fresh = waves.picture().pixels
    for frequency in (1, 3, 5):
        for grid in (True, False):
            waves.picture(frequency=frequency, grid=grid, kind="cosine", seed=9)
    np.testing.assert_array_equal(waves.picture().pixels, fresh)


def test_scale_gives_pixels_not_another_layout(waves):
    assert waves.picture().pixels.shape == (360, 640, 3)
    assert waves.picture(scale=2).pixels.shape == (720, 1280, 3)


def test_frame_is_a_png_of_the_picture(waves):
    decoded = np.array(Image.open(io.BytesIO(waves.frame(frequency=4))))
    np.testing.assert_array_equal(decoded, waves.picture(frequency=4).pixels)


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
        waves.picture(**values)


def made(**changes):
    arguments = {"draw": wave, "title": "T", "alt": "A.", "frequency": Slider(1, 5, 1, 2)} | changes
    return explore(arguments.pop("draw"), **arguments)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"draw": 3}, "draw=3"),
        ({"title": ""}, "title=''"),
        ({"alt": None}, "alt=None"),
        ({"name": "Not a slug"}, "name='Not a slug'"),
        ({"frequency": 3}, "frequency=3"),
        ({"sweep": "frequency"}, "sweep='frequency'"),
        ({"sweep": ("speed",)}, "'speed'"),
        ({"panels": 0}, "panels=0"),
        ({"panels": (1, 2, 3)}, r"panels=\(1, 2, 3\)"),
        ({"size": 6}, "size=6"),
        ({"size": (0, 4)}, r"size=\(0, 4\)"),
    ],
)
def test_explore_refuses(changes, words):
    with pytest.raises((TypeError, ValueError), match=words):
        made(**changes)


def test_too_many_frames_are_refused_with_name_and_count():
    with pytest.raises(ValueError, match="'wide' sweeps 241 frames"):
        made(name="wide", sweep=("frequency",), frequency=Slider(0, 240, 1, 2))
    assert len(list(made(sweep={"frequency": 240}, frequency=Slider(0, 240, 1, 2)).settings())) == 240


def test_draw_must_return_words():
    with pytest.raises(TypeError, match="need draw to return a string or None, got 3"):
        explore(lambda axes: 3, title="T", alt="A.").picture()


def test_live_view_follows_its_controls(waves):
    view = LiveView(waves)
    before = view.image.value
    view.inputs["frequency"].value = 4
    assert view.image.value == waves.frame(frequency=4) != before
    assert "sine at 4 Hz" in view.readout.value
    view.inputs["kind"].value = "cosine"
    view.inputs["grid"].value = True
    assert view.image.value == waves.frame(frequency=4, kind="cosine", grid=True)
    view.reset.click()
    assert view.values() == waves.start
    assert view.image.value == before


def test_live_log_slider_stays_inside_its_ends():
    view = LiveView(made(frequency=Slider(1e-3, 1, 0.25, 0.1, log=True)))
    for value in (1e-3, 1.0):
        view.inputs["frequency"].value = value
        assert not view.message.value


@pytest.mark.parametrize(("step", "form"), [(0.5, ".1f"), (0.25, ".2f"), (0.05, ".2f")])
def test_live_sliders_show_the_digits_of_their_step(step, form):
    view = LiveView(made(frequency=Slider(0, 1, step, 0.5)))
    assert view.inputs["frequency"].readout_format == form


def test_a_number_typed_between_whole_steps_goes_to_the_nearest():
    view = LiveView(made(frequency=Slider(1, 9, 2, 3)))
    view.inputs["frequency"].value = 8
    assert view.values() == {"frequency": 7}
    assert "7 Hz" in view.readout.value


def test_only_the_newest_setting_waits_while_a_picture_is_drawn():
    drawn = []

    def draw(axes, n):
        drawn.append(n)
        if n == 1:  # while this picture is being drawn the reader drags on
            for later in (2, 3, 4):
                view.inputs["n"].value = later
        return str(n)

    view = LiveView(explore(draw, title="T", alt="A.", n=Slider(0, 5, 1, 0)))
    drawn.clear()
    view.inputs["n"].value = 1
    assert drawn == [1, 4]
    assert ">4<" in view.readout.value


def test_a_draw_that_raises_leaves_the_last_picture_and_shows_why():
    def draw(axes, n):
        if n == 2:
            raise RuntimeError("n = 2 <breaks>")
        axes.set_title(str(n))
        return str(n)

    view = LiveView(explore(draw, title="T", alt="A.", n=Slider(0, 5, 1, 0)))
    view.inputs["n"].value = 1
    last = view.image.value
    view.inputs["n"].value = 2
    assert view.image.value == last
    assert "RuntimeError" in view.message.value
    assert "n = 2 &lt;breaks&gt;" in view.message.value
    view.inputs["n"].value = 3
    assert view.image.value != last
    assert not view.message.value


def test_a_notebook_gets_a_widget_and_a_plain_picture(waves, monkeypatch):
    monkeypatch.delenv(PAGE_VARIABLE, raising=False)
    data, metadata = waves._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} == data.keys()
    assert data["text/plain"] == "Waves <fast & slow>: sine at 2 Hz"
    assert metadata["image/png"] == {"width": 640, "height": 360}


def test_a_page_gets_every_swept_frame(waves, monkeypatch):
    monkeypatch.setenv(PAGE_VARIABLE, "1")
    shown = json.loads(json.dumps(waves._repr_mimebundle_()[MIME]))
    assert len(shown["frames"]) == 10
    index = 3 * 2 + 1  # the fourth frequency, the second kind
    assert shown["readouts"][shown["words"][index]] == "cosine at 4 Hz"
    picture = base64.b64decode(shown["pictures"][shown["frames"][index]])
    assert picture == waves.picture(scale=2, frequency=4, kind="cosine").webp()
    assert shown["fixed"] == [{"label": "grid", "text": "off"}, {"label": "draw", "text": "3"}]


def test_equal_pictures_are_kept_once():
    shown = bundle(explore(lambda axes, n: None, sweep=("n",), title="T", alt="A.", n=Slider(0, 5, 1, 0)))
    assert len(shown["frames"]) == 6
    assert len(shown["pictures"]) == 1


def test_a_frame_that_cannot_be_drawn_is_named():
    def draw(axes, n):
        return f"{1 / n}"

    with pytest.raises(RuntimeError, match=r"'bad' cannot draw \{'n': 0\}: division by zero"):
        bundle(explore(draw, sweep=("n",), title="T", alt="A.", name="bad", n=Slider(-1, 1, 1, 1)))


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
    assert "grid off; draw 3" in page
    assert len(re.findall("<label for=", page)) == 2
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)[1])
    assert data["controls"][0]["texts"][0] == "1 Hz"


def test_a_readout_has_true_minus_signs():
    said = "from -3 to -.5e-05, (T-1), x[0]-2, 10-12, well-known"
    explorer = explore(lambda axes: said, title="Minus", alt="Nothing at all is drawn here.")
    assert explorer.picture().readout == "from −3 to −.5e-05, (T-1), x[0]-2, 10-12, well-known"
