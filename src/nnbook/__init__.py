"""nnbook: the algorithms of an interactive textbook on neural networks, in plain numpy.

Every module is short enough to read in one sitting, and imports only go down: explorers and plots stand on
models, models on layers and rules, and those on a ground floor that knows numpy alone. Import what you need::

    from nnbook import hopfield, optimizers
"""

__version__ = "0.1.0"
