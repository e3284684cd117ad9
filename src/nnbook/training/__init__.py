"""How a network learns from data: the training loop and what it keeps of a run."""

from nnbook.training.flat import Flat
from nnbook.training.loop import History, fit, predict

__all__ = ["Flat", "History", "fit", "predict"]
