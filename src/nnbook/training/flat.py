"""All parameters in one vector: the optimiser then costs the same for two layers as for twenty."""

import numpy as np


class Flat:
    """All parameters of a model in one vector, so that a step is a handful of calls however many layers.

    Parameters
    ----------
    params : list of ndarray
        Float arrays of one dtype. One that is listed twice (tied weights) gets one place in the vector.

    Attributes
    ----------
    values : ndarray, shape (n_params,)
        Copies of the parameters behind one another, which an optimiser may change.

    Raises
    ------
    TypeError
        If `params` are not float arrays of one dtype.

    Examples
    --------
    >>> W, b = np.array([[1.0, 2.0]]), np.array([3.0])
    >>> flat = Flat([W, b])
    >>> flat.values -= flat.gather([np.ones((1, 2)), np.ones(1)])
    >>> flat.scatter()
    >>> W, b
    (array([[0., 1.]]), array([2.]))
    """

    def __init__(self, params):
        for i, p in enumerate(params):
            if not isinstance(p, np.ndarray) or p.dtype.kind != "f" or p.dtype != params[0].dtype:
                raise TypeError(f"need params of one float dtype, got params[{i}]={getattr(p, 'dtype', p)!r}")
        self._own = list({id(p): p for p in params}.values())
        places = {id(p): i for i, p in enumerate(self._own)}
        self._place = [places[id(p)] for p in params]
        self.values = np.concatenate(self._own, axis=None) if params else np.zeros(0)
        ends = np.cumsum([p.size for p in self._own])[:-1]
        parts = np.split(self.values, ends) if params else []
        self._views = [part.reshape(p.shape) for part, p in zip(parts, self._own, strict=True)]

    def gather(self, grads):
        """Return one vector of all gradients; those of an array that is listed twice are added."""
        if len(self._own) < len(self._place):
            summed = [0] * len(self._own)
            for i, grad in zip(self._place, grads, strict=True):
                summed[i] = summed[i] + grad
            grads = summed
        return np.concatenate(grads, axis=None) if grads else np.zeros(0)

    def scatter(self):
        """Copy the vector back into the parameters."""
        for p, view in zip(self._own, self._views, strict=True):
            p[...] = view
