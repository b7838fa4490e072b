// The preview: what an author sees in the browser while typing into a file.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { visit } from "../lib/browser.js";
import { violations } from "../lib/measure.js";
import { program } from "../lib/sites.js";

/** The element with the panel of mistakes, in a shadow tree that the page cannot reach. */
const panel = "balm-preview";

/**
 * Runs `use` with a new site under `balm serve`.
 * @param {(site: { origin: string, root: string, edit: (file: string, change: (text: string) => string) => void, restart: () => Promise<void> }) => Promise<void>} use
 * @param {string[]} options
 */
async function previewed(use, options = []) {
  const root = join(mkdtempSync(join(tmpdir(), "balm-preview-")), "site");
  execFileSync(program(), ["init", root], { stdio: "ignore" });
  // These tests are about the preview, not about what a made-up page lacks.
  appendFileSync(join(root, "site.toml"), '\n[checks]\nall = "off"\nlinks = "error"\n');
  writeFileSync(
    join(root, "content/long.md"),
    `# A long page\n\n${Array.from({ length: 40 }, (_, n) => `## Part ${n}\n\nSome words about part ${n}.\n`).join("\n")}\n<details><summary>More</summary>Inside.</details>\n\n<input aria-label="Name">\n`,
  );
  /** @param {string} port */
  const start = async (port) => {
    const server = spawn(program(), ["serve", "--root", root, "--port", port, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    const origin = await new Promise((resolve, reject) => {
      let said = "";
      server.stdout.on("data", (data) => {
        said += data;
        const found = /The site is at (http:\/\/[^/\s]+)/.exec(said);
        if (found) resolve(found[1]);
      });
      server.on("exit", (code) => reject(new Error(`balm serve ended with ${code}: ${said}`)));
    });
    return { server, origin: String(origin) };
  };
  let running = await start("0");
  const stop = () => {
    running.server.removeAllListeners("exit");
    const ended = new Promise((resolve) => running.server.once("exit", resolve));
    running.server.kill("SIGINT");
    return ended;
  };
  try {
    await use({
      origin: running.origin,
      root,
      edit(file, change) {
        const path = join(root, file);
        writeFileSync(path, change(readFileSync(path, "utf8")));
      },
      async restart() {
        await stop();
        running = await start(new URL(running.origin).port);
      },
    });
  } finally {
    await stop();
    rmSync(join(root, ".."), { recursive: true, force: true });
  }
}

/**
 * Waits until the page has asked the server for its state. An earlier change would reload the page.
 * @param {import("playwright-core").Page} page
 */
const connected = (page) =>
  page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name === location.href.replace(location.hash, "")),
  );

test("an edit is shown, and scroll position, focus, typed words and open details are kept", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site, width: 500, height: 600 }, async (page) => {
      await connected(page);
      await page.locator("summary", { hasText: "More" }).click();
      await page.getByLabel("Name").fill("Half a wo");
      await page.evaluate(() => {
        /** @type {any} */ (window).same = true;
      });
      const scroll = await page.evaluate(() => Math.round(scrollY));
      assert.ok(scroll > 500, "the page is scrolled");
      site.edit("content/long.md", (text) => text.replace("about part 39", "that were edited"));
      await page.getByText("that were edited").waitFor();
      const now = await page.evaluate(() => ({
        scroll: Math.round(scrollY),
        same: /** @type {any} */ (window).same,
        focus: document.activeElement?.getAttribute("aria-label"),
        open: document.querySelector("main details")?.hasAttribute("open"),
        value: document.querySelector("main input") instanceof HTMLInputElement && /** @type {HTMLInputElement} */ (document.querySelector("main input")).value,
      }));
      assert.deepEqual(now, { scroll, same: true, focus: "Name", open: true, value: "Half a wo" });
    });
  });
});

test("a style sheet is replaced without reloading the page", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site }, async (page) => {
      await connected(page);
      await page.evaluate(() => {
        /** @type {any} */ (window).same = true;
      });
      const before = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"));
      site.edit("site.toml", (text) => `${text}\n[theme]\naccent = "#123a7a"\n`);
      await page.waitForFunction(
        (before) => getComputedStyle(document.documentElement).getPropertyValue("--accent") !== before,
        before,
      );
      assert.equal(await page.evaluate(() => /** @type {any} */ (window).same), true);
    });
  });
});

test("a mistake shows a panel over the last good page, which disappears when the mistake is fixed", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site, width: 500 }, async (page) => {
      site.edit("content/long.md", (text) => text.replace("about part 0", "about [part 0](nowhere.md)"));
      const told = page.locator(panel).getByText("there is no page or file at").first();
      await told.waitFor();
      assert.match(await page.locator("main").innerText(), /Some words about part 0\./, "the page is as it was");
      const link = page.locator(panel).locator("a").first();
      assert.match(String(await link.getAttribute("href")), /^vscode:\/\/file\/.*content\/long\.md:5:\d+$/);
      site.edit("content/long.md", (text) => text.replace("about [part 0](nowhere.md)", "about all parts"));
      await page.getByText("Some words about all parts.").waitFor();
      await told.waitFor({ state: "hidden" });
    });
  });
});

test("with --follow the browser goes to the edited place", async () => {
  await previewed(
    async (site) => {
      await visit("/", { site }, async (page) => {
        // The page follows only edits made after it has connected.
        await page.waitForTimeout(1500);
        site.edit("content/long.md", (text) => text.replace("about part 30", "that were edited"));
        await page.waitForURL(/\/long\/#part-30$/);
        await page.getByText("that were edited").waitFor();
      });
    },
    ["--follow"],
  );
});

test("after a restart of the preview the page reconnects by itself", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site }, async (page) => {
      await site.restart();
      site.edit("content/long.md", (text) => text.replace("about part 0", "after the restart"));
      await page.getByText("after the restart").waitFor({ timeout: 20_000 });
    }).catch((error) => {
      // The browser rightly reports that the server did not answer in between.
      if (!/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(String(error))) throw error;
    });
  });
});

/** An article with findings. */
const checked = `# Heat\n\nRest your back. This is a proven help, it says here.\n\n## How it feels\n\nLie down for a while.\n\n<details><summary>More</summary>\n\nIt is a proven help.\n\n</details>\n`;

/** Sets the levels of the rules that find something in it. */
const rules = (/** @type {string} */ config) =>
  config.replace('all = "off"', 'all = "off"\nabsolute-claim = "error"\nlong-sentence = "warn"\nlong-paragraph = "warn"');

/** A sentence of 27 words. */
const long =
  "You can put a warm pack on your back for a short time and then lie down and rest until you feel like getting up to walk.";

/**
 * The words that are marked, in order.
 * @param {import("playwright-core").Page} page
 */
function marked(page) {
  return page.evaluate(() => {
    const ranges = ["balm-error", "balm-warning"].flatMap((name) => [...(CSS.highlights.get(name) ?? [])]);
    return ranges.map(String);
  });
}

/**
 * Waits until exactly `words` are marked.
 * @param {import("playwright-core").Page} page
 * @param {string[]} words
 */
async function untilMarked(page, words) {
  const wanted = JSON.stringify([...words].sort());
  await page
    .waitForFunction((wanted) => {
      const ranges = ["balm-error", "balm-warning"].flatMap((name) => [...(CSS.highlights.get(name) ?? [])]);
      return JSON.stringify(ranges.map(String).sort()) === wanted;
    }, wanted, { timeout: 10_000 })
    .catch(async () => assert.deepEqual((await marked(page)).sort(), [...words].sort()));
}

/**
 * The HTML of the page without what the preview adds.
 * @param {import("playwright-core").Page} page
 */
function plainPage(page) {
  return page.evaluate(() => {
    const root = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
    for (const own of root.querySelectorAll("balm-preview, balm-check, script[src^='/_balm/']")) own.remove();
    return root.outerHTML;
  });
}

const beside = "balm-check";

/**
 * The text of the focused element, if it is one that the preview adds.
 * @param {import("playwright-core").Page} page
 */
function focused(page) {
  return page.evaluate(() => document.querySelector("balm-check")?.shadowRoot?.activeElement?.textContent ?? "");
}

/**
 * What axe finds, without contrast in what the preview adds: axe cannot measure it, because it is outside the body.
 * @param {import("playwright-core").Page} page
 */
async function faults(page) {
  return (await violations(page)).filter((fault) => !/^color-contrast: balm-/.test(fault));
}

/**
 * Texts of the preview, and marked words of the page, whose contrast with their background is too low.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
function faint(page) {
  return page.evaluate(() => {
    const parts = (/** @type {string} */ color) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const light = (/** @type {string} */ color) => {
      const [r, g, b] = parts(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (/** @type {string} */ a, /** @type {string} */ b) => {
      const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
      return (high + 0.05) / (low + 0.05);
    };
    const found = [];
    let measured = 0;
    for (const host of ["balm-preview", "balm-check"]) {
      const root = document.querySelector(host)?.shadowRoot;
      for (const element of root?.querySelectorAll("*") ?? []) {
        const text = [...element.childNodes].filter((node) => node instanceof Text && node.data.trim());
        if (text.length === 0 || element.getClientRects().length === 0 || element.matches(".said")) continue;
        let below = /** @type {Element | null} */ (element);
        while (below && parts(getComputedStyle(below).backgroundColor)[3] === 0) below = below.parentElement;
        const [ink, paper] = [getComputedStyle(element).color, below ? getComputedStyle(below).backgroundColor : ""];
        measured += 1;
        if (!below || ratio(ink, paper) < 4.5) found.push(`${host}: ${element.textContent} is ${ink} on ${paper}`);
      }
    }
    for (const name of ["balm-warning", "balm-error", "balm-asked"]) {
      const { color, backgroundColor } = getComputedStyle(document.body, `::highlight(${name})`);
      if (!(ratio(color, backgroundColor) >= 4.5)) found.push(`${name} is ${color} on ${backgroundColor}`);
    }
    return measured > 5 ? found : [`only ${measured} texts were measured`];
  });
}

test("?check marks the words of findings, follows edits, and does not change the page", async () => {
  await previewed(async (site) => {
    site.edit("site.toml", rules);
    site.edit("content/long.md", () => checked);
    await visit("/long/?check", { site, width: 1400, lenient: true }, async (page) => {
      await untilMarked(page, ["proven", "proven"]);
      const side = page.locator(beside);
      const before = await side.getByText(/^Reading age/).innerText();
      const positions = () => page.evaluate(() => [...document.querySelectorAll("main *")].map((element) => element.getBoundingClientRect().top + scrollY));
      const still = await positions();

      site.edit("content/long.md", (text) => text.replace("Lie down for a while.", long));
      await untilMarked(page, ["proven", "proven", long]);
      assert.notEqual(await side.getByText(/^Reading age/).innerText(), before, "the score does not change");
      await side.getByText("longest sentence 27").waitFor();
      site.edit("content/long.md", (text) => text.replace(long, "Lie down for a while."));
      await untilMarked(page, ["proven", "proven"]);
      assert.equal(await side.getByText(/^Reading age/).innerText(), before);

      assert.deepEqual([...(await faults(page)), ...(await faint(page))], []);
      const withMarks = await plainPage(page);
      await page.keyboard.press("Alt+Shift+KeyC");
      await side.waitFor({ state: "detached" });
      assert.deepEqual(await marked(page), [], "marks remain");
      assert.deepEqual(await positions(), still, "marks shift the layout");
      assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0);
      assert.equal(new URL(page.url()).search, "", "the address still asks for marks");
      assert.equal(await plainPage(page), withMarks);
    });
  });
});

test("the page served with marks on is the published one", async () => {
  await previewed(async (site) => {
    site.edit("site.toml", rules);
    site.edit("content/long.md", () => `# Heat\n\n${long}\n`);
    await visit("/long/?check", { site, width: 1400, scripts: true }, async (page) => {
      await untilMarked(page, [long]);
      const shown = await plainPage(page);
      const out = mkdtempSync(join(tmpdir(), "balm-published-"));
      execFileSync(program(), ["build", "--root", site.root, "--out", join(out, "site")], { stdio: "ignore" });
      const published = readFileSync(join(out, "site/long/index.html"), "utf8");
      rmSync(out, { recursive: true, force: true });
      const parsed = await page.evaluate(
        (text) => new DOMParser().parseFromString(text, "text/html").documentElement.outerHTML,
        published,
      );
      assert.equal(shown, parsed);
    });
  });
});

test("marks are toggled by keys, remembered, and explained on hover, tap and by keyboard", async () => {
  await previewed(async (site) => {
    site.edit("site.toml", rules);
    site.edit("content/long.md", () => checked);
    await visit("/long/", { site, width: 1400, scheme: "dark", lenient: true }, async (page) => {
      const side = page.locator(beside);
      await page.waitForTimeout(500);
      assert.equal(await side.count(), 0, "marks are on by default");
      await page.keyboard.press("Alt+Shift+KeyC");
      await untilMarked(page, ["proven", "proven"]);
      await page.reload();
      await untilMarked(page, ["proven", "proven"]);
      await page.goto(`${site.origin}/`);
      await side.getByText(/^Reading age/).waitFor();
      await page.goBack();
      await untilMarked(page, ["proven", "proven"]);

      const box = await page.evaluate(() => {
        const [range] = /** @type {Highlight} */ (CSS.highlights.get("balm-error"));
        const { left, top, width, height } = /** @type {Range} */ (range).getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      });
      const card = side.locator(".card");
      await page.mouse.move(box.x, box.y);
      await card.getByText("error: absolute-claim").waitFor();
      assert.match(String(await card.locator("a").getAttribute("href")), /^vscode:\/\/file\/.*content\/long\.md:3:27$/);
      assert.match(await card.innerText(), /say what was found/);
      const told = page.waitForResponse((response) => response.url().includes("/_balm/page"));
      site.edit("content/about.md", (text) => `${text}\nMore.\n`);
      await (await told).finished();
      await page.waitForTimeout(100);
      assert.ok(await card.isVisible(), "an unrelated edit closes it");
      assert.deepEqual([...(await faults(page)), ...(await faint(page))], []);
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
      await page.evaluate(() => {
        addEventListener("pointermove", ({ screenX, screenY }) => Object.assign(window, { pointer: { screenX, screenY } }), true);
      });
      await page.mouse.move(5, 5);
      await page.mouse.click(box.x, box.y);
      await card.getByText("error: absolute-claim").waitFor();
      await page.keyboard.press("Escape");

      // By keyboard: the list leads to every mark, including one in closed details.
      const listed = side.locator("li.entry").filter({ hasText: "absolute-claim" });
      assert.equal(await listed.count(), 1, "findings of one cause are listed once");
      assert.match(String(await listed.textContent()), /\(2 times\)/);
      const entry = side.getByRole("button", { name: "proven" }).last();
      await entry.focus();
      assert.equal(await page.evaluate(() => CSS.highlights.get("balm-asked")?.size), 1);
      await page.keyboard.press("Enter");
      await card.getByText("error: absolute-claim").waitFor();
      assert.equal(await page.evaluate(() => document.querySelector("main details:last-of-type")?.hasAttribute("open")), true);
      // The page has moved under a pointer at rest.
      await page.evaluate(() => {
        const [range] = /** @type {Highlight} */ (CSS.highlights.get("balm-error"));
        const { left, top, width, height } = /** @type {Range} */ (range).getBoundingClientRect();
        const at = { clientX: left + width / 2, clientY: top + height / 2, .../** @type {any} */ (window).pointer };
        const moved = new PointerEvent("pointermove", { ...at, bubbles: true, pointerType: "mouse" });
        /** @type {Range} */ (range).startContainer.parentElement?.dispatchEvent(moved);
      });
      await page.waitForTimeout(100);
      await page.keyboard.press("Tab");
      assert.match(await focused(page), /content\/long\.md:11/, "the link to the editor comes next");
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
      assert.equal(await focused(page), "proven", "the focus has not returned");

      // Where the list covers the text, it closes to show the words it leads to.
      await page.setViewportSize({ width: 320, height: 640 });
      await page.keyboard.press("Enter");
      await card.getByText("error: absolute-claim").waitFor();
      assert.equal(await side.locator(".list").isVisible(), false);
      await page.keyboard.press("Escape");
      assert.equal(await focused(page), "List");
    });
  });
});

test("a page restored from the back/forward cache is marked if marks are on now", async () => {
  await previewed(async (site) => {
    site.edit("site.toml", rules);
    site.edit("content/long.md", () => checked);
    await visit("/long/?check", { site, width: 1400 }, async (page) => {
      await untilMarked(page, ["proven", "proven"]);
      await page.evaluate(() => {
        sessionStorage.setItem("balm-check", "off");
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      });
      await page.locator(beside).waitFor({ state: "detached" });
      assert.deepEqual(await marked(page), []);
    });
  });
});

test("in a browser without highlights, lines are drawn on a separate layer", async () => {
  await previewed(async (site) => {
    site.edit("site.toml", rules);
    site.edit("content/long.md", () => checked.replace("<details>", "<details open>"));
    const init = "delete window.Highlight;";
    await visit("/long/?check", { site, width: 500, init }, async (page) => {
      const line = page.locator(beside).locator(".line.error").first();
      await line.waitFor();
      const off = await page.evaluate(() => {
        const root = document.querySelector("balm-check")?.shadowRoot;
        const drawn = root?.querySelector(".line")?.getBoundingClientRect();
        const text = document.evaluate("//main//p[contains(., 'proven')]/text()", document, null, 9).singleNodeValue;
        const range = document.createRange();
        const at = String(text?.nodeValue).indexOf("proven");
        if (!text || !drawn) return 1_000;
        range.setStart(text, at);
        range.setEnd(text, at + 6);
        const words = range.getBoundingClientRect();
        return Math.abs(words.left - drawn.left) + Math.abs(words.bottom - drawn.bottom);
      });
      assert.ok(off < 2, `the line is ${off} px off its words`);
    });
  });
});
