"""How a network learns from data: the training loops and what they keep of a run."""

from nnbook.training.flat import Flat
from nnbook.training.loop import fit
from nnbook.training.run import History, predict
from nnbook.training.sequence import fit_sequence, streams

__all__ = ["Flat", "History", "fit", "fit_sequence", "predict", "streams"]
