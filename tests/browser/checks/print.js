// Print: no chrome, boxes keep their edges, links show their address, details are open.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look, visit } from "../lib/browser.js";
import { overflow } from "../lib/measure.js";
import { sheets } from "../lib/paper.js";
import { types } from "../lib/sites.js";

test("no chrome, pager or control is printed, and every box keeps its edge", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 700, media: "print" }, async (page) => {
      const faults = await page.evaluate(() => {
        const faults = [];
        for (const part of document.querySelectorAll("nav, .skip, .pager, button, dialog, form :is(input, select)")) {
          if (part.checkVisibility()) faults.push(`${part.localName}.${part.className} is printed`);
        }
        for (const box of document.querySelectorAll(".care, .warning, .advice, .help, .inset")) {
          const style = getComputedStyle(box);
          const edges = ["Top", "Right", "Bottom", "Left"].filter(
            (side) =>
              parseFloat(/** @type {any} */ (style)[`border${side}Width`]) > 0 &&
              !/255, 255, 255|rgba\(0, 0, 0, 0\)/.test(/** @type {any} */ (style)[`border${side}Color`]),
          );
          if (edges.length === 0 && box.checkVisibility()) faults.push(`${box.className || box.localName} has no edge in print`);
        }
        for (const link of document.querySelectorAll('main a[href^="http"]')) {
          if (!link.checkVisibility() || link.closest("nav")) continue;
          const after = getComputedStyle(link, "::after").content;
          if (!after.includes("http") && !(link.textContent ?? "").includes("http")) faults.push(`“${link.textContent}” does not show its address`);
        }
        for (const details of document.querySelectorAll("main details")) {
          const inner = details.querySelector(":scope > :not(summary)");
          if (inner && inner.getBoundingClientRect().height === 0) faults.push(`“${details.querySelector("summary")?.textContent}” stays closed`);
        }
        for (const control of document.querySelectorAll('main .card a[href*="#start"]')) {
          if (control.checkVisibility()) faults.push(`“${control.textContent}” is useless in print`);
        }
        for (const link of document.querySelectorAll('main :not(.cite, th) > a[href^="/"]')) {
          const after = getComputedStyle(link, "::after").content;
          const whole = `(https://back-spasms.example${link.getAttribute("href")})`;
          // The browser keeps each part of the text as a separate string.
          if (link.checkVisibility() && !link.closest("nav, .page-programme .move h3") && after.replace(/" "|"/g, "").trim() !== whole) faults.push(`“${link.textContent}” leads to ${after}`);
        }
        for (const row of document.querySelectorAll("main tr, main .care, main .warning, main .card:not(:has(.benefit))")) {
          if (!getComputedStyle(row).breakInside.startsWith("avoid")) faults.push(`${row.localName}.${row.className} may be split over pages`);
        }
        return [...new Set(faults)];
      });
      clean(faults, path);
      clean(await overflow(page), path);
    }),
  );
});

test("dates, the notice and the address of the page are printed", async () => {
  await forEach(types().filter(([name]) => !["not-found"].includes(name)), ([, path]) =>
    look(path, { width: 700, media: "print" }, async (page) => {
      const words = await page.evaluate(() => document.body.innerText);
      assert.ok(words.includes(`back-spasms.example${path === "/" ? "" : path}`), `${path}: the address is not printed`);
    }),
  );
});

for (const format of /** @type {const} */ (["A4", "Letter"])) {
  test(`a card with an exercise is not split on ${format}`, async () => {
    await visit("/back-muscle-spasms/exercises/", {}, async (page) => {
      const found = sheets(await page.pdf({ format }));
      const cards = found.map(({ text }) => ["example/exercises/", "Do not do it if:", "Start position:", "How much:", "call 999 "].map((part) => `${text} `.split(part).length - 1));
      // The first sheet has "call 999" both in its strip and in its text.
      for (const [at, counts] of cards.entries()) if (at > 0) assert.equal(new Set(counts).size, 1, `sheet ${at} has parts of cards: ${counts}`);
      assert.equal(cards.reduce((sum, [names = 0]) => sum + names, 0), 4);
    });
  });
}

test("remedies with cards longer than a sheet are printed without empty sheets between them", async () => {
  for (const format of /** @type {const} */ (["A4", "Letter"])) {
    await visit("/back-muscle-spasms/remedies/", {}, async (page) => {
      const found = sheets(await page.pdf({ format })).slice(0, -1);
      const used = found.map(({ words, height }) => Math.round((100 * Math.max(...words.map(({ bottom }) => bottom))) / (height - 48)));
      assert.ok(Math.min(...used) > 50, `${format}: used part of each sheet in per cent: ${used.join(", ")}`);
    });
  }
});
