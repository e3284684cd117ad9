"use strict";

// Formulas wider than the column scroll; whoever has no mouse must be able to reach them.

const reach = new ResizeObserver((changed) => {
  const wide = changed.map(({ target }) => target.scrollWidth > target.clientWidth);
  changed.forEach(({ target }, i) => (wide[i] ? (target.tabIndex = 0) : target.removeAttribute("tabindex")));
});
for (const formula of document.querySelectorAll(".formula")) reach.observe(formula);

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

// The page's policy forbids what Sphinx writes into this link.
addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});
