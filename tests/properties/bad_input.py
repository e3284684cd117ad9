"""Bad input for every argument of every public function: a clear error or the right result, and nothing else.

A table says how to call each function well, with the kind of each argument (`tests.properties.kinds`). From it
come calls with one argument replaced, or several. The answer to a bad value is a ValueError or TypeError that
names the argument and shows the value or its shape or type. No other error, no warning, no change of what the
caller handed in.
"""

import contextlib
import copy
import dataclasses
import importlib
import inspect
import pkgutil
import re
import resource
import signal
import types
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnbook
from tests.properties.kinds import BAD, MISFIT, SAME, Kind

# Packages whose modules are imported one by one; of the others the names in __all__ are public, and what else
# their modules hold serves the package alone. Only explore's __all__ meets its reader.
OPEN = ("nnbook.datasets", "nnbook.plots")

tried = Counter()  # calls made, by verdict


@dataclass(frozen=True)
class Call:
    """How a function is called well.

    Parameters
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
    """

    kinds: dict
    on: Callable | None = None
    changes: tuple = ()
    silent: bool = False
    raises: tuple = ()
    finite: bool = True


def call(on=None, /, *, changes_=(), silent_=False, raises_=(), finite_=True, **kinds):
    return Call(kinds, on, changes_, silent_, raises_, finite_)


# --- what is public


def public_names():
    """Yield the dotted name, without nnbook, of every public function, class and method."""
    for module in _modules():
        names = getattr(module, "__all__", None)
        if names is None or module.__name__ in OPEN:
            names = [k for k, v in vars(module).items() if getattr(v, "__module__", None) == module.__name__]
        for name in names:
            value = getattr(module, name)
            is_function = isinstance(inspect.unwrap(value) if callable(value) else value, types.FunctionType)
            if name.startswith("_") or not (is_function or isinstance(value, type)):
                continue
            dotted = f"{module.__name__}.{name}".removeprefix("nnbook.")
            if is_function:
                if inspect.signature(value).parameters:
                    yield dotted
            elif not getattr(value, "_is_protocol", False):
                if _is_made_by_hand(value):
                    yield dotted
                for method, function in vars(value).items():
                    is_method = isinstance(function, types.FunctionType) and len(inspect.signature(function).parameters) > 1
                    if is_method and (method == "__call__" or not method.startswith("_")):
                        yield f"{dotted}.{method}"


def _is_made_by_hand(cls):
    """Whether readers make such objects: results (records without checks) are made by functions."""
    if issubclass(cls, tuple):
        return False
    return "__init__" in vars(cls) and not dataclasses.is_dataclass(cls) or hasattr(cls, "__post_init__")


def _modules():
    """Yield the modules in which a reader finds names."""
    for info in pkgutil.walk_packages(nnbook.__path__, "nnbook."):
        parent = info.name.rpartition(".")[0]
        module = importlib.import_module(info.name) if not info.name.endswith("sphinx") else None
        if parent == "nnbook" or parent in OPEN:
            yield module


def find(dotted):
    """Return what a dotted name stands for."""
    parts = dotted.split(".")
    for n in range(len(parts), 0, -1):
        with contextlib.suppress(ImportError):
            value = importlib.import_module("nnbook." + ".".join(parts[:n]))
            for part in parts[n:]:
                value = getattr(value, part)
            return value
    raise AttributeError(dotted)


# --- calling


def arguments_of(name, entry):
    """Return good values for all arguments, "self" included for a method."""
    values = {}
    if entry.on is not None:
        values["self"] = entry.on()
    for key, kind in entry.kinds.items():
        values[key] = kind.good(values["self"]) if _takes_object(kind.good) else kind.good()
    return values


def _takes_object(good):
    return getattr(good, "__name__", "") == "from_object"


def from_object(function):
    """A good value that is made from the object whose method is called."""

    def from_object(self):
        return function(self)

    return Kind(from_object)


def invoke(name, values):
    """Call the function with the values, and let a generator it returns run to its end."""
    values = dict(values)
    function = find(name)
    if "self" in values:
        function = getattr(values.pop("self"), name.rpartition(".")[2])
    positional, star = [], next((key for key in values if key.startswith("*")), None)
    if star is not None:
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                break
            positional.append(values.pop(parameter.name))
        positional += values.pop(star)
    result = function(*positional, **values)
    return list(result) if inspect.isgenerator(result) else result


def outcome(name, entry, values):
    """Return ("result", …) or ("error", …) of a call, after checking that nothing was changed unasked."""
    tried["calls"] += 1
    before = {key: freeze(value) for key, value in values.items()}
    quiet = np.errstate(all="ignore") if entry.silent else contextlib.nullcontext()
    try:
        with quiet, limited(seconds=5):
            found = "result", invoke(name, values)
        may_change = entry.changes
    except (TypeError, ValueError, *entry.raises) as error:
        found, may_change = ("error", error), ()
    for key, value in values.items():
        if key not in may_change:
            assert freeze(value) == before[key], f"{name} changed {key}, then {found[0]} {found[1]!r:.200}"
    return found


@contextlib.contextmanager
def limited(seconds):
    """Interrupt what takes too long."""

    def interrupt(*_):
        raise TimeoutError(f"did not end within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def little_memory():
    """Let the process grow by no more than a gigabyte, so that what asks for more fails at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 2**30, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def freeze(value, depth=0):
    """Return something that is equal as long as the arrays inside a value are."""
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return value.shape, tuple(map(repr, value.flat))
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value).__name__, tuple(freeze(part, depth) for part in value)
    if isinstance(value, dict):
        return tuple((repr(key), freeze(part, depth)) for key, part in value.items())
    if type(value).__module__.startswith("nnbook") and depth < 3:
        return freeze(parts_of(value), depth + 1)
    return None


def parts_of(value):
    slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    names = [*slots, *getattr(value, "__dict__", ())]
    return {name: getattr(value, name) for name in names if not name.startswith("__")}


# --- judging


def judge(name, entry, cases):
    """Call with the cases in place of good values, and judge what comes of it."""
    values = arguments_of(name, entry)
    values |= {key: case.value for key, case in cases.items()}
    verdicts = {case.verdict for case in cases.values()}
    what, found = outcome(name, entry, values)
    for verdict in verdicts:
        tried[verdict] += 1
    if what == "error":
        assert_clear(found, entry, cases, values)
    else:
        assert BAD not in verdicts, f"took {cases}"
        assert MISFIT not in verdicts or len(cases) > 1, f"took {cases}"  # two misfits may fit one another
    if verdicts == {SAME}:
        like = arguments_of(name, entry) | {key: case.like for key, case in cases.items()}
        other_what, other = outcome(name, entry, like)
        assert what == other_what, f"{found!r:.200}, but {other!r:.200}"
        if what == "result":
            assert_equal(found, other, 1e-4 if any(_is_single(case.value) for case in cases.values()) else 1e-9)


def assert_clear(error, entry, cases, values):
    """Assert that a message names an argument that was replaced, or one that does not fit it, and shows it."""
    message = str(error)
    if isinstance(error, entry.raises):
        return
    suspects = [key for key, case in cases.items() if case.verdict != SAME] or list(cases)
    if any(cases[key].verdict != BAD for key in suspects):
        suspects = list(entry.kinds)
    for key in suspects:
        called = entry.kinds[key].called or key.strip("*")
        is_named = re.search(rf"(?<!\w)(?:{called})(?!\w)", message)
        if is_named and any(_occurs(form, message) for form in forms(values[key])):
            return
    raise AssertionError(f"a message that names no argument or shows no value: {type(error).__name__}: {message}")


def _occurs(form, message):
    return bool(form) and re.search(rf"(?<![\w.]){re.escape(form)}(?!\w)", message)


def forms(value, depth=0):
    """Yield the ways in which a message may show a value: itself, its type, its shape, one of its parts."""
    yield from (repr(value), str(value), type(value).__name__, getattr(value, "__name__", ""))
    if isinstance(value, str) and not value:
        yield "''"
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        array = np.asarray(value)
        yield from (str(array.shape), str(array.dtype), str(array.size), str(len(array)) if array.ndim else "")
        if array.dtype.kind in "biuf":
            numbers = np.unique(array.ravel())[:200].tolist() + [array.min(), array.max(), np.abs(array).max()]
            for x in numbers:
                yield from (repr(x), f"{x:g}", f"{x:.0f}" if np.isfinite(x) else "", str(int(x)) if np.isfinite(x) else "")
    if isinstance(value, (list, tuple)) and depth < 3:
        for part in value:
            yield from forms(part, depth + 1)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
        yield f"{value:g}"


def _is_single(value):
    """Whether there are numbers of single precision in a value."""
    if isinstance(value, (list, tuple)):
        return any(map(_is_single, value))
    return getattr(value, "dtype", None) == np.float32


def assert_equal(a, b, tolerance):
    """Assert that two results are the same numbers, relative to the largest of them."""
    a, b = leaves(a), leaves(b)
    assert len(a) == len(b)
    for x, y in zip(a, b, strict=True):
        if isinstance(x, np.ndarray) and x.dtype.kind in "biufc":
            size = np.abs(y[np.isfinite(y)]).max(initial=1e-30)
            np.testing.assert_allclose(x, y, rtol=0, atol=tolerance * size)
        else:
            assert np.array_equal(x, y)


def leaves(value, depth=0):
    """Return the arrays, numbers and words in a result."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, (bool, int, float, complex, np.generic)):
        return [np.asarray(value)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    elif depth < 5 and type(value).__module__.startswith("nnbook") and not isinstance(value, tuple):
        value = list(parts_of(value).values())
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in leaves(part, depth + 1)]
    return []


def strategy(entry):
    """Draw cases for one argument, and for several at once."""
    drawable = {key: kind.drawn for key, kind in entry.kinds.items() if not kind.drawn.is_empty}
    fixed = {key: cases for key, kind in entry.kinds.items() if (cases := kind.fixed())}
    one = {key: st.one_of(drawn) for key, drawn in drawable.items()}
    for key, cases in fixed.items():
        from_list = st.sampled_from(cases)
        one[key] = st.one_of(one[key], from_list) if key in one else from_list
    if not one:
        return None
    single = [st.fixed_dictionaries({key: drawn}) for key, drawn in drawable.items()]
    mixed = st.fixed_dictionaries({}, optional=one).filter(bool)
    return st.one_of(*single, mixed)


def fresh(case):
    """Return a case whose value no other call shares."""
    return dataclasses.replace(case, value=_copied(case.value))


def _copied(value):
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, list, dict)) else value


__all__ = ["Call", "call", "field", "find", "from_object", "judge", "public_names", "strategy", "tried"]


def check_all(table, modules, namespace, examples=25):
    """Put the tests of a table, which covers some modules of nnbook, into the namespace of a test module."""

    def test_every_public_name_is_listed():
        missing = {name for name in public_names() if name.split(".")[0] in modules} - set(table)
        assert not missing, f"enter in {namespace['__name__']}: {sorted(missing)}"

    @pytest.mark.parametrize("name", table)
    def test_the_listed(name, little_memory):
        entry = table[name]
        assert_knows_all(name, entry)
        what, found = outcome(name, entry, arguments_of(name, entry))
        assert what == "result", found
        if entry.finite:
            assert all(np.isfinite(leaf).all() for leaf in leaves(found) if isinstance(leaf, np.ndarray))
        problems = []
        for key, kind in entry.kinds.items():
            for case in kind.fixed():
                try:
                    judge(name, entry, {key: case})
                except Exception as error:
                    problems.append(f"{key}: {case}: {type(error).__name__}: {' '.join(str(error).split())}")
        assert not problems, "\n".join(["", *problems])

    @pytest.mark.parametrize("name", [name for name, entry in table.items() if strategy(entry) is not None])
    def test_the_drawn(name, little_memory):
        entry = table[name]

        @settings(max_examples=examples)
        @given(strategy(entry))
        def run(cases):
            judge(name, entry, {key: fresh(case) for key, case in cases.items()})

        run()

    namespace["test_every_public_name_is_listed"] = test_every_public_name_is_listed
    namespace["little_memory"] = little_memory
    namespace["test_the_listed"] = test_the_listed
    namespace["test_the_drawn"] = test_the_drawn


def assert_knows_all(name, entry):
    """Assert that the table has a kind for each parameter."""
    function = find(name)
    parameters = list(inspect.signature(function).parameters.values())
    if entry.on is not None and parameters[0].name == "self":
        del parameters[0]
    wanted = {("*" if p.kind is p.VAR_POSITIONAL else "") + p.name for p in parameters if p.kind is not p.VAR_KEYWORD}
    assert wanted <= set(entry.kinds), f"{name}: no kind for {wanted - set(entry.kinds)}"
