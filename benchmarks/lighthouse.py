"""Lighthouse: its four scores on a phone for each page that a reader is likely to open first.

Lighthouse is an npm package; this script installs the version named here beside itself, the first time.
It drives Chromium against this machine's server, and imagines a slow phone.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.browser.browsing import ROOT, pages_with_explorers
from tools import browser
from tools.serve import Site

LIGHTHOUSE = "lighthouse@12.8.2"
HERE = Path(__file__).resolve().parent
COMMAND = HERE / "node_modules" / ".bin" / "lighthouse"
N_RUNS = 3  # performance varies from run to run; its median is reported
AT_LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {
    "first paint [s]": ("first-contentful-paint", 1e-3, 1),
    "largest paint [s]": ("largest-contentful-paint", 1e-3, 1),
    "blocked [ms]": ("total-blocking-time", 1, 0),
    "layout shift": ("cumulative-layout-shift", 1, 3),
}


def install():
    """Fetch Lighthouse with npm, unless this version is there."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("Lighthouse needs Node.js 18.16 or newer with npm; neither the book nor its tests do.")
    manifest = HERE / "node_modules" / "lighthouse" / "package.json"
    if manifest.exists() and f"lighthouse@{json.loads(manifest.read_text())['version']}" == LIGHTHOUSE:
        return
    options = ["--no-save", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([npm, "install", *options, "--prefix", HERE, LIGHTHOUSE], stdout=sys.stderr, check=True)


def audit(url, categories):
    """Return Lighthouse's report on the page at `url`."""
    done = subprocess.run(
        [
            COMMAND,
            url,
            "--quiet",
            "--output=json",
            "--disable-full-page-screenshot",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={' '.join(browser.FLAGS)}",
        ],
        env=os.environ | {"CHROME_PATH": browser.require()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def failures(report):
    """Return the names of the audits that cost points, performance aside."""
    return [
        audit["id"]
        for name, category in report["categories"].items()
        if name != "performance"
        for audit in category["auditRefs"]
        if audit["weight"]
        and (report["audits"][audit["id"]]["score"] or 0) < 1
        and report["audits"][audit["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]


def measure(url):
    """Return one row of the table for the page at `url`."""
    reports = [audit(url, AT_LEAST), *(audit(url, ["performance"]) for _ in range(N_RUNS - 1))]
    whole = reports[0]
    scores = {name: round(100 * category["score"]) for name, category in whole["categories"].items()}
    scores["performance"] = round(
        100 * median(report["categories"]["performance"]["score"] for report in reports)
    )
    times = {
        label: round(median(report["audits"][key]["numericValue"] for report in reports) * scale, digits)
        for label, (key, scale, digits) in TIMES.items()
    }
    met = all(scores[name] >= least for name, least in AT_LEAST.items())
    return scores | times | {"costs points": ", ".join(failures(whole)), "met": "yes" if met else "NO"}


def main():
    install()
    chapters = [page for page in pages_with_explorers() if "/appendices/" not in page]
    opened = [*chapters, "book/appendices/bibliography.html", "search.html"]
    with Site(ROOT / "_build" / "html", prefix="/book/") as site:
        rows = [{"page": page} | measure(site.url + page) for page in opened]
    title = f"Lighthouse on a phone, median of {N_RUNS}"
    print(json.dumps({title: rows}))


if __name__ == "__main__":
    main()
