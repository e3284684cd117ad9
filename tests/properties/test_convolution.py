"""What must hold for every signal, picture and kernel; and for what is neither."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnbook.convolution import (
    average_pool,
    convolve,
    correlate,
    im2col,
    l2_pool,
    max_pool,
    output_size,
    sum_pool,
    toeplitz,
)

book = settings(deadline=None, max_examples=60)

whole = st.integers(-50, 50)
signals = hnp.arrays(np.int64, st.integers(1, 12), elements=whole)
pictures = hnp.arrays(np.int64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9), elements=whole)
either = st.one_of(signals, pictures)


@st.composite
def same_axes(draw, count):
    """Several arrays, all one- or all two-dimensional."""
    kind = draw(st.sampled_from([signals, pictures]))
    return [draw(kind) for _ in range(count)]


@book
@given(same_axes(2))
def test_convolution_commutes(arrays):
    x, k = arrays
    np.testing.assert_array_equal(convolve(x, k), convolve(k, x))


@book
@given(same_axes(3))
def test_convolution_is_associative(arrays):
    x, k, h = arrays
    np.testing.assert_array_equal(convolve(convolve(x, k), h), convolve(x, convolve(k, h)))


@book
@given(same_axes(2), whole, whole, st.integers(0, 10**6))
def test_convolution_is_linear(arrays, a, b, seed):
    x, k = arrays
    other = np.random.default_rng(seed).integers(-9, 10, k.shape)
    together = convolve(x, a * k + b * other)
    np.testing.assert_array_equal(together, a * convolve(x, k) + b * convolve(x, other))


@book
@given(same_axes(2))
def test_correlation_is_convolution_with_the_flipped_kernel(arrays):
    x, k = arrays
    np.testing.assert_array_equal(correlate(x, k, padding="full"), convolve(x, np.flip(k)))
    np.testing.assert_array_equal(correlate(k, x, padding="full"), np.flip(correlate(x, k, padding="full")))


@book
@given(same_axes(2), st.integers(0, 5), st.integers(0, 5))
def test_shift_equivariance(arrays, down, right):
    x, k = arrays
    before = [(down, 0), (right, 0)][-x.ndim :]
    np.testing.assert_array_equal(convolve(np.pad(x, before), k), np.pad(convolve(x, k), before))


@book
@given(same_axes(2), st.integers(0, 10**6))
def test_adjoint_of_valid_correlation_is_full_convolution(arrays, seed):
    x, k = arrays
    assume(all(f <= n for f, n in zip(k.shape, x.shape, strict=True)))
    forward = correlate(x, k)
    y = np.random.default_rng(seed).integers(-9, 10, forward.shape)
    assert np.sum(forward * y) == np.sum(x * convolve(y, k))


@book
@given(same_axes(2), st.sampled_from(["valid", "same", "full", 0, 1, 3]), st.integers(1, 3))
def test_sliding_is_the_toeplitz_matrix_is_im2col(arrays, padding, stride):
    x, k = arrays
    try:
        y = convolve(x, k, padding=padding, stride=stride)
    except ValueError:
        assume(False)  # which sizes are refused is a property of its own, below
    np.testing.assert_array_equal(toeplitz(k, x.shape, padding=padding, stride=stride) @ x.ravel(), y.ravel())
    columns = im2col(x, k.shape, padding=padding, stride=stride)
    np.testing.assert_array_equal(columns @ np.flip(k).ravel(), y.ravel())
    sizes = [output_size(n, f, stride=stride, padding=padding) for n, f in zip(x.shape, k.shape, strict=True)]
    assert list(y.shape) == sizes


@book
@given(either)
def test_identity_kernel(x):
    one = np.ones((1,) * x.ndim, np.int64)
    np.testing.assert_array_equal(convolve(x, one), x)


@book
@given(
    st.integers(1, 60),
    st.integers(1, 12),
    st.integers(1, 6),
    st.sampled_from(["valid", "same", "full", 0, 2]),
)
def test_size_counts_the_windows_or_is_refused(n_in, size, stride, padding):
    ends = {"valid": 0, "same": size - 1, "full": 2 * size - 2}
    padded = n_in + ends.get(padding, 2 * padding if isinstance(padding, int) else 0)
    starts = [start for start in range(0, padded, stride) if start + size <= padded]
    if starts and starts[-1] + size == padded:
        assert output_size(n_in, size, stride=stride, padding=padding) == len(starts)
    else:
        with pytest.raises(ValueError, match="what fits" if starts else "kernel_size <="):
            output_size(n_in, size, stride=stride, padding=padding)


@book
@given(pictures, st.integers(1, 4), st.integers(1, 4))
def test_pooling_bounds(x, size, stride):
    assume(all(n >= size and (n - size) % stride == 0 for n in x.shape))
    largest, mean = max_pool(x, size, stride=stride), average_pool(x, size, stride=stride)
    assert np.all(mean <= largest + 1e-9)
    norm = l2_pool(x, size, stride=stride)
    assert np.all(norm <= sum_pool(np.abs(x), size, stride=stride) + 1e-6)
    assert np.all(norm >= max_pool(np.abs(x), size, stride=stride) - 1e-6)
    np.testing.assert_allclose(sum_pool(x, size, stride=stride), size**2 * mean)
    np.testing.assert_array_equal(max_pool(np.flip(x), size, stride=stride), np.flip(largest))


numbers = st.one_of(st.floats(-1e9, 1e9), st.sampled_from([np.nan, np.inf, -np.inf]))
ODD = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.booleans(),
    numbers,
    st.integers(-3, 3),
    st.lists(numbers, max_size=3),
    hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=3), elements=numbers),
    st.just([[1, 2], [3]]),
    st.just({"a": 1}),
    st.just(np.array([1j])),
)


@book
@given(x=ODD, kernel=ODD, padding=ODD, stride=ODD)
def test_bad_input_gives_a_clear_error_and_nothing_else(x, kernel, padding, stride):
    names = ("x", "kernel", "padding", "stride", "input_shape", "size", "kernel_size", "n_in")
    calls = [
        lambda: correlate(x, kernel, padding=padding, stride=stride),
        lambda: convolve(x, [1.0, 2.0], padding=padding),
        lambda: convolve([1.0, 2.0, 3.0], [1.0], stride=stride),
        lambda: im2col(x, stride, padding=padding),
        lambda: toeplitz(kernel, x, padding=padding, stride=stride),
        lambda: max_pool(x, stride),
        lambda: l2_pool(x, stride, stride=padding),
        lambda: output_size(stride, padding, stride=x),
    ]
    for call in calls:
        message = ""
        try:
            call()
        except (TypeError, ValueError) as error:
            message = str(error)
        assert not message or any(name in message for name in names), message
