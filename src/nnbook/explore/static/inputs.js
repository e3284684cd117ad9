// What a reader moves, one class for each kind of control. Each makes `parts` for its place on the page and
// calls `moved(value)` when the reader moves it. `among(values)` says which values it may take, and
// `show(value)` makes it say `value`, whoever moved it.

// Make an element from its tag, properties, attributes (whose names have a hyphen) and children.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
const minus = (number) => String(Number(number.toPrecision(4))).replace("-", "−");

// Where the value nearest to `wanted` stands in a list of numbers; exact for anything else.
function nearest(values, wanted) {
  const exact = values.findIndex((value) => same(value, wanted));
  if (exact >= 0 || typeof wanted !== "number") return exact;
  const far = values.map((value) => Math.abs(value - wanted));
  return far.indexOf(Math.min(...far));
}

// How a value of a control reads: in the words of the explorer, where it has any.
function words(control, value) {
  const i = control.values?.findIndex((position) => same(position, value)) ?? -1;
  if (i >= 0) return control.texts[i];
  return typeof value === "number" ? `${minus(value)} ${control.unit ?? ""}`.trim() : String(value);
}

class SliderInput {
  constructor(control, id, moved) {
    this.control = control;
    this.range = make("input", { type: "range", id, min: 0, step: 1, autocomplete: "off", "data-key": control.key });
    this.said = make("output", { className: "nnx-value", "aria-live": "off" });
    this.said.setAttribute("for", id);
    this.range.addEventListener("input", () => moved(this.values[this.range.value]));
    this.parts = [make("label", { htmlFor: id }, control.label), this.said, this.range];
  }

  among(values) {
    this.values = values ?? this.control.values;
    this.range.max = this.values.length - 1;
  }

  show(value) {
    const text = words(this.control, value);
    this.range.value = nearest(this.values, value);
    this.range.setAttribute("aria-valuetext", text);
    this.said.textContent = text;
  }
}

class ChoiceInput {
  constructor(control, id, moved) {
    this.control = control;
    const options = control.texts.map((text, i) => make("option", { value: i }, text));
    this.select = make("select", { id, autocomplete: "off", "data-key": control.key }, ...options);
    this.select.addEventListener("input", () => moved(control.values[this.select.value]));
    this.parts = [make("label", { htmlFor: id }, control.label), this.select];
  }

  among() {}

  show(value) {
    this.select.value = this.control.values.indexOf(value);
  }
}

class ToggleInput {
  constructor(control, id, moved) {
    this.box = make("input", { type: "checkbox", id, autocomplete: "off", "data-key": control.key });
    this.box.addEventListener("input", () => moved(this.box.checked));
    this.parts = [make("label", { htmlFor: id }, this.box, ` ${control.label}`)];
  }

  among() {}

  show(value) {
    this.box.checked = value;
  }
}

class SeedInput {
  constructor(control, id, moved) {
    const ends = { min: control.lo, max: control.hi, step: 1, inputMode: "numeric" };
    this.number = make("input", { type: "number", id, ...ends, autocomplete: "off", "data-key": control.key });
    this.number.addEventListener("input", () => {
      if (this.number.value !== "" && this.number.validity.valid) moved(Number(this.number.value));
    });
    this.number.addEventListener("change", () => this.show(this.value)); // what is no seed goes away again
    this.parts = [make("label", { htmlFor: id }, control.label), this.number];
  }

  among() {}

  show(value) {
    this.value = value;
    if (Number(this.number.value) !== value || this.number.value === "") this.number.value = value;
  }
}
