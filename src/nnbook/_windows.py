"""Windows cut into strips: what pooling inside and outside of networks have in common."""


def strips(x, axis, size, step):
    """Return views of x: in the one numbered a lies cell a of every window along `axis`, −1 or −2.

    Examples
    --------
    >>> import numpy as np
    >>> strips(np.array([[5, 6, 7, 8]]), -1, 2, 2)
    [array([[5, 7]]), array([[6, 8]])]
    """
    last = x.shape[axis] - size + 1
    cells = [slice(a, a + last, step) for a in range(size)]
    return [x[..., cell, :] if axis == -2 else x[..., cell] for cell in cells]


def fold(combine, x, sizes, steps):
    """Combine the cells of every window, first along columns, then along rows: F + G passes, not F G.

    Examples
    --------
    >>> import numpy as np
    >>> fold(np.add, np.array([[1, 2, 3, 4]]), (1, 2), (1, 2))
    array([[3, 7]])
    """
    for axis in (-2, -1):
        y, *others = strips(x, axis, sizes[axis], steps[axis])
        x = y.copy()
        for strip in others:
            combine(x, strip, out=x)
    return x
