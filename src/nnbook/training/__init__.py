"""How a network learns from data: the training loops and what they keep of a run."""

from nnbook.training.history import History
from nnbook.training.loop import fit, train_step
from nnbook.training.predict import predict
from nnbook.training.sequence import fit_sequence, streams
from nnbook.training.tied import untied

__all__ = ["History", "fit", "fit_sequence", "predict", "streams", "train_step", "untied"]
