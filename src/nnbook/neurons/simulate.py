"""One loop over time runs every neuron model: a single neuron on plain floats, a population on arrays.

Each model writes its equations once, as a function ``step(state, current, chance) -> (state, fired)`` made of
arithmetic, comparisons and the functions in `Functions`. Python floats and numpy arrays both understand that,
so the same step serves both; for one neuron, floats with `math.exp` are tens of times faster than numpy
scalars.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nnbook import checks


@dataclass(frozen=True)
class Functions:
    """The elementary functions that a step may call, for floats or arrays."""

    exp: Callable
    expm1: Callable
    tanh: Callable
    maximum: Callable
    where: Callable


MOST_STEPS = 10_000_000
TINY = 1e-300  # changes no number but an exact 0, for which x / (exp(x) - 1) could not be computed


def _where(condition, a, b):
    """Return one of two numbers, as `numpy.where` does with arrays."""
    return a if condition else b


FLOATS = Functions(math.exp, math.expm1, math.tanh, max, _where)
ARRAYS = Functions(np.exp, np.expm1, np.tanh, np.maximum, np.where)


class Neuron(Protocol):
    """What `simulate` needs of a model: frozen parameters, a start and a way to step."""

    variables: tuple  # names of the state variables; the first is the voltage, or what stands for it
    max_current: float  # beyond this size the equations are meaningless and numbers may overflow
    stochastic: bool  # whether a step uses its third argument

    def start(self):
        """Return the resting state as a tuple of floats."""

    def stepper(self, dt, functions):
        """Return the model's equations as a function that makes one step.

        Parameters
        ----------
        dt : float
            Step [ms].
        functions : Functions
            What the equations may call, for floats or for arrays.

        Returns
        -------
        callable
            ``step(state, current, chance) -> (state, fired)``, which advances by `dt`. `chance`, uniform in
            [0, 1), is what a stochastic model compares its firing probability with.
        """


@dataclass(frozen=True)
class Trace:
    """What came out of a simulation.

    Attributes
    ----------
    t : ndarray, shape (n_steps + 1,)
        Times [ms]; the state at ``t[0] = 0`` is the resting state.
    v : ndarray, shape (n_steps + 1,) or (n_steps + 1, n_neurons)
        The voltage [mV], or the dimensionless field of a model that has no voltage.
    spike_times : ndarray, or tuple of ndarray, one per neuron
        Times [ms] at which the neuron fired.
    states : dict of str to ndarray
        Every state variable by name, of the shape of `v`.
    current : ndarray, shape (n_steps,) or (n_steps, n_neurons)
        The current that flowed from ``t[k]`` to ``t[k + 1]``, noise included.
    """

    t: np.ndarray
    v: np.ndarray
    spike_times: np.ndarray | tuple
    states: dict = field(repr=False)
    current: np.ndarray = field(repr=False)


def as_step(dt):
    """Return `dt` [ms] as a float, from a nanosecond, so that refractory times can be counted, to ten days.

    Examples
    --------
    >>> as_step(0)
    Traceback (most recent call last):
    ...
    ValueError: need dt >= 1e-06, got dt=0
    """
    return checks.number("dt", dt, low=1e-6, high=1e9)


def as_steps(duration, dt):
    """Return how many steps of length `dt` make `duration` [ms], and `dt` as a float.

    Examples
    --------
    >>> as_steps(5, 0.1)
    (50, 0.1)
    """
    dt = as_step(dt)
    duration = checks.number("duration", duration, low=dt)
    if duration / dt > MOST_STEPS:
        raise ValueError(f"need duration of at most {MOST_STEPS} steps, got {duration=} and {dt=}")
    return round(duration / dt), dt


def check_neuron(neuron):
    """Return `neuron` if it has what `simulate` needs.

    Examples
    --------
    >>> check_neuron("squid")
    Traceback (most recent call last):
    ...
    TypeError: need neuron to be a model with start and stepper, got neuron='squid'
    """
    parts = ("start", "stepper", "variables", "max_current", "stochastic")
    if isinstance(neuron, type) or not all(hasattr(neuron, part) for part in parts):
        raise TypeError(f"need neuron to be a model with start and stepper, got neuron={neuron!r}")
    return neuron


def drive(neuron, current, *, dt, noise=0.0, rng=None):
    """Check a simulation's arguments and draw its noise: ``(current, chance, dt)``.

    Noise is white: in each step the current gets ``noise / sqrt(dt)`` times a standard normal number, so that
    its integral over a fixed time has the same variance at every `dt`. `chance`, uniform in [0, 1), is what a
    stochastic neuron compares its firing probability with; it is zero for the others.

    Examples
    --------
    >>> from nnbook.neurons import LeakyIntegrateAndFire
    >>> drive(LeakyIntegrateAndFire(), [1, 2], dt=1)
    (array([1., 2.]), array([0., 0.]), 1.0)
    """
    check_neuron(neuron)
    dt = as_step(dt)
    current = checks.array("current", current, ndim=(1, 2), empty=False)
    noise = checks.number("noise", noise, low=0)
    if noise > 0 or neuron.stochastic or rng is not None:
        checks.generator("rng", rng)
    if noise > 0:
        current = current + noise / math.sqrt(dt) * rng.standard_normal(current.shape)
    if (size := np.abs(current).max()) > neuron.max_current:
        got = f"|current| = {size:g} with noise={noise:g}"
        raise ValueError(f"need |current| <= {neuron.max_current:g}, noise included, got {got}")
    chance = rng.random(current.shape) if neuron.stochastic else np.zeros(current.shape)
    return current, chance, dt


def steps(neuron, current, chance, dt):
    """Yield ``(state, fired)`` after each step of length `dt`; `current` and `chance` come from `drive`.

    Examples
    --------
    >>> from nnbook.neurons import ThresholdUnit
    >>> neuron = ThresholdUnit(theta=1.0)
    >>> [fired for state, fired in steps(neuron, *drive(neuron, [0.5, 2.0], dt=1))]
    [False, True]
    """
    if current.ndim == 1:
        state = neuron.start()
        step = neuron.stepper(dt, FLOATS)
        rows = zip(current.tolist(), chance.tolist(), strict=True)
    else:
        state = tuple(np.full(current.shape[1], value) for value in neuron.start())
        step = neuron.stepper(dt, ARRAYS)
        rows = zip(current, chance, strict=True)
    for current_now, chance_now in rows:
        state, fired = step(state, current_now, chance_now)
        yield state, fired


def simulate(neuron, current, *, dt, noise=0.0, rng=None):
    """Run a neuron, or many neurons of one kind, from rest under given currents.

    Parameters
    ----------
    neuron : Neuron
        A model with its parameters, such as `HodgkinHuxley()`.
    current : array_like, shape (n_steps,) or (n_steps, n_neurons)
        Injected current in the model's unit, constant within a step. One dimension means one neuron, which
        runs on plain floats; two mean one neuron per column, which run together on arrays.
    dt : float
        Step [ms].
    noise : float, optional
        Strength of white noise added to the current [current unit · √ms].
    rng : numpy.random.Generator, optional
        Needed when `noise` is positive or the neuron fires at random.

    Returns
    -------
    Trace
        Times, voltages, spike times and all state variables.

    Raises
    ------
    TypeError
        If `rng` is missing where something is drawn.

    Examples
    --------
    >>> from nnbook.neurons import LeakyIntegrateAndFire
    >>> trace = simulate(LeakyIntegrateAndFire(tau_m=10, t_ref=2), np.full(400, 2.0), dt=0.1)
    >>> trace.spike_times
    array([13.9, 29.8])
    """
    current, chance, dt = drive(neuron, current, dt=dt, noise=noise, rng=rng)
    single = current.ndim == 1
    start = neuron.start() if single else tuple(np.full(current.shape[1], value) for value in neuron.start())
    history, fired = list(start), []
    for state, fires in steps(neuron, current, chance, dt):
        history.extend(state)
        fired.append(fires)
    history = np.array(history).reshape(len(current) + 1, len(start), *current.shape[1:])
    values = history.swapaxes(0, 1).copy()  # of each variable
    fired = np.array(fired, dtype=bool)
    t = dt * np.arange(len(current) + 1)
    return Trace(
        t=t,
        v=values[0],
        spike_times=t[1:][fired] if single else tuple(t[1:][column] for column in fired.T),
        states=dict(zip(neuron.variables, values, strict=True)),
        current=np.array(current),  # the caller's may change
    )
