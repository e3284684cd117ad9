// Pictures from the kernel of a notebook: a setting goes there in the traits of the widget, a picture comes back.

const ENDED = "The kernel was restarted or has ended, so nothing can move: run this cell again.";

const GIVE_UP = 10_000; // ms after which no answer is awaited: the next question may get one

class KernelSource {
  live = true;
  slow = "The kernel is busy. If it was restarted, run this cell again.";

  constructor(model, element) {
    Object.assign(this, { model, element, asked: 0, id: Math.random().toString(36).slice(2) });
    model.on("change:_answer", () => this.answered(model.get("_answer")));
    model.on("comm_live_update", () => this.end());
  }

  has() {
    return false;
  }

  draw(values, { scale }) {
    if (this.ended) return Promise.reject(new Error(ENDED));
    const question = `${this.id}-${++this.asked}`;
    return new Promise((resolve, reject) => {
      this.waiting = { question, resolve, reject };
      setTimeout(() => reject(new Error(this.slow)), GIVE_UP); // an answer that comes later is shown all the same
      for (const [key, trait] of Object.entries(this.model.get("_names"))) this.model.set(trait, values[key]);
      this.model.set("_asked", { question, scale });
      this.model.save_changes();
    });
  }

  async answered({ question, values, readout, error }) {
    const waiting = this.waiting?.question === question ? this.waiting : null;
    if (waiting) this.waiting = null;
    if (error) return waiting ? waiting.reject(new Error(error)) : this.element.say(error);
    const shown = { picture: { bitmap: await this.bitmap() }, readout };
    return waiting ? waiting.resolve(shown) : this.element.receive(values, shown);
  }

  bitmap() {
    return createImageBitmap(new Blob([this.model.get("_picture")], { type: "image/png" }));
  }

  end() {
    this.ended = true;
    this.waiting?.reject(new Error(ENDED));
    this.element.say(ENDED);
  }
}

async function render({ model, el }) {
  const element = document.createElement("nnbook-explorer");
  const description = model.get("_description");
  const source = new KernelSource(model, element);
  element.configure(description, source);
  for (const control of element.querySelectorAll("input, select, button, [tabindex]")) {
    control.setAttribute("data-lm-suppress-shortcuts", "true"); // arrow keys move it, not JupyterLab's cursor
  }
  el.append(element);
  element.note = model.get("_answer").error ?? "";
  if (model.get("_picture").byteLength) await source.answered({ ...model.get("_answer"), error: "", question: null });
  if (devicePixelRatio > 1) element.show(Math.min(2, devicePixelRatio));
  return () => element.stop();
}

export default { render };
