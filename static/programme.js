// Puts a programme together: what is ticked, how much of it, a link that holds it, and a hand-out on paper.
//
// Boxes and fields hold the programme, and the fragment repeats it: "#1+bird-dog.h5.r8+bridge-pose" is the version ("1l" in
// large print), then ids with the amounts that differ. A link shows only its programme until a reader wants to change it.

const sheet = /** @type {HTMLTemplateElement} */ (document.getElementById("programme"));
const version = "1";
/** The most boxes for a day. */
const most = 6;

/** The letter of each amount in a link. @type {Record<string, string>} */
const letters = { hold: "h", reps: "r", sets: "s", times: "t", days: "d", weeks: "w" };

const session = /** @type {HTMLScriptElement} */ (document.querySelector('script[src*="/session."]'));
const { speaker } = /** @type {typeof import("./session.js")} */ (await import(session.src));
const { say, text, dose: doses } = speaker("programme-words");

/** @param {string} selector @param {ParentNode} [from] */
const all = (selector, from = document) => [.../** @type {NodeListOf<HTMLElement>} */ (from.querySelectorAll(selector))];
/** @param {string} selector @param {ParentNode} [from] */
const one = (selector, from = document) => /** @type {HTMLElement} */ (from.querySelector(selector));
/** @param {string} selector @param {ParentNode} [from] */
const input = (selector, from) => /** @type {HTMLInputElement} */ (one(selector, from));
/** @param {string} selector */
const copy = (selector) => /** @type {HTMLElement} */ (one(selector, sheet.content).cloneNode(true));

/** The least and the most of a range such as "20 30". @param {string | undefined} range */
const ends = (range) => range?.split(" ").map(Number);

/** The sentences of a dose, by the rules and messages of its page. @param {DOMStringMap} data */
export function dose(data) {
  const note = (data.note ?? "").trim();
  const isEnded = /[.!?]["”’)]*$/.test(note);
  /** @type {Record<string, (of: any) => boolean>} */
  const checks = {
    has: (field) => field in data,
    lacks: (field) => !(field in data),
    over: ([field, number]) => (ends(data[field])?.[1] ?? 0) > number,
    from: ([field, number]) => ends(data[field])?.[0] === number,
    side: (side) => data.side === side,
    perSide: (is) => "perSide" in data === is,
    note: (is) => (note !== "") === is,
    goesOn: (is) => note !== "" && /^[\p{Lowercase}0-9]/u.test(note) === is,
  };
  /** @param {string} key @param {string | null} field @param {Record<string, string>} gaps */
  const counted = (key, field, gaps = {}) => say(key, field ? { ...gaps, n: ends(data[field]) ?? 0 } : gaps, doses.words);
  const said = new Map();
  for (const { about, when, say: key, n, placeholders } of doses.sentences) {
    const applies = when.every((/** @type {object} */ one) => Object.entries(one).every(([check, of]) => checks[check]?.(of)));
    if (said.has(about) || !applies) continue;
    /** @type {Record<string, string>} */
    const filled = { words: note };
    for (const [name, phrase] of placeholders) filled[name] = counted(phrase.say, phrase.n);
    const own = note.charAt(0).toUpperCase() + note.slice(1) + (isEnded ? "" : ".");
    const sentence = key ? counted(key, n, filled) : own;
    // A note may bring the end of the sentence along.
    said.set(about, about === "hold" && !n && isEnded ? sentence.replace(/\.$/, "") : sentence);
  }
  return [...said.values()].join(doses.join);
}

/** @param {string} title @param {string} name */
function box(title, name) {
  const label = copy(".tick-label");
  one("span", label).prepend(title);
  one(".vh", label).textContent = `: ${name}`;
  return { label, tick: input("input", label) };
}

const moves = all(".move").map((row) => {
  const { label, tick } = box(say("choose"), row.dataset.name ?? "");
  const amounts = copy(".amounts");
  const fields = all("label", amounts).map((label) => {
    const key = label.dataset.key ?? "";
    const page = row.dataset[key];
    const title = one("span", label);
    const field = input("input", label);
    const wrong = one(".wrong", label);
    if (page) title.textContent = say("page", { label: title.textContent ?? "", amount: text(ends(page) ?? "") });
    wrong.textContent = say("whole", { from: field.min, to: field.max });
    return { key, page, field, wrong };
  });
  one(".tick", row).append(label, amounts);
  const boxes = copy(".boxes");
  one(".cautions", row).after(boxes);
  row.querySelector(".stop .label")?.prepend(Object.assign(copy("span.paper"), { textContent: `${row.dataset.name}. ` }));
  const place = row.querySelector("[data-dose]");
  const topic = /** @type {HTMLElement} */ (row.parentElement);
  return { row, topic, tick, amounts, fields, boxes, place, said: place?.textContent ?? "" };
});

/** One box for each topic that ticks all of its exercises. */
const topics = all(".moves").map((topic) => {
  const { label, tick } = box(say("all"), one("h2", topic).textContent ?? "");
  one(".all", topic).append(label);
  const own = moves.filter(({ row }) => topic.contains(row));
  tick.addEventListener("change", () => own.forEach((move) => (move.tick.checked = tick.checked)));
  return { tick, own };
});

const yours = one("#yours");
yours.append(copy(".tools"), copy(".plan"), copy("p.paper"));
yours.hidden = false;
const lead = copy(".so-far");
yours.before(lead);
/** Where the chosen stand without the others. */
const alone = document.createElement("div");
yours.after(alone);
const large = input("[data-at=large]");
const link = input("[data-at=link]");
const count = one("[data-at=count]");
const copied = one("[data-at=copied]");
const start = one("[data-start]", yours);
const page = document.documentElement.classList;
/** What is ticked, in the order of the programme. @type {typeof moves} */
let chosen = [];

/** Where the tab keeps its programme, so that looking at an exercise's page loses none. */
const memory = {
  key: `balm-programme ${location.pathname}`,
  read() {
    try {
      return sessionStorage.getItem(this.key) ?? "";
    } catch {
      return "";
    }
  },
  /** @param {string} fragment */
  write(fragment) {
    try {
      sessionStorage.setItem(this.key, fragment);
    } catch {}
  },
};

/** The number in a field; "" for none that can be. @param {HTMLInputElement} field */
const given = (field) => (/^\d+$/.test(field.value) && field.checkValidity() ? String(field.valueAsNumber) : "");

/** What is said already is not said again. @param {HTMLElement} place @param {string} text */
function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Makes everything follow the boxes and fields. @param {string} [note] what to tell besides */
function update(note = "") {
  chosen = [...new Set([...chosen, ...moves])].filter(({ tick }) => tick.checked);
  let refused = 0;
  for (const { row, tick, amounts, fields, boxes, place, said } of moves) {
    const { dataset } = row;
    row.classList.toggle("chosen", tick.checked);
    amounts.hidden = !tick.checked;
    for (const { key, page, field, wrong } of fields) {
      wrong.hidden = !tick.checked || given(field) !== "" || (field.value === "" && !field.validity.badInput);
      if (!wrong.hidden) refused += 1;
      field.setAttribute("aria-invalid", String(!wrong.hidden));
      const number = tick.checked && given(field);
      const value = number ? `${number} ${number}` : page;
      if (value) dataset[key] = value;
      else delete dataset[key];
    }
    const changed = fields.some(({ key, page }) => dataset[key] !== page);
    if (place) place.textContent = changed ? dose(dataset) : said;
    const daily = Number(dataset.times?.split(" ")[1] ?? 1);
    const tally = daily > most;
    tell(one("caption", boxes), say(tally ? "tally" : "boxes", { name: dataset.name ?? "", n: daily }));
    for (const cell of all("td", boxes)) {
      cell.innerHTML = tally ? '<span class="box tally"></span>' : '<span class="box"></span>'.repeat(daily);
    }
  }
  for (const { tick, own } of topics) {
    tick.checked = own.every((move) => move.tick.checked);
    tick.indeterminate = !tick.checked && own.some((move) => move.tick.checked);
  }
  const ids = chosen.map(({ row }) => row.dataset.exercise ?? "");
  const parts = chosen.map(({ fields }, at) =>
    [encodeURIComponent(ids[at] ?? ""), ...fields.flatMap(({ key, field }) => (given(field) ? letters[key] + given(field) : []))].join("."),
  );
  const fragment = parts.length > 0 ? `#${[version + (large.checked ? "l" : ""), ...parts].join("+")}` : "";
  history.replaceState(null, "", location.pathname + location.search + fragment);
  memory.write(fragment);
  one("[data-at=address]", yours).textContent = link.value = location.href;
  const many = say(page.contains("given") ? "has" : ids.length === 0 ? "none" : "ticked", { n: ids.length });
  tell(count, [note, refused > 0 && say("wrong", { n: refused }), many].filter(Boolean).join(" "));
  tell(copied, "");
  const leads = ids.length > 0 && !page.contains("given");
  lead.hidden = !leads;
  page.toggle("leads", leads);
  tell(one("button span", lead), say("so_far", { n: ids.length }));
  start.dataset.start = ids.join(" ");
  start.hidden = one(".tools").hidden = ids.length === 0;
  page.toggle("handout", ids.length > 0);
  page.toggle("large", large.checked);
  one("[data-at=plan]").replaceChildren(...chosen.map(({ row, place }) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("strong"), { textContent: row.dataset.name ?? "" }), place ? `: ${place.textContent}` : "");
    return item;
  }));
  const cited = new Set(all(".move.chosen .cite a").map((source) => source.getAttribute("href")));
  gather(page.contains("given"));
  for (const source of all("[data-source]")) source.classList.toggle("unused", !cited.has(source.dataset.source ?? ""));
}

/** Puts what is ticked together, or back. @param {boolean} together */
function gather(together) {
  const rows = together ? chosen.map(({ row }) => row) : [];
  if (rows.length === alone.children.length && rows.every((row, at) => row === alone.children[at])) return;
  const at = document.activeElement;
  for (const { topic, row } of moves) topic.append(row);
  alone.append(...rows);
  if (at instanceof HTMLElement && at !== document.activeElement) at.focus({ preventScroll: true });
}

/** Shows what is ticked alone, or all. @param {boolean} given */
function show(given) {
  page.toggle("given", given);
  one("[data-do=clear]").hidden = given;
  one("[data-do=change]").hidden = !given;
  gather(given);
  if (!given) return;
  for (const { row, tick } of moves) for (const details of row.querySelectorAll("details")) details.open = tick.checked;
}

/**
 * Takes over the programme in `fragment`, and says in words what of it cannot be; `undefined` where it holds none.
 * @param {string} fragment
 */
function take(fragment) {
  const found = /^#(\d+)(l?)\+(.*)$/.exec(fragment);
  if (!found) return undefined;
  if (found[1] !== version) return say("newer");
  large.checked = found[2] === "l";
  /** @type {Map<string, string[]>} */
  const wanted = new Map();
  for (const part of (found[3] ?? "").split("+").filter(Boolean)) {
    const [id = "", ...amounts] = part.split(".");
    let name = id;
    try {
      name = decodeURIComponent(id);
    } catch {}
    if (!wanted.has(name)) wanted.set(name, amounts);
  }
  chosen = [...wanted.keys()].flatMap((id) => moves.find(({ row }) => row.dataset.exercise === id) ?? []);
  let bad = 0;
  for (const { row, tick, fields } of moves) {
    const amounts = wanted.get(row.dataset.exercise ?? "");
    wanted.delete(row.dataset.exercise ?? "");
    tick.checked = amounts !== undefined;
    bad += amounts?.length ?? 0;
    for (const { key, field } of fields) {
      field.value = amounts?.find((amount) => amount.startsWith(letters[key] ?? "?"))?.slice(1) ?? "";
      if (given(field)) bad -= 1;
      else field.value = "";
    }
  }
  return [wanted.size > 0 && say("lost", { n: wanted.size }), bad > 0 && say("bad", { n: bad })].filter(Boolean).join(" ");
}

/** Takes over the programme in the address, or the one that the tab had. */
function read() {
  const { hash } = location;
  const note = take(hash);
  if (note !== undefined) {
    show(moves.some(({ tick }) => tick.checked));
    return update(note);
  }
  show(false);
  take(memory.read());
  // A link from an exercise's page adds it.
  const added = moves.find(({ row }) => `#${encodeURIComponent(row.dataset.exercise ?? "")}` === hash);
  if (!added) return update();
  added.tick.checked = true;
  update(say("added", { name: added.row.dataset.name ?? "" }));
  added.row.scrollIntoView();
  added.tick.focus({ preventScroll: true });
}

document.addEventListener("change", (event) => {
  if (/** @type {Element} */ (event.target).matches("input:not([readonly])")) update();
});
link.addEventListener("focus", () => link.select());
yours.addEventListener("click", async (event) => {
  const deed = /** @type {Element} */ (event.target).closest("button")?.dataset.do;
  if (deed === "print") print();
  if (deed === "copy") {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
    } catch {
      document.execCommand("copy");
    }
    tell(copied, say("copied"));
  }
  if (deed === "clear") for (const { tick } of moves) tick.checked = false;
  if (deed === "change") show(false);
  if (deed === "clear" || deed === "change") {
    update();
    one("h2", yours).focus();
  }
});
lead.addEventListener("click", () => {
  yours.scrollIntoView();
  one("h2", yours).focus({ preventScroll: true });
});
// On paper the programme stands alone.
addEventListener("beforeprint", () => {
  gather(chosen.length > 0);
  one("[data-at=date]", yours).textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
});
addEventListener("afterprint", () => gather(page.contains("given")));
addEventListener("hashchange", () => /^#\d/.test(location.hash) && read());
read();
