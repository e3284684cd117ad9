"""Bad input for networks with chosen weights, windows, centres, bumps around them, and the way back."""

import numpy as np

from nnbook import competitive, feedforward
from nnbook.activations import tanh
from nnbook.layers import Dense, Dropout, Sequential
from tests.properties.bad_input import call, check_all
from tests.properties.kinds import (
    array,
    choice,
    flag,
    function,
    generator,
    instance,
    integer,
    mask,
    named,
    number,
    several,
    size,
)

TABLE = {}


def numbers(*shape, **more):
    """Small numbers, where large ones would do."""
    some = np.arange(int(np.prod(shape))) * 5 % 7 - 3.0
    return array(make=lambda: some.reshape(shape), **more)


# --- chosen weights

corners = array(make=lambda: [[0, 0], [4, 0], [5, 3], [0, 4]], lengths=(1,), unfit=[(2, 2)])
low, high = number(-1.0, low=-1e9, high=1e9), number(3.0, low=-1e9, high=1e9)
steepness = number(2.0, low=0, high=1e9, open_low=True)

TABLE |= {
    "feedforward.parity_network": call(n_in=integer(3, low=1, high=1000)),
    "feedforward.truth_table_network": call(outputs=mask(4)),
    "feedforward.polygon_network": call(corners=corners),
    "feedforward.cells_network": call(
        picture=array(make=lambda: [[0, 1, 0], [1, 0, 1]], lengths=(), low=0, high=1)
    ),
    "feedforward.bump": call(
        x=numbers(2, 3, lengths=(), ndims=None, empty=None, zero_d=True, low=-1e9, high=1e9),
        left=named(low, "left|right"),
        right=named(high, "left|right"),
        steepness=steepness,
    ),
    "feedforward.bump_network": call(
        heights=array(3, lengths=()),
        low=named(low, "low|high"),
        high=named(high, "low|high"),
        steepness=steepness,
    ),
    "feedforward.interpolating_network": call(
        x=array(make=lambda: [0, 1, 3, 4], low=-1e6, high=1e6), y=numbers(4, low=-1e9, high=1e9)
    ),
    "feedforward.tent_network": call(n_folds=integer(2, low=1, high=50)),
    "feedforward.breakpoints": call(
        model=instance(lambda: feedforward.tent_network(2), Dense(1, 1, rng=np.random.default_rng(0))),
        low=named(low, "low|high"),
        high=named(high, "low|high"),
    ),
    "feedforward.windows": call(series=array(9, lengths=(), empty=None), n_window=size(3), horizon=size(1)),
    "feedforward.fit_autoregression": call(
        series=numbers(9, lengths=(), empty=None, low=-1e9, high=1e9), n_window=size(3), horizon=size(1)
    ),
    "feedforward.free_run": call(
        predict=function(lambda window: float(window.mean())),
        history=array(3, lengths=()),
        n_steps=size(2, low=0),
    ),
}

# --- centres

room = {"low": -1e15, "high": 1e15}
x, centres = numbers(5, 2, lengths=(1,), **room), numbers(3, 2, lengths=(1,), **room)
width = number(1.0, low=1e-15, high=1e15)

TABLE |= {
    "competitive.gaussian_features": call(x=x, centres=centres, width=width),
    "competitive.fit_rbf": call(
        x=numbers(5, 2, **room),
        y=numbers(5, ndims=(1, 2), lengths=(0,), **room),
        centres=centres,
        width=width,
        ridge=number(0.5, low=0, high=1e15),
    ),
    "competitive.RBFNetwork.predict": call(
        lambda: competitive.fit_rbf(np.eye(2), [1.0, 2.0], np.eye(2), 1.0), x=named(x, "x|centres")
    ),
    "competitive.k_means": call(x=x, start=centres, n_steps=integer(3, low=0, high=100_000)),
}

# --- the way back


def two_layers():
    rng = np.random.default_rng(0)
    return Sequential(Dense(3, 4, tanh, rng=rng, dtype=float), Dense(4, 2, rng=rng, dtype=float))


net = instance(two_layers, Dense(1, 1, rng=np.random.default_rng(0)), Sequential(Dropout(0.5)))
layer_sizes = several(size(4), size(3), size(2), of=tuple, least=1)
samples, slope = array(5, 3, lengths=(1,)), function(np.ones_like)

TABLE |= {
    "backpropagation.costates": call(model=net, x=samples, slope=slope),
    "backpropagation.feedback_gradients": call(
        model=net,
        x=samples,
        slope=slope,
        feedback=several(numbers(4, 3), numbers(2, 4), least=1),
        slopes=flag(True),
    ),
    "backpropagation.random_feedback": call(model=net, rng=generator()),
    "backpropagation.count_operations": call(sizes=layer_sizes),
    "backpropagation.count_sweeps": call(sizes=layer_sizes),
    "backpropagation.count_checkpoints": call(
        n_layers=named(size(9), "n_layers|n_segments"), n_segments=named(size(3), "n_layers|n_segments")
    ),
    "backpropagation.difference_quotients": call(
        f=function(lambda x: x.sum()),
        x=array(3, lengths=(), ndims=None, zero_d=True),
        steps=array(2, lengths=(), low=1e-30, high=1e30, make=lambda: [0.5, 0.25]),
        method=choice("central", "one-sided", "complex"),
    ),
    "backpropagation.relative_errors": call(
        estimate=array(2, 3, lengths=(1,), ndims=None, empty=None, zero_d=True),
        exact=array(2, 3, lengths=(1,), ndims=None, empty=None, zero_d=True),
    ),
}
check_all(TABLE, "networks", globals())
