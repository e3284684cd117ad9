"""Print the book: one PDF with bookmarks, page numbers and a table of contents that has them.

    python -m tools.pdf

Sphinx puts the book on one page (book/_ext/one_page.py), and a Chromium prints that page, in the looks of
book/_static/print.css. It prints twice: only then is it known on which page a chapter begins.
"""

import sys
import time

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from tools import browser, build

NUMBER = """(pages) => {
  for (const link of document.querySelectorAll(".contents a"))
    link.dataset.page = pages[decodeURIComponent(link.hash.slice(1))];
}"""


def pages(pdf):
    """Return the number of the page on which each anchor of `pdf` stands."""
    reader = PdfReader(pdf)
    found = reader.named_destinations.items()  # Chromium's names begin with a slash
    return {name[1:]: reader.get_destination_page_number(anchor) + 1 for name, anchor in found}


def print_book():
    """Build the one page and print it; return the path of the PDF, or None if the book was not built."""
    if build.build("singlehtml"):
        return None
    pdf = build.BUILD / "nnbook.pdf"
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        page = chromium.new_page()
        page.goto((build.BUILD / "singlehtml" / "index.html").as_uri())
        page.evaluate(browser.SETTLE)
        look = {"format": "A4", "print_background": True, "outline": True, "tagged": True}
        page.pdf(path=pdf, **look)
        page.evaluate(NUMBER, pages(pdf))
        page.pdf(path=pdf, **look)
        chromium.close()
    return pdf


if __name__ == "__main__":
    started = time.perf_counter()
    try:
        browser.require()
    except FileNotFoundError as error:
        sys.exit(str(error))
    path = print_book()
    if path is None:
        sys.exit(1)
    seconds, megabytes = time.perf_counter() - started, path.stat().st_size / 1e6
    print(f"\n{len(PdfReader(path).pages)} pages, {megabytes:.1f} MB in {seconds:.0f} s: {path}")
