// Layout: nothing scrolls sideways, text is large enough, lines are short enough, targets can be hit.

import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look } from "../lib/browser.js";
import { overflow, spacing, targets, text } from "../lib/measure.js";
import { everyPage, served, types } from "../lib/sites.js";

const ways = [
  { name: "240 px", width: 240, height: 400 },
  { name: "320 px", width: 320, height: 640 },
  { name: "400 % zoom", width: 320, height: 256 },
  { name: "768 px", width: 768, height: 900 },
  { name: "1280 px", width: 1280, height: 900 },
];

for (const [name, site] of Object.entries(served)) {
  test(`nothing scrolls sideways on any page of the ${name} site, from 240 to 1280 px and at 400 % zoom`, async () => {
    await forEach(everyPage(site), (path) =>
      look(path, { site }, async (page) => {
        for (const way of ways) {
          await page.setViewportSize(way);
          clean(await overflow(page), `${path} at ${way.name}`);
        }
        const fixed = await page.evaluate(() =>
          [...document.body.querySelectorAll(":not(svg *)")]
            .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && e.checkVisibility())
            .map((e) => `${e.localName}.${e.className} sticks`),
        );
        clean(fixed, path);
      }),
    );
  });
}

test("text fits with the spacing of WCAG 1.4.12", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 320, lenient: true }, async (page) => {
      await page.addStyleTag({ content: spacing });
      clean(await overflow(page), path);
    }),
  );
});

test("nothing scrolls sideways when the page runs from right to left", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 320 }, async (page) => {
      await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      clean(await overflow(page), path);
    }),
  );
});

for (const [width, least] of /** @type {const} */ ([[320, 18], [1280, 19]])) {
  test(`text is at least ${least} px at ${width} px, in lines of at most 70 characters`, async () => {
    await forEach(types(), ([, path]) =>
      look(path, { width }, async (page) => clean(await text(page, least), path)),
    );
  });
}

test("touch targets are at least 44 px", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 320 }, async (page) => clean(await targets(page), path)),
  );
});

test("a number to call is at least 44 px high wherever it is", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 320 }, async (page) => {
      const small = await page.locator("main a[href^='tel:']:visible").evaluateAll((links) =>
        links
          .map((link) => ({ words: link.textContent, box: link.getBoundingClientRect() }))
          .filter(({ box }) => Math.min(box.width, box.height) < 44)
          .map(({ words, box }) => `“${words}” is ${Math.round(box.width)} by ${Math.round(box.height)} px`),
      );
      clean(small, path);
    }),
  );
});
