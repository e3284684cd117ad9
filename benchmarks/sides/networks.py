"""Networks that learn: the same layers, first weights and batches for every side.

Each function returns what is timed: training from the first weights on, which returns the mean loss of every
epoch and the last parameters.
"""

import warnings

import numpy as np

from nnbook.datasets.digits import digits

LR, MOMENTUM = 0.01, 0.9


def digits_as_rows():
    images, labels = digits()
    return images[:1344].reshape(-1, 64) / 16, labels[:1344]


def digits_as_maps():
    x, labels = digits_as_rows()
    return x.reshape(-1, 1, 8, 8), labels


def noise(*shape):
    """Return a function for inputs of that shape with labels that cannot be learned: speed does not ask."""

    def data():
        rng = np.random.default_rng(2)
        return rng.random(shape, np.float32), rng.integers(0, 10, shape[0])

    return data


def characters(n_sequences):
    """Return a function for sequences of 25 one-hot characters out of 60, the target being the next one."""

    def data():
        text = np.random.default_rng(2).integers(0, 60, (n_sequences, 26))
        return np.eye(60, dtype=np.float32)[text[:, :-1]], np.ascontiguousarray(text[:, 1:])

    return data


CNN = (("conv", 1, 8, 3, 0), ("pool", 2), ("conv", 8, 16, 3, 1), ("flatten",), ("output", 144, 10))
LENET = (
    ("conv", 1, 6, 5, 2), ("pool", 2), ("conv", 6, 16, 5, 0), ("pool", 2), ("flatten",),
    ("dense", 400, 120), ("dense", 120, 84), ("output", 84, 10),
)  # fmt: skip
NETS = {
    "small mlp": ((("dense", 64, 30), ("output", 30, 10)), digits_as_rows),
    "mlp": ((("dense", 784, 100), ("output", 100, 10)), noise(3200, 784)),
    "small cnn": (CNN, digits_as_maps),
    "lenet": (LENET, noise(1600, 1, 28, 28)),
    "rnn": ((("rnn", 60, 128), ("output", 128, 60)), characters(400)),
    "lstm": ((("lstm", 60, 128), ("output", 128, 60)), characters(400)),
}


def start(params):
    """Give the parameters their first values, whatever library the arrays belong to."""
    rng = np.random.default_rng(0)
    for p in params:
        p[...] = rng.uniform(-1, 1, p.shape) / np.sqrt(p[0].size)


def by_nnbook(net, n_epochs, batch_size):
    from nnbook.activations import relu
    from nnbook.layers import LSTM, RNN, Conv2d, Dense, Flatten, MaxPool2d, Sequential
    from nnbook.losses import cross_entropy
    from nnbook.optimizers import Momentum
    from nnbook.training import fit

    layers, data = NETS[net]
    rng = np.random.default_rng(0)
    make = {
        "conv": lambda i, o, size, padding: Conv2d(i, o, size, relu, padding=padding, rng=rng),
        "pool": MaxPool2d,
        "flatten": Flatten,
        "dense": lambda i, o: Dense(i, o, relu, rng=rng),
        "output": lambda i, o: Dense(i, o, rng=rng),
        "rnn": lambda i, o: RNN(i, o, rng=rng),
        "lstm": lambda i, o: LSTM(i, o, rng=rng),
    }
    model = Sequential(*(make[kind](*sizes) for kind, *sizes in layers))
    start(model.params)
    samples, orders = data(), np.random.default_rng(1)

    def work():
        history = fit(
            model, cross_entropy, Momentum(LR, MOMENTUM), samples,
            n_epochs=n_epochs, batch_size=batch_size, rng=orders,
        )  # fmt: skip
        return np.concatenate([history.loss, *model.params], axis=None)

    return work


def by_torch(net, n_epochs, batch_size):
    import torch
    from torch import nn

    torch.set_num_threads(1)

    class Outputs(nn.Module):
        """A recurrent layer as a part of `Sequential`: without its last state."""

        def __init__(self, layer):
            super().__init__()
            self.layer = layer

        def forward(self, x):
            return self.layer(x)[0]

    layers, data = NETS[net]
    make = {
        "conv": lambda i, o, size, padding: (nn.Conv2d(i, o, size, padding=padding), nn.ReLU()),
        "pool": lambda size: (nn.MaxPool2d(size),),
        "flatten": lambda: (nn.Flatten(),),
        "dense": lambda i, o: (nn.Linear(i, o), nn.ReLU()),
        "output": lambda i, o: (nn.Linear(i, o),),
        "rnn": lambda i, o: (Outputs(nn.RNN(i, o, batch_first=True)),),
        "lstm": lambda i, o: (Outputs(nn.LSTM(i, o, batch_first=True)),),
    }
    model = nn.Sequential(*(part for kind, *sizes in layers for part in make[kind](*sizes)))
    for name, p in model.named_parameters():
        if "bias_hh" in name:  # a second bias that only adds to the first
            p.requires_grad_(False).zero_()
    params = [p for p in model.parameters() if p.requires_grad]
    start([p.detach().numpy() for p in params])
    x, labels = map(torch.from_numpy, data())
    orders = np.random.default_rng(1)
    optimizer = torch.optim.SGD(params, lr=LR, momentum=MOMENTUM)
    loss_of = nn.CrossEntropyLoss()

    def work():
        losses = []
        for _ in range(n_epochs):
            order, total = torch.from_numpy(orders.permutation(len(x))), 0.0
            for batch in order.split(batch_size):
                loss = loss_of(model(x[batch]).flatten(0, -2), labels[batch].flatten())
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(batch)
            losses.append(total / len(x))
        return np.concatenate([losses, *(p.detach().numpy() for p in params)], axis=None)

    return work


class Orders(np.random.RandomState):
    """The orders of the other sides for scikit-learn, which shuffles the order of the epoch before."""

    def __init__(self, seed):
        super().__init__()
        self.rng, self.order = np.random.default_rng(seed), None

    def shuffle(self, indices):
        before = indices if self.order is None else self.order
        self.order = self.rng.permutation(len(indices))
        indices[:] = before.argsort()[self.order]


def by_scikit_learn(net, n_epochs, batch_size):
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is given
    layers, data = NETS[net]
    x, labels = data()
    model = MLPClassifier(
        [n_out for _, _, n_out in layers[:-1]], solver="sgd", alpha=0, batch_size=batch_size,
        learning_rate_init=LR, momentum=MOMENTUM, nesterovs_momentum=False, max_iter=n_epochs, tol=0,
        n_iter_no_change=n_epochs,
    )  # fmt: skip
    model.partial_fit(x, labels, classes=range(10))  # makes the parameters, with its own values
    params = [p for pair in zip(model.coefs_, model.intercepts_, strict=True) for p in pair]
    start([p.T for p in params])  # its matrices are (n_in, n_out)
    model.set_params(warm_start=True, random_state=Orders(1))

    def work():
        model.fit(x, labels)
        return np.concatenate([model.loss_curve_[-n_epochs:], *(p.T.ravel() for p in params)])

    return work
