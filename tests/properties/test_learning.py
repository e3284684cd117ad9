"""What holds for every training run and every fit, and how broken files are refused."""

import gzip
import struct

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import activations as A
from nnbook import learning_rules as R
from nnbook.datasets.idx import load_idx
from nnbook.layers import Dense, Sequential
from nnbook.losses import L2, mean_squared_error
from nnbook.optimizers import SGD, Adam
from nnbook.training import fit
from tests.properties.test_layers import quick, rng0, seeds


@quick
@given(
    n=st.integers(1, 20),
    batch_size=st.integers(1, 25),
    n_epochs=st.integers(0, 3),
    lr=st.floats(0, 1e6),
    seed=seeds,
)
def test_any_run_ends_with_a_whole_history(n, batch_size, n_epochs, lr, seed):
    rng = rng0(seed)
    model = Sequential(Dense(2, 3, A.relu, rng=rng), Dense(3, 1, rng=rng))
    x, y = rng.standard_normal((n, 2)), rng.standard_normal((n, 1))
    history = fit(
        model,
        mean_squared_error,
        SGD(lr),
        (x, y),
        n_epochs=n_epochs,
        batch_size=batch_size,
        rng=rng,
        validation=(x, y),
    )
    assert len(history.loss) == len(history.validation_loss)
    assert np.isfinite(history.loss).all()
    if history.diverged_at < 0:
        assert len(history.loss) == n_epochs
        assert history.n_steps == n_epochs * -(-n // batch_size)
        assert all(np.isfinite(p).all() for p in model.params)
    else:
        assert history.diverged_at == history.n_steps


@quick
@given(
    n=st.integers(1, 12),
    batch_size=st.integers(1, 15),
    n_epochs=st.integers(0, 4),
    lr=st.floats(1e-3, 1e3),
    f=st.sampled_from([A.heaviside, A.identity, A.logistic, A.tanh]),
    seed=seeds,
)
def test_a_unit_keeps_every_step(n, batch_size, n_epochs, lr, f, seed):
    rng = rng0(seed)
    x, y = rng.standard_normal((n, 2)), rng.integers(0, 2, n)
    fit = R.fit_unit(x, y, f, lr=lr, n_epochs=n_epochs, batch_size=batch_size, rng=rng)
    assert fit.w.shape == (len(fit.visited) + 1, 3)
    assert np.isfinite(fit.w).all()
    X = R.with_bias(x)
    for before, after, batch in zip(fit.w[:-1], fit.w[1:], fit.visited, strict=True):
        change = lr * ((y - f(X @ before))[batch] @ X[batch])
        np.testing.assert_allclose(after, before + change, rtol=1e-9, atol=1e-9 * np.abs(before).max())
    if not fit.converged and fit.diverged_at is None:
        assert len(fit.visited) == n_epochs * -(-n // batch_size)


@quick
@given(seed=seeds, n=st.integers(1, 40), n_in=st.integers(1, 4), gap=st.floats(0.05, 1))
def test_the_perceptron_keeps_to_novikoffs_bound(seed, n, n_in, gap):
    rng = rng0(seed)
    w = rng.standard_normal(n_in + 1)
    w /= np.linalg.norm(w)
    x = rng.uniform(-2, 2, (n, n_in))
    score = R.with_bias(x) @ w
    x, labels = x[np.abs(score) >= gap], score[np.abs(score) >= gap] > 0
    if len(x):
        fit = R.fit_perceptron(x, labels, n_epochs=10_000)
        assert fit.converged
        assert fit.n_changes <= R.novikoff_bound(x, labels, w) * (1 + 1e-9)


@quick
@given(seed=seeds, n=st.integers(1, 12), n_in=st.integers(1, 4), batch=st.booleans())
def test_whole_numbers_end_in_weights_or_in_a_cycle(seed, n, n_in, batch):
    """Weights stay bounded: in a fixed order they separate, or come back, which proves that none do."""
    Z = rng0(seed).integers(-2, 3, (n, n_in)).astype(float)
    found, fit = R.certify(Z), R.fit_signed(Z, n_epochs=3000, batch=batch)
    assert fit.converged == found.separable
    if fit.converged:
        n_added, R2 = sum(map(len, fit.added)), np.square(Z).sum(axis=1).max()
        assert n_added <= (n if batch else 1) * R2 / found.margin**2 * (1 + 1e-9)
        assert (Z @ fit.w[-1] > 0).all()


@quick
@given(seed=seeds, batch_size=st.integers(1, 6))
def test_oja_is_hebb_minus_forgetting(seed, batch_size):
    rng = rng0(seed)
    x, w = rng.standard_normal((6, 3)), rng.standard_normal(3)
    how = {"lr": 0.01, "n_epochs": 1, "start": w, "order": np.arange(batch_size), "batch_size": batch_size}
    y = x[:batch_size] @ w
    difference = R.fit_hebb(x, **how).w[-1] - R.fit_oja(x, **how).w[-1]
    np.testing.assert_allclose(difference, 0.01 * (y @ y) * w, atol=1e-12)


@settings(deadline=None, max_examples=200)
@given(
    content=st.binary(max_size=80),
    code=st.integers(0, 15),
    lengths=st.lists(st.one_of(st.integers(0, 4), st.integers(0, 2**32 - 1)), max_size=4),
    packed=st.booleans(),
    cut=st.integers(0, 200),
    headed=st.booleans(),
)
def test_no_file_does_harm(tmp_path_factory, content, code, lengths, packed, cut, headed):
    if headed:
        content = struct.pack(f">BBBB{len(lengths)}I", 0, 0, code, len(lengths), *lengths) + content
    path = tmp_path_factory.mktemp("idx") / "file"
    path.write_bytes((gzip.compress(content) if packed else content)[:cut])
    try:
        array = load_idx(path)
        assert array.shape == tuple(lengths)
    except ValueError as error:
        assert str(error).startswith("need ")


def test_adam_and_penalty_run_in_single_precision():
    model = Sequential(Dense(2, 3, A.tanh, rng=rng0(0)), Dense(3, 1, rng=rng0(1)))
    x = rng0(2).standard_normal((8, 2))
    fit(
        model,
        mean_squared_error,
        Adam(0.01),
        (x, x[:, :1]),
        n_epochs=3,
        batch_size=3,
        rng=rng0(3),
        penalty=L2(0.1),
    )
    assert {p.dtype for p in model.params} == {np.dtype(np.float32)}
