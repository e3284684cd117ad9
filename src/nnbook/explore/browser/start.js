// Offers to start Python in the page. It loads nothing before a reader asks, or has asked before on this visit.
"use strict";

{
  const VISIT = "nnbook-live"; // in the session's storage: the reader's choice, for the pages that follow
  const meta = document.querySelector('meta[name="nnbook-live"]');
  const address = new URL(meta.content, location.href);
  const price = `${meta.dataset.megabytes} MB, once`;
  const offers = []; // what asks to start, or says why it cannot
  let live; // promise of the page's Python, from the first press on

  // What a browser lacks, in a sentence; "" if nothing.
  function lack() {
    if (typeof WebAssembly !== "object") return "This browser cannot run Python: it has no WebAssembly, or it is switched off.";
    if (!("Worker" in window && "structuredClone" in window)) return "This browser is too old to run Python; its next version will.";
    return "";
  }

  function remember(asked) {
    try {
      if (asked) sessionStorage.setItem(VISIT, "1");
      else sessionStorage.removeItem(VISIT);
    } catch {
      // Without storage the next page asks again.
    }
  }

  function asked() {
    try {
      return sessionStorage.getItem(VISIT) === "1" && !navigator.connection?.saveData;
    } catch {
      return false;
    }
  }

  // Say the same below every explorer; the button is there while there is something to press.
  function say(text, { pressable = false } = {}) {
    for (const { button, status } of offers) {
      button.hidden = !pressable;
      if (status.textContent !== text) status.textContent = text;
    }
  }

  function start() {
    live ??= (async () => {
      try {
        say("Python is on its way …");
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`the site does not have ${address.pathname.split("/").pop()}`);
        const page = await answer.json();
        const { Live } = await import(new URL(page.module, address).href);
        const begun = await Live.begin(page, address, say);
        remember(true);
        return begun;
      } catch (error) {
        live = undefined;
        remember(false);
        say(`Python did not start: ${error.message} The pictures stay.`, { pressable: true });
        throw error;
      }
    })();
    return live;
  }

  function offer(explorer) {
    const line = Object.assign(document.createElement("p"), { className: "nnx-live" });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Make everything move (${price})` });
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    line.append(button, " ", status);
    (explorer.querySelector("figure") ?? explorer).append(line);
    button.addEventListener("click", () => start().catch(() => {}));
    offers.push({ button, status });
  }

  // Code cells answer to a press of their own.
  function edit(cell) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "nnx-edit", textContent: "Edit and run" });
    button.title = `Needs Python in this page (${price})`;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        (await start()).edit(cell, button);
      } catch {
        button.disabled = false;
        const sentence = offers[0]?.status.textContent || "Python did not start.";
        button.after(Object.assign(document.createElement("span"), { textContent: ` ${sentence}` }));
      }
    });
    cell.append(button);
  }

  if (location.protocol.startsWith("http")) {
    document.querySelectorAll("nnbook-explorer").forEach(offer);
    const reason = lack();
    if (reason) say(reason);
    else {
      document.querySelectorAll(".cell_input").forEach(edit);
      document.addEventListener("nnx-want-live", (event) => {
        event.preventDefault();
        start().catch(() => {});
      });
      if (asked()) start().catch(() => {});
    }
  }
}
