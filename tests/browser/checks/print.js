// Paper: no chrome, boxes keep their edges, links say where they lead, details are open.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look } from "../lib/browser.js";
import { overflow } from "../lib/measure.js";
import { types } from "../lib/sites.js";

test("no chrome, no pager and no control is printed, and no box loses its edge", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 700, media: "print" }, async (page) => {
      const faults = await page.evaluate(() => {
        const faults = [];
        for (const part of document.querySelectorAll("nav, .skip, .pager, button, dialog, form :is(input, select)")) {
          if (part.checkVisibility()) faults.push(`${part.localName}.${part.className} is printed`);
        }
        for (const box of document.querySelectorAll(".care, .warning, .advice, .help p, .inset")) {
          const style = getComputedStyle(box);
          const edges = ["Top", "Right", "Bottom", "Left"].filter(
            (side) =>
              parseFloat(/** @type {any} */ (style)[`border${side}Width`]) > 0 &&
              !/255, 255, 255|rgba\(0, 0, 0, 0\)/.test(/** @type {any} */ (style)[`border${side}Color`]),
          );
          if (edges.length === 0 && box.checkVisibility()) faults.push(`${box.className || box.localName} has no edge on paper`);
        }
        for (const link of document.querySelectorAll('main a[href^="http"]')) {
          if (!link.checkVisibility() || link.closest("nav")) continue;
          const after = getComputedStyle(link, "::after").content;
          if (!after.includes("http") && !(link.textContent ?? "").includes("http")) faults.push(`“${link.textContent}” does not say where it leads`);
        }
        for (const details of document.querySelectorAll("main details")) {
          const inner = details.querySelector(":scope > :not(summary)");
          if (inner && inner.getBoundingClientRect().height === 0) faults.push(`“${details.querySelector("summary")?.textContent}” stays closed`);
        }
        for (const row of document.querySelectorAll("main tr, main .care, main .warning")) {
          if (!getComputedStyle(row).breakInside.startsWith("avoid")) faults.push(`${row.localName}.${row.className} may be split over pages`);
        }
        return [...new Set(faults)];
      });
      clean(faults, path);
      clean(await overflow(page), path);
    }),
  );
});

test("dates, the notice and the address of the page are on paper", async () => {
  await forEach(types().filter(([name]) => !["not-found"].includes(name)), ([, path]) =>
    look(path, { width: 700, media: "print" }, async (page) => {
      const words = await page.evaluate(() => document.body.innerText);
      assert.ok(words.includes(`back-spasms.example${path === "/" ? "" : path}`), `${path}: the address is not printed`);
    }),
  );
});
