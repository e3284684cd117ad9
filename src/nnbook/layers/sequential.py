"""Layers in a row make a network, and a row of layers is a layer again."""

import numpy as np

from nnbook import checks
from nnbook.layers.protocol import as_layer, buffers


class Sequential:
    r"""Apply layers one after the other; go back through them in the opposite order.

    .. math:: \mathbf{y} = f_L(\dots f_2(f_1(\mathbf{x}))), \qquad
              \boldsymbol\delta_{l-1} = f_l'^{\top} \boldsymbol\delta_l

    Parameters
    ----------
    *layers : Layer
        At least one; anything that has `forward`, `backward` and `params`, so also another `Sequential`.

    Attributes
    ----------
    layers : tuple of Layer
    params : list of ndarray
        Those of all layers in order.

    Examples
    --------
    >>> from nnbook.activations import tanh
    >>> from nnbook.layers import Dense
    >>> rng = np.random.default_rng(0)
    >>> model = Sequential(Dense(2, 3, tanh, rng=rng), Dense(3, 1, rng=rng))
    >>> y, caches = model.forward(np.ones((5, 2)))
    >>> dx, grads = model.backward(np.ones((5, 1)), caches)
    >>> y.shape, dx.shape, [g.shape for g in grads], model.n_params
    ((5, 1), (5, 2), [(3, 2), (3,), (1, 3), (1,)], 13)
    """

    def __init__(self, *layers):
        if not layers:
            raise ValueError("need at least one layer, got layers=()")
        self.layers = tuple(as_layer(f"layers[{i}]", layer) for i, layer in enumerate(layers))

    def __repr__(self):
        return f"Sequential({', '.join(map(repr, self.layers))})"

    @property
    def params(self):
        """Parameters of all layers in order."""
        return [p for layer in self.layers for p in layer.params]

    @property
    def buffers(self):
        """Running statistics of all layers in order."""
        return buffers(*self.layers)

    @property
    def n_params(self):
        """How many numbers can be learned."""
        return sum(p.size for p in self.params)

    def forward(self, x, *, training=False, rng=None, state=None):
        """Return the output and the caches of all layers, which get `training` and `rng`.

        `state` is what `final_state` returned for the part of a sequence that goes before; without it
        recurrent layers begin anew.
        """
        caches = []
        for layer, before in zip(self.layers, self._states(state), strict=True):
            more = {} if before is None else {"state": before}
            x, cache = layer.forward(x, training=training, rng=rng, **more)  # f_l(x)
            caches.append(cache)
        return x, caches

    def backward(self, grad, caches, *, input_grad=True):
        """Return ∂L/∂x and the gradients of all parameters, from the `caches` of the forward pass.

        Without `input_grad` nothing is computed below the first layer that has parameters.
        """
        first = 0
        if not input_grad:
            while first < len(self.layers) - 1 and not self.layers[first].params:
                first += 1
        grads = []
        for i in range(len(self.layers) - 1, first - 1, -1):
            grad, own = self.layers[i].backward(grad, caches[i], input_grad=input_grad or i > first)
            grads = [*own, *grads]
        return grad if input_grad else None, grads

    def final_state(self, caches):
        """Return the state of each layer after the last step, from `caches`; None where there is none."""
        return tuple(
            layer.final_state(cache) if hasattr(layer, "final_state") else None
            for layer, cache in zip(self.layers, caches, strict=True)
        )

    def _states(self, state):
        """Return what each layer goes on from, None for nothing."""
        if state is None:
            return (None,) * len(self.layers)
        if not isinstance(state, (tuple, list)) or len(state) != len(self.layers):
            raise ValueError(f"need state with an entry for each of {len(self.layers)} layers, got {state=}")
        for i, (layer, before) in enumerate(zip(self.layers, state, strict=True)):
            if before is not None and not hasattr(layer, "final_state"):
                raise ValueError(f"need None in state for layers[{i}], which keeps none, got {before!r}")
        return state

    def predict(self, x):
        """Return the output for `x`, not as a training pass."""
        return self.forward(x)[0]

    def summary(self, input_shape):
        """Return a table of layers, shapes of their outputs for one sample, and numbers of parameters.

        Parameters
        ----------
        input_shape : tuple of int
            Of one sample, without the axis of samples.

        Returns
        -------
        str

        Examples
        --------
        >>> from nnbook.layers import Dense, Dropout
        >>> rng = np.random.default_rng(0)
        >>> print(Sequential(Dense(784, 100, rng=rng), Dropout(0.5), Dense(100, 10, rng=rng)).summary((784,)))
        layer              output      parameters
        Dense              100              78500
        Dropout            100                  0
        Dense              10                1010
        total                               79510
        """
        x = np.zeros((1, *checks.shape("input_shape", input_shape)), np.float32)
        lines = [f"{'layer':<18} {'output':<10} {'parameters':>11}"]
        for layer in self.layers:
            x, _ = layer.forward(x)
            shape = "×".join(map(str, x.shape[1:]))
            lines.append(f"{type(layer).__name__:<18} {shape:<10} {sum(p.size for p in layer.params):>11}")
        lines.append(f"{'total':<18} {'':<10} {self.n_params:>11}")
        return "\n".join(lines)
