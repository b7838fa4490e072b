// Marks the findings of `balm check` in the text of the displayed page. Toggled by `?check` in the address or
// Alt+Shift+C. The page itself does not change: words are marked through ranges, and the findings are listed in an
// element of their own. Switching it off removes every trace.

import { PageText } from "./find.js";
import { Ink } from "./ink.js";
import { STYLE } from "./margin-style.js";
import { count, element, make } from "./panel.js";

/**
 * @typedef {object} Finding
 * @property {boolean} is_error
 * @property {string} code
 * @property {string} message
 * @property {string} help
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {string} editor The address that opens the place in an editor.
 * @property {import("./find.js").Passage | null} words
 * @property {number} [times] How often the same was found.
 *
 * @typedef {object} Score
 * @property {number} reading_age
 * @property {number} reading_ease
 * @property {number} grade
 * @property {number} words
 * @property {number} longest
 *
 * @typedef {object} PageFindings The findings and score of a page.
 * @property {number} errors
 * @property {number} warnings
 * @property {Score | null} score
 * @property {Finding[]} findings
 *
 * @typedef {object} Mark A finding, and the range of its words on the page.
 * @property {Finding} finding
 * @property {Range | null} range
 */

/** Keys of the session storage: whether marks are on, and whether the list is open. */
const ON = "balm-check";
const LIST = "balm-check-list";

/** From this width on, the list is beside the text instead of over it. */
const WIDE = 1_280;

/** How long a card stays after the pointer leaves its mark, in milliseconds, so that it can be reached. */
const STAY = 300;

/** The space between a mark and its card, and between the card and the edge of the window, in pixels. */
const GAP = 6;

export class Margin {
  /** @type {Shown | null} */
  #shown = null;
  #asked = 0;

  constructor() {
    document.addEventListener("keydown", (event) => {
      const isKey = event.code === "KeyC" && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
      if (!isKey || isTyping(event)) return;
      event.preventDefault();
      this.set(this.#shown === null);
    });
    // A page restored from the browser's cache may have an outdated setting.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted && (kept(ON) === "on") !== (this.#shown !== null)) this.set(this.#shown === null);
    });
    if (new URLSearchParams(location.search).has("check") || kept(ON) === "on") this.set(true);
  }

  /** @param {boolean} isOn */
  set(isOn) {
    keep(ON, isOn ? "on" : "off");
    this.#shown?.remove();
    this.#shown = isOn ? new Shown(() => this.set(false)) : null;
    if (isOn) this.update();
    else forgetAddress();
  }

  /** Updates the findings from the server. */
  async update() {
    if (!this.#shown) return;
    const asked = ++this.#asked;
    const beside = await ask();
    if (asked === this.#asked && beside !== undefined) this.#shown?.show(beside);
  }
}

/**
 * Asks the server; null if it has no such page, undefined if it does not respond.
 * @returns {Promise<PageFindings | null | undefined>}
 */
async function ask() {
  try {
    const response = await fetch(`/_balm/page?url=${encodeURIComponent(location.pathname)}`, { cache: "no-store" });
    if (response.status === 404) return null;
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined; // The preview has stopped; the panel reports that.
  }
}

/** Removes `?check` from the address, so that reloading the page does not bring the marks back. */
function forgetAddress() {
  const url = new URL(location.href);
  if (!url.searchParams.has("check")) return;
  url.searchParams.delete("check");
  history.replaceState(history.state, "", url);
}

/**
 * Findings of one cause once, with their number.
 * @param {Mark[]} marks
 * @returns {Mark[]}
 */
function once(marks) {
  return byCause(marks).map(([first, ...same]) => ({ ...first, finding: { ...first.finding, times: 1 + same.length } }));
}

/**
 * Findings of one cause together, in the order of their first.
 * @param {Mark[]} marks
 * @returns {Mark[][]}
 */
function byCause(marks) {
  /** @type {Map<string, Mark[]>} */
  const causes = new Map();
  for (const mark of marks) {
    const { code, is_error, message, help } = mark.finding;
    const cause = JSON.stringify([code, is_error, message, help]);
    causes.set(cause, [...(causes.get(cause) ?? []), mark]);
  }
  return [...causes.values()];
}

/** @param {Event} event */
function isTyping(event) {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** The marks and the list of findings while they are switched on. */
class Shown {
  #ink = new Ink();
  #events = new AbortController();
  /** @type {Mark[]} */
  #marks = [];
  #sign = "";
  /** @type {Mark[]} The marks that the card describes. */
  #carded = [];
  /** @type {HTMLElement | null} The list entry that opened the card. */
  #entered = null;
  #leaving = 0;
  #frame = 0;
  /** Where on the screen the pointer was last. */
  #pointer = "";

  /** @param {() => void} off */
  constructor(off) {
    this.host = document.createElement("balm-check");
    this.host.lang = "en";
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    this.age = make("p", { className: "age" });
    this.numbers = make("p", { className: "numbers" });
    this.counts = make("p", { className: "counts" });
    this.toggle = make("button", { type: "button" }, "List");
    this.toggle.setAttribute("aria-controls", "list");
    this.close = make("button", { type: "button", title: "Switch off (Alt+Shift+C)", ariaLabel: "Switch off" }, "\u00d7");
    this.list = make("div", { className: "list", id: "list", tabIndex: 0, role: "region", ariaLabel: "Findings" });
    this.side = make("aside", { className: "side", ariaLabel: "Checks of this page" });
    const head = element("header", element("div", this.age, this.numbers, this.counts), this.toggle, this.close);
    this.side.append(head, this.list);
    this.card = make("section", { className: "card", ariaLabel: "About these words", tabIndex: -1, hidden: true });
    this.said = make("p", { className: "said", role: "status" });
    root.append(this.#ink.layer, this.side, this.card, this.said);
    document.documentElement.append(this.host);

    this.close.addEventListener("click", off);
    this.toggle.addEventListener("click", () => this.#setOpen(this.list.hidden !== false, true));
    this.#setOpen((kept(LIST) ?? (innerWidth >= WIDE ? "open" : "closed")) === "open", false);
    this.#listen();
  }

  #listen() {
    const { signal } = this.#events;
    document.addEventListener("pointermove", (event) => this.#hover(event), { signal });
    document.addEventListener("click", (event) => this.#tap(event), { signal });
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || event.defaultPrevented || this.card.hidden) return;
        event.preventDefault(); // Close one thing per key press.
        this.#hideCard();
      },
      { signal, capture: true },
    );
    addEventListener("scroll", () => this.#place(), { signal, passive: true, capture: true });
    // Lines have to follow the text, whatever moves it; highlights do so by themselves.
    const size = new ResizeObserver(() => this.#redraw());
    size.observe(document.body);
    signal.addEventListener("abort", () => size.disconnect());
  }

  remove() {
    this.#events.abort();
    clearTimeout(this.#leaving);
    cancelAnimationFrame(this.#frame);
    this.#ink.remove();
    this.host.remove();
  }

  /** @param {PageFindings | null} beside */
  show(beside) {
    const { score, errors, warnings, findings } = beside ?? { score: null, errors: 0, warnings: 0, findings: [] };
    this.age.textContent = score ? `Reading age ${score.reading_age}` : "No reading age";
    this.age.title = "The age from which a text with such words and sentences can be read, accurate to a year or two";
    this.numbers.textContent = score
      ? `reading ease ${score.reading_ease}, grade ${score.grade}; ${count(score.words, "word")}, longest sentence ${score.longest}`
      : "no English running text of its own";
    this.numbers.hidden = beside === null;
    const counts = [count(errors, "error"), count(warnings, "warning")].filter((part) => part).join(", ");
    const told = beside ? counts || "nothing found" : "this page no longer exists";
    this.counts.textContent = told;
    this.counts.classList.toggle("error", errors > 0);

    const text = new PageText(document.querySelector("main") ?? document.body);
    const marks = findings.map((finding) => ({ finding, range: finding.words && text.find(finding.words) }));
    const placed = marks.filter((mark) => mark.range).sort(inOrder);
    const others = once(marks.filter((mark) => !mark.range));
    const carded = this.#carded.map((mark) => this.#marks.indexOf(mark));
    this.#marks = [...placed, ...others];
    // The card stays if the findings are the same; only the ranges of its marks change.
    const listed = this.#marks.reduce((sum, { finding }) => sum + (finding.times ?? 1), 0);
    if (this.#fill(placed.length, errors + warnings - listed)) this.#hideCard();
    else this.#carded = carded.map((at) => this.#marks[at]);
    this.#redraw();
    if (this.#hasFocus()) this.#ink.point(this.#carded[0] ?? null);
    const said = `Marks are on: ${told}.`;
    if (this.said.textContent !== said) this.said.textContent = said;
  }

  /**
   * Writes the list unless it is already up to date. Returns whether it did.
   * @param {number} placed How many findings are marked in the text; they come first.
   * @param {number} left How many are not listed.
   */
  #fill(placed, left) {
    const sign = JSON.stringify([placed, left, this.#marks.map(({ finding }) => finding)]);
    if (sign === this.#sign) return false;
    this.#sign = sign;
    const root = /** @type {ShadowRoot} */ (this.host.shadowRoot);
    const hadFocus = this.list.contains(root.activeElement);
    const entries = byCause(this.#marks.slice(0, placed)).map((marks) => this.#entry(marks.map((mark) => this.#marks.indexOf(mark))));
    const others = this.#marks.slice(placed).map(({ finding }) => entry(finding));
    const parts = [];
    if (entries.length > 0) parts.push(make("h2", {}, "In the text"), element("ol", ...entries));
    if (others.length > 0) parts.push(make("h2", {}, "About the page"), element("ol", ...others));
    if (left > 0) parts.push(make("p", {}, `${left} more: run balm check to see them.`));
    parts.push(make("p", { className: "keys" }, "Alt+Shift+C switches this on and off."));
    this.list.replaceChildren(...parts);
    if (hadFocus) this.list.focus();
    return true;
  }

  /**
   * The entry of the marks with these numbers, which are of one cause; it leads to each.
   * @param {number[]} numbers
   */
  #entry(numbers) {
    const { finding } = this.#marks[numbers[0]];
    const places = document.createDocumentFragment();
    for (const at of numbers) {
      const words = make("button", { type: "button", className: "words" }, shortened(this.#marks[at].finding.words?.text ?? ""));
      // The marks may be replaced while the list stays, so they are looked up when needed.
      words.addEventListener("focus", () => this.#ink.point(this.#marks[at]));
      words.addEventListener("blur", () => this.#ink.point(null));
      words.addEventListener("click", () => {
        this.#entered = words;
        this.#goTo(this.#marks[at]);
      });
      places.append(words);
    }
    return entry({ ...finding, times: numbers.length }, places);
  }

  /** @param {Mark} mark */
  #goTo(mark) {
    const start = mark.range?.startContainer.parentElement;
    for (let around = start?.closest("details"); around; around = around.parentElement?.closest("details")) around.open = true;
    const box = mark.range?.getBoundingClientRect();
    if (!box) return;
    // Close the list if it covers the text.
    if (innerWidth < WIDE) this.#setOpen(false, false);
    if (box.top < 0 || box.bottom > innerHeight) scrollBy({ top: box.top - innerHeight / 3, behavior: "instant" });
    this.#showCard([mark]);
    this.card.focus({ preventScroll: true });
    this.#ink.point(mark);
  }

  #hasFocus() {
    return this.card.contains(/** @type {ShadowRoot} */ (this.host.shadowRoot).activeElement);
  }

  /**
   * The marks under a point of the window.
   * @param {MouseEvent} event
   */
  #at({ target, clientX, clientY }) {
    const isIn = /** @param {DOMRect} box */ ({ left, right, top, bottom }) =>
      left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
    return this.#marks.filter(({ range }) => {
      const parent = range?.commonAncestorContainer;
      if (!range || !parent || !(target instanceof Node)) return false;
      return (parent.contains(target) || target.contains(parent)) && [...range.getClientRects()].some(isIn);
    });
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.pointerType === "touch" || this.#frame) return;
    // Browsers also report a move when the page moves under a resting pointer.
    const pointer = `${event.screenX} ${event.screenY}`;
    if (pointer === this.#pointer) return;
    this.#pointer = pointer;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const isInside = event.target === this.host;
      const marks = isInside ? this.#carded : this.#at(event);
      if (marks.length > 0) {
        clearTimeout(this.#leaving);
        this.#leaving = 0;
        if (!isInside) this.#showCard(marks);
      } else if (!this.card.hidden && !this.#leaving && !this.#hasFocus()) {
        this.#leaving = setTimeout(() => this.#hideCard(), STAY);
      }
    });
  }

  /** Cancels a pending check of what the pointer is over. */
  #forget() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {MouseEvent} event */
  #tap(event) {
    if (event.target === this.host) return;
    const marks = this.#at(event);
    if (marks.length > 0) this.#showCard(marks);
    else this.#hideCard();
  }

  /** @param {Mark[]} marks */
  #showCard(marks) {
    this.#forget();
    const same = marks.length === this.#carded.length && marks.every((mark, at) => mark === this.#carded[at]);
    this.card.hidden = false;
    if (!same) {
      this.#carded = marks;
      this.card.replaceChildren(...marks.map(({ finding }) => entry(finding, null, "div")));
    }
    this.#place();
  }

  /** Hides the card. If it had the focus, that returns to the entry that opened it, to the list, or to the button of a closed list. */
  #hideCard() {
    const hadFocus = this.#hasFocus();
    this.#forget();
    clearTimeout(this.#leaving);
    this.#leaving = 0;
    this.#carded = [];
    this.card.hidden = true;
    this.#ink.point(null);
    if (!hadFocus) return;
    if (this.list.hidden) this.toggle.focus();
    else (this.#entered?.isConnected ? this.#entered : this.list).focus();
  }

  /** Places the card below its words, or above them if there is no room. */
  #place() {
    const range = this.#carded[0]?.range;
    if (this.card.hidden || !range) return;
    const box = range.getClientRects()[0] ?? range.getBoundingClientRect();
    const last = range.getBoundingClientRect().bottom;
    const { width, height } = this.card.getBoundingClientRect();
    const isBelow = last + GAP + height <= innerHeight || box.top < height + GAP;
    const top = isBelow ? Math.min(last + GAP, innerHeight - height - GAP) : box.top - GAP - height;
    const left = Math.min(box.left, document.documentElement.clientWidth - width - GAP);
    this.card.style.top = `${Math.max(top, GAP)}px`;
    this.card.style.left = `${Math.max(left, GAP)}px`;
  }

  #redraw() {
    this.#ink.draw(this.#marks);
    this.#place();
  }

  /**
   * @param {boolean} isOpen
   * @param {boolean} isWanted Whether the author asked for it.
   */
  #setOpen(isOpen, isWanted) {
    this.list.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    if (isWanted) keep(LIST, isOpen ? "open" : "closed");
  }
}

/**
 * @param {Mark} a
 * @param {Mark} b
 */
function inOrder(a, b) {
  return a.range && b.range ? a.range.compareBoundaryPoints(Range.START_TO_START, b.range) : 0;
}

/**
 * The description of a finding.
 * @param {Finding} finding
 * @param {Node | null} [words] What leads to its words.
 * @param {"li" | "div"} [name]
 */
function entry({ is_error, code, message, help, file, line, column, editor, times = 1 }, words = null, name = "li") {
  const kind = make("p", { className: is_error ? "kind error" : "kind warning" }, `${is_error ? "error" : "warning"}: ${code}`);
  const place = make("a", { href: editor }, `${file}:${line}:${column}`);
  const told = times > 1 ? `${message} (${times} times)` : message;
  const made = element(name, kind, ...(words ? [words] : []), make("p", {}, told), make("p", { className: "help" }, help), place);
  made.className = "entry";
  return made;
}

/** @param {string} text */
function shortened(text) {
  const words = text.replaceAll("\u001a", "").split(/\s+/);
  return words.length > 12 ? `${words.slice(0, 10).join(" ")} \u2026` : words.join(" ");
}

/** @param {string} name */
function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * If the browser stores nothing, the setting is lost on the next page.
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // The setting is then lost.
  }
}
