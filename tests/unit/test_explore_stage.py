"""Same values, same picture: nothing that a draw does may show in the next one."""

from functools import cache

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from matplotlib.colors import LogNorm
from matplotlib.ticker import EngFormatter, FixedLocator, MultipleLocator

from nnbook.explore import Slider, Toggle, explorer
from nnbook.explore.page import SCALE

# What a draw may do to the axes a and b of its figure f.
DEEDS = {
    "grid": lambda a, b, f: a.grid(True),
    "grid behind": lambda a, b, f: a.set_axisbelow(False) or a.grid(color="C3", which="both"),
    "a spine": lambda a, b, f: a.spines["top"].set_visible(True),
    "spines": lambda a, b, f: a.spines[["left", "bottom"]].set(color="C3", linewidth=4),
    "spine elsewhere": lambda a, b, f: a.spines["left"].set_position("zero"),
    "tick_params size": lambda a, b, f: a.tick_params(labelsize=20, length=9),
    "tick_params off": lambda a, b, f: a.tick_params(labelbottom=False, left=False),
    "tick_right": lambda a, b, f: a.yaxis.tick_right(),
    "label on the right": lambda a, b, f: a.yaxis.set_label_position("right") or a.set_ylabel("right"),
    "label elsewhere": lambda a, b, f: a.yaxis.set_label_coords(0.5, 0.5) or a.set_ylabel("y"),
    "label style": lambda a, b, f: a.set_xlabel("x", color="C3", fontsize=20, rotation=9),
    "titles": lambda a, b, f: [a.set_title(loc, loc=loc, y=0.5) for loc in ("left", "center", "right")],
    "title style": lambda a, b, f: a.set_title("big", fontsize=30, color="C2", pad=-20),
    "ticks turned": lambda a, b, f: [label.set_rotation(45) for label in a.get_xticklabels()],
    "ticks": lambda a, b, f: a.set(xticks=[0, 0.3], xticklabels=["here", "there"]),
    "many ticks": lambda a, b, f: a.xaxis.set_major_locator(MultipleLocator(0.03)),
    "no ticks": lambda a, b, f: a.set_xticks([]),
    "minor ticks": lambda a, b, f: a.minorticks_on(),
    "locator": lambda a, b, f: a.yaxis.set_major_locator(FixedLocator([0.1, 0.2])),
    "formatter": lambda a, b, f: a.yaxis.set_major_formatter(EngFormatter("V")),
    "ticklabel_format": lambda a, b, f: a.ticklabel_format(style="sci", scilimits=(0, 0)),
    "suptitle": lambda a, b, f: f.suptitle("over all"),
    "supxlabel": lambda a, b, f: (f.supxlabel("under all"), f.supylabel("beside all")),
    "figure text": lambda a, b, f: f.text(0.5, 0.5, "in the middle"),
    "figure legend": lambda a, b, f: f.legend(a.plot([0, 1], label="one"), ["one"]),
    "figure line": lambda a, b, f: f.add_artist(mpl.lines.Line2D([0, 1], [0, 1])),
    "figure color": lambda a, b, f: f.set_facecolor("C4"),
    "figure size": lambda a, b, f: f.set_size_inches(3, 3),
    "figure dpi": lambda a, b, f: f.set_dpi(50),
    "another layout": lambda a, b, f: f.set_layout_engine("tight"),
    "subplots_adjust": lambda a, b, f: f.set_layout_engine(None) or f.subplots_adjust(left=0.4),
    "aligned labels": lambda a, b, f: b.set_ylabel("y") and f.align_labels(),
    "box aspect": lambda a, b, f: a.set_box_aspect(1),
    "aspect": lambda a, b, f: a.set_aspect("equal"),
    "adjustable": lambda a, b, f: a.set(adjustable="datalim", aspect=2, anchor="NE"),
    "position": lambda a, b, f: a.set_position([0.3, 0.3, 0.2, 0.2]),
    "color bar": lambda a, b, f: f.colorbar(a.imshow(np.eye(3)), ax=a),
    "color bar of both": lambda a, b, f: f.colorbar(a.imshow(np.eye(3)), ax=[a, b]),
    "inset": lambda a, b, f: a.inset_axes([0.5, 0.5, 0.4, 0.4]).plot([0, 1]),
    "zoom": lambda a, b, f: a.indicate_inset_zoom(a.inset_axes([0.5, 0.5, 0.4, 0.4])),
    "twin": lambda a, b, f: a.twinx().plot([0, 900]),
    "twins": lambda a, b, f: (a.twinx().set_yscale("log"), a.twiny().set_xlim(9, 99)),
    "secondary axis": lambda a, b, f: a.secondary_xaxis("top", functions=(np.negative, np.negative)),
    "shared": lambda a, b, f: a.sharex(b),
    "more axes": lambda a, b, f: f.add_axes([0.4, 0.4, 0.2, 0.2]),
    "fewer axes": lambda a, b, f: b.remove(),
    "inverted": lambda a, b, f: a.invert_yaxis(),
    "log": lambda a, b, f: a.set(xscale="symlog", yscale="log"),
    "limits": lambda a, b, f: a.set(xlim=(-9, 9), ylim=(-9, 9)),
    "margins": lambda a, b, f: a.margins(0.5) or a.use_sticky_edges,
    "sticky": lambda a, b, f: setattr(a, "use_sticky_edges", False),
    "autoscale": lambda a, b, f: a.autoscale(False),
    "data limits": lambda a, b, f: a.update_datalim([(-50, -50), (50, 50)]),
    "units": lambda a, b, f: a.plot(["cat", "dog"], [1, 2]),
    "dates": lambda a, b, f: a.plot(np.array(["2020-01-01", "2020-02-01"], "M8[D]"), [1, 2]),
    "face": lambda a, b, f: a.set_facecolor("C3"),
    "face of a patch": lambda a, b, f: a.patch.set(alpha=0.5, hatch="/"),
    "hidden": lambda a, b, f: a.set_visible(False),
    "axis off": lambda a, b, f: a.set_axis_off(),
    "frame off": lambda a, b, f: a.set_frame_on(False),
    "cycle": lambda a, b, f: a.set_prop_cycle(color=["red", "lime"]),
    "legend": lambda a, b, f: a.plot([1, 0], label="line") and a.legend(loc="center"),
    "bars": lambda a, b, f: a.bar([0, 1], [1, 2], label="bars") and a.legend(),
    "error bars": lambda a, b, f: a.errorbar([0, 1], [1, 2], [1, 1], label="errors"),
    "picture": lambda a, b, f: a.imshow(np.eye(3), norm=LogNorm(0.1, 1)),
    "order": lambda a, b, f: (a.set_zorder(9), a.patch.set_alpha(0)),
    "rasterized": lambda a, b, f: a.set_rasterization_zorder(5),
    "rcParams": lambda a, b, f: mpl.rcParams.update({"lines.linewidth": 9, "axes.titlesize": 30}),
    "style": lambda a, b, f: mpl.style.use("dark_background"),
    "attribute": lambda a, b, f: setattr(a, "note", "mine"),
}


def made(deed):
    @explorer(panels=2, size=(4, 2), sweep=("n",), axes=({"xlabel": "x"}, {"ylim": (0, 9), "title": "fixed"}))
    def drawn(axes, n=Slider(1, 3, 1, 1), done=Toggle(False)):
        """A drawing

        What it shows does not matter.
        """
        if done:
            deed(*axes, axes[0].figure)
        x = np.linspace(0.2, n, 20)
        axes[0].plot(x, n * x, label="n")
        axes[0].set_title(str(n) + "note" * hasattr(axes[0], "note"))
        if done != (n == 3):
            axes[0].legend()
        if not done:
            axes[1].plot(x, x**n)
            axes[1].bar([1], [1])
        return f"n = {n}"

    return drawn


@cache
def undone(n):
    """Return the picture of an explorer that has never drawn another."""
    return made(None).picture({"n": n}).pixels


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_that_a_draw_does_shows_in_the_next_picture(deed):
    drawn = made(DEEDS[deed])
    changed = drawn.picture({"n": 2, "done": True}).pixels
    for n in (2, 3):
        np.testing.assert_array_equal(drawn.picture({"n": n}).pixels, undone(n))
        drawn.picture({"n": 1, "done": True})
    np.testing.assert_array_equal(drawn.picture({"n": 2, "done": True}).pixels, changed)


@pytest.mark.parametrize("deed", ["grid", "color bar", "twin", "fewer axes", "rcParams"])
def test_not_even_if_a_draw_fails_after_it(deed):
    def failing(a, b, f):
        DEEDS[deed](a, b, f)
        raise RuntimeError("after the deed")

    drawn = made(failing)
    with pytest.raises(RuntimeError, match="after the deed"):
        drawn.picture({"done": True})
    np.testing.assert_array_equal(drawn.picture().pixels, undone(1))


def test_settings_of_matplotlib_are_left_alone():
    before = dict(mpl.rcParams.copy())
    made(DEEDS["style"]).picture({"done": True})
    assert dict(mpl.rcParams.copy()) == before


def test_an_explorer_keeps_the_style_that_it_was_defined_under():
    with mpl.rc_context({"font.size": 15}):
        large = made(DEEDS["grid"])
    assert not np.array_equal(large.picture().pixels, made(DEEDS["grid"]).picture().pixels)


@pytest.mark.parametrize("size", [(2.3, 1.1), (4.1, 2.9), (1.15, 3.7)])
def test_sizes_are_rounded_and_not_cut(size):
    @explorer(size=size)
    def drawn(axes):
        """Empty axes

        Nothing is drawn on them.
        """
        return "nothing"

    for scale in (1, SCALE, 1.5):
        height, width, _ = drawn.picture(scale=scale).pixels.shape
        assert (width, height) == tuple(round(side * 100 * scale) for side in size)


def test_a_sentence_has_true_minus_signs():
    @explorer
    def drawn(axes):
        """Minus

        Nothing at all is drawn here.
        """
        return "from -3 to -.5e-05, (T-1), x[0]-2, 10-12, well-known"

    assert drawn.picture().readout == "from −3 to −.5e-05, (T-1), x[0]-2, 10-12, well-known"
