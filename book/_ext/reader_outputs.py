"""What cells gave when the book was built, as notebooks for readers keep it: GitHub shows figures, too."""

import html
import json
import re

from nbformat import v4

EXPLORER = "application/vnd.nnbook.explorer+json"
QUESTION = re.compile(
    r'<nnbook-ask [^>]*data-sealed="(\w+)"[^>]*>(.*?)(?:<p class="nna-elsewhere">.*?)?</nnbook-ask>'
)
UNSEAL = 'from nnbook.quiz import unseal\n\nunseal("{}")'


def source(cell):
    """Return the code of a cell; of one that asks a question, code that does not tell the answer."""
    for output in cell.outputs:
        if question := QUESTION.search(output.get("data", {}).get("text/html", "")):
            return UNSEAL.format(question[1])
    return cell.source


def outputs(cell, caption=""):
    """Return what a cell gave as every front end can show it; below a picture stands what it says and shows.

    Parameters
    ----------
    cell : NotebookNode
        A code cell that was run for the page.
    caption : str
        Of its figure, in Markdown.
    """
    kept = []
    for output in cell.outputs:
        data = output.get("data", {})
        if EXPLORER in data:
            kept += _explorer(data)
        elif "image/png" in data:
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            below = f"{caption}\n\n{_in_words(alt)}".strip()
            kept += _picture(data["image/png"], alt, {"text/markdown": below, "text/plain": caption or alt})
        elif question := QUESTION.search(data.get("text/html", "")):
            said = f"{question[2]}<p><em>Run this cell to answer.</em></p>"
            kept.append(v4.new_output("display_data", {"text/html": said, "text/plain": data["text/plain"]}))
        else:
            kept.append(output)
    return kept


def _picture(png, alt, below):
    """Return a picture and what stands below it.

    Few front ends know alternative texts of pictures that code has drawn, so everyone can read this one.
    """
    data = {"image/png": "".join(png.split()), "text/plain": alt}
    picture = v4.new_output("display_data", data, metadata={"image/png": {"alt": alt}})
    return [picture, v4.new_output("display_data", below)]


def _in_words(alt):
    return f"<details><summary>The figure in words</summary>{html.escape(alt)}</details>" if alt else ""


def _explorer(data):
    """Return the opening picture of an explorer, and below it its title and what it says."""
    bundle = data[EXPLORER] if isinstance(data[EXPLORER], dict) else json.loads(data[EXPLORER])
    shown = bundle["description"]
    title, readout = shown["title"], data["text/plain"].removeprefix(f"{shown['title']}: ")
    said = f"<strong>{html.escape(title)}.</strong> {html.escape(readout)} <em>Run this cell to move it.</em>"
    below = {"text/html": f"<p>{said}</p>\n{_in_words(shown['alt'])}", "text/plain": f"{title}: {readout}"}
    return _picture(data["image/png"], f"{title}. {shown['alt']}", below)
