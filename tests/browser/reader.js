// What tests ask of a page on behalf of readers who hear it, enlarge it or have no mouse.
"use strict";

const seen = (element, more = {}) => element.checkVisibility({ visibilityProperty: true, ...more });
const say = (element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`;

const COLOURS = ["color-contrast", "link-in-text-block"];
const SIZES = ["target-size", "scrollable-region-focusable"];
const judged = new Set();

// Solutions are read as well.
document.querySelectorAll(".toggle-hidden > .admonition-title").forEach((title) => title.click());

globalThis.reader = {
  // axe walks through every element for every question. Words of code of one kind look the same, so that one of each
  // kind is enough, and so is the outside of a formula that fits where it stands.
  thin() {
    for (const formula of document.querySelectorAll(":not([tabindex]) > math")) {
      const { width, height } = formula.getBoundingClientRect();
      const size = { width: `${Math.floor(width)}px`, height: `${Math.floor(height)}px` };
      Object.assign(formula.style, { display: "inline-block", ...size });
      formula.replaceChildren();
    }
    const kinds = new Set();
    for (const word of document.querySelectorAll(".highlight pre span")) {
      if (kinds.has(word.className)) word.replaceWith(...word.childNodes);
      else kinds.add(word.className);
    }
  },

  // What axe finds, of any impact, and what it could not decide. Without preload: it would ask for the style sheets once
  // more, and for one at a wrong address.
  async axe(include, options) {
    const report = await axe.run({ include }, { resultTypes: ["violations", "incomplete"], preload: false, ...options });
    return [...report.violations, ...report.incomplete].flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${id} (${impact}): ${node.target} ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`),
    );
  },

  // What it finds by the rules about colours on one element of each new look.
  colours() {
    const looks = this.newLooks();
    return looks.length ? this.axe(looks, { runOnly: COLOURS }) : [];
  },

  // What it finds on the whole page by all other rules, or by those about sizes where nothing else is seen than before.
  others() {
    const without = Object.fromEntries(COLOURS.map((id) => [id, { enabled: false }]));
    const all = { rules: { ...without, "target-size": { enabled: true } } };
    return this.axe([document.documentElement], this.showsMore() ? all : { runOnly: SIZES });
  },

  // Whether any two things are seen together that were not judged together.
  showsMore() {
    const shown = [...document.querySelectorAll("*")].map((element) => Number(seen(element))).join("");
    return !judged.has(shown) && judged.add(shown);
  },

  // One link or element with words of each look that was not judged yet: their colour, size and weight, and all that is
  // painted behind them.
  newLooks() {
    const grounds = new Map([[null, ""]]);
    const ground = (element) => {
      if (!grounds.has(element)) {
        const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(element);
        const own = [backgroundColor, backgroundImage, opacity, position].join();
        const around = ground(element.parentElement);
        grounds.set(element, own === "rgba(0, 0, 0, 0),none,1,static" ? around : `${around} ${own}`);
      }
      return grounds.get(element);
    };
    return [...document.body.querySelectorAll("*")].filter((element) => {
      const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!(words || element.matches("a, input, select")) || !seen(element)) return false;
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
      const written = [element.localName, element.className, color, fontSize, fontWeight, textShadow];
      const look = [...written, ground(element)].join();
      return !judged.has(look) && judged.add(look);
    });
  },

  // Formulas of which a screen reader has nothing: no MathML with something in it, no picture with a name.
  unheard() {
    const heard = (spoken) =>
      seen(spoken) && !spoken.closest("[aria-hidden=true]") && (spoken.textContent || spoken.ariaLabel).trim();
    return [...document.querySelectorAll("article .math")]
      .filter((formula) => ![...formula.querySelectorAll("math, [role=math], [role=img]")].some(heard))
      .map((formula) => formula.outerHTML.slice(0, 300));
  },

  // Links as pairs of name and target. What stands at a heading as "#" belongs to the heading, and code says in its own
  // words what it imports.
  links(root) {
    return [...document.querySelectorAll(`${root} a[href]:not(.headerlink, .imported)`)]
      .filter((link) => seen(link))
      .map((link) => [link.ariaLabel || link.innerText.trim() || link.querySelector("img")?.alt, link.href]);
  },

  // Finds what the key Tab should stop at, in the order of the document, and returns how many there are.
  findStops() {
    const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex]");
    const groups = new Set(); // of choices: Tab stops at the first, arrows lead on
    const again = ({ type, name }) => type === "radio" && (groups.has(name) || !groups.add(name));
    this.stops = [...all].filter((stop) => stop.tabIndex >= 0 && !stop.disabled && seen(stop) && !again(stop));
    return this.stops.length;
  },

  // Notes, before a key leads on, where the one before led.
  follow() {
    this.visited = [];
    addEventListener("keydown", () => this.visited.push(this.where()), true);
  },

  // Where the focus is: the number of the stop, or in words what is wrong there. Chromium also stops at what scrolls.
  where() {
    const at = document.activeElement;
    if (at === document.body) return "left";
    const number = this.stops.indexOf(at);
    const scrolls = at.scrollWidth > at.clientWidth || at.scrollHeight > at.clientHeight;
    if (number < 0) return scrolls ? "scrolls" : `not expected: ${say(at)}`;
    const box = [...at.getClientRects()].find(({ width, height }) => width && height) ?? at.getBoundingClientRect();
    const x = Math.min(box.left + box.width / 2, innerWidth - 1);
    const y = Math.min(box.top + Math.min(box.height / 2, 20), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return at.contains(top) || top?.contains(at) ? number : `covered: ${say(at)}`;
  },

  // One stop of each kind that is not known yet, as pairs of number and kind.
  newKinds(known) {
    const kinds = new Map();
    this.stops.forEach((stop, number) => {
      const around = stop.parentElement;
      const kind = [stop.localName, stop.className, stop.type, around.localName, around.className].join(" ");
      if (!known.includes(kind) && !kinds.has(kind)) kinds.set(kind, number);
    });
    return [...kinds].map(([kind, number]) => [number, kind]);
  },

  // Gives the focus to a stop, as a key would, and returns its place in the window.
  focus(number) {
    const stop = this.stops[number];
    stop.scrollIntoView({ block: "center" });
    stop.focus({ focusVisible: true });
    const [{ left, top, right, bottom }] = stop.getClientRects();
    const [x, y] = [Math.max(left, 0), Math.max(top, 0)];
    return [x, y, Math.min(right, innerWidth) - x, Math.min(bottom, innerHeight) - y];
  },

  async frames(count) {
    for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
  },

  // What cannot be read: what sticks out of the page or of a box that neither grows nor scrolls, and what lies on
  // other words. The header lies on the page on purpose.
  lost() {
    const lost = new Set();
    const places = [];
    const look = (element, box) => {
      if (box.width < 1 || box.height < 1) return;
      if (element.closest(".visually-hidden")) return; // clipped on purpose, for screen readers
      const place = { top: box.top, bottom: box.bottom, height: box.height, left: box.left, right: box.right };
      places.push([place, element]);
      for (let around = element; around; around = around.parentElement) {
        const overflow = getComputedStyle(around).overflowX;
        const root = around === document.documentElement;
        if (overflow === "auto" || overflow === "scroll") {
          const { left, right } = around.getBoundingClientRect(); // the rest is scrolled away
          Object.assign(place, { left: Math.max(box.left, left), right: Math.min(box.right, right) });
          return;
        }
        if (overflow === "visible" && !root) continue;
        const { left, right } = root ? { left: 0, right: innerWidth } : around.getBoundingClientRect();
        if (box.right > right + 1 || box.left < left - 1) lost.add(`cut off: ${say(element)}`);
      }
    };
    const range = document.createRange();
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const element = words.currentNode.parentElement;
      if (!words.currentNode.data.trim() || !seen(element, { opacityProperty: true })) continue;
      if (element.closest("math, pre, option, .bd-header-article, .headerlink, .skip-link")) continue;
      range.selectNodeContents(words.currentNode);
      for (const box of range.getClientRects()) look(element, box);
    }
    // Panels of explorers show parts of a picture on purpose.
    for (const element of document.querySelectorAll("math, img:not(.nnx-picture), .nnx-panel, input, select, button"))
      if (seen(element) && !element.closest(".bd-header-article")) look(element, element.getBoundingClientRect());
    places.sort(([a], [b]) => a.top - b.top);
    places.forEach(([a, one], i) => {
      for (let j = i + 1; j < places.length && places[j][0].top < a.bottom; j++) {
        const [b, other] = places[j];
        const height = Math.min(a.bottom, b.bottom) - b.top;
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        if (width < 2 || height < 0.3 * Math.min(a.height, b.height)) continue;
        if (!one.contains(other) && !other.contains(one)) lost.add(`overlap: ${say(one)} and ${say(other)}`);
      }
    });
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) lost.add(`the page is ${wide} px wide`);
    return [...lost];
  },

  // Words of tables that stand on two lines, and formulas there of which a part is hidden. Names in code may break.
  torn() {
    const cells = [...document.querySelectorAll(".pst-scrollable-table-container :is(td, th)")];
    const hidden = cells
      .flatMap((cell) => [...cell.querySelectorAll("span.math")])
      .filter((formula) => formula.scrollWidth > formula.clientWidth + 1 && getComputedStyle(formula).overflowX !== "visible")
      .map(say);
    const range = document.createRange();
    const broken = cells.flatMap((cell) => {
      const words = [];
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        if (!texts.currentNode.parentElement.closest("math, code"))
          for (const { 0: word, index } of texts.currentNode.data.matchAll(/\p{L}{2,}/gu)) {
            range.setStart(texts.currentNode, index);
            range.setEnd(texts.currentNode, index + word.length);
            if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) words.push(word);
          }
      return words;
    });
    return [...hidden, ...broken];
  },

  // What sticks out of the page on the right.
  wide() {
    return [...document.querySelectorAll("article :not(.nnx-picture)")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility())
      .map((element) => element.outerHTML.slice(0, 120))
      .slice(0, 5);
  },

  // Formulas and lines of code that do not fit in the column.
  cut() {
    return [...document.querySelectorAll("article :is(.formula, span.math, pre)")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.checkVisibility())
      .map((element) => `${element.scrollWidth - element.clientWidth} px: ${say(element)}`);
  },

  // Signs behind a formula that begin the next line.
  astray() {
    const range = document.createRange();
    return [...document.querySelectorAll("article span.math")]
      .filter((formula) => {
        const behind = formula.nextSibling;
        if (behind?.nodeType !== Node.TEXT_NODE || !/^[,.;:!?)\]’”-]/.test(behind.data)) return false;
        range.setStart(behind, 0);
        range.setEnd(behind, 1);
        return range.getBoundingClientRect().left < formula.getBoundingClientRect().left;
      })
      .map((formula) => say(formula) + formula.nextSibling.data);
  },

  // What fades, runs or glides.
  moving() {
    const moves = (element, part) => {
      const style = getComputedStyle(element, part);
      const runs = style.animationName !== "none" && /[1-9]/.test(style.animationDuration);
      return runs || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior === "smooth";
    };
    return [...document.querySelectorAll("*")].flatMap((element) =>
      ["", "::before", "::after"].filter((part) => moves(element, part)).map((part) => say(element) + part),
    );
  },
};
