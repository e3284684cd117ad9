"""Drawing on axes that the caller hands in: nothing here opens a window or keeps a figure."""

from nnbook.plots.source import show_source
from nnbook.plots.style import use_style

__all__ = ["show_source", "use_style"]
