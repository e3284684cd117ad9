"""Bad input for the ground floor: numbers, activations, losses, weights, metrics, parts of data, data."""

import math

import numpy as np

from nnbook import activations, losses, model_selection
from nnbook.quiz import ask, unseal
from tests.properties.bad_input import call, check_all
from tests.properties.kinds import (
    anything,
    array,
    choice,
    dtype,
    flag,
    function,
    generator,
    integer,
    labels,
    lengths,
    loose,
    mask,
    named,
    number,
    opaque,
    optional,
    path_to_idx,
    several,
    signs,
    size,
    unused,
)

potentials = loose(2, 3, zero_d=True)
params = several(potentials, loose(3, zero_d=True))
word = opaque(lambda: "thing")


def thing(kind):
    """The value of a check, which goes by the name "thing"."""
    return named(kind, "thing")


limits = {"low": opaque(lambda: -5), "high": opaque(lambda: 5)}
ends = {**limits} | {key: opaque(lambda: False) for key in ("open_low", "open_high", "infinite")}
quiet = {"name": word}

CHECKS = {
    "checks.number": call(name=word, value=thing(number(1.0, low=-5, high=5)), **ends),
    "checks.integer": call(name=word, value=thing(integer(1, low=-5, high=5)), **limits),
    "checks.array": call(
        name=word,
        value=thing(array(2, 3, empty=None)),
        ndim=opaque(lambda: 2),
        shape=opaque(lambda: (2, 3)),
        dtype=opaque(lambda: float),
        finite=opaque(lambda: True),
        empty=opaque(lambda: True),
        low=opaque(lambda: -math.inf),
        high=opaque(lambda: math.inf),
        open_low=opaque(lambda: False),
    ),
    "checks.binary": call(
        name=word, value=thing(mask(2, 3)), shape=opaque(lambda: (2, 3)), dtype=opaque(lambda: float)
    ),
    "checks.signs": call(
        name=word, value=thing(signs(2, 3, lengths=(1,))), ndim=opaque(lambda: 2), n=opaque(lambda: 3)
    ),
    "checks.arguments": call(),
    "checks.one_of": call(name=word, value=thing(choice("a", "b")), options=opaque(lambda: ("a", "b"))),
    "checks.size": call(name=word, value=thing(size(3)), low=opaque(lambda: 1)),
    "checks.shape": call(name=word, value=thing(lengths(3, 2)), least=opaque(lambda: 1)),
    "checks.function": call(name=word, value=thing(function(len))),
    "checks.flag": call(name=word, value=thing(flag(True))),
    "checks.generator": call(name=word, value=thing(generator())),
    "checks.floats": call(name=word, value=thing(potentials), dtype=opaque(lambda: None)),
    "checks.float_type": call(name=word, value=thing(dtype())),
    "checks.class_indices": call(
        name=word,
        value=thing(labels(2, 3, n_classes=4, ndims=None, lengths=(), empty=None)),
        n_classes=opaque(lambda: 4),
    ),
}

NUMBERS = {
    "numerics.sigmoid": call(z=potentials),
    "numerics.softplus": call(z=potentials),
    "numerics.log_sum_exp": call(
        z=array(2, 3, ndims=None, lengths=(), empty=None),
        axis=integer(-1, low=-2, high=1),
        keepdims=flag(True),
    ),
    "numerics.gradient_error": call(
        value_and_grads=function(lambda: (0.0, [np.zeros(2)])),
        arrays=several(opaque(lambda: np.ones(2))),
        rng=generator(),
        step=number(1e-6, low=1e-100, high=1e100),
    ),
}

slope = number(1.5, low=0, open_low=True)
ACTIVATIONS = {
    "activations.softmax": call(z=array(2, 3, ndims=None, lengths=(), empty=None), temperature=slope),
    "activations.softmax_jacobian": call(
        z=array(2, 3, ndims=None, lengths=(), empty=None), temperature=slope
    ),
    "activations.Logistic": call(slope=slope),
    "activations.SoftStep": call(beta=slope),
    "activations.LeakyReLU": call(slope=number(1.5)),
}
for name in (
    "Heaviside", "Identity", "LeakyReLU", "Logistic", "ReLU", "SiLU", "SoftStep", "Softplus", "Tanh",
):  # fmt: skip
    make = getattr(activations, name)
    ACTIVATIONS[f"activations.{name}.__call__"] = call(make, z=potentials)
    ACTIVATIONS[f"activations.{name}.prime"] = call(make, z=potentials, a=opaque(lambda: None))

outputs, targets = array(4, 3, ndims=(2,), lengths=(0, 1), finite=False), array(4, 3)
weighted = losses.WeightedSquaredError(1.0, 0.5)
LOSSES = {
    "losses.mean_squared_error": call(y_hat=outputs, target=targets),
    "losses.binary_cross_entropy": call(logits=outputs, target=array(4, 3, low=0, high=1)),
    "losses.cross_entropy": call(
        logits=array(4, 3, finite=False, lengths=(0,)), labels=labels(4, n_classes=3)
    ),
    "losses.gaussian_kl": call(mu=outputs, log_var=outputs),
    "losses.WeightedSquaredError": call(
        ratio=number(1.0, low=0, open_low=True),
        positives=number(0.5, low=0, high=1, open_low=True, open_high=True),
    ),
    "losses.WeightedSquaredError.__call__": call(lambda: weighted, y_hat=outputs, target=mask(4, 3)),
    "losses.L1": call(strength=number(0.5, low=0)),
    "losses.L2": call(strength=number(0.5, low=0)),
    "losses.L1.__call__": call(lambda: losses.L1(0.5), params=params),
    "losses.L2.__call__": call(lambda: losses.L2(0.5), params=params),
}

drawn = {"shape": lengths(3, 2, least=2), "rng": generator(), "dtype": dtype()}
WEIGHTS = {
    f"initializers.{name}": call(**drawn)
    for name in ("unit_normal", "lecun_normal", "glorot_uniform", "glorot_normal", "he_normal")
}
WEIGHTS["initializers.orthogonal"] = call(**drawn, gain=number(1.0, low=0, open_low=True))
WEIGHTS["initializers.fans"] = call(shape=lengths(3, 2, least=2))

classes = {"predicted": labels(6, n_classes=3), "labels": labels(6, n_classes=3)}
unlimited = {key: labels(6, n_classes=2**63 - 1, top=6) for key in classes}
METRICS = {
    "metrics.accuracy": call(**unlimited),
    "metrics.confusion_matrix": call(**classes, n_classes=integer(3, low=1, high=10_000)),
    "metrics.sensitivity": call(**{key: labels(6, n_classes=2) for key in classes}),
    "metrics.specificity": call(**{key: labels(6, n_classes=2) for key in classes}),
    "metrics.mask_iou": call(predicted=mask(2, 3), target=mask(2, 3)),
    "metrics.box_iou": call(
        a=array(make=lambda: [[0, 0, 2, 2]], lengths=(1,), empty=None),
        b=array(make=lambda: [[1, 1, 3, 3], [0, 0, 1, 1]], lengths=(1,), empty=None),
    ),
}

PARTS = {
    "model_selection.split": call(
        n_samples=size(10),
        rng=generator(),
        **{"*fractions": several(number(0.5, low=0, high=1, open_low=True), of=tuple)},
    ),
    "model_selection.k_fold": call(
        n_samples=size(10, low=2), k=integer(3, low=2, high=10), rng=optional(generator())
    ),
    "model_selection.leave_one_out": call(n_samples=size(5, low=2)),
    "model_selection.weighted_average": call(errors=array(3), sizes=array(3, low=0, open_low=True)),
    "model_selection.press_residuals": call(
        X=array(make=lambda: [[1.0, 0], [1, 1], [1, 2], [1, 4]], lengths=(0,)),
        y=array(4),
        ridge=number(0.5, low=0, high=1e15),
    ),
    "model_selection.cross_validate": call(
        fit=function(lambda X, y: lambda X: np.zeros(len(X))),
        X=array(5, 2, lengths=(0,), ndims=None),
        y=array(5),
        folds=opaque(lambda: list(model_selection.k_fold(5, 2))),
    ),
}

counts = {"n_samples": size(9), "n_in": size(2)}
few = {"low": -1e9, "high": 1e9}
LINES = {
    "regression.ridge_weights": call(
        X=array(make=lambda: [[1.0, 0], [1, 1], [1, 2], [1, 4]], lengths=(0,), **few),
        y=array(make=lambda: [3.0, 1, 4, 1], ndims=(1, 2), **few),
        ridge=number(0.5, low=0, high=1e15),
    ),
    "regression.legendre_features": call(
        x=array(make=lambda: [-1.0, 0, 0.5], lengths=(), empty=None, low=-1, high=1),
        n_features=integer(3, low=1, high=1000),
    ),
    "regression.bias_variance": call(
        predictions=array(make=lambda: [[1.0, 2], [3, 4], [5, 7]], lengths=(1,), **few),
        truth=array(make=lambda: [1.0, 2], **few),
    ),
    "regression.expected_error": call(
        **counts, sigma=number(0.5, low=0, high=1e100), length=number(1.0, low=0, high=1e100)
    ),
    "regression.simulate_errors": call(
        **counts,
        sigma=number(0.5, low=0, high=1e9),
        n_sets=size(2),
        rng=generator(),
        ridge=number(0.5, low=0, high=1e15),
    ),
}

noise = number(0.1, low=0, high=1e30)
square = array(make=lambda: [[0, 0], [1, 0], [1, 1], [0, 1.0]], lengths=(1,), empty=None)
DATA = {
    "datasets.generators.spirals": call(
        n_samples=size(9), n_classes=size(2), turns=number(1.5, low=0), noise=noise, rng=generator()
    ),
    "datasets.generators.moons": call(n_samples=size(9), noise=noise, rng=generator()),
    "datasets.generators.rings": call(
        n_samples=size(9), radii=array(2, low=0, lengths=()), noise=noise, rng=generator()
    ),
    "datasets.generators.inside": call(points=array(5, 2, lengths=(1,), empty=None), corners=square),
    "datasets.generators.polygons": call(
        n_samples=size(9), noise=noise, rng=generator(), **{"*polygons": several(square, of=tuple, least=1)}
    ),
    "datasets.generators.regular_polygon": call(
        n_corners=size(5, low=3),
        radius=number(0.5, low=0, open_low=True),
        centre=array(2),
        inner=optional(number(0.25, low=0, open_low=True)),
    ),
    "datasets.shapes.shapes": call(
        n_samples=size(2),
        size=integer(8, low=8, high=1024),
        max_shapes=integer(2, low=1, high=1000),
        noise=noise,
        rng=generator(),
    ),
    "datasets.spike_trains.spike_trains": call(
        n_trains=size(2),
        rate=number(100.0, low=1e-9),
        duration=number(100.0, low=0, open_low=True),
        cv=number(0.5, low=0, high=10),
        t_ref=number(2.0, low=0, high=9.9),
        rng=generator(),
    ),
    "datasets.idx.load_idx": call(path=path_to_idx(), max_bytes=integer(100, low=1), raises_=(OSError,)),
    "datasets.bitmaps.bars_and_stripes": call(n=integer(3, low=2, high=8)),
    "datasets.photograph.photograph": call(size=optional(integer(16, low=8, high=384))),
}

number_or_word = anything(4.0)
SEALED = ask("ex-1", number=4.0).sealed
QUIZ = {
    "quiz.check": call(
        answer=number_or_word,
        truth=opaque(lambda: 4.0),
        hints=opaque(tuple),
        rtol=opaque(lambda: 1e-3),
        atol=opaque(lambda: 1e-9),
    ),
    "quiz.ask": call(
        name=anything("ex-1"),
        prompt=anything("How much"),
        number=number_or_word,
        numbers=unused(),
        choice=unused(),
        unit=anything("ms"),
        rtol=anything(1e-3),
        atol=anything(1e-9),
        hints=unused(),
        otherwise=anything(""),
        because=anything(""),
    ),
    "quiz.unseal": call(sealed=anything(SEALED)),
    "quiz.Question": call(content=opaque(lambda: unseal(SEALED)._content)),
}

TABLE = CHECKS | NUMBERS | ACTIVATIONS | LOSSES | WEIGHTS | METRICS | PARTS | LINES | DATA | QUIZ
check_all(TABLE, "ground", globals())
