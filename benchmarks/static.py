"""Static latency: from moving a control to the painted picture, in Chromium, served from this machine.

A move counts as painted when the frame is over in which the page has been given the decoded picture.
Half of the moves go to a neighbouring position, as a reader's do, half anywhere.
"""

import json

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.browsing import ROOT, pages_with_explorers
from tools import browser
from tools.serve import Site

N_MOVES = 40
MEASURE = """async ([id, nMoves, seed]) => {
  const explorer = document.getElementById(id);
  const inputs = [...explorer.querySelectorAll("[data-key]")];
  const image = explorer.querySelector(".nnx-picture");
  const readout = explorer.querySelector(".nnx-readout");
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const frame = () => new Promise(requestAnimationFrame);
  const sizes = explorer.data.controls.map((control) => control.values.length);
  const times = [];
  explorer.scrollIntoView({ block: "center" });
  explorer.dispatchEvent(new Event("pointerenter"));
  await image.decode();
  for (let i = 0; i < nMoves; i++) {
    const c = Math.floor(random() * inputs.length);
    const at = explorer.at[c];
    const step = random() < 0.5 ? -1 : 1;
    let to = i % 2 ? Math.floor(random() * sizes[c]) : at + step;
    if (to < 0 || to >= sizes[c] || to === at) to = at > 0 ? at - 1 : at + 1;
    await frame();
    const start = performance.now();
    const wanted = explorer.address(explorer.at.map((p, k) => (k === c ? to : p)));
    if (inputs[c].type === "checkbox") inputs[c].checked = Boolean(to);
    else inputs[c].value = to;
    inputs[c].dispatchEvent(new Event("input", { bubbles: true }));
    while (image.getAttribute("src") !== wanted) await new Promise((go) => setTimeout(go));
    await image.decode();
    await frame();
    await new Promise((go) => setTimeout(go)); // after the frame's paint
    times.push(performance.now() - start);
    await new Promise((go) => setTimeout(go, 30)); // the pace of a hand: neighbours can be fetched
  }
  return times;
}"""


def main():
    rows = []
    with Site(ROOT / "_build" / "html", prefix="/book/") as site, sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        for path in pages_with_explorers():
            page = chromium.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
            page.goto(site.url + path)
            page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
            names = page.locator("nnbook-explorer").evaluate_all("all => all.map((e) => e.id)")
            times = [t for i, n in enumerate(names) for t in page.evaluate(MEASURE, [n, N_MOVES, i + 1])]
            median, p95 = np.percentile(times, [50, 95])
            rows.append(
                {
                    "page": path,
                    "explorers": len(names),
                    "moves": len(times),
                    "median [ms]": round(median, 1),
                    "p95 [ms]": round(p95, 1),
                    "within 50": "yes" if p95 <= 50 else "NO",
                }
            )
            page.close()
        chromium.close()
    print(json.dumps({"Static: from a move to the painted picture": rows}))


if __name__ == "__main__":
    main()
