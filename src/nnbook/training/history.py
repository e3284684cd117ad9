"""What is kept of a run: its losses, and the parameters of its best epoch."""

import math
from dataclasses import dataclass, field


@dataclass
class History:
    """What happened during training; it is filled epoch by epoch.

    Attributes
    ----------
    loss : list of float
        Mean training loss of each finished epoch, measured on the way (penalty included).
    validation_loss : list of float
        Loss on the validation data after each epoch, if there are any.
    metric : list of float
        Metric on the validation data after each epoch, if one was asked for.
    n_steps : int
        Steps taken.
    diverged_at : int
        The step, from 0, whose loss or parameters were not finite any more, and where training stopped; −1 if
        there was none.
    best_epoch : int
        With early stopping the epoch, from 0, whose parameters the model now has; else −1.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    metric: list = field(default_factory=list)
    n_steps: int = 0
    diverged_at: int = -1
    best_epoch: int = -1


class Best:
    """The parameters of the epoch with the smallest validation loss, if stopping early was asked for.

    Parameters
    ----------
    arrays : list of ndarray
        What is kept, and put back at the end.
    patience : int or None
        Epochs to wait for a smaller loss; None never stops.

    Examples
    --------
    >>> import numpy as np
    >>> w, history = np.array([1.0]), History()
    >>> best = Best([w], patience=1)
    >>> for epoch, loss in enumerate([0.5, 0.7]):
    ...     history.validation_loss.append(loss)
    ...     is_over = best.is_over(epoch, history)
    ...     w += 1
    >>> best.put_back()
    >>> is_over, w, history.best_epoch
    (True, array([1.]), 0)
    """

    def __init__(self, arrays, patience):
        self.arrays, self.patience, self.kept, self.loss = arrays, patience, None, math.inf

    def is_over(self, epoch, history):
        """Keep the parameters if this epoch is the best so far, and say whether patience is at its end."""
        if self.patience is None:
            return False
        if history.validation_loss[-1] < self.loss:
            self.loss, history.best_epoch = history.validation_loss[-1], epoch
            self.kept = [array.copy() for array in self.arrays]
        return epoch - history.best_epoch >= self.patience

    def put_back(self):
        """Give the model the parameters that were kept."""
        if self.kept is not None:
            for array, kept in zip(self.arrays, self.kept, strict=True):
                array[...] = kept
