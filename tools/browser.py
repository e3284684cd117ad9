"""The browser that page tests drive and that prints the book: Debian's chromium, or any other Chromium.

python tools/browser.py           print its path; install it first where that is possible
python tools/browser.py --shell   the same for the one that tests drive
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine with no windows around it, as Playwright takes by default: a page is open in half the time.
SHELL = "chromium-headless-shell"
# A browser that asks for nothing of its own accord, and runs in a container.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Wait for what comes late: text and pictures out of sight, fonts, colours that fade in.
SETTLE = """async () => {
  while ("arriving" in document.documentElement.dataset) await new Promise(requestAnimationFrame);
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  document.querySelectorAll("img").forEach((image) => (image.loading = "eager"));
  await document.fonts.ready;
  const shown = [...document.images].filter((image) => image.src);
  await Promise.all(shown.map((image) => image.decode().catch(() => {})));
  const fades = document.getAnimations().filter((a) => a.effect.getComputedTiming().endTime < 5000);
  await Promise.all(fades.map((fade) => fade.finished.catch(() => {})));
}"""
MISSING = (
    "No Chromium was found. Install one (Debian, Ubuntu: `apt-get install chromium`; Fedora: "
    "`dnf install chromium`; macOS: `brew install --cask chromium`), or set CHROMIUM to its path."
)


def find(shell=False):
    """Return the path of a Chromium, or None. With `shell`, rather that of one without windows.

    The environment variable CHROMIUM goes first.

    >>> find() is None or os.access(find(), os.X_OK)
    True
    """
    names = [os.environ.get("CHROMIUM"), SHELL if shell else None, *NAMES]
    candidates = [*filter(None, names), "/Applications/Chromium.app/Contents/MacOS/Chromium"]
    return next((path for name in candidates if (path := shutil.which(name))), None)


def require(shell=False):
    """Return the path of a Chromium; without one, say what to install."""
    if path := find(shell):
        return path
    raise FileNotFoundError(MISSING)


def launch(playwright, shell=False):
    """Start it for `playwright`."""
    return playwright.chromium.launch(executable_path=require(shell), args=FLAGS)


def install(shell=False):
    """Install what is missing of Debian's chromium, if this process may."""
    missing = [] if find() else ["chromium"]
    if shell and not (shutil.which(SHELL) or os.environ.get("CHROMIUM")):
        missing.append(SHELL)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(missing)}.", flush=True)
        options = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdin": subprocess.DEVNULL}
        subprocess.run(["apt-get", "-qq", "update"], **options, check=False)
        for name in missing:  # one by one, as a system may have only the first
            command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", name]
            subprocess.run(command, **options, check=False)


if __name__ == "__main__":
    for_tests = "--shell" in sys.argv
    install(for_tests)
    # Its absence is no failure here: what needs it fails, and says the same.
    print(find(for_tests) or MISSING)
