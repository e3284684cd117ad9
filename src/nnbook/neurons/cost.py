"""What a millisecond of each model costs, found by running its own equations on numbers that count."""

import math
from collections import Counter

from nnbook.neurons.simulate import Functions, as_step, check_neuron

ARITHMETIC = ("add", "sub", "mul", "truediv", "pow")
COMPARISONS = ("lt", "le", "gt", "ge", "eq")


def _counting_float(tally):
    """Return a kind of float that writes each operation it takes part in into `tally`."""

    class Counting(float):
        __hash__ = float.__hash__

    def counted(name, kind):
        plain = getattr(float, name)

        def operation(self, *other):
            tally[kind] += 1
            result = plain(self, *(float(x) for x in other))
            return result if kind == "comparisons" else Counting(result)

        return operation

    for base in ARITHMETIC:
        for name in (f"__{base}__", f"__r{base}__"):
            setattr(Counting, name, counted(name, "arithmetic"))
    for base in COMPARISONS:
        setattr(Counting, f"__{base}__", counted(f"__{base}__", "comparisons"))
    Counting.__neg__ = counted("__neg__", "arithmetic")
    return Counting


def count_operations(neuron, *, dt):
    """Return how many operations the model's own step takes, per millisecond of neuron time.

    The step runs once on floats that count what is done with them; nothing is estimated. Everything that
    depends on parameters alone was computed beforehand, as in `simulate`.

    Parameters
    ----------
    neuron : Neuron
        The model.
    dt : float
        Step [ms] at which the model is used.

    Returns
    -------
    dict
        "arithmetic" (+ − × ÷ and powers), "comparisons" (and choices), "functions" (exp, tanh, maximum) and
        "total", each per ms.

    Examples
    --------
    >>> from nnbook.neurons import LeakyIntegrateAndFire
    >>> count_operations(LeakyIntegrateAndFire(), dt=1.0)
    {'arithmetic': 6.0, 'comparisons': 5.0, 'functions': 0.0, 'total': 11.0}
    """
    check_neuron(neuron)
    dt = as_step(dt)
    tally = Counter()
    counting = _counting_float(tally)

    def counted(function):
        def call(*args):
            tally["functions"] += 1
            return counting(function(*(float(x) for x in args)))

        return call

    def where(condition, a, b):
        tally["comparisons"] += 1
        return counting(a if condition else b)

    functions = Functions(*(counted(f) for f in (math.exp, math.expm1, math.tanh, max)), where)
    step = neuron.stepper(dt, functions)
    state = tuple(counting(value) for value in neuron.start())
    tally.clear()
    step(state, counting(0.0), counting(0.5))
    result = {kind: tally[kind] / dt for kind in ("arithmetic", "comparisons", "functions")}
    return result | {"total": sum(result.values())}
