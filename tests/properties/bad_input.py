"""Bad input for every argument of every public function: a clear error or the right result, nothing else.

A table says how to call each function well, with the kind of each argument (`tests.properties.kinds`). From
it come calls with one argument replaced, or several. The answer to a bad value is a ValueError or TypeError
that names the argument and shows the value or its shape or type. No other error, no warning, no long wait, no
change of what the caller handed in.

To add a case
-------------
A new function needs one line in the ``TABLE`` of a ``test_bad_input_<part>.py``; which part
covers which module says `COVERED` below. The line is a call with a kind for each argument::

    "neurons.rate": call(spike_times=array(5, lengths=()), duration=number(10.0, low=0), rng=generator())

The numbers after a kind are the shape, or the value, of a good argument; what follows says what else is good:
``lengths=()`` that the array may have any length, ``low=0`` that a negative number is refused. A kind knows
bad values of its own (`tests.properties.kinds`), so no refusal is written by hand: what a unit test says of
errors is only what concerns several arguments at once, such as two lengths that have to agree. A method is
called ``"neurons.Cell.step"`` and takes ``on=``, which makes its object; what an argument must agree with
is said by ``named(kind, "a|b")``: the names that the message may use for it.
"""

import contextlib
import dataclasses
import faulthandler
import importlib
import inspect
import pkgutil
import re
import resource
import sys
import time
import types
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnbook
from tests.properties.kinds import BAD, MISFIT, SAME, Kind
from tests.reference import NAMESPACES, OPEN

# What an Explorer asks of its controls, with values that it has checked, and of itself.
INNER = r"explore\.(Explorer|\w+\.(argument|text|nearest|spread|placed|describe|to_json|from_json))"
# The tables, one for each test module test_bad_input_*, and the modules of nnbook that they cover.
COVERED = {
    "ground": "checks numerics activations losses initializers metrics model_selection regression datasets "
    "quiz",
    "layers": "layers",
    "training": "training optimizers learning_rules autodiff",
    "neurons": "neurons hopfield boltzmann graphs",
    "networks": "feedforward competitive backpropagation",
    "pictures": "convolution plots explore",
}
SECONDS, BYTES = 5, 2**30  # that a call may take, and by which the process may grow

tried = Counter()  # calls by function, cases by verdict


@dataclass(frozen=True)
class Call:
    """How a function is called well.

    Attributes
    ----------
    kinds : dict of str to Kind
        One for each parameter; ``*more`` stands for the rest of the positional ones.
    on : callable, optional
        Makes the object whose method it is.
    changes : tuple of str
        Arguments that a successful call may change, "self" among them.
    silent : bool
        Whether numpy's warnings are off, as `fit` turns them off around layers and optimisers.
    raises : tuple of exceptions
        What it may raise besides.
    finite : bool
        Whether its result for good values is.
    """

    kinds: dict
    on: Callable | None
    changes: tuple
    silent: bool
    raises: tuple
    finite: bool


def call(on=None, /, *, changes_=(), silent_=False, raises_=(), finite_=True, **kinds):
    """Return a `Call`; keywords without an underscore at the end are arguments."""
    return Call(kinds, on, changes_, silent_, raises_, finite_)


# --- what is public


def public_names():
    """Yield the dotted names, without nnbook, of public functions, classes and methods with parameters."""
    for module in _modules():
        own = [name for name, value in vars(module).items() if _module_of(value) == module.__name__]
        for name in own if module.__name__ in OPEN else getattr(module, "__all__", own):
            value, dotted = getattr(module, name), f"{module.__name__}.{name}".removeprefix("nnbook.")
            if not name.startswith("_") and not re.match(INNER, dotted):
                yield from _parts(dotted, value) if isinstance(value, type) else _if_asked(dotted, value)


def _modules():
    """Yield the modules in which a reader finds names."""
    for info in pkgutil.walk_packages(nnbook.__path__, "nnbook."):
        parent = info.name.rpartition(".")[0]
        is_public = parent == "nnbook" or parent in OPEN or info.name in NAMESPACES
        if "._" not in info.name and is_public:
            yield importlib.import_module(info.name)


def _module_of(value):
    return getattr(value, "__module__", None)


def _parts(dotted, cls):
    """Yield a class and its methods; of a result, or a protocol, which no reader makes, the methods only."""
    is_record = dataclasses.is_dataclass(cls) and not hasattr(cls, "__post_init__")
    if getattr(cls, "_is_protocol", False):
        return
    if not (is_record or issubclass(cls, tuple)) and inspect.signature(cls).parameters:
        yield dotted
    for name, method in vars(cls).items():
        is_public = isinstance(method, types.FunctionType) and (name == "__call__" or name[0] != "_")
        if is_public and not re.match(INNER, f"{dotted}.{name}"):
            yield from _if_asked(f"{dotted}.{name}", method, 1)


def _if_asked(dotted, value, n_own=0):
    """Yield the name of a function that takes arguments."""
    if (
        isinstance(inspect.unwrap(value), types.FunctionType)
        and len(inspect.signature(value).parameters) > n_own
    ):
        yield dotted


def find(dotted):
    """Return what a dotted name stands for."""
    value = nnbook
    for part in dotted.split("."):
        if not hasattr(value, part):
            importlib.import_module(f"{value.__name__}.{part}")
        value = getattr(value, part)
    return value


# --- calling


def from_object(function):
    """A good value that is made from the object whose method is called."""

    def from_object(self):
        return function(self)

    return Kind(from_object)


def arguments_of(entry):
    """Return good values for all arguments, "self" included for a method."""
    values = {} if entry.on is None else {"self": entry.on()}
    for key, kind in entry.kinds.items():
        values[key] = kind.good(values["self"]) if kind.good.__name__ == "from_object" else kind.good()
    return values


def invoke(name, values):
    """Call the function with the values, and let a generator that it returns run to its end."""
    values, function, positional = dict(values), find(name), []
    if "self" in values:
        function = getattr(values.pop("self"), name.rpartition(".")[2])
    if star := next((key for key in values if key.startswith("*")), None):
        names = list(inspect.signature(function).parameters)
        before = names[: names.index(star[1:])]
        positional = [*(values.pop(name) for name in before), *values.pop(star)]
    result = function(*positional, **values)
    return list(result) if inspect.isgenerator(result) else result


@contextlib.contextmanager
def limited(seconds):
    """Fail what takes too much of the processor's time, and end the tests at what never ends."""
    faulthandler.dump_traceback_later(60 * seconds, exit=True, file=sys.__stderr__)
    started = time.process_time()
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
    took = time.process_time() - started
    assert took <= seconds, f"took {took:.1f} s, need at most {seconds}"


@pytest.fixture
def little_memory():
    """Let the process grow but little, where the system can, so that what asks for too much fails at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):  # macOS sets no such limit
        resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + BYTES, hard))
    yield
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def outcome(name, entry, values):
    """Return ("result", …) or ("error", …) of a call, after checking that nothing was changed unasked."""
    tried[name] += 1
    before = {key: frozen(value) for key, value in values.items()}
    quiet = np.errstate(all="ignore") if entry.silent else contextlib.nullcontext()
    try:
        with quiet, limited(SECONDS):
            found, may_change = ("result", invoke(name, values)), entry.changes
    except (TypeError, ValueError, *entry.raises) as error:
        found, may_change = ("error", error), ()
    for key, value in values.items():
        if key not in may_change:
            assert frozen(value) == before[key], f"{name} changed {key}, then {found[0]} {found[1]!r:.200}"
    return found


def frozen(value, depth=0):
    """Return something that stays equal as long as the arrays inside a value do."""
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return value.shape, tuple(map(repr, value.flat))
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value).__name__, tuple(frozen(part, depth) for part in value)
    if isinstance(value, dict):
        return tuple((repr(key), frozen(part, depth)) for key, part in value.items())
    return frozen(parts_of(value), depth + 1) if _is_ours(value) and depth < 3 else None


def _is_ours(value):
    return type(value).__module__.startswith("nnbook.")


def parts_of(value):
    """Return the attributes of an object, without what was merely remembered."""
    slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    names = [*slots, *getattr(value, "__dict__", ())]
    kept = [name for name in names if not isinstance(getattr(type(value), name, None), cached_property)]
    return {name: getattr(value, name) for name in kept}


# --- judging


def judge(name, entry, cases):
    """Call with the cases in place of good values, and judge what comes of it."""
    values = arguments_of(entry) | {key: case.value for key, case in cases.items()}
    verdicts = {case.verdict for case in cases.values()}
    what, found = outcome(name, entry, values)
    tried.update(verdicts)
    if what == "error":
        assert_clear(found, entry, cases, values)
    else:
        assert BAD not in verdicts, f"took {cases}"
        assert MISFIT not in verdicts or len(cases) > 1, f"took {cases}"  # two misfits may fit one another
    if verdicts == {SAME}:
        like = arguments_of(entry) | {key: case.like for key, case in cases.items()}
        other_what, other = outcome(name, entry, like)
        assert what == other_what, f"{found!r:.200}, but {other!r:.200}"
        if what == "result":
            single = any(_is_single(case.value) for case in cases.values())
            assert_equal(found, other, 1e-4 if single else 1e-9)


def assert_clear(error, entry, cases, values):
    """Assert that a message names and shows an argument that was replaced, or one that does not fit it."""
    if isinstance(error, entry.raises):
        return
    suspects = [key for key, case in cases.items() if case.verdict != SAME] or list(cases)
    if any(cases[key].verdict != BAD for key in suspects):
        suspects = list(entry.kinds)
    for key in suspects:
        called = entry.kinds[key].called or key.strip("*")
        if _says(called, str(error)) and any(_says(re.escape(f), str(error)) for f in forms(values[key])):
            return
    raise AssertionError(f"no argument is named, or no value shown: {type(error).__name__}: {error}")


def _says(pattern, message):
    return pattern and re.search(rf"(?<![\w.])(?:{pattern})(?!\w)", message)


def forms(value):
    """Yield the ways in which a message may show a value: itself, its type, its shape, one of its parts."""
    yield from (repr(value), str(value), type(value).__name__, getattr(value, "__name__", ""))
    with contextlib.suppress(TypeError, ValueError):
        array = np.asarray(value)
        yield from (str(array.shape), str(array.dtype), str(array.size))
        if array.dtype.kind in "biuf":
            for x in [*array.ravel()[:200].tolist(), array.min(), array.max(), np.abs(array).max()]:
                yield from (repr(x), f"{x:g}", f"{x:.0f}")
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from forms(part)


def _is_single(value):
    """Whether there are numbers of single precision in a value."""
    if isinstance(value, (list, tuple)):
        return any(map(_is_single, value))
    return getattr(value, "dtype", None) == np.float32


def assert_equal(a, b, tolerance):
    """Assert that two results are the same numbers, relative to the largest of them."""
    for x, y in zip(leaves(a), leaves(b), strict=True):
        if isinstance(x, np.ndarray) and x.dtype.kind in "biufc":
            size = np.abs(y[np.isfinite(y)]).max(initial=1e-30)
            np.testing.assert_allclose(x, y, rtol=0, atol=tolerance * size)
        else:
            assert np.array_equal(x, y)


def leaves(value, depth=0):
    """Return the arrays, numbers and words in a result."""
    if isinstance(value, (np.ndarray, str)):
        return [value]
    if isinstance(value, (bool, int, float, complex, np.generic)):
        return [np.asarray(value)]
    if isinstance(value, dict):
        value = list(value.values())
    elif depth < 5 and _is_ours(value) and not isinstance(value, tuple):
        value = [part for name, part in parts_of(value).items() if not name.startswith("_")]
    return [x for part in value for x in leaves(part, depth + 1)] if isinstance(value, (list, tuple)) else []


# --- the tests of a table


def check_all(table, part, namespace, *, examples=25):
    """Put the tests of a table, which covers that part of nnbook, into the namespace of a test module."""
    drawn = {name: strategy for name, entry in table.items() if (strategy := strategy_of(entry)) is not None}

    def test_every_public_name_is_listed():
        module_of = {name: name.split(".")[0] for name in public_names()}
        no_table = set(module_of.values()) - set(" ".join(COVERED.values()).split())
        assert not no_table, f"enter in COVERED: {sorted(no_table)}"
        missing = {name for name, top in module_of.items() if top in COVERED[part].split()} - set(table)
        assert not missing, f"enter in {namespace['__name__']}: {sorted(missing)}"

    @pytest.mark.parametrize("name", table)
    def test_one_by_one(name, little_memory):
        entry = table[name]
        assert_knows_all(name, entry)
        what, found = outcome(name, entry, arguments_of(entry))
        assert what == "result", found
        if entry.finite:
            assert all(np.isfinite(x).all() for x in leaves(found) if isinstance(x, np.ndarray))
        problems = []
        for key, kind in entry.kinds.items():
            for case in kind.fixed():
                try:
                    judge(name, entry, {key: case})
                except Exception as error:
                    problems.append(f"{key}: {case}: {type(error).__name__}: {' '.join(str(error).split())}")
        assert not problems, "\n".join(["", *problems])

    @pytest.mark.parametrize("name", drawn)
    def test_drawn(name, little_memory):
        @settings(max_examples=examples)
        @given(drawn[name])
        def run(cases):
            judge(name, table[name], cases)

        run()

    def test_many_were_tried():
        n_calls = sum(tried[name] for name in table)
        print(f"{n_calls} calls of {len(table)} functions")
        assert n_calls > 20 * len(table)

    own = (test_every_public_name_is_listed, test_one_by_one, test_drawn, test_many_were_tried, little_memory)
    namespace.update({getattr(thing, "__name__", "little_memory"): thing for thing in own})


def strategy_of(entry):
    """Draw cases for one argument, or for several at once."""
    by_itself = {key: kind.drawn for key, kind in entry.kinds.items() if not kind.drawn.is_empty}
    mixed = dict(by_itself)
    for key, kind in entry.kinds.items():
        if cases := kind.fixed():
            mixed[key] = mixed.get(key, st.nothing()) | st.sampled_from(cases)
    if not mixed:
        return None
    alone = [st.fixed_dictionaries({key: drawn}) for key, drawn in by_itself.items()]
    return st.one_of(*alone, st.fixed_dictionaries({}, optional=mixed).filter(bool))


def assert_knows_all(name, entry):
    """Assert that the table has a kind for each parameter."""
    parameters = list(inspect.signature(find(name)).parameters.values())[entry.on is not None :]
    wanted = {
        ("*" if p.kind is p.VAR_POSITIONAL else "") + p.name
        for p in parameters
        if p.kind is not p.VAR_KEYWORD
    }
    assert wanted <= set(entry.kinds), f"{name}: no kind for {wanted - set(entry.kinds)}"
