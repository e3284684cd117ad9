"""Real measurements that come inside matplotlib: a membrane potential, brain waves, a slice of a head."""

import numpy as np


def membrane_recording():
    """Return the membrane potential of a real neuron, which fires while a current is injected.

    It rests for half a second, fires regularly for three seconds and irregularly for two more. The file
    ``membrane.dat`` has been drawn in matplotlib's examples since the first versions; scale and sampling
    interval are those of its documentation (the logo of 2003). Which cell it was is not recorded there. It is
    part of matplotlib and under its licence, without a notice of its own.

    Returns
    -------
    t : ndarray of float64, shape (12000,)
        Time from 0 to 6 s, every half millisecond [ms].
    v : ndarray of float64, shape (12000,)
        Membrane potential [mV].

    Examples
    --------
    >>> t, v = membrane_recording()
    >>> v[t < 400].mean().round(1)  # rest
    np.float64(-66.9)
    >>> int(((v[1:] > -20) & (v[:-1] <= -20)).sum())  # spikes
    57
    """
    v = 100 * np.frombuffer(_sample("membrane.dat"), "<f4").astype(np.float64)
    return 0.5 * np.arange(len(v)), v


def eeg():
    """Return ten seconds of an electroencephalogram at four places of the scalp.

    The file ``eeg.dat`` belongs to an example of matplotlib, whose labels of the channels are PG3, PG5, PG7
    and PG9; each is scaled to mean 0 and standard deviation 1. It is part of matplotlib and under its
    licence, without a notice of its own.

    Returns
    -------
    t : ndarray of float64, shape (800,)
        Time [s], 80 samples in a second.
    v : ndarray of float64, shape (800, 4)
        Voltages of the channels, in standard deviations.

    Examples
    --------
    >>> t, v = eeg()
    >>> v.shape, v.std(axis=0).round(2)
    ((800, 4), array([1., 1., 1., 1.]))
    """
    v = np.frombuffer(_sample("eeg.dat"), "<f8").reshape(800, 4).astype(np.float64)
    return np.arange(800) / 80, v


def mri_slice():
    """Return a slice through a living head, seen from the side by magnetic resonance.

    The file ``s1045.ima.gz`` belongs to an example of matplotlib: 256 × 256 whole numbers up to 215,
    big-endian (the example reads them as little-endian, which multiplies them by 256). It is part of
    matplotlib and under its licence, without a notice of its own.

    Returns
    -------
    picture : ndarray of float32, shape (256, 256)
        From 0, black, to 215/255; 1 would be white.

    Examples
    --------
    >>> picture = mri_slice()
    >>> picture.shape, round(float(picture.max() * 255))
    ((256, 256), 215)
    """
    return (np.frombuffer(_sample("s1045.ima.gz"), ">u2") / 255).astype(np.float32).reshape(256, 256)


def _sample(name):
    """Return the bytes of a file of matplotlib's sample data, unpacked."""
    from matplotlib import cbook  # here, so that nnbook itself needs numpy only

    with cbook.get_sample_data(name) as file:
        return file.read()
