// The preview: what an author sees in the browser while typing into a file.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { visit } from "../lib/browser.js";
import { program } from "../lib/sites.js";

/** Where the panel of mistakes lives, with what the rest of the page cannot reach. */
const panel = "balm-preview";

/**
 * A new site under `balm serve`, for the time of `use`.
 * @param {(site: { origin: string, edit: (file: string, change: (text: string) => string) => void, restart: () => Promise<void> }) => Promise<void>} use
 * @param {string[]} options
 */
async function previewed(use, options = []) {
  const root = join(mkdtempSync(join(tmpdir(), "balm-preview-")), "site");
  execFileSync(program(), ["init", root], { stdio: "ignore" });
  // What is looked at here is the preview, and not what a made-up page lacks.
  appendFileSync(join(root, "site.toml"), '\n[checks]\nall = "off"\n');
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

test("an edit is seen, and scroll, focus, words and open details stay", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site, width: 500, height: 600 }, async (page) => {
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

test("a style is swapped without a new page", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site }, async (page) => {
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

test("a mistake shows a panel over the last good page, and goes when it is mended", async () => {
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

test("with --follow the browser goes to the place that is edited", async () => {
  await previewed(
    async (site) => {
      await visit("/", { site }, async (page) => {
        // The page only follows what is edited after it has connected.
        await page.waitForTimeout(1500);
        site.edit("content/long.md", (text) => text.replace("about part 30", "that were edited"));
        await page.waitForURL(/\/long\/#part-30$/);
        await page.getByText("that were edited").waitFor();
      });
    },
    ["--follow"],
  );
});

test("after a restart of the preview the page connects again by itself", async () => {
  await previewed(async (site) => {
    await visit("/long/", { site }, async (page) => {
      await site.restart();
      site.edit("content/long.md", (text) => text.replace("about part 0", "after the restart"));
      await page.getByText("after the restart").waitFor({ timeout: 20_000 });
    }).catch((error) => {
      // The browser reports that nobody answered in between, as it should.
      if (!/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(String(error))) throw error;
    });
  });
});
