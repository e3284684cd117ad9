// Explorers on a static page: every picture exists as a file; the controls choose which one is seen.
// No dependencies, no requests but for pictures, which arrive when they are wanted or are next to be.
"use strict";

const KEPT_PICTURES = 80; // decoded pictures that one explorer remembers
const PLAY_INTERVAL = 220; // ms between two steps of a sweep

class NNBookExplorer extends HTMLElement {
  connectedCallback() {
    if (this.data) return;
    this.data = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    this.image = this.querySelector(".nnx-picture");
    this.image.decoding = "sync"; // what is shown has been decoded before, so nothing is worth waiting for
    this.readout = this.querySelector(".nnx-readout");
    this.message = this.querySelector(".nnx-message");
    this.at = this.data.controls.map((control) => control.start);
    this.loaded = new Map(); // address -> promise of a decoded picture, oldest first
    this.newest = 0;
    this.inputs = this.data.controls.map((control, i) => {
      const input = this.querySelector(`[data-key="${control.key}"]`);
      input.addEventListener("input", () => {
        this.stop();
        this.move(i, input.type === "checkbox" ? Number(input.checked) : Number(input.value));
      });
      input.addEventListener("change", () => this.remember());
      if (input.type === "range") input.addEventListener("focus", () => (this.playing = i));
      return input;
    });
    this.playing = this.inputs.findIndex((input) => input.type === "range");
    this.button("play")?.addEventListener("click", () => this.play());
    this.button("pin")?.addEventListener("click", () => this.pin());
    this.button("reset")?.addEventListener("click", () => this.reset());
    for (const type of ["focusin", "pointerenter"]) this.addEventListener(type, () => this.prefetch(), { once: true });
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.still.addEventListener("change", () => this.namePlay());
    this.namePlay();
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    addEventListener("hashchange", () => this.recall());
    this.recall();
  }

  button(name) {
    return this.querySelector(`.nnx-${name}`);
  }

  // Which frame a setting has: the last control moves fastest.
  frame(at) {
    return at.reduce((index, position, i) => index * this.data.controls[i].values.length + position, 0);
  }

  address(at) {
    return this.dataset.base + this.data.pictures[this.data.frames[this.frame(at)]];
  }

  move(i, position) {
    this.at[i] = position;
    const input = this.inputs[i];
    const text = this.data.controls[i].texts[position];
    if (input.type === "checkbox") input.checked = Boolean(position);
    else input.value = position;
    if (input.type === "range") {
      input.setAttribute("aria-valuetext", text);
      input.parentElement.querySelector(".nnx-value").textContent = text;
    }
    return this.show();
  }

  // Show the picture of the present setting, unless a newer setting has come by the time it is here.
  async show() {
    const mine = ++this.newest;
    const at = [...this.at];
    const address = this.address(at);
    try {
      await this.load(address).decode();
    } catch {
      if (mine === this.newest) this.message.textContent = "This picture could not be loaded; the last one stays.";
      return;
    }
    if (mine !== this.newest) return;
    this.image.src = address;
    this.readout.textContent = this.data.readouts[this.data.words[this.frame(at)]];
    this.message.textContent = "";
    this.prefetch();
  }

  // The picture at an address, on its way or here; what has not been asked for longest is forgotten.
  load(address, priority = "high") {
    let picture = this.loaded.get(address);
    if (picture) this.loaded.delete(address);
    else {
      picture = new Image();
      picture.onerror = () => this.loaded.delete(address); // it may come back: the next move asks again
      picture.fetchPriority = priority;
      picture.src = address;
    }
    this.loaded.set(address, picture);
    if (this.loaded.size > KEPT_PICTURES) this.loaded.delete(this.loaded.keys().next().value);
    return picture;
  }

  // Fetch what one more step of any control would show.
  prefetch() {
    if (navigator.connection?.saveData) return;
    this.at.forEach((position, i) => {
      for (const next of [position - 1, position + 1, position + 2]) {
        if (next < 0 || next >= this.data.controls[i].values.length) continue;
        this.load(this.address(Object.assign([...this.at], { [i]: next })), "low");
      }
    });
  }

  namePlay() {
    const button = this.button("play");
    if (button) button.textContent = this.still.matches ? "Step" : this.timer ? "Pause" : "Play";
  }

  // Sweep the slider that was touched last; readers who want no motion get one step for each press.
  play() {
    if (this.timer) return this.stop();
    const step = () => this.move(this.playing, (this.at[this.playing] + 1) % this.data.controls[this.playing].values.length);
    step();
    if (this.still.matches) return this.remember();
    const next = async () => {
      const moved = step();
      await moved;
      if (this.timer) this.timer = setTimeout(next, PLAY_INTERVAL);
    };
    this.timer = setTimeout(next, PLAY_INTERVAL);
    this.readout.setAttribute("aria-live", "off"); // a sweep would never let a screen reader finish
    this.namePlay();
  }

  stop() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.readout.removeAttribute("aria-live");
    this.namePlay();
    this.remember();
  }

  // Keep a copy of the present picture beside the one that moves on.
  pin() {
    const kept = this.querySelector(".nnx-pinned");
    this.button("pin").setAttribute("aria-pressed", String(!kept));
    if (kept) return kept.remove();
    const figure = document.createElement("figure");
    figure.className = "nnx-pinned";
    const picture = this.image.cloneNode();
    picture.alt = `Pinned: ${this.settingText()}`;
    const caption = document.createElement("figcaption");
    caption.textContent = `Pinned: ${this.settingText()}. ${this.readout.textContent}`;
    figure.append(picture, caption);
    this.querySelector(".nnx-pictures").append(figure);
  }

  settingText() {
    return this.data.controls
      .map((control, i) => `${this.inputs[i].labels[0].textContent.trim()} ${control.texts[this.at[i]]}`)
      .join(", ");
  }

  reset() {
    this.stop();
    this.data.controls.forEach((control, i) => this.move(i, control.start));
    this.remember();
  }

  // The setting stands in the address, so that a link can be shared: #name:key=value&key=value
  remember() {
    const setting = this.data.controls
      .map((control, i) => `${control.key}=${encodeURIComponent(control.values[this.at[i]])}`)
      .join("&");
    try {
      history.replaceState(history.state, "", `#${this.id}:${setting}`);
    } catch {
      // Browsers refuse when a page asks too often; the picture matters, the address can wait.
    }
  }

  recall() {
    const [name, setting] = location.hash.slice(1).split(":", 2);
    if (name !== this.id || !setting) return;
    for (const part of setting.split("&")) {
      const [key, value] = part.split("=", 2);
      const i = this.data.controls.findIndex((control) => control.key === key);
      if (i < 0 || value === undefined) continue;
      let plain;
      try {
        plain = decodeURIComponent(value);
      } catch {
        continue;
      }
      const position = this.data.controls[i].values.indexOf(plain);
      if (position >= 0) this.move(i, position);
    }
    this.scrollIntoView({ block: "center" });
  }
}

customElements.define("nnbook-explorer", NNBookExplorer);
