"""Convolution: a small kernel slid over a signal or picture, what that costs, pooling, and known kernels.

`operations` slides, `arithmetic` counts places and multiplications, `pooling` makes maps coarser, and
`filters` has kernels that do something visible.
"""

from nnbook.convolution.arithmetic import OperationCount, count_operations, output_size
from nnbook.convolution.operations import convolve, correlate, im2col, toeplitz
from nnbook.convolution.pooling import average_pool, l2_pool, max_pool, sum_pool

__all__ = [
    "OperationCount",
    "average_pool",
    "convolve",
    "correlate",
    "count_operations",
    "im2col",
    "l2_pool",
    "max_pool",
    "output_size",
    "sum_pool",
    "toeplitz",
]
