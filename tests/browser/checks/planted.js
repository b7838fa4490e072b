// Faults planted on purpose: a check that misses one is worthless.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { look, visit } from "../lib/browser.js";
import { focusFaults, overflow, tables, targets, text, violations, words } from "../lib/measure.js";
import { served } from "../lib/sites.js";
import { inline, nu } from "./markup.js";

const path = "/back-muscle-spasms/remedies/";

/**
 * Plants `fault` in the page and returns what `check` finds.
 * @param {(page: import("playwright-core").Page) => Promise<unknown>} fault
 * @param {(page: import("playwright-core").Page) => Promise<string[]>} check
 * @param {number} width
 */
const planted = (fault, check, width = 768) =>
  look(path, { width, lenient: true }, async (page) => {
    await fault(page);
    return (await check(page)).join("\n");
  });

const insert = (/** @type {string} */ html) => (/** @type {import("playwright-core").Page} */ page) =>
  page.evaluate((html) => document.querySelector("main article")?.insertAdjacentHTML("beforeend", html), html);
const style = (/** @type {string} */ css) => (/** @type {import("playwright-core").Page} */ page) => page.addStyleTag({ content: css });

test("a control without a label is found", async () => {
  assert.match(await planted(insert('<p><input type="text"></p>'), violations), /^label ?: /m);
});

test("text at 6:1 is found", async () => {
  assert.match(await planted(style("main p { color: #636363 !important; background: #fff }"), violations), /color-contrast-enhanced [56](\.\d+)?:1/);
});

test("a table made wider than a phone is found", async () => {
  assert.match(await planted(style("main table { min-width: 40rem }"), overflow, 320), /px wide|reaches from/);
});

test("a table that scrolls sideways in a box is found", async () => {
  const css = "main table { display: block !important; overflow-x: auto } main table tbody { display: block; width: 900px }";
  assert.match(await planted(style(css), overflow, 320), /scrolls sideways/);
});

test("a table without scopes and caption is found", async () => {
  const found = await planted(insert("<table><tr><th>a</th><td></td></tr></table>"), tables);
  assert.match(found, /no caption[^]*no scope[^]*no header/);
});

test("small text, long lines and small targets are found", async () => {
  assert.match(await planted(style("main p { font-size: 15px !important }"), (page) => text(page, 18)), /is 15 px/);
  const long = "main, main * { max-width: none !important; font-size: 19px !important } .page { display: block !important }";
  assert.match(await planted(style(long), (page) => text(page, 18), 1280), /characters/);
  assert.match(await planted(insert('<button type="button">x</button>'), targets), /button “x”/);
});

test("a focus that is hidden or lost is found", async () => {
  const hide = style("a:focus { outline: 0 !important; box-shadow: none !important }");
  const focus = async (/** @type {import("playwright-core").Page} */ page) => {
    await page.keyboard.press("Tab");
    return focusFaults(page);
  };
  assert.match(await planted(hide, focus), /without an outline/);
  assert.match(await planted(async () => {}, focusFaults), /nothing has the focus/);
});

test("an inline script and a style attribute are found, and do not run", async () => {
  const html = served.own.html(path).replace("</main>", '<script>document.title = "ran"</script><p style="color: red">x</p></main>');
  assert.equal(inline(html).length, 2);
  await assert.rejects(
    visit("/about/", {}, async (page) => {
      await page.route("**/about/", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: html });
      });
      await page.reload();
      assert.notEqual(await page.title(), "ran");
    }),
    /Content Security Policy/,
  );
});

test("text written only by a script is found", async () => {
  const without = await look(path, { scripts: false }, words);
  const more = await look(path, {}, async (page) => {
    await page.evaluate(() => document.querySelector("main article")?.append("more"));
    return words(page);
  });
  assert.notEqual(without, more);
});

test("wrong markup is found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "balm-markup-"));
  const file = join(folder, "page.html");
  writeFileSync(file, served.own.html(path).replace("</main>", '<p><div role="banner">x</div></p></main>'));
  const said = (await nu([file])).join("\n");
  rmSync(folder, { recursive: true, force: true });
  assert.match(said, /error/);
});
