"""nnbook: the algorithms of an interactive textbook on neural networks, in plain numpy.

Every module is short enough to read in one sitting, and imports only go down: drawings stand on topics,
topics on the toolkit, and that on a ground floor that knows numpy alone. Import what you need::

    from nnbook import hopfield
    from nnbook.convolution import correlate, filters
    from nnbook.optimizers import Adam, schedules, surfaces

The ground floor

* `nnbook.checks`: arguments are checked at the border, all in one place.
* `nnbook.numerics`: sums of exponentials that do not overflow, gradients compared with differences.

The toolkit, from which networks are made and trained

* `nnbook.activations`, `nnbook.losses`, `nnbook.initializers`: the functions in and around a layer.
* `nnbook.layers`: `Dense`, `Conv2d`, `LSTM` and others, and `Sequential`, which puts them in a row.
* `nnbook.optimizers`: from gradients to steps; with `schedules` of learning rates, `surfaces` to walk on, and
  the theory of how fast that goes.
* `nnbook.training`: the training loop.
* `nnbook.autodiff`: derivatives of any formula.
* `nnbook.backpropagation`: the way back through layers: costates, costs, checks, random feedback.
* `nnbook.metrics`, `nnbook.model_selection`: how good is a network, and on which data is it asked?
* `nnbook.regression`: least squares, where bias, variance and the error on new data can be computed.

The topics, a package for each part of the book

* `nnbook.neurons`: neurons that spike.
* `nnbook.graphs`: networks as graphs, and what their loops do.
* `nnbook.feedforward`: layers with weights chosen by hand, and a series predicted from a window.
* `nnbook.learning_rules`: what a single unit can compute, and how it learns.
* `nnbook.convolution`: slid kernels, `filters`, pooling, and what they cost.
* `nnbook.hopfield`: memories that are found by a part of their content.
* `nnbook.boltzmann`: networks that learn a distribution, with and without hidden units.
* `nnbook.competitive`: centres that move to the data, and bumps around them.

The book

* `nnbook.datasets`: small data sets, and generators of others.
* `nnbook.plots`: the drawings that several figures share.
* `nnbook.explore`: figures with controls.
* `nnbook.quiz`: exercises that check the answer.
"""

__version__ = "0.1.0"
