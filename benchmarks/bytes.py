"""Bytes: of each frame, and of the first view of each page as a browser receives it, compressed with gzip.

The first view is the page with its styles, scripts and fonts, and the pictures that a reader has on a first
screen or soon after: the browser loads others when they are near.
"""

import json

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.browsing import ROOT, pages
from tools import browser
from tools.serve import Site

LIMIT = 1200  # KB of a first view


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


def first_view(chromium, url):
    """Return the kilobytes that come over the wire for the page at `url`, by kind."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, extra_http_headers={"Accept-Encoding": "gzip"}
    )
    page = context.new_page()
    seen = []
    page.on("requestfinished", lambda request: seen.append(request))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    sizes = {"document": 0.0, "stylesheet": 0.0, "script": 0.0, "font": 0.0, "image": 0.0}
    for request in seen:
        sizes[request.resource_type] = (
            sizes.get(request.resource_type, 0) + request.sizes()["responseBodySize"] / 1e3
        )
    context.close()
    return sizes


def main():
    rows = []
    with Site(ROOT / "_build" / "html", prefix="/book/") as site, sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        for path in pages():
            sizes = first_view(chromium, site.url + path)
            total = sum(sizes.values())
            rows.append(
                {"page": path}
                | {f"{kind} [KB]": round(size) for kind, size in sizes.items()}
                | {"all [KB]": round(total), f"within {LIMIT}": "yes" if total <= LIMIT else "NO"}
            )
        chromium.close()
    print(json.dumps({"Bytes: frames": [frames()], "Bytes: first view of a page, gzip": rows}))


if __name__ == "__main__":
    main()
