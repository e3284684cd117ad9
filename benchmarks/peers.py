"""nnbook beside other libraries: the same algorithm, the same numbers, one thread, sizes of a textbook.

Every side has a process of its own. First their results are compared; then they work in turn, so that what
the machine does besides meets both. Each round gives a ratio of processor times; the table has the median.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
BRIAN2 = ROOT / ".venv" / "brian2" / "bin" / "python"  # it needs another numpy
N_ROUNDS = 15
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Job:
    """What both sides do, how many times as fast as a peer nnbook has to be, how far results may differ."""

    title: str
    family: str  # the file in sides/
    bars: dict
    settings: dict = field(default_factory=dict)
    tolerance: float = 1e-5  # of the largest number


def network(title, net, n_epochs, batch_size, **bars):
    """Return the job of training a network, on at most some hundred batches."""
    return Job(title, "networks", bars, {"net": net, "n_epochs": n_epochs, "batch_size": batch_size})


def neuron(title, model, duration, dt, bar, *, one):
    """Return the job of simulating one neuron under one current, or one for each of 50 currents."""
    settings = {"model": model, "one": one, "duration": duration, "dt": dt}
    return Job(title, "neurons", {"brian2": bar}, settings, tolerance=1e-9)


JOBS = (
    network("MLP 64-30-10, digits, 20 epochs", "small mlp", 20, 32, torch=1, scikit_learn=1),
    network("MLP 784-100-10, 100 batches", "mlp", 1, 32, torch=1),
    network("LeNet on 28 × 28, 50 batches", "lenet", 1, 32, torch=1),
    network("small CNN, digits, 2 epochs", "small cnn", 2, 32, torch=1),
    network("RNN 60-128-60, 25 steps, batch 1", "rnn", 1, 1, torch=1),
    network("RNN 60-128-60, 25 steps, batch 16", "rnn", 2, 16, torch=1),
    network("LSTM 60-128-60, 25 steps, batch 1", "lstm", 1, 1, torch=1),
    network("LSTM 60-128-60, 25 steps, batch 16", "lstm", 2, 16, torch=0.6),
    Job("Hopfield, 120 units, 8 patterns, 100 recalls", "memory", {"hopfieldnetwork": 1}, tolerance=0),
    neuron("Hodgkin–Huxley, 10 000 steps of 0.01 ms", "hodgkin_huxley", 100, 0.01, 1, one=True),
    neuron("Hodgkin–Huxley, the same for 50 currents", "hodgkin_huxley", 100, 0.01, 1, one=False),
    neuron("integrate-and-fire, 3000 steps of 0.05 ms", "integrate_and_fire", 150, 0.05, 1, one=True),
    neuron("integrate-and-fire, the same for 50 currents", "integrate_and_fire", 150, 0.05, 1, one=False),
    Job("momentum, 50 settings × 200 steps", "paths", {"torch": 1}, tolerance=1e-9),
    Job("filter 3 × 3 on 256 × 256", "filters", {"scipy": 1, "torch": 1}, {"size": 3}),
    Job("filter 11 × 11 on 256 × 256", "filters", {"scipy": 1, "torch": 1}, {"size": 11}),
)


class Side:
    """nnbook or a peer at a job, in a process of its own."""

    def __init__(self, job, name, folder, stack):
        self.file = Path(folder, f"{name}.npy")
        python = BRIAN2 if name == "brian2" else sys.executable
        program = [python, "-P", ROOT / "benchmarks" / "side.py"]
        self.process = stack.enter_context(
            subprocess.Popen(
                [*program, job.family, name, json.dumps(job.settings), self.file],
                cwd=ROOT,
                env=os.environ | ONE_THREAD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(self.process.kill)
        self.version = self.answer()  # after a first run
        self.times = []

    def answer(self):
        """Return what the process says next."""
        if not (line := self.process.stdout.readline()):
            sys.exit(f"a side ended early: {' '.join(map(str, self.process.args))}")
        return json.loads(line)

    def work(self):
        """Work once more."""
        print(file=self.process.stdin, flush=True)
        self.times.append(self.answer())

    def end(self):
        """Return how much memory was needed [MB]."""
        self.process.stdin.close()
        return self.answer()


def difference(ours, theirs):
    """Return the largest difference relative to the largest number."""
    if ours.shape != theirs.shape:
        return np.inf
    return np.abs(ours - theirs).max(initial=0) / (np.abs(theirs).max(initial=0) or 1)


def short(number):
    """Return `number` with three digits."""
    return float(f"{number:.3g}")


def compare(job, peer, bar):
    """Let both sides work in turn and return the row of the table."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        if peer == "brian2":  # it compiles, which leaves a process slower than those that find the result
            Side(job, peer, folder, stack).end()
        sides = [Side(job, name, folder, stack) for name in ("nnbook", peer)]
        far = difference(*(np.load(side.file) for side in sides))
        if not far <= job.tolerance:
            sys.exit(f"{job.title}: {peer} and nnbook differ by {far:.1e}, more than {job.tolerance:g}")
        for _ in range(N_ROUNDS):
            for side in sides:
                side.work()
        memory = [side.end() for side in sides]
    ours, theirs = (np.array(side.times) for side in sides)  # (round, processor or clock)
    ratios = theirs / ours
    low, median, high = np.percentile(ratios[:, 0], [25, 50, 75])
    return {
        "job": job.title,
        "peer": f"{peer.replace('_', '-')} {sides[1].version}",
        "nnbook [ms]": short(1e3 * np.median(ours[:, 0])),
        "peer [ms]": short(1e3 * np.median(theirs[:, 0])),
        "times as fast": short(median),
        "quartiles": f"{short(low)} to {short(high)}",
        "by the clock": short(np.median(ratios[:, 1])),
        "at least": bar,
        "reached": "yes" if median >= bar else "NO",
        "memory [MB]": " / ".join(f"{size:.0f}" for size in memory),
        "results differ by": f"{far:.0e}" if far else "0",
    }


def main(wanted=""):
    """Compare in all jobs that have `wanted` in their titles."""
    if not BRIAN2.exists():
        sys.exit(f"{BRIAN2.parents[1].relative_to(ROOT)} is missing: `make bench` installs it")
    rows = []
    for job in (job for job in JOBS if wanted in job.title):
        for peer, bar in job.bars.items():
            rows.append(compare(job, peer, bar))
            print(*rows[-1].values(), sep=" | ", file=sys.stderr, flush=True)
    print(json.dumps({"Peers: nnbook beside other libraries": rows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
