"""When the numbers of another library count as equal to ours: what all comparisons with torch share."""

import numpy as np
from hypothesis import strategies as st

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-9}  # relative to the largest number of an array
dtypes = st.sampled_from(list(TOLERANCE))


def agree(ours, theirs, dtype, *, size=0.0):
    """Assert that our array has that dtype and is torch's, relative to its largest number, or to `size`."""
    theirs = theirs.detach().numpy()
    assert ours.dtype == dtype
    assert ours.shape == theirs.shape
    largest = max(np.abs(theirs).max(initial=size), 1e-30)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE[dtype] * largest)


def torch_type(dtype):
    """Return torch's name of a numpy dtype."""
    import torch

    return torch.float32 if dtype == np.float32 else torch.float64
