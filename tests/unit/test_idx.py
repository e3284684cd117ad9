"""IDX files, whole and broken: a clear error, and no memory for what a header only promises."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from nnbook.datasets.idx import load_idx

CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(array, code=None, shape=None):
    """Return the bytes of an IDX file; `code` and `shape` may lie."""
    code = CODES[array.dtype.str[1:]] if code is None else code
    shape = array.shape if shape is None else shape
    header = struct.pack(f">BBBB{len(shape)}I", 0, 0, code, len(shape), *shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


pictures = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)


@pytest.fixture
def write(tmp_path):
    def write(content, name="file"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_round_trip(write, kind, pack):
    array = np.arange(-12, 12).astype(kind).reshape(2, 3, 4)
    loaded = load_idx(write(pack(idx(array))))
    np.testing.assert_array_equal(loaded, array)
    assert loaded.dtype == np.dtype(kind)
    assert loaded.dtype.isnative
    loaded += 1  # it can be written to


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte.gz", "train-images-idx3-ubyte"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_name_does_not_matter(write, name, pack):
    np.testing.assert_array_equal(load_idx(str(write(pack(idx(pictures)), name))), pictures)


def test_an_empty_array_is_an_array(write):
    assert load_idx(write(idx(np.zeros((0, 28, 28), np.uint8)))).shape == (0, 28, 28)


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 11, 15, 16, 17, 1000, 3935])
@pytest.mark.parametrize("packed", [False, True])
def test_cut_off_anywhere(write, n, packed):
    content = idx(pictures)[:n]
    with pytest.raises(ValueError, match="need"):
        load_idx(write(gzip.compress(content) if packed else content))


@pytest.mark.parametrize("n", [2, 5, 12, 100, -1, -5, -9])
def test_gzip_cut_off_anywhere(write, n):
    with pytest.raises(ValueError, match="gzip"):
        load_idx(write(gzip.compress(idx(pictures))[:n]))


def test_gzip_damaged(write):
    packed = bytearray(gzip.compress(idx(pictures)))
    packed[len(packed) // 2] ^= 255
    with pytest.raises(ValueError, match="need"):
        load_idx(write(bytes(packed)))


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        bytes(100),
        idx(pictures, code=7),
        b"\0\0\x08\x00",
        b"\0\0\x08\xff" + struct.pack(">255I", *[1] * 255) + b"\0",
        idx(pictures) + b"x",
        idx(pictures, shape=(5, 28, 29)),
        idx(pictures, shape=(5, 28, 27)),
        idx(pictures, code=9 + 2),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_something_else_than_it_says(write, content, pack):
    with pytest.raises(ValueError, match="need"):
        load_idx(write(pack(content)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("shape", [(2**32 - 1,) * 3, (2**32 - 1,) * 32, (2**28, 1, 1)])
def test_huge_headers_take_no_memory(write, pack, shape):
    path = write(pack(idx(pictures, shape=shape)))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="need"):
            load_idx(path)
        assert tracemalloc.get_traced_memory()[1] < 5e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shape", [(3,), (2**27,)])
def test_gzip_bombs_are_read_no_further_than_needed(write, shape):
    """A hundred megabytes of zeros in a hundred kilobytes; the header promises 3 bytes, or too many."""
    with gzip.open(path := write(b""), "wb", compresslevel=9) as file:
        file.write(struct.pack(">BBBBI", 0, 0, 8, 1, *shape))
        for _ in range(100):
            file.write(bytes(1_000_000))
    assert path.stat().st_size < 200_000
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="bytes of numbers"):
            load_idx(path)
        assert tracemalloc.get_traced_memory()[1] < (5e6 if shape == (3,) else 2.5e8)
    finally:
        tracemalloc.stop()


def test_limit(write):
    path = write(idx(pictures))
    assert load_idx(path, max_bytes=5 * 784).shape == (5, 28, 28)
    with pytest.raises(ValueError, match="max_bytes"):
        load_idx(path, max_bytes=5 * 784 - 1)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="path"):
        load_idx("/dev/zero")
    with pytest.raises(FileNotFoundError):
        load_idx(tmp_path / "none")
