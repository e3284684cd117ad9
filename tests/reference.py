"""The public names of the package, and the pages of the reference that describe them."""

import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path

import nnbook

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "book" / "reference"
OPEN = ("nnbook.datasets", "nnbook.plots")  # packages whose modules are imported one by one
# Modules inside of packages whose names say little without them: `filters.box`, `surfaces.saddle`.
NAMESPACES = ("nnbook.convolution.filters", "nnbook.optimizers.schedules", "nnbook.optimizers.surfaces")


def public_modules():
    """Return the modules that a reader imports from: what other packages offer stands in their `__all__`."""
    found = [module.name for module in pkgutil.walk_packages(nnbook.__path__, "nnbook.")]
    found = [name for name in found if "._" not in name]
    return [
        name
        for name in found
        if name.count(".") == 1 or name.rpartition(".")[0] in OPEN or name in NAMESPACES
    ]


@cache
def public_names():
    """Return every public object by its address: the shortest in the module that defines it, or above it."""
    addresses = {}
    for name in public_modules():
        module = importlib.import_module(name)
        own = [
            key
            for key, value in vars(module).items()
            if not key.startswith("_") and callable(value) and getattr(value, "__module__", "") == name
        ]
        for key in getattr(module, "__all__", own):
            addresses.setdefault(id(getattr(module, key)), []).append(f"{name}.{key}")
    return {address: resolve(address) for address in (min(all_, key=_rank) for all_ in addresses.values())}


def _rank(address):
    """Order addresses of one object: at home first, then the short ones."""
    is_foreign = not f"{resolve(address).__module__}.".startswith(address.rpartition(".")[0] + ".")
    return is_foreign, len(address)


def resolve(address):
    """Return the object at a dotted address."""
    module, name = address.rpartition(".")[::2]
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError:
        return getattr(resolve(module), name)


def documented():
    """Return pairs (address, page) as the pages list them: each name below ``names``, in the module above."""
    found = []
    for page in sorted(PAGES.glob("*.rst")):
        module, listing = None, False
        for line in page.read_text(encoding="utf-8").splitlines():
            if title := re.match(r"\.\. automodule:: (\S+)", line):
                module = title[1]
            if line.strip():
                if listing and line.startswith("   "):
                    found.append((f"{module}.{line.strip()}", page.stem))
                listing = line == ".. names::" or (listing and line.startswith("   "))
    return found


def methods(cls):
    """Return the public methods that a class defines itself, by name."""
    return {n: f for n, f in vars(cls).items() if inspect.isfunction(f) and not n.startswith("_")}
