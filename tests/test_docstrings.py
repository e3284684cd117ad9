"""Every public name explains itself in numpydoc's form: arguments, result, an example that runs.

A method may say it in one line, which then names its arguments and says what it returns. What classes have in
common, such as ``forward``, one of them says for all.
"""

import builtins
import dataclasses
import inspect
import re
from functools import cache

from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

from tests.offenders import each
from tests.reference import documented, methods, resolve

# What numpydoc checks, but for the type of an argument (none in "As in `fit`"), the description of a result
# (the summary has it) and style.
FORM = {
    "GL03",
    "GL05",
    "GL06",
    "GL07",
    "GL08",
    "GL10",
    "SS01",
    "SS02",
    "SS03",
    "SS04",
    "SS06",
    "PR05",
    "PR10",
}
ARGUMENTS = {"PR01", "PR02", "PR03", "PR07"}

THINGS = {name: resolve(name) for name, _ in documented() if hasattr(resolve(name), "__name__")}
CLASSES = {name: thing for name, thing in THINGS.items() if inspect.isclass(thing)}
METHODS = {f"{name}.{key}": f for name, cls in CLASSES.items() for key, f in methods(cls).items()}
each_thing, each_method, each_name = each(THINGS), each(METHODS), each([*THINGS, *METHODS])


@cache
def errors(thing):
    """Return what numpydoc finds wrong with the docstring of `thing`, by code."""
    return dict(validate(get_doc_object(inspect.unwrap(thing)))["errors"])


def arguments(thing):
    return set(inspect.signature(thing).parameters) - {"self"}


def sections(thing):
    return get_doc_object(inspect.unwrap(thing))


def described(thing, *names):
    """Return the arguments that the sections called `names` describe."""
    return {
        part.strip(" *")
        for name in names
        for entry in sections(thing)[name]
        for part in entry.name.split(",")
    }


def is_record(thing):
    """Whether `thing` only holds parts together: whatever returns it or takes it has the example."""
    return inspect.isclass(thing) and (
        issubclass(thing, tuple)
        or getattr(thing, "_is_protocol", False)
        or (
            dataclasses.is_dataclass(thing)
            and not methods(thing)
            and not {"__post_init__", "__call__"} & set(vars(thing))
        )
    )


@each_name
def test_form(name):
    found = errors(THINGS.get(name) or METHODS[name])
    wrong = {code: found[code] for code in FORM & found.keys()}
    assert not wrong, wrong


@each_thing
def test_arguments(name):
    thing = THINGS[name]
    if is_record(thing):  # its arguments are its attributes
        fields = getattr(thing, "_fields", None) or getattr(thing, "__dataclass_fields__", ())
        missing = set(fields) - described(thing, "Parameters", "Attributes")
        assert not missing, f"does not describe {missing}"
        return
    wrong = {code: errors(thing)[code] for code in ARGUMENTS & errors(thing).keys()}
    if dataclasses.is_dataclass(thing) and described(thing, "Attributes") == arguments(thing):
        wrong.pop("PR01", None)
    assert not wrong, wrong


@each_thing
def test_result(name):
    thing = THINGS[name]
    if inspect.isfunction(inspect.unwrap(thing)) and {"RT01", "YD01"} & errors(thing).keys():
        silent = not arguments(thing) and sections(thing)["Summary"][0].startswith("Return ")
        assert silent or sections(thing)["Yields"], f"{name} returns something"


@each_thing
def test_errors(name):
    """The first page of the reference says that arguments are checked: only what is special is told again."""
    for entry in sections(THINGS[name])["Raises"]:
        kinds = [getattr(builtins, kind.strip(), None) for kind in entry.type.split(",")]
        assert all(isinstance(kind, type) and issubclass(kind, Exception) for kind in kinds), entry.type
        assert entry.desc, f"{name} does not say when it raises {entry.type}"


@each_thing
def test_example(name):
    thing = THINGS[name]
    example = "\n".join(sections(thing)["Examples"])
    assert ">>> " in example or is_record(thing), "has no example that runs"


@each_method
def test_methods(name):
    method = METHODS[name]
    wrong = {code: errors(method)[code] for code in (ARGUMENTS - {"PR01"}) & errors(method).keys()}
    assert not wrong, wrong
    doc = inspect.getdoc(method)
    told = described(method, "Parameters") | set(re.findall(r"`(\w+)`", doc))
    kin = {name.rpartition(".")[2], *told}  # of the same name, or mentioned
    relatives = [f for other, f in METHODS.items() if other.rpartition(".")[2] in kin]
    told |= {argument for f in relatives for argument in described(f, "Parameters")}
    assert arguments(method) <= told, f"{name} says nothing of {arguments(method) - told}"
    if {"RT01", "YD01"} & errors(method).keys():
        assert re.match("Return |Yield |Say ", doc), f"{name} returns something"


@each_name
def test_references(name):
    doc = inspect.getdoc(THINGS.get(name) or METHODS[name])
    listed = re.search(r"^References\n-{10}\n((?:.+\n?)*)", doc, re.MULTILINE)
    entries = re.split(r"^\.\. \[(\d+)\] ", listed[1], flags=re.MULTILINE)[1:] if listed else []
    assert entries[::2] == [str(i + 1) for i in range(len(entries) // 2)], "they are numbered"
    assert all(re.search(r"\b(1[89]|20)\d\d\b", entry) for entry in entries[1::2]), "each has its year"
    assert set(re.findall(r"\[(\d+)\]_", doc)) <= set(entries[::2]), "cites what is not listed"
    assert bool(entries) == bool(listed), "has an empty list of references"
