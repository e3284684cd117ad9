"""One filter over 20 pictures of 256 × 256 in float32, one after the other, with zeros around them."""

import numpy as np


def pictures_and_kernel(size):
    rng = np.random.default_rng(0)
    return rng.random((20, 256, 256), np.float32), rng.standard_normal((size, size), np.float32)


def by_nnbook(size):
    from nnbook.convolution import correlate

    pictures, kernel = pictures_and_kernel(size)
    return lambda: np.array([correlate(picture, kernel, padding="same") for picture in pictures])


def by_scipy(size):
    from scipy.ndimage import correlate

    pictures, kernel = pictures_and_kernel(size)
    return lambda: np.array([correlate(picture, kernel, mode="constant") for picture in pictures])


def by_torch(size):
    import torch
    from torch.nn.functional import conv2d

    torch.set_num_threads(1)
    pictures, kernel = map(torch.from_numpy, pictures_and_kernel(size))

    @torch.inference_mode()
    def work():
        return torch.stack([conv2d(p[None, None], kernel[None, None], padding="same") for p in pictures])

    return lambda: work()[:, 0, 0].numpy()
