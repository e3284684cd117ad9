"""Momentum on Rosenbrock's valley from one start: 50 learning rates, 200 steps each, the whole way kept."""

import numpy as np

RATES = np.geomspace(1e-5, 1e-3, 50)
START, N_STEPS = (-1.2, 1.0), 200


def by_nnbook():
    from nnbook.optimizers import Momentum
    from nnbook.optimizers.paths import minimize
    from nnbook.optimizers.surfaces import ravine

    starts, opt = np.tile(START, (50, 1)), Momentum(lr=RATES[:, None], momentum=0.9)
    return lambda: minimize(ravine(100.0).value_and_grad, starts, opt, N_STEPS).x


def by_torch():
    import torch

    torch.set_num_threads(1)

    def work():
        path = np.empty((N_STEPS + 1, 50, 2))
        path[0] = START
        for k, rate in enumerate(RATES.tolist()):
            x = torch.tensor(START, dtype=torch.float64, requires_grad=True)
            optimizer = torch.optim.SGD([x], lr=rate, momentum=0.9)
            for t in range(N_STEPS):
                optimizer.zero_grad()
                u, v = x
                value = (1 - u) ** 2 + 100 * (v - u * u) ** 2
                value.backward()
                optimizer.step()
                path[t + 1, k] = x.detach()
        return path

    return work
