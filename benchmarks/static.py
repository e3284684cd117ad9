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
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const frame = () => new Promise(requestAnimationFrame);
  const painted = () => new Promise((tell) => {
    explorer.put = (shown) => {
      delete explorer.put;
      explorer.put(shown);
      tell();
    };
  });
  const controls = [...explorer.controls.values()].filter((control) => control.stops);
  const times = [];
  explorer.scrollIntoView({ block: "center" });
  explorer.dispatchEvent(new Event("pointerenter"));
  await explorer.querySelector(".nnx-picture").decode();
  for (let i = 0; i < nMoves; i++) {
    const control = controls[Math.floor(random() * controls.length)];
    const stops = explorer.reach(control);
    const at = stops.indexOf(explorer.values[control.key]);
    const step = random() < 0.5 ? -1 : 1;
    let to = i % 2 ? Math.floor(random() * stops.length) : at + step;
    if (to < 0 || to >= stops.length || to === at) to = at > 0 ? at - 1 : at + 1;
    const input = explorer.querySelector(`[data-key="${control.key}"]`);
    await frame();
    const start = performance.now();
    const shown = painted();
    if (input.type === "checkbox") input.checked = stops[to];
    else if (input.type === "range") input.value = to;
    else if (input.type === "number") input.value = stops[to];
    else input.value = control.values.indexOf(stops[to]);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    await Promise.all([...explorer.querySelectorAll(".nnx-picture")].map((image) => image.decode()));
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
