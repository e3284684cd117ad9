// Python in Firefox: node firefox.cjs ADDRESS FIREFOX; prints what a reader saw, as JSON.
"use strict";

const puppeteer = require("puppeteer-core");

const [address, executablePath] = process.argv.slice(2);
const PATIENCE = 120_000; // ms

(async () => {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocolTimeout: PATIENCE });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  // Asked again and again from here, as the policy of the page lets no text become a script there.
  const until = async (ask, wanted) => {
    const end = Date.now() + PATIENCE;
    for (let said; Date.now() < end; await new Promise((go) => setTimeout(go, 100))) {
      said = await page.evaluate(ask);
      if (wanted(said)) return said;
    }
    throw new Error(`not in time: ${ask}`);
  };
  try {
    await page.goto(address);
    await page.evaluate(() => document.querySelector(".nnx-live button").click());
    const status = await until(() => document.querySelector(".nnx-live [role=status]").textContent, (said) => /every control|did not/.test(said));
    await page.evaluate(() => document.querySelector("nnbook-explorer").moved("power", 0.4));
    const readout = await until(() => document.querySelector(".nnx-readout").textContent, (said) => said.includes("power 0.4"));
    await page.evaluate(() => document.querySelectorAll(".nnx-edit")[1].click());
    await until(() => Boolean(document.querySelector(".nnx-run button")), Boolean);
    await page.evaluate(() => document.querySelector(".nnx-run button").click());
    const output = await until(() => document.querySelector(".nnx-outputs").textContent, Boolean);
    console.log(JSON.stringify({ status, readout, output, errors }));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
