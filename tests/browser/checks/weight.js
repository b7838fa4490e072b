// The size of a first visit with Brotli, and no layout shift while a page arrives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { clean } from "../lib/clean.js";
import { forEach, look, visit } from "../lib/browser.js";
import { shift } from "../lib/measure.js";
import { everyPage, served, types } from "../lib/sites.js";

/** @type {Record<string, Record<string, number>>} */
const figures = {};

/** What the server sent for a first visit to `path`. @param {string} path */
async function weigh(path) {
  const site = served.own;
  site.sent.length = 0;
  await visit(path, { width: 360, worker: true }, (page) => page.waitForTimeout(400));
  const sum = (/** @type {RegExp} */ kind) =>
    site.sent.filter((file) => kind.test(file.type)).reduce((all, file) => all + file.bytes, 0);
  // The service worker fetches the same files again; most come from the browser's cache.
  return {
    requests: new Set(site.sent.map((file) => file.path)).size,
    html: site.sent.find((file) => file.path === path)?.bytes ?? 0,
    css: sum(/css/),
    js: sum(/javascript/),
    all: sum(/./),
  };
}

test("the longest article fits into the first round trip, and its scripts are small", async () => {
  // Drawings are inline pictures; they are counted on the page of an exercise.
  const words = (/** @type {string} */ path) => served.own.html(path).replaceAll(/<svg class="fig[^]*?<\/svg>/g, "");
  const longest = everyPage(served.own)
    .filter((path) => served.own.html(path).includes('<body class="page-article"'))
    .sort((a, b) => words(b).length - words(a).length)[0] ?? "/";
  const weight = { ...(await weigh(longest)), html: brotliCompressSync(words(longest)).length };
  figures[`longest, ${longest}`] = weight;
  assert.ok(weight.html + weight.css <= 14_000, `HTML and CSS are ${weight.html + weight.css} bytes`);
  assert.ok(weight.js <= 8_000, `scripts are ${weight.js} bytes`);
  assert.ok(weight.requests <= 5, `${weight.requests} requests`);
});

test("every page type keeps to its limits", async () => {
  for (const [name, path] of types()) {
    const weight = await weigh(path);
    figures[name] = weight;
    // The page of programmes has the scripts of the session as well as its own. On each page, the last request is for the
    // page about danger signs, which is cached for use without a network.
    const [scripts, requests] = name === "programme" ? [11_000, 9] : name === "exercise" ? [8_000, 8] : [8_000, 5];
    assert.ok(weight.js <= scripts, `${path}: scripts are ${weight.js} bytes`);
    assert.ok(weight.requests <= requests, `${path}: ${weight.requests} requests`);
    assert.ok(weight.all <= 40_000, `${path}: ${weight.all} bytes in all`);
  }
  console.table(figures);
});

test("no request goes to another host", async () => {
  await forEach(types(), ([, path]) =>
    look(path, {}, async (page) => {
      const hosts = await page.evaluate(() =>
        performance.getEntriesByType("resource").map((entry) => new URL(entry.name).host).filter((host) => host !== location.host),
      );
      clean(hosts, path);
      assert.equal((await page.context().cookies()).length, 0, `${path} sets a cookie`);
    }),
  );
});

test("nothing moves while a page arrives in pieces", async () => {
  const ways = types().flatMap(([, path]) => [320, 1280].map((width) => ({ path, width })));
  served.own.state.slow = true;
  try {
    await forEach(ways, ({ path, width }) =>
      visit(path, { width, height: 1000 }, async (page) => {
        const moved = await shift(page);
        assert.deepEqual(moved, [], `${path} at ${width} px`);
      }),
    );
  } finally {
    served.own.state.slow = false;
  }
});
