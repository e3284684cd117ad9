"""Kernels that do something visible to a picture, written to be slid as they stand.

`nnbook.convolution.correlate` slides them so. Except for `identity`, `sharpen` and `emboss`, which keep the
brightness, and the blurs, which average it, the kernels sum to zero: a uniform area gives 0. x grows to the
right and y downwards, as rows are numbered.
"""

from nnbook.convolution.filters.analysis import fit, separate
from nnbook.convolution.filters.kernels import (
    box,
    emboss,
    gabor,
    gaussian,
    identity,
    laplacian,
    sharpen,
    sobel_x,
    sobel_y,
)

__all__ = [
    "box",
    "emboss",
    "fit",
    "gabor",
    "gaussian",
    "identity",
    "laplacian",
    "separate",
    "sharpen",
    "sobel_x",
    "sobel_y",
]
