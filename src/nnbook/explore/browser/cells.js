// Code cells of the page, to be edited and run: a text area with sensible keys, and what the cell shows.

const INDENT = "    ";

export class Editor {
  constructor(live, input, button, index, source) {
    Object.assign(this, { live, input, index, source });
    this.code = input.querySelector(".highlight") ?? input.querySelector("pre");
    this.area = Object.assign(document.createElement("textarea"), {
      className: "nnx-code", value: source, rows: source.split("\n").length, spellcheck: false, wrap: "off",
    });
    for (const [name, value] of [["autocapitalize", "off"], ["autocomplete", "off"], ["autocorrect", "off"]]) this.area.setAttribute(name, value);
    this.area.setAttribute("aria-label", "Code; Shift and Enter run it, Escape and Tab leave it");
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("input", () => (this.area.rows = this.area.value.split("\n").length));
    this.bar = Object.assign(document.createElement("p"), { className: "nnx-run" });
    this.run = this.press("Run", () => this.start());
    this.bar.append(this.run, " ", this.press("Reset", () => this.reset()));
    this.output = Object.assign(document.createElement("div"), { className: "nnx-outputs" });
    this.output.setAttribute("role", "status");
    this.output.setAttribute("aria-label", "What the code gives");
    this.code.hidden = true;
    // What the page shows of the cell; an explorer stays in any case.
    const shown = input.closest(".cell")?.querySelector(".cell_output");
    this.before = shown?.querySelector("nnbook-explorer") ? null : shown;
    button.replaceWith(this.area, this.bar, this.output);
    this.area.focus();
  }

  press(text, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.addEventListener("click", act);
    return button;
  }

  // Tab indents, as long as Escape has not been pressed before it; Enter keeps the indentation.
  key(event) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const line = value.lastIndexOf("\n", from - 1) + 1;
    const insert = (text) => this.area.setRangeText(text, from, to, "end");
    const leaving = this.leaving;
    this.leaving = event.key === "Escape";
    if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.start();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const before = value.slice(line, from);
      insert(`\n${before.match(/^ */)[0]}${before.trimEnd().endsWith(":") ? INDENT : ""}`);
      this.area.dispatchEvent(new Event("input"));
    } else if (event.key === "Tab" && !leaving && !event.shiftKey && from === to) {
      event.preventDefault();
      insert(" ".repeat(INDENT.length - ((from - line) % INDENT.length)));
    } else if (event.key === "Tab" && !leaving) {
      event.preventDefault();
      this.shift(event.shiftKey, from, to);
    }
  }

  // Move the selected lines in or out by one step.
  shift(out, from, to) {
    const start = this.area.value.lastIndexOf("\n", from - 1) + 1;
    const lines = this.area.value.slice(start, to).split("\n");
    const moved = lines.map((line) => (out ? line.replace(/^ {1,4}/, "") : line && INDENT + line)).join("\n");
    this.area.setRangeText(moved, start, to, "select");
  }

  async start() {
    if (this.run.disabled) return;
    this.run.disabled = true;
    this.output.setAttribute("aria-busy", "true");
    try {
      const { outputs } = await this.live.busy(this.input, () => this.live.python.cell(this.index, this.area.value));
      this.show(outputs);
    } catch (error) {
      this.show([{ kind: "error", text: error.message }]);
    }
    this.output.removeAttribute("aria-busy");
    this.run.disabled = false;
  }

  reset() {
    this.area.value = this.source;
    this.area.rows = this.source.split("\n").length;
    this.output.replaceChildren();
    if (this.before) this.before.hidden = false;
    this.area.focus();
  }

  show(outputs) {
    if (this.before) this.before.hidden = true;
    this.output.replaceChildren(...outputs.map((output) => this.element(output)));
    if (!outputs.length) this.output.append(Object.assign(document.createElement("p"), { textContent: "Done; this cell shows nothing." }));
  }

  element({ kind, text, png, html, name, description }) {
    if (kind === "picture") {
      return Object.assign(new Image(), { src: `data:image/png;base64,${png}`, alt: "The figure that the code drew" });
    }
    if (kind === "html") return table(html);
    if (kind === "explorer") {
      this.live.renew(name, description);
      return Object.assign(document.createElement("p"), { textContent: "The explorer of this cell draws with your code now." });
    }
    const shown = Object.assign(document.createElement("pre"), { textContent: text });
    if (kind === "error") shown.className = "nnx-error";
    return shown;
  }
}

// HTML that Python made, without what may act: scripts, handlers, frames, styles, addresses.
function table(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  body.querySelectorAll("script, style, iframe, object, embed, link, meta, base, form, template").forEach((element) => element.remove());
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!["colspan", "rowspan", "scope", "class", "title", "alt"].includes(name)) element.removeAttribute(name);
    }
  }
  const shown = Object.assign(document.createElement("div"), { className: "nnx-table" });
  shown.append(...body.childNodes);
  return shown;
}
