"""Explorers: figures with controls that move in a notebook and on the static page built from it.

This package stands alone: it imports nothing else of nnbook, so that any other book can use it. A Jupyter
Book switches it on with ``sphinx: extra_extensions: [nnbook.explore.sphinx]``.
"""

from nnbook.explore.controls import Choice, Seed, Toggle
from nnbook.explore.direct import Cells, Photo, Point
from nnbook.explore.explorer import Explorer, explorer
from nnbook.explore.slider import Slider

__all__ = ["Cells", "Choice", "Explorer", "Photo", "Point", "Seed", "Slider", "Toggle", "explorer"]
