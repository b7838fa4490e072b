// Tables, keyboard navigation, pages in forced colours, and former addresses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look, visit } from "../lib/browser.js";
import { focusFaults, tableRoles, tables, tabStops } from "../lib/measure.js";
import { everyPage, served, types } from "../lib/sites.js";

test("every table has a caption, scopes, row headers, no empty cell and no needless role", async () => {
  const all = Object.values(served).flatMap((site) => everyPage(site).map((path) => ({ site, path })));
  const withTables = all.filter(({ site, path }) => site.html(path).includes("<table"));
  assert.ok(withTables.length > 0);
  await forEach(withTables, ({ site, path }) =>
    look(path, { site }, async (page) => clean(await tables(page), path)),
  );
});

test("a table is a table to a screen reader even if it is laid out as cards", async () => {
  const path = "/back-muscle-spasms/remedies/";
  const wide = await look(path, { width: 1280 }, tableRoles);
  const narrow = await look(path, { width: 320 }, tableRoles);
  assert.ok((wide.table ?? 0) > 0 && (wide.rowheader ?? 0) > 0);
  assert.deepEqual(narrow, wide);
});

test("a column is sorted by value: amounts with units, grades, words", async () => {
  await look("/moves/", { site: served.other, width: 1280 }, async (page) => {
    /** @param {string[]} cells */
    const sorted = async (cells) => {
      await page.reload();
      await page.evaluate((cells) => {
        const rows = [...document.querySelectorAll("table.sorts tbody tr")];
        for (const row of rows.slice(cells.length)) row.remove();
        for (const [at, html] of cells.entries()) /** @type {any} */ (rows[at]).cells[1].innerHTML = html;
      }, cells);
      const button = page.locator("table.sorts thead th:nth-child(2) .sort");
      const column = () => page.locator("table.sorts tbody tr > :nth-child(2)").allTextContents();
      await button.click();
      const up = await column();
      await button.click();
      assert.deepEqual(await column(), up.toReversed());
      return up;
    };
    assert.deepEqual(await sorted(["1,200mg", "50mg", "not given", "5mg", "4g", "0.025mg", "20 mcg", "1.5–2 mg"]), [
      "20 mcg", "0.025mg", "1.5–2 mg", "5mg", "50mg", "1,200mg", "4g", "not given",
    ]);
    assert.deepEqual(await sorted(["2 minutes", "90 seconds", "1 hour"]), ["90 seconds", "2 minutes", "1 hour"]);
    assert.deepEqual(await sorted(["10%", "9%", "0.5%"]), ["0.5%", "9%", "10%"]);
    const grade = (/** @type {string} */ key, /** @type {string} */ text) => `<strong class="grade ${key}">${text}</strong>`;
    assert.deepEqual(
      await sorted([grade("high", "Good"), grade("none", "No good"), grade("very-low", "Very weak"), grade("moderate", "Some")]),
      ["No good", "Very weak", "Some", "Good"],
    );
    assert.deepEqual(await sorted(["éclair", "apple", "Banana"]), ["apple", "Banana", "éclair"]);
  });
});

test("there are at most 8 tab stops before the article, also on a second page", async () => {
  await look("/", { width: 1280 }, async (page) => {
    for (const [name, path] of types()) {
      await page.goto(new URL(path, page.url()).href);
      const stops = await tabStops(page);
      assert.ok(stops <= 8, `${name}: ${stops} tab stops`);
    }
  });
});

test("the skip link leads into the article", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 320 }, async (page) => {
      await page.keyboard.press("Tab");
      clean(await focusFaults(page), `${path}: the skip link`);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      const within = await page.evaluate(() => {
        const at = /** @type {Element} */ (document.activeElement);
        const main = /** @type {Element} */ (document.querySelector("main"));
        return main.contains(at) || Boolean(main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
      });
      assert.ok(within, `${path}: the skip link does not lead into the article`);
    }),
  );
});

test("the focus is visible at every stop", async () => {
  await forEach(types().filter(([name]) => name !== "sources"), ([, path]) =>
    look(path, { width: 320, height: 640 }, async (page) => {
      for (let stop = 0; stop < 80; stop += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(() => document.activeElement === document.body)) break;
        clean(await focusFaults(page), `${path}: stop ${stop + 1}`);
      }
    }),
  );
});

test("the current page and the boxes of callouts are still marked in forced colours", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 1280, forced: true }, async (page) => {
      const faults = await page.evaluate(() => {
        const faults = [];
        const mark = (/** @type {Element} */ e) => {
          const style = getComputedStyle(e);
          const edges = ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(/** @type {any} */ (style)[`border${side}Width`]));
          return { edge: Math.max(...edges) > 0, bold: Number(style.fontWeight) >= 600, line: style.textDecorationLine !== "none" };
        };
        for (const current of document.querySelectorAll("nav [aria-current]")) {
          const is = mark(current);
          const list = current.closest("ul, ol");
          const other = [...(list?.querySelectorAll("a:not([aria-current])") ?? [])][0];
          const differs = !other || JSON.stringify(mark(other)) !== JSON.stringify(is);
          if (!differs) faults.push(`the current page “${current.textContent}” looks like the others`);
        }
        for (const box of document.querySelectorAll(".care, .warning, .advice, .inset, .help")) {
          if (!mark(box).edge) faults.push(`${box.className || box.localName} has no edge`);
        }
        return faults;
      });
      clean(faults, path);
    }),
  );
});

test("an urgent callout is no smaller than the text around it", async () => {
  await forEach(types(), ([, path]) =>
    look(path, { width: 768 }, async (page) => {
      const faults = await page.evaluate(() => {
        const size = (/** @type {Element} */ e) => parseFloat(getComputedStyle(e).fontSize);
        const body = size(document.body);
        return [...document.querySelectorAll(":is(.care, .warning, .help, .stop) :is(p, li, a)")]
          .filter((e) => e.checkVisibility() && !e.closest(".vh, .cite, .grade, sup") && size(e) < body - 0.01)
          .map((e) => `“${(e.textContent ?? "").trim().slice(0, 30)}” is ${size(e)} px next to text of ${body} px`);
      });
      clean(faults, path);
    }),
  );
});

test("a former address leads on to the part of the page that a link names, with or without scripts", async () => {
  for (const [scripts, end] of [[true, "/?view=1#main"], [false, "/"]]) {
    await visit("/moves/", { site: served.other, scripts: Boolean(scripts) }, async (page) => {
      const { origin } = served.other;
      // A page that leads on while it loads interrupts `goto`.
      await page.goto(`${origin}/before/?view=1#main`, { waitUntil: "commit" }).catch(() => undefined);
      await page.waitForURL((url) => url.pathname === "/");
      assert.equal(page.url(), `${origin}${end}`);
      assert.equal(await page.evaluate(() => document.querySelector("h1")?.textContent), "Every form");
    });
  }
});
