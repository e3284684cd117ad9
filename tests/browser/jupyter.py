"""A JupyterLab or a Notebook 7 of a test's own, and its pages as a reader sees them."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

TOKEN = "page-test"
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are there as well
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}
PLACES = {
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
OPTIONS = ["--no-browser", "--allow-root", "--expose-app-in-browser", "--ip=127.0.0.1", "--port=0"]


@contextmanager
def serve(module, folder, home):
    """Serve `folder` by a Python module, which stores nothing outside `home`; give the server's address."""
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", module, *OPTIONS, f"--IdentityProvider.token={TOKEN}"],
            cwd=folder,
            env=environment | {key: str(home / name) for key, name in PLACES.items()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(server, home)
    finally:
        server.terminate()  # it ends its kernels
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _address(server, home):
    """Wait until `server` says where it listens."""
    told = home / "runtime" / f"jpserver-{server.pid}.json"
    for _ in range(600):
        if told.exists() and (text := told.read_text()).endswith("}"):
            return json.loads(text)["url"]
        assert server.poll() is None, f"Jupyter did not start:\n{(home / 'log').read_text()[-2000:]}"
        time.sleep(0.1)
    pytest.fail(f"Jupyter is not there after a minute:\n{(home / 'log').read_text()[-2000:]}")


def open_notebook(browser, url, kind, name, **options):
    """Open the notebook `name` in a front end; return its page once every cell is there and shown."""
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}} | options)
    page.set_default_timeout(60_000)
    path = {
        "jupyterlab": f"lab/tree/{name}?reset&token={TOKEN}",
        "notebook": f"notebooks/{name}?token={TOKEN}",
    }
    page.goto(url + path[kind])
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.ready.then(() => true)")
    page.evaluate(SHOWN)
    return page


# Markdown is shown cell by cell, formulas after that; a promise for each of them.
SHOWN = """async () => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  for (const cell of notebook.widgets) {
    await cell.ready;
    if (cell.model.type === "markdown") {
      while (cell.node.querySelector(".jp-MarkdownOutput") === null) await new Promise(requestAnimationFrame);
    }
  }
}"""
