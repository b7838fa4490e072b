// One browser for the whole suite, and pages in it.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { served } from "./sites.js";

/** @type {import("playwright-core").Browser} */
let browser;

/** The port on which Lighthouse controls the browser. */
export const port = 9229 + (process.pid % 500);

export async function open() {
  const named = process.env.CHROMIUM;
  const executablePath = named ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  if (!executablePath) throw new Error("install chromium, or set CHROMIUM to its path");
  // Fonts and antialiasing have to be the same everywhere, or snapshots differ.
  process.env.FONTCONFIG_FILE = new URL("../fonts.conf", import.meta.url).pathname;
  browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-lcd-text",
      "--font-render-hinting=none",
      "--force-color-profile=srgb",
      "--hide-scrollbars",
      "--autoplay-policy=no-user-gesture-required",
      `--remote-debugging-port=${port}`,
    ],
  });
}

export async function close() {
  await browser?.close();
}

/**
 * @typedef {object} Wish
 * @property {number} [width] of the viewport in CSS pixels
 * @property {number} [height]
 * @property {"light" | "dark"} [scheme]
 * @property {"screen" | "print"} [media]
 * @property {boolean} [scripts]
 * @property {boolean} [lenient] whether the policy is lifted, for tools that bring their own scripts
 * @property {boolean} [motion] whether the reader allows motion
 * @property {boolean} [forced] whether colours are forced
 * @property {boolean} [worker] whether service workers may run
 * @property {string} [init] a script to run before those of the page
 * @property {{ origin: string }} [site]
 */

/** @param {Wish} wish */
const context = (wish) =>
  browser.newContext({
    viewport: { width: wish.width ?? 768, height: wish.height ?? 900 },
    colorScheme: wish.scheme ?? "light",
    reducedMotion: wish.motion ? "no-preference" : "reduce",
    forcedColors: wish.forced ? "active" : "none",
    javaScriptEnabled: wish.scripts ?? true,
    bypassCSP: wish.lenient ?? false,
    serviceWorkers: wish.worker ? "allow" : "block",
    locale: "en-GB",
    timezoneId: "Europe/London",
  });

/**
 * Opens `path` in `page`, gives it to `use`, and fails if the browser reports an error meanwhile.
 * @template T
 * @param {import("playwright-core").Page} page
 * @param {string} path
 * @param {Wish} wish
 * @param {(page: import("playwright-core").Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function enter(page, path, wish, use) {
  /** @type {string[]} */
  const complaints = [];
  const failed = (/** @type {Error} */ error) => void complaints.push(String(error));
  const said = (/** @type {import("playwright-core").ConsoleMessage} */ message) => {
    const blocked = message.text().includes("blocked by Playwright");
    if (["error", "warning"].includes(message.type()) && !blocked) complaints.push(message.text());
  };
  page.on("pageerror", failed);
  page.on("console", said);
  try {
    await page.goto(`${(wish.site ?? served.own).origin}${path}`, { waitUntil: "load" });
    const result = await use(page);
    if (complaints.length > 0) throw new Error(`${path}: the browser reports: ${complaints.join("; ")}`);
    return result;
  } finally {
    page.off("pageerror", failed);
    page.off("console", said);
  }
}

/**
 * Opens `path` as a first-time visitor, gives its page to `use`, and fails if the browser reported an error.
 * @template T
 * @param {string} path
 * @param {Wish} wish
 * @param {(page: import("playwright-core").Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function visit(path, wish, use) {
  const own = await context(wish);
  try {
    const page = await own.newPage();
    if (wish.init) await page.addInitScript(wish.init);
    if (wish.media) await page.emulateMedia({ media: wish.media });
    return await enter(page, path, wish, use);
  } finally {
    await own.close();
  }
}

/**
 * Pages that `look` can reuse, by the parts of a wish that cannot be changed later.
 * @type {Map<string, import("playwright-core").Page[]>}
 */
const idle = new Map();

/**
 * Like `visit`, but several times faster, for checks that only measure and change nothing but the document: the page is
 * reused, and style sheets may come from the browser's cache.
 * @template T
 * @param {string} path
 * @param {Omit<Wish, "init" | "worker">} wish
 * @param {(page: import("playwright-core").Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function look(path, wish, use) {
  const kind = `${wish.scripts ?? true} ${wish.lenient ?? false}`;
  const waiting = idle.get(kind) ?? [];
  idle.set(kind, waiting);
  const page = waiting.pop() ?? (await (await context(wish)).newPage());
  try {
    // Reset the focus and the scroll position of the previous use.
    await page.goto("about:blank");
    await page.setViewportSize({ width: wish.width ?? 768, height: wish.height ?? 900 });
    await page.emulateMedia({
      media: wish.media ?? null,
      colorScheme: wish.scheme ?? "light",
      reducedMotion: wish.motion ? "no-preference" : "reduce",
      forcedColors: wish.forced ? "active" : "none",
    });
    const result = await enter(page, path, wish, use);
    waiting.push(page);
    return result;
  } catch (error) {
    await page.context().close();
    throw error;
  }
}

/**
 * Runs `each` for every item, two at a time.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} each
 */
export async function forEach(items, each) {
  const waiting = [...items];
  /** @type {unknown[]} */
  const errors = [];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await each(item).catch((error) => errors.push(error));
    }
  };
  await Promise.all([work(), work()]);
  if (errors.length === 0) return;
  const messages = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  const error = new Error(messages.slice(0, 12).join("\n"));
  error.stack = error.message;
  throw error;
}
