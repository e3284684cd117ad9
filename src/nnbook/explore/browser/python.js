// Python in the page: starts the worker, asks it, and gives explorers their pictures from it.
import { Editor } from "./cells.js";

const LONG = 2000; // ms after which a reader may want to stop what runs
const SCALE = 2; // pixels for one CSS pixel, at most: phones have more, and less memory

// A worker with Python in it. What is asked before it was stopped never answers; the next question starts it anew.
export class Python {
  constructor(page, address, tell) {
    Object.assign(this, { page, address, tell });
    this.asked = new Map(); // id -> { resolve, reject, name }
    this.count = 0;
    this.runs = 0; // how often it was started
    this.edits = new Map(); // what a reader made of cells, by number
  }

  start() {
    return (this.started ??= new Promise((resolve, reject) => {
      const { python, patience } = this.page;
      const worker = (this.worker = new Worker(new URL(python.worker, this.address)));
      this.runs++;
      let stage = "loading";
      const giveUp = (reason) => {
        this.end(reason);
        reject(new Error(reason));
      };
      let timer;
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => giveUp(`nothing happened for ${patience} s while ${stage}.`), 1000 * patience);
      };
      wait();
      worker.onerror = (event) => {
        event.preventDefault();
        clearTimeout(timer);
        giveUp(`${event.message || "its script could not be loaded"}.`);
      };
      worker.onmessage = ({ data }) => {
        if (data.type === "progress") {
          stage = data.what;
          wait();
          this.tell(data);
        } else this.settle(data);
      };
      this.ask("start", { base: this.address.href, files: python.files, package: python.package }, worker).then(
        () => {
          clearTimeout(timer);
          worker.onmessage = ({ data }) => (data.type === "progress" ? this.tell(data) : this.settle(data));
          resolve();
        },
        (error) => {
          clearTimeout(timer);
          giveUp(error.message);
        },
      );
    }));
  }

  settle({ id, type, message, ...answer }) {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (type === "error") asked?.reject(new Error(message));
    else asked?.resolve(answer);
  }

  ask(type, question, worker = this.worker) {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      worker.postMessage({ id, type, ...question });
    });
  }

  // End what runs, an endless loop too; everybody who waits hears why.
  end(reason = "Stopped.") {
    this.worker?.terminate();
    this.worker = this.started = undefined;
    const waiting = [...this.asked.values()];
    this.asked.clear();
    for (const { reject } of waiting) reject(new Error(reason));
  }

  // The variables that cells left when the book was built: loaded once, if a cell wants them.
  kept() {
    const { kept } = this.page;
    if (!kept) return undefined;
    return (this.data ??= fetch(new URL(kept.url, this.address)).then((answer) => {
      if (!answer.ok) throw new Error("The data of this page could not be loaded.");
      return answer.arrayBuffer();
    }));
  }

  // Pairs of number and source; no source where the data of the page hold what the cell makes.
  cells(numbers, edits) {
    const source = (number) => (this.page.kept?.cells.includes(number) ? null : this.page.cells[number]);
    return numbers.map((number) => [number, edits?.get(number) ?? source(number)]);
  }

  async explorer(name) {
    const { cell, slice } = this.page.explorers[name];
    return this.ask("explorer", { name, cells: this.cells([...slice, cell]), data: await this.kept() });
  }

  // Run cell `index` with the reader's `source`; what ran since the start is not run again.
  async cell(index, source) {
    await this.start();
    this.edits.set(index, source);
    const before = this.cells(this.page.needs[index], this.edits);
    return this.ask("cell", { index, source, before, data: await this.kept() });
  }
}

// The source of an explorer's pictures that obeys every control.
export class WorkerSource {
  constructor(python, name, busy) {
    Object.assign(this, { python, name, busy, live: true, slow: "Python is drawing …" });
  }

  has() {
    return false; // each setting must be drawn
  }

  // Run the cells that this explorer needs, once for each start of Python.
  ready() {
    if (this.run !== this.python.runs || !this.python.started) {
      this.prepared = this.python.start().then(() => this.python.explorer(this.name));
      this.run = this.python.runs;
      this.prepared.catch(() => (this.run = 0)); // the next move tries again
    }
    return this.prepared;
  }

  // A reader's cell has made this explorer: no other needs to run.
  shown() {
    Object.assign(this, { run: this.python.runs, prepared: Promise.resolve() });
  }

  async draw(values, { scale = devicePixelRatio } = {}) {
    return this.busy(async () => {
      await this.ready();
      const question = { name: this.name, values, scale: Math.min(SCALE, scale) };
      const { raw, width, height, readout } = await this.python.ask("draw", question);
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(raw), width, height), 0, 0);
      return { picture: { bitmap: canvas }, readout };
    });
  }
}

// What a page does with Python once a reader wants it.
export class Live {
  // Start Python for the `page` described at `address`; `say` tells readers how far it is.
  static async begin(page, address, say) {
    const tell = ({ what, done, of }) => {
      if (what === "loading") say(`Loading Python: ${Math.round((100 * done) / of)} %`);
      else say({ starting: "Starting Python …", unpacking: "Unpacking …", importing: "Nearly there …" }[what] ?? "");
    };
    const python = new Python(page, address, tell);
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(page.style, address) });
    document.head.append(style);
    await python.start();
    python.tell = () => {};
    const live = new Live(python, say);
    say("Python runs in this page: every control moves.");
    live.wake();
    return live;
  }

  constructor(python, say) {
    Object.assign(this, { python, say });
    this.working = 0;
    this.editors = new Map();
  }

  // Give every explorer of the page the worker as its source.
  wake() {
    for (const element of document.querySelectorAll("nnbook-explorer")) {
      if (this.python.page.explorers[element.id]) {
        element.upgrade(new WorkerSource(this.python, element.id, (work) => this.busy(element, work)));
      }
    }
  }

  // Offer to stop `work` when it takes long.
  async busy(element, work) {
    const stop = Object.assign(document.createElement("button"), { type: "button", className: "nnx-stop", textContent: "Stop" });
    stop.addEventListener("click", () => this.python.end("Stopped; the next move starts Python anew."));
    const timer = setTimeout(() => element.querySelector(".nnx-live, .nnx-run")?.append(stop), LONG);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      stop.remove();
    }
  }

  // Turn a code cell of the page into one that can be edited and run.
  edit(input, button) {
    const source = input.querySelector("pre").textContent.trimEnd();
    const taken = [...this.editors.values()].map((editor) => editor.index);
    const index = this.python.page.cells.findIndex((cell, i) => !taken.includes(i) && cell.trimEnd() === source);
    if (index < 0) {
      button.replaceWith("This code is not a cell of the notebook.");
      return;
    }
    if (!this.editors.has(input)) this.editors.set(input, new Editor(this, input, button, index, source));
  }

  // An explorer that a reader's cell showed takes the place of the page's own.
  renew(name, description) {
    const old = document.getElementById(name);
    if (!old) return;
    const source = new WorkerSource(this.python, name, (work) => this.busy(fresh, work));
    source.shown();
    const fresh = Object.assign(document.createElement("nnbook-explorer"), { id: name });
    fresh.configure(description, source);
    const line = old.querySelector(".nnx-live");
    if (line) fresh.querySelector("figure").append(line);
    old.replaceWith(fresh);
    fresh.show();
  }
}
