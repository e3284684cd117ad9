"""The bundled digits against scikit-learn's copy of the same UCI file."""

import numpy as np
import pytest

from nnbook.datasets.digits import digits

pytestmark = pytest.mark.oracle
sklearn_datasets = pytest.importorskip("sklearn.datasets")


def test_digits_equal_scikit_learn_bit_for_bit():
    images, labels = digits()
    peer = sklearn_datasets.load_digits()
    np.testing.assert_array_equal(images.astype(np.float64), peer.images)
    np.testing.assert_array_equal(labels, peer.target)
