"""Bytes: of each frame, and of the first view of each page as a browser receives it, compressed with gzip.

The first view is the page with its styles, scripts and fonts, and the pictures that a reader has on a first
screen or soon after: the browser loads others when they are near.
"""

import json

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.browsing import ROOT, first_view, pages
from tools import browser
from tools.serve import Site

LIMIT = 1200  # KB of a first view
KINDS = ("document", "stylesheet", "script", "font", "image")


def frames():
    """Return the sizes of all frames [KB]."""
    sizes = [path.stat().st_size / 1e3 for path in (ROOT / "_build" / "html" / "_explorers").iterdir()]
    return {
        "files": len(sizes),
        "median [KB]": round(np.median(sizes), 1),
        "p95 [KB]": round(np.percentile(sizes, 95), 1),
        "largest [KB]": round(max(sizes), 1),
        "all [MB]": round(sum(sizes) / 1e3, 1),
        "median within 45": "yes" if np.median(sizes) <= 45 else "NO",
    }


def main():
    rows = []
    with Site(ROOT / "_build" / "html", prefix="/book/") as site, sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        for path in pages():
            view = first_view(chromium, site.url + path)
            sizes = {kind: sum(size for other, size in view if other == kind) for kind in KINDS}
            total = sum(size for _, size in view)
            rows.append(
                {"page": path, "requests": len(view)}
                | {f"{kind} [KB]": round(size) for kind, size in sizes.items()}
                | {"all [KB]": round(total), f"within {LIMIT}": "yes" if total <= LIMIT else "NO"}
            )
        chromium.close()
    print(json.dumps({"Bytes: frames": [frames()], "Bytes: first view of a page, gzip": rows}))


if __name__ == "__main__":
    main()
