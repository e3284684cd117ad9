"""Published numbers: what networks achieved, and what brains are made of, each with its source."""

from typing import NamedTuple


class Result(NamedTuple):
    """A published result.

    Attributes
    ----------
    benchmark : str
        What was measured, on which data; results of different benchmarks cannot be compared.
    year : int
        Of publication.
    system : str
        What achieved it.
    value : float
        In `unit`.
    unit : str
        Such as "% top-5 error".
    source : str
        A DOI or an address.
    """

    benchmark: str
    year: int
    system: str
    value: float
    unit: str
    source: str


_IMAGENET = "ImageNet, test set of 2012"
_SPEECH = "Telephone speech, RT03S Fisher"
_WORDS = "Penn Treebank, words"
_RESULTS = (
    (_IMAGENET, 2012, "second best, hand-made features", 26.2, "% top-5 error", "10.1145/3065386"),
    (_IMAGENET, 2012, "AlexNet, seven nets averaged", 15.3, "% top-5 error", "10.1145/3065386"),
    (_SPEECH, 2011, "Gaussian mixtures", 27.4, "% words wrong", "10.21437/Interspeech.2011-169"),
    (_SPEECH, 2011, "deep network", 18.5, "% words wrong", "10.21437/Interspeech.2011-169"),
    (_WORDS, 2012, "recurrent network", 124.7, "perplexity", "10.1109/SLT.2012.6424228"),
    (_WORDS, 2014, "LSTM", 78.4, "perplexity", "arxiv.org/abs/1409.2329"),
    (_WORDS, 2018, "AWD-LSTM", 57.3, "perplexity", "arxiv.org/abs/1708.02182"),
    (_WORDS, 2020, "GPT-3, trained on other text", 20.5, "perplexity", "arxiv.org/abs/2005.14165"),
)


def results():
    """Return published results of deep networks, and of what they were compared with.

    Returns
    -------
    list of Result
        In the order of benchmark and year.

    Examples
    --------
    >>> two = [r.value for r in results() if r.benchmark.startswith("ImageNet")]
    >>> round(1 - two[1] / two[0], 3)  # what share of the errors disappeared
    0.416
    """
    return [Result(*row) for row in _RESULTS]


class Quantity(NamedTuple):
    """A number that is known within a range.

    Attributes
    ----------
    name : str
        What is counted or measured.
    low, high : float
        Between which published values lie.
    unit : str
        Empty for counts.
    source : str
        A DOI or an address.
    """

    name: str
    low: float
    high: float
    unit: str
    source: str


_BRAIN = (
    ("neurons", 78.0e9, 94.2e9, "", "10.1002/cne.21974"),
    ("other cells", 74.8e9, 94.4e9, "", "10.1002/cne.21974"),
    ("synapses of the neocortex", 1.1e14, 1.9e14, "", "10.1016/S0531-5565(02)00151-1"),
    ("spikes of a cortical neuron each second", 0.16, 5.0, "Hz", "10.1016/S0960-9822(03)00135-0"),
)


def brain():
    """Return counts of a human brain.

    The numbers of cells are means of four men, plus and minus a standard deviation. The rate ranges from what
    the energy of the cortex allows on average to what is often recorded.

    Returns
    -------
    list of Quantity
        Cells, synapses and rates.

    Examples
    --------
    >>> neurons, others = brain()[:2]
    >>> 0.5 < others.low / neurons.high < others.high / neurons.low < 1.5  # not ten to one
    True
    """
    return [Quantity(*row) for row in _BRAIN]
