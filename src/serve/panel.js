// What the author has to know, on top of the page: mistakes in a panel, warnings as a count, a lost connection as a
// badge. It has a shadow root of its own, so the page's styles and these do not affect each other.

/**
 * @typedef {object} Problem
 * @property {boolean} is_error
 * @property {string} code
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {string} rendered The diagnostic as printed on the terminal.
 * @property {number} others At how many other places the same was found.
 * @property {string[]} on Addresses of the pages that it is on.
 * @property {boolean} [is_here] Whether this page is one of them.
 * @property {string} editor The address that opens the place in an editor.
 *
 * @typedef {object} Problems
 * @property {Problem[]} problems
 * @property {number} errors
 * @property {number} warnings
 */

/** The session storage key for a panel that was closed. */
const CLOSED = "balm-closed";

const STYLE = `
:host {
  all: initial; color-scheme: light dark; direction: ltr;
  --paper: #fffdf9; --ink: #25211b; --soft: #4c453b; --edge: #85796a; --link: #0f5046;
  --error: #8a1c17; --warning: #7f3608; --wash: #f3ede1; --focus: #25211b;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #24211d; --ink: #f2ece2; --soft: #d2c9bb; --edge: #a0947f; --link: #9fdccb;
    --error: #ffb9ae; --warning: #ffc48f; --wash: #1b1916; --focus: #ffd873;
  }
}
@media print { :host { display: none; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel, .corner > * {
  background: var(--paper); color: var(--ink); border: 1px solid var(--edge); box-shadow: 0 2px 16px #0005;
}
.panel {
  position: fixed; z-index: 2147483647; inset: auto 0 0; max-height: min(60vh, 40rem);
  display: flex; flex-direction: column; border-width: 3px 0 0; border-top-color: var(--warning);
}
.panel.has-errors { border-top-color: var(--error); }
header { display: flex; align-items: start; gap: 1rem; padding: .5rem 1rem; border-bottom: 1px solid var(--edge); }
header div { flex: 1; min-width: 0; }
h2 { font-size: 1.125rem; margin: 0; }
header p { margin: 0; color: var(--soft); }
ol { flex: 1; list-style: none; margin: 0; padding: 0 1rem; overflow: auto; overscroll-behavior: contain; }
li { padding: .75rem 0; }
li + li { border-top: 1px solid var(--edge); }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
.error { color: var(--error); }
.warning { color: var(--warning); }
a { color: var(--link); }
pre {
  margin: .5rem 0 0; padding: .5rem .75rem; overflow-x: auto; background: var(--wash); tab-size: 4;
  font: .875rem/1.4 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
.more { margin: 0; padding: .5rem 0; color: var(--soft); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--edge); border-radius: .4rem; cursor: pointer; }
header button { min-width: 44px; min-height: 44px; font-size: 1.25rem; line-height: 1; }
.corner {
  position: fixed; z-index: 2147483646; inset: auto .75rem .75rem auto; max-width: calc(100vw - 1.5rem);
  display: flex; flex-wrap: wrap; justify-content: end; gap: .5rem; pointer-events: none;
}
.corner > * { margin: 0; padding: .25rem .75rem; border-radius: .4rem; min-height: 36px; font-size: .9375rem; pointer-events: auto; }
.corner .error { border: 2px solid; font-weight: 600; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.panel :is(ol, pre):focus-visible { outline-offset: -3px; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

export class Panel {
  constructor() {
    const host = document.createElement("balm-preview");
    host.lang = "en";
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    this.title = make("h2", { id: "title" });
    this.note = make("p");
    this.close = make("button", { type: "button", title: "Close (Esc)", ariaLabel: "Close" }, "\u00d7");
    this.list = make("ol", { tabIndex: 0, ariaLabel: "Mistakes and warnings" });
    this.panel = make("section", { className: "panel", id: "panel", hidden: true });
    this.panel.setAttribute("aria-labelledby", "title");
    this.panel.append(element("header", element("div", this.title, this.note, make("p", {}, HINT)), this.close), this.list);

    this.badge = make("button", { type: "button", hidden: true });
    this.badge.setAttribute("aria-controls", "panel");
    this.lost = make("p", { hidden: true }, "Preview stopped");
    this.draft = make("p", { hidden: true }, "Draft: not published");
    const corner = make("div", { className: "corner" });
    corner.append(this.lost, this.draft, this.badge);

    /** Announces changes to screen readers without taking the focus. */
    this.said = make("p", { className: "said", role: "status" });
    root.append(this.panel, corner, this.said);
    document.documentElement.append(host);

    /** Identifies the current set of mistakes. */
    this.sign = "";
    this.isOpen = false;
    /** Whether the author opened the panel; then it stays open while there is something to show. */
    this.isWanted = false;
    this.badge.addEventListener("click", () => this.want());
    this.close.addEventListener("click", () => this.dismiss());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.isOpen) this.dismiss();
    });
  }

  /**
   * @param {Problems} state
   * @param {boolean} isHeld Whether the page shows its last good state.
   * @param {boolean} isMissing Whether there is no such page.
   * @param {boolean} isDraft Whether a build leaves this page out.
   */
  show({ problems, errors, warnings }, isHeld, isMissing, isDraft) {
    this.draft.hidden = !isDraft;
    const counts = [count(errors, "mistake"), count(warnings, "warning")].filter((part) => part).join(", ");
    const sign = JSON.stringify(problems.map(({ file, line, column, rendered }) => [file, line, column, rendered]));
    const hasNews = sign !== this.sign;
    this.sign = sign;
    this.title.textContent = counts;
    this.badge.textContent = counts;
    this.badge.className = errors ? "error" : "warning";
    this.panel.classList.toggle("has-errors", errors > 0);
    const note = errors === 0 || isMissing ? "" : isHeld ? HELD : problems.some(isWrongHere) ? FAULTY : CURRENT;
    this.note.textContent = note;
    this.note.hidden = note === "";
    if (hasNews) {
      // Errors come first, and among them those of this page.
      this.list.replaceChildren(...[...problems].sort((a, b) => rank(a) - rank(b)).map(item));
      const left = errors + warnings - problems.reduce((sum, { others }) => sum + 1 + others, 0);
      if (left > 0) this.list.append(make("li", { className: "more" }, `${left} more: see the terminal.`));
    }
    const hadErrors = this.said.textContent !== "";
    const said = errors ? `${counts}. ${note}` : hadErrors && hasNews ? "No mistakes." : "";
    if (this.said.textContent !== said) this.said.textContent = said;
    if (counts === "") this.isWanted = false;
    this.setOpen(counts !== "" && (this.isWanted || (errors > 0 && remembered() !== sign)));
    this.badge.hidden = counts === "" || this.isOpen;
  }

  /** @param {boolean} is Whether the preview no longer responds. */
  setLost(is) {
    this.lost.hidden = !is;
  }

  /** Opens the panel because the author asked for it. */
  want() {
    this.isWanted = true;
    this.setOpen(true);
    this.badge.hidden = true;
    this.close.focus();
  }

  /** Closes the panel because the author has seen it. */
  dismiss() {
    const hadFocus = this.panel.contains(/** @type {ShadowRoot} */ (this.panel.getRootNode()).activeElement);
    this.isWanted = false;
    remember(this.sign);
    this.setOpen(false);
    this.badge.hidden = false;
    if (hadFocus) this.badge.focus();
  }

  /** @param {boolean} is */
  setOpen(is) {
    this.isOpen = is;
    this.panel.hidden = !is;
    this.badge.setAttribute("aria-expanded", String(is));
  }
}

const HELD = "This page shows its last version without mistakes.";
const HINT = "Alt+Shift+C marks this page's findings in its text.";
const FAULTY = "This page is shown as it is now, with its mistakes.";
const CURRENT = "This page is up to date, but others show an older version.";

/** @param {Problem} problem */
const isWrongHere = ({ is_error, is_here }) => is_error && is_here === true;

/** @param {Problem} problem */
const rank = ({ is_error, is_here }) => (is_error ? 0 : 2) + (is_here ? 0 : 1);

/** @param {Problem} problem */
function item({ is_error, code, file, line, column, rendered, editor, others }) {
  const kind = make("span", { className: is_error ? "error" : "warning" }, `${is_error ? "error" : "warning"}[${code}]`);
  const place = make("a", {}, `${file}:${line}:${column}`);
  place.href = editor;
  const times = others > 0 ? ` ${others + 1} times` : "";
  const text = make("pre", { tabIndex: 0 }, rendered);
  return element("li", element("h3", kind, times, " ", place), text);
}

/**
 * @param {number} number
 * @param {string} noun
 */
export function count(number, noun) {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @param {string} [text]
 */
export function make(name, properties = {}, text = "") {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

/**
 * @param {keyof HTMLElementTagNameMap} name
 * @param {(Node | string)[]} content
 */
export function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

/** If the browser stores nothing, a closed panel is open again on the next page. */
function remembered() {
  try {
    return sessionStorage.getItem(CLOSED);
  } catch {
    return null;
  }
}

/** @param {string} sign */
function remember(sign) {
  try {
    sessionStorage.setItem(CLOSED, sign);
  } catch {
    // The panel is then open again on the next page.
  }
}
