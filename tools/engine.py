"""Runs `compile.py` in Pyodide, for bytecode as readers' browsers want it: by node, else by a Chromium."""

import json
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools import browser
from tools.serve import content_type

SCRIPT = Path(__file__).with_name("compile.py")
FOR_NODE = SCRIPT.with_suffix(".js")
PATIENCE = 600  # seconds; it takes 20 s of CPU
PAGE = """\
<!DOCTYPE html><meta charset="utf-8"><title>compile.py</title><script src="/pyodide.js"></script><script>
(async () => {
  const python = await loadPyodide({ indexURL: "/", env: { MPLBACKEND: "agg", PYTHONHASHSEED: "0" } });
  const bytes = async (name) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer());
  for (const name of ZIPS) python.FS.writeFile(`/${name}`, await bytes(name));
  await python.runPythonAsync(await (await fetch("/compile.py")).text());
  for (const name of ZIPS) await fetch(`/${name}`, { method: "PUT", body: python.FS.readFile(`/${name}`) });
  return "";
})().catch(String).then((error) => fetch("/end", { method: "PUT", body: error }));
</script>
"""


class EngineError(Exception):
    """Pyodide did not do what it was told, in its words."""


def find():
    """Return what can run Pyodide here, the quickest first: functions of a folder and zips."""
    node, chromium = shutil.which("node"), browser.find(shell=True)
    ways = [partial(_by_node, node) if node else None, partial(_by_browser, chromium) if chromium else None]
    return [way for way in ways if way]


def rewrite(folder, *zips):
    """Have Pyodide write zips anew, with bytecode.

    Parameters
    ----------
    folder, *zips : Path
        Of Pyodide's files, and of the zips.

    Raises
    ------
    EngineError
        If nothing here can; the zips are as they were.
    """
    reasons = []
    for way in find():
        try:
            return way(folder, zips)
        except EngineError as error:
            reasons.append(str(error))
    raise EngineError("; ".join(reasons) or "neither node nor a Chromium was found")


def _by_node(node, folder, zips):
    command = [node, FOR_NODE, folder, *zips]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ran.returncode:
        raise EngineError(f"node: {ran.stderr.strip()}")


def _by_browser(chromium, folder, zips):
    ended, done = [], threading.Event()
    zips = {path.name: path for path in zips}
    answer = partial(_Handler, folder=folder, zips=zips, ended=ended, done=done)
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [*browser.FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        running = subprocess.Popen(
            [chromium, *options, f"http://127.0.0.1:{server.server_port}/"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            done.wait(PATIENCE)
        finally:
            running.terminate()
            running.wait()
            server.shutdown()
            server.server_close()
    if ended != [""]:
        raise EngineError(f"{chromium}: {ended[0] if ended else f'not ready after {PATIENCE} s'}")


class _Handler(BaseHTTPRequestHandler):
    """Gives the browser Pyodide and the zips, and takes them back."""

    def __init__(self, *args, folder, zips, ended, done):
        self.folder, self.zips, self.ended, self.done = folder, zips, ended, done
        super().__init__(*args)

    def do_GET(self):
        name = self.path.strip("/")
        path = self.zips.get(name) or (SCRIPT if name == SCRIPT.name else self.folder / Path(name).name)
        if not name:
            self.answer(PAGE.replace("ZIPS", json.dumps(list(self.zips))).encode(), "text/html")
        elif path.is_file():
            self.answer(path.read_bytes(), content_type(path))
        else:
            self.send_error(404)

    def do_PUT(self):
        name, body = self.path.strip("/"), self.rfile.read(int(self.headers["Content-Length"]))
        if name in self.zips:
            self.zips[name].write_bytes(body)
        self.answer(b"", "text/plain")
        if name == "end":
            self.ended.append(body.decode())
            self.done.set()

    def answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
