"""All parameters in one vector: the optimiser then costs the same for two layers as for twenty."""

import numpy as np

from nnbook import checks

LARGE = 1 << 14  # numbers, from which on copying costs more than the calls that it saves


class Flat:
    """The parameters of a model as an optimiser sees them: one vector, if they are few.

    Parameters
    ----------
    params : list of ndarray
        Float arrays of one dtype. One that is listed twice (tied weights) gets one place.
    large : int
        Models with more numbers than that are not copied; their own arrays are used.

    Attributes
    ----------
    params : list of ndarray
        What an optimiser may change: the vector, or each array of a large model once.

    Raises
    ------
    TypeError
        If `params` are not float arrays of one dtype.

    Examples
    --------
    >>> W, b = np.array([[1.0, 2.0]]), np.array([3.0])
    >>> flat = Flat([W, b])
    >>> flat.params[0] -= flat.gather([np.ones((1, 2)), np.ones(1)])[0]
    >>> flat.scatter()
    >>> W, b
    (array([[0., 1.]]), array([2.]))
    """

    def __init__(self, params, *, large=LARGE):
        if not isinstance(params, (list, tuple)):
            raise TypeError(f"need params to be a list of arrays, got {params=}")
        large = checks.integer("large", large, low=0)
        for i, p in enumerate(params):
            if not isinstance(p, np.ndarray) or p.dtype.kind != "f" or p.dtype != params[0].dtype:
                raise TypeError(f"need params of one float dtype, got params[{i}]={getattr(p, 'dtype', p)!r}")
        self._own = list({id(p): p for p in params}.values())
        numbers = {id(p): i for i, p in enumerate(self._own)}
        self._order = [numbers[id(p)] for p in params]
        self._is_tied = len(self._own) < len(params)
        self._values = self._grads = None
        self.params = self._own
        if 0 < sum(p.size for p in self._own) <= large:
            vector = np.concatenate(self._own, axis=None)
            self.params, self._grad = [vector], [np.empty_like(vector)]
            self._values, self._grads = self._views(vector), self._views(self._grad[0])

    def _views(self, vector):
        """Return the places of the parameters in `vector`, in their shapes."""
        ends = np.cumsum([p.size for p in self._own])
        parts = (vector[end - p.size : end] for end, p in zip(ends, self._own, strict=True))
        return [part.reshape(p.shape) for part, p in zip(parts, self._own, strict=True)]

    def gather(self, grads):
        """Return `grads` as gradients for `params`, in the same memory each time; tied weights add theirs."""
        if self._is_tied:
            sums = [np.zeros_like(p) for p in self._own]
            for i, grad in zip(self._order, grads, strict=True):
                sums[i] += grad
            grads = sums
        if self._grads is None:
            return grads
        for place, grad in zip(self._grads, grads, strict=True):
            place[...] = grad
        return self._grad

    def scatter(self):
        """Copy the vector, if there is one, back into the model's own parameters."""
        if self._values is not None:
            for p, value in zip(self._own, self._values, strict=True):
                p[...] = value
