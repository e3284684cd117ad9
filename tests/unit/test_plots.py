"""Pictures at the ends of what they can show, and what they refuse."""

import ast
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.neurons import LeakyIntegrateAndFire, simulate
from nnbook.plots.convolution import draw_slide, draw_windows
from nnbook.plots.source import show_source
from nnbook.plots.spikes import plot_named, plot_voltage

NEURON = LeakyIntegrateAndFire()


def test_when_all_inputs_are_sent_the_copies_add_up_to_the_convolution():
    axes = Figure().subplots(3)
    said = draw_slide(axes, [2, -1, 1], [1, 1, 2], 4, "translate and scale")
    assert said == "Every input has been used: the sum of the copies is the convolution."
    bars = axes[2].collections[0].get_paths()
    assert [bar.vertices[1, 1] for bar in bars] == np.convolve([2, -1, 1], [1, 1, 2]).tolist()


def test_a_window_larger_than_its_input_stops_nowhere():
    axes = Figure().subplots(1, 2)
    assert draw_windows(axes, 3, 5, 1, 0).startswith("Refused: need kernel_size <= n_in + padding = 3 + 0")
    assert not axes[0].lines


def test_curves_without_a_legend():
    axes = Figure().subplots()
    lines = plot_named(axes, [0, 1, 2], {"m": [0, 1, 2], "h": [2, 1, 0]}, legend=False, stride=2)
    assert axes.get_legend() is None
    assert [line.get_ydata().tolist() for line in lines] == [[0, 2], [2, 0]]
    assert len({line.get_linestyle() for line in lines}) == 2


def test_what_cannot_be_drawn_is_named():
    axes = Figure().subplots()
    with pytest.raises(ValueError, match="trace of one neuron"):
        plot_voltage(axes, simulate(NEURON, np.ones((5, 2)), dt=0.1))
    with pytest.raises(TypeError, match="series to be a dict"):
        plot_named(axes, [0, 1], [[0, 1]])
    with pytest.raises(ValueError, match="'h' of shape"):
        plot_named(axes, [0, 1], {"m": [0, 1], "h": [0, 1, 2]})


def test_code_is_shown_without_docstrings():
    code = show_source(LeakyIntegrateAndFire).code
    assert "def stepper(self, dt, functions=FLOATS):" in code
    assert '"""' not in code
    assert "\n\n\n" not in code
    ast.parse(code)


# fmt: off
def one_liner(x): "Docstring."; return "µ", x  # noqa: E702
# fmt: on


def nothing_but_words():
    """Docstring."""


ANONYMOUS = [lambda x: x, lambda x: (
    x
)]  # fmt: skip


def test_short_functions_are_shown_whole():
    assert show_source(one_liner).code == 'def one_liner(x): return "µ", x  # noqa: E702'
    assert show_source(nothing_but_words).code == "def nothing_but_words():\n    ..."


@pytest.mark.parametrize("function", ANONYMOUS)
def test_code_that_is_no_definition_is_refused(function):
    with pytest.raises(TypeError, match="need a function or class written in Python, got function=<function"):
        show_source(function)


def test_code_is_shown_where_there_is_no_ipython():
    code = "import sys; sys.modules['IPython'] = None\n"
    code += "from nnbook.plots import show_source; from nnbook.numerics import sigmoid\n"
    code += "print(show_source(sigmoid)._repr_markdown_())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("```python\ndef sigmoid(z):\n")
