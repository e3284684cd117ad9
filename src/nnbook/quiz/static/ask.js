// Questions that are answered where they stand: on a page without Python, and in a notebook, where anywidget
// calls render(). A question comes sealed, as nnbook.quiz.questions makes it.
"use strict";

const nnbookAsk = (() => {
  const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const DIGITS = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;

  function unseal(text) {
    let state = 1;
    const letters = text.match(/../g).map((byte) => {
      state = (Math.imul(69069, state) + 1) >>> 0;
      return String.fromCharCode(parseInt(byte, 16) ^ (state >>> 24));
    });
    return JSON.parse(letters.join(""));
  }

  // The value of a sum, product, power or root of numbers; NaN if it is something else.
  function evaluate(text) {
    let rest = text;
    const take = (pattern) => {
      const found = pattern.exec(rest)?.[0];
      rest = rest.slice(found?.length ?? 0);
      return found;
    };
    const atom = () => {
      if (take(/^(?:√|sqrt)/)) return Math.sqrt(atom());
      if (take(/^(?:π|pi)/)) return Math.PI;
      if (!take(/^\(/)) return Number(take(DIGITS) ?? NaN);
      const inside = sum();
      return take(/^\)/) ? inside : NaN;
    };
    const power = () => {
      const base = atom();
      const value = take(/^\^/) ? base ** signed() : base;
      return take(/^%/) ? value / 100 : value;
    };
    const signed = () => {
      const sign = take(/^[+-]/);
      return sign ? (sign === "-" ? -signed() : signed()) : power();
    };
    const chain = (part, signs, join) => {
      let value = part();
      for (let sign = take(signs); sign; sign = take(signs)) value = join(value, sign, part());
      return value;
    };
    const product = () => chain(signed, /^[*/]/, (a, sign, b) => (sign === "*" ? a * b : a / b));
    const sum = () => chain(product, /^[+-]/, (a, sign, b) => (sign === "+" ? a + b : a - b));
    const value = sum();
    return rest ? NaN : value;
  }

  // One way of writing: ASCII, no unit, no space but between digits that are not three and three.
  function plain(text, unit) {
    const bare = text.trim();
    return (unit && bare.endsWith(unit) ? bare.slice(0, -unit.length) : bare)
      .replace(/[−–—]/g, "-")
      .replace(/⁻?[⁰¹²³⁴-⁹]+/g, (raised) =>
        `^${raised.replace("⁻", "-").replace(/[^-]/g, (digit) => SUPERSCRIPTS.indexOf(digit))}`)
      .replace(/\*\*/g, "^")
      .replace(/[×·⋅]/g, "*")
      .replace(/÷/g, "/")
      .replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1")
      .replace(/\s*([^\d\s.,])\s*/g, "$1")
      .trim();
  }

  // What numbers the text can mean: a comma may be a decimal one, or stand between thousands.
  function readings(text, unit) {
    const written = plain(text, unit);
    const whole = /(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g;
    const german = written.replace(/\.(?=\d{3}(?!\d).*,)/g, "").replace(/,/g, ".");
    const english = written.replace(whole, (digits) => digits.replaceAll(",", ""));
    return [...new Set([german, english])].map(evaluate).filter(Number.isFinite);
  }

  // Whether the truth, rounded to as many places as were typed, is what was typed.
  function isRounded(field, text, value) {
    const decimals = /^-?\d*(?:[.,](\d*))?$/.exec(plain(text, field.unit));
    if (!decimals) return false;
    const half = 0.5001 * 10 ** -(decimals[1] ?? "").length;
    return Math.abs(value - field.truth) <= Math.min(half, 0.05 * Math.abs(field.truth));
  }

  function judgeNumber(field, text, otherwise) {
    const values = readings(text, field.unit);
    if (!values.length) return { says: `A number, please${field.unit ? `, in ${field.unit}` : ""}.` };
    if (values.some((value) => field.lo <= value && value <= field.hi)) return { right: true, says: "" };
    const hint = field.hints.find(([lo, hi]) =>
      values.some((value) => (lo ?? -Infinity) <= value && value <= (hi ?? Infinity)));
    if (hint) return { says: hint[2] };
    if (isRounded(field, text, values[0])) return { says: "Right as far as it goes. More digits, please." };
    return { says: otherwise || "Check the arithmetic step by step." };
  }

  // What is to be said to the answers, one text for each field, or the number of the chosen option.
  function judge(question, answers) {
    if (question.choices.length) {
      const chosen = question.choices.find((_, i) => answers[0] === String(i));
      if (!chosen) return { state: "open", says: "Choose one first." };
      return verdict(question, chosen.right, chosen.says || question.otherwise || "Look again at the question.");
    }
    if (answers.every((text) => !text.trim())) return { state: "open", says: "Type an answer first." };
    const parts = question.fields.map((field, i) => judgeNumber(field, answers[i], question.otherwise));
    if (parts.length === 1) return verdict(question, parts[0].right, parts[0].says);
    const wrong = parts.map(({ right, says }, i) => (right ? "" : `${question.fields[i].label}: ${says}`)).filter(Boolean);
    const done = question.fields.filter((_, i) => parts[i].right).map(({ label }) => label);
    const soFar = done.length && wrong.length ? `${done.join(", ")} ${done.length > 1 ? "are" : "is"} right. ` : "";
    return { ...verdict(question, !wrong.length, soFar + wrong.join(" ")), parts: parts.map(({ right }) => Boolean(right)) };
  }

  function verdict(question, right, says) {
    if (right) return { state: "right", says: `Right. ${question.because}`.trim() };
    return { state: "wrong", says: `Not yet. ${says}` };
  }

  // Browsers may keep nothing: then a page forgets what was answered, and that is all.
  function recall(name) {
    try {
      const kept = JSON.parse(localStorage.getItem(`nnbook-ask-${name}`));
      return Array.isArray(kept) && kept.every((text) => typeof text === "string") ? kept : null;
    } catch {
      return null;
    }
  }

  function keep(name, answers) {
    try {
      localStorage.setItem(`nnbook-ask-${name}`, JSON.stringify(answers));
    } catch {
      // private windows, full disks
    }
  }

  function make(kind, parent, properties = {}) {
    const made = Object.assign(document.createElement(kind), properties);
    parent?.append(made);
    return made;
  }

  class NNBookAsk extends HTMLElement {
    connectedCallback() {
      if (this.form || !this.dataset.sealed) return;
      this.question = unseal(this.dataset.sealed);
      this.stem = `ask-${this.question.name}-${(NNBookAsk.count = (NNBookAsk.count ?? 0) + 1)}`;
      this.build();
      const kept = recall(this.question.name);
      if (kept) this.fill(kept);
    }

    build() {
      const { prompt, fields, choices } = this.question;
      this.form = make("form", null, { className: "nna", noValidate: true });
      this.form.dataset.lmSuppressShortcuts = "true"; // JupyterLab leaves the keys to the form
      const single = fields.length === 1;
      const body = make(single ? "div" : "fieldset", this.form, { className: "nna-body" });
      if (!single) make("legend", body, { textContent: prompt });
      this.inputs = choices.length
        ? choices.map((option, i) => this.option(body, option, i))
        : fields.map((field, i) => this.field(body, field, i));
      const row = make("div", this.form, { className: "nna-row" });
      make("button", row, { type: "submit", className: "nna-check", textContent: "Check" });
      this.output = make("output", row, { id: `${this.stem}-says`, className: "nna-says" });
      this.output.setAttribute("role", "status");
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.answer();
      });
      this.form.addEventListener("keydown", (event) => {
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); // notebooks have a use for most keys
        if (event.key !== "Enter" || event.target.type === "submit") return;
        event.preventDefault();
        this.answer();
      });
      this.form.addEventListener("input", () => this.say({ state: "open", says: "" }));
      this.replaceChildren(this.form);
    }

    field(body, { label, unit }, i) {
      const id = `${this.stem}-${i}`;
      const row = make("div", body, { className: "nna-field" });
      make("label", row, { htmlFor: id, textContent: label });
      const input = make("input", row, { id, type: "text", autocomplete: "off", spellcheck: false, maxLength: 80 });
      input.setAttribute("aria-describedby", `${unit ? `${id}-unit ` : ""}${this.stem}-says`);
      if (unit) make("span", row, { id: `${id}-unit`, className: "nna-unit", textContent: unit });
      return input;
    }

    option(body, { text }, i) {
      const label = make("label", body, { className: "nna-option" });
      const input = make("input", label, { type: "radio", name: this.stem, value: String(i), autocomplete: "off" });
      label.append(` ${text}`);
      return input;
    }

    get answers() {
      if (this.question.choices.length) return [this.inputs.find((input) => input.checked)?.value ?? ""];
      return this.inputs.map((input) => input.value);
    }

    fill(answers) {
      if (this.question.choices.length) this.inputs.forEach((input) => (input.checked = input.value === answers[0]));
      else this.inputs.forEach((input, i) => (input.value = answers[i] ?? ""));
      const result = judge(this.question, this.answers);
      if (result.state !== "open") this.say(result);
    }

    answer() {
      const result = judge(this.question, this.answers);
      this.say(result);
      if (result.state !== "open") keep(this.question.name, this.answers);
      const wrong = this.inputs.find((input) => input.checked || input.getAttribute("aria-invalid") === "true");
      if (result.state !== "right") (wrong ?? this.inputs[0]).focus();
    }

    say({ state, says, parts }) {
      this.form.dataset.state = state;
      this.output.textContent = says;
      this.inputs.forEach((input, i) => {
        if (input.type !== "text") return;
        if (state === "wrong" && !parts?.[i]) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      });
    }
  }

  if (!customElements.get("nnbook-ask")) customElements.define("nnbook-ask", NNBookAsk);

  function render({ model, el }) {
    const element = make("nnbook-ask", null);
    element.dataset.sealed = model.get("sealed");
    el.append(element);
  }

  return { judge, readings, render };
})();
