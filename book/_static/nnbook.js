// Formulas wider than the column scroll; whoever has no mouse must be able to reach them.
"use strict";

function makeReachable() {
  for (const formula of document.querySelectorAll('mjx-container[display="true"]')) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  makeReachable();
  addEventListener("resize", makeReachable);
});
