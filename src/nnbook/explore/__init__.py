"""Explorers: figures with controls that move in a notebook and on the static page built from it.

This package stands alone: it imports nothing else of nnbook, so that any other book can use it. A Sphinx
project switches it on with ``extensions = ["nnbook.explore.sphinx"]``.
"""

from nnbook.explore.controls import Choice, Seed, Slider, Toggle
from nnbook.explore.explorer import Explorer, explore

__all__ = ["Choice", "Explorer", "Seed", "Slider", "Toggle", "explore"]
