"""The browser that page tests drive and that prints the book: Debian's chromium, or any other Chromium.

python tools/browser.py    print its path; install it first where that is possible
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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


def find():
    """Return the path of a Chromium, or None. The environment variable CHROMIUM goes first.

    >>> find() is None or os.access(find(), os.X_OK)
    True
    """
    candidates = [os.environ.get("CHROMIUM"), *NAMES, "/Applications/Chromium.app/Contents/MacOS/Chromium"]
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def require():
    """Return the path of a Chromium; without one, say what to install."""
    if path := find():
        return path
    raise FileNotFoundError(MISSING)


def launch(playwright):
    """Start it for `playwright`."""
    return playwright.chromium.launch(executable_path=require(), args=FLAGS)


def install():
    """Install Debian's chromium if there is none and this process may; return whether there is one now."""
    if find():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium.", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "-qq", *arguments], env=environment, stdin=subprocess.DEVNULL, check=False
            )
    return find() is not None


if __name__ == "__main__":
    # Its absence is no failure here: what needs it fails, and says the same.
    print(find() if install() else MISSING)
    sys.exit(0)
