// Marks words of a page without changing it: with highlights, which browsers paint over ranges, or in older browsers
// with lines on a layer of their own.

/** @typedef {import("./margin.js").Mark} Mark */

/** One highlight for each level, and one for the words the author points to. */
const NAMES = /** @type {const} */ (["balm-warning", "balm-error", "balm-asked"]);

/** Marks set both colours, so that they are readable on any page. */
const STYLE = `
@media screen {
  ::highlight(balm-warning) { background-color: #ffe6b8; color: #25211b; text-decoration: underline 2px #7f3608; }
  ::highlight(balm-error) { background-color: #ffd9d2; color: #25211b; text-decoration: underline wavy 2px #8a1c17; }
  ::highlight(balm-asked) { background-color: #25211b; color: #fffdf9; }
}
@media screen and (prefers-color-scheme: dark) {
  ::highlight(balm-warning) { background-color: #4a3510; color: #fff6e6; text-decoration-color: #ffc48f; }
  ::highlight(balm-error) { background-color: #5c1f19; color: #fff1ee; text-decoration-color: #ffb9ae; }
  ::highlight(balm-asked) { background-color: #f2ece2; color: #1b1916; }
}
`;

export class Ink {
  #hasHighlights = typeof Highlight === "function" && "highlights" in CSS;
  #sheet = new CSSStyleSheet();
  /** @type {Mark[]} */
  #marks = [];
  /** @type {Mark | null} */
  #asked = null;

  constructor() {
    /** Without highlights, lines are drawn here. */
    this.layer = document.createElement("div");
    this.layer.className = "layer";
    this.layer.ariaHidden = "true";
    if (!this.#hasHighlights) return;
    this.#sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
  }

  /** @param {Mark[]} marks */
  draw(marks) {
    if (this.#asked && !marks.includes(this.#asked)) this.#asked = null;
    this.#marks = marks;
    if (!this.#hasHighlights) return this.#drawLines();
    const ranges = [false, true].map((isError) => marks.filter(({ finding }) => finding.is_error === isError));
    ranges.push(this.#asked ? [this.#asked] : []);
    NAMES.forEach((name, at) => {
      const found = ranges[at].flatMap(({ range }) => range ?? []);
      const highlight = new Highlight(...found);
      highlight.priority = at;
      CSS.highlights.set(name, highlight);
    });
  }

  /**
   * Emphasizes the words of `mark`, or of none.
   * @param {Mark | null} mark
   */
  point(mark) {
    this.#asked = mark;
    this.draw(this.#marks);
  }

  remove() {
    this.layer.remove();
    if (!this.#hasHighlights) return;
    for (const name of NAMES) CSS.highlights.delete(name);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }

  #drawLines() {
    const lines = this.#marks.flatMap((mark) => {
      const kind = mark === this.#asked ? "asked" : mark.finding.is_error ? "error" : "warning";
      return [...(mark.range?.getClientRects() ?? [])].map((box) => {
        const line = document.createElement("div");
        line.className = `line ${kind}`;
        Object.assign(line.style, {
          top: `${box.top + scrollY}px`,
          left: `${box.left + scrollX}px`,
          width: `${box.width}px`,
          height: `${box.height}px`,
        });
        return line;
      });
    });
    this.layer.replaceChildren(...lines);
  }
}
