// Makes the pictures of the README, light and dark, from what balm actually publishes and prints.
//
//     node pictures.js
//
// writes them to `.github/pictures/`. BALM is the program, as for the suite.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as browser from "./lib/browser.js";
import * as sites from "./lib/sites.js";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(repository, ".github/pictures");
const schemes = /** @type {const} */ (["light", "dark"]);

/** The pages to show, with the element to start from, by default the top of the page. */
const shown = [
  { name: "page", path: "/back-muscle-spasms/", from: null },
  { name: "exercise", path: "/exercises/bird-dog/", from: "h2:has-text(\"How to do it\")" },
];

/** The colours of a terminal by the codes of its escape sequences. */
const terminal = {
  light: { paper: "#fffdf8", ink: "#29211b", 31: "#a3170c", 32: "#1f5a2a", 33: "#7a4a00", 34: "#1b4a8c", 36: "#0b5560" },
  dark: { paper: "#1c1815", ink: "#f4ede1", 31: "#ff9d8d", 32: "#b0dfb0", 33: "#ffd470", 34: "#9cc4ff", 36: "#8fdbe3" },
};

/**
 * What balm prints about the starter site after two typing mistakes, with escape sequences.
 * @param {string} balm
 */
function diagnostics(balm) {
  const root = mkdtempSync(join(tmpdir(), "balm-pictures-"));
  try {
    const site = join(root, "site");
    execFileSync(balm, ["init", "--quiet", site]);
    /** @type {(file: string, from: string, to: string) => void} */
    const slip = (file, from, to) => {
      const path = join(site, "content/sitting-less", file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} no longer contains “${from}”`);
      writeFileSync(path, text.replace(from, to));
    };
    slip("exercises.toml", 'effort = "light"', 'effort = "ligth"');
    slip("index.md", "moving-at-your-desk.md", "moving-at-you-desk.md");
    return spawnSync(balm, ["check", "--root", site, "--color", "always"], { encoding: "utf8" }).stderr;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/**
 * Converts text with a terminal's escape sequences to HTML.
 * @param {string} text
 * @param {Record<string | number, string>} colours
 */
function html(text, colours) {
  let bold = false;
  let colour = "";
  let out = "";
  for (const [, escape, plain] of text.matchAll(/\x1b\[([\d;]*)m|([^\x1b]+)/g)) {
    if (plain !== undefined) {
      const safe = plain.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      out += `<span style="${colour ? `color:${colour};` : ""}${bold ? "font-weight:700" : ""}">${safe}</span>`;
      continue;
    }
    for (const code of (escape || "0").split(";").map(Number)) {
      if (code === 0) [bold, colour] = [false, ""];
      else if (code === 1) bold = true;
      else if (code === 39) colour = "";
      else if (code >= 30 && code < 38) colour = colours[code] ?? "";
      else if (code >= 90 && code < 98) colour = colours[code - 60] ?? "";
    }
  }
  return `<!doctype html><title>balm check</title><body style="margin:0;background:${colours.paper};color:${colours.ink}">
<pre style="margin:0;padding:24px 28px;width:max-content;font:16px/1.45 monospace"><b>$ balm check</b>\n${out.trimEnd()}</pre>`;
}

mkdirSync(folder, { recursive: true });
await sites.open();
await browser.open();
try {
  for (const { name, path, from } of shown) {
    for (const scheme of schemes) {
      await browser.visit(path, { width: 1200, height: 760, scheme }, async (page) => {
        if (from) await page.locator(from).evaluate((element) => element.scrollIntoView({ block: "start" }));
        await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
      });
    }
  }
  const said = diagnostics(sites.program());
  for (const scheme of schemes) {
    await browser.visit("/404.html", { width: 1000, height: 700, scheme, lenient: true }, async (page) => {
      await page.setContent(html(said, terminal[scheme]));
      await page.locator("pre").screenshot({ path: join(folder, `diagnostic-${scheme}.png`) });
    });
  }
} finally {
  await browser.close();
  sites.close();
}
