// Measurements on a page. Each function returns the faults it finds, in words; an empty list means none.
// The bodies of `evaluate` run in the page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @typedef {import("playwright-core").Page} Page */

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = [
  "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag21aaa", "wcag22a", "wcag22aa", "wcag22aaa", "best-practice",
];

/** The limits of WCAG 1.4.12, as a reader's own style sheet would set them. */
export const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }`;

/**
 * What axe-core finds by the rules of WCAG 2.2 A to AAA and of best practice. A contrast that it cannot
 * measure is a fault as well: all text here is on plain colours.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const found = await /** @type {any} */ (window).axe.run(document, {
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations", "incomplete"],
    });
    // A single symbol such as an arrow is not text, and the content of ::before is in the snapshots.
    const signs = ["nonBmp", "shortTextContent", "pseudoContent"];
    // axe takes the parts of a drawing to be larger than they are; the browser knows what covers a text.
    const covered = (/** @type {any} */ node) => {
      const element = document.querySelector(node.target[0]);
      element?.scrollIntoView({ block: "center" });
      const box = element?.getClientRects()[0];
      const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return !top || !(top.contains(element) || element.contains(top));
    };
    const counts = (/** @type {any} */ node) => {
      const why = node.any[0]?.data?.messageKey;
      return why === "bgOverlap" ? covered(node) : !signs.includes(why);
    };
    const unsure = found.incomplete
      .filter((/** @type {any} */ rule) => /contrast/.test(rule.id))
      .map((/** @type {any} */ rule) => ({
        ...rule,
        nodes: rule.nodes.filter(counts),
      }));
    return [...found.violations, ...unsure].flatMap((rule) =>
      rule.nodes.map((/** @type {any} */ node) => {
        const data = node.any[0]?.data ?? {};
        const ratio = data.contrastRatio ? ` ${data.contrastRatio}:1 ${data.fgColor} on ${data.bgColor}` : "";
        return `${rule.id}${ratio}: ${node.target.join(" ")}${data.messageKey ? ` (${data.messageKey})` : ""}`;
      }),
    );
  }, rules);
}

/**
 * What extends beyond the window, and boxes that scroll sideways within it.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const name = (/** @type {Element} */ e) =>
      `${e.localName}${e.className && typeof e.className === "string" ? `.${e.className.trim().split(/\s+/).join(".")}` : ""} “${(e.textContent ?? "").trim().slice(0, 30)}”`;
    const hidden = (/** @type {Element} */ e) => e.closest(".vh, .skip, [hidden]") !== null;
    const faults = [];
    if (document.documentElement.scrollWidth > width + 1) {
      faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
    }
    for (const element of document.body.querySelectorAll(":not(svg *)")) {
      if (hidden(element)) continue;
      const style = getComputedStyle(element);
      if (style.display === "none" || style.visibility === "hidden" || style.clipPath !== "none") continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.right > width + 1 || box.left < -1) {
        if (element.closest("thead") && getComputedStyle(/** @type {Element} */ (element.closest("thead"))).clipPath !== "none") continue;
        faults.push(`${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width} px`);
      }
      const scrolls = ["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const cut = element.localName !== "input" && ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (scrolls) faults.push(`${name(element)} scrolls sideways`);
      if (cut) faults.push(`${name(element)} is cut off`);
    }
    return faults.slice(0, 8);
  });
}

/**
 * Text that is smaller than `least` px, and lines of more than 70 characters.
 * @param {Page} page
 * @param {number} least
 * @returns {Promise<string[]>}
 */
export function text(page, least) {
  return page.evaluate((least) => {
    /** @type {Map<string, string>} */
    const small = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = /** @type {Element} */ (node.parentElement);
      if (!node.nodeValue?.trim() || parent.closest("noscript, script, style, template, sup, sub, svg, code")) continue;
      if (!parent.checkVisibility() || parent.closest(".vh, .skip")) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      if (size < least - 0.01) small.set(`${parent.localName}.${parent.className} is ${size} px`, node.nodeValue.trim().slice(0, 30));
    }
    const faults = [...small].map(([what, words]) => `${what}: “${words}”`);

    // The characters in full lines: every line of a paragraph except the last.
    const lines = [];
    for (const block of document.querySelectorAll("main p, main li, main dd, main td")) {
      if (!block.checkVisibility() || block.querySelector("p, ul, ol, div, table") || block.closest(".vh")) continue;
      /** @type {number[]} */
      const counts = [];
      let bottom = -1;
      const inner = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      for (let node = inner.nextNode(); node; node = inner.nextNode()) {
        if (node.parentElement?.closest(".vh, sup")) continue;
        for (const word of (node.nodeValue ?? "").matchAll(/\S+\s*/g)) {
          const range = document.createRange();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].trimEnd().length);
          const box = range.getClientRects()[0];
          if (!box) continue;
          if (box.top >= bottom - 2) {
            counts.push(0);
            bottom = box.bottom;
          }
          counts[counts.length - 1] += word[0].length;
        }
      }
      lines.push(...counts.slice(0, -1));
    }
    const mean = lines.reduce((sum, count) => sum + count, 0) / (lines.length || 1);
    const longest = Math.max(0, ...lines);
    if (mean > 70) faults.push(`full lines have ${mean.toFixed(1)} characters on average`);
    if (longest > 82) faults.push(`a line has ${longest} characters`);
    return faults;
  }, least);
}

/**
 * Touch targets smaller than 44 px. Links within running text are exempt.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function targets(page) {
  return page.evaluate(() => {
    const faults = [];
    const top = document.querySelector("dialog[open]") ?? document;
    for (const control of top.querySelectorAll("button, summary, input, select, nav a, .button, label:has(input)")) {
      if (!control.checkVisibility() || control.closest(".vh, .skip")) continue;
      const held = control.matches("input") ? control.closest("label") ?? control : control;
      const box = held.getBoundingClientRect();
      if (box.width === 0) continue;
      if (box.height < 43.5 || box.width < 43.5) {
        const words = (held.textContent ?? "").trim().slice(0, 25);
        faults.push(`${control.localName} “${words}” is ${Math.round(box.width)} by ${Math.round(box.height)} px`);
      }
    }
    return faults;
  });
}

/**
 * Tables without a caption, scopes or row headers, or with redundant roles.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function tables(page) {
  return page.evaluate(() => {
    const faults = [];
    for (const table of document.querySelectorAll("table")) {
      const caption = table.caption?.textContent?.trim();
      const name = `table “${caption ?? (table.textContent ?? "").trim().slice(0, 30)}”`;
      if (!caption) faults.push(`${name} has no caption`);
      for (const th of table.querySelectorAll("th:not([scope])")) faults.push(`${name}: “${th.textContent}” has no scope`);
      for (const row of table.querySelectorAll("tbody tr")) {
        if (!row.querySelector('th[scope="row"]')) faults.push(`${name}: a row has no header`);
        for (const cell of row.children) if (!cell.textContent?.trim() && !cell.querySelector("img, svg, input, .box")) faults.push(`${name} has an empty cell`);
      }
      for (const part of [table, ...table.querySelectorAll("[role]")]) {
        if (part.hasAttribute("role")) faults.push(`${name}: ${part.localName} has role ${part.getAttribute("role")}`);
      }
    }
    return [...new Set(faults)];
  });
}

/**
 * The parts of tables in the accessibility tree, where cards on a phone have to remain tables.
 * @param {Page} page
 */
export async function tableRoles(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  /** @type {Record<string, number>} */
  const roles = {};
  for (const node of nodes) {
    const role = String(node.role?.value ?? "");
    if (!node.ignored && ["table", "caption", "row", "columnheader", "rowheader", "cell"].includes(role)) {
      roles[role] = (roles[role] ?? 0) + 1;
    }
  }
  return roles;
}

/**
 * The number of tab stops before the article.
 * @param {Page} page
 */
export async function tabStops(page) {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press("Tab");
    const within = await page.evaluate(() => {
      const at = document.activeElement;
      const main = document.querySelector("main");
      if (!at || at === document.body) return "end";
      return main && (main.contains(at) || main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) ? "in" : "";
    });
    if (within) return stops;
  }
  return 60;
}

/**
 * Whether the focused element can be seen: within the window, not covered, with an outline.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function focusFaults(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return ["nothing has the focus"];
    const name = `${at.localName} “${(at.textContent || at.getAttribute("aria-label") || "").trim().slice(0, 30)}”`;
    const faults = [];
    const shown = at.matches("input[type=checkbox], input[type=radio]") ? at.closest("label") ?? at : at;
    const box = [...shown.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
    if (!box) return [`${name} has the focus but no box`];
    const x = Math.min(Math.max(box.left + Math.min(box.width, innerWidth) / 2, 1), innerWidth - 2);
    const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 2);
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
      faults.push(`${name} has the focus outside the window`);
    } else {
      const top = document.elementFromPoint(x, y);
      if (top && !at.contains(top) && !top.contains(at) && !shown.contains(top)) {
        faults.push(`${name} has the focus behind ${top.localName}.${top.className}`);
      }
    }
    const style = getComputedStyle(at);
    if (at.matches(":focus-visible") && style.outlineStyle === "none" && style.boxShadow === "none") {
      faults.push(`${name} has the focus without an outline`);
    }
    return faults;
  });
}

/**
 * The text of `main` as read, without what needs a script: buttons, forms, dialogs and their messages.
 * @param {Page} page
 */
export function words(page) {
  return page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector("main")?.cloneNode(true));
    for (const part of main.querySelectorAll("button, form, fieldset, dialog, noscript, script, template, style, [data-script], [role=status]")) {
      part.remove();
    }
    return (main.textContent ?? "").replace(/\s+/g, " ").trim();
  });
}

/**
 * What has moved since the page began to load, and by how much.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function shift(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        /** @type {string[]} */
        const moved = [];
        const watch = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, sources } = /** @type {any} */ (entry);
            const names = sources.map((/** @type {any} */ { node, previousRect: from, currentRect: to }) => {
              const element = node?.nodeType === 1 ? node : node?.parentElement;
              return `${element?.localName}.${element?.className} “${(element?.textContent ?? "").trim().slice(0, 20)}” from ${from.x},${from.y} to ${to.x},${to.y}`;
            });
            if (value > 0) moved.push(`${value.toFixed(5)}: ${names.join("; ")}`);
          }
        });
        watch.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => done(moved), 150));
      }),
  );
}
