// Keeps the displayed page up to date with the preview it came from. Only the preview serves this script; published
// pages do not contain it.

import { Margin } from "./margin.js";
import { morph } from "./morph.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("./panel.js").Problem} Problem
 *
 * @typedef {object} State What the server sends.
 * @property {string} start Differs between runs of the preview.
 * @property {number} version Counts the changes.
 * @property {boolean} follow Whether to go where the author edits.
 * @property {string | null} edited The address of what was edited.
 * @property {string[] | null} changed Addresses that changed since the last version; null means any may have.
 * @property {string[]} held Addresses that show their last good state.
 * @property {string[]} drafts Addresses of drafts.
 * @property {Problem[]} problems
 * @property {number} errors
 * @property {number} warnings
 */

/** How long a connection may be lost before the author is told, in milliseconds. */
const PATIENCE = 1_500;

/** How long to wait after a failed connection, in milliseconds. */
const PAUSE = 1_000;

/** How long a new style sheet may take to load, in milliseconds. */
const SHEET = 3_000;

const panel = new Panel();
const margin = new Margin();

/** Identifies the version of this page. Null if the browser does not expose the header. */
let mark = markOfNavigation();

/** @type {Document | null} The page as the server sent it. */
let shown = null;

/** Whether the server has no page at this address. */
let missing = false;

/** @type {State | null} The last state applied to this page. */
let state = null;

/** @type {EventSource | null} */
let source = null;

let lost = 0;
let retry = 0;

/** @type {Promise<void>} Applies states one after the other. */
let queue = Promise.resolve();

/** Only a visible page keeps a connection open: browsers allow six for all tabs together. */
function connect() {
  clearTimeout(retry);
  if (source || document.visibilityState === "hidden") return;
  source = new EventSource("/_balm/events");
  source.onopen = () => setLost(false);
  source.onmessage = ({ data }) => {
    queue = queue.then(() => take(JSON.parse(data))).catch(connectLater);
  };
  source.onerror = () => {
    setLost(true);
    if (source?.readyState === EventSource.CLOSED) connectLater(); // Otherwise the browser reconnects by itself.
  };
}

function connectLater() {
  disconnect();
  retry = setTimeout(connect, PAUSE);
}

function disconnect() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

/** @param {boolean} is */
function setLost(is) {
  if (is && !lost) lost = setTimeout(() => panel.setLost(true), PATIENCE);
  if (is) return;
  clearTimeout(lost);
  lost = 0;
  panel.setLost(false);
}

/** @param {State} next */
async function take(next) {
  const start = state?.start ?? mark?.split("-")[0];
  if (start !== undefined && start !== next.start) return location.reload();
  const last = state;
  const follows = next.follow && next.edited !== null && last !== null && next.version > last.version;
  const place = follows ? new URL(next.edited ?? "", location.href) : null;
  if (place && addressOf(place) !== addressOf(location)) return location.assign(place);
  if (!last || concerns(next, last)) await refresh();
  if (last && next.changed) renew(next.changed);
  state = next;
  /** @param {string[]} paths */
  const isOneOf = (paths) => paths.some((path) => addressOf({ pathname: path }) === addressOf(location));
  const problems = next.problems.map((problem) => ({ ...problem, is_here: isOneOf(problem.on) }));
  panel.show({ ...next, problems }, isOneOf(next.held), missing, isOneOf(next.drafts));
  margin.update();
  if (place) showPlace(place.hash);
}

/**
 * Whether the page may have changed between two states.
 * @param {State} next
 * @param {State} last
 */
function concerns(next, last) {
  if (next.version === last.version) return false;
  if (missing || next.version !== last.version + 1 || !next.changed) return true;
  return next.changed.some((path) => addressOf({ pathname: path }) === addressOf(location));
}

/**
 * Normalizes the address of a page.
 * @param {{ pathname: string }} url
 */
function addressOf({ pathname }) {
  const path = pathname.replace(/\/index\.html$/, "/");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Updates the page to what the server now has at its address. */
async function refresh() {
  const response = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (response.redirected && addressOf(new URL(response.url)) !== addressOf(location)) {
    return location.replace(response.url + location.hash);
  }
  const next = markIn(response.headers.get("server-timing"));
  missing = response.status === 404;
  if (shown && next === mark) return;
  const text = await response.text();
  if (!next) return location.reload(); // It is no longer a page.
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!shown && mark && mark !== next) return location.reload(); // It changed while loading.
  if (shown && scripts(shown) !== scripts(page)) return location.reload();
  if (shown) await replace(shown, page);
  shown = page;
  mark = next;
}

/**
 * @param {Document} before
 * @param {Document} after
 */
async function replace(before, after) {
  await swapSheets(before, after);
  const focus = document.activeElement;
  const keep = keepPlace();
  morph(document.documentElement, before.documentElement, after.documentElement);
  keep();
  if (focus?.id && !focus.isConnected) document.getElementById(focus.id)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("balm:change"));
}

/**
 * Loads new style sheets before the ones they replace are removed, so that the page is never unstyled.
 * @param {Document} before
 * @param {Document} after
 */
async function swapSheets(before, after) {
  const [old, next] = [sheets(before), sheets(after)];
  if (old.length !== next.length) return;
  const loading = old.map(async (sheet, at) => {
    if (sheet.isEqualNode(next[at])) return;
    const href = sheet.getAttribute("href");
    const live = sheets(document).find((link) => link.getAttribute("href") === href);
    if (!live) return;
    await load(live, /** @type {HTMLLinkElement} */ (document.importNode(next[at], true)));
    sheet.replaceWith(before.importNode(next[at], true));
  });
  await Promise.all(loading);
}

/**
 * Replaces `live` by `next` once it has loaded.
 * @param {HTMLLinkElement} live
 * @param {HTMLLinkElement} next
 */
async function load(live, next) {
  const loaded = new Promise((resolve) => {
    next.onload = next.onerror = resolve;
    setTimeout(resolve, SHEET);
  });
  live.after(next);
  await loaded;
  live.remove();
}

/**
 * @param {Document} page
 * @returns {HTMLLinkElement[]}
 */
function sheets(page) {
  return [...page.querySelectorAll("link")].filter((link) => link.relList.contains("stylesheet"));
}

/**
 * Reloads files that changed although their address on the page did not.
 * @param {string[]} changed
 */
function renew(changed) {
  const paths = new Set(changed.map((path) => addressOf({ pathname: path })));
  /** @param {string} url */
  const isChanged = (url) => url !== "" && paths.has(addressOf(new URL(url, document.baseURI)));
  if ([...document.scripts].some(({ src }) => isChanged(src))) location.reload();
  for (const link of sheets(document)) {
    if (isChanged(link.href)) load(link, /** @type {HTMLLinkElement} */ (link.cloneNode()));
  }
  for (const image of document.images) {
    if (isChanged(image.currentSrc)) fetch(image.currentSrc, { cache: "reload" }).then(() => (image.src = image.src));
  }
}

/**
 * The scripts of a page: if they change, the page has to be reloaded.
 * @param {Document} page
 */
function scripts(page) {
  const isCode = /** @param {HTMLScriptElement} script */ ({ type }) => !type.endsWith("json");
  return [...page.scripts].filter(isCode).map((script) => script.outerHTML).join("\n");
}

/** Remembers what is at the top of the window and returns a function that scrolls it back there, for browsers without scroll anchoring. */
function keepPlace() {
  if (CSS.supports("overflow-anchor", "auto") || scrollY === 0) return () => {};
  const elements = [...document.body.querySelectorAll("main *")];
  const first = elements.find((element) => element.getBoundingClientRect().top >= 0);
  const top = first?.getBoundingClientRect().top ?? 0;
  return () => {
    if (first?.isConnected) scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

/**
 * Scrolls to what was edited, unless part of it is already visible.
 * @param {string} hash
 */
function showPlace(hash) {
  const target = document.getElementById(addressOf({ pathname: hash.slice(1) }));
  if (!target) return;
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const at = headings.indexOf(target);
  const { top, bottom } = target.getBoundingClientRect();
  const end = at < 0 ? bottom : (headings[at + 1]?.getBoundingClientRect().top ?? Infinity);
  if (top >= innerHeight || end <= 0) target.scrollIntoView();
}

/** @returns {string | null} */
function markOfNavigation() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return navigation?.serverTiming?.find(({ name }) => name === "balm")?.description ?? null;
}

/** @param {string | null} header */
function markIn(header) {
  return header?.match(/balm;desc="([^"]+)"/)?.[1] ?? null;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") disconnect();
  else connect();
});
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);
connect();
