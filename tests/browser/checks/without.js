// Without scripts and without style sheets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look } from "../lib/browser.js";
import { words } from "../lib/measure.js";
import { types } from "../lib/sites.js";

test("the text is the same with and without scripts", async () => {
  await forEach(types(), async ([, path]) => {
    const without = await look(path, { scripts: false }, words);
    const having = await look(path, { scripts: true }, async (page) => {
      await page.waitForTimeout(100);
      return words(page);
    });
    const at = [...without].findIndex((letter, index) => letter !== having[index]);
    const from = Math.max(0, (at < 0 ? without.length : at) - 40);
    assert.ok(without === having, `${path}: without scripts “${without.slice(from, from + 90)}”, with them “${having.slice(from, from + 90)}”`);
    assert.ok(without.length > 60, path);
  });
});

test("no control that does nothing is shown without scripts", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { scripts: false }, async (page) => {
      const dead = await page.evaluate(() =>
        [...document.querySelectorAll("button, input, select, textarea, dialog[open], [onclick]")]
          .filter((e) => e.checkVisibility())
          .map((e) => e.outerHTML.slice(0, 80)),
      );
      clean(dead, path);
    }),
  );
});

test("without style sheets a page has its skip link first, then the site, danger signs and the article", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { scripts: false }, async (page) => {
      const order = await page.evaluate(() =>
        [...document.querySelectorAll('a[href="#main"], body > header, body > aside, main, body > footer')].map((e) => e.localName),
      );
      const wanted = ["a", "header", ...(order.includes("aside") ? ["aside"] : []), "main", "footer"];
      assert.deepEqual(order, wanted, path);
    }),
  );
});
