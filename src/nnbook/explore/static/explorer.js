// The element that shows an explorer: panels cut from one picture, controls, and the sentence under them.
// Pictures come from sources: files that the page has, or Python that runs somewhere. A source has
//   live              whether it obeys every control
//   has(values)       whether it shows a setting at once
//   draw(values, {scale})  -> promise of {picture: {url} or {bitmap}, readout}; an Error says why not
//   prefetch(values, key), slow (words for a reader who waits), close()   where they make sense
// No dependencies, and no requests but for pictures, which arrive when they are wanted or are next to be.

const NOT_HERE = "Movable in the notebook";
const SWEEP = 8000; // ms that Play takes from end to end, where steps of 80 to 220 ms allow it
const PATIENCE = 2000; // ms after which a reader who waits is told why
const REST = 400; // ms without a move after which the setting is noted in the address, and drawn finely
const CLOSING = /[\s.,;:!?)\]}'"»”’]+$/; // what a sentence leaves at the end of a link

class NNBookExplorer extends HTMLElement {
  hide = () => document.hidden && this.stop();

  connectedCallback() {
    document.addEventListener("visibilitychange", this.hide);
    const data = this.description ? null : this.querySelector('script[type="application/json"]');
    if (!data) return;
    const shown = JSON.parse(data.textContent);
    this.configure(shown.description, new FilesSource(shown, this.dataset.base));
    this.addressed = true;
    addEventListener("hashchange", () => this.recall());
    this.recall();
    if (shown.description.autoplay) this.open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.hide);
    this.stop();
  }

  // Show the explorer of a description with pictures of `source`; what stands there already is kept.
  configure(description, source) {
    Object.assign(this, { description, sources: [source], wanted: new Map(), newest: 0, painted: 0 });
    this.controls = new Map(description.controls.map((control) => [control.key, control]));
    this.values = Object.fromEntries(description.controls.map(({ key, start }) => [key, start]));
    if (!this.querySelector("figure.nnx")) this.append(this.figure());
    [this.readout, this.message] = [this.querySelector(".nnx-readout"), this.querySelector(".nnx-message")];
    const slots = this.querySelectorAll(".nnx-control");
    const name = this.id || `nnx-${Math.random().toString(36).slice(2)}`; // a notebook may show one explorer twice
    this.inputs = new Map(description.controls.map((control, i) => {
      const made = input(control, `${name}-${control.key}`, (value, why) => this.moved(control.key, value, why));
      if (control.kind === "point") made.over(...this.panelAt(control.box));
      slots[i].replaceChildren(...made.parts);
      return [control.key, made];
    }));
    this.buttons();
    this.alive();
    this.addEventListener("change", () => this.remember());
    for (const type of ["focusin", "pointerenter"]) this.addEventListener(type, () => this.prefetch(), { once: true });
  }

  // One more source, for what the others do not have; it shows what the reader has asked for in vain.
  upgrade(source) {
    this.sources.push(source);
    this.alive();
    if (!this.wanted.size) return undefined;
    for (const [key, value] of this.wanted) this.set(key, value);
    this.wanted.clear();
    return this.show();
  }

  // What a page has in its HTML before any script runs.
  figure() {
    const { title, controls, panels, readout, width } = this.description;
    const rows = [...new Set(panels.map(({ row }) => row))].map((row) => {
      const cells = panels.filter((panel) => panel.row === row).map((panel) => {
        const cell = make("div", { className: `nnx-panel nnx-${panel.kind}` });
        for (const [name, size] of Object.entries({ x: panel.x, y: panel.y, w: panel.width, h: panel.height })) {
          cell.style.setProperty(`--${name}`, size);
        }
        return cell;
      });
      return make("div", { className: "nnx-row" }, ...cells);
    });
    const all = make("div", { className: "nnx-panels" }, ...rows);
    all.style.setProperty("--whole", width);
    return make("figure", { className: "nnx", "aria-label": `Explorer: ${title}` },
      make("p", { className: "nnx-title" }, title),
      make("div", { className: "nnx-controls" },
        ...controls.map(({ kind }) => make("div", { className: `nnx-control nnx-for-${kind}` })),
        make("div", { className: "nnx-buttons" })),
      make("div", { className: "nnx-pictures" }, all),
      make("figcaption", {},
        make("output", { className: "nnx-readout" }, readout ?? ""),
        make("p", { className: "nnx-message", role: "status" })));
  }

  panels() {
    return [...this.querySelectorAll(".nnx-panels:not(.nnx-pinned *) .nnx-panel")];
  }

  // The element and the panel of the description where a box has its middle.
  panelAt([x, y, width, height]) {
    const [across, down] = [x + width / 2, y + height / 2];
    const i = this.description.panels.findIndex((panel) => across < panel.x + panel.width && down < panel.y + panel.height
      && across >= panel.x && down >= panel.y);
    return [this.panels()[i], this.description.panels[i]];
  }

  // Which values a control may take here: null if it stands still.
  reach(control) {
    const live = this.sources.some((source) => source.live);
    return live ? (control.values?.length ? control.values : "any") : stopsOf(control);
  }

  // Let each control know what it may do.
  alive() {
    for (const [key, control] of this.controls) {
      const values = this.reach(control);
      const made = this.inputs.get(key);
      made.among(Array.isArray(values) ? values : null);
      made.show(this.values[key]);
      const slot = made.parts[0].parentElement;
      slot.classList.toggle("nnx-waits", !values);
      slot.title = values ? "" : NOT_HERE;
      const heard = this.querySelector(`[data-key="${key}"]`);
      if (values) heard.removeAttribute("aria-describedby");
      else heard.setAttribute("aria-describedby", `${this.description.name}-waiting`);
    }
    const waits = this.querySelector(".nnx-waiting");
    if (waits) waits.hidden = this.sources.some((source) => source.live);
    this.playing = this.description.play ?? [...this.controls.values()]
      .findLast((control) => control.kind === "slider" && this.reach(control))?.key;
    const movable = [...this.controls.values()].some((control) => this.reach(control));
    const { play, pin, reset } = this.pressed;
    this.querySelector(".nnx-buttons").replaceChildren(...(movable ? [...(this.playing ? [play] : []), pin, reset] : []));
  }

  buttons() {
    const made = { play: ["Play", () => this.play()], pin: ["Pin", () => this.pin()], reset: ["Reset", () => this.reset()] };
    this.pressed = Object.fromEntries(Object.entries(made).map(([name, [text, press]]) => {
      const button = make("button", { type: "button", className: `nnx-${name}` }, text);
      button.addEventListener("click", press);
      return [name, button];
    }));
    this.pressed.pin.setAttribute("aria-pressed", "false");
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.still.addEventListener("change", () => this.namePlay());
    this.namePlay();
  }

  set(key, value) {
    this.values = { ...this.values, [key]: value };
    this.inputs.get(key).show(value);
  }

  // The reader has moved a control.
  moved(key, value, why) {
    this.stop();
    this.note = "";
    if (value === undefined) return this.say(why);
    const control = this.controls.get(key);
    const values = this.reach(control);
    // Cells, points, photos and seeds have no list of positions: where Python draws they may be anywhere.
    const free = values && this.sources.some((source) => source.live);
    if (free || values?.some((possible) => same(possible, value))) {
      this.set(key, value);
      this.restless();
      return this.show();
    }
    this.inputs.get(key).show(this.values[key]);
    return this.want(key, value);
  }

  // Only Python can show this: ask whoever can start it, and else say so.
  want(key, value) {
    this.wanted.set(key, value);
    const detail = { name: this.description.name, key, value };
    const asked = new CustomEvent("nnx-want-live", { bubbles: true, cancelable: true, detail });
    if (this.dispatchEvent(asked)) this.say(`${NOT_HERE}: ${this.controls.get(key).label}.`);
  }

  say(text) {
    this.message.textContent = text;
  }

  source() {
    return this.sources.find((source) => source.has(this.values)) ?? this.sources.find((source) => source.live);
  }

  // Show the present setting. Files may arrive out of order, Python draws one picture after the other and leaves
  // out what is no longer wanted; an older picture never follows a newer one.
  show(scale = 1) {
    const [mine, source, values] = [++this.newest, this.source(), this.values];
    clearTimeout(this.sharpening);
    if (!source.live) return this.paint(mine, source, values, scale);
    const sharp = Math.min(2, devicePixelRatio); // takes longer: not before the reader pauses
    if (scale < sharp) this.sharpening = setTimeout(() => this.show(sharp), REST);
    this.next = () => this.paint(mine, source, values, scale);
    this.drawing ??= this.drain().finally(() => (this.drawing = null));
    return this.drawing;
  }

  async drain() {
    while (this.next) {
      const next = this.next;
      this.next = null;
      await next();
    }
  }

  async paint(mine, source, values, scale) {
    const late = source.live && setTimeout(() => this.say(source.slow ?? "Still drawing …"), PATIENCE);
    let shown;
    try {
      shown = await source.draw(values, { scale });
    } catch (error) {
      if (mine === this.newest) this.say(error.message);
      return;
    } finally {
      clearTimeout(late);
    }
    if (mine < this.painted) return;
    this.painted = mine;
    this.put(shown);
    this.prefetch();
  }

  // Put a picture into the panels.
  put({ picture, readout }) {
    const { panels, width, alt } = this.description;
    this.panels().forEach((panel, i) => {
      let image = panel.querySelector(".nnx-picture");
      const wanted = picture.url ? "IMG" : "CANVAS";
      if (image?.tagName !== wanted) {
        const name = wanted === "IMG" ? { alt: i ? "" : alt } : i ? { "aria-hidden": "true" } : { role: "img", "aria-label": alt };
        const fresh = make(wanted, { className: "nnx-picture", ...name });
        if (image) image.replaceWith(fresh);
        else panel.prepend(fresh);
        image = fresh;
      }
      if (picture.url) {
        image.decoding = "sync"; // it has been decoded before, so nothing is worth waiting for
        image.src = picture.url;
        return;
      }
      const scale = picture.bitmap.width / width;
      const box = [panels[i].x, panels[i].y, panels[i].width, panels[i].height].map((side) => Math.round(side * scale));
      [image.width, image.height] = box.slice(2);
      image.getContext("2d").drawImage(picture.bitmap, ...box, 0, 0, box[2], box[3]);
    });
    picture.bitmap?.close?.();
    this.readout.textContent = readout;
    this.say(this.note ?? "");
  }

  // A source shows something that nobody here has asked for.
  receive(values, shown) {
    for (const [key, value] of Object.entries(values)) this.set(key, value);
    this.painted = ++this.newest;
    this.put(shown);
  }

  prefetch() {
    for (const source of this.sources) source.prefetch?.(this.values, this.run && this.playing);
  }

  namePlay() {
    this.pressed.play.textContent = this.still.matches ? "Step" : this.run ? "Pause" : "Play";
  }

  // One step of the control that plays, from its last position to its first.
  step() {
    const values = this.reach(this.controls.get(this.playing));
    const at = nearest(values, this.values[this.playing]);
    this.note = "";
    this.set(this.playing, values[(at + 1) % values.length]);
    return this.show();
  }

  // Play once when half of the element is seen and the page has all else; not if a link or a hand has set it
  // before, or the reader wants no motion or little traffic.
  async open() {
    this.addEventListener("focusin", () => (this.touched = true), { once: true });
    const stays = () => this.touched || this.newest || this.still.matches || navigator.connection?.saveData;
    if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go, { once: true }));
    await new Promise((go) => {
      const watch = new IntersectionObserver((seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        go();
      }, { threshold: 0.5 });
      watch.observe(this);
    });
    if (!stays()) this.play({ once: true });
  }

  // Sweep; readers who want no motion get one step for each press. Once: until it is where it began.
  async play({ once = false } = {}) {
    if (this.run) return this.stop();
    if (this.still.matches) return this.step().then(() => this.remember());
    const mine = (this.run = {}); // whoever stops, or stops and starts again, takes this away
    this.readout.setAttribute("aria-live", "off"); // a sweep would never let a screen reader finish
    this.namePlay();
    const n = this.reach(this.controls.get(this.playing)).length;
    const pause = Math.min(220, Math.max(80, SWEEP / n));
    for (let left = once ? n : Infinity; left && this.run === mine; left -= 1) {
      const paused = new Promise((go) => setTimeout(go, pause));
      await this.step();
      await paused;
    }
    if (this.run === mine) this.stop({ quiet: true });
  }

  // Quiet: nobody has moved anything, so that the address stays as it is.
  stop({ quiet = false } = {}) {
    if (!this.run) return;
    this.run = null;
    this.readout.removeAttribute("aria-live");
    this.namePlay();
    if (!quiet) this.remember();
  }

  // Keep a copy of the present picture beside the one that moves on.
  pin() {
    const kept = this.querySelector(".nnx-pinned");
    this.pressed.pin.setAttribute("aria-pressed", String(!kept));
    if (kept) return kept.remove();
    const copy = this.querySelector(".nnx-panels").cloneNode(true);
    copy.querySelectorAll(".nnx-point").forEach((ring) => ring.remove());
    copy.querySelectorAll(".nnx-clickable").forEach((panel) => panel.classList.remove("nnx-clickable"));
    const drawn = this.querySelectorAll(".nnx-panels canvas");
    copy.querySelectorAll("canvas").forEach((canvas, i) => canvas.getContext("2d").drawImage(drawn[i], 0, 0));
    const text = `Pinned: ${this.settingText()}`;
    const first = copy.querySelector(".nnx-picture");
    first.setAttribute(first.tagName === "IMG" ? "alt" : "aria-label", text);
    const caption = make("figcaption", {}, `${text}. ${this.readout.textContent}`);
    this.querySelector(".nnx-pictures").append(make("figure", { className: "nnx-pinned" }, copy, caption));
    return undefined;
  }

  settingText() {
    return [...this.controls.values()].filter(({ kind }) => !["cells", "point", "photo"].includes(kind))
      .map((control) => `${control.label} ${words(control, this.values[control.key])}`).join(", ");
  }

  reset() {
    this.stop();
    this.note = "";
    this.wanted.clear();
    for (const [key, control] of this.controls) this.set(key, control.start);
    this.remember();
    return this.show();
  }

  // The address follows when the reader pauses; a key or a release says so at once.
  restless() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.remember(), REST);
  }

  // The setting stands in the address, so that a link can be shared: #name:key=value&key=value
  remember() {
    clearTimeout(this.resting);
    if (!this.addressed) return;
    const setting = [...this.controls.values()]
      .filter((control) => this.reach(control) && control.kind !== "photo")
      .map(({ key }) => `${key}=${encodeURIComponent(plain(this.values[key]))}`).join("&");
    try {
      history.replaceState(history.state, "", `#${this.id}:${setting}`);
    } catch {
      // Browsers refuse when a page asks too often; the picture matters, the address can wait.
    }
  }

  recall() {
    const [name, setting] = split(location.hash.slice(1));
    if (name !== this.id || !setting) return;
    const notes = [];
    for (const part of setting.split("&")) {
      const [key, text] = part.split(/=(.*)/s);
      const control = this.controls.get(key);
      if (!control) notes.push(key && `“${brief(key)}” is no control here.`);
      else if (text === undefined) notes.push(`“${brief(key)}” has no value.`);
      else notes.push(this.follow(control, text));
    }
    this.note = notes.filter(Boolean).slice(0, 3).join(" ");
    this.show();
    this.scrollIntoView({ block: "center" });
  }

  // Go where a link says; return what the reader must know of it.
  follow(control, text) {
    const value = parsed(control, text);
    if (value === undefined) return `“${brief(text)}” is no value of ${control.label}.`;
    const values = this.reach(control);
    const live = this.sources.some((source) => source.live);
    const free = live && (control.kind === "seed" || !control.values?.length);
    const at = free ? -1 : nearest(values ?? [control.start], value);
    if (at < 0 && !live) {
      this.wanted.set(control.key, value);
      return `${NOT_HERE}: ${control.label} ${words(control, value)}.`;
    }
    const found = at < 0 ? value : (values ?? [control.start])[at];
    this.set(control.key, found);
    const said = `${control.label} ${words(control, value)}`;
    if (same(found, value)) return "";
    if (!values) return `${NOT_HERE}: ${said}.`;
    return `There is no picture of ${said}; this is the nearest, ${words(control, found)}.`;
  }
}

// Name and setting in an address, which some programs escape as a whole.
function split(hash) {
  const [name, setting] = (hash.includes(":") ? hash : decoded(hash)).split(/:(.*)/s);
  return [name, setting];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const brief = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
const plain = (value) => (Array.isArray(value) ? value.map((x) => (Array.isArray(x) ? x.join(",") : x)).join(Array.isArray(value[0]) ? ";" : ",") : String(value));

// The value of a control that a link means, undefined if none: numbers as numbers, without what ends a sentence.
function parsed(control, text) {
  for (const said of [decoded(text), decoded(text).replace(CLOSING, "")]) {
    if (control.kind === "cells") {
      const rows = said.split(";").map((row) => row.split(",").map(number));
      if (rows.length === control.rows && rows.every((row) => row.length === control.columns && row.every(Number.isFinite))) return rows;
    } else if (control.kind === "point") {
      const place = said.split(",").map(number);
      if (place.length === 2 && place.every(Number.isFinite)) return place;
    } else if (control.kind === "slider" || control.kind === "seed") {
      if (Number.isFinite(number(said))) return number(said);
    } else {
      const exact = control.values?.find((value) => String(value) === said);
      if (exact !== undefined) return exact;
    }
  }
  return undefined;
}

const number = (text) => (text.trim() ? Number(text.replace("−", "-")) : NaN);

if (!customElements.get("nnbook-explorer")) customElements.define("nnbook-explorer", NNBookExplorer);
