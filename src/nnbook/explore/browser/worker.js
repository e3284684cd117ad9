// Python beside the page: a classic worker that loads Pyodide from the book's own site, then runs cells and draws.
//
// In:  {id, type: "start", base, files, package, modules} | {id, type: "explorer", name, cells} | {id, type: "draw", name,
//      values, scale} | {id, type: "cell", index, source, before}
// Out: {type: "progress", what, done, of} | {id, type: "answer", ...} | {id, type: "error", message}
"use strict";

// What could ask another host. Python reaches what JavaScript reaches, and a cell may hold anything.
const ASKING = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "SharedWorker",
  "importScripts", "BroadcastChannel", "Request", "caches",
];
let host; // nnbook.explore.browser.host, once it is there

function progress(what, done = 0, of = 0) {
  postMessage({ type: "progress", what, done, of });
}

// The bytes of `url`, which must have the hash `sha256`; `arrived` is told how many came.
async function bytes(url, { size, sha256 }, arrived, cache) {
  const answer = await fetch(url, { cache });
  const name = url.split("/").pop();
  if (!answer.ok) throw new Error(`The site does not have ${name} (status ${answer.status}).`);
  const whole = new Uint8Array(size);
  const reader = answer.body.getReader();
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > size) throw new Error(`${name} arrived damaged: it is too long.`);
    whole.set(part.value, at);
    at += part.value.length;
    arrived(part.value.length);
  }
  if (at < size) throw new Error(`${name} arrived damaged: it is too short.`);
  // Browsers compute hashes on safe lines only; a site without one is trusted as its pages are.
  if (crypto.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
    const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (found !== sha256) {
      if (cache !== "reload") return bytes(url, { size, sha256 }, () => {}, "reload"); // the browser's copy may be spoilt
      throw new Error(`${name} arrived damaged: it is not the file that the book was built with.`);
    }
  }
  return whole;
}

async function start({ base, files, package: package_ }) {
  const wanted = { ...files, [package_.name]: package_ };
  const of = Object.values(wanted).reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  const arrived = (count) => progress("loading", (done += count), of);
  const came = await Promise.all(
    Object.entries(wanted).map(async ([name, file]) => [name, await bytes(new URL(file.url, base).href, file, arrived)]),
  );
  const data = Object.fromEntries(came);
  progress("starting");
  const folder = new URL(".", new URL(files["pyodide.js"].url, base)).href;
  importScripts(`${folder}pyodide.js`); // as Python's own files, from the browser's store: all came just now
  const python = await loadPyodide({ indexURL: folder, env: { MPLBACKEND: "agg", PYTHONHASHSEED: "0" } });
  const site = python.runPython("next(f for f in __import__('sys').path if f.endswith('site-packages'))");
  progress("unpacking");
  for (const name of ["packages.zip", package_.name]) python.unpackArchive(data[name], "zip", { extractDir: site });
  python.runPython("__import__('importlib').invalidate_caches()"); // folders may have been listed before
  progress("importing");
  host = python.pyimport("nnbook.explore.browser.host");
  for (const name of ASKING) {
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) delete owner[name];
  }
  return {};
}

function draw({ name, values, scale }) {
  const drawn = host.draw(name, JSON.stringify(values), scale);
  const [pixels, readout] = [drawn.get(0), drawn.get(1)];
  const view = pixels.getBuffer("u8clamped");
  try {
    const raw = new Uint8ClampedArray(view.data).buffer; // a copy, out of Python's memory
    const [height, width] = view.shape;
    return { raw, width, height, readout };
  } finally {
    view.release();
    pixels.destroy();
    drawn.destroy();
  }
}

const WORK = {
  start,
  draw,
  explorer: ({ name, cells, data }) => ({ description: JSON.parse(host.explorer(name, JSON.stringify(cells), data)) }),
  cell: ({ index, source, before, data }) => {
    const ran = host.cell(index, source, JSON.stringify(before), data, (what) => progress(what));
    return { outputs: JSON.parse(ran) };
  },
};

// An error of Python in its own words: the last line of what it says.
function words(error) {
  const lines = String(error.message ?? error).trim().split("\n");
  return lines[lines.length - 1].replace(/^(nnbook\.\S*\.)?(CellError|RuntimeError): /, "");
}

onmessage = async ({ data: { id, type, ...asked } }) => {
  try {
    const answer = await WORK[type](asked);
    postMessage({ id, type: "answer", ...answer }, answer.raw ? [answer.raw] : []);
  } catch (error) {
    postMessage({ id, type: "error", message: words(error) });
  }
};
