// Finds words of a source in the text of the page made from it. The page is only read.

/**
 * @typedef {object} Passage
 * @property {string} text The words, without markup; `OPAQUE` replaces anything that is not words.
 * @property {string} before The text before them in the same paragraph, or the end of it.
 * @property {string} after The text after them, or the start of it.
 * @property {number} occurrence How often all three have already occurred in this order.
 */

/** Replaces code, a picture and the like, once for each letter or object. */
const OPAQUE = /\u001a+/;

/** The most letters that one of them can be on the page. */
const GAP = 400;

/** Words shorter than this match only if the text around them matches too. */
const SHORT = 24;

/** How much of the text around them has to match. */
const ENOUGH = 8;

/** Elements that do not separate words. */
const INLINE = new Set(
  "A ABBR B BDI BDO BUTTON CITE CODE DATA DEL DFN EM I INS KBD LABEL MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR WBR".split(" "),
);

/** Elements whose text is not the page's own. */
const SKIPPED = "script, style, template, noscript, svg, .footnote-mark";

/** The plain form of characters that typography replaces. */
const SIGNS = new Map(
  Object.entries({ "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u00ad": "", "\u200b": "", "\u2060": "" }),
);
for (const dash of "\u2010\u2011\u2012\u2013\u2014\u2212") SIGNS.set(dash, "-");

/** @param {string} letter */
function plain(letter) {
  return /\s/.test(letter) ? " " : (SIGNS.get(letter) ?? letter);
}

/**
 * `text` with single spaces between words and without typography.
 * @param {string} text
 */
export function flat(text) {
  return [...text].map(plain).join("").replace(/ +/g, " ");
}

/** The text of an element as one line, and the position of each letter. */
export class PageText {
  /** @param {Element} root */
  constructor(root) {
    /** @type {string[]} */
    this.letters = [];
    /** @type {Text[]} The node of each letter. */
    this.nodes = [];
    /** @type {number[]} The offset of each letter in its node. */
    this.offsets = [];
    /** @type {Set<number>} Where paragraphs and other blocks start and end. */
    this.edges = new Set([0]);
    this.#read(root);
    this.text = this.letters.join("");
  }

  /** @param {Node} node */
  #read(node) {
    if (node instanceof Text) return this.#take(node);
    if (!(node instanceof Element) || node.matches(SKIPPED)) return;
    const separates = !INLINE.has(node.nodeName);
    if (separates) this.#separate();
    for (const child of node.childNodes) this.#read(child);
    if (separates) this.#separate();
  }

  /** @param {Text} node */
  #take(node) {
    for (let at = 0; at < node.length; at += 1) {
      for (const letter of plain(node.data[at])) this.#push(letter, node, at);
    }
  }

  /** Separates the words on either side. */
  #separate() {
    const last = this.nodes.at(-1);
    if (last) this.#push(" ", last, last.length - 1);
    this.edges.add(this.letters.length - 1).add(this.letters.length);
  }

  /**
   * @param {string} letter
   * @param {Text} node
   * @param {number} at
   */
  #push(letter, node, at) {
    if (letter === " " && this.letters.at(-1) === " ") return;
    this.letters.push(letter);
    this.nodes.push(node);
    this.offsets.push(at);
  }

  /**
   * The range of `passage`; null if the page does not contain it.
   * @param {Passage} passage
   * @returns {Range | null}
   */
  find({ text, before, after, occurrence }) {
    const parts = flat(text).split(OPAQUE).filter((part) => part.trim() !== "");
    if (parts.length === 0) return null;
    const [left, right] = [flat(before), flat(after)];
    /** @type {[number, number][]} */
    let best = [];
    const isShort = parts.join("").length < SHORT;
    let most = isShort ? Math.min(ENOUGH, (left.length || ENOUGH) + (right.length || ENOUGH)) : 0;
    for (let start = this.text.indexOf(parts[0]); start >= 0; start = this.text.indexOf(parts[0], start + 1)) {
      const end = this.#end(parts, start);
      if (end === null || !this.#isWhole(start, end)) continue;
      const around = this.#before(left, start) + this.#after(right, end);
      if (around > most) best = [];
      if (around >= most) best.push([start, end]);
      most = Math.max(most, around);
    }
    const found = best[occurrence] ?? best[0];
    return found ? this.#range(...found) : null;
  }

  /**
   * The end of the last of `parts` if the first starts at `start`.
   * @param {string[]} parts
   * @param {number} start
   * @returns {number | null}
   */
  #end(parts, start) {
    let end = start + parts[0].length;
    for (const part of parts.slice(1)) {
      const next = this.text.indexOf(part, end);
      if (next < 0 || next - end > GAP) return null;
      end = next + part.length;
    }
    return end;
  }

  /**
   * Whether no word continues across `start` or `end`.
   * @param {number} start
   * @param {number} end
   */
  #isWhole(start, end) {
    const isWord = /** @param {string | undefined} letter */ (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
    const joins = /** @param {number} at */ (at) => isWord(this.text[at - 1]) && isWord(this.text[at]);
    return !joins(start) && !joins(end);
  }

  /**
   * How much of `text` precedes `start`; if `text` is empty, whether a block starts there.
   * @param {string} text
   * @param {number} start
   */
  #before(text, start) {
    if (text === "") return this.edges.has(start) ? ENOUGH : 0;
    let same = 0;
    while (same < text.length && this.text[start - 1 - same] === text[text.length - 1 - same]) same += 1;
    return same;
  }

  /**
   * How much of `text` follows `end`; if `text` is empty, whether a block ends there.
   * @param {string} text
   * @param {number} end
   */
  #after(text, end) {
    if (text === "") return this.edges.has(end) ? ENOUGH : 0;
    let same = 0;
    while (same < text.length && this.text[end + same] === text[same]) same += 1;
    return same;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  #range(start, end) {
    const range = document.createRange();
    range.setStart(this.nodes[start], this.offsets[start]);
    range.setEnd(this.nodes[end - 1], this.offsets[end - 1] + 1);
    return range;
  }
}
