"""What a cell left, as data: for cells that would take long in a reader's browser.

Arrays, numbers, strings, booleans and None, and tuples, lists, dicts and dataclasses of them; nothing that
could hold code.
"""

import dataclasses
import importlib
import io
import json

import numpy as np

PLAIN = (str, bool, int, float, type(None))
REMADE = ""  # the "name" of what a kept cell still runs, the code that makes what is not data


def pack(cells):
    """Return the variables of some cells as the bytes of one file.

    Parameters
    ----------
    cells : dict of str to dict
        For each cell, by its number, its variables by name.

    Raises
    ------
    TypeError
        If a variable is, or holds, something else than named above.

    Examples
    --------
    >>> data = pack({"3": {"W": np.eye(2), "names": ("a", "b")}})
    >>> unpack(data)["3"]["names"]
    ('a', 'b')
    """
    arrays = []
    tree = {
        number: {name: _encode(value, name, arrays) for name, value in variables.items()}
        for number, variables in cells.items()
    }
    target = io.BytesIO()
    np.savez_compressed(
        target, tree=np.array(json.dumps(tree)), **{f"a{i}": array for i, array in enumerate(arrays)}
    )
    return target.getvalue()


def unpack(data):
    """Return what `pack` was given.

    Examples
    --------
    >>> unpack(pack({"0": {"x": {1: np.arange(2), "s": [2.5, None]}}}))
    {'0': {'x': {1: array([0, 1]), 's': [2.5, None]}}}
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        tree = json.loads(str(stored["tree"]))
        arrays = {name: stored[name] for name in stored.files if name != "tree"}
    return {
        number: {name: _decode(value, arrays) for name, value in variables.items()}
        for number, variables in tree.items()
    }


def can_keep(value):
    """Whether `value` can travel as data.

    Examples
    --------
    >>> can_keep((1, "a", np.ones(2))), can_keep(len)
    (True, False)
    """
    try:
        _encode(value, "value", [])
    except TypeError:
        return False
    return True


def _encode(value, name, arrays):
    """Return `value` in JSON: plain values as they are, all else as [kind, content]."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biufcU":
        arrays.append(np.asarray(value))
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        return ["index" if kind == "array" and value.dtype == np.intp else kind, f"a{len(arrays) - 1}"]
    if type(value) in (list, tuple):
        return [type(value).__name__, [_encode(item, name, arrays) for item in value]]
    if type(value) is dict:
        pairs = [[_encode(k, name, arrays), _encode(v, name, arrays)] for k, v in value.items()]
        return ["dict", pairs]
    if (
        dataclasses.is_dataclass(value)
        and not isinstance(value, type)
        and type(value).__module__ != "__main__"
    ):
        fields = [_encode(getattr(value, f.name), name, arrays) for f in dataclasses.fields(value) if f.init]
        return [f"{type(value).__module__}:{type(value).__qualname__}", fields]
    raise TypeError(
        f"need arrays, numbers, strings, or tuples, lists, dicts and dataclasses of them to keep {name}, "
        f"got {type(value).__name__}"
    )


def _decode(value, arrays):
    if not isinstance(value, list):
        return value
    kind, content = value
    if (
        kind == "index"
    ):  # numpy's own integers, which have 32 bits in a browser: only these can be indices there
        array = arrays[content]
        small = array.size == 0 or np.abs(array).max() <= np.iinfo(np.intp).max
        return array.astype(np.intp) if small else array
    if kind in ("array", "scalar"):
        return arrays[content] if kind == "array" else arrays[content][()]
    if kind == "dict":
        return {_decode(k, arrays): _decode(v, arrays) for k, v in content}
    items = [_decode(item, arrays) for item in content]
    if ":" in kind:  # a dataclass, by module and name
        module, name = kind.split(":")
        return getattr(importlib.import_module(module), name)(*items)
    return tuple(items) if kind == "tuple" else items
