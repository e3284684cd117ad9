"""Kinds of arguments: each knows a good value, and draws bad ones, odd ones, and the same one written otherwise.

A kind yields cases. A *bad* value has to be refused by name, a *misfit* by its name or that of an argument that
it does not fit; a value that is the *same* as another has to give the same result; an *odd* one may do either,
as long as nothing else happens.
"""

from collections.abc import Callable
import reprlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

BAD, MISFIT, SAME, ODD = "bad", "misfit", "same", "odd"


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

    `good` makes a value, new at each call; `fixed` lists cases that are always tried; `drawn` is a strategy of
    more. `called` is the name by which messages call the argument, if it is not its own.
    """

    good: Callable
    fixed: Callable = list
    drawn: st.SearchStrategy = st.nothing()
    called: str | None = None


def bad(values):
    return [Case(value, BAD) for value in values]


def odd(values):
    return [Case(value, ODD) for value in values]


class Thing:
    """Something that no function knows."""


def optional(kind):
    """An argument that may be None, which means that something else happens."""
    return replace(kind, fixed=lambda: [c for c in kind.fixed() if c.value is not None] + odd([None]))


def named(kind, called):
    """The same kind under the name that messages give it."""
    return replace(kind, called=called)


def opaque(good):
    """What only another function of the package can make, such as the cache between forward and backward."""
    return Kind(good)


def anything(good):
    """An argument that takes whatever comes."""
    junk = [None, "a", 3, -1.5, np.nan, [1, 2], {}, Thing(), np.zeros((2, 0)), np.array([None])]
    return Kind(lambda: good, lambda: odd(junk))


# --- numbers

NO_NUMBERS = (None, "1", "", b"1", True, np.False_, [1.0], (), {}, np.array([1.0]), 1j, np.complex64(1))
NO_NUMBERS += (np.nan, -np.inf, np.float32("nan"), float, Thing(), 10**309, -(10**309))
NO_INTEGERS = (None, "1", b"", True, np.True_, 1.0, np.float64(2), np.nan, np.inf, 1.5, [1], (), {})
NO_INTEGERS += (np.array([1]), np.array([[2]]), 1j, int, Thing())


def _is_outside(x, low, high, open_low, open_high):
    return x < low or x > high or (open_low and x == low) or (open_high and x == high)


def number(good, *, low=-np.inf, high=np.inf, open_low=False, open_high=False, infinite=False):
    """A real number in an interval; with `infinite`, infinity too."""
    limits = (low, high, open_low, open_high)

    def fixed():
        ends = [low - 1, low - 1e9, high + 1, high + 1e9] + [low] * open_low + [high] * open_high
        refused = [x for x in ends if np.isfinite(x)] + list(NO_NUMBERS) + ([] if infinite else [np.inf])
        written = [np.float64(good), np.float32(good)] + ([int(good)] if good == int(good) else [])
        return bad(refused) + [Case(x, SAME, float(x)) for x in written]

    def case(x):
        return Case(x, BAD if _is_outside(x, *limits) else ODD)

    drawn = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.floats(-2, 2)).map(case)
    return Kind(lambda: good, fixed, drawn)


def integer(good, *, low=None, high=None):
    """An integer in an interval."""
    refused = [low - 1, low - 10**30] if low is not None else []
    refused += [high + 1, high + 10**30] if high is not None else []

    def fixed():
        written = [kind(good) for kind in (np.int64, np.int8, np.uint16) if good >= 0]
        return bad([*refused, *NO_INTEGERS]) + [Case(x, SAME, good) for x in written]

    below = st.integers(max_value=low - 1) if low is not None else st.nothing()
    above = st.integers(min_value=high + 1) if high is not None else st.nothing()
    return Kind(lambda: good, fixed, st.one_of(below, above).map(lambda x: Case(x, BAD)))


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
    drawn = st.text(max_size=6).filter(lambda word: word not in (good, *more)).map(lambda x: Case(x, BAD))
    return Kind(lambda: good, lambda: bad(junk) + odd(more), drawn)


# --- arrays

NO_ARRAYS = (None, "abc", b"abc", {}, {"a": 1}, {1.0}, Thing(), len, np.float32, [[1.0], [1.0, 2.0]], [1, "a"])
NO_ARRAYS += (np.array(["1"]), np.array([None, 1.0]), np.array([1j]), np.array("2020", "M8[D]"), 1j, "")
NO_ARRAYS += (np.zeros(2, [("a", float)]), ["1", "2"], [10**309])


def _at(array, number, i):
    """A copy of `array` with a number at one of its places."""
    array = np.array(array, copy=True)
    array.flat[i % array.size] = number
    return array


def _other_shape(array, shape):
    return np.resize(array, shape) if array.size else np.zeros(shape, array.dtype)


def _misfits(shape, lengths, ndims, empty):
    """Shapes that do not fit: another number of axes, another length along an axis that is given, or none."""
    n = len(shape)
    found = [(*shape[:axis], shape[axis] + step, *shape[axis + 1 :]) for axis in lengths for step in (1, -1)]
    found += [(*shape[:axis], shape[axis] + 5, *shape[axis + 1 :]) for axis in lengths]
    if empty is False:
        found += [(*shape[:axis], 0, *shape[axis + 1 :]) for axis in range(n)]
    more = [(), shape[1:], shape[:-1], (1, *shape), (*shape, 1), (2, 1, *shape)]
    return found + [s for s in more if ndims is not None and len(s) not in ndims and len(s) != n]


def array(
    *shape, make=None, lengths="all", ndims="own", empty=False, finite=True, low=-np.inf, high=np.inf,
    open_low=False, open_high=False, whole=True, single=True, zero_d=False,
):  # fmt: skip
    """An array of real numbers.

    Of its axes those in `lengths` have a given length ("all", or a tuple of axes), and `ndims` says how many
    there may be ("own", or a tuple, or None for any). `empty` may be False (refused) or None (either);
    without `finite`, NaN and infinity pass. `whole` and `single`: whether the same numbers as integers and in
    single precision give the same; `zero_d`: whether a plain number will do.
    """
    limits = (low, high, open_low, open_high)
    shape = shape if make is None else np.shape(make())
    lengths = range(len(shape)) if lengths == "all" else lengths
    ndims = (len(shape),) if ndims == "own" else ndims
    fill = (lambda: _ordinary(shape, *limits)) if make is None else (lambda: np.asarray(make(), float))

    def wrong():
        good = fill()
        values = [v for v in NO_ARRAYS if not (zero_d and isinstance(v, (int, float)))]
        values += [good.astype(object), good.astype(str), good.astype(complex), good.astype("M8[D]")]
        return values

    def outside():
        return [x for x in (low - 1, high + 1, low if open_low else np.nan, high if open_high else np.nan)
                if np.isfinite(x)]  # fmt: skip

    def fixed():
        good = fill()
        cases = bad(wrong()) + bad(_at(good, x, 0) for x in outside())
        cases += [Case(_other_shape(good, s), MISFIT) for s in _misfits(good.shape, lengths, ndims, empty)]
        for written in _otherwise(good):
            cases.append(Case(written, SAME, good))
        if single:
            cases.append(Case(good.astype(np.float32), SAME, good.astype(np.float32).astype(float)))
        if whole:
            rounded = np.rint(good)
            cases += [Case(rounded.astype(t), SAME, rounded) for t in (np.int64, np.int8)]
        return cases

    def drawn(defect, i, axis, length):
        good = fill()
        if defect == "shape":
            axis = axis % max(good.ndim, 1)
            return Case(_other_shape(good, (*good.shape[:axis], length, *good.shape[axis + 1 :])), ODD)
        if defect in ("nan", "inf", "-inf"):
            return Case(_at(good, float(defect), i), BAD if finite else ODD)
        if defect in ("1e100", "1e-300", "-1e30", "3e5"):
            x = float(defect)
            return Case(_at(good, x, i), BAD if _is_outside(x, *limits) else ODD)
        return Case(_at(good, outside()[i % len(outside())], i), BAD) if outside() else Case(good, SAME, good)

    defects = st.sampled_from(["shape", "shape", "nan", "inf", "-inf", "1e100", "1e-300", "-1e30", "3e5", "range"])
    spots = st.integers(0, 10**4)
    return Kind(fill, fixed, st.builds(drawn, defects, spots, st.integers(0, 4), st.integers(0, 7)))


def _ordinary(shape, low, high, open_low, open_high):
    """Different numbers in the interval, exact in single precision."""
    n = int(np.prod(shape))
    steps = (np.arange(n) * 7 % 16 + 1) / 16  # from 1/16 to 1
    left, right = (low if np.isfinite(low) else min(-2, high - 4)), (high if np.isfinite(high) else max(2, low + 4))
    if open_high:
        steps = steps - 1 / 32
    return (left + (right - left) * (steps if open_low or low == -np.inf else steps - 1 / 16)).reshape(shape)


def _otherwise(array):
    """Yield the same numbers in other containers and layouts."""
    yield array.tolist()
    yield tuple(array.tolist()) if array.ndim else array[()]
    yield np.asfortranarray(array)
    yield np.repeat(array, 2, axis=0)[::2] if array.ndim else array.copy()
    yield np.flip(np.flip(array).copy())
    yield array.astype(array.dtype.newbyteorder(">"))
    locked = array.copy()
    locked.flags.writeable = False
    yield locked


def labels(*shape, n_classes, top=None, lengths="all", ndims="own", empty=False):
    """Whole numbers from 0 to n_classes − 1; good ones are below `top`."""
    lengths = range(len(shape)) if lengths == "all" else lengths
    ndims = (len(shape),) if ndims == "own" else ndims

    def fill():
        return (np.arange(int(np.prod(shape))) % (top or n_classes)).reshape(shape)

    def fixed():
        good = fill()
        values = [*NO_ARRAYS, good + 0.5, good.astype(object), good.astype(str), good * 1j]
        values += [_at(good, x, 0) for x in (-1, n_classes, -(2**62))]
        cases = bad(values) + [Case(written, SAME, good) for written in _otherwise(good)]
        cases += [Case(_other_shape(good, s), MISFIT) for s in _misfits(shape, lengths, ndims, empty)]
        return cases + [Case(good.astype(t), SAME, good) for t in (np.uint8, np.int16, np.uint64)]

    def drawn(x, i):
        return Case(_at(fill(), x, i), ODD if 0 <= x < n_classes else BAD)

    return Kind(fill, fixed, st.builds(drawn, st.integers(-(2**63), 2**63 - 1), st.integers(0, 100)))


def mask(*shape, ones=None):
    """An array of 0 and 1."""
    fill = (lambda: np.arange(int(np.prod(shape))).reshape(shape) % 2) if ones is None else ones
    kind = array(*shape, make=lambda: np.asarray(fill(), float), low=0, high=1)

    def fixed():
        good = np.asarray(fill())
        return [*kind.fixed(), Case(_at(good * 1.0, 0.5, 0), BAD), Case(good.astype(bool), SAME, good * 1.0)]

    return Kind(fill, fixed, kind.drawn)


def signs(*shape, lengths="all", ndims="own"):
    """An array of +1 and −1."""

    def fill():
        return np.where(np.arange(int(np.prod(shape))) * 5 % 7 < 3, 1.0, -1.0).reshape(shape)

    kind = array(*shape, make=fill, lengths=lengths, ndims=ndims, low=-1, high=1)
    return Kind(fill, lambda: [*kind.fixed(), Case(_at(fill(), 0, 0), BAD), Case(_at(fill(), 0.5, 1), BAD)], kind.drawn)


def either(kind, *others):
    """An argument that takes this kind or one of the others: bad is what is bad for all of them."""

    def fixed():
        ours = kind.fixed()
        good = [c.value for other in others for c in other.fixed() if c.verdict != BAD]
        refused = [c for c in ours if c.verdict == BAD and all(_is_bad_for(other, c.value) for other in others)]
        return refused + [c for c in ours if c.verdict != BAD] + odd(good)

    return Kind(kind.good, fixed, st.one_of(*(k.drawn.map(lambda c: Case(c.value, ODD)) for k in (kind, *others))))


def _is_bad_for(kind, value):
    return any(c.verdict == BAD and (c.value is value or repr(c.value) == repr(value)) for c in kind.fixed())


# --- objects

def _objects(good, *junk):
    return Kind(good, lambda: bad([None, 3, "a", 1.5, [], {}, np.ones(2), Thing(), *junk]))


def generator(seed=0):
    """A numpy random generator."""
    legacy = getattr(np.random, "Random" + "State")
    return _objects(lambda: np.random.default_rng(seed), np.random.default_rng, legacy(0), np.random, True)


def unused(good=None):
    """An argument that is there for the protocol's sake, and not looked at."""
    return Kind(lambda: good)


def function(good):
    """Something that can be called."""
    return _objects(lambda: good)


def activation(good):
    """A function with a derivative: an object of `nnbook.activations`, not its class."""
    return _objects(lambda: good, abs, type(good))


def instance(make, *junk):
    """An object with methods: a layer, an optimiser, a neuron, a variable."""
    return _objects(make, type(make()), *junk)


def dtype(good=np.float64):
    """float32 or float64, however said."""
    junk = [None, int, "int8", "foo", "", object, complex, 3, np.float16, [], {}, np.ones(2), Thing(), bool]
    return Kind(lambda: good, lambda: bad(junk) + [Case(x, SAME, np.float64) for x in ("float64", np.dtype("f8"), float)])


def several(*kinds, of=list, least=0):
    """A list of arguments, each of a kind: any bad one makes the list bad."""

    def fixed():
        values = [None, 3, "a", Thing()] if of is list else []
        cases = bad(values) + (bad([of()]) if least else [])
        for i, kind in enumerate(kinds):
            for case in kind.fixed():
                parts = [k.good() for k in kinds]
                like = [k.good() for k in kinds]
                parts[i], like[i] = case.value, case.like
                cases.append(Case(of(parts), case.verdict, of(like)))
        return cases

    return Kind(lambda: of(k.good() for k in kinds), fixed)


def axes_pair(good, *, low=1, names=(), huge=True):
    """One integer for both axes, or a tuple of two."""
    junk = [low - 1, -3, 1.0, 1.5, np.nan, None, True, [], (), (good,), (good,) * 3, (good, low - 1), (good, "a")]
    junk += [(good, None), {}, Thing(), np.ones(2), "other", (good, 1.5), (good, True), [[good, good]]]
    junk += [10**30, (good, 10**12)] if huge else []

    def fixed():
        same = [Case((good, good), SAME, good), Case([good, good], SAME, good), Case(np.int32(good), SAME, good)]
        return bad(junk) + same + odd(names)

    return Kind(lambda: good, fixed, st.one_of(st.integers(-3, 12), st.tuples(*[st.integers(-2, 9)] * 2)).map(
        lambda v: Case(v, BAD if np.min(v) < low else ODD)))  # fmt: skip


def lengths(*good, least=1):
    """A shape: a tuple of so many positive integers at least, that memory can be taken for."""
    junk = [(), good[: least - 1], 5 if least > 1 else -5, *good, None, "ab", {}, Thing(), (*good, 0), (*good, -1), (*good, 1.0)]
    junk += [(*good, 2.5), (*good, "a"), (*good, None), (*good, True), (*good, 10**12), (10**30,) * len(good), (10**6,) * 3]
    junk += [np.ones(2), np.nan, (np.nan,) * len(good)]

    def fixed():
        return bad(junk) + [Case(list(good), SAME, good), Case(tuple(map(np.int32, good)), SAME, good)]

    drawn = st.lists(st.integers(-2, 6), max_size=5).map(tuple)
    return Kind(lambda: good, fixed, drawn.map(lambda v: Case(v, BAD if len(v) < least or min(v) < 1 else ODD)))


def path_to_idx():
    """A file in the format of MNIST."""
    path = Path(tempfile.mkdtemp()) / "labels"
    path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    folder, empty = path.parent, path.parent / "empty"
    empty.touch()
    junk = [None, 3, 1.5, [], {}, Thing(), b"abc", folder, str(empty), True, np.ones(2), "", "\0"]
    return Kind(lambda: path, lambda: bad(junk) + odd([folder / "none"]) + [Case(str(path), SAME, path)])
