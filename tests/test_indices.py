"""The tables of symbols and algorithms are whole, in order, and lead to what they name."""

from tools.reading import CHAPTERS, name
from tools.rules.appendices import appendix, resolves, rows

ALGORITHMS = rows(appendix("algorithms"))


def test_algorithms_are_in_order_and_named_once():
    names = [algorithm.lower() for algorithm, *_ in ALGORITHMS]
    assert names == sorted(set(names))


def test_algorithms_are_in_the_package():
    lost = [function for *_, function in ALGORITHMS if not resolves(function.strip("`"))]
    assert not lost


def test_algorithms_are_those_of_chapters():
    known = {f"../{name(path)}.ipynb" for path in CHAPTERS}
    lost = [place for _, place, _ in ALGORITHMS if place.partition("(")[2].partition("#")[0] not in known]
    assert not lost
