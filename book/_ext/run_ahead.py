"""Runs the notebooks of the book before its pages are read: several at a time, with a line for each.

What a notebook gives goes into the cache that MyST-NB reads from. A notebook that fails is left to MyST-NB,
which runs it again and says where it failed. ``run_ahead_jobs`` is how many run at a time: as many as
there are processors, four at most, if it is 0. Each has a kernel of its own, so that it depends on nothing
but itself.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
QUIET = ["--IPKernelApp.log_level=ERROR"]  # kernels warn of eavesdroppers on this machine's own wires


def _run(path, timeout):
    """Return the notebook at `path` with its outputs, or None if it fails, and the seconds that it took."""
    started = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        extra_arguments=QUIET,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,  # lines that happened to be sent apart
    )
    try:
        client.execute()
    except Exception:  # whatever it is, MyST-NB meets it again and reports it
        notebook = None
    return notebook, time.perf_counter() - started


def _missing(cache, paths):
    """Return those notebooks whose outputs are not in the cache, the longest files first."""
    missing = []
    for path in paths:
        try:
            cache.match_cache_notebook(nbformat.read(path, as_version=4))
        except KeyError:
            missing.append(path)
    return sorted(missing, key=lambda path: -path.stat().st_size)


def _run_ahead(app, env, docnames):
    """Fill the cache for the pages that are about to be read."""
    if app.config.nb_execution_mode != "cache":
        return
    paths = [Path(env.doc2path(name)) for name in docnames]
    cache = get_cache(app.config.nb_execution_cache_path)
    missing = _missing(cache, [path for path in paths if path.suffix == ".ipynb"])
    if not missing:
        return
    jobs = app.config.run_ahead_jobs or min(os.cpu_count() or 1, 4)
    LOGGER.info("notebooks: %d to run, %d at a time", len(missing), jobs)
    with ThreadPoolExecutor(jobs) as pool:  # each waits for its kernel, which is a process
        running = {pool.submit(_run, path, app.config.nb_execution_timeout): path for path in missing}
        for n, done in enumerate(as_completed(running), 1):
            (notebook, seconds), path = done.result(), running[done]
            page = path.relative_to(app.srcdir).with_suffix("").as_posix()
            if notebook is None:
                LOGGER.info("  %d/%d %s failed after %.0f s, and runs again", n, len(missing), page, seconds)
                continue
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            LOGGER.info("  %d/%d %s ran in %.0f s", n, len(missing), page, seconds)


def setup(app):
    """Register with Sphinx."""
    app.add_config_value("run_ahead_jobs", 0, "", [int])
    app.connect("env-before-read-docs", _run_ahead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
