"""The whole way down is kept, for one run or for a batch of runs with different settings in one loop."""

from dataclasses import dataclass

import numpy as np

from nnbook import checks
from nnbook.optimizers import settings


@dataclass(frozen=True, eq=False)
class Path:
    """Where a run went; every array has the steps first.

    Attributes
    ----------
    x : ndarray, shape (n_steps + 1, ..., n_dims)
        Points, the start first; NaN from the step on at which a run diverged.
    value : ndarray, shape (n_steps + 1, ...)
        Function values there (without gradient noise); infinite from divergence on.
    diverged_at : int or ndarray of int, shape (...)
        The first step whose point or value was not finite; −1 for a run that stayed finite.

    Examples
    --------
    >>> from nnbook.optimizers import SGD
    >>> path = minimize(lambda x: (0.5 * (x * x).sum(axis=-1), x), [4.0, 0.0], SGD(lr=0.5), 2)
    >>> path.x[-1], path.value, int(path.diverged_at)
    (array([1., 0.]), array([8. , 2. , 0.5]), -1)
    """

    x: np.ndarray
    value: np.ndarray
    diverged_at: np.ndarray

    def steps_to(self, target):
        """Return the first step from which on the value stays ≤ `target`, −1 if it never does.

        Examples
        --------
        >>> Path(np.zeros((4, 1)), np.array([4.0, 0.5, 2.0, 0.1]), np.array(-1)).steps_to(1.0)
        3
        """
        target = checks.number("target", target)
        below = np.logical_and.accumulate((self.value <= target)[::-1])[::-1]
        steps = np.where(below.any(axis=0), below.argmax(axis=0), -1)
        return int(steps) if steps.ndim == 0 else steps


def minimize(value_and_grad, x0, opt, n_steps, *, noise=0.0, rng=None):
    r"""Follow an optimiser for `n_steps` and return the whole path.

    .. math::
        \mathbf{x}_{t+1} = \mathrm{step}(\mathbf{x}_t, \nabla f(\mathbf{x}_t) + \sigma\boldsymbol{\xi}_t),
        \qquad \boldsymbol{\xi}_t \sim \mathcal{N}(0, I)

    Leading axes of `x0` are independent runs in one loop. They may differ in start and, when settings of the
    optimiser are arrays that broadcast, in settings: with `x0` of shape (50, 2),
    ``Momentum(lr=rates[:, None])``.

    Parameters
    ----------
    value_and_grad : callable
        ``value_and_grad(x) -> (value, grad)`` with shapes x.shape[:-1] and x.shape. It should take any
        floating-point number; warnings of overflow inside it are silenced.
    x0 : array_like, shape (..., n_dims)
        Start; not changed.
    opt : optimiser
        Anything with ``init(params)`` and ``step(params, grads, state)``.
    n_steps : int
        At least 1.
    noise : float or array
        Standard deviation σ ≥ 0 of the Gaussian noise on every gradient component.
    rng : numpy.random.Generator, optional
        Needed when `noise` is not zero.

    Returns
    -------
    Path
        Points, values and where runs diverged. A diverging run never warns nor raises.

    Examples
    --------
    Three learning rates at once on f(x) = ½x²; the last is beyond the limit of 2:

    >>> from nnbook.optimizers import SGD
    >>> half_square = lambda x: (0.5 * (x * x).sum(axis=-1), x)
    >>> rates = np.array([0.5, 1.0, 1e200])
    >>> path = minimize(half_square, np.ones((3, 1)), SGD(lr=rates[:, None]), 3)
    >>> path.x[:, 0, 0]
    array([1.   , 0.5  , 0.25 , 0.125])
    >>> path.diverged_at
    array([-1, -1,  1])
    """
    checks.function("value_and_grad", value_and_grad)
    settings.as_optimizer(opt)
    n_steps = checks.size("n_steps", n_steps)
    x0 = checks.array("x0", x0)
    if x0.ndim == 0:
        raise ValueError(f"need x0 of shape (..., n_dims), got the number x0={x0}")
    noise = np.asarray(settings.check_setting("noise", noise))
    if not settings.broadcasts(noise.shape, x0.shape):
        raise ValueError(
            f"need noise to broadcast to x0 of shape {x0.shape}, got noise of shape {noise.shape}"
        )
    kicks = None
    if noise.any() or rng is not None:
        checks.generator("rng", rng)
    if noise.any():
        kicks = noise * rng.standard_normal((n_steps, *x0.shape))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        return _ended(*_follow(value_and_grad, x0.copy(), opt, n_steps, kicks))


def effective_rates(opt, gradients):
    r"""Feed a given sequence of gradients to an adaptive optimiser and return its effective learning rates.

    .. math:: \frac{\eta}{\sqrt{\mathbf{s}_t} + \varepsilon}

    Parameters
    ----------
    opt : AdaGrad, RMSProp, Adam or AdamW
        Anything that has a method ``rate(state)`` too.
    gradients : array_like, shape (n_steps, n_dims)
        What the optimiser sees, one row for each step.

    Returns
    -------
    ndarray, shape (n_steps, n_dims)
        The rate of each weight in each step.

    Raises
    ------
    TypeError
        If `opt` has no effective rates.

    Examples
    --------
    >>> from nnbook.optimizers import AdaGrad
    >>> effective_rates(AdaGrad(1.0), np.full((4, 1), 2.0))[:, 0].round(4)
    array([0.5   , 0.3536, 0.2887, 0.25  ])
    """
    settings.as_optimizer(opt, "rate")
    gradients = checks.array("gradients", gradients, ndim=2)
    params = [np.zeros(gradients.shape[1])]
    state, rates = opt.init(params), np.empty_like(gradients)
    for t, g in enumerate(gradients):
        opt.step(params, [g], state)
        rates[t] = opt.rate(state)[0]
    return rates


def _follow(value_and_grad, x, opt, n_steps, kicks):
    """Run the loop; arrays keep NaN where no run was left to follow."""
    params, state = [x], opt.init([x])
    xs = np.full((n_steps + 1, *x.shape), np.nan)
    values = np.full(xs.shape[:-1], np.nan)
    for t in range(n_steps + 1):
        value, grad = value_and_grad(x)
        if t == 0 and (np.shape(value) != x.shape[:-1] or np.shape(grad) != x.shape):
            raise ValueError(
                f"need value_and_grad(x) to return shapes {x.shape[:-1]} and {x.shape}, "
                f"got {np.shape(value)} and {np.shape(grad)}"
            )
        xs[t] = x
        values[t] = value
        if t == n_steps:
            break
        opt.step(params, [np.asarray(grad, float) if kicks is None else grad + kicks[t]], state)
        if not np.isfinite(x).any():
            break
    return xs, values


def _ended(xs, values):
    """Make a `Path` in which a run that diverged is NaN, with infinite value, from that step on."""
    lost = ~(np.isfinite(xs).all(axis=-1) & np.isfinite(values))
    if not lost.any():
        return Path(xs, values, np.full(values.shape[1:], -1)[()])
    lost = np.logical_or.accumulate(lost, axis=0)
    xs[lost] = np.nan
    values[lost] = np.inf
    return Path(xs, values, np.where(lost.any(axis=0), lost.argmax(axis=0), -1)[()])
