// Controls for direct manipulation: cells to paint, a point to drag, a photo of one's own.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const between = (low, value, high) => Math.min(high, Math.max(low, value));

// Black and white cells are clicked and painted; one tab stop, arrow keys between the cells.
class PaintedCells {
  constructor(control, id, moved) {
    Object.assign(this, { control, moved });
    this.cells = control.start.map((row, i) => row.map((_, k) => this.cell(i, k)));
    this.cells[0][0].tabIndex = 0;
    this.grid = make("div", { className: "nnx-cells", role: "grid", "aria-label": control.label, "data-key": control.key });
    this.grid.style.setProperty("--columns", control.columns);
    this.grid.append(...this.cells.map((row) => make("div", { role: "row" }, ...row)));
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("pointerdown", (event) => this.begin(event));
    this.grid.addEventListener("pointermove", (event) => this.paint(event));
    for (const end of ["pointerup", "pointercancel"]) this.grid.addEventListener(end, () => this.end());
    this.parts = [make("span", { className: "nnx-label" }, control.label), this.grid];
  }

  cell(row, column) {
    return Object.assign(make("span", { role: "gridcell", tabIndex: -1 }), { at: [row, column] });
  }

  among() {}

  show(value) {
    this.value = value;
    value.forEach((row, i) => row.forEach((x, k) => {
      const cell = this.cells[i][k];
      cell.classList.toggle("nnx-on", x === this.control.hi);
      cell.setAttribute("aria-label", `row ${i + 1}, column ${k + 1}: ${minus(x)}`);
    }));
  }

  set([row, column], x) {
    if (this.value[row][column] === x) return;
    const next = this.value.map((old) => [...old]);
    next[row][column] = x;
    this.moved(next);
  }

  other([row, column]) {
    return this.value[row][column] === this.control.hi ? this.control.lo : this.control.hi;
  }

  focus(cell) {
    this.cells.flat().forEach((each) => (each.tabIndex = each === cell ? 0 : -1));
    cell.focus();
  }

  key(event) {
    const [row, column] = event.target.at;
    if (event.key === " " || event.key === "Enter") {
      this.set([row, column], this.other([row, column]));
      this.end();
    } else if (ARROWS[event.key]) {
      const [dx, dy] = ARROWS[event.key];
      const next = this.cells[row - dy]?.[column + dx];
      if (next) this.focus(next);
    } else return;
    event.preventDefault();
  }

  begin(event) {
    const at = event.target.at;
    if (!at || event.button) return;
    event.preventDefault();
    this.focus(event.target);
    this.grid.setPointerCapture(event.pointerId);
    this.color = this.other(at);
    this.set(at, this.color);
  }

  paint(event) {
    if (this.color === undefined) return;
    const under = this.grid.getRootNode().elementFromPoint(event.clientX, event.clientY);
    if (under?.at && this.grid.contains(under)) this.set(under.at, this.color);
  }

  end() {
    this.color = undefined;
    this.grid.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Cells with numbers are typed, or moved by the up and down keys.
class NumberedCells {
  constructor(control, id, moved) {
    const { lo, hi, step } = control;
    this.cells = control.start.map((row, i) => row.map((_, k) => {
      const name = { "aria-label": `row ${i + 1}, column ${k + 1}` };
      const cell = make("input", { type: "number", min: lo, max: hi, step, autocomplete: "off", ...name });
      cell.addEventListener("input", () => {
        if (cell.value === "" || !cell.validity.valid) return;
        const next = this.value.map((old) => [...old]);
        next[i][k] = Number(cell.value);
        moved(next);
      });
      cell.addEventListener("change", () => this.show(this.value));
      return cell;
    }));
    const rows = this.cells.map((row) => make("div", {}, ...row));
    const group = { className: "nnx-numbers", role: "group", "aria-label": control.label, "data-key": control.key };
    this.parts = [make("span", { className: "nnx-label" }, control.label), make("div", group, ...rows)];
  }

  among() {}

  show(value) {
    this.value = value;
    value.forEach((row, i) => row.forEach((x, k) => {
      const cell = this.cells[i][k];
      if (cell.value === "" || Number(cell.value) !== x) cell.value = x;
    }));
  }
}

// A place in a panel: drag the ring, click where it is to go, or move it by the arrow keys.
class PointInput {
  constructor(control, id, moved) {
    Object.assign(this, { control, moved });
    const name = { role: "application", tabIndex: 0, "aria-roledescription": "movable point", "data-key": control.key };
    this.ring = make("div", { className: "nnx-point", id, ...name });
    this.said = make("output", { className: "nnx-value", "aria-live": "off" });
    this.parts = [make("span", { className: "nnx-label" }, control.label), this.said];
    this.ring.addEventListener("keydown", (event) => this.key(event));
  }

  // Lie over its panel, a piece of the picture.
  over(element, panel) {
    Object.assign(this, { panel, element });
    element.append(this.ring);
    element.classList.add("nnx-clickable");
    element.addEventListener("pointerdown", (event) => {
      const at = this.place(event);
      if (event.button || at.some((share) => share < 0 || share > 1)) return;
      event.preventDefault();
      this.ring.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.to(at);
    });
    element.addEventListener("pointermove", (event) => this.dragging && this.to(this.place(event)));
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => this.end());
  }

  end() {
    if (this.dragging) this.ring.dispatchEvent(new Event("change", { bubbles: true }));
    this.dragging = false;
  }

  among() {}

  // Shares of the way along the axes, from the left and from below, and back to data.
  place(event) {
    const seen = this.element.getBoundingClientRect();
    const [x, y, width, height] = this.control.box;
    const px = ((event.clientX - seen.left) / seen.width) * this.panel.width + this.panel.x;
    const py = ((event.clientY - seen.top) / seen.height) * this.panel.height + this.panel.y;
    return [(px - x) / width, 1 - (py - y) / height];
  }

  data(share, [low, high], log) {
    const value = log ? low * (high / low) ** share : low + (high - low) * share;
    return Number(value.toPrecision(6));
  }

  share(value, [low, high], log) {
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  shares() {
    const { xlim, ylim, xlog, ylog } = this.control;
    return [this.share(this.value[0], xlim, xlog), this.share(this.value[1], ylim, ylog)];
  }

  to(shares) {
    const [across, up] = shares.map((share) => between(0, share, 1));
    const { xlim, ylim, xlog, ylog } = this.control;
    this.moved([this.data(across, xlim, xlog), this.data(up, ylim, ylog)]);
  }

  key(event) {
    if (!ARROWS[event.key]) return;
    event.preventDefault();
    const step = event.shiftKey ? 0.1 : 0.02;
    this.to(this.shares().map((share, i) => share + step * ARROWS[event.key][i]));
    this.ring.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show(value) {
    this.value = value;
    const text = `(${value.map(minus).join(", ")})`;
    this.said.textContent = text;
    this.ring.setAttribute("aria-label", `${this.control.label} ${text}, moved by the arrow keys`);
    if (!this.panel) return;
    const [across, up] = this.shares();
    const [x, y, width, height] = this.control.box;
    this.ring.style.left = `${((x + across * width - this.panel.x) / this.panel.width) * 100}%`;
    this.ring.style.top = `${((y + (1 - up) * height - this.panel.y) / this.panel.height) * 100}%`;
  }
}

// The reader's own picture, shrunk to grey levels here: nothing but these levels goes anywhere.
class PhotoInput {
  constructor(control, id, moved) {
    Object.assign(this, { control, moved });
    const name = { "aria-label": `${control.label}: choose a picture`, "data-key": control.key };
    this.file = make("input", { type: "file", accept: "image/*", id, ...name });
    this.seen = make("canvas", { className: "nnx-photo", width: control.width, height: control.height, "aria-hidden": "true" });
    this.file.addEventListener("input", () => this.take(this.file.files[0]));
    const drop = make("div", { className: "nnx-drop" }, this.seen, this.file);
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files[0]);
    });
    this.parts = [make("label", { htmlFor: id }, control.label), drop];
  }

  among() {}

  async take(file) {
    if (!file) return;
    let photo;
    try {
      photo = await createImageBitmap(file);
    } catch {
      return this.moved(undefined, `${file.name} is no picture that this browser can read.`);
    }
    const { width, height } = this.control;
    const scale = Math.max(width / photo.width, height / photo.height); // the middle, cut to shape
    const [w, h] = [photo.width * scale, photo.height * scale];
    const paper = make("canvas", { width, height }).getContext("2d", { willReadFrequently: true });
    paper.imageSmoothingQuality = "high";
    paper.fillStyle = "#fff"; // behind what is transparent
    paper.fillRect(0, 0, width, height);
    paper.drawImage(photo, (width - w) / 2, (height - h) / 2, w, h);
    photo.close();
    const { data } = paper.getImageData(0, 0, width, height);
    const grey = (i) => (0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2]) / 255;
    const row = (y) => Array.from({ length: width }, (_, x) => Number(grey(4 * (y * width + x)).toFixed(3)));
    this.moved(Array.from({ length: height }, (_, y) => row(y)));
    this.file.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show(value) {
    const { width, height } = this.control;
    const pixels = new ImageData(width, height);
    value.flat().forEach((grey, i) => pixels.data.set([255 * grey, 255 * grey, 255 * grey, 255], 4 * i));
    this.seen.getContext("2d").putImageData(pixels, 0, 0);
  }
}

const INPUTS = {
  slider: SliderInput,
  choice: ChoiceInput,
  toggle: ToggleInput,
  seed: SeedInput,
  point: PointInput,
  photo: PhotoInput,
};

function input(control, id, moved) {
  const painted = control.kind === "cells" && control.hi - control.lo === control.step;
  const Kind = control.kind === "cells" ? (painted ? PaintedCells : NumberedCells) : INPUTS[control.kind];
  return new Kind(control, id, moved);
}
