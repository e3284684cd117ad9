"use strict";

// Formulas and pictures wider than the column scroll; whoever has no mouse must be able to reach them. They are
// measured when they have been laid out.
const scrolling = new ResizeObserver((changed) => {
  const wide = changed.map(({ target }) => target.scrollWidth > target.clientWidth + 1);
  changed.forEach(({ target }, i) => {
    target.classList.toggle("wide", wide[i]);
    if (wide[i]) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  });
});
for (const one of document.querySelectorAll(".formula, span.math, .wide-picture")) scrolling.observe(one);

// Reload and Back lead to where the reader was. Browsers remember a height, which is another place while text has
// not been laid out; this remembers what stood at the top of the window. Some browsers keep nothing: then it is up
// to them.
const PLACE = `nnbook-place-${location.pathname}`;
const returned = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
const blocks = () => [...document.querySelectorAll("article section > :not(section)")];

function recalled() {
  try {
    return returned ? JSON.parse(sessionStorage.getItem(PLACE)) : null;
  } catch {
    return null;
  }
}

addEventListener("pagehide", () => {
  const tops = blocks().map((block) => block.getBoundingClientRect());
  const number = tops.findIndex(({ height, bottom }) => height > 0 && bottom > 0);
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ number, top: tops[number].top }));
  } catch {
    // private windows; pages without text
  }
});

// Then the rest of the text is laid out, a section in a frame, so that nobody waits for all of it at once. Places are
// known at the end: whoever came for one, and has not moved since, is taken there.
let moved = false;
for (const move of ["wheel", "touchmove", "keydown", "pointerdown"])
  addEventListener(move, () => (moved = true), { once: true, passive: true });

addEventListener("load", async () => {
  const place = recalled();
  if (place) history.scrollRestoration = "manual";
  for (const section of document.querySelectorAll("article section section")) {
    section.classList.add("arrived");
    await new Promise(requestAnimationFrame);
  }
  delete document.documentElement.dataset.arriving;
  const block = place && blocks()[place.number];
  if (!moved && block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
  else if (!moved) document.querySelector(":target")?.scrollIntoView();
  history.scrollRestoration = "auto"; // between places of this page the browser knows the way
});

// Buttons that fold a box out are called after it.
addEventListener("load", () => {
  for (const button of document.querySelectorAll(".toggle-button"))
    button.setAttribute("aria-label", button.parentElement.textContent.trim());
});

for (const button of document.querySelectorAll(".print-page"))
  button.addEventListener("click", () => print());

// A report says which section was read: the last heading above the middle of the window.
function sectionRead() {
  const above = [...document.querySelectorAll("article :is(h1, h2, h3, h4)")].filter(
    (heading) => heading.getBoundingClientRect().top < innerHeight / 2 && heading.checkVisibility(),
  );
  const title = above.at(-1)?.cloneNode(true);
  title?.querySelector(".headerlink")?.remove();
  return title?.textContent.trim() ?? "";
}

for (const link of document.querySelectorAll("a.report-error")) {
  const address = link.href; // it ends with "Section: "
  const name = () => (link.href = address + encodeURIComponent(sectionRead()));
  for (const start of ["pointerdown", "click"]) link.addEventListener(start, name);
}

// On paper everything is open and light, and links whose text is their address do not repeat it.
let folded = [];
let theme;

addEventListener("beforeprint", () => {
  const root = document.documentElement;
  folded = [...document.querySelectorAll("article details:not([open])")];
  for (const details of folded) details.open = true;
  for (const link of document.querySelectorAll("article a.external"))
    link.classList.toggle("address", link.textContent === link.getAttribute("href"));
  theme = root.dataset.theme;
  root.dataset.theme = "light";
});

addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
  document.documentElement.dataset.theme = theme;
});

document.querySelector('.bd-docs-nav a[href="#"]')?.setAttribute("aria-current", "page");
document.querySelectorAll(".fa-solid, .fas").forEach((icon) => icon.setAttribute("aria-hidden", "true"));

// Where there is room, the button for the chapters hides and shows them; elsewhere it opens a dialog.
function sayExpanded() {
  const shown = !document.querySelector(".pst-sidebar-hidden") && matchMedia("(min-width: 992px)").matches;
  document.querySelector(".primary-toggle")?.setAttribute("aria-expanded", String(shown));
}

sayExpanded();
addEventListener("resize", sayExpanded);
addEventListener("click", () => setTimeout(sayExpanded), true);

// The theme drops the focus from a button that has been pressed: those who pressed a key need it back, at once or,
// where the button opened a dialog, when that is closed.
let pressed;

function giveBackFocus() {
  const lost = document.activeElement === document.body || !document.activeElement.checkVisibility();
  if (lost) pressed?.focus();
}

addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("button");
    if (!button?.closest("dialog")) pressed = button;
    if (event.detail === 0) setTimeout(giveBackFocus);
  },
  true,
);

// Dialogs have names, and those that cover the page on a phone can be closed without a key, too.
for (const [id, name] of [
  ["pst-search-dialog", "Search"],
  ["pst-primary-sidebar-modal", "Chapters"],
  ["pst-secondary-sidebar-modal", "On this page"],
]) {
  const dialog = document.getElementById(id);
  dialog?.setAttribute("aria-label", name);
  dialog?.addEventListener("close", () => setTimeout(giveBackFocus));
}

for (const sidebar of document.querySelectorAll("#pst-primary-sidebar, #pst-secondary-sidebar")) {
  const button = document.createElement("button");
  button.className = "btn nnb-close";
  button.type = "button";
  button.textContent = "Close";
  button.addEventListener("click", () => button.closest("dialog").close());
  sidebar.prepend(button);
}

// The page's policy forbids what Sphinx writes into this link.
addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});
