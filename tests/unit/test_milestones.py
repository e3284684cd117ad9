"""Published numbers carry their source, and say what they can be compared with."""

import re

from nnbook.datasets.milestones import brain, results

SOURCE = re.compile(r"10\.\d{4,9}/\S+|arxiv\.org/abs/\d{4}\.\d{4,5}")


def test_every_number_has_a_source():
    for row in (*results(), *brain()):
        assert SOURCE.fullmatch(row.source), row


def test_one_benchmark_has_one_unit_and_rising_years():
    rows = results()
    for name in {row.benchmark for row in rows}:
        mine = [row for row in rows if row.benchmark == name]
        assert len({row.unit for row in mine}) == 1
        assert [row.year for row in mine] == sorted(row.year for row in mine)


def test_deep_networks_of_2012_removed_two_errors_of_five():
    second, first = (row.value for row in results() if row.benchmark.startswith("ImageNet"))
    assert round(1 - first / second, 3) == 0.416


def test_ranges_are_ranges():
    assert all(0 < row.low < row.high for row in brain())
