"""Makes the Python that readers load of a release of Pyodide: without what no chapter uses, and compiled.

What is left out is what needs another machine (windows, servers, other backends, compilers) or another reader
(tests, type stubs, headers). Licences stay with each package and stand once more in `LICENSES.txt`.
"""

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from tools import engine
from tools.pyodide import FILES, PINNED

PLAIN = "-plain"  # the name of what could not be compiled ends so
ENGINE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm")
STDLIB_LEFT_OUT = re.compile(
    r"(curses|ensurepip|idlelib|lib2to3|pydoc_data|tkinter|turtledemo|venv|wsgiref|xmlrpc)/|"
    r"(ftplib|imaplib|mailbox|nntplib|poplib|smtplib|telnetlib|turtle)\.py$"
)
LEFT_OUT = re.compile(
    r".*/(tests?|sphinxext|pyinstaller|include|fonts/(afm|pdfcorefonts)|images|plot_directive)/|"
    r".*\.(pyi|pxd|pyx|h|c|a|in|typed|exe)$|"
    r"numpy/(f2py|distutils|_core/lib|random/(lib|_examples)|linalg/lapack_lite|testing/_private/extbuild)|"
    r"PIL/(_imagingft|_imagingcms|_imagingtk|_webp)|dateutil/zoneinfo/.*\.tar\.gz$|"
    r"(matplotlib/_ttconv|pylab\.py$|mpl_toolkits/axisartist)|"
    r"matplotlib/fontlist\.json$|"
    r"matplotlib/testing/|"
    r"matplotlib/mpl-data/sample_data/(?!membrane\.dat|eeg\.dat|s1045\.ima\.gz)|"
    r"matplotlib/mpl-data/fonts/ttf/(DejaVuSerif|DejaVuSansMono-|DejaVuSans-BoldOblique)|"
    r"matplotlib/backends/(?!__init__|backend_agg|_backend_agg|registry|backend_template)|"
    r".*/(RECORD|WHEEL|entry_points\.txt|top_level\.txt|zip-safe|direct_url\.json|INSTALLER|PYODIDE_BUILD)$"
)
LOCK = {
    "info": {
        "abi_version": "2024_0",
        "arch": "wasm32",
        "platform": "emscripten_3_1_58",
        "python": "3.12.7",
        "version": PINNED["version"],
    },
    "packages": {},
}
LICENSES = f"""\
Python in your browser is Pyodide {PINNED["version"]} (https://pyodide.org), Mozilla Public License 2.0:
https://github.com/pyodide/pyodide/tree/{PINNED["version"]}. Its files are unmodified, but for modules that
were left out or compiled to bytecode. It contains CPython 3.12.7 (https://www.python.org), Python Software
Foundation License 2. The packages and their licences:
"""


def runtime(source, cache, note=print):
    """Return the folder with what readers load, made of the Pyodide in `source` unless it was made before.

    Parameters
    ----------
    source, cache : Path
        The files that `tools.pyodide` names, and where results stay.
    note : callable
        Is told in a sentence when source stays uncompiled.
    """
    recipe = [Path(__file__), engine.FOR_NODE, engine.SCRIPT]
    key = hashlib.sha256("".join([*FILES.values(), *(path.read_text() for path in recipe)]).encode())
    target = cache / key.hexdigest()[:16]
    plain = cache / f"{target.name}{PLAIN}"
    for made in [target] if engine.find() else [target, plain]:
        if made.is_dir():
            return made
    partial = Path(tempfile.mkdtemp(dir=cache))
    for name in (*ENGINE, "python_stdlib.zip"):
        shutil.copyfile(source / name, partial / name)
    wheels = [source / name for name in FILES if name.endswith(".whl")]
    _pack(partial / "stdlib.zip", [source / "python_stdlib.zip"], STDLIB_LEFT_OUT)
    _pack(partial / "packages.zip", wheels, LEFT_OUT)
    (partial / "pyodide-lock.json").write_text(json.dumps(LOCK))
    (partial / "LICENSES.txt").write_text(LICENSES + licenses(wheels), encoding="utf-8")
    try:
        engine.rewrite(partial, partial / "stdlib.zip", partial / "packages.zip")
    except engine.EngineError as error:
        note(f"Python in the browser starts 1-2 s later than it could; what compiles its modules: {error}.")
        target = plain
        shutil.rmtree(target, ignore_errors=True)
    (partial / "stdlib.zip").replace(partial / "python_stdlib.zip")
    partial.chmod(0o755)
    partial.replace(target)
    return target


def with_bytecode(package, folder, cache):
    """Return a zip of sources with their bytecode beside them, made once; as it is where nothing compiles.

    Parameters
    ----------
    package : bytes
        The zip.
    folder, cache : Path
        What `runtime` returned, and where results stay.
    """
    if folder.name.endswith(PLAIN):
        return package
    key = hashlib.sha256(package + folder.name.encode()).hexdigest()[:16]
    target = cache / f"{key}.zip"
    if not target.exists():
        for old in cache.glob("*.zip"):
            old.unlink()
        with tempfile.TemporaryDirectory(dir=cache) as name:
            partial = Path(name, "package.zip")
            partial.write_bytes(package)
            engine.rewrite(folder, partial)
            partial.replace(target)
    return target.read_bytes()


def _pack(target, sources, left_out):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for source in sources:
            with zipfile.ZipFile(source) as archive:
                for name in archive.namelist():
                    if not name.endswith("/") and not left_out.match(name):
                        packed.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED, 9)


def licenses(wheels):
    """Return the licences that the packages carry."""
    texts = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            title = "-".join(wheel.name.split("-")[:2])
            found = [
                n for n in archive.namelist() if re.search(r"LICEN[CS]E|COPYING", n) and "/tests" not in n
            ]
            texts += [
                f"\n==== {title}: {n} ====\n\n{archive.read(n).decode('utf-8', 'replace')}" for n in found
            ]
    return "".join(texts)
