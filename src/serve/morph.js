// Changes a document into a newer one in place, keeping what the reader did to it: scrolling, focus, open details,
// typed text, playing media.
//
// Three trees are involved: `live`, which the browser shows; `before`, which the server sent for it; and `after`,
// which the server sends now. Only the differences between the last two are applied, so that changes by scripts and
// readers are kept too.

/** Above this many comparisons, nodes are matched by their order alone. */
const TOO_MANY = 250_000;

/**
 * @param {Element} live
 * @param {Element} before
 * @param {Element} after
 */
export function morph(live, before, after) {
  if (same(before, after)) return;
  morphAttributes(live, before, after);
  if (live instanceof HTMLTemplateElement && after instanceof HTMLTemplateElement) live.innerHTML = after.innerHTML;
  else morphChildren(live, before, after);
}

/**
 * @param {Element} live
 * @param {Element} before
 * @param {Element} after
 */
function morphAttributes(live, before, after) {
  for (const { namespaceURI, name, value } of after.attributes) {
    if (before.getAttribute(name) !== value) live.setAttributeNS(namespaceURI, name, value);
  }
  for (const { name } of before.attributes) {
    if (!after.hasAttribute(name)) live.removeAttribute(name);
  }
}

/**
 * @param {Element} live
 * @param {Element} before
 * @param {Element} after
 */
function morphChildren(live, before, after) {
  const shown = new Map(matchByKind([...before.childNodes], [...live.childNodes]));
  const kept = new Map(match([...after.childNodes], [...before.childNodes]));
  const staying = new Set(kept.values());
  for (const [old, node] of shown) {
    if (!staying.has(old)) node.remove();
  }
  /** @type {ChildNode | null} The last node that is already in place. */
  let last = null;
  for (const node of after.childNodes) {
    const old = kept.get(node);
    const here = old && shown.get(old);
    if (old && here) {
      morphNode(here, old, node);
      last = here;
    } else if (!old || !same(old, node)) {
      const copy = /** @type {ChildNode} */ (document.importNode(node, true));
      live.insertBefore(copy, last ? last.nextSibling : live.firstChild);
      last = copy;
    } // Otherwise the node did not change, but a script removed it.
  }
}

/**
 * @param {ChildNode} live
 * @param {ChildNode} before
 * @param {ChildNode} after
 */
function morphNode(live, before, after) {
  if (live instanceof Element) morph(live, /** @type {Element} */ (before), /** @type {Element} */ (after));
  else if (live instanceof CharacterData) morphText(live, before, /** @type {CharacterData} */ (after));
}

/**
 * Replaces only the letters that differ, so that a selection around them is kept.
 * @param {CharacterData} live
 * @param {ChildNode} before
 * @param {CharacterData} after
 */
function morphText(live, before, { data }) {
  if (before.nodeValue === data || live.data === data) return;
  const most = Math.min(live.length, data.length);
  let start = 0;
  while (start < most && live.data[start] === data[start]) start += 1;
  let end = 0;
  while (end < most - start && live.data.at(-1 - end) === data.at(-1 - end)) end += 1;
  live.replaceData(start, live.length - start - end, data.slice(start, data.length - end));
}

/**
 * Whether two nodes from the server are identical.
 * @param {Node} a
 * @param {Node} b
 */
function same(a, b) {
  return text(a) === text(b);
}

/** @type {WeakMap<Node, string>} Documents from the server never change, so the text of their nodes can be cached. */
const texts = new WeakMap();

/** @param {Node} node */
function text(node) {
  let known = texts.get(node);
  if (known === undefined) {
    known = node instanceof Element ? node.outerHTML : `${node.nodeName} ${node.nodeValue}`;
    texts.set(node, known);
  }
  return known;
}

/** @param {Node} node */
function kind(node) {
  return node instanceof Element ? `${node.nodeName}#${node.id}` : node.nodeName;
}

/**
 * Pairs of nodes, in order: identical ones, and between them those of the same kind.
 * @template {Node} T
 * @param {T[]} a
 * @param {T[]} b
 * @returns {[T, T][]}
 */
function match(a, b) {
  /** @type {[T, T][]} */
  const pairs = [];
  let [i, j] = [0, 0];
  const exact = common(a.map(text), b.map(text));
  exact.push([a.length, b.length]);
  for (const [atA, atB] of exact) {
    pairs.push(...matchByKind(a.slice(i, atA), b.slice(j, atB)));
    if (atA < a.length) pairs.push([a[atA], b[atB]]);
    [i, j] = [atA + 1, atB + 1];
  }
  return pairs;
}

/**
 * Pairs of nodes of the same kind, in order.
 * @template {Node} T
 * @param {T[]} a
 * @param {T[]} b
 * @returns {[T, T][]}
 */
function matchByKind(a, b) {
  return common(a.map(kind), b.map(kind)).map(([i, j]) => [a[i], b[j]]);
}

/**
 * The longest common subsequence of two lists, as pairs of indices.
 * @param {string[]} a
 * @param {string[]} b
 * @returns {[number, number][]}
 */
function common(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0; i < start; i += 1) pairs.push([i, i]);
  const [rows, columns] = [endA - start, endB - start];
  if (rows * columns <= TOO_MANY) {
    for (const [i, j] of longest(a.slice(start, endA), b.slice(start, endB))) pairs.push([start + i, start + j]);
  } else {
    for (let i = 0; i < Math.min(rows, columns); i += 1) {
      if (a[start + i] === b[start + i]) pairs.push([start + i, start + i]);
    }
  }
  for (let i = 0; endA + i < a.length; i += 1) pairs.push([endA + i, endB + i]);
  return pairs;
}

/**
 * @param {string[]} a
 * @param {string[]} b
 * @returns {[number, number][]}
 */
function longest(a, b) {
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [down, right] = [length[(i + 1) * width + j], length[i * width + j + 1]];
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1 : Math.max(down, right);
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}
