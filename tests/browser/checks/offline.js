// Without a network, visited pages are there and complete; with one, nothing is stale.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../lib/browser.js";
import { served } from "../lib/sites.js";

const path = "/exercises/bird-dog/";

/**
 * Waits until the worker controls the page and has cached it. It waits inside the page, because `waitForFunction` takes
 * a promise for true. Without a time limit, a fault would block the whole suite.
 * @param {import("playwright-core").Page} page @param {string} path
 */
const kept = (page, path) =>
  page.evaluate(async (path) => {
    for (const began = performance.now(); !navigator.serviceWorker.controller || !(await caches.match(path)); ) {
      if (performance.now() - began > 20_000) throw new Error(`${path} is not cached`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }, path);

test("a session works offline once its page has been loaded", async () => {
  await visit(path, { worker: true }, async (page) => {
    await kept(page, path);
    await page.goto(new URL("/exercises/bridge-pose/", page.url()).href);
    await kept(page, "/exercises/bridge-pose/");
    await kept(page, "/back-muscle-spasms/get-help/");
    await page.context().setOffline(true);
    for (const again of ["/exercises/bridge-pose/", path]) {
      await page.goto(new URL(again, page.url()).href);
      await page.locator(".start button").press("Enter");
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.locator("dialog [data-at=do]").innerText(), "Hold");
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).maxWidth + getComputedStyle(document.body).backgroundColor), "nonergba(0, 0, 0, 0)", "with its style");
      await page.keyboard.press("Escape");
    }
    await page.goto(new URL("/back-muscle-spasms/get-help/", page.url()).href);
    assert.match(await page.title(), /^When to get help/, "the page that the stop signs link to is cached too");
    await page.context().setOffline(false);
  });
});

test("online, a page that has changed is never stale", async () => {
  await visit(path, { worker: true }, async (page) => {
    await kept(page, path);
    const undo = served.own.replace(path, (html) => html.replaceAll("Bird dog", "Bird cat"));
    await page.reload();
    undo();
    assert.match(await page.title(), /Bird cat/);
  });
});

test("a preview caches nothing", async () => {
  const undo = served.own.replace(path, (html) => html.replace("</head>", '<script type="module" src="/_balm/live.js"></script></head>'));
  try {
    await visit(path, { worker: true }, async (page) => {
      await page.waitForTimeout(500);
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    }).catch((error) => {
      // This page is not served by a preview, so the preview's script is missing.
      if (!/live\.js|404|MIME/.test(String(error))) throw error;
    });
  } finally {
    undo();
  }
});
