"""JupyterLab: in a chapter that has been run, an arrow key on a slider gives another picture."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
TOKEN = "page-test"
WHERE = ("neuron_models/spiking_neurons.ipynb", "appendices/explorers.ipynb")
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are there as well
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab of its own, that stores nothing outside `tmp_path`; gives its address and its folder."""
    for name, values in SETTINGS.items():
        path = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    places = {
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    folder = tmp_path / "book"
    folder.mkdir()
    options = ["--no-browser", "--allow-root", "--expose-app-in-browser", "--ip=127.0.0.1", "--port=0"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, f"--IdentityProvider.token={TOKEN}"],
            cwd=folder,
            env=environment | {key: str(tmp_path / name) for key, name in places.items()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield address(server, tmp_path), folder
    finally:
        server.terminate()  # it ends its kernels
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def address(server, folder):
    """Wait until `server` says where it listens."""
    told = folder / "runtime" / f"jpserver-{server.pid}.json"
    for _ in range(600):
        if told.exists() and (text := told.read_text()).endswith("}"):
            return json.loads(text)["url"]
        assert server.poll() is None, f"JupyterLab did not start:\n{(folder / 'log').read_text()[-2000:]}"
        time.sleep(0.1)
    pytest.fail(f"JupyterLab is not there after a minute:\n{(folder / 'log').read_text()[-2000:]}")


def test_a_slider_moves_its_picture(lab, chromium):
    url, folder = lab
    source = next(path for name in WHERE if (path := BOOK / name).exists())
    shutil.copy(source, folder)
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(60_000)
    page.goto(f"{url}lab/tree/{source.name}?reset&token={TOKEN}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.ready.then(() => true)")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")

    handle = page.locator(".jp-OutputArea .widget-slider [role=slider]").first
    output = page.locator(".jp-OutputArea-output").filter(has=page.locator(".widget-slider")).first
    picture, readout = output.locator("img.widget-image"), output.locator("[role=status]")
    handle.wait_for()
    expect(readout).not_to_be_empty()
    before, said = picture.get_attribute("src"), readout.text_content()
    at = handle.get_attribute("aria-valuenow")
    handle.focus()
    handle.press("ArrowRight")
    expect(handle).not_to_have_attribute("aria-valuenow", at)
    expect(picture).not_to_have_attribute("src", before, timeout=60_000)
    expect(readout).not_to_have_text(said)
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    assert not errors, errors
    page.close()
