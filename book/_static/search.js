// The search page: Sphinx says which pages hold the words, this finds the sections, ranks and quotes them.
// Nothing is fetched, so it works from a disk, too.
"use strict";

const here = document.currentScript.src;
const MOST = 30; // results
const MOST_OF_A_PAGE = 5;
const QUOTED = 220; // characters

// A stem ends where its words begin to differ; Porter's also turns a final y into i.
function pattern(stem) {
  const safe = stem.replace(/[.*+\-?^${}()|[\]\\]/g, "\\$&").replace(/i$/, "[iy]");
  return new RegExp(`(?<![\\p{L}\\p{N}])${safe}`, "giu");
}

// Appendix and reference repeat what a chapter explains.
const weight = (page) => (page.includes("/reference/") ? 0.25 : page.includes("/appendices/") ? 0.5 : 1);

const count = (text, word) => text.match(word)?.length ?? 0;

// What a section is worth: words in its title most, then those in the title of its page, then those in its text.
// 0: the words are not all there.
function worth(stems, query, [, title, text], pageTitle) {
  const found = stems.map((stem) => ({
    title: count(title, stem) > 0,
    page: count(pageTitle, stem) > 0,
    text: count(text, stem),
  }));
  if (!found.every((word) => word.title || word.page || word.text)) return 0;
  if (!found.some((word) => word.title || word.text)) return 0;
  const each = found.map((word) => 10 * word.title + 4 * word.page + Math.min(word.text, 5));
  const exact = title.toLowerCase() === query.toLowerCase().trim() ? 10 : 0;
  return each.reduce((sum, value) => sum + value, exact);
}

function quote(text, stems) {
  const first = Math.min(...stems.map((stem) => text.search(stem)).filter((at) => at >= 0));
  const from = first > 80 && first < Infinity ? text.indexOf(" ", first - 80) + 1 : 0;
  const end = text.length > from + QUOTED ? text.lastIndexOf(" ", from + QUOTED) : text.length;
  return `${from ? "… " : ""}${text.slice(from, end).replace(/^[….,; ]+/, "")}${end < text.length ? " …" : ""}`;
}

// Sphinx keeps words in plain objects, which know "constructor" and "__proto__" though no page has them; and asks
// them one question.
const WORDS = Object.assign(Object.create(null), { hasOwnProperty: Object.prototype.hasOwnProperty });

function forgetLanguage(index) {
  for (const kind of ["terms", "titleterms"]) index[kind] = Object.assign(Object.create(WORDS), index[kind]);
}

function find(query) {
  const [, terms, excluded] = Search._parseQuery(query);
  const stems = [...terms].map(pattern);
  const results = [];
  for (const [page] of terms.size ? Search.performTermsSearch(terms, excluded) : []) {
    const parts = SECTIONS[page] ?? [];
    const where = parts[0]?.[1] ?? page;
    const ranked = parts
      .map((part) => [weight(page) * worth(stems, query, part, where), part])
      .filter(([score]) => score > 0)
      .sort((one, other) => other[0] - one[0]);
    // The words are all on the page, but in no section together.
    const shown = ranked.length ? ranked.slice(0, MOST_OF_A_PAGE) : [[0, ["", where, ""]]];
    for (const [score, [anchor, title, text]] of shown)
      results.push({ score, page, anchor: anchor && `#${anchor}`, title, where, text: quote(text, stems) });
  }
  return results.sort((one, other) => other.score - one.score).slice(0, MOST);
}

function element(kind, parent, text, className = "") {
  const made = parent.appendChild(document.createElement(kind));
  made.textContent = text;
  made.className = className;
  return made;
}

function show({ page, anchor, title, where, text }, words) {
  const item = element("li", Search.output, "");
  element("a", item, title).href = page + DOCUMENTATION_OPTIONS.LINK_SUFFIX + anchor;
  if (where !== title) element("span", item, ` – ${where}`);
  if (text) element("p", item, text, "context");
  for (const word of words) _highlightText(item, word, "highlighted");
}

// The sections come when they are asked for: most visits to this page begin without a question.
function load() {
  const script = document.createElement("script");
  script.src = new URL("search_sections.js", here);
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${script.src} is missing`));
    document.head.append(script);
  });
}

async function answer(query) {
  await load();
  forgetLanguage(Search._index);
  const results = find(query);
  Search.stopPulse();
  Search.title.textContent = "Search results";
  Search.status.setAttribute("role", "status");
  const number = results.length === 1 ? "One place fits" : `${results.length} places fit`;
  Search.status.textContent = results.length
    ? `${number}, the best first.`
    : "No page has all of these words. Try fewer, or other ones.";
  const words = Search._parseQuery(query)[3];
  for (const result of results) show(result, words);
}

// After every script of the page, and before Sphinx begins to search.
addEventListener("DOMContentLoaded", () => (Search.query = answer), { capture: true });
