// Puts a programme together: what is ticked, how much of it, a link that holds it, and a hand-out on paper.
//
// The page is the state: boxes and fields hold the programme, the fragment of the address repeats it, and nothing
// leaves the browser. A link is "#1+bird-dog.h5.r8+bridge-pose": the form's version ("1l" in large print), then ids
// with the amounts that differ from the page's. What a link names that is not there is told and left out.

const sheet = /** @type {HTMLTemplateElement} */ (document.getElementById("programme"));
const words = sheet.dataset;
const version = "1";

/** The letter of each amount in a link. @type {Record<string, string>} */
const letters = { hold: "h", reps: "r", sets: "s", times: "t", days: "d", weeks: "w" };

/** @param {string} key @param {string | number} [first] fills {} @param {string} [second] fills {of} */
const say = (key, first = "", second = "") => (words[key] ?? "").replace("{}", String(first)).replace("{of}", second);

/** A copy of the template's part at `selector`. @param {string} selector */
const copy = (selector) => /** @type {HTMLElement} */ (/** @type {Element} */ (sheet.content.querySelector(selector)).cloneNode(true));

/** The words of a range such as "20 30". @param {string | undefined} range */
function text(range) {
  const [least, most] = (range ?? "").split(" ");
  return least === most ? least ?? "" : say("to", least, most);
}

/**
 * How much of an exercise to do, in the words that its page has too.
 * @param {DOMStringMap} data
 */
export function dose(data) {
  /** @param {string} key @param {string} [of] */
  const counted = (key, of = "") => {
    const amount = text(data[key]);
    const [one, many] = (words[key] ?? "").split("|");
    return ((amount === "1" ? one : many) ?? "").replace("{}", amount).replace("{of}", of);
  };
  const sentence = (/** @type {string} */ part) => part.charAt(0).toUpperCase() + part.slice(1) + (/[.!?]["”’)]*$/.test(part) ? "" : ".");
  const { hold, reps, sets, rest, times, days, weeks, side } = data;
  const note = (data.note ?? "").trim();
  const inWords = !hold && /^\p{Ll}/u.test(note);
  const parts = [hold ? counted("hold") : inWords ? sentence(say("holdNote", note).replace(/\.$/, "")) : ""];
  const perSide = "perSide" in data;
  if (reps) {
    const once = text(reps) === "1";
    const each = perSide ? say("each") : "";
    const suffix = side === "each" ? each || say("half") : side === "alternate" ? each + (once ? "" : say("turn")) : "";
    parts.push(`${counted("reps")}${suffix}.`);
  } else if (side !== "none" && (hold || sets || note)) parts.push(say(side === "each" ? "onlyEach" : "onlyTurn"));
  if (sets) parts.push(counted("sets"));
  if (rest && !rest.endsWith(" 0")) parts.push(counted("rest", say(sets && !sets.endsWith(" 1") ? "ofSets" : "ofReps")));
  const often = [times && counted("times"), days && (days.startsWith("7") ? say("daily") : counted("days"))].filter(Boolean);
  if (often.length > 0) parts.push(say("often", often.join(", ")));
  if (weeks) parts.push(counted("weeks"));
  if (note && !inWords) parts.push(sentence(note));
  return parts.filter(Boolean).join(" ");
}

/** @param {ParentNode} from @param {string} name */
const at = (from, name) => /** @type {HTMLElement} */ (from.querySelector(`[data-at="${name}"]`));

const moves = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".move"))].map((row) => {
  const label = copy(".tick-label");
  const tick = /** @type {HTMLInputElement} */ (label.querySelector("input"));
  /** @type {HTMLElement} */ (label.querySelector("span")).textContent = say("choose", row.dataset.name);
  const amounts = copy(".amounts");
  const fields = [...amounts.querySelectorAll("label")].map((label) => {
    const key = label.dataset.key ?? "";
    const page = row.dataset[key];
    const title = /** @type {HTMLElement} */ (label.querySelector("span"));
    if (page) title.textContent = say("page", title.textContent ?? "").replace("{page}", text(page));
    return { key, page, input: /** @type {HTMLInputElement} */ (label.querySelector("input")) };
  });
  row.querySelector(".tick")?.append(label, amounts);
  const boxes = copy(".boxes");
  row.append(boxes);
  const dose = /** @type {HTMLElement | null} */ (row.querySelector("[data-dose]"));
  return { row, tick, amounts, fields, boxes, dose, said: dose?.textContent ?? "" };
});

/** One box for each topic that ticks all of its exercises. */
const topics = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".moves"))].map((topic) => {
  const label = copy(".tick-label");
  const all = /** @type {HTMLInputElement} */ (label.querySelector("input"));
  /** @type {HTMLElement} */ (label.querySelector("span")).textContent = say("all", topic.querySelector("h2")?.textContent ?? "");
  topic.querySelector(".all")?.append(label);
  const own = moves.filter(({ row }) => topic.contains(row));
  all.addEventListener("change", () => {
    for (const { tick } of own) tick.checked = all.checked;
  });
  return { all, own };
});

const yours = /** @type {HTMLElement} */ (document.getElementById("yours"));
yours.append(copy(".tools"), copy("p.paper"));
yours.hidden = false;
const large = /** @type {HTMLInputElement} */ (at(yours, "large"));
const link = /** @type {HTMLInputElement} */ (at(yours, "link"));
const start = /** @type {HTMLElement} */ (yours.querySelector("[data-start]"));

/** Whether a field holds a number that its row may have. @param {HTMLInputElement} input */
const given = (input) => input.value !== "" && input.checkValidity();

/** Makes everything follow the boxes and fields. @param {string} [note] what to tell besides */
function update(note = "") {
  const chosen = moves.filter(({ tick }) => tick.checked);
  for (const { row, tick, amounts, fields, boxes, dose: place, said } of moves) {
    row.classList.toggle("chosen", tick.checked);
    amounts.hidden = !tick.checked;
    for (const { key, page, input } of fields) {
      const value = tick.checked && given(input) ? `${input.valueAsNumber} ${input.valueAsNumber}` : page;
      if (value) row.dataset[key] = value;
      else delete row.dataset[key];
    }
    const changed = fields.some(({ key, page }) => row.dataset[key] !== page);
    if (place) place.textContent = changed ? dose(row.dataset) : said;
    const daily = Math.min(4, Number(row.dataset.times?.split(" ")[1] ?? 1));
    for (const week of boxes.querySelectorAll("tbody tr")) {
      week.replaceChildren(/** @type {Element} */ (week.firstElementChild));
      for (let day = 0; day < 7; day += 1) {
        const cell = document.createElement("td");
        for (let box = 0; box < daily; box += 1) cell.append(Object.assign(document.createElement("span"), { className: "box" }));
        week.append(cell);
      }
    }
  }
  for (const { all, own } of topics) {
    all.checked = own.every(({ tick }) => tick.checked);
    all.indeterminate = !all.checked && own.some(({ tick }) => tick.checked);
  }
  const parts = chosen.map(({ row, fields }) =>
    [encodeURIComponent(row.dataset.exercise ?? ""), ...fields.flatMap(({ key, input }) => (given(input) ? letters[key] + String(input.valueAsNumber) : []))].join("."),
  );
  const fragment = chosen.length > 0 ? `#${[version + (large.checked ? "l" : ""), ...parts].join("+")}` : "";
  history.replaceState(null, "", location.pathname + location.search + fragment);
  link.value = location.href;
  at(yours, "address").textContent = location.href;
  const count = chosen.length;
  at(yours, "count").textContent = [note, say(count === 0 ? "none" : count === 1 ? "one" : "many", count)].filter(Boolean).join(" ");
  start.dataset.start = chosen.map(({ row }) => row.dataset.exercise).join(" ");
  start.hidden = /** @type {HTMLElement} */ (yours.querySelector(".tools")).hidden = count === 0;
  document.documentElement.classList.toggle("handout", count > 0);
  document.documentElement.classList.toggle("large", large.checked);
}

/** Takes over the programme in the address, if there is one. */
function read() {
  const found = /^#(\d+)(l?)\+(.*)$/.exec(location.hash);
  if (!found) return update();
  if (found[1] !== version) return update(say("newer"));
  large.checked = found[2] === "l";
  const wanted = new Map((found[3] ?? "").split("+").map((part) => {
    const [id, ...amounts] = part.split(".");
    let name = id ?? "";
    try {
      name = decodeURIComponent(name);
    } catch {}
    return [name, amounts];
  }));
  for (const { row, tick, fields } of moves) {
    const amounts = wanted.get(row.dataset.exercise ?? "");
    wanted.delete(row.dataset.exercise ?? "");
    tick.checked = amounts !== undefined;
    for (const { key, input } of fields) {
      input.value = amounts?.find((amount) => amount.startsWith(letters[key] ?? "?"))?.slice(1) ?? "";
      if (!given(input)) input.value = "";
    }
  }
  const lost = wanted.size;
  update(lost > 0 ? say(lost === 1 ? "lostOne" : "lostMany", lost) : "");
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
    at(yours, "count").textContent = say("copied");
  }
  if (deed === "clear") {
    for (const { tick } of moves) tick.checked = false;
    update();
    /** @type {HTMLElement} */ (yours.querySelector("h2")).focus();
  }
});
addEventListener("beforeprint", () => {
  at(yours, "date").textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
});
addEventListener("hashchange", () => /^#\d/.test(location.hash) && read());
read();
