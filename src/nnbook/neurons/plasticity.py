"""Spike-timing-dependent plasticity: a synapse that minds which of two spikes came first."""

from dataclasses import dataclass, fields

import numpy as np

from nnbook import checks


@dataclass(frozen=True)
class SpikeTimingPlasticity:
    r"""Change of a synapse by pairs of spikes, with exponential windows.

    .. math::
        W(s) = \begin{cases} A_+\, e^{-s/\tau_+} & s > 0 \\ -A_-\, e^{s/\tau_-} & s < 0 \\ 0 & s = 0
        \end{cases}
        \qquad s = t_\text{post} - t_\text{pre}

    Which pairs count differs between sources. Here each spike is paired with the nearest earlier spike of the
    other neuron, in the literature nearest-spike interaction; the other usual way adds up all pairs.

    Parameters
    ----------
    a_plus, tau_plus : float
        Size A₊ of strengthening for an interval near 0, and its time constant τ₊ [ms]. The defaults, here and
        below, are the fit of [1]_ to pairs of spikes in slices of rat visual cortex.
    a_minus, tau_minus : float
        Size A₋ of weakening and its time constant τ₋ [ms].

    References
    ----------
    .. [1] R. C. Froemke and Y. Dan, "Spike-timing-dependent synaptic modification induced by natural spike
       trains", Nature 416, 433–438, 2002.
    .. [2] E. M. Izhikevich and N. S. Desai, "Relating STDP to BCM", Neural Comput. 15, 1511–1523, 2003.

    Examples
    --------
    >>> rule = SpikeTimingPlasticity()
    >>> rule.window([-10.0, 0.0, 10.0]).round(2)
    array([-0.38,  0.  ,  0.49])
    """

    a_plus: float = 1.03
    tau_plus: float = 13.3
    a_minus: float = 0.51
    tau_minus: float = 34.5

    def __post_init__(self):
        for name in (f.name for f in fields(self)):
            value = checks.number(name, getattr(self, name), low=0, high=1e9, open_low=name.startswith("tau"))
            object.__setattr__(self, name, value)

    def window(self, s):
        """Return the change W by one pair of spikes.

        Parameters
        ----------
        s : array_like
            Times from the presynaptic to the postsynaptic spike [ms], of any shape.

        Returns
        -------
        ndarray
            Changes, of the shape of `s`.
        """
        s = checks.array("s", s)
        strengthened = self.a_plus * np.exp(-np.maximum(s, 0) / self.tau_plus)
        weakened = self.a_minus * np.exp(np.minimum(s, 0) / self.tau_minus)
        return np.where(s > 0, strengthened, np.where(s < 0, -weakened, 0.0))

    def pairs(self, pre, post):
        """Return the intervals of all pairs that count: each spike with the nearest earlier one of the other.

        Parameters
        ----------
        pre, post : array_like, shape (n_pre,), (n_post,)
            Spike times [ms], increasing.

        Returns
        -------
        ndarray, shape (n_pairs,)
            Times s from the presynaptic to the postsynaptic spike [ms], first those > 0, then those < 0.

        Examples
        --------
        >>> SpikeTimingPlasticity().pairs([10.0, 50.0], [15.0])
        array([  5., -35.])
        """
        pre, post = (checks.array(k, v, ndim=1) for k, v in (("pre", pre), ("post", post)))
        for name, times in (("pre", pre), ("post", post)):
            if (np.diff(times) < 0).any():
                raise ValueError(f"need {name} in increasing order, got {name}={times}")
        return np.concatenate([_since_last(post, pre), -_since_last(pre, post)])

    def change(self, pre, post):
        """Return the sum of the changes by two spike trains.

        Parameters
        ----------
        pre, post : array_like, shape (n_pre,), (n_post,)
            Spike times [ms], increasing.

        Returns
        -------
        float
            The change of the synapse.

        Examples
        --------
        >>> round(SpikeTimingPlasticity().change([10.0, 50.0], [15.0]), 3)
        0.522
        """
        return float(self.window(self.pairs(pre, post)).sum())

    def drift(self, rate):
        r"""Return the mean change per second by independent Poisson trains of the same rate on both sides.

        .. math:: r \left(\frac{A_+\, r}{r + 1/\tau_+} - \frac{A_-\, r}{r + 1/\tau_-}\right)

        because the time back to the last spike of a Poisson train is exponential with mean 1/r.

        Parameters
        ----------
        rate : array_like
            Rate r of both neurons [Hz], at least 0.

        Returns
        -------
        ndarray
            Mean change [1/s], of the shape of `rate`.

        Examples
        --------
        >>> SpikeTimingPlasticity().drift([10.0, 20.0]).round(3)
        array([-0.099,  0.164])
        """
        r = checks.array("rate", rate, low=0)
        per_second_plus, per_second_minus = 1000 / self.tau_plus, 1000 / self.tau_minus
        plus, minus = r / (r + per_second_plus), r / (r + per_second_minus)
        return r * (self.a_plus * plus - self.a_minus * minus)


def _since_last(times, others):
    """Return how long before each of `times` the last of `others` was, where there was one before it."""
    index = np.searchsorted(others, times, side="left") - 1
    return times[index >= 0] - others[index[index >= 0]]
