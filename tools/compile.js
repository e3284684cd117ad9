// Runs compile.py inside Pyodide: node compile.js FOLDER ZIP..., where FOLDER holds Pyodide's files. The zips are rewritten.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [folder, ...zips] = process.argv.slice(2);
const { loadPyodide } = require(path.join(folder, "pyodide.js"));

(async () => {
  const python = await loadPyodide({ indexURL: folder, env: { MPLBACKEND: "agg", PYTHONHASHSEED: "0" } }); // the same bytes each time
  for (const zip of zips) python.FS.writeFile(`/${path.basename(zip)}`, fs.readFileSync(zip));
  await python.runPythonAsync(fs.readFileSync(path.join(__dirname, "compile.py"), "utf-8"));
  for (const zip of zips) fs.writeFileSync(zip, python.FS.readFile(`/${path.basename(zip)}`));
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
