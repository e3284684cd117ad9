"""Drawn networks: an arrow for each weight, from rim to rim, and a mark in each cell of the matrix."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.graphs import connection_kinds
from nnbook.plots.networks import RADIUS, columns, draw_matrix, draw_network, ring


def test_arrows_run_from_rim_to_rim():
    W = np.array([[0, 2.0], [-1.0, 1.0]])
    axes = Figure().subplots()
    places = columns([0, 1])
    draw_network(axes, W, places)
    curves = [path.vertices for path in axes.collections[0].get_paths()]
    assert len(curves) == np.count_nonzero(W)
    for (i, j), curve in zip(np.argwhere(W), curves, strict=True):
        for end, neuron in ((curve[0], j), (curve[-1], i)):
            assert RADIUS <= np.linalg.norm(end - places[neuron]) < RADIUS + 0.1


def test_signs_and_kinds_are_marked():
    axes = Figure().subplots()
    draw_matrix(axes, [[0, 1], [-1, 0]])
    assert sorted(line.get_marker() for line in axes.lines) == ["+", "_"]
    axes = Figure().subplots()
    draw_matrix(axes, np.ones((3, 3)), kinds=connection_kinds((1, 1, 1)), sizes=(1, 1, 1))
    assert sum(len(line.get_xdata()) for line in axes.lines) == 9
    assert len(axes.lines) == 4  # nothing is lateral here


def test_places_do_not_overlap():
    for places in (columns([0, 0, 0, 1, 2, 2]), ring(3), ring(12)):
        gaps = np.linalg.norm(places[:, np.newaxis] - places, axis=2)[~np.eye(len(places), dtype=bool)]
        assert gaps.min() >= 1 - 1e-12
    with pytest.raises(ValueError, match="need places of shape"):
        draw_network(Figure().subplots(), np.ones((2, 2)), ring(3))
