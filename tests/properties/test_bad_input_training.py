"""Bad input for training, optimisers, schedules, the rules of one unit, and the engine."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from nnbook import optimizers
from nnbook.activations import tanh
from nnbook.autodiff import Variable
from nnbook.layers import RNN, Dense, Sequential
from nnbook.losses import L2, mean_squared_error
from nnbook.optimizers import SGD, Adam, minimize, schedules, surfaces
from tests.properties.bad_input import call, check_all, from_object
from tests.properties.kinds import (
    ODD,
    SAME,
    array,
    flag,
    function,
    generator,
    instance,
    integer,
    labels,
    loose,
    mask,
    named,
    number,
    odd,
    opaque,
    optional,
    setting,
    several,
    size,
    text,
)


def rng():
    return np.random.default_rng(0)


def dense():
    return Dense(3, 2, rng=rng(), dtype=np.float64)


def recurrent():
    return Sequential(RNN(3, 2, rng=rng(), dtype=np.float64))


TABLE = {}

# --- training

pairs = several(array(4, 3, ndims=(2,)), array(4, 2), of=tuple)
sequences = several(array(2, 4, 3), array(2, 4, 2), of=tuple)
how = {
    "loss": function(mean_squared_error),
    "opt": instance(lambda: SGD(0.1)),
    "n_epochs": integer(2, low=0),
    "rng": generator(),
    "metric": optional(function(lambda y, target: 0.5)),
    "patience": optional(integer(3, low=1)),
    "penalty": optional(function(L2(0.1))),
    "callback": optional(function(lambda epoch, history: False)),
    "progress": optional(flag(False)),
    "changes_": ("model", "rng"),
}


def data(kind):
    """Both pairs of data, which go by the names of the loss's arguments too."""
    return {name: named(kind, f"{name}|x|target|y_hat") for name in ("data", "validation")}


TABLE |= {
    "training.fit": call(model=instance(dense), batch_size=integer(2, low=1), **data(pairs), **how),
    "training.fit_sequence": call(
        model=instance(recurrent), n_steps=integer(2, low=1), **data(sequences), **how
    ),
    "training.streams": call(sequence=loose(6, 2, finite=True), n_streams=integer(3, low=1, high=6)),
    "training.predict": call(
        model=instance(dense), x=loose(4, 3, lengths=(1,)), batch_size=integer(2, low=1), silent_=True
    ),
    "training.untied": call(params=opaque(lambda: [np.ones((2, 3))])),
    "training.train_step": call(
        model=opaque(dense),
        loss=opaque(lambda: mean_squared_error),
        opt=opaque(lambda: SGD(0.1)),
        params=opaque(lambda: dense().params),
        state=opaque(lambda: {"t": 0}),
        x=opaque(lambda: np.ones((4, 3))),
        target=opaque(lambda: np.ones((4, 2))),
        rng=opaque(rng),
        penalty=opaque(lambda: None),
        changes_=("model", "params", "state"),
    ),
}

# --- optimisers

settings = {
    "lr": setting(0.5, low=0),
    "momentum": setting(0.5, low=0, high=1),
    **{name: setting(0.5, low=0, high=1, open_high=True) for name in ("rho", "beta1", "beta2")},
    "eps": setting(0.5, low=0),
    "weight_decay": setting(0.5, low=0),
    "growth": setting(1.5, low=0, open_low=True),
    "damping": number(0.5, low=0),
    "hessian": function(lambda x: np.eye(2)),
    "curvature": function(np.ones_like),
    "saddle_free": flag(True),
    "opt": instance(SGD),
    "max_norm": number(0.5, low=0, open_low=True),
    "axis": opaque(lambda: None),
}


def unconverted(kind):
    """The same array, which may be refused where it is written as a list or with whole numbers."""
    return replace(
        kind, fixed=lambda: [replace(c, verdict=ODD) if c.verdict == SAME else c for c in kind.fixed()]
    )


SETTINGS = {
    "SGD": "lr",
    "Momentum": "lr momentum",
    "Nesterov": "lr momentum",
    "AdaGrad": "lr eps",
    "RMSProp": "lr rho eps",
    "AdaDelta": "lr rho eps",
    "Adam": "lr beta1 beta2 eps",
    "AdamW": "lr beta1 beta2 eps weight_decay",
    "Quickprop": "lr growth",
    "Newton": "hessian lr damping saddle_free",
    "DiagonalNewton": "curvature lr damping",
    "Clip": "opt max_norm axis",
}
for name, names in SETTINGS.items():
    kinds = {key: settings[key] for key in names.split()}

    def make(name=name, kinds=kinds):
        return getattr(optimizers, name)(**{key: kind.good() for key, kind in kinds.items()})

    shape = (2,) if name == "Newton" else (3, 2)
    two = opaque(lambda shape=shape: [np.ones(shape), np.ones(shape)])
    grads = unconverted(array(*shape, finite=False))
    TABLE |= {
        f"optimizers.{name}": call(**kinds),
        f"optimizers.{name}.init": call(make, params=several(opaque(lambda: np.ones((3, 2))))),
        f"optimizers.{name}.step": call(
            make, params=several(*[opaque(lambda shape=shape: np.ones(shape))] * 2),
            grads=several(grads, grads), state=from_object(lambda opt, two=two: opt.init(two.good())),
            changes_=("params", "state"), silent_=True,
        ),
    }  # fmt: skip
for name in ("AdaGrad", "RMSProp", "Adam"):
    state = from_object(lambda opt: opt.init([np.ones(2)]))
    TABLE[f"optimizers.{name}.rate"] = call(getattr(optimizers, name), state=state)


def bowl(x):
    return 0.5 * (x * x).sum(axis=-1), x


positive, not_negative = number(0.5, low=0, open_low=True), number(0.5, low=0)
roots = {
    "lr": setting(0.5, low=0, high=1e75),
    "momentum": settings["momentum"],
    "curvature": setting(1.0, low=-1e75, high=1e75),
    "nesterov": flag(True),
}
spectrum = {
    "low": number(1.0, low=0, open_low=True),
    "high": replace(number(4.0, low=1.0), drawn=st.nothing()),
}
TABLE |= {
    "optimizers.minimize": call(
        value_and_grad=function(bowl), x0=loose(3, 2, finite=True), opt=instance(SGD), n_steps=size(3),
        noise=setting(0.5, low=0), rng=optional(generator()),
    ),
    "optimizers.effective_rates": call(
        opt=instance(Adam, SGD()), gradients=array(4, 2, lengths=(), empty=None)
    ),
    "optimizers.Path.steps_to": call(lambda: minimize(bowl, [1.0], SGD(0.5), 3), target=number(0.25)),
    "optimizers.momentum_roots": call(**roots),
    "optimizers.convergence_rate": call(**roots),
    "optimizers.best_gradient_descent": call(**spectrum),
    "optimizers.best_momentum": call(**spectrum),
    "optimizers.noise_floor": call(
        lr=settings["lr"], curvature=setting(1.0, low=0, open_low=True), noise=setting(0.5, low=0),
        momentum=settings["rho"],
    ),
    "optimizers.expected_loss": call(
        lr=number(0.5, low=0, high=1e75),
        curvature=number(0.5, low=0, high=1e75, open_low=True),
        noise=number(0.5, low=0, high=1e75),
        x0=number(1.0, low=-1e75, high=1e75),
        n_steps=size(3),
    ),
}  # fmt: skip

n_steps, factor = integer(2, low=1), number(0.5, low=0, high=1, open_low=True)
TABLE |= {
    "optimizers.schedules.Constant": call(lr=positive),
    "optimizers.schedules.StepDecay": call(lr=positive, every=n_steps, factor=factor),
    "optimizers.schedules.ExponentialDecay": call(lr=positive, tau=positive),
    "optimizers.schedules.InverseTimeDecay": call(lr=positive, tau=positive),
    "optimizers.schedules.CosineDecay": call(lr=positive, n_steps=n_steps, lr_end=not_negative),
    "optimizers.schedules.WarmUp": call(n_steps=n_steps, then=function(schedules.Constant(0.5))),
}
steps = loose(3, finite=True, low=0, zero_d=True)
for schedule in (
    schedules.Constant(0.5), schedules.StepDecay(0.5, 2), schedules.ExponentialDecay(0.5, 2),
    schedules.InverseTimeDecay(0.5, 2), schedules.CosineDecay(0.5, 2),
    schedules.WarmUp(2, schedules.Constant(0.5)),
):  # fmt: skip
    TABLE[f"optimizers.schedules.{type(schedule).__name__}.__call__"] = call(
        lambda schedule=schedule: schedule, t=steps
    )

points = array(4, 2, lengths=(1,), ndims=None, empty=None, finite=False)
TABLE |= {
    "optimizers.surfaces.quadratic": call(kappa=number(10.0, low=1), angle=number(30.0)),
    "optimizers.surfaces.ravine": call(b=number(10.0, low=0, open_low=True)),
    "optimizers.surfaces.Surface.curvature": call(surfaces.saddle, x=points, silent_=True),
    "optimizers.surfaces.Surface.excess": call(surfaces.saddle, values=loose(2, 3, zero_d=True)),
}

# --- rules of one unit

x, y, zeros_and_ones = array(4, 2, lengths=()), array(4), mask(4)
visits = {
    "lr": positive, "n_epochs": integer(2, low=0), "batch_size": n_steps, "rng": optional(generator()),
    "order": optional(labels(3, n_classes=4, lengths=())),
}  # fmt: skip
how = {**visits, "start": optional(array(3))}
separable = array(make=lambda: [[0, 0], [1, 0], [0, 2], [2, 2]], lengths=())
TABLE |= {
    "learning_rules.with_bias": call(x=array(4, 2, lengths=(), empty=None)),
    "learning_rules.fit_unit": call(x=x, target=y, f=function(tanh), **how),
    "learning_rules.fit_perceptron": call(x=x, labels=zeros_and_ones, **how),
    "learning_rules.fit_lms": call(x=x, target=y, **how),
    "learning_rules.fit_hebb": call(x=x, start=array(2), **visits),
    "learning_rules.fit_oja": call(x=x, start=array(2), **visits),
    "learning_rules.largest_rate": call(x=array(4, 2, lengths=(), empty=None)),
    "learning_rules.pocket": call(x=x, labels=zeros_and_ones, w=array(5, 3, lengths=(1,), empty=None)),
    "learning_rules.margin": call(x=x, labels=zeros_and_ones, w=array(3)),
    "learning_rules.novikoff_bound": call(
        x=separable, labels=mask(ones=lambda: [0, 0, 0, 1]), w=array(make=lambda: [-3, 1, 1])
    ),
    "learning_rules.separate": call(x=x, labels=zeros_and_ones),
    "learning_rules.certify": call(Z=array(4, 3, lengths=())),
    "learning_rules.signed": call(
        x=array(4, 2, lengths=(0,), empty=None), labels=zeros_and_ones, bias=number(1.0)
    ),
    "learning_rules.fit_signed": call(
        Z=array(4, 3, lengths=(1,)),
        lr=positive,
        n_epochs=integer(2, low=0),
        start=optional(array(3)),
        batch=flag(False),
        rng=optional(generator()),
    ),
    "learning_rules.corners": call(n=integer(3, low=1, high=16)),
    "learning_rules.truth_table": call(
        code=labels(3, n_classes=16, lengths=(), ndims=None, empty=None), n=integer(2, low=1, high=5)
    ),
    "learning_rules.separable_functions": call(n=integer(3, low=1, high=5)),
    "learning_rules.count_dichotomies": call(
        n_samples=integer(6, low=1, high=10_000), n_in=integer(2, low=0, high=10_000)
    ),
}

# --- the engine


def variable():
    return Variable([[1.0, 2.0], [3.0, 4.0]], "x")


def axes():
    """One axis, some in a tuple, or None for all."""
    axis = integer(1, low=-2, high=1)
    refused = [case for case in axis.fixed() if case.value is not None and not isinstance(case.value, tuple)]
    return replace(axis, fixed=lambda: refused + odd([None, (), (0, 1), (0, 0)]))


output, seed = instance(lambda: (variable() ** 2).sum(), 1.0), optional(array(make=lambda: 2, finite=False))
length, numbers = integer(2, low=-1), loose(2, 3, zero_d=True)
TABLE |= {
    "autodiff.Variable": call(value=numbers, name=text("x")),
    "autodiff.Variable.named": call(variable, name=text("x"), changes_=("self",)),
    "autodiff.Variable.sum": call(variable, axis=axes(), keepdims=flag(True)),
    "autodiff.Variable.mean": call(variable, axis=axes(), keepdims=flag(True)),
    "autodiff.Variable.reshape": call(variable, **{"*shape": several(length, length, of=tuple)}),
    "autodiff.adjoints": call(output=output, seed=seed),
    "autodiff.gradients": call(output=output, wrt=several(instance(variable)), seed=seed),
    "autodiff.graph": call(output=output),
    "autodiff.listing": call(output=output),
    "autodiff.topological_order": call(output=output),
    **{f"autodiff.{name}": call(a=numbers) for name in ("exp", "tanh", "logistic", "relu")},
    "autodiff.log": call(a=loose(2, 3, zero_d=True, low=0, open_low=True, whole=False)),
}

check_all(TABLE, "training", globals())
