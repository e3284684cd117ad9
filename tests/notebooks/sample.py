"""A chapter of a few cells, which the tests break on purpose."""

import copy

from tools import notebooks
from tools.reading import BOOK, parse

PATH = BOOK / "learning" / "sample.ipynb"  # it is never written
TITLE = """\
(sample)=
# Sample

```{admonition} What you will learn
- Name a mean.
- Compute a mean.
- Doubt a mean.

**Builds on:** [](optimisers.ipynb). **Reading time:** 10 minutes.
```"""
IMPORTS = """\
import numpy as np

from nnbook.explore import Slider, explorer
from nnbook.quiz import check"""
QUESTION = """\
## What is a mean?

The **mean** of five numbers is 0.81, or 81 %, as [](#sample) says. It is old {cite:p}`polyak1964methods`.

```{math}
:label: eq-sample-mean
\\mathbf{x} = \\frac{1}{n} \\sum_i W_i
```"""
MEAN = """\
x = np.array([0.5, 0.8, 0.9, 0.85, 1.0])
print(f"mean {x.mean():.2f}")"""
EXPLORER = """\
@explorer(sweep=("height",), name="sample-line", size=(2, 2))
def line(axes, height=Slider(1, 5, 1, 1)):
    \'\'\'A line

    A straight line that rises from zero to thirty over height.
    \'\'\'
    axes.plot([0, 30 / height])
    return f"height {height}"


line"""
TRY = """\
```{try-this}
1. How high is it?
   > It is as high as the slider says.
```"""
CLAIMS = "assert line.name == 'sample-line'"
EXERCISE = """\
```{exercise} ★ A mean
:label: ex-sample-1
What is the mean in {eq}`eq-sample-mean` of one and three?
```"""
ANSWER = "my_answer = ...\ncheck(my_answer, np.mean([1, 3]))"
SOLUTION = """\
```{solution-start} ex-sample-1
:label: sol-sample-1
:class: dropdown
```
It is 2.
```{solution-end}
```"""
FIGURE = """\
import matplotlib.pyplot as plt
plt.plot(x);"""


def markdown(id, source):
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def code(id, source, *tags, prints="", alt=""):
    outputs = [{"name": "stdout", "output_type": "stream", "text": [prints]}] if prints else []
    metadata = {"tags": list(tags)} if tags else {}
    if alt:
        metadata["mystnb"] = {"image": {"alt": alt}}
    cell = {"cell_type": "code", "id": id, "metadata": metadata, "source": source}
    return cell | {"execution_count": 1 if prints else None, "outputs": outputs}


CELLS = (
    markdown("title", TITLE),
    code("imports", IMPORTS, "hide-input"),
    markdown("question", QUESTION),
    code("mean", MEAN, notebooks.CHECKED, prints="mean 0.81\n"),
    code("figure", FIGURE, alt="A line through five points, which rises from one half to one."),
    code("explorer", EXPLORER, "hide-input"),
    markdown("try", TRY),
    code("claims", CLAIMS, "claims", "hide-input"),
    markdown("exercise", EXERCISE),
    code("answer", ANSWER),
    markdown("solution", SOLUTION),
)


def sample(cell="", old="", new="", **changes):
    """Return the chapter, with `old` replaced by `new` in one `cell`, or other parts of that cell changed."""
    cells = copy.deepcopy(CELLS)
    for one in cells:
        if one["id"] == cell:
            assert old in one["source"], f"{old!r} is not in cell {cell!r}"
            one["source"] = one["source"].replace(old, new)
            one.update(changes)
    return parse(PATH, {"cells": cells})
