"""One side of a comparison, alone in its process: it works once for each line that it is sent.

    python benchmarks/side.py FAMILY PEER SETTINGS FILE

The first run warms up: its results go to FILE, to be compared, and the version of the library is said. Then
each line is answered with the seconds of processor and clock, the end of them with the memory needed [MB].
"""

import gc
import json
import resource
import sys
import time
from importlib import import_module
from importlib.metadata import version

import numpy as np


def say(what):
    """Answer with one line."""
    print(json.dumps(what), flush=True)


def main(family, peer, settings, file):
    prepare = getattr(import_module(f"benchmarks.sides.{family}"), f"by_{peer}")
    settings = json.loads(settings)
    np.save(file, prepare(**settings)())
    say(version(peer).partition("+")[0])
    for _ in sys.stdin:
        work = prepare(**settings)  # the same start for every run; not timed
        gc.collect()
        processor, clock = time.process_time(), time.perf_counter()
        work()
        say((time.process_time() - processor, time.perf_counter() - clock))
    say(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
