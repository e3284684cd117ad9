"""MNIST and Fashion-MNIST in their own file format, for readers who have the files; nothing is downloaded."""

import gzip
import math
import os
import zlib
from pathlib import Path

import numpy as np

from nnbook import checks

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_PIECE = 1 << 20  # bytes that are read at a time


def load_idx(path, *, max_bytes=1 << 28):
    r"""Read an array from an IDX file, compressed by gzip or not.

    The file starts with two zero bytes, a byte for the type, one for the number of axes and a big-endian
    32-bit length for each axis; then come the numbers, big-endian, the last axis fastest. Whether it is
    compressed is seen from its first bytes, not from its name.

    The pictures of EMNIST are stored with rows and columns exchanged: ``pictures.swapaxes(1, 2)`` puts them
    upright.

    Parameters
    ----------
    path : str or path
        Such as ``train-images-idx3-ubyte.gz``.
    max_bytes : int
        Largest array to accept. A header that promises more, and a file that holds more or less than its
        header says, are refused before memory is taken for what is not there.

    Returns
    -------
    ndarray
        Of the shape and type that the file says, in native byte order: pictures (n, 28, 28) or labels (n,) of
        uint8.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not a whole IDX file.

    References
    ----------
    .. [1] Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998,
       http://yann.lecun.com/exdb/mnist/.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "labels-idx1-ubyte"
    ...     _ = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    ...     load_idx(path)
    array([7, 2, 1], dtype=uint8)
    """
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"need path to be a string or path, got path={path!r}")
    max_bytes = checks.integer("max_bytes", max_bytes, low=1)
    if not path or "\0" in (name := os.fsdecode(path)) or (Path(path).exists() and not Path(path).is_file()):
        raise ValueError(f"need path to be that of a file, got path={path!r}")
    with open(path, "rb") as file:
        start = file.read(2)
        file.seek(0)
        if start != b"\x1f\x8b":
            return _read(file, name, max_bytes, os.fstat(file.fileno()).st_size)
        with gzip.GzipFile(fileobj=file) as unpacked:
            try:
                return _read(unpacked, name, max_bytes, None)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise ValueError(
                    f"need a whole gzip file, got a damaged one: path={name!r}: {error}"
                ) from error


def _read(file, path, max_bytes, size):
    """Return the array in an open file; `size` is that of the file [bytes], if known."""
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES:
        got = f"path={path!r}, which starts with {magic.hex(' ')!r}"
        raise ValueError(f"need an IDX file (bytes 00 00, type, axes), got {got}")
    dtype, n_axes = np.dtype(_TYPES[magic[2]]), magic[3]
    lengths = file.read(4 * n_axes)
    if not 1 <= n_axes <= 32 or len(lengths) < 4 * n_axes:
        raise ValueError(f"need an IDX file with 1 to 32 axes and their lengths, got {path=} with {n_axes}")
    shape = tuple(int(length) for length in np.frombuffer(lengths, ">u4"))
    n_bytes = math.prod(shape) * dtype.itemsize
    if math.prod(n or 1 for n in shape) * dtype.itemsize > max_bytes:  # numpy refuses huge empty arrays too
        raise ValueError(f"need an array of at most {max_bytes=}, got {path=} of shape {shape}")
    if size is not None and size != 4 + 4 * n_axes + n_bytes:
        needed = f"{4 + 4 * n_axes + n_bytes} bytes for the shape in its header, {shape}"
        raise ValueError(f"need {needed}, got {path=} of {size}")
    content = bytearray()
    while piece := file.read(min(_PIECE, n_bytes + 1 - len(content))):  # one more than there should be
        content += piece
    if len(content) != n_bytes:
        more = "more" if len(content) > n_bytes else len(content)
        raise ValueError(f"need {n_bytes} bytes of numbers, as its header says, got {path=} with {more}")
    return np.frombuffer(content, dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
