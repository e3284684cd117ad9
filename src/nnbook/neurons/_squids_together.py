"""The step of many Hodgkin–Huxley neurons at once: all gates of all neurons in one array, one call for all.

The equations are those of `nnbook.neurons.hodgkin_huxley`. For some fifty neurons the time of a step is that
of calling numpy, whatever it computes. So the six rates are rows of one array, and results go to arrays that
are made once.
"""

import numpy as np

from nnbook.neurons.simulate import TINY

# The rates are s e^u, but for alpha_m and alpha_n, which are s u/(e^u − 1), and beta_h, which is s/(e^u + 1).
SLOPE = (-1 / 10, -1 / 20, -1 / 10, -1 / 18, -1 / 10, -1 / 80)  # of u = slope v + shift, with v in mV
SHIFT = (-4.0, -65 / 20, -5.5, -65 / 18, -3.5, -65 / 80)
SIZE = (1.0, 0.07, 0.1, 4.0, 1.0, 0.125)  # s, for alpha_m, alpha_h, alpha_n, beta_m, beta_h, beta_n


def stacked_step(neuron, dt):
    """Return the function ``step(state, current, chance)`` of `neuron` for any number of them, `dt` in ms.

    Examples
    --------
    >>> from nnbook.neurons import HodgkinHuxley
    >>> neuron = HodgkinHuxley()
    >>> step = stacked_step(neuron, 0.01)
    >>> (v, m, h, n), fired = step([np.full(2, x) for x in neuron.start()], np.array([0.0, 10.0]), None)
    >>> v.round(2), fired
    (array([-65. , -64.9]), array([False, False]))
    """
    made = {}  # the step for each number of neurons

    def step(state, current, chance):
        n_neurons = len(current)
        if n_neurons not in made:
            relax = relaxation(dt * neuron.factor, n_neurons)
            made[n_neurons] = membrane(neuron, dt / neuron.c_m, n_neurons, relax)
        return made[n_neurons](np.asarray(state), current)

    return step


def membrane(neuron, per_charge, n_neurons, relax):
    """Return the step of `n_neurons`, whose gates `relax` moves; `per_charge` is dt/C."""
    conductance = np.array([neuron.g_na, neuron.g_k, neuron.g_l])
    e = np.array([neuron.e_na, neuron.e_k, neuron.e_l])
    sums = np.array([conductance, conductance * e, -per_charge * conductance])
    opened, summed = np.ones((3, n_neurons)), np.empty((3, n_neurons))  # the leak is always open
    (na, k, _), squares, (g, v_inf, decay) = opened, opened[:2], summed
    mh, zero = np.empty(n_neurons), np.zeros(())
    multiply, add, exp = np.multiply, np.add, np.exp

    def step(state, current):
        v, new = state[0], np.empty((4, n_neurons))
        v_new, m, h, _ = new
        relax(v, state[1:], new[1:])
        multiply(new[1::2], new[1::2], out=squares)  # m², n²
        multiply(k, k, out=k)  # n⁴
        multiply(m, h, out=mh)
        multiply(na, mh, out=na)  # m³ h
        np.dot(sums, opened, out=summed)  # Σ g, Σ g E, −(dt/C) Σ g
        add(v_inf, current, out=v_inf)
        np.divide(v_inf, g, out=v_inf)  # v_inf = (Σ g E + I)/Σ g
        exp(decay, out=decay)
        np.subtract(v, v_inf, out=v_new)
        multiply(v_new, decay, out=v_new)
        add(v_new, v_inf, out=v_new)  # v = v_inf + (v − v_inf) e^(−(dt/C) Σ g)
        return new, (v_new >= zero) & (v < zero)

    return step


def relaxation(dt, n_neurons):
    """Return a function that lets gates relax at fixed v, by dx/dt = alpha (1 − x) − beta x."""
    slope, shift, size = np.array([SLOPE, SHIFT, SIZE])[:, :, None].repeat(n_neurons, axis=2)
    u, rate = np.empty((2, 6, n_neurons))
    falling, total = np.empty((2, n_neurons)), np.empty((3, n_neurons))
    u_falling, rate_falling, beta_h, x_inf, beta = u[:3:2], rate[:3:2], rate[4], rate[:3], rate[3:]
    tiny, one, minus_dt = np.full(falling.shape, TINY), np.ones(n_neurons), np.full(total.shape, -dt)
    multiply, add, exp, divide = np.multiply, np.add, np.exp, np.divide

    def relax(v, gates, out):
        multiply(slope, v, out=u)
        add(u, shift, out=u)
        exp(u, out=rate)  # e^u
        add(beta_h, one, out=beta_h)
        divide(one, beta_h, out=beta_h)  # 1/(e^u + 1)
        add(u_falling, tiny, out=falling)
        np.expm1(falling, out=u_falling)
        divide(falling, u_falling, out=rate_falling)  # u/(e^u − 1)
        multiply(rate, size, out=rate)
        add(x_inf, beta, out=total)
        divide(x_inf, total, out=x_inf)  # x_inf = alpha/(alpha + beta)
        multiply(total, minus_dt, out=total)
        exp(total, out=total)
        np.subtract(gates, x_inf, out=out)
        multiply(out, total, out=out)
        add(out, x_inf, out=out)  # x = x_inf + (x − x_inf) e^(−dt (alpha + beta))

    return relax
