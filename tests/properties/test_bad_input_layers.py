"""Bad input for layers and models: settings, inputs and gradients."""

import numpy as np

from nnbook import layers
from nnbook.activations import tanh
from nnbook.initializers import glorot_uniform
from nnbook.layers import Dense, Sequential
from tests.properties.bad_input import call, check_all, from_object
from tests.properties.kinds import (
    activation,
    array,
    dtype,
    each_axis,
    flag,
    function,
    generator,
    instance,
    integer,
    labels,
    lengths,
    loose,
    named,
    number,
    optional,
    several,
    size,
    unused,
)


def new(kind, *settings, **more):
    """Return a function that makes a layer in double precision, always with the same weights."""
    return lambda: kind(*settings, **more, rng=np.random.default_rng(0), dtype=np.float64)


dense = new(Dense, 3, 2)
layer = instance(dense, np.tanh)

# --- how they are made

table = {"init": function(glorot_uniform), "rng": generator(), "dtype": dtype()}
made = {**table, "activation": activation(tanh)}
norm = {"eps": number(0.1, low=0, open_low=True), "dtype": dtype()}
paddings = each_axis(0, low=0, names=("same", "full", "valid"))
window = {"kernel_size": each_axis(2), "stride": each_axis(1), "padding": paddings, "dilation": each_axis(1)}
pool = {"kernel_size": each_axis(2), "stride": optional(each_axis(1)), "padding": each_axis(0, low=0)}
channels = {"in_channels": size(2), "out_channels": size(2), "groups": integer(1, low=1, high=2)}
line = {"kernel_size": size(2), "stride": size(1), "dilation": size(1), "padding": size(0, low=0)}
recurrent = {"n_in": size(3), "n_hidden": size(2)}
gates = {f"{name}_gate": flag(True) for name in ("input", "forget", "output")}

SETTINGS = {
    "layers.Dense": call(n_in=size(3), n_out=size(2), **made),
    "layers.Activation": call(activation=activation(tanh)),
    "layers.PReLU": call(n_features=size(3), slope=number(0.25), dtype=dtype()),
    "layers.Dropout": call(rate=number(0.5, low=0, high=1, open_high=True)),
    "layers.BatchNorm": call(n_features=size(3), momentum=number(0.1, low=0, high=1), **norm),
    "layers.LayerNorm": call(shape=lengths(3, 2, plain=True), **norm),
    "layers.GroupNorm": call(n_groups=integer(2, low=1, high=4), n_channels=size(4), **norm),
    "layers.InstanceNorm": call(n_channels=size(4), **norm),
    "layers.Embedding": call(n_tokens=size(5), n_features=size(2), **table),
    "layers.Conv2d": call(**channels, **window, **made),
    "layers.TransposedConv2d": call(**channels, **window, **made),
    "layers.Conv1d": call(**channels, **line, **made),
    "layers.MaxPool2d": call(**pool),
    "layers.AvgPool2d": call(**pool),
    "layers.L2Pool2d": call(**pool),
    "layers.RNN": call(**recurrent, **made),
    "layers.LSTM": call(**recurrent, **gates, **table, forget_bias=number(1.0)),
    "layers.Residual": call(inner=layer, shortcut=optional(layer)),
    "layers.Concat": call(axis=integer(1), **{"*branches": several(layer, layer, of=tuple, least=1)}),
    "layers.Skip": call(inner=layer, axis=integer(1)),
    "layers.Sequential": call(**{"*layers": several(layer, of=tuple, least=1)}),
}

# --- what they are given: of an input the last axis, or axis 1, has a given length

free, rows, features = loose(4, 3), loose(4, 3, lengths=(1,)), loose(3, 4, lengths=(1,))
sequences = loose(2, 4, 3, lengths=(2,), ndims=(3,))
maps = {"ndims": (4,), "unfit": [(2, 2, 5, 4), (2, 2, 4, 1)]}
seen = named(loose(2, 2, 4, 4, lengths=(1,), ndims=(4,), unfit=[(2, 2, 1, 4)]), "x|n_in")
pooled = named(loose(2, 2, 4, 4, **maps), "x|n_in")
pair = several(array(2, 2), array(2, 2), of=tuple)
gradient_pair = several(array(2, 2, finite=False), array(2, 2, finite=False), of=tuple)

PASSES = {
    "layers.Dense": (dense, rows),
    "layers.Activation": (lambda: layers.Activation(tanh), free),
    "layers.PReLU": (lambda: layers.PReLU(3, dtype=np.float64), rows),
    "layers.Dropout": (lambda: layers.Dropout(0.5), loose(4, 3, single=False)),  # other draws
    "layers.BatchNorm": (
        lambda: layers.BatchNorm(3, dtype=np.float64), loose(4, 3, lengths=(1,), ndims=(2, 3, 4)),
    ),
    "layers.LayerNorm": (lambda: layers.LayerNorm(3, dtype=np.float64), rows),
    "layers.GroupNorm": (lambda: layers.GroupNorm(2, 4, dtype=np.float64), features),
    "layers.Conv2d": (new(layers.Conv2d, 2, 3, 2), seen),
    "layers.TransposedConv2d": (
        new(layers.TransposedConv2d, 2, 3, 2),
        loose(2, 2, 4, 4, lengths=(1,), ndims=(4,), unfit=[(2, 2, 0, 4)]),
    ),
    "layers.Conv1d": (new(layers.Conv1d, 2, 3, 2), named(loose(2, 2, 5, lengths=(1,), ndims=(3,)), "x|n_in")),
    "layers.MaxPool2d": (lambda: layers.MaxPool2d(2), pooled),
    "layers.AvgPool2d": (lambda: layers.AvgPool2d(2), pooled),
    "layers.L2Pool2d": (lambda: layers.L2Pool2d(2), pooled),
    "layers.GlobalAvgPool": (layers.GlobalAvgPool, loose(2, 2, 4, 4, ndims=(4,), unfit=[(2, 2, 0, 4)])),
    "layers.RNN": (new(layers.RNN, 3, 2), sequences),
    "layers.LSTM": (new(layers.LSTM, 3, 2), sequences),
    "layers.Residual": (lambda: layers.Residual(new(Dense, 3, 3)()), rows),
    "layers.Concat": (lambda: layers.Concat(dense(), dense()), rows),
    "layers.Flatten": (layers.Flatten, free),
    "layers.Sequential": (lambda: Sequential(dense()), rows),
}  # fmt: skip
MORE = {
    "layers.Dropout": {"training": flag(True), "rng": generator()},
    "layers.BatchNorm": {"training": flag(True)},
    "layers.RNN": {"state": optional(array(2, 2))},
    "layers.LSTM": {"state": optional(pair)},
    "layers.Sequential": {"state": optional(several(unused(), of=tuple))},
}


def cache_for(x):
    return from_object(lambda layer: layer.forward(x.good())[1])


passing = {"training": unused(False), "rng": unused()}
TABLE = dict(SETTINGS)
for name, (make, x) in PASSES.items():
    cache = {"caches" if name == "layers.Sequential" else "cache": cache_for(x)}
    grad = array(*make().forward(x.good())[0].shape, finite=False)
    changes = ("self",) if name == "layers.BatchNorm" else ()
    TABLE |= {
        f"{name}.forward": call(
            make, x=x, **{**passing, **MORE.get(name, {})}, changes_=changes, silent_=True
        ),
        f"{name}.backward": call(make, grad=grad, input_grad=unused(True), **cache, silent_=True),
    }

back = {"input_grad": unused(True), "silent_": True}
through_time = {"grad": array(2, 4, 2, finite=False), "cache": cache_for(sequences), **back}
largest, tokens = layers.MaxPool2d(2), labels(2, 3, n_classes=5, ndims=None, lengths=(), empty=None)
embedding = new(layers.Embedding, 5, 2)
switches = instance(
    lambda: largest.switches(largest.forward(pooled.good())[1]), (np.zeros((2, 2, 2, 2), int), (4, 4))
)
winners = array(2, 2, 2, 2, finite=False)
unpooled = from_object(lambda layer: layer.forward(winners.good(), switches=switches.good())[1])
TABLE |= {
    "layers.RNN.final_state": call(new(layers.RNN, 3, 2), cache=cache_for(sequences)),
    "layers.LSTM.final_state": call(new(layers.LSTM, 3, 2), cache=cache_for(sequences)),
    "layers.LSTM.gates": call(new(layers.LSTM, 3, 2), cache=cache_for(sequences)),
    "layers.RNN.backward_through_time": call(
        new(layers.RNN, 3, 2), state_grad=optional(array(2, 2, finite=False)), **through_time
    ),
    "layers.LSTM.backward_through_time": call(
        new(layers.LSTM, 3, 2), state_grad=optional(gradient_pair), **through_time
    ),
    "layers.MaxPool2d.switches": call(lambda: largest, cache=cache_for(pooled)),
    "layers.MaxUnpool2d.forward": call(
        layers.MaxUnpool2d, x=winners, switches=switches, **passing, silent_=True
    ),
    "layers.MaxUnpool2d.backward": call(
        layers.MaxUnpool2d, grad=array(2, 2, 4, 4, finite=False), cache=unpooled, **back
    ),
    "layers.Embedding.forward": call(embedding, x=tokens, **passing),
    "layers.Embedding.backward": call(
        embedding, grad=array(2, 3, 2, finite=False), cache=cache_for(tokens), **back
    ),
    "layers.one_hot": call(labels=tokens, n_classes=size(5), dtype=dtype()),
    "layers.Sequential.final_state": call(PASSES["layers.Sequential"][0], caches=cache_for(rows)),
    "layers.Sequential.predict": call(PASSES["layers.Sequential"][0], x=rows, silent_=True),
    "layers.Sequential.summary": call(
        PASSES["layers.Sequential"][0], input_shape=named(lengths(3), "input_shape|x")
    ),
}

check_all(TABLE, "layers", globals())
