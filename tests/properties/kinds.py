"""Kinds of arguments: each has a good value, bad and odd ones, and the same one written otherwise.

A kind yields cases. A *bad* value has to be refused by name, a *misfit* by its name or that of an argument
that it does not fit. A value that is the *same* as another has to give the same result. An *odd* one may be
taken or refused, as long as nothing else happens.
"""

import reprlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

BAD, MISFIT, SAME, ODD = "bad", "misfit", "same", "odd"
NOTHING = st.nothing()


@dataclass(frozen=True)
class Case:
    """A value for an argument, and what has to come of it; `like` is the value that it is the same as."""

    value: Any
    verdict: str
    like: Any = None

    def __repr__(self):
        return f"{self.verdict} {type(self.value).__name__} {reprlib.repr(self.value)}"


@dataclass(frozen=True)
class Kind:
    """A kind of argument.

    `good` makes a value, new at each call; `fixed` lists cases that are always tried; `drawn` is a strategy
    of more. `called` is a pattern of the names that messages give it, if it is not the argument's own.
    """

    good: Callable
    fixed: Callable = list
    drawn: st.SearchStrategy = NOTHING
    called: str | None = None


class Thing:
    """Something that no function knows."""


def bad(values):
    return [Case(value, BAD) for value in values]


def odd(values):
    return [Case(value, ODD) for value in values]


def optional(kind):
    """An argument that may be None, which means that something else happens."""
    return replace(kind, fixed=lambda: [c for c in kind.fixed() if c.value is not None] + odd([None]))


def named(kind, called):
    """The same kind under the names that messages give it."""
    return replace(kind, called=called)


def opaque(good):
    """What only the package itself can make, such as the cache between forward and backward."""
    return Kind(good)


def unused(good=None):
    """An argument that is there for the protocol's sake or handed on to matplotlib."""
    return Kind(lambda: good)


def anything(good):
    """An argument that takes whatever comes."""
    junk = [None, "a", 3, -1.5, np.nan, [1, 2], {}, Thing(), np.zeros((2, 0)), np.array([None])]
    return Kind(lambda: good, lambda: odd(junk))


# --- numbers and words

HUGE = 10**309  # larger than any float
NO_NUMBERS = (None, "1", "", b"1", True, np.False_, [1.0], (), {}, np.array([1.0]), 1j, np.complex64(1),
              np.nan, -np.inf, np.float32("nan"), float, Thing(), HUGE, -HUGE)  # fmt: skip
NO_INTEGERS = (None, "1", b"", True, np.True_, 1.0, np.float64(2), np.nan, np.inf, 1.5, [1], (), {},
               np.array([1]), np.array([[2]]), 1j, int, Thing())  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """Where numbers have to lie."""

    low: float = -np.inf
    high: float = np.inf
    open_low: bool = False
    open_high: bool = False

    def excludes(self, x):
        below = x < self.low or (self.open_low and x == self.low)
        return below or x > self.high or (self.open_high and x == self.high)

    def outside(self):
        """Return some finite numbers that it does not contain."""
        some = (self.low - 1, self.low - 1e9, self.low, self.high, self.high + 1, self.high + 1e9)
        return [x for x in some if np.isfinite(x) and self.excludes(x)]


def number(good, *, infinite=False, **ends):
    """A real number in an interval; with `infinite`, infinity too."""
    interval = Interval(**ends)

    def fixed():
        refused = [*interval.outside(), *NO_NUMBERS, *([] if infinite else [np.inf])]
        written = [np.float64(good), np.float32(good)] + ([int(good)] if good == int(good) else [])
        return bad(refused) + [Case(x, SAME, float(x)) for x in written]

    floats = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.floats(-2, 2))
    return Kind(lambda: good, fixed, floats.map(lambda x: Case(x, BAD if interval.excludes(x) else ODD)))


def setting(good, **ends):
    """A number, or an array of them."""
    kind = number(good, **ends)

    def fixed():
        return [Case(c.value, ODD) if isinstance(c.value, (list, np.ndarray)) else c for c in kind.fixed()]

    return replace(kind, fixed=fixed)


def integer(good, *, low=None, high=None):
    """An integer in an interval."""
    refused = [] if low is None else [low - 1, low - 10**30]
    refused += [] if high is None else [high + 1, high + 10**30]

    def fixed():
        written = [make(good) for make in (np.int64, np.int8, np.uint16) if good >= 0]
        return bad([*refused, *NO_INTEGERS]) + [Case(x, SAME, good) for x in written]

    below = NOTHING if low is None else st.integers(max_value=low - 1)
    above = NOTHING if high is None else st.integers(min_value=high + 1)
    return Kind(lambda: good, fixed, (below | above).map(lambda x: Case(x, BAD)))


def size(good, *, low=1):
    """A number of things for which memory is taken: what no machine could hold is refused too."""
    return integer(good, low=low, high=10**9)


def flag(good):
    """True or False, and nothing that is merely like it."""
    junk = [None, 0, 1, 2.0, "yes", "", [], [True], np.array([True]), np.nan, Thing()]
    return Kind(lambda: good, lambda: [*bad(junk), Case(np.bool_(good), SAME, good)])


def choice(good, *more):
    """One of a few words."""
    junk = ["", good.upper() + "?", " " + good, None, 3, True, [good], (good,), {}, np.array([good]), Thing()]
    others = st.text(max_size=6).filter(lambda word: word not in (good, *more))
    return Kind(lambda: good, lambda: bad(junk) + odd(more), others.map(lambda word: Case(word, BAD)))


def text(good):
    """Any string."""
    return Kind(lambda: good, lambda: [c for c in choice(good).fixed() if not isinstance(c.value, str)])


# --- arrays

NO_ARRAYS = (None, "abc", b"abc", "", {}, {"a": 1}, {1.0}, Thing(), len, np.float32, 1j, [[1.0], [1.0, 2.0]],
             [1, "a"], ["1", "2"], [HUGE], np.array(["1"]), np.array([None, 1.0]), np.array([1j]),
             np.array("2020", "M8[D]"), np.zeros(2, [("a", float)]),
             np.ma.array([0.5, 1.0], mask=[True, False]))  # fmt: skip
DEFECTS = ("shape", "shape", "range", "nan", "inf", "-inf", "1e100", "1e-300", "-1e30", "3e5")


@dataclass(frozen=True)
class Fit:
    """Which shapes fit.

    The axes in `lengths` have a given length ("all", or their numbers); `ndims` says how many axes there may
    be ("own", or numbers, or None for any); `empty`: False if no axis may have length 0, None if it may.
    """

    lengths: Any = "all"
    ndims: Any = "own"
    empty: bool | None = False

    def misfits(self, shape):
        """Return some shapes that do not fit where `shape` does."""
        n = len(shape)

        def changed(axis, length):
            return (*shape[:axis], length, *shape[axis + 1 :])

        lengths = range(n) if self.lengths == "all" else self.lengths
        ndims = (n,) if self.ndims == "own" else self.ndims
        found = [changed(axis, shape[axis] + step) for axis in lengths for step in (1, -1, 5)]
        if self.empty is False:
            found += [changed(axis, 0) for axis in range(n)]
        more = [(), shape[1:], shape[:-1], (1, *shape), (*shape, 1), (2, 1, *shape)]
        return found + [s for s in more if ndims is not None and len(s) not in ndims and len(s) != n]


def at(array, number, place):
    """Return a copy of `array` with a number at one of its places."""
    array = np.array(array, copy=True)
    array.flat[place % array.size] = number
    return array


def filled(array, shape):
    """Return an array of another shape with the same numbers over and over."""
    return np.resize(array, shape) if array.size else np.zeros(shape, array.dtype)


def otherwise(array):
    """Yield the same numbers in other containers and layouts."""
    yield array.tolist()
    yield np.flip(np.flip(array).copy())
    yield array.astype(array.dtype.newbyteorder(">"))
    locked = array.copy()
    locked.flags.writeable = False
    yield locked
    if array.ndim:
        yield tuple(array.tolist())
        yield np.asfortranarray(array)
        yield np.repeat(array, 2, axis=0)[::2]


def ordinary(shape, interval):
    """Return different numbers in the interval, exact in single precision."""
    low, high = interval.low, interval.high
    left = low if np.isfinite(low) else min(-2, high - 4)
    right = high if np.isfinite(high) else max(2, low + 4)
    steps = np.arange(int(np.prod(shape))) * 7 % 16 + (1 if interval.open_low or low == -np.inf else 0)
    return (left + (right - left) * (steps - interval.open_high / 2) / 16).reshape(shape)


def array(
    *shape, make=None, finite=True, zero_d=False, whole=True, single=True, unfit=(), lengths="all",
    ndims="own", empty=False, **ends,
):  # fmt: skip
    """An array of real numbers in an interval, of a shape that fits (see `Fit`).

    Without `finite`, NaN and infinity pass; with `zero_d` a plain number will do. The same numbers as
    integers (`whole`) and in single precision (`single`) give the same. `unfit` are more shapes to refuse.
    """
    fit, interval = Fit(lengths, ndims, empty), Interval(**ends)

    def good():
        return ordinary(shape, interval) if make is None else np.asarray(make(), float)

    def fixed():
        x = good()
        wrong = [v for v in NO_ARRAYS if not (zero_d and isinstance(v, (int, float)))]
        wrong += [x.astype(kind) for kind in (object, str, complex, "M8[D]")]
        wrong += [at(x, y, 0) for y in interval.outside()]
        cases = bad(wrong) + [Case(filled(x, s), MISFIT) for s in (*fit.misfits(x.shape), *unfit)]
        cases += [Case(written, SAME, x) for written in otherwise(x)]
        if single:
            cases.append(Case(x.astype(np.float32), SAME, x.astype(np.float32).astype(float)))
        if whole:
            cases += [Case(np.rint(x).astype(kind), SAME, np.rint(x)) for kind in (np.int64, np.int8)]
        return cases

    def damaged(defect, place, axis, length):
        x, outside = good(), interval.outside()
        if defect == "shape" or (defect == "range" and not outside):
            return Case(filled(x, (*x.shape[:axis], length, *x.shape[axis + 1 :])), ODD)
        y = outside[place % len(outside)] if defect == "range" else float(defect)
        refused = interval.excludes(y) if np.isfinite(y) else finite
        return Case(at(x, y, place), BAD if refused else ODD)

    places = st.integers(0, 10**4)
    return Kind(good, fixed, st.builds(damaged, st.sampled_from(DEFECTS), places, *[st.integers(0, 6)] * 2))


def loose(*shape, lengths=(), **more):
    """An array in which only some axes have a given length, and through which NaN and infinity pass."""
    return array(*shape, **{"lengths": lengths, "ndims": None, "empty": None, "finite": False} | more)


def labels(*shape, n_classes, top=None, lengths="all", ndims="own", empty=False):
    """Whole numbers from 0 to n_classes − 1; good ones are below `top`."""
    fit = Fit(lengths, ndims, empty)

    def good():
        return (np.arange(int(np.prod(shape))) % (top or n_classes)).reshape(shape)

    def fixed():
        x = good()
        wrong = [*NO_ARRAYS, x + 0.5, x.astype(object), x.astype(str), x * 1j]
        wrong += [at(x, y, 0) for y in (-1, n_classes, -(2**62))]
        cases = bad(wrong) + [Case(filled(x, s), MISFIT) for s in fit.misfits(shape)]
        cases += [Case(written, SAME, x) for written in otherwise(x)]
        return cases + [Case(x.astype(kind), SAME, x) for kind in (np.uint8, np.int16, np.uint64)]

    def damaged(y, place):
        return Case(at(good(), y, place), ODD if 0 <= y < n_classes else BAD)

    return Kind(good, fixed, st.builds(damaged, st.integers(-(2**63), 2**63 - 1), st.integers(0, 100)))


def mask(*shape, ones=None):
    """An array of 0 and 1."""
    kind = array(
        *shape, make=ones or (lambda: np.arange(int(np.prod(shape))).reshape(shape) % 2), low=0, high=1
    )

    def fixed():
        x = kind.good()
        return [*kind.fixed(), Case(at(x, 0.5, 0), BAD), Case(x.astype(bool), SAME, x)]

    return replace(kind, fixed=fixed)


def signs(*shape, lengths="all", ndims="own"):
    """An array of +1 and −1."""
    kind = array(
        make=lambda: np.where(np.arange(int(np.prod(shape))) * 5 % 7 < 3, 1.0, -1.0).reshape(shape),
        lengths=lengths, ndims=ndims, low=-1, high=1,
    )  # fmt: skip
    return replace(kind, fixed=lambda: [*kind.fixed(), *bad(at(kind.good(), x, 1) for x in (0, 0.5))])


def several(*kinds, of=list, least=0):
    """A list of arguments, each of a kind: any bad one makes the list bad."""

    def fixed():
        cases = bad([None, 3, "a", Thing()] if of is list else []) + bad([of()] if least else [])
        for i, kind in enumerate(kinds):
            for case in kind.fixed():
                parts, like = [k.good() for k in kinds], [k.good() for k in kinds]
                parts[i], like[i] = case.value, case.like
                cases.append(Case(of(parts), case.verdict, of(like)))
        return cases

    return Kind(lambda: of(k.good() for k in kinds), fixed)


# --- shapes and settings of windows


def each_axis(good, *, low=1, names=()):
    """One integer for both axes, or a tuple of two."""
    junk = [low - 1, -3, 1.0, 1.5, np.nan, None, True, [], (), {}, Thing(), np.ones(2), "other", 10**30,
            (good,), (good,) * 3, [[good, good]]]  # fmt: skip
    junk += [(good, x) for x in (low - 1, 1.5, True, "a", None, 10**12)]

    def fixed():
        same = [Case(written, SAME, good) for written in ((good, good), [good, good], np.int32(good))]
        return bad(junk) + same + odd(names)

    drawn = st.integers(-3, 12) | st.tuples(st.integers(-2, 9), st.integers(-2, 9))
    return Kind(lambda: good, fixed, drawn.map(lambda v: Case(v, BAD if np.min(v) < low else ODD)))


def lengths(*good, least=1, plain=False):
    """A shape: positive integers for which memory can be taken, or with `plain` a single one."""
    junk = [(), good[: least - 1], *([-5] if plain else good), None, "ab", {}, Thing(), np.ones(2), np.nan,
            (np.nan,) * len(good), (10**30,) * len(good), (10**6,) * 3]  # fmt: skip
    junk += [(*good, x) for x in (0, -1, 1.0, 2.5, "a", None, True, 10**12)]

    def fixed():
        written = list(good), tuple(map(np.int32, good))
        return bad(junk) + [Case(x, SAME, good) for x in written]

    drawn = st.lists(st.integers(-2, 6), max_size=5).map(tuple)
    return Kind(
        lambda: good, fixed, drawn.map(lambda v: Case(v, BAD if len(v) < least or min(v) < 1 else ODD))
    )


# --- objects


def objects(good, *junk):
    """Something that is neither a number nor a word; `junk` are more values to refuse."""
    return Kind(good, lambda: bad([None, 3, "a", 1.5, [], {}, np.ones(2), Thing(), *junk]))


def generator(seed=0):
    """A numpy random generator."""
    legacy = getattr(np.random, "Random" + "State")
    return objects(lambda: np.random.default_rng(seed), np.random.default_rng, legacy(0), np.random, True)


def function(good):
    """Something that can be called."""
    return objects(lambda: good, type("Unmade", (), {}))


def activation(good):
    """A function with a derivative: an object of `nnbook.activations`, not its class."""
    return objects(lambda: good, abs, type(good))


def instance(make, *junk):
    """An object with methods: a layer, an optimiser, a neuron, a variable; not its class."""
    return objects(make, type(make()), *junk)


def dtype(good=np.float64):
    """float32 or float64, however said."""
    junk = [None, int, "int8", "foo", "", object, complex, 3, np.float16, [], {}, np.ones(2), Thing(), bool]
    same = [Case(x, SAME, np.float64) for x in ("float64", np.dtype("f8"), float)]
    return Kind(lambda: good, lambda: bad(junk) + same)


_FOLDER = tempfile.TemporaryDirectory()  # removed when Python ends


def path_to_idx():
    """A file in the format of MNIST."""
    folder = Path(_FOLDER.name)
    path, empty = folder / "labels", folder / "empty"
    path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    empty.touch()
    junk = [None, 3, 1.5, True, [], {}, Thing(), b"abc", np.ones(2), folder, str(empty), "", "\0"]
    return Kind(lambda: path, lambda: bad(junk) + odd([folder / "none"]) + [Case(str(path), SAME, path)])
