"""Bad input for convolutions, filters, pooling, drawings and explorers."""

import itertools
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from nnbook import neurons
from nnbook.autodiff import Variable, graph
from nnbook.explore import Cells, Choice, Photo, Point, Seed, Slider, Toggle
from nnbook.optimizers.surfaces import saddle
from tests.properties.bad_input import call, check_all
from tests.properties.kinds import (
    BAD,
    NOTHING,
    array,
    bad,
    choice,
    each_axis,
    flag,
    instance,
    integer,
    labels,
    loose,
    named,
    number,
    objects,
    odd,
    opaque,
    optional,
    several,
    size,
    text,
    unused,
)

TABLE = {}


def reused(make, times=20):
    """Return a function that makes something new only now and then, since a figure costs 20 ms."""
    used = itertools.count()
    latest = []

    def again():
        if next(used) % times == 0:
            latest[:] = [make()]
        return latest[0]

    return again


# --- windows

x, kernel = array(5, 5, ndims=(1, 2), lengths=()), array(2, 2, ndims=(1, 2), lengths=())
how = {"padding": each_axis(0, low=0, names=("same", "full", "valid")), "stride": each_axis(1)}
one_axis = {"n_in": size(5), "kernel_size": size(2), "stride": size(1), "padding": size(0, low=0)}
window = {"input_shape": each_axis(5), "kernel_size": each_axis(2), **how}
no_shapes = [(), (5, 0), (5, 1.5), (5, "a"), (5, None), (5, 10**12), None, "a", {}, 1.5]
picture_shape = replace(opaque(lambda: (5, 5)), fixed=lambda: bad(no_shapes) + odd([5, (5,), [5, 5]]))
feature_maps = loose(4, 4, finite=True, unfit=[(5, 4), (4, 1), (4,), ()])
maps = {
    "x": named(feature_maps, "x|n_in"),
    "kernel_size": each_axis(2),
    "stride": optional(each_axis(2)),
}
odd_size = integer(5, low=1, high=1001)
wide = integer(5, low=3, high=1001)
TABLE |= {
    "convolution.correlate": call(x=x, kernel=kernel, **how),
    "convolution.convolve": call(x=x, kernel=kernel, **how),
    "convolution.im2col": call(x=x, kernel_size=each_axis(2), **how),
    "convolution.toeplitz": call(kernel=named(kernel, "kernel|kernel_size"), input_shape=each_axis(5), **how),
    "convolution.output_size": call(**one_axis),
    "convolution.count_operations": call(**window | {"input_shape": picture_shape}),
    "convolution.filters.identity": call(size=odd_size),
    "convolution.filters.box": call(size=odd_size),
    "convolution.filters.gaussian": call(size=odd_size, sigma=optional(number(1.0, low=1e-3, high=1e100))),
    "convolution.filters.sharpen": call(amount=number(0.5, low=0, high=1e100)),
    "convolution.filters.sobel_x": call(size=wide),
    "convolution.filters.sobel_y": call(size=wide),
    "convolution.filters.gabor": call(
        size=wide,
        angle=number(30.0),
        wavelength=number(4.0, low=2),
        sigma=optional(number(1.0, low=0.1, high=1e100)),
        aspect=number(1.0, low=0, high=1e100, open_low=True),
        phase=number(0.0),
    ),
    "convolution.filters.separate": call(kernel=array(3, 3, lengths=(), empty=None)),
    "convolution.filters.fit": call(x=array(5, 5), y=array(4, 4), kernel_size=each_axis(2)),
    **{f"convolution.{name}_pool": call(**maps) for name in ("max", "sum", "average", "l2")},
}

# --- drawings


def panels(*shape):
    """Axes, or an array of them."""
    return instance(reused(lambda: Figure().subplots(*shape)))


def shown():
    """Serve as a function whose source can be shown."""


axes, title = panels(), unused("")
fixed = {"color": unused("k"), "linewidth": unused(1)}
pictures = array(3, 2, 2, lengths=())
square = array(make=lambda: [[0, 1], [-2, 0]])
trace = instance(lambda: neurons.simulate(neurons.LeakyIntegrateAndFire(), np.ones(5), dt=1.0))
limits = opaque(lambda: (0, 1))
small = {key: integer(2, low=1, high=1000) for key in ("n_in", "kernel_size", "stride")}
small["padding"] = integer(1, low=0, high=1000)
place = {name: number(1.0) for name in ("row", "column", "height", "width")}
DRAWINGS = {
    "plots.convolution.draw_slide": call(
        axes=panels(3),
        x=array(3, lengths=()),
        kernel=array(2, lengths=()),
        position=integer(1, low=0, high=3),
        view=choice("flip and filter", "translate and scale", "filter without flip"),
    ),
    "plots.convolution.draw_windows": call(axes=panels(2), **small, position=integer(1, low=0)),
    "plots.convolution.draw_matrix": call(
        axes=panels(2),
        kernel=named(kernel, "kernel|kernel_size"),
        input_shape=each_axis(5),
        **how,
        row=integer(1, low=0),
    ),
    "plots.convolution.refuse": call(axes=axes),
    "plots.graphs.draw_graph": call(
        axes=axes,
        output=instance(lambda: Variable(2.0, "x") * 3, 1.0),
        derivatives=flag(True),
        n_done=optional(integer(1, low=0)),
        n_known=optional(integer(1, low=0)),
        downwards=flag(True),
    ),
    "plots.graphs.positions": call(found=instance(lambda: graph(Variable(2.0) * 3))),
    "plots.images.mosaic": call(
        images=pictures,
        columns=optional(size(2)),
        border=size(1, low=0),
        fill=array(make=lambda: 1, finite=False, zero_d=True),
    ),
    "plots.images.show_picture": call(
        axes=axes,
        picture=array(3, 3, lengths=(), finite=False),
        limits=limits,
        title=title,
        cmap=unused("gray"),
    ),
    "plots.images.response_limits": call(kernel=array(3, 3, lengths=(), empty=None)),
    "plots.images.show_numbers": call(
        axes=axes,
        values=named(array(2, 2, lengths=()), "values|picture"),
        title=title,
        limit=optional(number(1.0, low=0)),
        digits=integer(2, low=1, high=17),
        text=flag(True),
    ),
    "plots.images.outline": call(axes=axes, **place, **fixed),
    "plots.images.show_cells": call(
        axes=axes,
        codes=labels(2, 2, n_classes=3, lengths=()),
        colours=opaque(lambda: ["k", "w", "r"]),
        title=title,
    ),
    "plots.networks.columns": call(layer=array(3, lengths=())),
    "plots.networks.ring": call(n=integer(3, low=1, high=1000)),
    "plots.networks.draw_network": call(
        axes=axes,
        W=named(square, "W|places"),
        places=named(array(2, 2), "places|W"),
        faces=unused(),
        names=unused(),
        colors=unused(),
        emphasis=optional(unused()),
        bend=number(0.5, low=-1, high=1),
    ),
    "plots.networks.draw_matrix": call(
        axes=axes,
        W=square,
        kinds=unused(),
        names=unused(),
        sizes=unused(),
    ),
    "plots.patterns.state_map": call(n=integer(3, low=2, high=16)),
    "plots.patterns.show_pictures": call(
        axes=axes,
        pictures=named(pictures, "pictures|images"),
        columns=optional(size(2)),
        title=title,
        limits=limits,
    ),
    "plots.source.show_source": call(function=instance(lambda: shown, print)),
    "plots.spikes.plot_voltage": call(
        axes=axes,
        trace=trace,
        spike_from=optional(number(1.0)),
        spike_to=optional(number(2.0)),
        stride=integer(1, low=1),
    ),
    "plots.spikes.plot_raster": call(
        axes=axes,
        spike_times=several(array(3, lengths=(), empty=None)),
        first_row=number(0.0),
        height=number(0.5, low=0, open_low=True),
    ),
    "plots.spikes.plot_named": call(
        axes=axes,
        t=array(3),
        series=opaque(lambda: {"a": np.ones(3)}),
        legend=flag(True),
        stride=integer(1, low=1),
    ),
    "plots.surfaces.landscape": call(surface=instance(saddle), n_levels=integer(5, low=2, high=100)),
    "plots.surfaces.draw_surface": call(
        axes=axes, surface=instance(saddle), n_levels=integer(5, low=2, high=100)
    ),
    "plots.surfaces.draw_path": call(
        axes=axes,
        x=array(3, 2, lengths=(1,), finite=False),
        color=unused("k"),
        dots=flag(True),
        width=unused(1.0),
        zorder=unused(1),
    ),
    "plots.surfaces.log_scale": call(
        axes=instance(lambda: Figure().subplots()),
        low=number(0.5, low=0, open_low=True),
        high=number(8.0, low=0.5, open_low=True),
    ),
}
TABLE |= {name: replace(entry, changes=("axes",)) for name, entry in DRAWINGS.items()}

# --- explorers


def draw(axes):
    """Empty axes

    Nothing is drawn on them.
    """
    return "nothing"


value = {"name": opaque(lambda: "value")}
label = optional(text("label"))
switch = replace(flag(True), fixed=lambda: [case for case in flag(True).fixed() if case.verdict == BAD])
TABLE |= {
    "explore.Slider": call(
        lo=number(1.0, high=2),
        hi=number(3.0, low=2),
        step=number(1.0, low=0, open_low=True),
        start=number(2.0, low=1, high=3),
        unit=text("ms"),
        log=unused(False),
        label=label,
    ),
    "explore.Choice": call(options=opaque(lambda: ["a", "b"]), start=choice("a", "b"), label=label),
    "explore.Toggle": call(start=switch, label=label),
    "explore.Seed": call(start=integer(3, low=0, high=999_999), label=label),
    "explore.Slider.check": call(
        lambda: Slider(1.0, 3.0, 0.5, 2.0), **value, value=number(2.5, low=1, high=3)
    ),
    "explore.Choice.check": call(lambda: Choice(["a", "b"], "a"), **value, value=choice("a", "b")),
    "explore.Toggle.check": call(lambda: Toggle(True), **value, value=switch),
    "explore.Seed.check": call(lambda: Seed(3), **value, value=integer(3, low=0, high=999_999)),
    "explore.Slider.on_position": call(
        lambda: Slider(1.0, 3.0, 0.5, 2.0), **value, value=number(2.5, low=1, high=3)
    ),
    "explore.Cells": call(
        start=array(2, 3, low=0, high=2, lengths=(), make=lambda: np.ones((2, 3)), single=False),
        lo=number(0.0, high=1),
        hi=number(2.0, low=1),
        step=number(1.0, low=0, open_low=True),
        label=label,
    ),
    "explore.Cells.check": call(
        lambda: Cells(np.ones((2, 3)), hi=2),
        **value,
        value=array(2, 3, low=0, high=2, make=lambda: np.ones((2, 3))),
    ),
    "explore.Point": call(start=opaque(lambda: (1.0, 2.0)), panel=integer(0, low=0, high=255), label=label),
    "explore.Point.check": call(lambda: Point((1.0, 2.0)), **value, value=opaque(lambda: (1.0, 2.0))),
    "explore.Photo": call(start=array(4, 3, low=0, high=1, lengths=()), label=label),
    "explore.Photo.check": call(lambda: Photo(np.ones((4, 3))), **value, value=array(4, 3, low=0, high=1)),
    "explore.explorer": call(
        draw=optional(objects(lambda: draw)),
        name=optional(replace(choice("name"), drawn=NOTHING)),
        sweep=opaque(tuple),
        play=opaque(lambda: None),
        autoplay=flag(False),
        panels=integer(1, low=1, high=16),
        size=opaque(lambda: (4, 3)),
        ratios=opaque(lambda: None),
        axes=opaque(lambda: None),
        images=opaque(lambda: None),
    ),
}

check_all(TABLE, "pictures", globals())
