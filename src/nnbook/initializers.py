"""How weights start: scales that keep signals and gradients alive from layer to layer.

Every initialiser takes the shape of the weights, (n_out, n_in) of a dense layer or
(out_channels, in_channels, height, width) of a convolution, draws from `rng` and returns an array of that
shape. Biases start at zero.
"""

import math

import numpy as np

from nnbook import checks


@checks.arguments(shape=checks.shape(least=2))
def fans(shape):
    """Return how many weights reach a unit and how many leave it, (n_in, n_out) of a dense layer.

    Parameters
    ----------
    shape : tuple of int
        (n_out, n_in), or (out_channels, in_channels, ...) with the kernel's lengths behind. In a convolution
        with groups `in_channels` are those of one group, as the weights have it.

    Returns
    -------
    fan_in, fan_out : int

    Examples
    --------
    >>> fans((10, 30)), fans((6, 3, 5, 5))
    ((30, 10), (75, 150))
    """
    n_out, n_in, *kernel = shape
    return n_in * math.prod(kernel), n_out * math.prod(kernel)


WEIGHTS = {"shape": checks.shape(least=2), "rng": checks.generator(), "dtype": checks.float_type()}


@checks.arguments(**WEIGHTS)
def unit_normal(shape, *, rng, dtype=np.float32):
    r"""Return weights of standard deviation 1, whatever the layer's size.

    .. math:: w \sim \mathcal{N}(0, 1)

    The potential of a unit with n active inputs then has a standard deviation of √n: units saturate.

    Parameters
    ----------
    shape : tuple of int
        (n_out, n_in, ...), see `fans`.
    rng : numpy.random.Generator
        Source of the weights.
    dtype : dtype
        float32 or float64.

    Returns
    -------
    ndarray of `dtype`, of that shape

    Examples
    --------
    >>> W = unit_normal((10, 1000), rng=np.random.default_rng(0), dtype=np.float64)
    >>> float((W @ np.ones(1000)).std().round(-1))  # √1000 = 31.6
    30.0
    """
    return rng.standard_normal(shape, dtype)


@checks.arguments(**WEIGHTS)
def lecun_normal(shape, *, rng, dtype=np.float32):
    r"""Return weights scaled by the number of inputs.

    .. math:: w \sim \mathcal{N}(0, 1/n_\text{in})

    Potentials of inputs of size 1 then have size 1.

    Parameters
    ----------
    shape, rng, dtype
        As in `unit_normal`.

    Returns
    -------
    ndarray of `dtype`, of that shape

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp", in *Neural Networks:
       Tricks of the Trade*, Springer 1998, section 4.6.

    Examples
    --------
    >>> W = lecun_normal((100, 100), rng=np.random.default_rng(0))
    >>> round(float(W.std()), 2)
    0.1
    """
    fan_in, _ = fans(shape)
    return 1 / math.sqrt(fan_in) * rng.standard_normal(shape, dtype)


@checks.arguments(**WEIGHTS)
def glorot_uniform(shape, *, rng, dtype=np.float32):
    r"""Return weights that keep both signals and gradients in size, uniform.

    .. math:: w \sim U[-s, s], \qquad s = \sqrt{6 / (n_\text{in} + n_\text{out})}

    The variance 2/(n_in + n_out) is the compromise between 1/n_in (forward) and 1/n_out (backward);
    made for tanh.

    Parameters
    ----------
    shape, rng, dtype
        As in `unit_normal`.

    Returns
    -------
    ndarray of `dtype`, of that shape

    References
    ----------
    .. [1] X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
       networks", AISTATS 2010, PMLR 9:249-256, equations 12 and 16.

    Examples
    --------
    >>> W = glorot_uniform((100, 100), rng=np.random.default_rng(0))
    >>> round(float(W.std()), 2)
    0.1
    """
    fan_in, fan_out = fans(shape)
    s = math.sqrt(6 / (fan_in + fan_out))
    return s * (2 * rng.random(shape, dtype) - 1)  # U[−s, s]


@checks.arguments(**WEIGHTS)
def glorot_normal(shape, *, rng, dtype=np.float32):
    r"""Return weights that keep both signals and gradients in size, normal.

    .. math:: w \sim \mathcal{N}\left(0, \tfrac{2}{n_\text{in} + n_\text{out}}\right)

    Parameters
    ----------
    shape, rng, dtype
        As in `unit_normal`.

    Returns
    -------
    ndarray of `dtype`, of that shape

    References
    ----------
    .. [1] X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
       networks", AISTATS 2010, PMLR 9:249-256, equations 12 and 16.

    Examples
    --------
    >>> W = glorot_normal((100, 100), rng=np.random.default_rng(0))
    >>> round(float(W.std()), 2)
    0.1
    """
    fan_in, fan_out = fans(shape)
    return math.sqrt(2 / (fan_in + fan_out)) * rng.standard_normal(shape, dtype)


@checks.arguments(**WEIGHTS)
def he_normal(shape, *, rng, dtype=np.float32):
    r"""Return weights for rectifiers, which pass half of their input, normal.

    .. math:: w \sim \mathcal{N}(0, 2/n_\text{in})

    Parameters
    ----------
    shape, rng, dtype
        As in `unit_normal`.

    Returns
    -------
    ndarray of `dtype`, of that shape

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", ICCV 2015, arXiv:1502.01852,
       equation 10.

    Examples
    --------
    >>> W = he_normal((100, 100), rng=np.random.default_rng(0))
    >>> round(float(W.std()), 2)
    0.14
    """
    fan_in, _ = fans(shape)
    return math.sqrt(2 / fan_in) * rng.standard_normal(shape, dtype)


@checks.arguments(**WEIGHTS, gain=checks.number(low=0, open_low=True))
def orthogonal(shape, *, rng, gain=1.0, dtype=np.float32):
    r"""Return weights that neither stretch nor shrink: orthonormal rows, or columns if there are fewer.

    .. math:: W W^\top = g^2 I \quad (n_\text{out} \le n_\text{in}), \qquad
              W^\top W = g^2 I \quad (n_\text{out} \ge n_\text{in})

    The Q factor of a matrix of normal numbers, its signs fixed so that all rotations and reflections are
    equally likely.

    Parameters
    ----------
    shape : tuple of int
        (n_out, n_in, ...); what stands behind n_out counts as one axis.
    rng : numpy.random.Generator
        Source of the weights.
    gain : float
        g > 0, all singular values.
    dtype : dtype
        float32 or float64.

    Returns
    -------
    ndarray of `dtype`, of that shape

    References
    ----------
    .. [1] A. Saxe, J. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in
       deep linear neural networks", ICLR 2014, arXiv:1312.6120.

    Examples
    --------
    >>> W = orthogonal((2, 5), rng=np.random.default_rng(0), dtype=np.float64)
    >>> (W @ W.T).round(12) + 0
    array([[1., 0.],
           [0., 1.]])
    """
    checks.number("gain", gain, high=float(np.finfo(dtype).max))
    rows, columns = shape[0], math.prod(shape[1:])
    Q, R = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
    Q *= np.sign(np.diag(R))
    return (gain * (Q if rows >= columns else Q.T)).reshape(shape).astype(dtype)
